//! What `solve` finds is the optimum on schools small enough for the exact model, and what the search alone finds is
//! never better and mostly as good.

use super::tiny;
use paipian::milp::whole::{self, Verdict};
use paipian::moves::{Catalogue, School};
use paipian::plan::Plan;
use paipian::release::{Effort, release};
use paipian::score::Score;
use paipian::search::{Limit, Portfolio, Rng, Schedule, Stop};
use paipian::solve::{Params, solve};
use rand::SeedableRng;
use std::sync::atomic::AtomicBool;

const SEEDS: u64 = 60;

fn found_by_search(problem: &paipian::problem::Problem) -> Score {
    let interrupt = AtomicBool::new(false);
    let catalogue = Catalogue::new(problem);
    let mut school = School::new(problem, &catalogue, Plan::empty(problem), 10);
    school.construct(None, &mut Rng::seed_from_u64(1));
    let stop = Stop::new(paipian::clock::Watch::start(), Limit::Rounds(8), &interrupt);
    let portfolio = Portfolio { workers: 2, seed: 1, round_work: 10_000, schedule: Schedule { hot: 40.0, cold: 1.0 } };
    let (best, ..) = portfolio.run(&school, &stop, |_, _| None);
    let mut plan = best.into_plan();
    release(problem, &mut plan, &Effort::QUICK);
    plan.score(problem)
}

#[test]
fn solve_finds_the_proven_optimum_and_the_search_comes_close() {
    let (mut solved, mut reached) = (0, 0);
    for seed in 0..SEEDS {
        let (_, problem) = paipian::load::problem(&tiny::problem(seed)).expect("a valid problem");
        let Verdict::Solved(exact) = whole::solve(&problem, 60.0) else { continue };
        let best = exact.plan.score(&problem);
        let params = Params { limit: Limit::Rounds(1), ..Params::default() };
        let outcome = solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("the audit passes");
        assert_eq!(outcome.score, best, "seed {seed}");
        let searched = found_by_search(&problem);
        assert!(searched >= best, "seed {seed}: the search claims {searched}, the optimum is {best}");
        solved += 1;
        reached += u64::from(searched == best);
    }
    assert!(solved >= SEEDS / 2, "only {solved} schools have a usable plan");
    assert!(reached * 10 >= solved * 8, "the search reached {reached} of {solved} optima");
}
