//! `late_waves` (shortfall): leavers × the minutes by which their wave starts after the last that is not late.
//!
//! Contract 4.2.

use super::{DayId, Level, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "late_waves",
    level: Level::Shortfall,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Departures(unit)],
};

fn unit(problem: &Problem, plan: &Plan, day: DayId) -> i64 {
    plan.leavers(problem, day)
        .filter_map(|leavers| {
            let wave = i64::from(leavers.departure?.wave);
            let late = (wave + 1 - i64::from(problem.policy.max_waves)).max(0) * i64::from(problem.policy.wave_minutes);
            let bound = leavers.students.iter().filter(|&&student| problem.students[student].owed_early_wave).count();
            Some(late * i64::try_from(bound).expect("fewer students than that"))
        })
        .sum()
}

fn rows(whole: &mut Whole) {
    let policy = &whole.problem.policy;
    for exit in whole.exits.clone().iter() {
        for (student, _, wave, goes) in exit.goings() {
            if whole.problem.students[student].owed_early_wave {
                let late = (i64::from(wave) + 1 - i64::from(policy.max_waves)).max(0);
                whole.charge(goes, late * i64::from(policy.wave_minutes));
            }
        }
    }
}
