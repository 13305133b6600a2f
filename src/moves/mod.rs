//! The school's moves on a plan, one file each, and the model that the engine room searches.
//!
//! Sections (open or not, pattern, room, staff) are the timetable; seats follow: every move of a section repairs the
//! seats it touches, student by student, from the free seats around. No move raises the number of hard violations.

mod catalogue;
mod close;
mod construct;
mod eject;
mod free;
mod gather;
mod lead;
mod open;
mod replace;
mod room;
mod shift;
mod student;
mod swap_leads;
mod take;

pub use catalogue::Catalogue;

use crate::plan::{Mark, Plan};
use crate::problem::Problem;
use crate::rules::{RULE_COUNT, RULES};
use crate::score::{Level, Score};
use crate::search::{Model, Rng};

/// Energy of one hard violation.
const HARD: i64 = 1_000_000;

/// A plan under search.
#[derive(Clone)]
pub struct School<'p> {
    problem: &'p Problem,
    catalogue: &'p Catalogue,
    plan: Plan,
    mark: Option<Mark>,
    energy_of: [i64; RULE_COUNT],
    shortfall_weight: i64,
    work: u64,
}

/// A kind of move: changes the plan and returns true, or returns false with the plan in any state (it is then taken
/// back).
type Move = fn(&mut School, &mut Rng) -> bool;

/// Every kind of move, by name.
const MOVES: [(&str, Move); 10] = [
    ("take", take::take),
    ("eject", eject::eject),
    ("lead", lead::lead),
    ("swap_leads", swap_leads::swap_leads),
    ("room", room::room),
    ("shift", shift::shift),
    ("open", open::open),
    ("close", close::close),
    ("replace", replace::replace),
    ("gather", gather::gather),
];

impl<'p> School<'p> {
    /// A model that starts at a plan. `shortfall_weight` is the energy of one owed student-minute.
    pub fn new(problem: &'p Problem, catalogue: &'p Catalogue, plan: Plan, shortfall_weight: i64) -> Self {
        let mut energy_of = [0; RULE_COUNT];
        for (rule, stated) in RULES.iter().enumerate() {
            energy_of[rule] = problem.policy.weights[rule]
                * match stated.level {
                    Level::Hard => HARD,
                    Level::Shortfall => shortfall_weight,
                    Level::Cost => 1,
                };
        }
        Self { problem, catalogue, plan, mark: None, energy_of, shortfall_weight, work: 0 }
    }

    /// The plan as it stands.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan as it stands, taken out of the model.
    pub fn into_plan(self) -> Plan {
        self.plan
    }

    fn hard(&self) -> i64 {
        self.plan.score(self.problem).hard
    }
}

impl Model for School<'_> {
    type Value = Score;

    fn value(&self) -> Score {
        self.plan.score(self.problem)
    }

    fn energy(&self) -> i64 {
        let tally = self.plan.tally();
        (0..RULE_COUNT).map(|rule| self.energy_of[rule] * tally.value(rule)).sum()
    }

    fn kinds(&self) -> usize {
        MOVES.len()
    }

    fn attempt(&mut self, kind: usize, rng: &mut Rng) -> bool {
        self.mark = Some(self.plan.mark());
        let done = MOVES[kind].1(self, rng);
        if !done {
            self.take_back();
        }
        done
    }

    fn keep(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.plan.keep(&mark);
        }
    }

    fn take_back(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.plan.take_back(self.problem, &mark);
        }
    }

    fn work(&self) -> u64 {
        self.work
    }
}
