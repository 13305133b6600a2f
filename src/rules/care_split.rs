//! `care_split` (cost 6): by class and period, the care sections in which the class has students, beyond the first.
//!
//! Contract 4.3.

use super::{ClassId, Level, PeriodId, Plan, Problem, Rule, Scope};

pub(super) const RULE: Rule =
    Rule { name: "care_split", level: Level::Cost, weight: Some(6), per: 1, scopes: &[Scope::ClassPeriod(unit)] };

fn unit(_: &Problem, plan: &Plan, class: ClassId, period: PeriodId) -> i64 {
    (i64::from(plan.care_sections(class, period)) - 1).max(0)
}
