//! A run: a first timetable, made free of conflicts, then cooled slowly by every thread for itself, several times where
//! there is time, and the best bettered by MILP neighbourhoods. Each stage is the engine room's portfolio on a model of
//! its own.

use super::moves::Timetabling;
use super::polish::Neighbourhoods;
use super::start::start;
use super::state::{Cost, State};
use super::tables::Tables;
use paipian::clock::Watch;
use paipian::search::{Limit, Model, Portfolio, Rng, Schedule, Stop, Stopped, on_threads};
use rand::SeedableRng;
use rayon::prelude::*;
use std::sync::atomic::AtomicBool;

/// What a run is asked to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Params {
    /// Seconds, or rounds of each cooling.
    pub(crate) limit: Limit,
    pub(crate) seed: u64,
    /// Threads; all cores when 0.
    pub(crate) threads: usize,
}

/// Workers when the stop is a number of rounds: fixed, so that threads do not matter.
const STEP_WORKERS: usize = 2;
/// Tries of a worker in a round of cooling.
const ROUND_WORK: u64 = 200_000;
/// The last temperature of cooling, at which a single point is hardly traded.
const COLD: f64 = 0.15;
/// Conflicts are ended first, at temperatures at which soft costs weigh little.
const REPAIR: Schedule = Schedule { hot: 30.0, cold: 10.0 };
const REPAIR_ROUNDS: u64 = 100;
const REPAIR_WORK: u64 = 50_000;
/// Seconds of cooling after which another start serves better than more time.
const COOLING_SECONDS: f64 = 90.0;
/// Seeds of runs are so far apart that those of their workers do not meet.
const RUN_SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// Part of the time for MILP neighbourhoods.
const POLISH_PART: f64 = 0.1;
/// Rounds of cooling to one of MILP neighbourhoods when the stop is a number of rounds.
const POLISH_EVERY: u64 = 50;

/// Solves an instance. `tell` hears of every better timetable as soon as a
/// cooling has ended, with the seconds since the start. None when no
/// timetable can be valid.
pub(crate) fn solve<'t>(
    tables: &'t Tables,
    params: &Params,
    interrupt: &AtomicBool,
    mut tell: impl FnMut(f64, Cost) + Send,
) -> Option<State<'t>> {
    let watch = Watch::start();
    on_threads(params.threads, || run(tables, params, watch, interrupt, &mut tell))
}

/// Temperatures of cooling. A lecture that stands alone costs [`LONELY`](super::tables::LONELY) for each curriculum of its
/// course, so the first is the mean number of curricula of a course: there the days of most courses still change.
fn cooling(tables: &Tables) -> Schedule {
    let memberships: usize = tables.curricula.iter().map(Vec::len).sum();
    Schedule { hot: (memberships as f64 / tables.courses.max(1) as f64).max(1.0), cold: COLD }
}

/// The limits of cooling one after another: several where there is time, since a timetable freezes in one of many
/// basins, and which one is chance.
fn coolings(limit: Limit, watch: Watch) -> Vec<Limit> {
    match limit {
        Limit::Seconds(seconds) => {
            let left = (seconds - watch.seconds()).max(0.0);
            let count = (left / COOLING_SECONDS).round().max(1.0);
            vec![Limit::Seconds(left / count); count as usize]
        }
        rounds => vec![rounds],
    }
}

fn run<'t>(
    tables: &'t Tables,
    params: &Params,
    watch: Watch,
    interrupt: &AtomicBool,
    tell: &mut (impl FnMut(f64, Cost) + Send),
) -> Option<State<'t>> {
    let first = start(tables, &mut Rng::seed_from_u64(params.seed))?;
    let (cool, polish, workers) = match params.limit {
        Limit::Seconds(seconds) => {
            (Limit::Seconds(seconds * (1.0 - POLISH_PART)), Limit::Seconds(seconds), rayon::current_num_threads())
        }
        Limit::Rounds(rounds) => (Limit::Rounds(rounds), Limit::Rounds(rounds / POLISH_EVERY), STEP_WORKERS),
    };
    let mut told = None;
    let mut note = |best: Cost| {
        if told.is_none_or(|told| best < told) {
            told = Some(best);
            tell(watch.seconds(), best);
        }
    };
    let portfolio = |round_work, schedule| Portfolio { workers, seed: params.seed, round_work, schedule };
    let stop = |limit| Stop::new(watch, limit, interrupt);

    let model = Timetabling::new(first);
    let (model, ..) = portfolio(REPAIR_WORK, REPAIR).run(&model, &stop(Limit::Rounds(REPAIR_ROUNDS)), |progress, _| {
        note(progress.best);
        (progress.best.hard == 0).then_some(Stopped::Steps)
    });
    let optimal = |cost: Cost| (cost == Cost::default()).then_some(Stopped::Optimal);
    let mut best: Option<Timetabling> = None;
    for (ix, limit) in coolings(cool, watch).into_iter().enumerate() {
        // Workers that cool by themselves: each ends in a basin of its own.
        let worker = |worker: usize| {
            let seed = params.seed.wrapping_mul(RUN_SEED).wrapping_add((ix * workers + worker) as u64);
            let portfolio = Portfolio { workers: 1, seed, round_work: ROUND_WORK, schedule: cooling(tables) };
            portfolio.run(&model, &Stop::new(Watch::start(), limit, interrupt), |progress, _| optimal(progress.best)).0
        };
        let cooled: Vec<Timetabling> = (0..workers).into_par_iter().map(worker).collect();
        best = best.into_iter().chain(cooled).min_by_key(Timetabling::value);
        if let Some(best) = &best {
            note(best.value());
            if optimal(best.value()).is_some() {
                break;
            }
        }
    }
    let model = best.unwrap_or(model);
    let model = Neighbourhoods::new(model.into_state(), watch, params.limit);
    if tables.lectures() == 0 || model.value().hard > 0 {
        return Some(model.into_state());
    }
    let (model, ..) = portfolio(1, Neighbourhoods::SCHEDULE).run(&model, &stop(polish), |progress, _| {
        note(progress.best);
        optimal(progress.best)
    });
    Some(model.into_state())
}
