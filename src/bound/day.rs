//! Who leaves on a day, and what each gate and wave costs them.

use super::layout::SCALE;
use crate::milp::adapter::{Limits, Model, Var};
use crate::problem::{DayId, GateId, Id, PeriodId, PeriodSet, Problem, Stage, StudentId};
use crate::rules;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A tenth of a point of cost, in parts of [`SCALE`]; and a minute of `late_waves` where nothing else is counted.
const TENTH: i64 = SCALE / 10;
/// Nothing costs a child more, so that no sum overflows.
const DEAREST: i64 = 100_000_000_000;
/// Waves that are priced beyond the last one that is not late.
const SPARE: u32 = 4;
/// Most waves that are priced.
const MOST_WAVES: u32 = 64;

/// What matters of a child who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Child {
    /// Slot of wave 0, counted from the day's first.
    pub(super) base: u32,
    /// Length of the last period.
    pub(super) minutes: i64,
    /// Whether waiting counts twice.
    lower: bool,
    /// Whether `late_waves` binds the child.
    punctual: bool,
    /// The gate of the grade.
    gate: Option<GateId>,
}

/// Who leaves on a day.
#[derive(Debug, Clone)]
pub(super) struct Day {
    /// Children of one family who leave at one time, and how many such parties there are.
    pub(super) parties: BTreeMap<Vec<Child>, usize>,
    /// Most leavers of a slot, by gate; none for no bound. A school without gates has one of no bound.
    pub(super) capacity: Vec<Option<i64>>,
    /// Slots with a price.
    pub(super) slots: u32,
    /// The children who are parties by themselves, and the period they leave after.
    pub(super) alone: Vec<(StudentId, PeriodId, Child)>,
}

/// What a wave and a gate cost a party, in parts of [`SCALE`].
#[derive(Debug, Clone)]
pub(super) struct Charge {
    /// Waves from this on are late.
    max_waves: u32,
    /// A late wave.
    late: i64,
    /// A wave of waiting.
    wait: i64,
    /// Another gate than the grade's.
    astray: i64,
    /// A wave between the first and the last of a party.
    apart: i64,
    /// A second gate.
    gates: i64,
}

impl Charge {
    /// The minutes of `late_waves`, each as a tenth of a point.
    pub(super) fn late(problem: &Problem) -> Self {
        let late = TENTH * i64::from(problem.policy.wave_minutes);
        Self { max_waves: problem.policy.max_waves, late, wait: 0, astray: 0, apart: 0, gates: 0 }
    }

    /// The cost, where a minute of `late_waves` costs `owed`.
    pub(super) fn cost(problem: &Problem, owed: i64) -> Self {
        let minutes = i64::from(problem.policy.wave_minutes);
        let weight = |rule, per: i64| {
            let weight: i64 = problem.policy.weights[rules::position(rule)];
            weight.saturating_mul(per).min(DEAREST)
        };
        Self {
            max_waves: problem.policy.max_waves,
            late: owed * minutes,
            wait: weight("wave_wait", TENTH * minutes),
            astray: weight("wave_gate", SCALE),
            apart: weight("siblings", SCALE * minutes),
            gates: weight("siblings", 5 * SCALE),
        }
    }

    /// What a child pays.
    fn child(&self, child: &Child, gate: usize, wave: u32) -> i64 {
        let wait = self.wait.saturating_mul(i64::from(wave) * if child.lower { 2 } else { 1 });
        let astray = if child.gate.is_some_and(|own| own.ix() != gate) { self.astray } else { 0 };
        let late = if child.punctual { (wave + 1).saturating_sub(self.max_waves) } else { 0 };
        wait.saturating_add(astray).saturating_add(self.late.saturating_mul(i64::from(late))).min(DEAREST)
    }
}

