//! The front door: a problem and parameters in, a plan with its score and proven bound out.
//!
//! A school small enough for the exact model is solved by it. For any other the stages are, anytime from the first on:
//! construct a usable plan; improve it with a parallel portfolio; seat it exactly; lay its waves; audit. Each later stage only replaces the plan by a better one.

use crate::bound::{self, Bound};
use crate::clock::Watch;
use crate::format::PlanFile;
use crate::milp::adapter::Limits;
use crate::milp::whole::{self, Verdict};
use crate::moves::{Catalogue, School};
use crate::plan::{Audit, AuditError, Auditor, Plan, Tally};
use crate::problem::Problem;
use crate::release::{self, Effort};
use crate::score::Score;
use crate::search::{Limit, Portfolio, Rng, Schedule, Stop, Stopped};
use crate::seating::seat_exactly;
use rand::SeedableRng;
use std::sync::atomic::AtomicBool;

/// What a run is asked to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// How long.
    pub limit: Limit,
    /// Seed of every random choice.
    pub seed: u64,
    /// Threads; all cores when 0.
    pub threads: usize,
    /// End once the proven gap of the cost, with shortfall at its bound, is at most this.
    pub gap: f64,
    /// When to compare the engine's sums with those from scratch.
    pub audit: Audit,
}

impl Default for Params {
    fn default() -> Self {
        Self { limit: Limit::Seconds(60.0), seed: 1, threads: 0, gap: 0.01, audit: Audit::End }
    }
}

/// What a run found.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The plan, released.
    pub plan: Plan,
    /// Its sums by rule.
    pub tally: Tally,
    /// Its score.
    pub score: Score,
    /// No plan scores less.
    pub bound: Bound,
    /// Rounds of the portfolio.
    pub steps: u64,
    /// Seconds by the clock.
    pub seconds: f64,
    /// Seconds until the first usable plan.
    pub first_plan: f64,
    /// Why it ended.
    pub stopped: Stopped,
}

impl Outcome {
    /// The proven gap: of the cost when the shortfall is at its bound, else 1.
    pub fn gap(&self) -> f64 {
        gap(self.score, self.bound)
    }
}

fn gap(score: Score, bound: Bound) -> f64 {
    if score.hard == 0 && score.shortfall <= bound.shortfall { bound.gap(score.cost) } else { 1.0 }
}

/// What a run tells while it goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// Seconds since the start.
    pub seconds: f64,
    /// Rounds done.
    pub steps: u64,
    /// The best score, waves not yet counted.
    pub score: Score,
    /// Sections open in the best plan.
    pub sections: usize,
}

/// Energy of one owed student-minute during the search: above any cost that one more minute of a seat can save.
const SHORTFALL_WEIGHT: i64 = 10;
/// Elementary changes of a worker in a round.
const ROUND_WORK: u64 = 20_000;
/// Part of the time left after the search that exact seating may take.
const SEATING_PART: f64 = 0.5;
/// Nodes of each MILP of exact seating when the stop is a number of steps.
const SEATING_NODES: u32 = 50;
/// Students a school may have for exact seating when the stop is a number of steps, which no clock cuts short.
const SEATING_STUDENTS: usize = 600;
/// Students a school may have to be tried by the exact model.
const EXACT_STUDENTS: usize = 6;
/// Seconds the exact model may take.
const EXACT_SECONDS: f64 = 10.0;
/// Workers when the stop is a number of steps: fixed, so that threads do not matter.
const STEP_WORKERS: usize = 4;

/// Solves a problem, from a start plan if one is given.
///
/// # Errors
/// [`AuditError`] when the engine contradicts itself; there is then no plan to trust.
pub fn solve(
    problem: &Problem,
    start: Option<&PlanFile>,
    params: &Params,
    interrupt: &AtomicBool,
    mut tell: impl FnMut(Report) + Send,
) -> Result<Outcome, AuditError> {
    let watch = Watch::start();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(params.threads).build();
    let mut run = || run(problem, start, params, watch, interrupt, &mut tell);
    match pool {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }
}

