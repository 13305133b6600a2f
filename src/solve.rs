//! The front door: a problem and parameters in, a plan with its score and proven bound out.
//!
//! A school small enough for the exact model is solved by it. For any other the stages are, anytime from the first on:
//! construct a usable plan; improve its timetable with a parallel portfolio; seat it exactly; lay its waves; improve
//! timetable and waves together; lay the waves of each day anew; audit. Each later stage only replaces the plan by a
//! better one.

use crate::bound::{self, Aim, Bound, Prices, Tree};
use crate::clock::Watch;
use crate::format::PlanFile;
use crate::milp::adapter::Limits;
use crate::milp::whole::{self, Verdict};
use crate::moves::{Catalogue, LEAP_HEAT, LEAP_STUDENTS, School};
use crate::plan::{Audit, AuditError, Auditor, Plan, Tally};
use crate::problem::Problem;
use crate::release::{self, Effort};
use crate::rules;
use crate::score::Score;
use crate::search::{Cooling, Leaps, Limit, Model, Portfolio, Progress, Rng, Schedule, Stop, Stopped, on_threads};
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
    /// The best score; waves count once they are laid, in the last part of the search.
    pub score: Score,
    /// Sections open in the best plan.
    pub sections: usize,
}

/// Energy of one owed student-minute during the search: above any cost that one more minute of a seat can save.
const SHORTFALL_WEIGHT: i64 = 10;
/// Part of the time that raising the prices may take.
const PRICES_PART: f64 = 0.25;
/// Most steps of the prices; and for each round of the search, when the stop is a number of steps.
const PRICES_STEPS: u32 = 3_000;
const PRICES_STEPS_A_ROUND: u64 = 20;
/// Rounds of the search for each split of the bound, when the stop is a number of steps.
const ROUNDS_A_SPLIT: u64 = 60;
/// Splits without a better bound after which there are no more.
const IDLE_SPLITS: u32 = 24;
/// A dive may take one in so many of the steps that the prices took.
const DIVE_PART: u32 = 3;
/// Most dives; when the stop is a number of steps, just so many.
const DIVES: usize = 14;
const STEP_DIVES: usize = 2;
/// Part of the time that the model of the seats of a dive may take.
const DIVE_SEATS_PART: f64 = 0.2;
/// Elementary changes of a worker in a round.
const ROUND_WORK: u64 = 20_000;
/// Part of the time after the prices, or of the rounds, that goes without waves.
const TIMETABLE_PART: f64 = 0.3;
/// Temperatures of the search without waves: the last is below a point, since most of what is left then, a
/// child at another gate or with another class, costs just one.
const HEAT: Schedule = Schedule { hot: 5.0, cold: 0.3 };
/// The same from a plan whose seats no model found.
const UNSEATED_HEAT: Schedule = Schedule { hot: 20.0, cold: 0.3 };
/// The same with waves.
const RELEASED_HEAT: Schedule = Schedule { hot: 3.0, cold: 0.3 };
/// Part of that which leaps take.
const LEAP_PART: f64 = 0.5;
/// Elementary changes of a leap, for each student.
const LEAP_WORK: u64 = 500;
/// Temperatures of a leap.
const LEAP_STAIRS: u64 = 8;
/// Temperatures at which leaps are kept.
const LEAPT_HEAT: Schedule = Schedule { hot: 30.0, cold: 5.0 };
/// Part of the time kept back for seats and waves that exact seating may take.
const SEATING_PART: f64 = 0.5;
/// Nodes of each MILP of exact seating when the stop is a number of steps.
const SEATING_NODES: u32 = 50;
/// Part of the time that late leavers may take to leave in time, before the search with waves and after it; and nodes
/// of each MILP when the stop is a number of steps.
const HASTE_PART: f64 = 0.15;
const HASTE_NODES: u32 = 50;
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
    on_threads(params.threads, || run(problem, start, params, watch, interrupt, &mut tell))
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
    school.construct(None, &mut rng);
    auditor.step(problem, school.plan());
    let first_plan = watch.seconds();
    let report = |steps, score, plan: &Plan| Report {
        seconds: watch.seconds(),
        steps,
        score,
        sections: plan.open_sections().count(),
    };
    tell(report(0, school.plan().score(problem), school.plan()));

    let part = priced(watch, params.limit, interrupt);
    let mut prices = Prices::new(problem, Aim::Cost);
    let steps = raise(&mut prices, priced_steps(params.limit), &part);
    let small = problem.students.len() <= LEAP_STUDENTS;
    let tree = if small { branched(&prices, params.limit, &part) } else { Tree::new(&prices) };
    let mut heat = UNSEATED_HEAT;
    if start.is_none() {
        let whole = Tree::new(&prices);
        let from = [&whole, &tree];
        let mut best: Option<(bool, School)> = None;
        for number in 0..dives(params.limit) {
            if number > usize::from(tree.is_split()) && part.cuts() {
                break;
            }
            let mut dive = from[number % 2].dive(astray(number), steps / DIVE_PART, seating(params.limit));
            let mut towards =
                School::new(problem, &catalogue, Plan::empty(problem), SHORTFALL_WEIGHT).audited_by(&auditor);
            towards.construct(dive.as_mut(), &mut rng);
            auditor.step(problem, towards.plan());
            let seated = dive.is_some_and(|dive| dive.seated());
            if best.as_ref().is_none_or(|best| towards.energy() < best.1.energy()) {
                best = Some((seated, towards));
            }
        }
        if let Some((seated, dived)) = best.filter(|(_, dived)| dived.energy() < school.energy()) {
            heat = if seated { HEAT } else { UNSEATED_HEAT };
            school = dived;
        }
    }
    let mut bound = tree.bound(bound::late_waves(problem, 0));
    let leaving = tree.leaving();

    let workers = match params.limit {
        Limit::Seconds(_) => rayon::current_num_threads(),
        Limit::Rounds(_) => STEP_WORKERS,
    };
    let portfolio = |seed, schedule| Portfolio { workers, seed, round_work: ROUND_WORK, schedule };
    // First the timetable, without waves, until the gap without them is small enough, a small school's also by leaps; …
    let leaping = if small { LEAP_PART } else { 0.0 };
    let left = watch.seconds();
    let share = |part: f64| match params.limit {
        Limit::Seconds(seconds) => Limit::Seconds((seconds - release_seconds(problem, seconds) - left).max(0.0) * part),
        Limit::Rounds(rounds) => Limit::Rounds(rounds_of(rounds, part)),
    };
    let mut steps = 0;
    let mut hear = |progress: Progress<Score>, best: &School| {
        steps += 1;
        tell(report(steps, progress.best, best.plan()));
        if auditor.has_found() {
            return Some(Stopped::Interrupt);
        }
        let with_waves = Score { cost: progress.best.cost + leaving, ..progress.best };
        (gap(with_waves, bound) <= params.gap).then_some(Stopped::Gap)
    };
    let stop = Stop::new(Watch::start(), share(TIMETABLE_PART * (1.0 - leaping)), interrupt);
    let (mut best, _, stopped) = portfolio(params.seed, heat).run(&school, &stop, &mut hear);
    if small && stopped != Stopped::Gap {
        let stop = Stop::new(Watch::start(), leapt(problem, share(TIMETABLE_PART * leaping)), interrupt);
        let leaps = Leaps {
            workers,
            seed: params.seed.wrapping_add(2),
            cooling: Cooling { work: leap_work(problem), heat: LEAP_HEAT, stairs: LEAP_STAIRS },
            schedule: LEAPT_HEAT,
        };
        best = leaps.run(&best, &stop, &mut hear).0;
    }
    let mut plan = best.into_plan();
    if !stop.interrupted() {
        let limits = match params.limit {
            _ if problem.students.len() > SEATING_STUDENTS => Limits::whole(0.0, None),
            Limit::Seconds(seconds) => Limits::whole(release_seconds(problem, seconds) * SEATING_PART, None),
            Limit::Rounds(_) => Limits::whole(f64::INFINITY, Some(SEATING_NODES)),
        };
        seat_exactly(problem, &mut plan, &limits);
        auditor.step(problem, &plan);
    }
    // A school that cannot give all it owes: how much it must owe at least.
    let owed = plan.score(problem).shortfall;
    if owed > 0 {
        let part = priced(Watch::start(), params.limit, interrupt);
        let mut prices = Prices::new(problem, Aim::Shortfall);
        raise(&mut prices, priced_steps(params.limit), &part);
        let shortfall = prices.bound(0).shortfall;
        bound = tree.bound(shortfall + bound::late_waves(problem, shortfall));
    }
    release::release(problem, &mut plan, &Effort { seed: params.seed, ..Effort::QUICK });
    let haste = hastening(params.limit, HASTE_PART);
    hasten(problem, &catalogue, &mut plan, params.seed, &haste, interrupt);
    auditor.step(problem, &plan);
    // … then timetable and waves together, …
    let limit = match params.limit {
        Limit::Seconds(seconds) => {
            let kept_back = if is_late(&plan) { haste.seconds } else { 0.0 };
            Limit::Seconds(seconds - kept_back - release_seconds(problem, seconds) - watch.seconds())
        }
        Limit::Rounds(_) => share(1.0 - TIMETABLE_PART),
    };
    let stop = Stop::new(Watch::start(), limit, interrupt);
    let school = School::new(problem, &catalogue, plan, SHORTFALL_WEIGHT).audited_by(&auditor);
    let (best, released, stopped) =
        portfolio(params.seed.wrapping_add(1), RELEASED_HEAT).run(&school, &stop, |progress, best: &School| {
            tell(report(steps + progress.rounds, progress.best, best.plan()));
            if auditor.has_found() {
                return Some(Stopped::Interrupt);
            }
            match gap(progress.best, bound) {
                0.0 => Some(Stopped::Optimal),
                proven => (proven <= params.gap).then_some(Stopped::Gap),
            }
        });
    // … and at last the waves of each day by themselves.
    let mut plan = best.into_plan();
    hasten(problem, &catalogue, &mut plan, params.seed, &haste, interrupt);
    let effort = match params.limit {
        Limit::Seconds(seconds) if !stop.interrupted() => {
            Effort::within((seconds - watch.seconds()).max(0.1) / problem.calendar.days.len().max(1) as f64)
        }
        _ => Effort { seed: params.seed, ..Effort::QUICK },
    };
    release::release(problem, &mut plan, &effort);

    let tally = *plan.tally();
    auditor.end(problem, &plan)?;
    let score = tally.score(problem);
    let steps = steps + released.rounds;
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

