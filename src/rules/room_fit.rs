//! `room_fit` (hard): a section whose room is missing where one is needed, lacks a feature, is not among the rooms
//! named, is not cleared, or is closed in a period of its pattern.
//!
//! Contract 4.1. A room that was named and is unknown is counted by `reference` alone.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::{Whole, sum};
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "room_fit",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Section(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let course = &problem.courses[section.course];
    let broken = match section.room {
        Some(room) => {
            !course.room_fits[room.ix()] || problem.rooms[room].closed.meets(problem.patterns[section.pattern].periods)
        }
        None => course.needs_room && !section.unknown.room,
    };
    i64::from(broken)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        let course = &problem.courses[slot.course];
        let periods = problem.patterns[slot.pattern].periods;
        for (room, row) in problem.rooms.iter() {
            if !course.room_fits[room.ix()] || row.closed.meets(periods) {
                whole.forbid(slot.rooms[room.ix()]);
            }
        }
        if course.needs_room {
            let mut terms = sum(&slot.rooms);
            terms.push((slot.open, -1.0));
            whole.model.at_least(terms, 0.0);
        }
    }
}
