//! `reference` (hard): sections, seats and waves that name what does not exist or was named before.
//!
//! Contract 4.1. Counted while a plan file is read ([`Plan::read`]); no change of the plan moves it.

use super::{Level, Plan, Rule, Scope};

pub(super) const RULE: Rule =
    Rule { name: "reference", level: Level::Hard, weight: None, per: 1, rows: None, scopes: &[Scope::Given(unit)] };

fn unit(plan: &Plan) -> i64 {
    plan.misreferences()
}
