//! Exact seats for a fixed timetable: every section keeps its course, pattern, room and staff.
//!
//! Sections of one (course, pattern) are one [`Block`] to a child, so children are seated in blocks and blocks are then
//! split into sections. What binds children together are blocks that both could use: the school falls apart into
//! components (mostly grades or stages) that are solved by a MILP each ([`crate::milp::seating`]), in parallel, from
//! the seats they have. Rules at stake: those of students and of rolls; a section left without children closes.

mod blocks;
mod split;

pub use blocks::{Block, Component, Place};

use crate::clock::Watch;
use crate::milp::adapter::Limits;
use crate::milp::seating::{self, Seating};
use crate::plan::Plan;
use crate::problem::Problem;
use rayon::prelude::*;

/// Choices a component may have to be solved as one.
const WHOLE: usize = 6_000;
/// Choices a part of a larger component has at most, unless a class has more.
const PART: usize = 3_000;
/// Rounds over the parts, at most.
const ROUNDS: usize = 8;

/// What an exact seating came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatingReport {
    /// Parts of the school that share no section.
    pub components: usize,
    /// Components whose seats are proven the best for this timetable.
    pub proven: usize,
    /// MILPs whose seats bettered the plan.
    pub improved: usize,
}

/// Seats the children of a timetable anew; seats only change where the score improves. A small component is one MILP.
/// A large one goes class by class, in rounds: of a grade together, then of several grades, each part with the places
/// that the others leave, until a round changes nothing. `limits` are for the whole in seconds, for each MILP in nodes.
/// The waves of a released plan are recalled.
pub fn seat_exactly(problem: &Problem, plan: &mut Plan, limits: &Limits) -> SeatingReport {
    let watch = Watch::start();
    if plan.released() {
        plan.recall(problem);
    }
    let components = blocks::components(problem, plan);
    let (small, large): (Vec<Component>, Vec<Component>) =
        components.into_iter().partition(|component| component.work() <= WHOLE);
    let mut report = SeatingReport { components: small.len() + large.len(), ..SeatingReport::default() };
    let left = |watch: &Watch| Limits { seconds: limits.seconds - watch.seconds(), ..*limits };
    let (proven, improved) = seat(problem, plan, &small, &left(&watch));
    (report.proven, report.improved) = (proven, improved);
    for round in 0..ROUNDS {
        let limits = left(&watch);
        let parts: Vec<Component> =
            large.iter().flat_map(|component| component.parts(problem, plan, PART, round % 2 == 1)).collect();
        if limits.seconds <= 0.0 || parts.is_empty() {
            break;
        }
        let (_, improved) = seat(problem, plan, &parts, &limits);
        report.improved += improved;
        if improved == 0 && round % 2 == 1 {
            break;
        }
    }
    report
}

/// Solves components in parallel and takes each answer that betters the plan. How many are proven, and how many better
/// the plan.
fn seat(problem: &Problem, plan: &mut Plan, components: &[Component], limits: &Limits) -> (usize, usize) {
    let work: usize = components.iter().map(Component::work).sum();
    let threads = rayon::current_num_threads() as f64;
    let present: &Plan = plan;
    let solve = |component: &Component| {
        let share = threads * component.work() as f64 / work.max(1) as f64;
        let limits = Limits { seconds: limits.seconds * share.min(1.0), ..*limits };
        seating::solve(problem, present, component, &limits)
    };
    let seatings: Vec<Option<Seating>> = components.par_iter().map(solve).collect();
    let (mut proven, mut improved) = (0, 0);
    for (component, seating) in components.iter().zip(seatings) {
        let Some(seating) = seating else { continue };
        proven += usize::from(seating.proven);
        let before = plan.score(problem);
        let mark = plan.mark();
        split::apply(problem, plan, component, &seating);
        if plan.score(problem) < before {
            improved += 1;
        } else {
            plan.take_back(problem, &mark);
        }
        plan.keep(&mark);
    }
    (proven, improved)
}