fn run(
    problem: &Problem,
    start: Option<&PlanFile>,
    params: &Params,
    watch: Watch,
    interrupt: &AtomicBool,
    tell: &mut (impl FnMut(Report) + Send),
) -> Result<Outcome, AuditError> {
    if let Some(outcome) = exact(problem, params, watch) {
        Auditor::new(params.audit).end(problem, &outcome.plan)?;
        return Ok(outcome);
    }
    let catalogue = Catalogue::new(problem);
    let mut rng = Rng::seed_from_u64(params.seed);
    let auditor = Auditor::new(params.audit);
    let mut school = School::new(problem, &catalogue, Plan::empty(problem), SHORTFALL_WEIGHT).audited_by(&auditor);
    if let Some(start) = start {
        school.adopt(start, &mut rng);
    }
    school.construct(&mut rng);
    auditor.step(problem, school.plan());
    let alone = bound::alone(problem);
    let waves = bound::waves(problem, alone.shortfall);
    let bound = alone + waves;
    let first_plan = watch.seconds();
    let report = |steps, score, plan: &Plan| Report {
        seconds: watch.seconds(),
        steps,
        score,
        sections: plan.open_sections().count(),
    };
    tell(report(0, school.plan().score(problem), school.plan()));

    let (search_limit, workers) = match params.limit {
        Limit::Seconds(seconds) => {
            (Limit::Seconds(seconds - release_seconds(problem, seconds)), rayon::current_num_threads())
        }
        Limit::Rounds(rounds) => (Limit::Rounds(rounds), STEP_WORKERS),
    };
    let stop = Stop::new(watch, search_limit, interrupt);
    let portfolio =
        Portfolio { workers, seed: params.seed, round_work: ROUND_WORK, schedule: Schedule { hot: 20.0, cold: 1.0 } };
    // Waves only add to the cost: the gap with them is looked at once the gap without them is small enough.
    let mut looked_at = Score { hard: -1, ..Score::default() };
    let (best, progress, stopped) = portfolio.run(&school, &stop, |progress, best: &School| {
        tell(report(progress.rounds, progress.best, best.plan()));
        if auditor.has_found() {
            return Some(Stopped::Interrupt);
        }
        if progress.best == looked_at || gap(progress.best, alone) > params.gap {
            return None;
        }
        looked_at = progress.best;
        let mut released = best.plan().clone();
        release::release(problem, &mut released, &Effort::QUICK);
        match gap(released.score(problem), bound) {
            0.0 => Some(Stopped::Optimal),
            proven if proven <= params.gap => Some(Stopped::Gap),
            _ => None,
        }
    });
    let mut plan = best.into_plan();
    if !stop.interrupted() {
        let limits = match params.limit {
            Limit::Seconds(seconds) => Limits::whole((seconds - watch.seconds()).max(0.0) * SEATING_PART, None),
            Limit::Rounds(_) if problem.students.len() > SEATING_STUDENTS => Limits::whole(0.0, None),
            Limit::Rounds(_) => Limits::whole(f64::INFINITY, Some(SEATING_NODES)),
        };
        seat_exactly(problem, &mut plan, &limits);
        auditor.step(problem, &plan);
    }
    let seconds_left = match params.limit {
        Limit::Seconds(seconds) => Some((seconds - watch.seconds()).max(0.1)),
        Limit::Rounds(_) => None,
    };
    let effort = match seconds_left {
        _ if stop.interrupted() => Effort::QUICK,
        Some(seconds) => Effort::within(seconds / problem.calendar.days.len().max(1) as f64),
        None => Effort { seed: params.seed, ..Effort::QUICK },
    };
    release::release(problem, &mut plan, &effort);

    let tally = *plan.tally();
    auditor.end(problem, &plan)?;
    let score = tally.score(problem);
    let steps = progress.rounds;
    Ok(Outcome { plan, tally, score, bound, steps, seconds: watch.seconds(), first_plan, stopped })
}

/// The proven best plan of a school small enough for the exact model.
fn exact(problem: &Problem, params: &Params, watch: Watch) -> Option<Outcome> {
    if problem.students.len() > EXACT_STUDENTS {
        return None;
    }
    let seconds = match params.limit {
        Limit::Seconds(seconds) => EXACT_SECONDS.min(seconds / 2.0),
        Limit::Rounds(_) => EXACT_SECONDS,
    };
    let Verdict::Solved(solved) = whole::solve(problem, seconds) else { return None };
    let score = solved.plan.score(problem);
    let bound = Bound { shortfall: score.shortfall, cost: score.cost };
    let seconds = watch.seconds();
    solved.proven.then(|| Outcome {
        tally: *solved.plan.tally(),
        plan: solved.plan,
        score,
        bound,
        steps: 0,
        seconds,
        first_plan: seconds,
        stopped: Stopped::Optimal,
    })
}

/// Time kept back for exact seats and the waves.
fn release_seconds(problem: &Problem, seconds: f64) -> f64 {
    let wanted = 1.0 + problem.students.len() as f64 / 1_000.0;
    wanted.min(seconds * 0.15)
}
