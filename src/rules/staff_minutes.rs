//! `staff_minutes` (hard): a person over `max_minutes`; a person's day over `max_minutes_day`.
//!
//! Contract 4.1; source: 崇明 四(一)4 (健全负担管控机制).

use super::{DayId, Level, Plan, Problem, Rule, Scope, TeacherId};
use crate::milp::whole::Whole;
use crate::problem::{NO_BOUND, Pattern};

pub(super) const RULE: Rule = Rule {
    name: "staff_minutes",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Person(cycle), Scope::PersonDay(day)],
};

fn cycle(problem: &Problem, plan: &Plan, person: TeacherId) -> i64 {
    i64::from(plan.minutes(person) > i64::from(problem.teachers[person].max_minutes))
}

fn day(problem: &Problem, plan: &Plan, person: TeacherId, day: DayId) -> i64 {
    i64::from(plan.day_minutes(person, day) > i64::from(problem.teachers[person].max_minutes_day))
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (person, row) in problem.teachers.iter() {
        let work = |minutes: &dyn Fn(&Pattern) -> i64| -> Vec<_> {
            let slots = whole.slots.iter();
            slots.flat_map(|slot| slot.works(person, minutes(&problem.patterns[slot.pattern]))).collect()
        };
        let mut bounded = vec![(work(&|pattern| pattern.minutes), row.max_minutes)];
        for day in problem.calendar.days.ids() {
            let of_day = |pattern: &Pattern| pattern.days.iter().filter(|other| other.0 == day).map(|day| day.2).sum();
            bounded.push((work(&of_day), row.max_minutes_day));
        }
        for (terms, most) in bounded.into_iter().filter(|(_, most)| *most != NO_BOUND) {
            whole.model.at_most(terms, f64::from(most));
        }
    }
}
