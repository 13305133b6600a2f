//! `coverage` (shortfall, 愿留尽留): 10 × the minutes of every attended period in which a student has no seat.
//!
//! Contract 4.2; source: 崇明 二(一)1, 天津 2.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::{Whole, negated};
use crate::problem::PeriodSet;

pub(super) const RULE: Rule = Rule {
    name: "coverage",
    level: Level::Shortfall,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let who = &problem.students[student];
    if !who.owed_coverage {
        return 0;
    }
    let seated = |set: PeriodSet, &section: &_| set.or(problem.patterns[plan.section(section).pattern].periods);
    let missing = who.attends.minus(plan.held(student).iter().fold(PeriodSet::EMPTY, seated));
    10 * problem.calendar.minutes(missing)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (student, who) in problem.students.iter().filter(|(_, who)| who.owed_coverage) {
        for period in who.attends.iter() {
            let seats = whole.seats_in(student, period);
            let missed = whole.excess(negated(seats), 1);
            whole.charge(missed, 10 * problem.calendar.periods[period].minutes());
        }
    }
}