/// Raises prices in at most so many steps until the stop, and counts them.
fn raise(prices: &mut Prices, most: u32, stop: &Stop) -> u32 {
    let began = stop.fraction(0);
    let mut steps = 0;
    while steps < most && !stop.cuts() {
        let over = (stop.fraction(0) - began) / (1.0 - began).max(1e-9);
        prices.raise(over.max(f64::from(steps) / f64::from(most)));
        steps += 1;
    }
    steps
}

/// The bound of the prices, split until the stop, where they were raised as far as they go.
fn branched<'t, 'p>(prices: &'t Prices<'p>, limit: Limit, stop: &Stop) -> Tree<'t, 'p> {
    let mut tree = Tree::new(prices);
    let most = match limit {
        Limit::Seconds(_) => u64::MAX,
        Limit::Rounds(rounds) => rounds / ROUNDS_A_SPLIT,
    };
    let (mut splits, mut idle) = (0, 0);
    while splits < most && idle < IDLE_SPLITS {
        let before = tree.bound(0);
        if stop.cuts() || !tree.split(|| !stop.cuts()) {
            break;
        }
        splits += 1;
        idle = if tree.bound(0).cost > before.cost { 0 } else { idle + 1 };
    }
    tree
}

/// Dives at most.
fn dives(limit: Limit) -> usize {
    match limit {
        Limit::Seconds(_) => DIVES,
        Limit::Rounds(_) => STEP_DIVES,
    }
}

