//! The hard rule about leaving.

use super::calendar::clock_of;
use super::tally::{Tally, count, sum};
use super::view::View;
use std::collections::BTreeMap;
use std::fmt::Display;

/// `waves`: one violation for each (section, period) with leavers and not exactly one wave (of two the first listed
/// counts, without one there is no departure); for each wave listed without leavers, also one whose period is not in
/// the section's pattern; for each (gate, week, day, slot) with more than `per_wave` leavers from two or more groups.
/// A group is the leavers of one (section, period); slot = floor(departure / `wave_minutes`), in minutes of the day.
pub(super) fn waves(view: &View<'_>, tally: &mut Tally) {
    const RULE: &str = "waves";
    let mut listed: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for &(section, period, _) in &view.waves {
        *listed.entry((section, period)).or_default() += 1;
        if !view.groups.contains_key(&(section, period)) {
            let subject = [view.sections[section].id, view.periods[period].id];
            tally.violation(RULE, "waves.no_leavers", &subject, &[]);
        }
    }
    for (&(section, period), leavers) in &view.groups {
        let subject = [view.sections[section].id, view.periods[period].id];
        match listed.get(&(section, period)) {
            None => tally.violation(RULE, "waves.missing", &subject, &[&leavers.len()]),
            Some(1) => {}
            Some(times) => tally.violation(RULE, "waves.repeated", &subject, &[times, &leavers.len()]),
        }
    }
    crowded(view, tally);
}

/// Gate, week, day and number of the slot.
type Slot<'a> = (&'a str, u64, u64, i128);

/// Slots of a gate with too many leavers of two or more groups.
fn crowded(view: &View<'_>, tally: &mut Tally) {
    let mut slots: BTreeMap<Slot<'_>, Vec<(usize, usize)>> = BTreeMap::new();
    for (&(section, period), departure) in &view.departures {
        let Some(gate) = departure.gate else { continue };
        let leaves = &view.periods[period];
        let minute = departure.wave.saturating_mul(view.wave_minutes()).saturating_add(leaves.end);
        let slot = minute / view.wave_minutes();
        slots.entry((gate, leaves.week, leaves.day, slot)).or_default().push((section, period));
    }
    for ((gate, week, day, slot), groups) in slots {
        let Some(row) = view.problem.gates.iter().find(|row| row.id == gate) else { continue };
        let leavers = sum(groups.iter().map(|group| count(view.groups[group].len())));
        if groups.len() > 1 && leavers > i128::from(row.per_wave) {
            let mut subject = vec![gate];
            subject.extend(view.ids(groups.iter().map(|&(section, _)| section)));
            let moment = clock_of(slot.saturating_mul(view.wave_minutes()));
            let facts: [&dyn Display; 5] = [&week, &day, &moment, &leavers, &row.per_wave];
            tally.violation("waves", "waves.crowded", &subject, &facts);
        }
    }
}
