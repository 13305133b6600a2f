//! A section of the working plan and the departures of its leavers.

use super::Exit;
use crate::problem::{
    ClassId, CourseId, GateId, PatternId, PeriodId, Problem, RoomId, SectionId, StudentId, TeacherId,
};

/// What a plan file named and the school does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unknown {
    /// An unknown room.
    pub room: bool,
    /// An unknown lead.
    pub lead: bool,
    /// Distinct unknown assistants.
    pub assistants: u32,
}

/// A section (开班): one course in one pattern, always in the same room with the same staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id in files; none until the plan is written for one that the engine opened.
    pub name: Option<String>,
    /// Its course.
    pub course: CourseId,
    /// Its pattern.
    pub pattern: PatternId,
    /// Its room.
    pub room: Option<RoomId>,
    /// Its lead (主讲).
    pub lead: Option<TeacherId>,
    /// Its assistants (助教), each once.
    pub assistants: Vec<TeacherId>,
    /// What its file named in vain.
    pub unknown: Unknown,
    /// Who sits in it, each once, in no order.
    pub seats: Vec<StudentId>,
    /// A care section: its students by class.
    pub care_classes: Vec<(ClassId, u32)>,
    /// Its leavers by period; an exit may have none.
    pub exits: Vec<Exit>,
    /// Waves named for it, in the order of the file.
    pub departures: Vec<Departure>,
    /// Positions of the section pins that name it.
    pub pins: Vec<usize>,
    /// Position of the published section of the same id and course.
    pub published: Option<usize>,
}

impl Section {
    /// A section without staff, seats or name.
    pub fn new(course: CourseId, pattern: PatternId, room: Option<RoomId>) -> Self {
        Self {
            name: None,
            course,
            pattern,
            room,
            lead: None,
            assistants: Vec::new(),
            unknown: Unknown::default(),
            seats: Vec::new(),
            care_classes: Vec::new(),
            exits: Vec::new(),
            departures: Vec::new(),
            pins: Vec::new(),
            published: None,
        }
    }

    /// Everyone who works in it, each once: the lead, then the assistants.
    #[inline]
    pub fn people(&self) -> impl Iterator<Item = TeacherId> + Clone {
        let lead = self.lead;
        lead.into_iter().chain(self.assistants.iter().copied().filter(move |&person| Some(person) != lead))
    }

    /// The departure after a period: the first named.
    #[inline]
    pub fn departure(&self, period: PeriodId) -> Option<Departure> {
        self.departures.iter().find(|departure| departure.period == period).copied()
    }

    /// Number of seats taken.
    #[inline]
    pub fn size(&self) -> u32 {
        self.seats.len() as u32
    }
}

/// One wave: the leavers of a section after a period go through a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// The period after which they leave.
    pub period: PeriodId,
    /// The gate; none where the school has none.
    pub gate: Option<GateId>,
    /// The wave, from 0.
    pub wave: u32,
}

impl Departure {
    /// The slot: time of departure in minutes of the day ÷ `wave_minutes`, rounded down.
    pub fn slot(&self, problem: &Problem) -> i64 {
        let step = i64::from(problem.policy.wave_minutes);
        (i64::from(problem.calendar.periods[self.period].end) + i64::from(self.wave) * step) / step
    }
}

/// The leavers of a section after a period, with their departure if one is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leavers {
    /// The section.
    pub section: SectionId,
    /// The period.
    pub period: PeriodId,
    /// The first wave named for them.
    pub departure: Option<Departure>,
    /// Who they are.
    pub students: Vec<StudentId>,
}
