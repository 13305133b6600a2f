//! The sums of units by rule, and the score they make.

use crate::problem::Problem;
use crate::rules::{RULE_COUNT, RULES};
use crate::score::{Level, Score};

/// By rule, in the order of [`RULES`]: the sum of its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally(pub [i64; RULE_COUNT]);

impl Default for Tally {
    fn default() -> Self {
        Self([0; RULE_COUNT])
    }
}

impl Tally {
    /// The value of a rule: its units in the rule's own size, rounded up once.
    pub fn value(&self, rule: usize) -> i64 {
        let per = RULES[rule].per;
        if per == 1 { self.0[rule] } else { (self.0[rule] + per - 1).div_euclid(per) }
    }

    /// What a rule adds to its level: value × weight.
    pub fn points(&self, problem: &Problem, rule: usize) -> i64 {
        self.value(rule).saturating_mul(problem.policy.weights[rule])
    }

    /// The score.
    pub fn score(&self, problem: &Problem) -> Score {
        let mut score = Score::default();
        for (rule, stated) in RULES.iter().enumerate() {
            let sum = match stated.level {
                Level::Hard => &mut score.hard,
                Level::Shortfall => &mut score.shortfall,
                Level::Cost => &mut score.cost,
            };
            *sum = sum.saturating_add(self.points(problem, rule));
        }
        score
    }
}
