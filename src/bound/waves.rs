//! The bound of the waves: what leaving costs at least, whoever sits where.
//!
//! Who leaves after which period of a day hangs on `attends` alone. Let every child be a group of its own and every gate
//! a price a slot (Lagrangian relaxation of the slots' capacities; Fisher, Management Science 27, 1981): children of one
//! family who leave at one time, a *party*, then choose gates and waves by themselves, and
//! Σ cheapest choice of each party at the prices − Σ capacity × price is at most what any plan pays, whatever the
//! prices. They come from a linear model in which parties stay together, and are then whole numbers: nothing of the
//! bound rests on rounding.
//!
//! What makes it true of all plans: groups only narrow the choice of their children; a slot holds at most the greater
//! of `per_wave` and the greatest group that leaves alone; a slot past the last priced one is free; children whom
//! `coverage` does not bind are not counted on; others may go without a seat as far as the shortfall lets them, and
//! the dearest parties are then taken out of the sum.

use super::Bound;
use crate::milp::adapter::{Limits, Model, Var};
use crate::problem::{DayId, GateId, Id, PeriodId, PeriodSet, Problem, Stage, StudentId};
use crate::rules;
use std::collections::BTreeMap;

/// Parts of a tenth of cost (or of a late minute) in which prices are counted.
const PARTS: i128 = 100;
/// Waves that are priced beyond the last one that is not late.
const SPARE: u32 = 4;
/// Most waves that are priced.
const MOST_WAVES: u32 = 64;

/// Which part of the bound bears `wave_gate`, so that no child who leaves by another gate is counted twice: the leaving,
/// where gates are too narrow for their own grades, or the sections, where grades of two gates meet in one club.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Astray {
    /// [`waves`] bears it.
    Leaving,
    /// [`super::Prices`] bear it.
    Sections,
}

/// At least so many minutes of `late_waves` in every plan without hard violations, on top of `owed`, which must be at
/// most what the other shortfall rules owe in any such plan; and at least so much weighted cost of `wave_wait`,
/// `siblings` and, if it is for the leaving to bear, `wave_gate` in every plan that owes no more than `owed` by the other rules and no more than that by
/// `late_waves`. Cost: a linear model a day, of some thousand rows whatever the number of children.
pub fn waves(problem: &Problem, astray: Astray, owed: i64) -> Bound {
    let days: Vec<Leaving> = problem.calendar.days.ids().map(|day| Leaving::new(problem, day)).collect();
    let shortest = days.iter().flat_map(|day| day.parties.keys().flatten()).map(|child| child.minutes).min();
    let Some(shortest) = shortest else { return Bound::default() };
    let absent = usize::try_from(owed.max(0) / (10 * shortest)).unwrap_or(usize::MAX);
    // Leaving a child without a seat owes ten times the period, which is on top of `owed` once that is used up.
    let absent_late = if owed > 0 { absent.saturating_add(1) } else { 0 };
    let late = least(days.iter().map(|day| day.alone().charged(&Charge::late(problem))), absent_late);
    let shortfall = divide_up(late, PARTS);
    let charge = Charge::cost(problem, astray, shortfall == 0);
    let cost = divide_up(least(days.iter().map(|day| day.charged(&charge)), absent), 10 * PARTS);
    let whole = |value: i128| i64::try_from(value).unwrap_or(i64::MAX);
    Bound { shortfall: whole(shortfall), cost: whole(cost) }
}

/// Whole division by a positive number, rounded up.
fn divide_up(value: i128, by: i128) -> i128 {
    -(-value).div_euclid(by)
}

/// The sum over the days less the dearest `absent` parties; 0 if that is negative.
fn least(days: impl Iterator<Item = Charged>, absent: usize) -> i128 {
    let mut sum = 0;
    let mut parties: Vec<(i128, usize)> = Vec::new();
    for day in days {
        sum += day.parties.iter().map(|&(cost, count)| cost * count as i128).sum::<i128>() - day.capacity;
        parties.extend(day.parties);
    }
    parties.sort_unstable_by_key(|party| std::cmp::Reverse(party.0));
    let mut left = absent;
    for (cost, count) in parties {
        let gone = left.min(count);
        sum -= cost * gone as i128;
        left -= gone;
    }
    sum.max(0)
}

/// A day's least cost at some prices, in parts.
struct Charged {
    /// Parties of a kind: the cheapest choice of one, and their number.
    parties: Vec<(i128, usize)>,
    /// Σ capacity × price.
    capacity: i128,
}

/// What matters of a child who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Child {
    /// Slot of wave 0, counted from the day's first.
    base: u32,
    /// Length of the last period.
    minutes: i64,
    /// Whether waiting counts twice.
    lower: bool,
    /// Whether `late_waves` binds the child.
    punctual: bool,
    /// The gate of the grade.
    gate: Option<GateId>,
}

