//! `assistants` (hard): a section with fewer assistants than it needs: the course's number; one if the lead is
//! external and the policy says so; offsite, enough adults to escort its children.
//!
//! Contract 4.1; source: 崇明 四(一)6 (为校外专业人员配备本校助教). An assistant who was named and is unknown is
//! counted by `reference` alone.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};

pub(super) const RULE: Rule =
    Rule { name: "assistants", level: Level::Hard, weight: None, per: 1, scopes: &[Scope::Roll(unit)] };

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let named = i64::try_from(section.assistants.len()).expect("few assistants a section");
    let needed = plan.assistants_needed(problem, section.course, section.room, section.lead, section.size());
    i64::from(named + i64::from(section.unknown.assistants) < i64::from(needed))
}
