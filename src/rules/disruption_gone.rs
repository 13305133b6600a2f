//! `disruption.gone` (cost 80): a published section that no longer exists with its id and course.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "disruption.gone",
    level: Level::Cost,
    weight: Some(80),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Published(unit)],
};

fn unit(_: &Problem, plan: &Plan, published: usize) -> i64 {
    i64::from(plan.kept(published).is_none())
}

fn rows(whole: &mut Whole) {
    for published in 0..whole.published().len() {
        whole.charge_always(1);
        for slot in whole.slots.clone().iter().filter(|slot| slot.published == Some(published)) {
            whole.charge(slot.open, -1);
        }
    }
}
