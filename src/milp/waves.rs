//! The release of one day as a MILP: late minutes first, then the cost with those fixed.
//!
//! A binary a (group, spot); one spot a group; a slot takes at most `per_wave` leavers, where a group larger than that
//! fills it alone. Siblings are tied by prefix sums over the waves, which is tighter than the spread of two wave
//! numbers: what one child has left by wave k and another has not costs one wave.

use super::adapter::{Limits, Model, Status, Term, Var};
use crate::clock::Watch;
use crate::release::{Day, Spot, Strain};
use std::collections::BTreeMap;

/// More waves than any day needs; a day that would is never called proven.
const WAVES: u32 = 64;

struct Waves<'d> {
    day: &'d Day,
    model: Model,
    /// By group: its spots.
    at: Vec<Vec<(Spot, Var)>>,
    /// By tie: (variable, what its value would be for given spots) for the warm start.
    aids: Vec<(Var, Aid)>,
    complete: bool,
}

/// What an auxiliary variable measures.
enum Aid {
    /// Some group of the tie has left by the wave and another has not.
    Parted { tie: usize, wave: u32 },
    /// Some group of the tie leaves by the gate.
    Gate { tie: usize, gate: u32 },
}

/// The best spots found from feasible ones, and whether they are proven the best. Never worse than `spots`.
pub fn solve(day: &Day, spots: Vec<Spot>, limits: &Limits) -> (Vec<Spot>, bool) {
    let mut best = spots;
    let mut strain = day.strain(&best);
    let watch = Watch::start();
    if strain.late > 0 {
        let mut waves = Waves::new(day, strain);
        waves.price(|group, spot| day.alone(&day.groups[group], spot).late, false);
        let (found, proven) = waves.run(&best, &Limits { seconds: limits.seconds / 2.0, ..*limits });
        if day.strain(&found) < strain {
            strain = day.strain(&found);
            best = found;
        }
        if !proven {
            return (best, false);
        }
    }
    let mut waves = Waves::new(day, strain);
    let late = waves.terms(|group, spot| day.alone(&day.groups[group], spot).late);
    waves.model.at_most(late, strain.late as f64);
    waves.price(|group, spot| day.alone(&day.groups[group], spot).tenths, true);
    let (found, proven) = waves.run(&best, &Limits { seconds: limits.seconds - watch.seconds(), ..*limits });
    if day.strain(&found) < strain {
        best = found;
    }
    (best, proven)
}

impl<'d> Waves<'d> {
    /// The rows. Spots that by themselves strain more than what is known stay out.
    fn new(day: &'d Day, known: Strain) -> Self {
        let mut waves = Self { day, model: Model::new(), at: Vec::new(), aids: Vec::new(), complete: true };
        let mut slots: BTreeMap<(u32, u32), Vec<Term>> = BTreeMap::new();
        for group in &day.groups {
            let mut at = Vec::new();
            for gate in 0..day.per_wave.len() as u32 {
                let good = (0..).map(|wave| Spot { gate, wave }).take_while(|&spot| day.alone(group, spot) <= known);
                for spot in good.take(WAVES as usize + 1) {
                    waves.complete &= spot.wave < WAVES;
                    let var = waves.model.binary(0.0);
                    let limit = day.per_wave[gate as usize];
                    slots.entry(group.slot(spot)).or_default().push((var, group.size.min(limit).max(1) as f64));
                    at.push((spot, var));
                }
            }
            waves.model.equal(at.iter().map(|&(_, var)| (var, 1.0)).collect(), 1.0);
            waves.at.push(at);
        }
        for ((gate, _), terms) in slots {
            let limit = day.per_wave[gate as usize].max(1);
            if limit < i64::MAX {
                waves.model.at_most(terms, limit as f64);
            }
        }
        waves
    }

