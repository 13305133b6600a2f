//! `sections` (hard): each section of a course beyond `max_sections`; a (course, period) beyond `max_parallel`.
//!
//! Contract 4.1.

use super::{CourseId, Level, PeriodId, Plan, Problem, Rule, Scope};

pub(super) const RULE: Rule = Rule {
    name: "sections",
    level: Level::Hard,
    weight: None,
    per: 1,
    scopes: &[Scope::Course(cycle), Scope::CoursePeriod(period)],
};

fn cycle(problem: &Problem, plan: &Plan, course: CourseId) -> i64 {
    i64::from(plan.sections_open(course).saturating_sub(problem.courses[course].max_sections))
}

fn period(problem: &Problem, plan: &Plan, course: CourseId, period: PeriodId) -> i64 {
    i64::from(plan.parallel(course, period) > problem.courses[course].max_parallel)
}
