//! `room_fit` (hard): a section whose room is missing where one is needed, lacks a feature, is not among the rooms
//! named, is not cleared, or is closed in a period of its pattern.
//!
//! Contract 4.1. A room that was named and is unknown is counted by `reference` alone.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::problem::Id;

pub(super) const RULE: Rule =
    Rule { name: "room_fit", level: Level::Hard, weight: None, per: 1, scopes: &[Scope::Section(unit)] };

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
