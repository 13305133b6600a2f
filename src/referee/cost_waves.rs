//! What leaving costs the children and those who fetch them.

use super::calendar::clock_of;
use super::tally::{Part, Tally, count};
use super::view::{Departure, View};
use std::collections::{BTreeMap, BTreeSet};

/// `wave_wait`: leavers × wave × `wave_minutes`, twice for primary_lower, summed over all groups with a departure,
/// divided by 10 and rounded up once. One finding for each (section, period).
pub(super) fn wave_wait(view: &View<'_>, tally: &mut Tally) {
    let mut parts = Vec::new();
    for (group, departure) in &view.departures {
        let leavers = &view.groups[group];
        let lower = leavers.iter().filter(|&&index| view.stage(&view.students[index]) == Some("primary_lower"));
        let wait = departure.wave.saturating_mul(view.wave_minutes());
        parts.push(Part {
            value: count(leavers.len() + lower.count()).saturating_mul(wait),
            subject: vec![view.sections[group.0].id, view.periods[group.1].id],
            facts: vec![count(leavers.len()), departure.wave, wait],
        });
    }
    tally.charge_rounded_once("wave_wait", "wave_wait.wait", 10, &parts);
}

/// `wave_gate`: 1 for each leaver whose group leaves by another gate than the one of their grade; grades without one
/// never. One finding for each (section, period, gate of the grade).
pub(super) fn wave_gate(view: &View<'_>, tally: &mut Tally) {
    for (group, departure) in &view.departures {
        let mut elsewhere: BTreeMap<&str, i128> = BTreeMap::new();
        for &student in &view.groups[group] {
            let own = view.students[student].grade.and_then(|grade| grade.gate.as_deref());
            if let Some(own) = own.filter(|own| departure.gate != Some(*own)) {
                *elsewhere.entry(own).or_default() += 1;
            }
        }
        for (own, leavers) in elsewhere {
            let gate = departure.gate.unwrap_or_default();
            let subject = [view.sections[group.0].id, view.periods[group.1].id, gate, own];
            tally.charge("wave_gate", "wave_gate.other", leavers, &subject, &[&leavers]);
        }
    }
}

/// `siblings`: per family, week, day and end time, over siblings with a departure whose last period ends then:
/// (greatest − least wave) × `wave_minutes`, plus 5 for each gate beyond the first.
pub(super) fn siblings(view: &View<'_>, tally: &mut Tally) {
    let mut together: BTreeMap<(&str, u64, u64, i128), Vec<&Departure<'_>>> = BTreeMap::new();
    for (group, departure) in &view.departures {
        let period = &view.periods[group.1];
        for &student in &view.groups[group] {
            if let Some(family) = &view.students[student].row.family {
                together.entry((family, period.week, period.day, period.end)).or_default().push(departure);
            }
        }
    }
    for ((family, week, day, end), departures) in together {
        let waves = || departures.iter().map(|departure| departure.wave);
        let spread = waves().max().unwrap_or(0) - waves().min().unwrap_or(0);
        let apart = spread.saturating_mul(view.wave_minutes());
        let gates = departures.iter().map(|departure| departure.gate).collect::<BTreeSet<_>>().len();
        let amount = apart.saturating_add(5 * (count(gates) - 1));
        let facts: [&dyn std::fmt::Display; 5] = [&week, &day, &clock_of(end), &apart, &gates];
        tally.charge("siblings", "siblings.apart", amount, &[family], &facts);
    }
}
