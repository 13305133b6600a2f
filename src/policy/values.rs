//! The typed numbers of a policy, every default of the contract laid in.

use crate::problem::{NO_BOUND, PeriodKind, Stage};

/// The numbers and weights that judge a plan (contract, section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// A label.
    pub name: String,
    /// Clubs a child wants when nothing else is said.
    pub want: u32,
    /// Value of each rank of a wish.
    pub wish_values: Vec<u32>,
    /// Most seats of a special section.
    pub special_cap: u32,
    /// Percent of attended minutes that must be special, by position in [`Stage::ALL`].
    pub special_share: [u32; 3],
    /// Kinds of period the share counts.
    pub share_kinds: Vec<PeriodKind>,
    /// Students who attend fewer such minutes owe no share.
    pub share_from: u32,
    /// Minutes of a category that some students must get.
    pub minutes: Vec<MinutesRule>,
    /// Whether a section led from outside needs an assistant.
    pub external_needs_assistant: bool,
    /// Shortest stay at an offsite venue, minutes.
    pub min_block: u32,
    /// Longest break that does not interrupt, minutes.
    pub max_break: u32,
    /// Minutes from one wave to the next.
    pub wave_minutes: u32,
    /// Waves that are not late.
    pub max_waves: u32,
    /// Weight of each rule, by its position in [`crate::rules::RULES`]; 1 for hard and shortfall rules.
    pub weights: Vec<i64>,
}

/// Students of `stage` with `need` get `min` minutes of `category`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesRule {
    /// Dense number of the category.
    pub category: u32,
    /// None: every stage.
    pub stage: Option<Stage>,
    /// None: every student.
    pub need: Option<String>,
    /// Minutes in a cycle.
    pub min: u32,
}

impl Policy {
    /// The contract's defaults, without weights: [`crate::load`] lays those in from the registry of rules.
    pub fn defaults() -> Self {
        Self {
            name: String::new(),
            want: 2,
            wish_values: vec![100, 80, 65, 50, 40, 30, 20, 10],
            special_cap: NO_BOUND,
            special_share: [0; 3],
            share_kinds: vec![PeriodKind::AfterSchool],
            share_from: 0,
            minutes: Vec::new(),
            external_needs_assistant: false,
            min_block: 0,
            max_break: 15,
            wave_minutes: 5,
            max_waves: 6,
            weights: Vec::new(),
        }
    }
}
