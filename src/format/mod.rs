//! The JSON shapes of the contract: a problem and a plan, `"format": "paipian/1"`, exactly as files hold them.
//!
//! Plain serde records with the field names of the contract and nothing else: no references are followed and no
//! rule is applied here. [`crate::load`] turns them into validated values; the referee reads them as they are.
//! Units: clock times `"HH:MM"`, durations in minutes, money in fen, sizes in people. A field that is `null` is
//! absent and takes its default.

mod plan;
mod policy;
mod problem;
mod read;
mod registry;
pub(crate) mod words;

pub use plan::{PlanFile, Seats, SectionRow, WaveRow};
pub use policy::{MinutesRow, PolicyFile};
pub use problem::{
    ClassRow, CourseRow, GateRow, GradeRow, MakeupRow, OffsiteRow, PeriodRow, PinRow, ProblemFile, RoomRow, StudentRow,
    TeacherRow, TermRow,
};
pub use read::{ShapeError, read_plan, read_problem, to_text};
pub use registry::{
    AgreementRow, PaperRow, ReductionRow, RegistryFile, ResourceRow, SchoolRow, StateRow, SurveyRow, TickRow, YearRow,
};

/// The value of the `format` field of both files.
pub const FORMAT: &str = "paipian/1";

/// The JSON Schema of a problem file.
pub fn problem_schema() -> schemars::Schema {
    schemars::schema_for!(ProblemFile)
}

/// The JSON Schema of a plan file.
pub fn plan_schema() -> schemars::Schema {
    schemars::schema_for!(PlanFile)
}
