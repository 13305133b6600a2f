//! The people's part of the Lagrangian: at given prices each person serves the periods that pay most.
//!
//! In a period a person takes the best-paid group they belong to; a day is a set of periods that do not clash, with what
//! it costs (pay, the day itself, gaps, periods they asked to be spared); the cycle is a knapsack over the days by
//! minutes, with the load over the target. Left out, so that the value stays a bound: that one section has the same
//! lead in all its periods.

use super::layout::{Layout, SCALE};
use crate::problem::{Id, NO_BOUND, PeriodId, PeriodKind, PeriodSet, Problem, TeacherId};
use crate::rules;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Most sets of periods listed for a day; a day with more takes every period that pays, clashing or not.
const SETS: usize = 2048;
/// Most steps of minutes in the knapsack; beyond, load and minutes of the cycle are left out.
const STEPS: i64 = 4096;

/// A set of periods of one day that do not clash.
#[derive(Debug, Clone, Copy)]
struct Shift {
    periods: PeriodSet,
    /// In units of [`Staff::unit`].
    units: usize,
    gap: i64,
}

#[derive(Debug, Clone)]
struct Person {
    id: TeacherId,
    /// (group, whether the person needs an assistant beside).
    groups: Vec<(usize, bool)>,
    usable: PeriodSet,
    /// By period: pay and avoidance, in parts of [`SCALE`].
    cost: Vec<i64>,
}

/// All people.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    people: Vec<Person>,
    /// By day; None for a day with too many sets.
    shifts: Vec<Option<Vec<Shift>>>,
    /// Minutes of a step.
    unit: i64,
    load: i64,
    day: i64,
    gap: i64,
}

/// Who serves at given prices.
pub(super) struct Served {
    /// Least total of costs less wages, in parts of [`SCALE`].
    pub(super) value: i64,
    /// By group and period: people who serve (positive) or need an assistant (negative).
    pub(super) offered: Vec<i32>,
}

impl Staff {
    pub(super) fn new(problem: &Problem, layout: &Layout) -> Self {
        let weight = |rule| problem.policy.weights[rules::position(rule)];
        let calendar = &problem.calendar;
        let unit = calendar.periods.rows().iter().map(|period| period.minutes()).fold(0, gcd).max(1);
        let shifts = calendar
            .days
            .rows()
            .iter()
            .map(|day| {
                let mut sets = vec![PeriodSet::EMPTY];
                for &period in &day.in_order {
                    let row = &calendar.periods[period];
                    let fits = sets.iter().filter(|set| !set.meets(row.clashes));
                    let more: Vec<PeriodSet> = fits.map(|set| set.or(PeriodSet::of(period))).collect();
                    sets.extend(more);
                    if sets.len() > SETS {
                        return None;
                    }
                }
                let shift = |&periods: &PeriodSet| Shift {
                    periods,
                    units: (calendar.minutes(periods) / unit) as usize,
                    gap: gap(problem, periods),
                };
                Some(sets.iter().map(shift).collect())
            })
            .collect();
        let people = problem.teachers.iter().filter(|(_, row)| row.cleared).map(|(id, row)| {
            let member = |&group: &usize| layout.groups[group].people.contains(&id);
            let cost = |period: PeriodId| {
                let minutes = calendar.periods[period].minutes();
                let avoided = if row.avoid.has(period) { minutes } else { 0 };
                minutes * i64::from(row.pay) * weight("money") * (SCALE / 60_000) + avoided * weight("avoid") * SCALE
            };
            Person {
                id,
                groups: (0..layout.groups.len())
                    .filter(member)
                    .map(|group| (group, layout.groups[group].escorted && !row.staff))
                    .collect(),
                usable: calendar.periods.ids().filter(|&period| !row.unavailable.has(period)).collect(),
                cost: calendar.periods.ids().map(cost).collect(),
            }
        });
        let people = people.filter(|person| !person.groups.is_empty()).collect();
        Self {
            people,
            shifts,
            unit,
            load: weight("load") * SCALE,
            day: weight("staff_days") * SCALE,
            gap: weight("staff_gap") * SCALE,
        }
    }

    /// The best of each person; `costless` leaves the costs out.
    pub(super) fn price(&self, problem: &Problem, layout: &Layout, prices: &[i64], costless: bool) -> Served {
        let parts: Vec<(i64, Vec<(usize, i32)>)> =
            self.people.par_iter().map(|person| self.best(problem, layout, prices, costless, person)).collect();
        let mut served = Served { value: 0, offered: vec![0; layout.staff_len()] };
        for (earned, offered) in parts {
            served.value -= earned;
            offered.into_iter().for_each(|(at, count)| served.offered[at] += count);
        }
        served
    }

