//! Solves from a plan: never worse than the plan itself; and short solves that end as soon as nothing is owed.

use crate::format::PlanFile;
use crate::plan::{AuditError, Plan};
use crate::problem::Problem;
use crate::score::Score;
use crate::search::Limit;
use crate::solve::{Outcome, Params, solve};
use std::sync::atomic::{AtomicBool, Ordering};

/// How much a short solve may do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// The end of each solve.
    pub limit: Limit,
    /// Seed of every solve.
    pub seed: u64,
    /// Threads; all cores when 0.
    pub threads: usize,
}

/// What a short solve found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its score.
    pub score: Score,
    /// Its plan.
    pub plan: PlanFile,
}

impl Found {
    /// Whether nothing is violated and nothing owed.
    pub fn is_clean(&self) -> bool {
        self.score.hard == 0 && self.score.shortfall == 0
    }
}

/// Solves until nothing is violated and nothing owed, waves not counted until they are laid at the end. None when the
/// engine contradicts itself.
pub fn towards_clean(
    problem: &Problem,
    start: Option<&PlanFile>,
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Option<Found> {
    let enough = AtomicBool::new(interrupt.load(Ordering::Relaxed));
    let params =
        Params { limit: effort.limit, seed: effort.seed, threads: effort.threads, gap: 0.0, ..Params::default() };
    let outcome = solve(problem, start, &params, &enough, |report| {
        if (report.score.hard, report.score.shortfall) == (0, 0) || interrupt.load(Ordering::Relaxed) {
            enough.store(true, Ordering::Relaxed);
        }
    });
    let outcome = outcome.ok()?;
    Some(Found { score: outcome.score, plan: outcome.plan.write(problem) })
}

/// Solves from a plan on one thread. Where that plan, with its own waves, is better than what the search found, it is
/// the answer.
///
/// # Errors
/// [`AuditError`] when the engine contradicts itself.
pub(super) fn from_plan(
    problem: &Problem,
    plan: &PlanFile,
    (limit, seed): (Limit, u64),
    interrupt: &AtomicBool,
) -> Result<Outcome, AuditError> {
    let params = Params { limit, seed, threads: 1, gap: 0.0, ..Params::default() };
    let mut outcome = solve(problem, Some(plan), &params, interrupt, |_| {})?;
    let start = Plan::read(problem, plan);
    if start.score(problem) < outcome.score {
        (outcome.score, outcome.tally, outcome.plan) = (start.score(problem), *start.tally(), start);
    }
    Ok(outcome)
}
