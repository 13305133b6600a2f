//! Waves that stay: after seats changed, every group of leavers keeps its gate and wave where it can.

use crate::plan::{Departure, Plan};
use crate::problem::{DayId, GateId, PeriodId, Problem, SectionId};
use crate::release::{Day, Spot};
use std::collections::BTreeMap;

/// The departures in force, by group.
pub(super) type Present = BTreeMap<(SectionId, PeriodId), Departure>;

/// The departures of a day's groups. Groups keep theirs; where a slot then lets too many through, the smallest groups
/// give way; those without one get the spot that strains least. Only if that makes more children late than laying the
/// day anew are all of them laid anew. Cost: the leavers of the day, and groups × waves.
pub(super) fn settle(problem: &Problem, plan: &Plan, day: DayId, present: &Present) -> Vec<(SectionId, Departure)> {
    let mut day = Day::of(problem, plan, day);
    for group in &mut day.groups {
        let departure = present.get(&(group.section, group.period));
        group.present = departure.and_then(|departure| match departure.gate {
            Some(gate) => Some(Spot { gate: gate.0, wave: departure.wave }),
            None => problem.gates.is_empty().then_some(Spot { gate: 0, wave: departure.wave }),
        });
    }
    let mut slots: BTreeMap<(u32, u32), (i64, u32)> = BTreeMap::new();
    let slot = |base: u32, spot: Spot| (spot.gate, base + spot.wave);
    let mut by_size: Vec<usize> = (0..day.groups.len()).filter(|&ix| day.groups[ix].present.is_some()).collect();
    by_size.sort_by_key(|&ix| (std::cmp::Reverse(day.groups[ix].size), ix));
    let mut spots: Vec<Option<Spot>> = vec![None; day.groups.len()];
    let fits = |slots: &BTreeMap<(u32, u32), (i64, u32)>, at: (u32, u32), size: i64, most: i64| {
        slots.get(&at).is_none_or(|&(leavers, _)| leavers.saturating_add(size) <= most)
    };
    for ix in by_size {
        let group = &day.groups[ix];
        let Some(spot) = group.present else { continue };
        let at = slot(group.base, spot);
        if fits(&slots, at, group.size, day.per_wave[spot.gate as usize]) {
            let entry = slots.entry(at).or_default();
            *entry = (entry.0 + group.size, entry.1 + 1);
            spots[ix] = Some(spot);
        }
    }
    let mut rest: Vec<usize> = (0..day.groups.len()).filter(|&ix| spots[ix].is_none()).collect();
    rest.sort_by_key(|&ix| (std::cmp::Reverse(day.groups[ix].wait), ix));
    for ix in rest {
        let group = &day.groups[ix];
        let free = |gate: u32| {
            let most = day.per_wave[gate as usize];
            (0..)
                .map(move |wave| Spot { gate, wave })
                .find(|&spot| fits(&slots, slot(group.base, spot), group.size, most))
        };
        let cheapest = (0..day.per_wave.len() as u32).filter_map(free).min_by_key(|&spot| day.alone(group, spot));
        let spot = cheapest.expect("a later slot is empty");
        let entry = slots.entry(slot(group.base, spot)).or_default();
        *entry = (entry.0 + group.size, entry.1 + 1);
        spots[ix] = Some(spot);
    }
    let mut spots: Vec<Spot> = spots.into_iter().flatten().collect();
    if day.strain(&spots).late > 0 {
        let anew = day.greedy();
        if day.strain(&anew).late < day.strain(&spots).late {
            spots = anew;
        }
    }
    let gate_of = |spot: Spot| (!problem.gates.is_empty()).then_some(GateId(spot.gate));
    let departures = day.groups.iter().zip(spots);
    departures
        .map(|(group, spot)| (group.section, Departure { period: group.period, gate: gate_of(spot), wave: spot.wave }))
        .collect()
}

/// Lays the waves of every day by [`settle`]. The plan is released.
pub(super) fn settle_all(problem: &Problem, plan: &mut Plan, present: &Present) {
    let mut departures: BTreeMap<SectionId, Vec<Departure>> =
        plan.open_sections().map(|section| (section, Vec::new())).collect();
    for day in problem.calendar.days.ids() {
        for (section, departure) in settle(problem, plan, day, present) {
            departures.entry(section).or_default().push(departure);
        }
    }
    plan.depart_all(problem, departures);
}
