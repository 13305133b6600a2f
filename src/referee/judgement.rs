//! What the referee says of a plan.

use serde::Serialize;

/// Which of the three numbers of the score a rule adds to. They are compared in this order; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Number of violations.
    Hard,
    /// Student-minutes owed.
    Shortfall,
    /// Weighted cost.
    Cost,
}

/// The score of a plan, rule by rule, with every finding behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Number of hard violations.
    pub hard: u64,
    /// Student-minutes owed.
    pub shortfall: u64,
    /// Weighted cost.
    pub cost: u64,
    /// Every rule of the contract, in its order, also those of value 0.
    pub rules: Vec<RuleLine>,
    /// What is behind the numbers: one entry for each hard violation, and for each thing owed or paid for.
    pub findings: Vec<Finding>,
}

/// What one rule counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleLine {
    /// The rule's name in the contract, `staff_clash`, `disruption.moved`.
    pub rule: &'static str,
    /// Its level.
    pub level: Level,
    /// What it counted.
    pub value: u64,
    /// 1 for hard and shortfall.
    pub weight: u64,
    /// `value` × `weight`.
    pub points: u64,
}

/// One violation, or one thing owed or paid for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The rule's name in the contract.
    pub rule: &'static str,
    /// Which clause of the rule, as a key of words: `staff_fit.no_lead`.
    pub case: &'static str,
    /// Ids of what it is about, in the order the rule's row names them.
    pub subject: Vec<String>,
    /// What it adds to the rule's value; 1 for a hard violation.
    pub amount: u64,
    /// Further figures for the sentence, in the order the case documents.
    pub facts: Vec<String>,
}
