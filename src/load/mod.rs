//! Shapes ↔ values: the one bridge between files and the engine.
//!
//! [`load`] checks everything the contract calls invalid, reports all of it with its place, and builds the
//! [`Problem`]. A problem that loads is one that every program may score.

mod build;
mod check;
mod follow;
mod registry;
mod report;
mod restate;

pub use follow::follow;
pub use restate::restated;

use crate::diagnostic::Diagnostic;
use crate::format::{PlanFile, ProblemFile, ShapeError, read_plan, read_problem};
use crate::problem::Problem;

/// Reads and validates the text of a problem file.
///
/// # Errors
/// Every shape error, or else everything that makes the problem invalid, by place.
pub fn problem(text: &str) -> Result<(ProblemFile, Problem), Vec<Diagnostic>> {
    let file = read_problem(text).map_err(shapes)?;
    let problem = load(&file)?;
    Ok((file, problem))
}

/// Reads the text of a plan file. What it names is not followed: that is judged by the rule `reference`.
///
/// # Errors
/// Every shape error, by place, or else every number that is too great.
pub fn plan(text: &str) -> Result<PlanFile, Vec<Diagnostic>> {
    let file = read_plan(text).map_err(shapes)?;
    let mut errors = check::check_plan(&file);
    if file.format != crate::format::FORMAT {
        errors.insert(0, check::wrong_format(&file.format));
    }
    if errors.is_empty() { Ok(file) } else { Err(errors) }
}

/// Validates a problem and builds its values.
///
/// # Errors
/// Everything that makes the problem invalid, in the order of the file.
pub fn load(file: &ProblemFile) -> Result<Problem, Vec<Diagnostic>> {
    let errors = check::check(file);
    if errors.is_empty() { Ok(build::build(file)) } else { Err(errors) }
}

fn shapes(errors: Vec<ShapeError>) -> Vec<Diagnostic> {
    errors
        .into_iter()
        .map(|error| {
            let negative =
                error.cause.strip_prefix("invalid value: integer `-").and_then(|rest| rest.split('`').next());
            match negative {
                Some(digits) => report::at("E117", error.place, format!("-{digits}"), vec![]),
                None => report::at("E100", error.place, String::new(), vec![error.cause]),
            }
        })
        .collect()
}
