//! `late_waves` (shortfall): leavers × the minutes by which their wave starts after the last that is not late.
//!
//! Contract 4.2.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::Whole;
use crate::plan::Exit;

pub(super) const RULE: Rule = Rule {
    name: "late_waves",
    level: Level::Shortfall,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Exit(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let late = |exit: &Exit| {
        let wave = i64::from(section.departure(exit.period)?.wave);
        let late = (wave + 1 - i64::from(problem.policy.max_waves)).max(0) * i64::from(problem.policy.wave_minutes);
        Some(late * i64::from(exit.punctual))
    };
    section.exits.iter().filter_map(late).sum()
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
