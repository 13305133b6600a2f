//! The bound of the prices against the proven optimum of tiny schools with every kind of course, room and person.

use crate::tiny;
use paipian::bound::{Aim, Prices, waves};
use paipian::milp::whole::{self, Verdict};
use paipian::rules::position;

/// Steps of the ascent.
const STEPS: usize = 150;

#[test]
fn no_plan_scores_less_than_the_bound_of_the_prices() {
    let (mut owing, mut costing, mut near) = (0, 0, 0);
    for seed in 0..300 {
        let text = tiny::problem(seed);
        let Ok((_, problem)) = paipian::load::problem(&text) else { continue };
        let Verdict::Solved(solved) = whole::solve(&problem, 60.0) else { continue };
        assert!(solved.proven, "seed {seed}");
        let score = solved.plan.score(&problem);
        let late = solved.plan.tally().value(position("late_waves"));
        let raised = |aim, known| {
            let mut prices = Prices::new(&problem, aim);
            for step in 0..STEPS {
                let bound = prices.bound(score.shortfall - late);
                assert!(bound.shortfall <= score.shortfall, "seed {seed}, step {step}: {bound:?}, not {score}\n{text}");
                assert!(bound.cost <= score.cost, "seed {seed}, step {step}: {bound:?}, not {score}\n{text}");
                if !prices.raise(known) {
                    break;
                }
            }
            prices.bound(score.shortfall - late)
        };
        let owed = raised(Aim::Shortfall, score.shortfall);
        owing += usize::from(owed.shortfall > 0);
        let cost = raised(Aim::Cost, score.cost).cost;
        let leaving = waves(&problem, score.shortfall - late);
        if late <= leaving.shortfall {
            assert!(cost + leaving.cost <= score.cost, "seed {seed}: {cost} + {leaving:?}, not {score}\n{text}");
        }
        costing += usize::from(cost > 0);
        near += usize::from(cost > 0 && cost * 10 >= score.cost * 7);
    }
    assert!(owing > 100 && costing > 12 && near > 8, "{owing} owe, {costing} cost, {near} are near");
}
