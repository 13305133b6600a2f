//! `seat_clash` (hard): a pair of a student's sections with clashing periods; each section of one club beyond the
//! first, of one open course beyond `max_per_student`.
//!
//! Contract 4.1.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};

pub(super) const RULE: Rule =
    Rule { name: "seat_clash", level: Level::Hard, weight: None, per: 1, scopes: &[Scope::Student(unit)] };

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
