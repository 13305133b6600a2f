//! `seat_clash` (hard): a pair of a student's sections with clashing periods; each section of one club beyond the
//! first, of one open course beyond `max_per_student`.
//!
//! Contract 4.1.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::Whole;
use crate::problem::{Id, NO_BOUND};

pub(super) const RULE: Rule = Rule {
    name: "seat_clash",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let held = plan.held(student);
    let mut violations = 0;
    for (rank, &section) in held.iter().enumerate() {
        let this = plan.section(section);
        let pattern = &problem.patterns[this.pattern];
        let mut same_course = 0;
        for &earlier in &held[..rank] {
            let that = plan.section(earlier);
            violations += i64::from(pattern.clashes_with(&problem.patterns[that.pattern]));
            same_course += u32::from(that.course == this.course);
        }
        violations += i64::from(same_course >= problem.courses[this.course].max_per_student);
    }
    violations
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for student in problem.students.ids() {
        for moment in problem.calendar.periods.ids() {
            let here = whole.slots.iter().filter(|slot| problem.patterns[slot.pattern].moments.has(moment));
            let terms = here.map(|slot| (slot.seats[student.ix()], 1.0)).collect();
            whole.model.at_most(terms, 1.0);
        }
        for (course, row) in problem.courses.iter().filter(|(_, row)| row.max_per_student != NO_BOUND) {
            let terms = whole.seats_of(student, course);
            whole.model.at_most(terms, f64::from(row.max_per_student));
        }
    }
}
