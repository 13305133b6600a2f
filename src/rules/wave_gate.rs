//! `wave_gate` (cost 1): a leaver who does not leave by the gate of the grade.
//!
//! Contract 4.3. Grades without a gate never count.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::Whole;
use crate::plan::Exit;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "wave_gate",
    level: Level::Cost,
    weight: Some(1),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Exit(unit)],
};

fn unit(_: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let astray = |exit: &Exit| {
        let own = section.departure(exit.period)?.gate.map_or(0, |gate| exit.by_gate[gate.ix()]);
        Some(i64::from(exit.gated - own))
    };
    section.exits.iter().filter_map(astray).sum()
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
