//! The bound of the prices against the proven optimum of tiny schools with every kind of course, room and person.

use crate::tiny;
use paipian::bound::{Aim, Bound, Prices, Tree, late_waves};
use paipian::milp::whole::{self, Verdict};
use paipian::rules::position;

/// Steps of the ascent.
const STEPS: usize = 150;
/// Splits of the plans afterwards.
const SPLITS: usize = 4;

#[test]
fn no_plan_scores_less_than_the_bound_of_the_prices() {
    let (mut owing, mut costing, mut near, mut raised_by_splits) = (0, 0, 0, 0);
    for seed in 0..400 {
        let text = tiny::problem(seed);
        let Ok((_, problem)) = paipian::load::problem(&text) else { continue };
        let Verdict::Solved(solved) = whole::solve(&problem, 60.0) else { continue };
        assert!(solved.proven, "seed {seed}");
        let score = solved.plan.score(&problem);
        let late = solved.plan.tally().value(position("late_waves"));
        let raised = |aim| {
            let mut prices = Prices::new(&problem, aim);
            let sound = |bound: Bound, step: usize| {
                assert!(bound.shortfall <= score.shortfall, "seed {seed}, step {step}: {bound:?}, not {score}\n{text}");
                assert!(bound.cost <= score.cost, "seed {seed}, step {step}: {bound:?}, not {score}\n{text}");
                bound
            };
            for step in 0..STEPS {
                sound(prices.bound(score.shortfall), step);
                prices.raise(step as f64 / STEPS as f64);
            }
            let mut tree = Tree::new(&prices);
            let whole = tree.bound(score.shortfall);
            for split in 0..SPLITS {
                tree.split(|| true);
                assert!(tree.bound(score.shortfall).cost >= whole.cost, "seed {seed}: a split lowered the bound");
                sound(tree.bound(score.shortfall), STEPS + split);
            }
            (whole, tree.bound(score.shortfall))
        };
        let owed = raised(Aim::Shortfall).0;
        owing += usize::from(owed.shortfall > 0);
        assert!(late_waves(&problem, score.shortfall - late) <= late, "seed {seed}: {score}\n{text}");
        let (whole, split) = raised(Aim::Cost);
        costing += usize::from(split.cost > 0);
        near += usize::from(split.cost > 0 && split.cost * 10 >= score.cost * 7);
        raised_by_splits += usize::from(split.cost > whole.cost);
    }
    assert!(owing > 100 && costing > 12 && near > 8, "{owing} owe, {costing} cost, {near} are near");
    assert!(raised_by_splits > 1, "splits raised {raised_by_splits} bounds");
}
