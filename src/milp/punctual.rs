//! The release of one day with children who may change sections, as a MILP: as few late minutes as there can be.
//!
//! A binary a (group, spot), a number of children a (movers, group they end in). A group that may grow or shrink brings as
//! many leavers to the slot of its spot as it then has, and to no other; one that may not, its size. With every group on
//! one spot the children flow from movers to groups to slots, so that their numbers need not be asked to be whole.

use super::adapter::{Limits, Model, Term, Var};
use crate::release::{Crowd, Day, Movers, Near, Spot};
use std::collections::BTreeMap;

/// Spots and changes.
#[derive(Debug, Clone)]
pub struct Found {
    /// Late minutes.
    pub late: i64,
    /// By group.
    pub spots: Vec<Spot>,
    /// By movers: how many are then in each of the groups they may be in.
    pub taken: Vec<Vec<usize>>,
}

/// Numbers this near to a whole one are whole.
const WHOLE: f64 = 1e-4;

/// Spots and changes with fewer late minutes than `spots`, if any are found, within what may change at once. A
/// group with more leavers than any slot takes keeps them; a section that loses all of its children may close.
pub fn solve(day: &Day, crowd: &Crowd, near: &Near, spots: &[Spot], limits: &Limits) -> Option<Found> {
    let mut part = Part::new(day, crowd, near);
    for (group, now) in spots.iter().enumerate() {
        if part.crew[group].then.is_empty() {
            part.stands(group, *now);
        } else {
            part.varies(group, *now);
        }
    }
    part.fill_slots();
    let before = day.strain(spots).late as f64;
    let grain = crowd.minutes as f64;
    part.model.enough(before - grain / 2.0);
    let answer = part.model.solve(&Limits { gap: grain - 0.1, ..*limits }, Some(&part.start));
    if !answer.has_values() || answer.objective > before - grain / 2.0 {
        return None;
    }
    let chosen = |at: &Vec<(Spot, Var)>| at.iter().find(|(_, var)| answer.chosen(*var)).map(|&(spot, _)| spot);
    let spots = part.at.iter().map(chosen).collect::<Option<_>>()?;
    Some(Found { late: answer.objective.round() as i64, spots, taken: part.taken(&answer.values)? })
}

/// Children of a group who may change.
#[derive(Clone, Default)]
struct Crew {
    /// How many there are now.
    now: f64,
    /// How many there will be.
    then: Vec<Term>,
}

impl Crew {
    fn joined(&mut self, now: f64, then: Var) {
        self.now += now;
        self.then.push((then, 1.0));
    }

    /// What they will be, each `sign`, with some more terms.
    fn with(&self, sign: f64, more: &[Term]) -> Vec<Term> {
        self.then.iter().map(|&(var, _)| (var, sign)).chain(more.iter().copied()).collect()
    }
}

struct Part<'d> {
    day: &'d Day,
    crowd: &'d Crowd,
    near: &'d Near,
    model: Model,
    /// What is so now means for each variable.
    start: Vec<f64>,
    /// By movers, then group they may be in: how many are then in it.
    goes: Vec<Vec<Option<Var>>>,
    /// By group: those who may change, and those of them whom `late_waves` binds.
    crew: Vec<Crew>,
    punctual: Vec<Crew>,
    /// By group: its spots.
    at: Vec<Vec<(Spot, Var)>>,
    /// By slot: leavers.
    slots: BTreeMap<(u32, u32), Vec<Term>>,
}

impl<'d> Part<'d> {
    /// Who goes where.
    fn new(day: &'d Day, crowd: &'d Crowd, near: &'d Near) -> Self {
        let mut part = Self {
            day,
            crowd,
            near,
            model: Model::new(),
            start: Vec::new(),
            goes: Vec::new(),
            crew: vec![Crew::default(); day.groups.len()],
            punctual: vec![Crew::default(); day.groups.len()],
            at: Vec::new(),
            slots: BTreeMap::new(),
        };
        let roomiest = day.per_wave.iter().copied().max().unwrap_or(0);
        let changes = |group: usize| near.changes[group] && day.groups[group].size <= roomiest;
        for movers in &crowd.movers {
            let goes = movers.to.iter().map(|&to| changes(to).then(|| part.goes(movers, to))).collect::<Vec<_>>();
            let all: usize = movers.to.iter().filter(|&&to| changes(to)).map(|&to| movers.count(to)).sum();
            part.model.equal(goes.iter().flatten().map(|&var| (var, 1.0)).collect(), all as f64);
            part.goes.push(goes);
        }
        part
    }

