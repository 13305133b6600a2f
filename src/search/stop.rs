//! When a run ends.

use crate::clock::Watch;
use std::sync::atomic::{AtomicBool, Ordering};

/// How long a run may take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// Seconds by the clock.
    Seconds(f64),
    /// Rounds, whatever the clock says: the answer depends on the seed alone.
    Rounds(u64),
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// The time was over.
    Time,
    /// The steps were done.
    Steps,
    /// Someone asked to stop.
    Interrupt,
    /// The wanted gap was proven.
    Gap,
    /// Nothing better exists.
    Optimal,
}

/// Watches a limit and a wish to stop.
#[derive(Debug, Clone, Copy)]
pub struct Stop<'s> {
    watch: Watch,
    limit: Limit,
    interrupt: &'s AtomicBool,
}

impl<'s> Stop<'s> {
    /// Watches from now on.
    pub fn new(watch: Watch, limit: Limit, interrupt: &'s AtomicBool) -> Self {
        Self { watch, limit, interrupt }
    }

    /// Whether someone asked to stop.
    pub fn interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }

    /// Why the run must end before its next round, if it must.
    pub fn now(&self, rounds: u64) -> Option<Stopped> {
        if self.interrupted() {
            return Some(Stopped::Interrupt);
        }
        match self.limit {
            Limit::Seconds(seconds) => (self.watch.seconds() >= seconds).then_some(Stopped::Time),
            Limit::Rounds(limit) => (rounds >= limit).then_some(Stopped::Steps),
        }
    }

    /// The part of the run that is over, 0…1.
    pub fn fraction(&self, rounds: u64) -> f64 {
        match self.limit {
            Limit::Seconds(seconds) => self.watch.seconds() / seconds.max(1e-9),
            Limit::Rounds(limit) => rounds as f64 / (limit.max(1)) as f64,
        }
    }

    /// Whether work within a round must end at once.
    pub fn cuts(&self) -> bool {
        self.interrupted() || matches!(self.limit, Limit::Seconds(seconds) if self.watch.seconds() >= seconds)
    }
}