    fn best(
        &self,
        problem: &Problem,
        layout: &Layout,
        prices: &[i64],
        costless: bool,
        person: &Person,
    ) -> (i64, Vec<(usize, i32)>) {
        let row = &problem.teachers[person.id];
        let mut wage = vec![i64::MIN; layout.periods];
        let mut role = vec![0; layout.periods];
        for period in person.usable.iter() {
            let at = |group: usize| layout.staff_at() + group * layout.periods + period.ix();
            for (ix, &(group, escorted)) in person.groups.iter().enumerate() {
                let pay = prices[at(group)] - if escorted { prices[at(layout.assistants)] } else { 0 };
                if pay > wage[period.ix()] {
                    wage[period.ix()] = pay;
                    role[period.ix()] = ix;
                }
            }
            if !costless {
                wage[period.ix()] -= person.cost[period.ix()];
            }
        }
        let most_day = if row.max_minutes_day == NO_BOUND { i64::MAX } else { i64::from(row.max_minutes_day) };
        let horizon = problem
            .calendar
            .minutes(PeriodSet(u128::MAX >> (128 - layout.periods.max(1))))
            .min(if row.max_minutes == NO_BOUND { i64::MAX } else { i64::from(row.max_minutes) });
        let steps = horizon / self.unit;
        let whole = steps <= STEPS && self.shifts.iter().all(Option::is_some);
        if !whole {
            // Each period for itself, where it pays.
            let paid = person.usable.iter().filter(|period| wage[period.ix()] > 0);
            let mut earned = 0;
            let mut offered = Vec::new();
            for period in paid {
                earned += wage[period.ix()];
                person.serve(layout, period, role[period.ix()], &mut offered);
            }
            return (earned, offered);
        }
        // table[u]: most earned with u units so far, with the periods.
        let mut table: Vec<Option<(i64, PeriodSet)>> = vec![None; steps as usize + 1];
        table[0] = Some((0, PeriodSet::EMPTY));
        let mut reached = 0;
        for shifts in self.shifts.iter().flatten() {
            let mut best: BTreeMap<usize, (i64, PeriodSet)> = BTreeMap::new();
            for shift in shifts.iter().filter(|shift| person.usable.covers(shift.periods)) {
                if shift.units as i64 * self.unit > most_day {
                    continue;
                }
                let mut earned: i64 = shift.periods.iter().map(|period| wage[period.ix()]).sum();
                if !shift.periods.is_empty() && !costless {
                    earned -= self.day + self.gap * shift.gap;
                }
                let entry = best.entry(shift.units).or_insert((earned, shift.periods));
                if earned > entry.0 {
                    *entry = (earned, shift.periods);
                }
            }
            // A shift that earns no more than a shorter one is never needed.
            let mut record = i64::MIN;
            best.retain(|_, entry| {
                let better = entry.0 > record;
                record = record.max(entry.0);
                better
            });
            let mut next = table.clone();
            for (&units, &(earned, periods)) in best.iter().filter(|(units, _)| **units > 0) {
                for (from, entry) in table.iter().enumerate().take(reached + 1) {
                    let Some((sum, held)) = *entry else { continue };
                    let to = from + units;
                    if to <= steps as usize && next[to].is_none_or(|known| sum + earned > known.0) {
                        next[to] = Some((sum + earned, held.or(periods)));
                    }
                }
            }
            reached += best.keys().next_back().copied().unwrap_or(0);
            table = next;
        }
        let over = |units: usize| {
            let Some(target) = row.target.map(i64::from).filter(|_| !costless) else { return 0 };
            let load = units as i64 * self.unit;
            self.load * ((load - target).max(0) + 2 * (load - target * 5 / 4).max(0))
        };
        let mut top = (0, PeriodSet::EMPTY);
        for (units, entry) in table.iter().enumerate() {
            if let Some((sum, periods)) = entry
                && sum - over(units) > top.0
            {
                top = (sum - over(units), *periods);
            }
        }
        let mut offered = Vec::new();
        top.1.iter().for_each(|period| person.serve(layout, period, role[period.ix()], &mut offered));
        (top.0, offered)
    }
}

impl Person {
    fn serve(&self, layout: &Layout, period: PeriodId, role: usize, offered: &mut Vec<(usize, i32)>) {
        let (group, escorted) = self.groups[role];
        offered.push((group * layout.periods + period.ix(), 1));
        if escorted {
            offered.push((layout.assistants * layout.periods + period.ix(), -1));
        }
    }
}

/// Minutes between the first start and the last end of each kind of period that no period of the set covers; short
/// breaks are not counted.
fn gap(problem: &Problem, set: PeriodSet) -> i64 {
    let calendar = &problem.calendar;
    let max_break = i64::from(problem.policy.max_break);
    let mut ordered: Vec<PeriodId> = set.iter().collect();
    ordered.sort_by_key(|&period| (calendar.periods[period].start, calendar.periods[period].end));
    let mut minutes = 0;
    for kind in PeriodKind::ALL {
        let of_kind = set.and(calendar.of_kind[kind as usize]);
        let Some(last_end) = of_kind.iter().map(|period| calendar.periods[period].end).max() else { continue };
        let first = of_kind.iter().map(|period| calendar.periods[period].start).min().unwrap_or(last_end);
        let mut covered_to = i64::from(first);
        for &period in &ordered {
            let row = &calendar.periods[period];
            let gap = i64::from(row.start.min(last_end)) - covered_to;
            minutes += if gap > max_break { gap } else { 0 };
            covered_to = covered_to.max(i64::from(row.end));
        }
    }
    minutes
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
