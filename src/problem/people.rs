//! Grades, classes, students and teachers.

use super::calendar::PeriodSet;
use super::ids::{ClassId, CourseId, FamilyId, GateId, GradeId, RoomId};
use super::supply::CourseKind;

/// Stage of schooling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Grades 1–2.
    PrimaryLower,
    /// Grades 3–6.
    PrimaryUpper,
    /// Grades 7–9.
    Junior,
}

impl Stage {
    /// Every stage, in the contract's order.
    pub const ALL: [Self; 3] = [Self::PrimaryLower, Self::PrimaryUpper, Self::Junior];
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Id in the file.
    pub name: String,
    /// Its stage.
    pub stage: Stage,
    /// The gate its children leave by.
    pub gate: Option<GateId>,
}

/// A class (行政班).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Id in the file.
    pub name: String,
    /// Its grade.
    pub grade: GradeId,
    /// Its home room.
    pub home: Option<RoomId>,
}

/// A student and what the family asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Student {
    /// Id in the file.
    pub name: String,
    /// The class.
    pub class: ClassId,
    /// Periods the family opted into; no two clash.
    pub attends: PeriodSet,
    /// Last attended period of each day, unless it is a midday period.
    pub leaves_after: PeriodSet,
    /// Clubs, best first.
    pub wishes: Vec<CourseId>,
    /// Value of each wish, aligned with `wishes`.
    pub wish_values: Vec<i64>,
    /// The most that wishes can be worth: the first min(want, wishes) ranks.
    pub wish_best: i64,
    /// Clubs the child wants.
    pub want: u32,
    /// Special minutes the school owes; 0 when exempt or below the policy's threshold.
    pub special_owed: i64,
    /// Minutes owed by category: (category, minutes); none when exempt. One entry for each rule of the policy.
    pub category_owed: Vec<(u32, i64)>,
    /// Whether `coverage` binds the child.
    pub owed_coverage: bool,
    /// Whether `late_waves` binds the child.
    pub owed_early_wave: bool,
    /// The family; siblings share one.
    pub family: Option<FamilyId>,
    /// Courses a pin gives the child.
    pub pinned_to: Vec<CourseId>,
    /// Courses a pin denies the child.
    pub pinned_off: Vec<CourseId>,
}

/// A person who can lead or assist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teacher {
    /// Id in the file.
    pub name: String,
    /// The school's own.
    pub staff: bool,
    /// Whether they may serve at all.
    pub cleared: bool,
    /// Skills, as dense numbers of the problem.
    pub skills: Vec<u32>,
    /// Periods they cannot serve in.
    pub unavailable: PeriodSet,
    /// Periods they asked to be spared.
    pub avoid: PeriodSet,
    /// Most minutes in a cycle.
    pub max_minutes: u32,
    /// Most minutes in a day.
    pub max_minutes_day: u32,
    /// Fair share of a cycle, in minutes.
    pub target: Option<u32>,
    /// Fen per 60 minutes.
    pub pay: u32,
    /// Courses a pin makes them lead.
    pub pinned_to: Vec<CourseId>,
    /// Courses a pin keeps them from leading.
    pub pinned_off: Vec<CourseId>,
}

impl CourseKind {
    /// Whether students sit in it.
    pub fn has_seats(self) -> bool {
        self != Self::Post
    }
}