/// Steps that go astray before a dive: none before the first of each tree, and more before each later one.
fn astray(number: usize) -> u32 {
    if number < 2 { 0 } else { 60 + 20 * number as u32 }
}

/// The limits of the model of the seats of a dive.
fn seating(limit: Limit) -> Limits {
    match limit {
        Limit::Seconds(seconds) => Limits::whole(seconds * DIVE_SEATS_PART, None),
        Limit::Rounds(_) => Limits::whole(f64::INFINITY, Some(SEATING_NODES)),
    }
}

/// Lets late leavers leave in time: by other sections and waves, and the same where those whom `late_waves` does not
/// bind leave by themselves. `limits` are for the whole in seconds, for each MILP in nodes.
pub(crate) fn hasten(
    problem: &Problem,
    catalogue: &Catalogue,
    plan: &mut Plan,
    seed: u64,
    limits: &Limits,
    interrupt: &AtomicBool,
) {
    if !is_late(plan) {
        return;
    }
    // One thread does both, one after the other.
    let at_once = rayon::current_num_threads().min(2) as f64;
    let limits = Limits { seconds: limits.seconds * at_once / 2.0, ..*limits };
    let mut school = School::new(problem, catalogue, plan.clone(), SHORTFALL_WEIGHT);
    let mut parted = school.part_patient(&mut Rng::seed_from_u64(seed)).then(|| school.into_plan());
    let hastened = |plan: &mut Plan| release::hasten(problem, plan, seed, &limits, interrupt);
    rayon::join(|| hastened(plan), || parted.iter_mut().for_each(hastened));
    if let Some(parted) = parted.filter(|parted| parted.score(problem) < plan.score(problem)) {
        *plan = parted;
    }
}

