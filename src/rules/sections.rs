//! `sections` (hard): each section of a course beyond `max_sections`; a (course, period) beyond `max_parallel`.
//!
//! Contract 4.1.

use super::{CourseId, Level, PeriodId, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;
use crate::problem::NO_BOUND;

pub(super) const RULE: Rule = Rule {
    name: "sections",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Course(cycle), Scope::CoursePeriod(period)],
};

fn cycle(problem: &Problem, plan: &Plan, course: CourseId) -> i64 {
    i64::from(plan.sections_open(course).saturating_sub(problem.courses[course].max_sections))
}

fn period(problem: &Problem, plan: &Plan, course: CourseId, period: PeriodId) -> i64 {
    i64::from(plan.parallel(course, period) > problem.courses[course].max_parallel)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (course, row) in problem.courses.iter() {
        let all = whole.of_course(course).map(|slot| (slot.open, 1.0)).collect();
        if row.max_sections != NO_BOUND {
            whole.model.at_most(all, f64::from(row.max_sections));
        }
        for period in problem.calendar.periods.ids().filter(|_| row.max_parallel != NO_BOUND) {
            let here = whole.of_course(course).filter(|slot| problem.patterns[slot.pattern].periods.has(period));
            let terms = here.map(|slot| (slot.open, 1.0)).collect();
            whole.model.at_most(terms, f64::from(row.max_parallel));
        }
    }
}
