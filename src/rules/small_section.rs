//! `small_section` (cost 2): seats by which a club or open section is short of two thirds of its limit, rounded up.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::{Whole, negated, sum};
use crate::problem::{CourseKind, Id, NO_BOUND};

pub(super) const RULE: Rule = Rule {
    name: "small_section",
    level: Level::Cost,
    weight: Some(2),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Roll(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let limit = problem.limit(section.course, section.room);
    if !matches!(problem.courses[section.course].kind, CourseKind::Club | CourseKind::Open) || limit == NO_BOUND {
        return 0;
    }
    ((2 * i64::from(limit) + 2) / 3 - i64::from(section.size())).max(0)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        if !matches!(problem.courses[slot.course].kind, CourseKind::Club | CourseKind::Open) {
            continue;
        }
        let aim = |room| match problem.limit(slot.course, room) {
            NO_BOUND => 0,
            limit => (2 * i64::from(limit) + 2) / 3,
        };
        let mut terms = negated(sum(&slot.seats));
        terms.push((slot.open, aim(None) as f64));
        let by_room = problem.rooms.ids().map(|room| (slot.rooms[room.ix()], (aim(Some(room)) - aim(None)) as f64));
        terms.extend(by_room);
        let short = whole.excess(terms, 0);
        whole.charge(short, 1);
    }
}