    fn terms(&self, value: impl Fn(usize, Spot) -> i64) -> Vec<Term> {
        let spots =
            self.at.iter().enumerate().flat_map(|(group, at)| at.iter().map(move |&(spot, var)| (group, spot, var)));
        spots.map(|(group, spot, var)| (var, value(group, spot) as f64)).filter(|term| term.1 != 0.0).collect()
    }

    /// Lays costs on the spots and, if asked, on the ties.
    fn price(&mut self, value: impl Fn(usize, Spot) -> i64, tied: bool) {
        for (var, cost) in self.terms(value) {
            self.model.set_cost(var, cost);
        }
        for tie in 0..if tied { self.day.ties.len() } else { 0 } {
            self.tie(tie);
        }
    }

    fn tie(&mut self, ix: usize) {
        let tie = &self.day.ties[ix];
        let sum = |waves: &Self, group: u32, sign: f64, pick: &dyn Fn(Spot) -> bool| -> Vec<Term> {
            let at = waves.at[group as usize].iter();
            at.filter(|(spot, _)| pick(*spot)).map(|&(_, var)| (var, sign)).collect()
        };
        let last = tie.groups.iter().flat_map(|&group| &self.at[group as usize]).map(|(spot, _)| spot.wave).max();
        for wave in 0..last.unwrap_or(0) {
            let parted = self.model.continuous((tie.families * self.day.apart) as f64, 0.0, 1.0);
            self.aids.push((parted, Aid::Parted { tie: ix, wave }));
            for &one in &tie.groups {
                for &other in tie.groups.iter().filter(|&&other| other != one) {
                    let mut terms = sum(self, one, 1.0, &|spot| spot.wave <= wave);
                    terms.extend(sum(self, other, -1.0, &|spot| spot.wave <= wave));
                    terms.push((parted, -1.0));
                    self.model.at_most(terms, 0.0);
                }
            }
        }
        for gate in 0..self.day.per_wave.len() as u32 {
            let used = self.model.continuous((tie.families * self.day.gates_apart) as f64, 0.0, 1.0);
            self.aids.push((used, Aid::Gate { tie: ix, gate }));
            for &group in &tie.groups {
                let mut terms = sum(self, group, 1.0, &|spot| spot.gate == gate);
                terms.push((used, -1.0));
                self.model.at_most(terms, 0.0);
            }
        }
    }

    /// The values that stand for spots.
    fn values(&self, spots: &[Spot]) -> Vec<f64> {
        let mut values = vec![0.0; self.model.size()];
        for (at, spot) in self.at.iter().zip(spots) {
            if let Some(&(_, var)) = at.iter().find(|(other, _)| other == spot) {
                values[var.ix()] = 1.0;
            }
        }
        for (var, aid) in &self.aids {
            let (Aid::Parted { tie, .. } | Aid::Gate { tie, .. }) = *aid;
            let mut spots = self.day.ties[tie].groups.iter().map(|&group| spots[group as usize]);
            values[var.ix()] = f64::from(u8::from(match *aid {
                Aid::Parted { wave, .. } => {
                    let left = spots.clone().filter(|spot| spot.wave <= wave).count();
                    left > 0 && left < spots.count()
                }
                Aid::Gate { gate, .. } => spots.any(|spot| spot.gate == gate),
            }));
        }
        values
    }

    /// The best spots found and whether no others cost less.
    fn run(&self, start: &[Spot], limits: &Limits) -> (Vec<Spot>, bool) {
        let grain = self.model.grain();
        let answer = self.model.solve(&Limits { gap: grain - 0.1, ..*limits }, Some(&self.values(start)));
        if !answer.has_values() {
            return (start.to_vec(), false);
        }
        let chosen = |at: &Vec<(Spot, Var)>| at.iter().find(|(_, var)| answer.chosen(*var)).map(|&(spot, _)| spot);
        let spots = self.at.iter().map(|at| chosen(at).expect("every group has one spot")).collect();
        (spots, answer.status == Status::Optimal && self.complete)
    }
}
