//! `disruption.seat` (cost 20): a published seat that the student could keep, with a period in which they now have no
//! seat of that course.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::Whole;
use crate::problem::PeriodSet;

pub(super) const RULE: Rule = Rule {
    name: "disruption.seat",
    level: Level::Cost,
    weight: Some(20),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let Some(published) = &problem.published else { return 0 };
    let lost = |&&(course, periods): &&(_, PeriodSet)| {
        let of_course = plan.held(student).iter().map(|&section| plan.section(section));
        let of_course = of_course.filter(|section| section.course == course);
        let now = of_course.fold(PeriodSet::EMPTY, |set, section| set.or(problem.patterns[section.pattern].periods));
        !now.covers(periods)
    };
    i64::try_from(published.kept_seats[student].iter().filter(lost).count()).expect("few seats a student")
}

fn rows(whole: &mut Whole) {
    let Some(published) = &whole.problem.published else { return };
    for student in whole.problem.students.ids() {
        for &(course, periods) in &published.kept_seats[student] {
            let lost = whole.lost_seat(student, course, periods);
            whole.charge(lost, 1);
        }
    }
}
