//! `disruption.lead` (cost 30): a published section that is kept with its pattern but has another lead.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "disruption.lead",
    level: Level::Cost,
    weight: Some(30),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Published(unit)],
};

fn unit(problem: &Problem, plan: &Plan, published: usize) -> i64 {
    let Some(given) = &problem.published else { return 0 };
    i64::from(plan.kept(published).is_some_and(|section| {
        plan.keeps_pattern(problem, published, section)
            && given.sections[published].lead != Some(plan.section(section).lead)
    }))
}

fn rows(whole: &mut Whole) {
    whole.charge_replaced(|given| given.lead, |slot| &slot.leads);
}
