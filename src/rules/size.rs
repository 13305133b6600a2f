//! `size` (hard): a section with fewer seats than `min_size` (posts excepted) or more than its limit.
//!
//! Contract 4.1; the cap of special sections: 南昌 14 (控制在 35 人以内, 35 included).

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::{Whole, sum};
use crate::problem::Id;

pub(super) const RULE: Rule =
    Rule { name: "size", level: Level::Hard, weight: None, per: 1, rows: Some(rows), scopes: &[Scope::Roll(unit)] };

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let course = &problem.courses[section.course];
    let seats = section.size();
    let short = course.kind.has_seats() && seats < course.min_size;
    i64::from(short || seats > problem.limit(section.course, section.room))
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    let all = u32::try_from(problem.students.len()).expect("few students");
    for slot in whole.slots.clone().iter() {
        let course = &problem.courses[slot.course];
        if course.kind.has_seats() {
            let mut terms = sum(&slot.seats);
            terms.push((slot.open, -f64::from(course.min_size)));
            whole.model.at_least(terms, 0.0);
        }
        let bare = problem.limit(slot.course, None).min(all);
        let mut terms = sum(&slot.seats);
        terms.push((slot.open, -f64::from(bare)));
        for room in problem.rooms.ids() {
            let less = bare - problem.limit(slot.course, Some(room)).min(bare);
            terms.push((slot.rooms[room.ix()], f64::from(less)));
        }
        whole.model.at_most(terms, 0.0);
    }
}
