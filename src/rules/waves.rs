//! `waves` (hard): leavers without exactly one wave; a wave without leavers; more leavers from two or more groups at
//! a gate in one slot than it lets through.
//!
//! Contract 4.1; source: 崇明 四(一)2 (分批有序离校). A slot is the time of departure ÷ `wave_minutes`, rounded down.

use super::{DayId, Level, Plan, Problem, Rule, Scope};
use crate::plan::Leavers;

pub(super) const RULE: Rule =
    Rule { name: "waves", level: Level::Hard, weight: None, per: 1, scopes: &[Scope::Departures(unit)] };

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
        let idle = |departure: &&crate::plan::Departure| {
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
