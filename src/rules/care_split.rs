//! `care_split` (cost 6): by class and period, the care sections in which the class has students, beyond the first.
//!
//! Contract 4.3.

use super::{ClassId, Level, PeriodId, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;
use crate::problem::{CourseKind, Id};

pub(super) const RULE: Rule = Rule {
    name: "care_split",
    level: Level::Cost,
    weight: Some(6),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::ClassPeriod(unit)],
};

fn unit(_: &Problem, plan: &Plan, class: ClassId, period: PeriodId) -> i64 {
    (i64::from(plan.care_sections(class, period)) - 1).max(0)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for class in problem.classes.ids() {
        for period in problem.calendar.periods.ids() {
            let mut present = Vec::new();
            for slot in whole.slots.clone().iter() {
                let care = problem.courses[slot.course].kind == CourseKind::Care;
                if !care || !problem.patterns[slot.pattern].periods.has(period) {
                    continue;
                }
                let some = whole.model.continuous(0.0, 0.0, 1.0);
                for (student, _) in problem.students.iter().filter(|(_, who)| who.class == class) {
                    whole.model.at_most(vec![(slot.seats[student.ix()], 1.0), (some, -1.0)], 0.0);
                }
                present.push((some, 1.0));
            }
            let split = whole.excess(present, -1);
            whole.charge(split, 1);
        }
    }
}
