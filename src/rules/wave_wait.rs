//! `wave_wait` (cost 1): leavers × wave × minutes of a wave, twice for the lower primary grades, summed, divided by
//! 10 and rounded up once.
//!
//! Contract 4.3; source: 崇明 四(二)2 (有序安排学生离校).

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::Whole;
use crate::plan::Exit;
use crate::problem::Stage;

pub(super) const RULE: Rule = Rule {
    name: "wave_wait",
    level: Level::Cost,
    weight: Some(1),
    per: 10,
    rows: Some(rows),
    scopes: &[Scope::Exit(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let wait = |exit: &Exit| Some(i64::from(exit.weight) * i64::from(section.departure(exit.period)?.wave));
    section.exits.iter().filter_map(wait).sum::<i64>() * i64::from(problem.policy.wave_minutes)
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
