//! The groups of leavers a plan could have.

use super::Slot;
use crate::milp::adapter::{Model, Var};
use crate::problem::{DayId, GateId, Id, PeriodId, PeriodKind, Problem, StudentId};

/// The leavers of a slot after a period, if there are any.
#[derive(Debug, Clone)]
pub struct Exit {
    /// Position of the slot.
    pub slot: usize,
    /// The period.
    pub period: PeriodId,
    /// Its day.
    pub day: DayId,
    /// Gate, wave, and whether the group goes there.
    pub spots: Vec<(Option<GateId>, u32, Var)>,
    /// Each student who could leave, with a variable a spot: they go there.
    pub leavers: Vec<(StudentId, Vec<Var>)>,
}

impl Exit {
    /// Each leaver's spots: (student, gate, wave, they go there).
    pub fn goings(&self) -> impl Iterator<Item = (StudentId, Option<GateId>, u32, Var)> {
        self.leavers.iter().flat_map(move |(student, vars)| {
            self.spots.iter().zip(vars).map(move |(&(gate, wave, _), &var)| (*student, gate, wave, var))
        })
    }
}

/// The exits of all slots: a leaver goes where the group goes, once if seated. None when there would be more
/// variables than `most`.
pub(super) fn lay(problem: &Problem, model: &mut Model, slots: &[Slot], most: usize) -> Option<Vec<Exit>> {
    let gates: Vec<Option<GateId>> =
        if problem.gates.is_empty() { vec![None] } else { problem.gates.ids().map(Some).collect() };
    let mut exits = Vec::new();
    for (ix, slot) in slots.iter().enumerate() {
        let pattern = &problem.patterns[slot.pattern];
        for period in pattern.iter().filter(|&period| problem.calendar.periods[period].kind != PeriodKind::Midday) {
            let day = problem.calendar.periods[period].day;
            let leaves = |who: &&StudentId| {
                let who = &problem.students[**who];
                who.leaves_after.has(period) && who.attends.covers(pattern.periods)
            };
            let students: Vec<StudentId> = problem.students.ids().collect();
            let leavers: Vec<StudentId> = students.iter().filter(leaves).copied().collect();
            if leavers.is_empty() || model.size() > most {
                continue;
            }
            let waves = waves(problem, day);
            let spots: Vec<_> = gates.iter().flat_map(|&gate| (0..waves).map(move |wave| (gate, wave))).collect();
            let spots: Vec<_> = spots.into_iter().map(|(gate, wave)| (gate, wave, model.binary(0.0))).collect();
            let mut going = Vec::new();
            for student in leavers {
                let vars: Vec<Var> = spots.iter().map(|_| model.continuous(0.0, 0.0, 1.0)).collect();
                for (&var, spot) in vars.iter().zip(&spots) {
                    model.at_most(vec![(var, 1.0), (spot.2, -1.0)], 0.0);
                }
                let mut once = super::sum(&vars);
                once.push((slot.seats[student.ix()], -1.0));
                model.equal(once, 0.0);
                going.push((student, vars));
            }
            exits.push(Exit { slot: ix, period, day, spots, leavers: going });
        }
    }
    (model.size() <= most).then_some(exits)
}

/// Waves to choose from: as many as children who leave that day.
fn waves(problem: &Problem, day: DayId) -> u32 {
    let periods = problem.calendar.days[day].periods;
    problem.students.rows().iter().filter(|student| student.leaves_after.meets(periods)).count() as u32
}
