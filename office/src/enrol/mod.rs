//! Enrolment: what families and the school ask for in the course of a term, answered and written to the store.

mod absence;
mod carried;
mod night;
mod registry;
mod replay;
mod roster;
mod versions;
mod wishes;

pub use absence::{Absence, absence, presence};
pub use carried::carried;
pub use night::{Lapsed, NightOrder, NightReport, nightly};
pub use registry::{STATES, agree, barred, clearing, paper, register, state, step, survey};
pub use replay::Bundle;
pub use roster::{WaitingList, ask, credits, move_child, waiting_lists};
pub use versions::{plan_of, publish, restore_plan, version};
pub use wishes::{confirm, review, wish};

use crate::store::StoreError;
use paipian::diagnostic::Diagnostic;
use paipian::format::ProblemFile;
use paipian::load;
use paipian::reopt::Event;

/// Why something was not done. Nothing has then changed.
#[derive(Debug)]
pub enum EnrolError {
    /// The store did not do it.
    Store(StoreError),
    /// What was asked for is not valid.
    Input(Vec<Diagnostic>),
    /// A rule forbids it: a code of ERRORS.md and the facts of its sentence.
    Refused(&'static str, Vec<String>),
    /// The engine and the referee disagree, or a plan has violations: a bug of ours, or a plan from elsewhere.
    Plan(String),
}

impl From<StoreError> for EnrolError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Vec<Diagnostic>> for EnrolError {
    fn from(errors: Vec<Diagnostic>) -> Self {
        Self::Input(errors)
    }
}

/// The school after an event, if it then is valid.
fn tried(school: &ProblemFile, event: &Event, place: &str) -> Result<ProblemFile, Vec<Diagnostic>> {
    let mut school = school.clone();
    event.apply(&mut school, place)?;
    load::load(&school)?;
    Ok(school)
}

/// What stands against something: codes of ERRORS.md with what they are about.
fn why(errors: &[Diagnostic]) -> String {
    let why: Vec<String> = errors.iter().map(|error| format!("{} {}", error.code, error.value)).collect();
    why.join(", ")
}

fn refused<T>(code: &'static str, facts: &[&str]) -> Result<T, EnrolError> {
    Err(EnrolError::Refused(code, facts.iter().map(|fact| fact.to_string()).collect()))
}
