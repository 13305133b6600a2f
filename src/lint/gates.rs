//! Counting leavers (L212).

use super::basis::Basis;
use super::cells::Cell;
use super::seats::{SEAT, whole};
use super::{Finding, facts};
use crate::problem::{DayId, PeriodSet};
use std::collections::BTreeMap;

/// L212: leavers of one end time against the waves that are in time.
///
/// A slot of a gate lets out at most `per_wave` leavers, or one group alone; a group is the leavers of one section, so
/// no larger than the largest section. Wave w of every period that ends at one time falls into the same slot, so that
/// many, summed over the gates, leave in each wave. Children beyond `max_waves` waves are late by one wave's minutes,
/// then by two, …; or they have no seat in their last period, which costs ten times its minutes. Only children whom
/// both rules bind are counted.
pub(super) fn check(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    if problem.gates.is_empty() {
        return;
    }
    let mut ends: BTreeMap<(DayId, u32), PeriodSet> = BTreeMap::new();
    for (id, period) in problem.calendar.periods.iter() {
        let together = ends.entry((period.day, period.end)).or_default();
        *together = together.or(PeriodSet::of(id));
    }
    for periods in ends.into_values() {
        let (mut leavers, mut group, mut unseated) = (0, 0, i64::MAX);
        for period in periods.iter() {
            let leaves = |who: &crate::problem::Student| who.leaves_after.has(period);
            let bound = |who: &&crate::problem::Student| leaves(who) && who.owed_coverage && who.owed_early_wave;
            leavers += problem.students.rows().iter().filter(bound).count() as u64;
            let cell = Cell::new(basis, PeriodSet::of(period), |_| true);
            let demand = cell.demand(|student| leaves(&problem.students[student]));
            group = group.max(cell.places(&demand).first().copied().unwrap_or(0));
            unseated = unseated.min(SEAT * cell.minutes());
        }
        let wave: u64 = problem.gates.rows().iter().map(|gate| u64::from(gate.per_wave).max(group)).sum();
        let in_time = wave.saturating_mul(u64::from(problem.policy.max_waves));
        let late = leavers.saturating_sub(in_time);
        if late == 0 || wave == 0 {
            continue;
        }
        let (mut left, mut least, mut minutes) = (late, 0, 0);
        while left > 0 {
            minutes += i64::from(problem.policy.wave_minutes);
            if minutes >= unseated {
                least += whole(left) * unseated;
                break;
            }
            let leave = left.min(wave);
            least += whole(leave) * minutes;
            left -= leave;
        }
        if least > 0 {
            let figures = facts([whole(leavers), whole(in_time), whole(late), least]);
            findings.push(Finding::new("L212", basis.period_names(periods).collect(), figures));
        }
    }
}
