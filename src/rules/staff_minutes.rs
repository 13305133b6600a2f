//! `staff_minutes` (hard): a person over `max_minutes`; a person's day over `max_minutes_day`.
//!
//! Contract 4.1; source: 崇明 四(一)4 (健全负担管控机制).

use super::{DayId, Level, Plan, Problem, Rule, Scope, TeacherId};

pub(super) const RULE: Rule = Rule {
    name: "staff_minutes",
    level: Level::Hard,
    weight: None,
    per: 1,
    scopes: &[Scope::Person(cycle), Scope::PersonDay(day)],
};

fn cycle(problem: &Problem, plan: &Plan, person: TeacherId) -> i64 {
    i64::from(plan.minutes(person) > i64::from(problem.teachers[person].max_minutes))
}

fn day(problem: &Problem, plan: &Plan, person: TeacherId, day: DayId) -> i64 {
    i64::from(plan.day_minutes(person, day) > i64::from(problem.teachers[person].max_minutes_day))
}
