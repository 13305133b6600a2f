//! `waves` (hard): leavers without exactly one wave; a wave without leavers; more leavers from two or more groups at
//! a gate in one slot than it lets through.
//!
//! Contract 4.1; source: 崇明 四(一)2 (分批有序离校). A slot is the time of departure ÷ `wave_minutes`, rounded down.

use super::{DayId, GateId, Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::adapter::Term;
use crate::milp::whole::{Whole, sum};
use crate::plan::Departure;
use crate::problem::Id;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "waves",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Exit(exits), Scope::GateDay(slots)],
};

fn exits(_: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let leavers = |period| section.exits.iter().any(|exit| exit.period == period && exit.leavers > 0);
    let named = |period| section.departures.iter().filter(|departure| departure.period == period).count();
    let amiss = section.exits.iter().filter(|exit| exit.leavers > 0 && named(exit.period) != 1).count();
    (amiss + section.departures.iter().filter(|departure| !leavers(departure.period)).count()) as i64
}

fn slots(problem: &Problem, plan: &Plan, gate: GateId, day: DayId) -> i64 {
    let per_wave = problem.gates[gate].per_wave;
    plan.slots(gate, day).iter().filter(|slot| slot.groups > 1 && slot.leavers > per_wave).count() as i64
}

/// What could leave in a slot: groups, and leavers.
type InSlot = (Vec<Term>, Vec<Term>);

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    let exits = whole.exits.clone();
    let all = f64::from(u32::try_from(problem.students.len()).expect("few students"));
    let mut slots: BTreeMap<(GateId, DayId, i64), InSlot> = BTreeMap::new();
    for exit in exits.iter() {
        let seats: Vec<_> =
            exit.leavers.iter().map(|(student, _)| whole.slots[exit.slot].seats[student.ix()]).collect();
        let spots: Vec<_> = exit.spots.iter().map(|spot| spot.2).collect();
        // One wave where someone leaves (a leaver goes to a spot), none where nobody does.
        whole.model.at_most(sum(&spots), 1.0);
        let mut idle = sum(&spots);
        idle.extend(seats.iter().map(|&seat| (seat, -1.0)));
        whole.model.at_most(idle, 0.0);
        let slot_of = |gate, wave| Departure { period: exit.period, gate, wave }.slot(problem);
        for &(gate, wave, var) in &exit.spots {
            if let Some(at) = gate {
                slots.entry((at, exit.day, slot_of(gate, wave))).or_default().0.push((var, 1.0));
            }
        }
        for (_, gate, wave, var) in exit.goings() {
            if let Some(at) = gate {
                slots.entry((at, exit.day, slot_of(gate, wave))).or_default().1.push((var, 1.0));
            }
        }
    }
    for ((gate, ..), (mut groups, mut leavers)) in slots {
        let per_wave = f64::from(problem.gates[gate].per_wave);
        let most = groups.len() as f64;
        let alone = whole.model.binary(0.0);
        leavers.push((alone, -all));
        whole.model.at_most(leavers, per_wave);
        groups.push((alone, most));
        whole.model.at_most(groups, most + 1.0);
    }
}
