//! Short solves with a goal: they end as soon as it is reached.

use crate::format::PlanFile;
use crate::problem::Problem;
use crate::score::Score;
use crate::search::Limit;
use crate::solve::{Params, solve};
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
