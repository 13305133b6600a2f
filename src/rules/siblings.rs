//! `siblings` (cost 3): by family, day and end time, over the siblings whose last period ends then, minutes between
//! their first and last wave, plus 5 for each gate beyond the first.
//!
//! Contract 4.3.

use super::{DayId, FamilyId, Level, Plan, Problem, Rule, Scope};
use crate::milp::adapter::Var;
use crate::milp::whole::Whole;
use crate::problem::{GateId, StudentId};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    name: "siblings",
    level: Level::Cost,
    weight: Some(3),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::FamilyDay(unit)],
};

fn unit(problem: &Problem, plan: &Plan, family: FamilyId, day: DayId) -> i64 {
    let periods = problem.calendar.days[day].periods;
    let mut departures = Vec::new();
    for &child in &problem.families[family] {
        let Some(period) = problem.students[child].leaves_after.and(periods).iter().next() else { continue };
        for &section in plan.held(child) {
            let row = plan.section(section);
            if plan.is_open(section)
                && problem.patterns[row.pattern].periods.has(period)
                && let Some(departure) = row.departure(period)
            {
                departures.push((problem.calendar.periods[period].end, departure.wave, departure.gate));
            }
        }
    }
    departures.sort_unstable();
    departures
        .chunk_by(|a, b| a.0 == b.0)
        .map(|together| {
            let waves = i64::from(together[together.len() - 1].1) - i64::from(together[0].1);
            let mut gates: Vec<_> = together.iter().map(|departure| departure.2).collect();
            gates.sort_unstable();
            gates.dedup();
            let gates = i64::try_from(gates.len()).expect("few gates") - 1;
            waves * i64::from(problem.policy.wave_minutes) + 5 * gates
        })
        .sum()
}

/// Gate, wave, and whether the child goes there.
type Going = (Option<GateId>, u32, Var);

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    let exits = whole.exits.clone();
    let mut leaving: BTreeMap<(FamilyId, DayId, u32, StudentId), Vec<Going>> = BTreeMap::new();
    for exit in exits.iter() {
        let end = problem.calendar.periods[exit.period].end;
        for (student, gate, wave, goes) in exit.goings() {
            if let Some(family) = problem.students[student].family {
                leaving.entry((family, exit.day, end, student)).or_default().push((gate, wave, goes));
            }
        }
    }
    let all: Vec<_> = leaving.into_iter().collect();
    for together in all.chunk_by(|a, b| (a.0.0, a.0.1, a.0.2) == (b.0.0, b.0.1, b.0.2)) {
        let spread = whole.model.continuous(0.0, 0.0, f64::INFINITY);
        whole.charge(spread, i64::from(problem.policy.wave_minutes));
        let waves = together.iter().flat_map(|(_, goings)| goings).map(|going| going.1).max().unwrap_or(0);
        // The wave of one who goes less that of another who does.
        for (_, one) in together {
            for (_, other) in together {
                let mut terms: Vec<_> = one.iter().map(|going| (going.2, f64::from(going.1))).collect();
                terms.extend(other.iter().map(|going| (going.2, f64::from(waves) - f64::from(going.1))));
                terms.push((spread, -1.0));
                whole.model.at_most(terms, f64::from(waves));
            }
        }
        let gates: BTreeSet<_> = together.iter().flat_map(|(_, goings)| goings).map(|going| going.0).collect();
        let mut used = Vec::new();
        for gate in gates {
            let some = whole.model.continuous(0.0, 0.0, 1.0);
            for (_, goings) in together {
                let mut terms: Vec<_> =
                    goings.iter().filter(|going| going.0 == gate).map(|going| (going.2, 1.0)).collect();
                terms.push((some, -1.0));
                whole.model.at_most(terms, 0.0);
            }
            used.push((some, 1.0));
        }
        let more = whole.excess(used, -1);
        whole.charge(more, 5);
    }
}
