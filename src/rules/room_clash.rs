//! `room_clash` (hard): a room at a moment when a meeting starts in it and more of its sections meet than it holds at
//! once.
//!
//! Contract 4.1. Copy this file to add a rule: a name, a level, and the value of one unit.

use super::{Level, PeriodId, Plan, Problem, RoomId, Rule, Scope};
use crate::milp::whole::Whole;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "room_clash",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Moment(unit)],
};

fn unit(problem: &Problem, plan: &Plan, room: RoomId, moment: PeriodId) -> i64 {
    i64::from(plan.starts(room, moment) > 0 && plan.in_session(room, moment) > problem.rooms[room].parallel)
}

/// Where more meet than may at some moment, they do so at the start of the last of them: no need to ask for a start.
fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (room, row) in problem.rooms.iter() {
        for moment in problem.calendar.periods.ids() {
            let here = whole.slots.iter().filter(|slot| problem.patterns[slot.pattern].moments.has(moment));
            let terms = here.map(|slot| (slot.rooms[room.ix()], 1.0)).collect();
            whole.model.at_most(terms, f64::from(row.parallel));
        }
    }
}
