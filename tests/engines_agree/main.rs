//! On schools small enough to try every plan, the exact model and the trial of all agree, and so do the tally, the
//! tally from scratch and the bound.

mod brute;
mod clubs;
mod found;
mod leaving;
mod prices;
mod seats;
mod tiny;

use paipian::milp::whole::{self, Verdict};
use paipian::plan::{Plan, Section};
use paipian::release::{Effort, release};
use paipian::rules::{measure, position};
use paipian::score::Score;

fn compare(seed: u64) -> bool {
    let text = tiny::problem(seed);
    let (_, problem) = paipian::load::problem(&text).unwrap_or_else(|errors| panic!("seed {seed}: {errors:?}\n{text}"));
    let verdict = whole::solve(&problem, 60.0);
    let bound = match &verdict {
        Verdict::Solved(solved) => {
            let score = solved.plan.score(&problem);
            assert!(solved.proven, "seed {seed}: not proven");
            assert_eq!(score, solved.bound, "seed {seed}: the bound of a proven plan is its score\n{text}");
            let read = Plan::read(&problem, &solved.plan.write(&problem));
            assert_eq!(read.score(&problem), score, "seed {seed}: the plan's file\n{text}");
            assert_eq!(measure(&problem, &solved.plan), *solved.plan.tally(), "seed {seed}");
            let mut plan = solved.plan.clone();
            plan.recall(&problem);
            let released = release(&problem, &mut plan, &Effort::within(20.0));
            let again = plan.score(&problem);
            assert_eq!(released.proven, released.days, "seed {seed}");
            // The release counts tenths of waiting; the score rounds them up once.
            let rounding = problem.policy.weights[position("wave_wait")];
            assert!((again.hard, again.shortfall) == (0, score.shortfall), "seed {seed}: waves owe {again}\n{text}");
            assert!(again.cost < score.cost + rounding.max(1), "seed {seed}: waves cost {again}, not {score}\n{text}");
            Score { cost: score.cost + 1, ..score }
        }
        Verdict::Impossible => Score { hard: 0, shortfall: i64::MAX, cost: i64::MAX },
        Verdict::Unknown => panic!("seed {seed}: unknown"),
    };
    let Ok(tried) = brute::best(&problem, bound) else { return false };
    match (&verdict, tried) {
        (Verdict::Solved(solved), Some(best)) => assert_eq!(solved.plan.score(&problem), best, "seed {seed}\n{text}"),
        (Verdict::Impossible, None) => {}
        (verdict, tried) => panic!("seed {seed}: {verdict:?} but tried {tried:?}\n{text}"),
    }
    true
}

#[test]
fn trying_every_plan_finds_what_the_exact_model_finds() {
    let compared = (0..100).filter(|&seed| compare(seed)).count();
    assert!(compared >= 90, "only {compared} schools were small enough");
}

/// A section the engine opened is not taken for a published one because its file name would be the same.
#[test]
fn a_new_section_does_not_take_a_published_name() {
    let compared = (0..200).filter(|&seed| {
        let (_, problem) = paipian::load::problem(&tiny::problem(seed)).expect("a valid problem");
        let mut plan = Plan::empty(&problem);
        for (pattern, row) in problem.patterns.iter() {
            plan.open(&problem, Section::new(row.course, pattern, None));
        }
        plan.release(&problem);
        let read = Plan::read(&problem, &plan.write(&problem));
        assert_eq!(read.score(&problem), plan.score(&problem), "seed {seed}");
        problem.published.is_some()
    });
    assert!(compared.count() > 50);
}
