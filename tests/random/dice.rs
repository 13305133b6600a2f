//! Random whole numbers from a seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of random whole numbers: the same seed gives the same numbers on every machine.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number of 0..`n`; `n` is at least 1.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// A number of `low..=high`.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below((high - low + 1) as usize) as u64
    }

    /// True in `percent` of 100 cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// One of the list, if it is not empty and luck (in percent) will have it.
    pub(crate) fn maybe<'a, T>(&mut self, percent: usize, list: &'a [T]) -> Option<&'a T> {
        (!list.is_empty() && self.chance(percent)).then(|| self.pick(list))
    }

    /// A number of `low..=high`, in `percent` of 100 cases.
    pub(crate) fn some(&mut self, percent: usize, low: u64, high: u64) -> Option<u64> {
        self.chance(percent).then(|| self.between(low, high))
    }

    /// Each item of the list in `percent` of 100 cases, in the order of the list.
    pub(crate) fn each<T: Clone>(&mut self, percent: usize, list: &[T]) -> Vec<T> {
        list.iter().filter(|_| self.chance(percent)).cloned().collect()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}
