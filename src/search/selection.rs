//! Which kind of move is tried next: in proportion to what the kind has lately gained for its work, with a floor so
//! that none is forgotten (adaptive selection as in Ropke and Pisinger, Transportation Science 40, 2006, section 3.4,
//! with work counted in elementary changes instead of iterations).

use super::{Rng, pick};

/// Parts of the whole that every kind keeps, in thousandths of an even share.
const FLOOR: u64 = 250;

/// The odds of each kind.
#[derive(Debug, Clone)]
pub struct Selection {
    gain: Vec<u64>,
    work: Vec<u64>,
    odds: Vec<u32>,
}

impl Selection {
    /// Even odds.
    pub fn even(kinds: usize) -> Self {
        Self { gain: vec![0; kinds], work: vec![0; kinds], odds: vec![1000; kinds] }
    }

    /// Draws a kind.
    #[inline]
    pub fn draw(&self, rng: &mut Rng) -> usize {
        let total: u32 = self.odds.iter().sum();
        let mut ticket = pick(rng, total as usize) as u32;
        for (kind, &odds) in self.odds.iter().enumerate() {
            if ticket < odds {
                return kind;
            }
            ticket -= odds;
        }
        0
    }

    /// Notes what one try gained (a fall in energy, or 0) and the work it took.
    #[inline]
    pub fn note(&mut self, kind: usize, gain: u64, work: u64) {
        self.gain[kind] += gain;
        self.work[kind] += work.max(1);
    }

    /// Sets the odds from what was noted since, and forgets half of that.
    pub fn adapt(&mut self) {
        let rate = |kind: usize| self.gain[kind] * 1000 / self.work[kind].max(1);
        let total: u64 = (0..self.odds.len()).map(rate).sum();
        let kinds = self.odds.len() as u64;
        for kind in 0..self.odds.len() {
            let earned = ((1000 - FLOOR) * kinds * rate(kind)).checked_div(total).map_or(1000, |share| share + FLOOR);
            self.odds[kind] = u32::try_from((u64::from(self.odds[kind]) + earned) / 2).unwrap_or(u32::MAX).max(1);
        }
        for count in self.gain.iter_mut().chain(&mut self.work) {
            *count /= 2;
        }
    }
}