    fn enter(&mut self, var: Var, start: f64) -> Var {
        debug_assert_eq!(var.ix(), self.start.len());
        self.start.push(start);
        var
    }

    fn goes(&mut self, movers: &Movers, to: usize) -> Var {
        let now = movers.count(to) as f64;
        let var = self.model.continuous(0.0, 0.0, f64::INFINITY);
        self.crew[to].joined(now, var);
        if movers.punctual {
            self.punctual[to].joined(now, var);
        }
        self.enter(var, now)
    }

    /// The spots that a group may take; `cost` of each.
    fn spots(&mut self, group: usize, now: Spot, cost: impl Fn(Spot) -> f64) -> Vec<(Spot, Var)> {
        let all: Vec<Spot> = std::iter::once(now).chain(self.near.spots[group].iter().copied()).collect();
        let mut spots = Vec::with_capacity(all.len());
        for spot in all {
            let var = self.model.binary(cost(spot));
            spots.push((spot, self.enter(var, f64::from(u8::from(spot == now)))));
        }
        self.model.equal(spots.iter().map(|&(_, var)| (var, 1.0)).collect(), 1.0);
        self.at.push(spots.clone());
        spots
    }

    fn slot(&mut self, group: usize, spot: Spot) -> &mut Vec<Term> {
        self.slots.entry(self.day.groups[group].slot(spot)).or_default()
    }

    /// A group whose leavers stay.
    fn stands(&mut self, ix: usize, now: Spot) {
        let day = self.day;
        let group = &day.groups[ix];
        for (spot, var) in self.spots(ix, now, |spot| day.alone(group, spot).late as f64) {
            let brought = group.size.min(day.per_wave[spot.gate as usize]).max(1);
            self.slot(ix, spot).push((var, brought as f64));
        }
    }

    /// A group whose leavers may change.
    fn varies(&mut self, ix: usize, now: Spot) {
        let (day, crowd) = (self.day, self.crowd);
        let group = &day.groups[ix];
        let (least, most) = crowd.sizes[ix];
        let (least, most, size) = (least.min(group.size) as f64, most.max(group.size) as f64, group.size as f64);
        let gone = self.model.binary(0.0);
        let gone = self.enter(gone, 0.0);
        if !crowd.closes[ix] {
            self.model.fix(gone, 0.0);
        }
        let crew = self.crew[ix].clone();
        self.model.at_least(crew.with(1.0, &[(gone, least)]), least - size + crew.now);
        self.model.at_most(crew.with(1.0, &[(gone, most)]), most - size + crew.now);

        let mut brought = crew.with(-1.0, &[]);
        for (spot, var) in self.spots(ix, now, |_| 0.0) {
            let is_now = f64::from(u8::from(spot == now));
            let most = most.min(day.per_wave[spot.gate as usize] as f64);
            let brings = self.model.continuous(0.0, 0.0, most);
            let brings = self.enter(brings, is_now * size);
            self.model.at_most(vec![(brings, 1.0), (var, -most)], 0.0);
            brought.push((brings, 1.0));
            self.slot(ix, spot).push((brings, 1.0));
            let late = i64::from((spot.wave + 1).saturating_sub(day.max_waves)) * crowd.minutes;
            if late > 0 {
                // lately ≥ those of the group who are owed a wave in time, if it leaves here
                let bound = (group.late / crowd.minutes) as f64;
                let most = most.max(bound);
                let lately = self.model.continuous(late as f64, 0.0, most);
                let lately = self.enter(lately, is_now * bound);
                let punctual = &self.punctual[ix];
                let row = punctual.with(-1.0, &[(lately, 1.0), (var, -most)]);
                self.model.at_least(row, bound - punctual.now - most);
            }
        }
        self.model.equal(brought, size - crew.now);
    }

    fn fill_slots(&mut self) {
        for ((gate, _), terms) in std::mem::take(&mut self.slots) {
            let limit = self.day.per_wave[gate as usize].max(1);
            if limit < i64::MAX {
                self.model.at_most(terms, limit as f64);
            }
        }
    }

    /// None where a number of children is not whole.
    fn taken(&self, values: &[f64]) -> Option<Vec<Vec<usize>>> {
        let whole = |value: f64| ((value - value.round()).abs() < WHOLE).then_some(value.round() as usize);
        let taken = |(movers, goes): (&Movers, &Vec<Option<Var>>)| {
            let goes = movers.to.iter().zip(goes);
            goes.map(|(&to, var)| var.map_or(Some(movers.count(to)), |var| whole(values[var.ix()]))).collect()
        };
        self.crowd.movers.iter().zip(&self.goes).map(taken).collect()
    }
}
