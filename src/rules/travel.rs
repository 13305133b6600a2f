//! `travel` (hard): an offsite section with a block too short for the way there and back and the least stay.
//!
//! Contract 4.1; source: 崇明 三(一)2, 天宁 六2.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::Whole;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "travel",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Section(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let offsite = section.room.and_then(|room| problem.rooms[room].offsite);
    i64::from(offsite.is_some_and(|offsite| {
        let needed = 2 * u64::from(offsite.travel) + u64::from(problem.courses[section.course].min_stay);
        u64::from(problem.patterns[section.pattern].shortest_block) < needed
    }))
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        for (room, row) in problem.rooms.iter() {
            let needed = row
                .offsite
                .map_or(0, |offsite| 2 * u64::from(offsite.travel) + u64::from(problem.courses[slot.course].min_stay));
            if row.offsite.is_some() && u64::from(problem.patterns[slot.pattern].shortest_block) < needed {
                whole.forbid(slot.rooms[room.ix()]);
            }
        }
    }
}
