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

use super::day::{Charge, Child, Day, dearest};
use crate::problem::{PeriodId, Problem, StudentId};
use std::collections::BTreeMap;

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
