//! `disruption.room` (cost 15): a published section that is kept with its pattern but has another room.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "disruption.room",
    level: Level::Cost,
    weight: Some(15),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Published(unit)],
};

fn unit(problem: &Problem, plan: &Plan, published: usize) -> i64 {
    let Some(given) = &problem.published else { return 0 };
    i64::from(plan.kept(published).is_some_and(|section| {
        plan.keeps_pattern(problem, published, section)
            && given.sections[published].room != Some(plan.section(section).room)
    }))
}

fn rows(whole: &mut Whole) {
    for (ix, given) in whole.published().iter().enumerate() {
        for slot in whole.slots.clone().iter().filter(|slot| slot.published == Some(ix)) {
            if given.pattern != Some(whole.problem.patterns[slot.pattern].periods) {
                continue;
            }
            match given.room {
                Some(Some(room)) => {
                    whole.charge(slot.open, 1);
                    whole.charge(slot.rooms[room.ix()], -1);
                }
                Some(None) => slot.rooms.iter().for_each(|&var| whole.charge(var, 1)),
                None => whole.charge(slot.open, 1),
            }
        }
    }
}
