//! `waves` (hard): leavers without exactly one wave; a wave without leavers; more leavers from two or more groups at
//! a gate in one slot than it lets through.
//!
//! Contract 4.1; source: 崇明 四(一)2 (分批有序离校). A slot is the time of departure ÷ `wave_minutes`, rounded down.

use super::{DayId, Level, Plan, Problem, Rule, Scope};
use crate::milp::adapter::Term;
use crate::milp::whole::{Whole, sum};
use crate::plan::Departure;
use crate::plan::Leavers;
use crate::problem::{GateId, Id};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "waves",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Departures(unit)],
};

fn unit(problem: &Problem, plan: &Plan, day: DayId) -> i64 {
    let mut violations = 0;
    let mut slots: Vec<(u32, i64, i64)> = Vec::new();
    for Leavers { section, period, departure, students } in plan.leavers(problem, day) {
        let named = plan.section(section).departures.iter().filter(|departure| departure.period == period).count();
        violations += i64::from(named != 1);
        let count = i64::try_from(students.len()).expect("fewer students than that");
        if let Some(departure) = departure
            && let Some(gate) = departure.gate
        {
            slots.push((gate.0, departure.slot(problem), count));
        }
    }
    for section in plan.open_sections() {
        let section = plan.section(section);
        let idle = |departure: &&Departure| {
            problem.calendar.periods[departure.period].day == day
                && !plan.leavers_of(problem, section, departure.period).any(|_| true)
        };
        violations += i64::try_from(section.departures.iter().filter(idle).count()).expect("few waves a section");
    }
    slots.sort_unstable();
    violations
        + slots
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .filter(|groups| {
                let leavers: i64 = groups.iter().map(|group| group.2).sum();
                groups.len() > 1 && leavers > i64::from(problem.gates.rows()[groups[0].0 as usize].per_wave)
            })
            .count() as i64
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    let exits = whole.exits.clone();
    let all = f64::from(u32::try_from(problem.students.len()).expect("few students"));
    let mut slots: BTreeMap<(GateId, DayId, i64), (Vec<Term>, Vec<Term>)> = BTreeMap::new();
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
