//! `room_clash` (hard): a room at a moment when a meeting starts in it and more of its sections meet than it holds at
//! once.
//!
//! Contract 4.1. Copy this file to add a rule: a name, a level, and the value of one unit.

use super::{Level, PeriodId, Plan, Problem, RoomId, Rule, Scope};

pub(super) const RULE: Rule =
    Rule { name: "room_clash", level: Level::Hard, weight: None, per: 1, scopes: &[Scope::Moment(unit)] };

fn unit(problem: &Problem, plan: &Plan, room: RoomId, moment: PeriodId) -> i64 {
    i64::from(plan.starts(room, moment) > 0 && plan.in_session(room, moment) > problem.rooms[room].parallel)
}
