//! The release (放学批次): which gate and wave the leavers of every section get.
//!
//! The days are independent. A group (the leavers of one section after one period) takes one spot, a gate and a wave;
//! a spot's slot is the same for groups of different end times that depart at the same moment. Each day is laid
//! greedily (always feasible, since a group may leave alone), annealed, and, where asked, handed to a MILP
//! ([`crate::milp::waves`]) that starts from what was found. Days run in parallel; with a limit in steps and nodes the
//! answer is the same on every machine.

mod anneal;
mod day;
mod punctual;

pub use day::{Day, Group, Spot, Strain, Tie};
pub use punctual::{Crowd, Movers, Near, hasten};

use crate::milp::adapter::Limits;
use crate::milp::waves;
use crate::plan::{Departure, Plan};
use crate::problem::{DayId, Id, Problem, SectionId};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How much work to spend on each day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// Seed of the annealing.
    pub seed: u64,
    /// Moves tried by the annealing of a day.
    pub steps: u32,
    /// Limits of a day's MILP; none for no MILP.
    pub exact: Option<Limits>,
}

impl Effort {
    /// Annealing alone: some tenths of a second for a week on two cores.
    pub const QUICK: Self = Self { seed: 1, steps: 400_000, exact: None };

    /// Annealing, then a MILP a day of at most so many seconds.
    pub fn within(seconds: f64) -> Self {
        Self { exact: Some(Limits::whole(seconds, None)), ..Self::QUICK }
    }
}

/// What a release came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Released {
    /// Days with leavers.
    pub days: usize,
    /// Days whose waves are proven the best for their leavers.
    pub proven: usize,
    /// Sum over the days: student-minutes late, and tenths of cost before `wave_wait` is rounded.
    pub strain: Strain,
}

/// Gives every group of leavers one gate and wave. Waves that keep every rule and cost no more stay as they are.
/// Cost: linear in the seats, and [`Effort`].
pub fn release(problem: &Problem, plan: &mut Plan, effort: &Effort) -> Released {
    let days: Vec<Day> = problem.calendar.days.ids().map(|day| Day::of(problem, plan, day)).collect();
    let laid: Vec<(Vec<Spot>, bool)> =
        days.par_iter().enumerate().map(|(ix, day)| lay(day, effort, DayId::at(ix))).collect();
    let mut released = Released::default();
    let mut departures: BTreeMap<SectionId, Vec<Departure>> =
        plan.open_sections().map(|section| (section, Vec::new())).collect();
    for (day, (spots, proven)) in days.iter().zip(&laid) {
        released.days += usize::from(!day.groups.is_empty());
        released.proven += usize::from(*proven && !day.groups.is_empty());
        released.strain += day.strain(spots);
        for (group, spot) in day.groups.iter().zip(spots) {
            let departures = departures.get_mut(&group.section).expect("groups sit in open sections");
            departures.push(group.departure(problem, *spot));
        }
    }
    plan.depart_all(problem, departures);
    released
}

/// Spots for the groups of a day, and whether they are proven the best.
fn lay(day: &Day, effort: &Effort, id: DayId) -> (Vec<Spot>, bool) {
    let first = day.greedy();
    if day.strain(&first) == Strain::default() {
        return (first, true);
    }
    let mut best = anneal::improve(day, first, effort.seed ^ ((id.ix() as u64) << 32), effort.steps);
    if let Some(present) = day.present()
        && day.strain(&present) <= day.strain(&best)
    {
        best = present;
    }
    match &effort.exact {
        None => (best, false),
        Some(limits) => waves::solve(day, best, limits),
    }
}
