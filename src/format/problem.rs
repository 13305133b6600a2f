//! The shape of a problem file.

use super::plan::PlanFile;
use super::policy::PolicyFile;
use super::read::{absent_is_default, one};
use super::registry::RegistryFile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A whole problem: what the school has, what families asked for, and the policy that judges a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemFile {
    /// Always `"paipian/1"`.
    pub format: String,
    /// A label for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the term runs; reports read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermRow>,
    /// The numbers and weights of the rules.
    pub policy: PolicyFile,
    /// The cells of one cycle.
    pub periods: Vec<PeriodRow>,
    /// Grades with their stage.
    pub grades: Vec<GradeRow>,
    /// Classes with their grade.
    pub classes: Vec<ClassRow>,
    /// Students with what their families asked for.
    pub students: Vec<StudentRow>,
    /// Courses: clubs, open courses, base care and staff posts.
    pub courses: Vec<CourseRow>,
    /// Staff and external teachers.
    pub teachers: Vec<TeacherRow>,
    /// Rooms and offsite venues.
    pub rooms: Vec<RoomRow>,
    /// Gates by which groups leave.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<GateRow>,
    /// What must be so, whatever it costs.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<PinRow>,
    /// The plan in force, to stay close to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PlanFile>,
    /// What is on file about resources, fees and the school; `lint` and reports read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<RegistryFile>,
}

/// The term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TermRow {
    /// First day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Length in weeks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weeks: Option<u64>,
    /// Weeks after which the timetable repeats (1: every week alike).
    #[serde(default = "one", deserialize_with = "super::read::absent_is_one")]
    pub cycle_weeks: u64,
    /// Days without lessons, `YYYY-MM-DD`.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    /// Days of lessons beyond the cycle's (调休); reports read them.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub makeups: Vec<MakeupRow>,
}

/// A date that is taught like a day of the cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MakeupRow {
    /// The date, `YYYY-MM-DD`.
    pub date: String,
    /// The day it stands for: 1 = Monday … 7 = Sunday.
    pub day: u64,
}

/// One cell of the cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PeriodRow {
    /// Unique among periods.
    pub id: String,
    /// Week of the cycle, from 1.
    #[serde(default = "one", deserialize_with = "super::read::absent_is_one")]
    pub week: u64,
    /// 1 = Monday … 7 = Sunday.
    pub day: u64,
    /// `HH:MM`.
    pub start: String,
    /// `HH:MM`, after `start`.
    pub end: String,
    /// `midday`, `after_school`, `evening` or `weekend`.
    pub kind: String,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GradeRow {
    /// Unique among grades.
    pub id: String,
    /// `primary_lower`, `primary_upper` or `junior`.
    pub stage: String,
    /// The gate its children leave by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<String>,
}

/// A class (行政班).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassRow {
    /// Unique among classes.
    pub id: String,
    /// Its grade.
    pub grade: String,
    /// Its home room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
}

/// A student and what the family asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudentRow {
    /// Unique among students.
    pub id: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The class.
    pub class: String,
    /// Periods the family opted into.
    pub attends: Vec<String>,
    /// Clubs, best first.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub wishes: Vec<String>,
    /// How many clubs the child wants; the policy's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub want: Option<u64>,
    /// Names that `minutes` rules of the policy refer to.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Siblings share a family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Which of `coverage`, `special_share`, `category_minutes`, `late_waves` do not bind this child.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub exempt: Vec<String>,
}

/// A course: something that sections can be opened of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CourseRow {
    /// Unique among courses.
    pub id: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `club`, `open`, `care` or `post`.
    pub kind: String,
    /// Sport, art, tutoring, …; `minutes` rules of the policy refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whether its minutes count towards the special share (特色).
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_false")]
    pub special: bool,
    /// Grades it is for; empty: every grade.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<String>,
    /// Fewest seats of an open section.
    #[serde(default = "one", deserialize_with = "super::read::absent_is_one")]
    pub min_size: u64,
    /// Most seats of a section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_size: Option<u64>,
    /// Most sections in the cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_sections: Option<u64>,
    /// Most sections that meet in one period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_parallel: Option<u64>,
    /// Most sections of an open course one student may hold.
    #[serde(default = "one", deserialize_with = "super::read::absent_is_one")]
    pub max_per_student: u64,
    /// The sets of periods a section may meet in.
    pub patterns: Vec<Vec<String>>,
    /// The skill its lead needs; absent: none, but `care` for a care course; `""`: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<String>,
    /// The only people who may lead it, if any are named.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<String>,
    /// Features its room needs.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// The only rooms it may use, if any are named.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<String>,
    /// Assistants every section needs.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_zero")]
    pub assistants: u64,
    /// Shortest stay at an offsite venue, travel not counted.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_zero")]
    pub min_minutes: u64,
    /// A post: sections wanted on every pattern.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_zero")]
    pub fill: u64,
    /// Fen a term; reports read it.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_zero")]
    pub fee: u64,
}

/// A person who can lead or assist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TeacherRow {
    /// Unique among teachers.
    pub id: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `staff` or `external`.
    pub kind: String,
    /// What they can lead.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Periods they cannot serve in.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub unavailable: Vec<String>,
    /// Periods they asked to be spared.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub avoid: Vec<String>,
    /// Most minutes in a cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_minutes: Option<u64>,
    /// Most minutes in a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_minutes_day: Option<u64>,
    /// The fair share of a cycle, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_minutes: Option<u64>,
    /// Fen per 60 minutes.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_zero")]
    pub pay: u64,
    /// Whether they may serve at all (white list, papers, checks).
    #[serde(default = "yes", deserialize_with = "super::read::absent_is_true")]
    pub cleared: bool,
}

/// A room or an offsite venue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoomRow {
    /// Unique among rooms.
    pub id: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Most students of each section by itself.
    pub capacity: u64,
    /// What it offers.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// Periods in which it is closed.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<String>,
    /// Sections it holds at once.
    #[serde(default = "one", deserialize_with = "super::read::absent_is_one")]
    pub parallel: u64,
    /// Fen per 60 minutes.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_zero")]
    pub cost: u64,
    /// Whether it may be used at all.
    #[serde(default = "yes", deserialize_with = "super::read::absent_is_true")]
    pub cleared: bool,
    /// Present for a venue outside the school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offsite: Option<OffsiteRow>,
}

/// What makes a venue offsite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OffsiteRow {
    /// Minutes one way.
    pub travel: u64,
    /// Children one adult may escort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escort_per: Option<u64>,
}

/// A gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateRow {
    /// Unique among gates.
    pub id: String,
    /// Most leavers of one slot.
    pub per_wave: u64,
}

/// One pin, in one of three forms: a section, a student or a teacher is held to something.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PinRow {
    /// Form 1: this section exists, with whichever of `course`, `pattern`, `room`, `lead` are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The course of the section; in forms 2 and 3 the course the person holds or leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
    /// Form 1: the periods of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Vec<String>>,
    /// Form 1: the room of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Form 1: the lead of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// Form 2: this student holds `course`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub student: Option<String>,
    /// Form 3: this teacher leads a section of `course`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teacher: Option<String>,
    /// Forms 2 and 3: does not, instead.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_false")]
    pub never: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(value: &u64) -> bool {
    *value == 0
}
