//! The school's moves on a plan, one file each, and the model that the engine room searches.
//!
//! Sections (open or not, pattern, room, staff) are the timetable; seats follow: every move of a section repairs the
//! seats it touches, student by student, from the free seats around. No move raises the number of hard violations.

mod catalogue;
mod close;
mod construct;
mod dive;
mod eject;
mod free;
mod gather;
mod lead;
mod open;
mod patient;
mod put_back;
mod relieve;
mod replace;
mod reunite;
mod room;
mod shift;
mod student;
mod swap_leads;
mod take;
mod waves;

pub use catalogue::Catalogue;

use crate::plan::{Auditor, Mark, Plan};
use crate::problem::{Problem, SectionId, StudentId};
use crate::rules::{self, RULE_COUNT, RULES};
use crate::score::{Level, Score};
use crate::search::{Model, Rng, Schedule, pick};

/// Energy of one hard violation: more than all shortfall and cost that moves trade for it.
const HARD: i64 = 1_000_000_000_000;

/// Work between two looks for children who are owed something.
const LOOK: u64 = 20_000;

/// A plan under search.
#[derive(Clone)]
pub struct School<'p> {
    problem: &'p Problem,
    catalogue: &'p Catalogue,
    plan: Plan,
    mark: Option<Mark>,
    energy_of: [i64; RULE_COUNT],
    prices: Prices,
    work: u64,
    /// Clubs that a child left within the move that is being tried.
    vacated: Vec<SectionId>,
    /// Children who were owed something at the last look, and the work done by then.
    owing: Vec<StudentId>,
    looked: u64,
    auditor: Option<&'p Auditor>,
}

/// Energy of the things that moves estimate before they try: the policy's weights.
#[derive(Debug, Clone, Copy)]
struct Prices {
    /// An owed student-minute.
    shortfall: i64,
    wish: i64,
    none_of_top: i64,
    load: i64,
    staff_days: i64,
    avoid: i64,
    small_section: i64,
    care_split: i64,
    away_from_home: i64,
    money: i64,
    wave_wait: i64,
    wave_gate: i64,
    siblings: i64,
}

/// A kind of move: changes the plan and returns true, or returns false with the plan in any state (it is then taken
/// back).
type Move = fn(&mut School, &mut Rng) -> bool;

/// Every kind of move, by name.
const MOVES: [(&str, Move); 13] = [
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
    ("wave", waves::wave),
    ("swap_waves", waves::swap_waves),
    ("exchange", waves::exchange),
];

/// Students a school may have for leaps: in a larger one a cooling mends too little of what it disturbs.
pub const LEAP_STUDENTS: usize = 600;
/// Temperatures within a leap.
pub const LEAP_HEAT: Schedule = Schedule { hot: 30.0, cold: 1.0 };
/// Positions in [`MOVES`] of the moves that a kick is made of, a section's other pattern more often than another section.
const KICKS: [usize; 5] = [5, 5, 5, 6, 8];
/// Most moves of a kick.
const MOST_KICKS: usize = 3;
/// Tries until a move of a kick can be made.
const KICK_TRIES: usize = 50;

/// Name of a kind of move.
pub fn name_of(kind: usize) -> &'static str {
    MOVES[kind].0
}

impl<'p> School<'p> {
    /// A model that starts at a plan. `shortfall_weight` is the energy of one owed student-minute.
    pub fn new(problem: &'p Problem, catalogue: &'p Catalogue, plan: Plan, shortfall_weight: i64) -> Self {
        let mut energy_of = [0; RULE_COUNT];
        for (rule, stated) in RULES.iter().enumerate() {
            energy_of[rule] = problem.policy.weights[rule].saturating_mul(match stated.level {
                Level::Hard => HARD,
                Level::Shortfall => shortfall_weight,
                Level::Cost => 1,
            });
        }
        let of = |rule| problem.policy.weights[rules::position(rule)];
        let prices = Prices {
            shortfall: shortfall_weight,
            wish: of("wish"),
            none_of_top: of("none_of_top"),
            load: of("load"),
            staff_days: of("staff_days"),
            avoid: of("avoid"),
            small_section: of("small_section"),
            care_split: of("care_split"),
            away_from_home: of("away_from_home"),
            money: of("money"),
            wave_wait: of("wave_wait"),
            wave_gate: of("wave_gate"),
            siblings: of("siblings"),
        };
        Self {
            problem,
            catalogue,
            plan,
            mark: None,
            energy_of,
            prices,
            work: 0,
            vacated: Vec::new(),
            owing: Vec::new(),
            looked: 0,
            auditor: None,
        }
    }

    /// Has every kept move audited.
    pub fn audited_by(self, auditor: &'p Auditor) -> Self {
        Self { auditor: Some(auditor), ..self }
    }

    /// The plan as it stands.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan as it stands, taken out of the model.
    pub fn into_plan(self) -> Plan {
        self.plan
    }

    /// Makes a published section that is gone, moved or has lost children as it was, whatever that costs. False when
    /// there is none, or it cannot be.
    pub fn put_back(&mut self, rng: &mut Rng) -> bool {
        self.made(put_back::put_back, rng)
    }

    /// Parts children who may leave late from others where someone leaves late who may not. False when there are none,
    /// or it cannot be.
    pub fn part_patient(&mut self, rng: &mut Rng) -> bool {
        self.made(patient::part_patient, rng)
    }

    fn made(&mut self, try_it: Move, rng: &mut Rng) -> bool {
        let done = self.try_move(try_it, rng);
        if done {
            self.keep();
        }
        done
    }

    fn try_move(&mut self, try_it: Move, rng: &mut Rng) -> bool {
        self.mark = Some(self.plan.mark());
        self.vacated.clear();
        if self.work >= self.looked + LOOK {
            self.look();
        }
        let done = try_it(self, rng);
        if done {
            self.lay_waves(rng);
        } else {
            self.take_back();
        }
        done
    }

    /// Looks for children who are owed something.
    fn look(&mut self) {
        self.looked = self.work;
        let students = self.catalogue.attending.iter().copied();
        self.owing = match self.plan.score(self.problem).shortfall {
            0 => Vec::new(),
            _ => students.filter(|&student| self.owes(student)).collect(),
        };
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
        (0..RULE_COUNT)
            .fold(0, |sum: i64, rule| sum.saturating_add(self.energy_of[rule].saturating_mul(tally.value(rule))))
    }

    fn kinds(&self) -> usize {
        MOVES.len()
    }

    fn attempt(&mut self, kind: usize, rng: &mut Rng) -> bool {
        self.try_move(MOVES[kind].1, rng)
    }

    fn keep(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.plan.keep(&mark);
            if let Some(auditor) = self.auditor {
                auditor.step(self.problem, &self.plan);
            }
        }
    }

    fn take_back(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.plan.take_back(self.problem, &mark);
        }
    }

    fn kick(&mut self, rng: &mut Rng) {
        for _ in 0..=pick(rng, MOST_KICKS - 1) {
            let kind = KICKS[pick(rng, KICKS.len())];
            if (0..KICK_TRIES).any(|_| self.attempt(kind, rng)) {
                self.keep();
            }
        }
    }

    fn work(&self) -> u64 {
        self.work
    }
}
