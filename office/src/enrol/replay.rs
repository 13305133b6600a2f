//! The replay bundle: everything a night went by, and what it came to. Whoever has it can make the plan again.

use crate::store::sha;
use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian::load;
use paipian::reopt::{Asked, Night, Params, night};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// A night to be run again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bundle {
    /// Version of the program.
    pub version: String,
    /// The school after all events, with the plan in force as `published`.
    pub problem: ProblemFile,
    /// Who asked.
    pub asked: Asked,
    /// Seed, rounds and caps. No clock: the attempt is the one that was kept, its rounds those that were run.
    pub params: Params,
    /// SHA-256 of the plan's text; none when there was no plan.
    pub plan: Option<String>,
}

/// The digest of a plan.
fn digest(plan: &PlanFile) -> String {
    sha(&[&to_text(plan)])
}

impl Bundle {
    /// Of a night that was run.
    pub fn of(problem: &ProblemFile, asked: &Asked, params: &Params, night: &Night) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").into(),
            problem: problem.clone(),
            asked: asked.clone(),
            params: Params { rounds: night.rounds, attempt: Some(night.attempt), seconds: None, ..params.clone() },
            plan: night.plan.as_ref().map(digest),
        }
    }

    /// Runs it again: the plan it makes now, and whether it is the same.
    ///
    /// # Errors
    /// What makes its problem invalid.
    pub fn replay(&self) -> Result<(Night, bool), Vec<paipian::diagnostic::Diagnostic>> {
        let problem = load::load(&self.problem)?;
        let night = night(&self.problem, &problem, &self.asked, &self.params, &AtomicBool::new(false));
        let same = night.plan.as_ref().map(digest) == self.plan;
        Ok((night, same))
    }
}
