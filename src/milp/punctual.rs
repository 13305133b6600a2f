//! The release of one day with children who may change sections, as a MILP: as few late minutes as there can be.
//!
//! A binary a (group, spot), a number of children a (movers, group they end in). A group that may grow or shrink brings as
//! many leavers to the slot of its spot as it then has, and to no other; one that may not, its size.

use super::adapter::{Limits, Model, Term, Var};
use crate::release::{Crowd, Day, Movers, Near, Spot};
use std::collections::BTreeMap;

/// By mover: how many go to each of the groups they may be in.
type Taken = Vec<Vec<usize>>;

/// Spots and changes with fewer late minutes than `spots`, if any are found, within what may change at once. A
/// group with more leavers than any slot takes keeps them; a section that loses all of its children may close.
pub fn solve(day: &Day, crowd: &Crowd, near: &Near, spots: &[Spot], limits: &Limits) -> Option<(Vec<Spot>, Taken)> {
    let mut part = Part::new(day, crowd, near);
    for (group, now) in spots.iter().enumerate() {
        if part.change[group].is_empty() {
            part.stands(group, *now);
        } else {
            part.varies(group, *now);
        }
    }
    part.fill_slots();
    let before = day.strain(spots).late as f64;
    let grain = crowd.minutes as f64;
    let answer = part.model.solve(&Limits { gap: grain - 0.1, ..*limits }, Some(&part.start));
    if !answer.has_values() || answer.objective > before - grain / 2.0 {
        return None;
    }
    let chosen = |at: &Vec<(Spot, Var)>| at.iter().find(|(_, var)| answer.chosen(*var)).map(|&(spot, _)| spot);
    Some((part.at.iter().map(chosen).collect::<Option<_>>()?, part.taken(&answer.values)?))
}

struct Part<'d> {
    day: &'d Day,
    crowd: &'d Crowd,
    near: &'d Near,
    model: Model,
    /// What is so now means for each variable.
    start: Vec<f64>,
    /// By mover, then group they may be in: how many change to it.
    goes: Vec<Vec<Option<Var>>>,
    /// By group: what changes its leavers, and those of them whom `late_waves` binds.
    change: Vec<Vec<Term>>,
    punctual: Vec<Vec<Term>>,
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
            change: vec![Vec::new(); day.groups.len()],
            punctual: vec![Vec::new(); day.groups.len()],
            at: Vec::new(),
            slots: BTreeMap::new(),
        };
        let roomiest = day.per_wave.iter().copied().max().unwrap_or(0);
        let changes = |group: usize| near.changes[group] && day.groups[group].size <= roomiest;
        for movers in &crowd.movers {
            let all = movers.children.len() as f64;
            let goes: Vec<Option<Var>> = movers
                .to
                .iter()
                .map(|&to| (to != movers.from && changes(to) && changes(movers.from)).then(|| part.goes(movers, to)))
                .collect();
            part.model.at_most(goes.iter().flatten().map(|&var| (var, 1.0)).collect(), all);
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
        let var = self.model.integer(0.0, 0.0, movers.children.len() as f64);
        for (group, sign) in [(to, 1.0), (movers.from, -1.0)] {
            self.change[group].push((var, sign));
            if movers.punctual {
                self.punctual[group].push((var, sign));
            }
        }
        self.enter(var, 0.0)
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
        let with = |bound: f64| self.change[ix].iter().copied().chain([(gone, bound)]).collect::<Vec<Term>>();
        let (least_row, most_row) = (with(least), with(most));
        self.model.at_least(least_row, least - size);
        self.model.at_most(most_row, most - size);

        let mut brought: Vec<Term> = self.change[ix].iter().map(|&(var, sign)| (var, -sign)).collect();
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
                let mut row: Vec<Term> = self.punctual[ix].iter().map(|&(var, sign)| (var, -sign)).collect();
                row.extend([(lately, 1.0), (var, -most)]);
                self.model.at_least(row, bound - most);
            }
        }
        self.model.equal(brought, size);
    }

    fn fill_slots(&mut self) {
        for ((gate, _), terms) in std::mem::take(&mut self.slots) {
            let limit = self.day.per_wave[gate as usize].max(1);
            if limit < i64::MAX {
                self.model.at_most(terms, limit as f64);
            }
        }
    }

    fn taken(&self, values: &[f64]) -> Option<Taken> {
        let taken = |(movers, goes): (&Movers, &Vec<Option<Var>>)| {
            let many = |var: &Option<Var>| var.map_or(0, |var| values[var.ix()].round() as usize);
            let mut taken: Vec<usize> = goes.iter().map(many).collect();
            let gone: usize = taken.iter().sum();
            let home = movers.to.iter().position(|&to| to == movers.from)?;
            taken[home] = movers.children.len().checked_sub(gone)?;
            Some(taken)
        };
        self.crowd.movers.iter().zip(&self.goes).map(taken).collect()
    }
}