impl Day {
    pub(super) fn new(problem: &Problem, day: DayId) -> Self {
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
            Some((who.family.ok_or(student), row.end, child, student, period))
        };
        let mut leavers: Vec<_> = problem.students.ids().filter_map(counted).collect();
        let first = leavers.iter().map(|leaver| leaver.2.base).min().unwrap_or(0);
        leavers.iter_mut().for_each(|leaver| leaver.2.base -= first);
        leavers.sort_unstable();
        let mut parties: BTreeMap<Vec<Child>, usize> = BTreeMap::new();
        let mut alone = Vec::new();
        for party in leavers.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            *parties.entry(party.iter().map(|leaver| leaver.2).collect()).or_default() += 1;
            if let [(_, _, child, student, period)] = *party {
                alone.push((student, period, child));
            }
        }
        let all = leavers.len() as i64;
        let group = greatest_group(problem, periods);
        let per_wave = problem.gates.rows().iter().map(|gate| Some(i64::from(gate.per_wave).max(group).min(all)));
        let capacity: Vec<Option<i64>> = if problem.gates.is_empty() { vec![None] } else { per_wave.collect() };
        let last = leavers.iter().map(|leaver| leaver.2.base).max().unwrap_or(0);
        let slots = last.saturating_add(problem.policy.max_waves.min(MOST_WAVES) + SPARE).min(last + MOST_WAVES);
        Self { parties, capacity, slots, alone }
    }

    /// The same children, each a party.
    pub(super) fn apart(&self) -> Self {
        let mut parties: BTreeMap<Vec<Child>, usize> = BTreeMap::new();
        for (party, count) in &self.parties {
            party.iter().for_each(|&child| *parties.entry(vec![child]).or_default() += count);
        }
        Self { parties, ..self.clone() }
    }

    /// Number of prices: gate × slot.
    pub(super) fn len(&self) -> usize {
        self.capacity.len() * self.slots as usize
    }

    /// Place of the price of a spot; none where it is free, as at a gate of no bound.
    pub(super) fn place(&self, gate: usize, slot: u32) -> Option<usize> {
        (slot < self.slots && self.capacity[gate].is_some()).then(|| gate * self.slots as usize + slot as usize)
    }

    /// What a child pays in all, by gate and wave.
    pub(super) fn pays(&self, charge: &Charge, child: &Child, prices: &[i64], (gate, wave): (usize, u32)) -> i64 {
        charge.child(child, gate, wave) + self.place(gate, child.base + wave).map_or(0, |place| prices[place])
    }

    /// Waves worth a look for a party: one past the priced slots is free of price, and a later one only costs more.
    pub(super) fn waves(&self, base: u32) -> u32 {
        self.slots - base + 1
    }

    /// Σ capacity × price.
    pub(super) fn paid(&self, prices: &[i64]) -> i64 {
        let slots = self.slots as usize;
        let paid = |(gate, capacity): (usize, &Option<i64>)| {
            capacity.unwrap_or(0) * prices[gate * slots..(gate + 1) * slots].iter().sum::<i64>()
        };
        self.capacity.iter().enumerate().map(paid).sum()
    }

    /// The least that a party pays at the prices, and the gate and wave of each child: over every span of waves, by one
    /// gate or by several.
    pub(super) fn cheapest(&self, charge: &Charge, party: &[Child], prices: &[i64]) -> (i64, Vec<(usize, u32)>) {
        let base = party[0].base;
        let gates = self.capacity.len();
        if let [child] = party {
            let spots = (0..gates).flat_map(|gate| (0..self.waves(base)).map(move |wave| (gate, wave)));
            let spot = spots.min_by_key(|&spot| self.pays(charge, child, prices, spot)).unwrap_or((0, 0));
            return (self.pays(charge, child, prices, spot), vec![spot]);
        }
        let mut least = (i64::MAX, Vec::new());
        for first in 0..self.waves(base) {
            // By child and gate: the least so far, and its wave.
            let mut best = vec![vec![(i64::MAX, first); gates]; party.len()];
            for last in first..self.waves(base) {
                for (child, best) in party.iter().zip(&mut best) {
                    for (gate, best) in best.iter_mut().enumerate() {
                        let now = self.pays(charge, child, prices, (gate, last));
                        *best = (*best).min((now, last));
                    }
                }
                let spread = charge.apart.saturating_mul(i64::from(last - first)).min(DEAREST);
                let sum = |gate: usize| best.iter().map(|best| best[gate].0).sum::<i64>();
                let by_one = (0..gates).min_by_key(|&gate| sum(gate)).unwrap_or(0);
                if sum(by_one) + spread < least.0 {
                    least = (sum(by_one) + spread, best.iter().map(|best| (by_one, best[by_one].1)).collect());
                }
                let each = best.iter().filter_map(|best| (0..gates).min_by_key(|&gate| best[gate].0));
                let each: Vec<usize> = each.collect();
                let by_several = best.iter().zip(&each).map(|(best, &gate)| best[gate].0).sum::<i64>();
                if by_several + spread + charge.gates < least.0 {
                    let spots = best.iter().zip(&each).map(|(best, &gate)| (gate, best[gate].1)).collect();
                    least = (by_several + spread + charge.gates, spots);
                }
            }
        }
        least
    }

    /// Prices that are best if parties stay together and clubs do not.
    pub(super) fn prices(&self, charge: &Charge) -> Vec<i64> {
        let mut model = Model::new();
        let column = |capacity: &Option<i64>, model: &mut Model| -> Vec<Option<Var>> {
            let mut slot = || capacity.map(|capacity| model.continuous(capacity as f64, 0.0, f64::INFINITY));
            (0..self.slots).map(|_| slot()).collect()
        };
        let prices: Vec<Vec<Option<Var>>> = self.capacity.iter().map(|capacity| column(capacity, &mut model)).collect();
        let mut top = 0.0_f64;
        let points = |parts: i64| parts as f64 / SCALE as f64;
        for (party, &count) in &self.parties {
            let cheapest = model.continuous(-(count as f64), f64::NEG_INFINITY, f64::INFINITY);
            let base = party[0].base;
            for (gate, prices) in prices.iter().enumerate() {
                for wave in 0..self.waves(base) {
                    let cost = points(party.iter().map(|child| charge.child(child, gate, wave)).sum::<i64>());
                    top = top.max(cost);
                    let mut terms = vec![(cheapest, 1.0)];
                    let price = prices.get((base + wave) as usize).copied().flatten();
                    terms.extend(price.map(|price| (price, -(party.len() as f64))));
                    model.at_most(terms, cost);
                }
            }
        }
        for &price in prices.iter().flatten().flatten() {
            model.at_most(vec![(price, 1.0)], top);
        }
        let answer = model.solve(&Limits { seconds: f64::INFINITY, nodes: None, gap: 0.0 }, None);
        let value = |var: &Option<Var>| match var {
            Some(var) if answer.has_values() => (answer.values[var.ix()] * SCALE as f64).round().max(0.0) as i64,
            _ => 0,
        };
        prices.iter().flatten().map(value).collect()
    }
}

/// The sum of the `most` dearest of (cost, number).
pub(super) fn dearest(mut parties: Vec<(i64, usize)>, most: usize) -> i64 {
    parties.sort_unstable_by_key(|party| Reverse(party.0));
    let mut left = most;
    let mut sum = 0;
    for (cost, count) in parties {
        let gone = left.min(count);
        sum += cost * gone as i64;
        left -= gone;
    }
    sum
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
