//! `disruption.gone` (cost 80): a published section that no longer exists with its id and course.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope};

pub(super) const RULE: Rule =
    Rule { name: "disruption.gone", level: Level::Cost, weight: Some(80), per: 1, scopes: &[Scope::Published(unit)] };

fn unit(_: &Problem, plan: &Plan, published: usize) -> i64 {
    i64::from(plan.kept(published).is_none())
}
