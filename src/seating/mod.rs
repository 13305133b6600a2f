//! Exact seats for a fixed timetable: every section keeps its course, pattern, room and staff.
//!
//! Sections of one (course, pattern) are one [`Block`] to a child, so children are seated in blocks and blocks are then
//! split into sections. What binds children together are blocks that both could use: the school falls apart into
//! components (mostly grades or stages) that are solved by a MILP each ([`crate::milp::seating`]), in parallel, from
//! the seats they have. Rules at stake: those of students and of rolls; a section left without children closes.

mod blocks;
mod split;

pub use blocks::{Block, Component, Place};

use crate::milp::adapter::Limits;
use crate::milp::seating::{self, Seating};
use crate::plan::Plan;
use crate::problem::Problem;
use rayon::prelude::*;

/// What an exact seating came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatingReport {
    /// Parts of the school that share no section.
    pub components: usize,
    /// Parts whose seats are proven the best for this timetable.
    pub proven: usize,
    /// Parts whose seats changed for the better.
    pub improved: usize,
}

/// Seats the children of a timetable anew, part by part; a part keeps its seats unless the score improves. `limits`
/// are for the whole: seconds are shared out by size, nodes are for each MILP. The waves of a released plan are
/// recalled.
pub fn seat_exactly(problem: &Problem, plan: &mut Plan, limits: &Limits) -> SeatingReport {
    if plan.released() {
        plan.recall(problem);
    }
    let components = blocks::components(problem, plan);
    let work: usize = components.iter().map(Component::work).sum();
    let threads = rayon::current_num_threads().min(components.len()) as f64;
    let present: &Plan = plan;
    let seatings: Vec<Option<Seating>> = components
        .par_iter()
        .map(|component| {
            let share = threads * component.work() as f64 / work.max(1) as f64;
            let limits = Limits { seconds: limits.seconds * share.min(1.0), ..*limits };
            seating::solve(problem, present, component, &limits)
        })
        .collect();
    let mut report = SeatingReport { components: components.len(), ..SeatingReport::default() };
    for (component, seating) in components.iter().zip(seatings) {
        let Some(seating) = seating else { continue };
        report.proven += usize::from(seating.proven);
        let before = plan.score(problem);
        let mark = plan.mark();
        split::apply(problem, plan, component, &seating);
        if plan.score(problem) < before {
            report.improved += 1;
        } else {
            plan.take_back(problem, &mark);
        }
        plan.keep(&mark);
    }
    report
}
