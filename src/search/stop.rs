//! When a run ends. The only place that reads the clock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A clock started once.
#[derive(Debug, Clone, Copy)]
pub struct Clock(Instant);

impl Clock {
    /// Starts.
    pub fn start() -> Self {
        Self(Instant::now())
    }
    /// Seconds since the start.
    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

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
    clock: Clock,
    limit: Limit,
    interrupt: &'s AtomicBool,
}

impl<'s> Stop<'s> {
    /// Watches from now on.
    pub fn new(clock: Clock, limit: Limit, interrupt: &'s AtomicBool) -> Self {
        Self { clock, limit, interrupt }
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.clock
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
            Limit::Seconds(seconds) => (self.clock.seconds() >= seconds).then_some(Stopped::Time),
            Limit::Rounds(limit) => (rounds >= limit).then_some(Stopped::Steps),
        }
    }

    /// The part of the run that is over, 0…1.
    pub fn fraction(&self, rounds: u64) -> f64 {
        match self.limit {
            Limit::Seconds(seconds) => self.clock.seconds() / seconds.max(1e-9),
            Limit::Rounds(limit) => rounds as f64 / (limit.max(1)) as f64,
        }
    }

    /// The instant at which the time is over, for work that must look at it within a round.
    pub fn deadline(&self) -> Option<Instant> {
        match self.limit {
            Limit::Seconds(seconds) => Some(self.clock.0 + Duration::from_secs_f64(seconds.max(0.0))),
            Limit::Rounds(_) => None,
        }
    }

    /// Whether work within a round must end at once.
    pub fn cuts(&self) -> bool {
        self.interrupted() || self.deadline().is_some_and(|deadline| Instant::now() >= deadline)
    }
}