/// Who leaves on a day.
struct Leaving {
    /// Children of one family who leave at one time, and how many such parties there are.
    parties: BTreeMap<Vec<Child>, usize>,
    /// Most leavers of a slot, by gate; none for no bound.
    capacity: Vec<Option<i64>>,
    /// Slots with a price.
    slots: u32,
}

/// What a wave and a gate cost a party, in parts.
struct Charge {
    /// Minutes of `late_waves` instead of cost.
    late: bool,
    /// Waves from this on are late.
    max_waves: u32,
    /// Whether late waves are out of the question.
    punctual: bool,
    /// A wave of waiting.
    wait: i128,
    /// Another gate than the grade's.
    astray: i128,
    /// A wave between the first and the last of a party.
    apart: i128,
    /// A second gate.
    gates: i128,
}

impl Charge {
    fn late(problem: &Problem) -> Self {
        let wait = PARTS * i128::from(problem.policy.wave_minutes);
        let max_waves = problem.policy.max_waves;
        Self { late: true, max_waves, punctual: false, wait, astray: 0, apart: 0, gates: 0 }
    }

    fn cost(problem: &Problem, astray: Astray, punctual: bool) -> Self {
        let weight = |rule| PARTS * i128::from(problem.policy.weights[rules::position(rule)]);
        let minutes = i128::from(problem.policy.wave_minutes);
        Self {
            late: false,
            max_waves: problem.policy.max_waves,
            punctual,
            wait: weight("wave_wait") * minutes,
            astray: if astray == Astray::Leaving { 10 * weight("wave_gate") } else { 0 },
            apart: 10 * weight("siblings") * minutes,
            gates: 50 * weight("siblings"),
        }
    }

    /// What a child pays; none where it may not leave. The first wave is always open.
    fn child(&self, child: &Child, gate: usize, wave: u32) -> Option<i128> {
        if self.late {
            let late = (wave + 1).saturating_sub(self.max_waves);
            return Some(if child.punctual { self.wait * i128::from(late) } else { 0 });
        }
        let wait = self.wait * i128::from(wave) * if child.lower { 2 } else { 1 };
        let astray = if child.gate.is_some_and(|own| own.ix() != gate) { self.astray } else { 0 };
        let open = wave < self.max_waves.max(1) || !self.punctual || !child.punctual;
        open.then_some(wait + astray)
    }
}

