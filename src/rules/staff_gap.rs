//! `staff_gap` (cost 1): by person, day and kind of period, minutes between the first start and the last end that no
//! meeting of theirs covers; stretches of at most `max_break` are not counted.
//!
//! Contract 4.3.

use super::{DayId, Level, Plan, Problem, Rule, Scope, TeacherId};
use crate::problem::PeriodKind;

pub(super) const RULE: Rule =
    Rule { name: "staff_gap", level: Level::Cost, weight: Some(1), per: 1, scopes: &[Scope::PersonDay(unit)] };

fn unit(problem: &Problem, plan: &Plan, person: TeacherId, day: DayId) -> i64 {
    let calendar = &problem.calendar;
    let busy = plan.busy(person).and(calendar.days[day].periods);
    if busy.len() < 2 {
        return 0;
    }
    let max_break = i64::from(problem.policy.max_break);
    let mut minutes = 0;
    for kind in PeriodKind::ALL {
        let of_kind = busy.and(calendar.of_kind[kind as usize]);
        let Some(last_end) = of_kind.iter().map(|period| calendar.periods[period].end).max() else { continue };
        let first_start = of_kind.iter().map(|period| calendar.periods[period].start).min().unwrap_or(last_end);
        let mut covered_to = first_start;
        for &period in calendar.days[day].in_order.iter().filter(|&&period| busy.has(period)) {
            let span = &calendar.periods[period];
            let gap = i64::from(span.start.min(last_end)) - i64::from(covered_to);
            minutes += if gap > max_break { gap } else { 0 };
            covered_to = covered_to.max(span.end);
        }
    }
    minutes
}
