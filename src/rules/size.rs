//! `size` (hard): a section with fewer seats than `min_size` (posts excepted) or more than its limit.
//!
//! Contract 4.1; the cap of special sections: 南昌 14 (控制在 35 人以内, 35 included).

use super::{Level, Plan, Problem, Rule, Scope, SectionId};

pub(super) const RULE: Rule =
    Rule { name: "size", level: Level::Hard, weight: None, per: 1, scopes: &[Scope::Roll(unit)] };

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let course = &problem.courses[section.course];
    let seats = section.size();
    let short = course.kind.has_seats() && seats < course.min_size;
    i64::from(short || seats > problem.limit(section.course, section.room))
}
