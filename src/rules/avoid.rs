//! `avoid` (cost 1): minutes a person works in periods they asked to be spared.
//!
//! Contract 4.3; source: 崇明 四(一)2 (尊重教职工参与的主动性).

use super::{DayId, Level, Plan, Problem, Rule, Scope, TeacherId};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "avoid",
    level: Level::Cost,
    weight: Some(1),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::PersonDay(unit)],
};

fn unit(problem: &Problem, plan: &Plan, person: TeacherId, day: DayId) -> i64 {
    let calendar = &problem.calendar;
    let worked = problem.teachers[person].avoid.and(plan.busy(person)).and(calendar.days[day].periods);
    let minutes = |period| calendar.periods[period].minutes() * i64::from(plan.meetings(person, period));
    worked.iter().map(minutes).sum()
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        for (person, row) in problem.teachers.iter() {
            let minutes = problem.calendar.minutes(row.avoid.and(problem.patterns[slot.pattern].periods));
            for (var, minutes) in slot.works(person, minutes) {
                whole.charge(var, minutes as i64);
            }
        }
    }
}
