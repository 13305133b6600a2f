//! `siblings` (cost 3): by family, day and end time, over the siblings whose last period ends then, minutes between
//! their first and last wave, plus 5 for each gate beyond the first.
//!
//! Contract 4.3.

use super::{DayId, Level, Plan, Problem, Rule, Scope};

pub(super) const RULE: Rule =
    Rule { name: "siblings", level: Level::Cost, weight: Some(3), per: 1, scopes: &[Scope::Departures(unit)] };

fn unit(problem: &Problem, plan: &Plan, day: DayId) -> i64 {
    let mut departures = Vec::new();
    for leavers in plan.leavers(problem, day) {
        let Some(departure) = leavers.departure else { continue };
        let end = problem.calendar.periods[leavers.period].end;
        for student in leavers.students {
            if let Some(family) = problem.students[student].family {
                departures.push((family, end, departure.wave, departure.gate));
            }
        }
    }
    departures.sort_unstable();
    departures
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .map(|together| {
            let waves = i64::from(together[together.len() - 1].2) - i64::from(together[0].2);
            let mut gates: Vec<_> = together.iter().map(|departure| departure.3).collect();
            gates.sort_unstable();
            gates.dedup();
            let gates = i64::try_from(gates.len()).expect("few gates") - 1;
            waves * i64::from(problem.policy.wave_minutes) + 5 * gates
        })
        .sum()
}
