//! Courses with their patterns, rooms, gates and pins.

use super::calendar::PeriodSet;
use super::ids::{CourseId, DayId, PatternId, PeriodId, RoomId, StudentId, TeacherId};
use std::ops::Range;

/// Kind of course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CourseKind {
    /// Only for children who wished it.
    Club,
    /// Any child of its grades.
    Open,
    /// Base care (基础托管).
    Care,
    /// Staff only.
    Post,
}

/// A course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Id in the file.
    pub name: String,
    /// Kind.
    pub kind: CourseKind,
    /// Category, as a dense number of the problem.
    pub category: Option<u32>,
    /// Counts towards the special share (特色).
    pub special: bool,
    /// By grade: whether the course is for it.
    pub for_grade: Vec<bool>,
    /// Fewest seats of an open section.
    pub min_size: u32,
    /// Most seats by the course itself.
    pub max_size: u32,
    /// Most sections in the cycle.
    pub max_sections: u32,
    /// Most sections in one period.
    pub max_parallel: u32,
    /// Most sections of an open course one student may hold; 1 for a club, no bound for care.
    pub max_per_student: u32,
    /// Its patterns.
    pub patterns: PatternRange,
    /// Assistants every section needs.
    pub assistants: u32,
    /// Shortest stay offsite, the policy's floor included.
    pub min_stay: u32,
    /// A post: sections wanted on every pattern.
    pub fill: u32,
    /// Whether a section needs a room.
    pub needs_room: bool,
    /// By teacher: has the skill and is among the named leads, if any are named.
    pub lead_fits: Vec<bool>,
    /// By room: cleared, has the features, and is among the named rooms, if any are named.
    pub room_fits: Vec<bool>,
    /// Teachers who fit and are cleared, ascending.
    pub leads: Vec<TeacherId>,
    /// Rooms that fit, ascending.
    pub rooms: Vec<RoomId>,
}

/// The patterns of one course: consecutive ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternRange(pub Range<u32>);

impl PatternRange {
    /// The patterns, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = PatternId> + ExactSizeIterator + Clone + use<> {
        self.0.clone().map(PatternId)
    }
    /// Number of patterns.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether the course has no pattern.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A set of periods a section may meet in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The course it belongs to.
    pub course: CourseId,
    /// The periods.
    pub periods: PeriodSet,
    /// Periods that share a minute with one of them, themselves included.
    pub clashes: PeriodSet,
    /// Moments (by the period that stands for each) at which the section is in session.
    pub moments: PeriodSet,
    /// Moments at which one of its meetings starts.
    pub starts: PeriodSet,
    /// Total minutes.
    pub minutes: i64,
    /// Minutes in periods whose kind the special share counts.
    pub share_minutes: i64,
    /// Its periods by day, in order of the days.
    pub days: Vec<(DayId, PeriodSet, i64)>,
    /// Length in minutes of its shortest block: a run of its periods of one day with breaks of at most `max_break`.
    pub shortest_block: u32,
}

/// A room or venue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Id in the file.
    pub name: String,
    /// Most students of each section.
    pub capacity: u32,
    /// Sections it holds at once.
    pub parallel: u32,
    /// Periods in which it is closed.
    pub closed: PeriodSet,
    /// Fen per 60 minutes.
    pub cost: u32,
    /// Whether it may be used at all.
    pub cleared: bool,
    /// Present for a venue outside the school.
    pub offsite: Option<Offsite>,
}

/// What makes a venue offsite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offsite {
    /// Minutes one way.
    pub travel: u32,
    /// Children one adult may escort.
    pub escort_per: u32,
}

/// A gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Id in the file.
    pub name: String,
    /// Most leavers of one slot.
    pub per_wave: u32,
}

/// A pin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pin {
    /// A section exists with what is named.
    Section(SectionPin),
    /// A student holds a course, or does not.
    Student {
        /// Who.
        student: StudentId,
        /// What.
        course: CourseId,
        /// Does not.
        never: bool,
    },
    /// A teacher leads a section of a course, or leads none.
    Teacher {
        /// Who.
        teacher: TeacherId,
        /// What.
        course: CourseId,
        /// Does not.
        never: bool,
    },
}

/// What a section pin names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionPin {
    /// Id of the section in the plan.
    pub name: String,
    /// Its course.
    pub course: Option<CourseId>,
    /// Its periods.
    pub pattern: Option<PeriodSet>,
    /// Its room.
    pub room: Option<RoomId>,
    /// Its lead.
    pub lead: Option<TeacherId>,
}

impl Pattern {
    /// Whether sections in the two patterns share a minute.
    #[inline]
    pub fn clashes_with(&self, other: &Self) -> bool {
        self.clashes.meets(other.periods)
    }
    /// The periods, ascending.
    pub fn iter(&self) -> impl Iterator<Item = PeriodId> {
        self.periods.iter()
    }
}