impl Leaving {
    fn new(problem: &Problem, day: DayId) -> Self {
        let periods = problem.calendar.days[day].periods;
        let counted = |student: StudentId| {
            let who = &problem.students[student];
            let period = who.leaves_after.and(periods).iter().next().filter(|_| who.owed_coverage)?;
            let row = &problem.calendar.periods[period];
            let grade = &problem.grades[problem.grade_of(student)];
            let child = Child {
                base: row.end / problem.policy.wave_minutes,
                minutes: row.minutes(),
                lower: grade.stage == Stage::PrimaryLower,
                punctual: who.owed_early_wave,
                gate: grade.gate,
            };
            Some((who.family.ok_or(student), row.end, child))
        };
        let mut leavers: Vec<_> = problem.students.ids().filter_map(counted).collect();
        let first = leavers.iter().map(|leaver| leaver.2.base).min().unwrap_or(0);
        leavers.iter_mut().for_each(|leaver| leaver.2.base -= first);
        leavers.sort_unstable();
        let mut parties: BTreeMap<Vec<Child>, usize> = BTreeMap::new();
        for party in leavers.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            *parties.entry(party.iter().map(|leaver| leaver.2).collect()).or_default() += 1;
        }
        let alone = greatest_group(problem, periods);
        let per_wave = problem.gates.rows().iter().map(|gate| Some(i64::from(gate.per_wave).max(alone)));
        let capacity: Vec<Option<i64>> = if problem.gates.is_empty() { vec![None] } else { per_wave.collect() };
        let last = leavers.iter().map(|leaver| leaver.2.base).max().unwrap_or(0);
        let slots = last.saturating_add(problem.policy.max_waves.min(MOST_WAVES) + SPARE).min(last + MOST_WAVES);
        Self { parties, capacity, slots }
    }

    /// The same children, each a party.
    fn alone(&self) -> Self {
        let mut parties: BTreeMap<Vec<Child>, usize> = BTreeMap::new();
        for (party, count) in &self.parties {
            party.iter().for_each(|&child| *parties.entry(vec![child]).or_default() += count);
        }
        Self { parties, capacity: self.capacity.clone(), slots: self.slots }
    }

    fn charged(&self, charge: &Charge) -> Charged {
        let prices = self.prices(charge);
        let parties = self.parties.iter().map(|(party, &count)| {
            let cheapest = self.cheapest(charge, party, &prices);
            let seatless = party.iter().map(|child| 10 * PARTS * i128::from(child.minutes)).sum();
            (if charge.late { cheapest.min(seatless) } else { cheapest }, count)
        });
        let paid = |(gate, capacity): (usize, &Option<i64>)| {
            i128::from(capacity.unwrap_or(0)) * prices[gate].iter().sum::<i128>()
        };
        Charged { parties: parties.collect(), capacity: self.capacity.iter().enumerate().map(paid).sum() }
    }

    /// Waves worth a look for a party: one past the priced slots is free of price, and a later one only costs more.
    fn waves(&self, base: u32) -> u32 {
        self.slots - base + 1
    }

    /// The least that a party pays at the prices (gate × slot): over every span of waves, by one gate or by several.
    fn cheapest(&self, charge: &Charge, party: &[Child], prices: &[Vec<i128>]) -> i128 {
        let base = party[0].base;
        let gates = self.capacity.len();
        let price = |gate: usize, wave: u32| prices[gate].get((base + wave) as usize).copied().unwrap_or(0);
        let mut least: Option<i128> = None;
        for first in 0..self.waves(base) {
            let mut best: Vec<Vec<Option<i128>>> = vec![vec![None; gates]; party.len()];
            for last in first..if party.len() > 1 { self.waves(base) } else { first + 1 } {
                for (child, best) in party.iter().zip(&mut best) {
                    for (gate, best) in best.iter_mut().enumerate() {
                        let now = charge.child(child, gate, last).map(|cost| cost + price(gate, last));
                        *best = [*best, now].into_iter().flatten().min();
                    }
                }
                let spread = charge.apart * i128::from(last - first);
                let by_one = (0..gates).filter_map(|gate| best.iter().map(|best| best[gate]).sum::<Option<i128>>());
                let by_several: Option<i128> = best.iter().map(|best| best.iter().flatten().copied().min()).sum();
                let found = by_one.chain(by_several.map(|cost| cost + charge.gates)).min();
                least = [least, found.map(|cost| cost + spread)].into_iter().flatten().min();
            }
        }
        least.unwrap_or(0)
    }

    /// Prices (gate × slot), in parts: those that are best if parties stay together.
    fn prices(&self, charge: &Charge) -> Vec<Vec<i128>> {
        let mut model = Model::new();
        let column = |capacity: &Option<i64>, model: &mut Model| -> Vec<Option<Var>> {
            let mut slot = || capacity.map(|capacity| model.continuous(capacity as f64, 0.0, f64::INFINITY));
            (0..self.slots).map(|_| slot()).collect()
        };
        let prices: Vec<Vec<Option<Var>>> = self.capacity.iter().map(|capacity| column(capacity, &mut model)).collect();
        let mut top = 0.0_f64;
        for (party, &count) in &self.parties {
            let cheapest = model.continuous(-(count as f64), f64::NEG_INFINITY, f64::INFINITY);
            let base = party[0].base;
            for (gate, prices) in prices.iter().enumerate() {
                for wave in 0..self.waves(base) {
                    let cost = party.iter().map(|child| charge.child(child, gate, wave)).sum::<Option<i128>>();
                    let Some(cost) = cost else { continue };
                    top = top.max(cost as f64);
                    let mut terms = vec![(cheapest, 1.0)];
                    let price = prices.get((base + wave) as usize).copied().flatten();
                    terms.extend(price.map(|price| (price, -(party.len() as f64))));
                    model.at_most(terms, cost as f64);
                }
            }
        }
        for &price in prices.iter().flatten().flatten() {
            model.at_most(vec![(price, 1.0)], top);
        }
        let answer = model.solve(&Limits { seconds: f64::INFINITY, nodes: None, gap: 0.0 }, None);
        let value = |var: &Option<Var>| match var {
            Some(var) if answer.has_values() => answer.values[var.ix()].round().max(0.0) as i128,
            _ => 0,
        };
        prices.iter().map(|row| row.iter().map(value).collect()).collect()
    }
}

/// The most children of one section who could leave on a day: the limit of a course in its largest room, and no more
/// than leave after the period.
fn greatest_group(problem: &Problem, periods: PeriodSet) -> i64 {
    let leavers = |period: PeriodId| {
        problem.students.rows().iter().filter(|student| student.leaves_after.has(period)).count() as u32
    };
    let leavers: BTreeMap<PeriodId, u32> = periods.iter().map(|period| (period, leavers(period))).collect();
    let mut greatest = 0;
    for (course, row) in problem.courses.iter().filter(|(_, row)| row.kind.has_seats()) {
        let roomless = (!row.needs_room).then(|| problem.limit(course, None));
        let limits = row.rooms.iter().map(|&room| problem.limit(course, Some(room))).chain(roomless);
        let limit = limits.max().unwrap_or(0);
        let met = row.patterns.iter().flat_map(|pattern| problem.patterns[pattern].periods.and(periods).iter());
        greatest = greatest.max(met.map(|period| limit.min(leavers[&period])).max().unwrap_or(0));
    }
    i64::from(greatest)
}
