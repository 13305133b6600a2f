//! One pin: what it costs to keep, by solving without it.

use super::causes::Effort;
use super::items::Item;
use super::limits::pin_item;
use super::relief::pins_of;
use crate::format::{PlanFile, ProblemFile};
use crate::lint::{Finding, lint};
use crate::problem::Problem;
use crate::score::Score;
use crate::search::Limit;
use crate::solve::{Params, solve};
use crate::whatif::Scenario;
use std::sync::atomic::AtomicBool;

/// What is told of a pin.
#[derive(Debug, Clone)]
pub struct PinAnswer {
    /// The pin.
    pub item: Item,
    /// Proofs that it cannot be kept.
    pub findings: Vec<Finding>,
    /// The plan found with it.
    pub with: Score,
    /// The plan found without it, by the same search.
    pub without: Score,
}

/// What a pin costs, by its position in the file: the same short search with and without it, from the plan if there is
/// one. None for a pin that the file does not have, or when the search was stopped.
pub fn pin(
    file: &ProblemFile,
    problem: &Problem,
    plan: Option<&PlanFile>,
    at: usize,
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Option<PinAnswer> {
    file.pins.get(at)?;
    let findings = lint(file, problem).into_iter();
    let findings = findings.filter(|finding| finding.code.starts_with("L3") && pins_of(file, finding).contains(&at));
    let (_, free) = Scenario::without("pins", at).apply(file).ok()?;
    let params = Params {
        limit: Limit::Rounds(effort.rounds),
        seed: effort.seed,
        threads: effort.threads,
        gap: 0.0,
        ..Params::default()
    };
    let score = |problem: &Problem| solve(problem, plan, &params, interrupt, |_| {}).ok().map(|outcome| outcome.score);
    let (with, without) = (score(problem)?, score(&free)?);
    Some(PinAnswer { item: pin_item(file, at, false), findings: findings.collect(), with, without })
}
