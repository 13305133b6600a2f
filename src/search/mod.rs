//! The engine room: a small generic search. It knows models with moves, exact energies and a way back; it knows no
//! school.

mod acceptance;
mod anneal;
mod leap;
mod portfolio;
mod selection;
mod stop;

pub use acceptance::{Acceptance, Schedule};
pub use anneal::anneal;
pub use leap::{Cooling, Leaps};
pub use portfolio::{Portfolio, Progress};
pub use selection::Selection;
pub use stop::{Limit, Stop, Stopped};

use rand_chacha::ChaCha8Rng;

/// The generator every random choice draws from: the same numbers on any machine.
pub type Rng = ChaCha8Rng;

/// A state that can be changed, measured and put back.
pub trait Model: Clone + Send {
    /// What makes one state better than another; less is better.
    type Value: Ord + Copy + Send;

    /// The value of the present state.
    fn value(&self) -> Self::Value;

    /// One number for acceptance; less is better. Exact: a change and its way back leave it the same.
    fn energy(&self) -> i64;

    /// Number of kinds of move.
    fn kinds(&self) -> usize;

    /// Tries one move of a kind: changes the state and returns true, or leaves it as it is and returns false. A tried
    /// move must be answered with [`Model::keep`] or [`Model::take_back`].
    fn attempt(&mut self, kind: usize, rng: &mut Rng) -> bool;

    /// Keeps the move just tried.
    fn keep(&mut self);

    /// Takes the move just tried back.
    fn take_back(&mut self);

    /// Makes a great change, whatever it costs: a move of any kind, or what a model has better.
    fn kick(&mut self, rng: &mut Rng) {
        let kind = pick(rng, self.kinds());
        if self.attempt(kind, rng) {
            self.keep();
        }
    }

    /// Elementary changes made so far, kept or not: a measure of work that does not depend on the machine.
    fn work(&self) -> u64;
}

/// Does some work on so many threads; all cores when 0.
pub fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// A random position below `len`, which must not be 0.
pub fn pick(rng: &mut Rng, len: usize) -> usize {
    use rand::Rng as _;
    ((u64::from(rng.next_u32()) * len as u64) >> 32) as usize
}

/// True once in `times` on average.
pub fn once_in(rng: &mut Rng, times: u32) -> bool {
    pick(rng, times as usize) == 0
}
