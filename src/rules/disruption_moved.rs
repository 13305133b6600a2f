//! `disruption.moved` (cost 60): a published section that is kept but has another pattern.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "disruption.moved",
    level: Level::Cost,
    weight: Some(60),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Published(unit)],
};

fn unit(problem: &Problem, plan: &Plan, published: usize) -> i64 {
    i64::from(plan.kept(published).is_some_and(|section| !plan.keeps_pattern(problem, published, section)))
}

fn rows(whole: &mut Whole) {
    for (ix, given) in whole.published().iter().enumerate() {
        for slot in whole.slots.clone().iter().filter(|slot| slot.published == Some(ix)) {
            if given.pattern != Some(whole.problem.patterns[slot.pattern].periods) {
                whole.charge(slot.open, 1);
            }
        }
    }
}
