//! What is given: a validated problem in dense ids and whole numbers. No serde here; [`crate::load`] builds it.

mod calendar;
mod ids;
mod people;
mod published;
mod supply;

pub use calendar::{Calendar, Day, MAX_PERIODS, Period, PeriodKind, PeriodSet, RawPeriod};
pub use ids::{
    ClassId, CourseId, DayId, FamilyId, GateId, GradeId, Id, PatternId, PeriodId, RoomId, SectionId, StudentId, Table,
    TeacherId,
};
pub use people::{Class, Grade, Stage, Student, Teacher};
pub use published::{Published, PublishedSection};
pub use supply::{Course, CourseKind, Gate, Offsite, Pattern, PatternRange, Pin, Room, SectionPin};

use crate::policy::Policy;

/// Stands for "no bound" wherever a size or a duration is bounded.
pub const NO_BOUND: u32 = u32::MAX;

/// The greatest number a field of a file may hold, so that every sum of the score fits its type.
pub const GREATEST: u64 = 1_000_000_000;

/// A valid problem.
#[derive(Debug, Clone)]
pub struct Problem {
    /// A label for people.
    pub name: String,
    /// The numbers and weights of the rules.
    pub policy: Policy,
    /// The cycle.
    pub calendar: Calendar,
    /// Grades.
    pub grades: Table<GradeId, Grade>,
    /// Classes.
    pub classes: Table<ClassId, Class>,
    /// Students.
    pub students: Table<StudentId, Student>,
    /// Courses.
    pub courses: Table<CourseId, Course>,
    /// Patterns of all courses; those of one course stand together.
    pub patterns: Table<PatternId, Pattern>,
    /// Teachers.
    pub teachers: Table<TeacherId, Teacher>,
    /// Rooms and venues.
    pub rooms: Table<RoomId, Room>,
    /// Gates.
    pub gates: Table<GateId, Gate>,
    /// Children of each family.
    pub families: Table<FamilyId, Vec<StudentId>>,
    /// Pins, in the order of the file.
    pub pins: Vec<Pin>,
    /// The plan in force.
    pub published: Option<Published>,
}

impl Problem {
    /// The pattern of a course that has just these periods; no two have.
    pub fn pattern_of(&self, course: CourseId, periods: PeriodSet) -> Option<PatternId> {
        self.courses[course].patterns.iter().find(|&pattern| self.patterns[pattern].periods == periods)
    }

    /// Whether the student may hold a seat of the course for some pattern: kind, grade and wish (or pin) fit.
    pub fn may_hold(&self, student: StudentId, course: CourseId) -> bool {
        let (who, what) = (&self.students[student], &self.courses[course]);
        match what.kind {
            CourseKind::Post => false,
            CourseKind::Open | CourseKind::Care => {
                what.for_grade[self.grade_of(student).ix()] || who.pinned_to.contains(&course)
            }
            CourseKind::Club => {
                who.pinned_to.contains(&course)
                    || (what.for_grade[self.grade_of(student).ix()] && who.wishes.contains(&course))
            }
        }
    }

    /// The grade of a student.
    #[inline]
    pub fn grade_of(&self, student: StudentId) -> GradeId {
        self.classes[self.students[student].class].grade
    }

    /// Most seats of a section: the least of the course's `max_size`, the room's capacity and the policy's cap for
    /// special courses; [`NO_BOUND`] without any.
    #[inline]
    pub fn limit(&self, course: CourseId, room: Option<RoomId>) -> u32 {
        let course = &self.courses[course];
        let cap = if course.special { self.policy.special_cap } else { NO_BOUND };
        course.max_size.min(cap).min(room.map_or(NO_BOUND, |room| self.rooms[room].capacity))
    }
}
