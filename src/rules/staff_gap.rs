//! `staff_gap` (cost 1): by person, day and kind of period, minutes between the first start and the last end that no
//! meeting of theirs covers; stretches of at most `max_break` are not counted.
//!
//! Contract 4.3.

use super::{DayId, Level, Plan, Problem, Rule, Scope, TeacherId};
use crate::milp::adapter::Var;
use crate::milp::whole::{Whole, negated};
use crate::problem::{PeriodKind, PeriodSet};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "staff_gap",
    level: Level::Cost,
    weight: Some(1),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::PersonDay(unit)],
};

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

/// A gap from one meeting's end to another's start is charged where both are held, none between touches it, and
/// meetings of the kind lie before and after it.
fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    let spans = &problem.calendar.periods;
    for person in problem.teachers.ids() {
        for day in problem.calendar.days.rows() {
            for kind in PeriodKind::ALL {
                let of_kind = day.periods.and(problem.calendar.of_kind[kind as usize]);
                let mut gaps: BTreeMap<(u32, u32), Var> = BTreeMap::new();
                for (before, after) in day.periods.iter().flat_map(|p| day.periods.iter().map(move |q| (p, q))) {
                    let (from, to) = (spans[before].end, spans[after].start);
                    if to.saturating_sub(from) <= problem.policy.max_break {
                        continue;
                    }
                    let gap = *gaps.entry((from, to)).or_insert_with(|| whole.model.continuous(0.0, 0.0, 1.0));
                    let earlier = of_kind.iter().filter(|&period| spans[period].end <= from);
                    for (first, last) in earlier.flat_map(|first| {
                        of_kind.iter().filter(move |&period| spans[period].start >= to).map(move |last| (first, last))
                    }) {
                        let ends: PeriodSet = [before, after, first, last].into_iter().collect();
                        let mut terms: Vec<_> = ends.iter().flat_map(|period| whole.works_in(person, period)).collect();
                        let between =
                            day.periods.iter().filter(|&period| spans[period].start < to && spans[period].end > from);
                        terms.extend(between.flat_map(|period| negated(whole.works_in(person, period))));
                        terms.push((gap, -1.0));
                        whole.model.at_most(terms, f64::from(ends.len()) - 1.0);
                    }
                }
                for ((from, to), gap) in gaps {
                    whole.charge(gap, i64::from(to - from));
                }
            }
        }
    }
}
