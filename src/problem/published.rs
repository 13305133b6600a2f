//! The plan in force, followed as far as its ids still exist.

use super::calendar::PeriodSet;
use super::ids::{CourseId, RoomId, StudentId, Table, TeacherId};

/// The plan to stay close to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// Its sections, the first of each id, in the order of its file.
    pub sections: Vec<PublishedSection>,
    /// By student: the seats that `disruption` protects, as (course, periods): the pattern is still attended in full
    /// and the course may still be held.
    pub kept_seats: Table<StudentId, Vec<(CourseId, PeriodSet)>>,
}

/// A section of the published plan. `None` in `pattern`, and the outer `None` of `room` and `lead`, stand for
/// something that no longer exists and so can match nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedSection {
    /// Its id.
    pub name: String,
    /// Its course, if that still exists.
    pub course: Option<CourseId>,
    /// Its periods.
    pub pattern: Option<PeriodSet>,
    /// Its room.
    pub room: Option<Option<RoomId>>,
    /// Its lead.
    pub lead: Option<Option<TeacherId>>,
    /// Its assistants that still exist.
    pub assistants: Vec<TeacherId>,
    /// Its students that still exist.
    pub seats: Vec<StudentId>,
}
