//! The leaving's part of the Lagrangian: at prices of the slots of each gate, each party leaves where it is cheapest.
//!
//! Who leaves after which period of a day hangs on `attends` alone. A slot of a gate has a price a leaver (Lagrangian
//! relaxation of the slots' capacities; Fisher, Management Science 27, 1981). Children of one family who leave at one
//! time, a *party*, choose gates and waves by themselves: so does a child in an open or a care course. Those of a club
//! leave together: what that costs each beyond its own choice is the section's to pay ([`Left::spots`]).
//!
//! What makes it true of all plans: groups only narrow the choice of their children; a slot holds at most the greater
//! of `per_wave` and the greatest group that leaves alone; a slot past the last priced one is free; children whom
//! `coverage` does not bind are not counted on; others may go without a seat as far as the shortfall lets them, and
//! the dearest parties are then taken out of the sum ([`Leaving::saved`]). A child of a party of several pays nothing to
//! a club: the party has been charged as a whole.

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
    base: u32,
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
    capacity: Vec<Option<i64>>,
    /// Slots with a price.
    slots: u32,
    /// The children who are parties by themselves, and the period they leave after.
    alone: Vec<(StudentId, PeriodId, Child)>,
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
    fn cost(problem: &Problem, owed: i64) -> Self {
        let minutes = i64::from(problem.policy.wave_minutes);
        let weight = |rule, per: i64| {
            let weight = i64::from(problem.policy.weights[rules::position(rule)]);
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
    fn len(&self) -> usize {
        self.capacity.len() * self.slots as usize
    }

    /// Place of the price of a spot; none where it is free, as at a gate of no bound.
    fn place(&self, gate: usize, slot: u32) -> Option<usize> {
        (slot < self.slots && self.capacity[gate].is_some()).then(|| gate * self.slots as usize + slot as usize)
    }

    /// What a child pays in all, by gate and wave.
    fn pays(&self, charge: &Charge, child: &Child, prices: &[i64], (gate, wave): (usize, u32)) -> i64 {
        charge.child(child, gate, wave) + self.place(gate, child.base + wave).map_or(0, |place| prices[place])
    }

    /// Waves worth a look for a party: one past the priced slots is free of price, and a later one only costs more.
    fn waves(&self, base: u32) -> u32 {
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

/// Children of several kinds who may leave one club together.
#[derive(Debug, Clone)]
struct Gathering {
    day: usize,
    kinds: Vec<usize>,
}

/// All days.
#[derive(Debug, Clone)]
pub(super) struct Leaving {
    days: Vec<Day>,
    charge: Charge,
    /// By day: place of its first price.
    at: Vec<usize>,
    /// Children who are parties by themselves, of one day and alike.
    kinds: Vec<(usize, Child)>,
    kind_of: BTreeMap<(StudentId, PeriodId), usize>,
    gatherings: Vec<Gathering>,
}

/// Where a group may leave.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Place of its price; none where it is free.
    pub(super) place: Option<usize>,
    /// By kind of child in the gathering: what it pays here more than in its own best spot, in parts of [`SCALE`].
    pub(super) more: Vec<i64>,
}

/// Who leaves where at given prices.
pub(super) struct Left {
    /// Least total of costs and prices less what the slots earn, in parts of [`SCALE`].
    pub(super) value: i64,
    /// By price: leavers less those that the slot holds.
    pub(super) slack: Vec<i32>,
    /// By kind of child: the place of its own best spot.
    own: Vec<Option<usize>>,
    /// By gathering: the spots of which none is better for every kind than another.
    pub(super) spots: Vec<Vec<Spot>>,
}

impl Leaving {
    /// Every child who leaves, where a minute of `late_waves` costs `owed`, in parts of [`SCALE`].
    pub(super) fn new(problem: &Problem, owed: i64) -> Self {
        let days: Vec<Day> = problem.calendar.days.ids().map(|day| Day::new(problem, day)).collect();
        let mut at = Vec::with_capacity(days.len());
        let mut len = 0;
        let mut kinds = Vec::new();
        let mut kind_of = BTreeMap::new();
        for (ix, day) in days.iter().enumerate() {
            at.push(len);
            len += day.len();
            let mut known = BTreeMap::new();
            for &(student, period, child) in &day.alone {
                let kind = *known.entry(child).or_insert_with(|| {
                    kinds.push((ix, child));
                    kinds.len() - 1
                });
                kind_of.insert((student, period), kind);
            }
        }
        Self { days, charge: Charge::cost(problem, owed), at, kinds, kind_of, gatherings: Vec::new() }
    }

    /// Number of prices.
    pub(super) fn len(&self) -> usize {
        self.days.iter().map(Day::len).sum()
    }

    /// Prices to start from: the best where children of a club need not leave together.
    pub(super) fn start(&self) -> Vec<i64> {
        self.days.iter().flat_map(|day| day.prices(&self.charge)).collect()
    }

    /// The kind of a child that leaves after a period as a party by itself.
    pub(super) fn kind(&self, student: StudentId, period: PeriodId) -> Option<usize> {
        self.kind_of.get(&(student, period)).copied()
    }

    /// The position in [`Left::spots`] of kinds of children who leave after one period, several and ascending.
    pub(super) fn gathering(&mut self, kinds: &[usize]) -> usize {
        let known = self.gatherings.iter().position(|gathering| gathering.kinds == kinds);
        known.unwrap_or_else(|| {
            self.gatherings.push(Gathering { day: self.kinds[kinds[0]].0, kinds: kinds.to_vec() });
            self.gatherings.len() - 1
        })
    }

    /// The prices of a day.
    fn of_day<'s>(&self, day: usize, prices: &'s [i64]) -> &'s [i64] {
        &prices[self.at[day]..self.at[day] + self.days[day].len()]
    }

    /// The cheapest of each party, and of each gathering.
    pub(super) fn price(&self, prices: &[i64]) -> Left {
        let mut left = Left { value: 0, slack: vec![0; prices.len()], own: Vec::new(), spots: Vec::new() };
        for (ix, day) in self.days.iter().enumerate() {
            let prices = self.of_day(ix, prices);
            left.value -= day.paid(prices);
            for (gate, capacity) in day.capacity.iter().enumerate() {
                for slot in 0..day.slots {
                    if let (Some(capacity), Some(place)) = (capacity, day.place(gate, slot)) {
                        left.slack[self.at[ix] + place] -= *capacity as i32;
                    }
                }
            }
            for (party, &count) in &day.parties {
                let (cost, spots) = day.cheapest(&self.charge, party, prices);
                left.value += cost * count as i64;
                for (gate, wave) in spots {
                    if let Some(place) = day.place(gate, party[0].base + wave) {
                        left.slack[self.at[ix] + place] += count as i32;
                    }
                }
            }
        }
        let mut own = Vec::with_capacity(self.kinds.len());
        for &(ix, child) in &self.kinds {
            let day = &self.days[ix];
            let (cost, spots) = day.cheapest(&self.charge, &[child], self.of_day(ix, prices));
            let place = spots.first().and_then(|&(gate, wave)| day.place(gate, child.base + wave));
            own.push(cost);
            left.own.push(place.map(|place| self.at[ix] + place));
        }
        left.spots = self.gatherings.iter().map(|gathering| self.spots(gathering, prices, &own)).collect();
        left
    }

    fn spots(&self, gathering: &Gathering, prices: &[i64], own: &[i64]) -> Vec<Spot> {
        let day = &self.days[gathering.day];
        let prices = self.of_day(gathering.day, prices);
        let mut spots = Vec::new();
        for gate in 0..day.capacity.len() {
            for wave in 0..day.waves(self.kinds[gathering.kinds[0]].1.base) {
                let slot = self.kinds[gathering.kinds[0]].1.base + wave;
                let pays =
                    |&kind: &usize| day.pays(&self.charge, &self.kinds[kind].1, prices, (gate, wave)) - own[kind];
                let more: Vec<i64> = gathering.kinds.iter().map(pays).collect();
                let place = day.place(gate, slot).map(|place| self.at[gathering.day] + place);
                spots.push((more.iter().sum::<i64>(), Spot { place, more }));
            }
        }
        spots.sort_by_key(|spot| spot.0);
        let mut best: Vec<Spot> = Vec::new();
        for (_, spot) in spots {
            let beaten = |known: &Spot| known.more.iter().zip(&spot.more).all(|(known, more)| known <= more);
            if !best.iter().any(beaten) {
                best.push(spot);
            }
        }
        best
    }

    /// What a plan that owes `shortfall` minutes may save, in parts of [`SCALE`], by leaving children without a seat: the
    /// dearest parties, each seat being ten minutes for each of its period's.
    pub(super) fn saved(&self, prices: &[i64], shortfall: i64) -> i64 {
        let absent = self.absent(shortfall);
        if absent == 0 {
            return 0;
        }
        let mut parties: Vec<(i64, usize)> = Vec::new();
        for (ix, day) in self.days.iter().enumerate() {
            let cheapest = |party: &Vec<Child>| day.cheapest(&self.charge, party, self.of_day(ix, prices)).0;
            parties.extend(day.parties.iter().map(|(party, &count)| (cheapest(party), count)));
        }
        dearest(parties, absent)
    }

    fn absent(&self, shortfall: i64) -> usize {
        let minutes = self.days.iter().flat_map(|day| day.parties.keys().flatten()).map(|child| child.minutes);
        minutes.min().map_or(0, |shortest| usize::try_from(shortfall.max(0) / (10 * shortest)).unwrap_or(usize::MAX))
    }
}

impl Left {
    /// Where a child of a kind leaves by itself.
    pub(super) fn own(&self, kind: usize) -> Option<usize> {
        self.own[kind]
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
