//! The bound of the prices against the proven optimum of tiny schools with every kind of course, room and person.

use crate::tiny;
use paipian::bound::{Aim, Astray, Bound, Prices, Tree, waves};
use paipian::milp::whole::{self, Verdict};
use paipian::rules::position;

/// Steps of the ascent.
const STEPS: usize = 150;
/// Splits of the plans afterwards.
const SPLITS: usize = 4;

#[test]
fn no_plan_scores_less_than_the_bound_of_the_prices() {
    let (mut owing, mut costing, mut near, mut raised_by_splits) = (0, 0, 0, 0);
    for seed in 0..300 {
        let text = tiny::problem(seed);
        let Ok((_, problem)) = paipian::load::problem(&text) else { continue };
        let Verdict::Solved(solved) = whole::solve(&problem, 60.0) else { continue };
        assert!(solved.proven, "seed {seed}");
        let score = solved.plan.score(&problem);
        let late = solved.plan.tally().value(position("late_waves"));
        let owed_elsewhere = score.shortfall - late;
        let raised = |aim, astray| {
            let mut prices = Prices::new(&problem, aim, astray);
            let sound = |bound: Bound, step: usize| {
                assert!(bound.shortfall <= score.shortfall, "seed {seed}, step {step}: {bound:?}, not {score}\n{text}");
                assert!(bound.cost <= score.cost, "seed {seed}, step {step}: {bound:?}, not {score}\n{text}");
                bound
            };
            for step in 0..STEPS {
                sound(prices.bound(owed_elsewhere), step);
                prices.raise(step as f64 / STEPS as f64);
            }
            let mut tree = Tree::new(&prices);
            let alone = tree.bound(owed_elsewhere);
            for split in 0..SPLITS {
                tree.split(|| true);
                assert!(tree.bound(owed_elsewhere).cost >= alone.cost, "seed {seed}: a split lowered the bound");
                sound(tree.bound(owed_elsewhere), STEPS + split);
            }
            (alone, tree.bound(owed_elsewhere))
        };
        let owed = raised(Aim::Shortfall, Astray::Sections).0;
        owing += usize::from(owed.shortfall > 0);
        for astray in [Astray::Leaving, Astray::Sections] {
            let (alone, split) = raised(Aim::Cost, astray);
            let leaving = waves(&problem, astray, owed_elsewhere);
            if late <= leaving.shortfall {
                let sum = split + leaving;
                assert!(sum.cost <= score.cost, "seed {seed}: {split:?} + {leaving:?}, not {score}\n{text}");
            }
            costing += usize::from(split.cost > 0);
            near += usize::from(split.cost > 0 && split.cost * 10 >= score.cost * 7);
            raised_by_splits += usize::from(split.cost > alone.cost);
        }
    }
    assert!(owing > 100 && costing > 24 && near > 16, "{owing} owe, {costing} cost, {near} are near");
    assert!(raised_by_splits > 4, "splits raised {raised_by_splits} bounds");
}
