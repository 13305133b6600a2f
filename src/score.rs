//! The score: three whole numbers, compared in order; less is better.

/// Which of the three numbers a rule adds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Number of violations.
    Hard,
    /// Student-minutes the school owes and does not deliver.
    Shortfall,
    /// Weighted cost.
    Cost,
}

/// The score of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Score {
    /// Number of violations.
    pub hard: i64,
    /// Student-minutes owed.
    pub shortfall: i64,
    /// Weighted cost.
    pub cost: i64,
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} / {} / {}", self.hard, self.shortfall, self.cost)
    }
}
