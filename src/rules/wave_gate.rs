//! `wave_gate` (cost 1): a leaver who does not leave by the gate of the grade.
//!
//! Contract 4.3. Grades without a gate never count.

use super::{DayId, Level, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "wave_gate",
    level: Level::Cost,
    weight: Some(1),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Departures(unit)],
};

fn unit(problem: &Problem, plan: &Plan, day: DayId) -> i64 {
    plan.leavers(problem, day)
        .filter_map(|leavers| {
            let by = leavers.departure?.gate;
            let astray = |&&student: &&_| {
                let gate = problem.grades[problem.grade_of(student)].gate;
                gate.is_some() && gate != by
            };
            Some(i64::try_from(leavers.students.iter().filter(astray).count()).expect("fewer students than that"))
        })
        .sum()
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for exit in whole.exits.clone().iter() {
        for (student, by, _, goes) in exit.goings() {
            let gate = problem.grades[problem.grade_of(student)].gate;
            whole.charge(goes, i64::from(gate.is_some() && gate != by));
        }
    }
}
