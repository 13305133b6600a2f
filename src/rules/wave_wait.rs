//! `wave_wait` (cost 1): leavers × wave × minutes of a wave, twice for the lower primary grades, summed, divided by
//! 10 and rounded up once.
//!
//! Contract 4.3; source: 崇明 四(二)2 (有序安排学生离校).

use super::{DayId, Level, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;
use crate::problem::Stage;

pub(super) const RULE: Rule = Rule {
    name: "wave_wait",
    level: Level::Cost,
    weight: Some(1),
    per: 10,
    rows: Some(rows),
    scopes: &[Scope::Departures(unit)],
};

fn unit(problem: &Problem, plan: &Plan, day: DayId) -> i64 {
    plan.leavers(problem, day)
        .filter_map(|leavers| {
            let wait = i64::from(leavers.departure?.wave) * i64::from(problem.policy.wave_minutes);
            let times = |&student: &_| {
                let lower = problem.grades[problem.grade_of(student)].stage == Stage::PrimaryLower;
                if lower { 2 } else { 1 }
            };
            Some(wait * leavers.students.iter().map(times).sum::<i64>())
        })
        .sum()
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for exit in whole.exits.clone().iter() {
        for (student, _, wave, goes) in exit.goings() {
            let lower = problem.grades[problem.grade_of(student)].stage == Stage::PrimaryLower;
            let wait = i64::from(wave) * i64::from(problem.policy.wave_minutes);
            whole.charge(goes, if lower { 2 * wait } else { wait });
        }
    }
}
