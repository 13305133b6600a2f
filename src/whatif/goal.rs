//! Solves from a plan: never worse than the plan itself; and short solves that end as soon as nothing is owed.

use crate::clock::Watch;
use crate::format::PlanFile;
use crate::moves::{Catalogue, School};
use crate::plan::{AuditError, Plan};
use crate::problem::Problem;
use crate::release;
use crate::rules;
use crate::score::Score;
use crate::search::{Limit, Model, Portfolio, Rng, Schedule, Stop, Stopped, on_threads};
use crate::solve::{Outcome, Params, hasten, hastening, solve};
use rand::SeedableRng;
use std::sync::atomic::{AtomicBool, Ordering};

/// Workers, so that threads do not matter, and the elementary changes of each in a round: short rounds, since the end is
/// looked for after each.
const WORKERS: usize = 4;
const ROUND_WORK: u64 = 10_000;
/// Energy of one owed student-minute: nothing else is wanted.
const SHORTFALL_WEIGHT: i64 = 40;
/// Temperatures: cost is worth little here.
const HEAT: Schedule = Schedule { hot: 60.0, cold: 5.0 };
/// Steps of a day's waves.
const WAVE_STEPS: u32 = 200_000;

/// Seconds of a turn, for its MILPs and for its search, at most.
const HASTE_SECONDS: f64 = 8.0;
/// Temperatures of the search in such a turn.
const HASTE_HEAT: Schedule = Schedule { hot: 5.0, cold: 5.0 };

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
    /// Its score, measured anew.
    pub score: Score,
    /// Its plan.
    pub plan: PlanFile,
}

impl Found {
    /// Whether nothing is violated and nothing owed.
    pub fn is_clean(&self) -> bool {
        is_clean(self.score)
    }
}

fn is_clean(score: Score) -> bool {
    (score.hard, score.shortfall) == (0, 0)
}

/// Solves until nothing is violated and nothing owed, whatever it costs; no bound is proven on the way.
pub fn towards_clean(problem: &Problem, start: Option<&PlanFile>, effort: &Effort, interrupt: &AtomicBool) -> Found {
    on_threads(effort.threads, || clean(problem, start, effort, interrupt))
}

/// Searches until nothing is violated and nothing owed, or the stop.
fn search<'p>(school: &School<'p>, seed: u64, schedule: Schedule, stop: &Stop) -> School<'p> {
    let portfolio = Portfolio { workers: WORKERS, seed, round_work: ROUND_WORK, schedule };
    let done = |score| is_clean(score).then_some(Stopped::Optimal);
    portfolio.run(school, stop, |progress, _: &School| done(progress.best)).0
}

fn clean(problem: &Problem, start: Option<&PlanFile>, effort: &Effort, interrupt: &AtomicBool) -> Found {
    let catalogue = Catalogue::new(problem);
    let mut rng = Rng::seed_from_u64(effort.seed);
    let mut school = School::new(problem, &catalogue, Plan::empty(problem), SHORTFALL_WEIGHT);
    if let Some(start) = start {
        school.adopt(start, &mut rng);
    }
    school.construct(None, &mut rng);
    let stop = Stop::new(Watch::start(), effort.limit, interrupt);
    // First without waves, then, where the waves owe something, with them.
    for _ in 0..2 {
        if !is_clean(school.value()) {
            school = search(&school, effort.seed, HEAT, &stop);
        }
        let mut plan = school.into_plan();
        let waves = release::Effort { seed: effort.seed, steps: WAVE_STEPS, exact: None };
        release::release(problem, &mut plan, &waves);
        school = School::new(problem, &catalogue, plan, SHORTFALL_WEIGHT);
        if is_clean(school.value()) {
            break;
        }
    }
    let plan = school.into_plan().write(problem);
    Found { score: Plan::read(problem, &plan).score(problem), plan }
}

/// Whether waves in time are all that a plan owes.
pub(super) fn owes_waves_only(problem: &Problem, found: &Found) -> bool {
    let late = Plan::read(problem, &found.plan).tally().points(problem, rules::position("late_waves"));
    (found.score.hard, found.score.shortfall) == (0, late)
}

/// The same plan where it is clean or owes more than waves in time. Else late leavers leave in time as long as more of
/// them can, and the search goes on with its waves, turn by turn.
pub(super) fn in_time(problem: &Problem, found: Found, effort: &Effort, interrupt: &AtomicBool) -> Found {
    if found.is_clean() || !owes_waves_only(problem, &found) {
        return found;
    }
    let plan = Plan::read(problem, &found.plan);
    on_threads(effort.threads, || hastened(problem, plan, effort, interrupt))
}

fn hastened(problem: &Problem, mut plan: Plan, effort: &Effort, interrupt: &AtomicBool) -> Found {
    let catalogue = Catalogue::new(problem);
    let turn = match effort.limit {
        Limit::Seconds(seconds) => Limit::Seconds(seconds.min(HASTE_SECONDS)),
        rounds => rounds,
    };
    let limits = hastening(turn, 1.0);
    for seed in effort.seed.. {
        let before = plan.score(problem);
        if is_clean(before) || interrupt.load(Ordering::Relaxed) {
            break;
        }
        hasten(problem, &catalogue, &mut plan, seed, &limits, interrupt);
        if !is_clean(plan.score(problem)) {
            let school = School::new(problem, &catalogue, plan.clone(), SHORTFALL_WEIGHT);
            let stop = Stop::new(Watch::start(), turn, interrupt);
            plan = search(&school, seed, HASTE_HEAT, &stop).into_plan();
        }
        if plan.score(problem).shortfall >= before.shortfall {
            break;
        }
    }
    Found { score: plan.score(problem), plan: plan.write(problem) }
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