/// The limits of [`hasten`] that takes a part of the time.
pub(crate) fn hastening(limit: Limit, part: f64) -> Limits {
    match limit {
        Limit::Seconds(seconds) => Limits::whole(seconds * part, None),
        Limit::Rounds(_) => Limits::whole(f64::INFINITY, Some(HASTE_NODES)),
    }
}

/// Whether someone leaves late who is owed a wave in time.
fn is_late(plan: &Plan) -> bool {
    plan.tally().0[rules::position("late_waves")] > 0
}

/// The stop of raising prices: a part of the time.
fn priced(watch: Watch, limit: Limit, interrupt: &AtomicBool) -> Stop<'_> {
    let limit = match limit {
        Limit::Seconds(seconds) => Limit::Seconds(seconds * PRICES_PART),
        Limit::Rounds(_) => Limit::Rounds(u64::MAX),
    };
    Stop::new(watch, limit, interrupt)
}

/// Most steps of the prices.
fn priced_steps(limit: Limit) -> u32 {
    match limit {
        Limit::Seconds(_) => PRICES_STEPS,
        Limit::Rounds(rounds) => rounds.saturating_mul(PRICES_STEPS_A_ROUND).min(PRICES_STEPS.into()) as u32,
    }
}

/// A part of some rounds.
fn rounds_of(rounds: u64, part: f64) -> u64 {
    (rounds as f64 * part).ceil() as u64
}

/// The limit of leaps: as much work as so many rounds.
fn leapt(problem: &Problem, limit: Limit) -> Limit {
    match limit {
        Limit::Rounds(rounds) => Limit::Rounds(rounds * ROUND_WORK / leap_work(problem)),
        seconds => seconds,
    }
}

/// Elementary changes of a leap.
fn leap_work(problem: &Problem) -> u64 {
    LEAP_WORK * problem.students.len() as u64
}

/// Time kept back for exact seats and the waves.
fn release_seconds(problem: &Problem, seconds: f64) -> f64 {
    let wanted = 1.0 + problem.students.len() as f64 / 1_000.0;
    wanted.min(seconds * 0.15)
}
