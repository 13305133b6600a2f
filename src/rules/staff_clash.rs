//! `staff_clash` (hard): a pair of sections that share a person and have clashing periods.
//!
//! Contract 4.1. However many people the two share, the pair counts once.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "staff_clash",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Pairs(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let this = plan.section(section);
    let pattern = &problem.patterns[this.pattern];
    let mut pairs = 0;
    for (rank, person) in this.people().enumerate() {
        let clashing = plan.sections_of(person).iter().filter(|&&other| {
            let that = plan.section(other);
            other != section
                && pattern.clashes_with(&problem.patterns[that.pattern])
                && !this.people().take(rank).any(|earlier| that.people().any(|person| person == earlier))
        });
        pairs += i64::try_from(clashing.count()).expect("few sections share a person");
    }
    pairs
}

/// Meetings that share a minute share the moment at which the later of them starts.
fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for person in problem.teachers.ids() {
        for moment in problem.calendar.periods.ids() {
            let here = whole.slots.iter().filter(|slot| problem.patterns[slot.pattern].moments.has(moment));
            let terms = here.flat_map(|slot| slot.works(person, 1)).collect();
            whole.model.at_most(terms, 1.0);
        }
    }
}
