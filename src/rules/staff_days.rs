//! `staff_days` (cost 8): a person's day with any section.
//!
//! Contract 4.3.

use super::{DayId, Level, Plan, Problem, Rule, Scope, TeacherId};

pub(super) const RULE: Rule =
    Rule { name: "staff_days", level: Level::Cost, weight: Some(8), per: 1, scopes: &[Scope::PersonDay(unit)] };

fn unit(problem: &Problem, plan: &Plan, person: TeacherId, day: DayId) -> i64 {
    i64::from(plan.busy(person).meets(problem.calendar.days[day].periods))
}
