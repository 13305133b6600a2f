//! `small_section` (cost 2): seats by which a club or open section is short of two thirds of its limit, rounded up.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::problem::{CourseKind, NO_BOUND};

pub(super) const RULE: Rule =
    Rule { name: "small_section", level: Level::Cost, weight: Some(2), per: 1, scopes: &[Scope::Roll(unit)] };

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let limit = problem.limit(section.course, section.room);
    if !matches!(problem.courses[section.course].kind, CourseKind::Club | CourseKind::Open) || limit == NO_BOUND {
        return 0;
    }
    ((2 * i64::from(limit) + 2) / 3 - i64::from(section.size())).max(0)
}
