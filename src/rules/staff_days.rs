//! `staff_days` (cost 8): a person's day with any section.
//!
//! Contract 4.3.

use super::{DayId, Level, Plan, Problem, Rule, Scope, TeacherId};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "staff_days",
    level: Level::Cost,
    weight: Some(8),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::PersonDay(unit)],
};

fn unit(problem: &Problem, plan: &Plan, person: TeacherId, day: DayId) -> i64 {
    i64::from(plan.busy(person).meets(problem.calendar.days[day].periods))
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for person in problem.teachers.ids() {
        for day in problem.calendar.days.rows() {
            let comes = whole.model.continuous(0.0, 0.0, 1.0);
            for period in day.periods.iter() {
                let mut works = whole.works_in(person, period);
                works.push((comes, -1.0));
                whole.model.at_most(works, 0.0);
            }
            whole.charge(comes, 1);
        }
    }
}
