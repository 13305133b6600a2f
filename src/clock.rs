//! The one reader of the clock.

use std::time::Instant;

/// Wall-clock time since a start.
#[derive(Debug, Clone, Copy)]
pub struct Watch(Instant);

impl Watch {
    /// A watch that starts now.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since the start.
    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
