//! The search finds the proven optimum of schools small enough for the exact model.

use super::tiny;
use paipian::milp::whole::{self, Verdict};
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use std::sync::atomic::AtomicBool;

#[test]
fn probe() {
    let mut bad = 0;
    for seed in 0..100 {
        let (_, problem) = paipian::load::problem(&tiny::problem(seed)).expect("valid");
        let Verdict::Solved(exact) = whole::solve(&problem, 60.0) else { continue };
        let params = Params { limit: Limit::Rounds(24), ..Params::default() };
        let found = solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("sound");
        let best = exact.plan.score(&problem);
        if found.score != best {
            bad += 1;
            let mut text = String::new();
            for (ix, rule) in paipian::rules::RULES.iter().enumerate() {
                let (a, b) = (found.tally.points(&problem, ix), exact.plan.tally().points(&problem, ix));
                if a != b {
                    text += &format!(" {}:{a}/{b}", rule.name);
                }
            }
            eprintln!("{seed}: found {} best {}{text}", found.score, best);
        }
    }
    eprintln!("bad {bad}");
}
