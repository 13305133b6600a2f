//! Comparing the sums kept through all changes with the sums from scratch.

use super::Plan;
use crate::problem::Problem;
use crate::rules::{self, RULES};
use std::sync::OnceLock;

/// When a run compares its sums with those from scratch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audit {
    /// Never.
    Off,
    /// Once, at the end.
    #[default]
    End,
    /// After every kept move and every stage.
    Step,
}

/// The incremental score of a rule differs from the score from scratch: a bug of this crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule `{rule}`: kept as {kept}, measured as {measured}; this is a bug of paipian")]
pub struct AuditError {
    /// The rule.
    pub rule: &'static str,
    /// The value kept through all changes.
    pub kept: i64,
    /// The value from scratch.
    pub measured: i64,
}

/// Audits a run as it was asked to, from any thread, and remembers the first contradiction.
#[derive(Debug, Default)]
pub struct Auditor {
    when: Audit,
    found: OnceLock<AuditError>,
}

impl Auditor {
    /// Nothing found yet.
    pub fn new(when: Audit) -> Self {
        Self { when, found: OnceLock::new() }
    }

    /// Looks at a plan after a step, if steps are audited and nothing was found before.
    pub fn step(&self, problem: &Problem, plan: &Plan) {
        if self.when == Audit::Step
            && self.found.get().is_none()
            && let Err(error) = plan.audit(problem)
        {
            self.found.get_or_init(|| error);
        }
    }

    /// Whether a step contradicted itself.
    pub fn has_found(&self) -> bool {
        self.found.get().is_some()
    }

    /// Looks at the plan that a run ends with, unless nothing is audited.
    ///
    /// # Errors
    /// The first contradiction, of a step or of this plan.
    pub fn end(self, problem: &Problem, plan: &Plan) -> Result<(), AuditError> {
        match self.found.into_inner() {
            Some(error) => Err(error),
            None if self.when == Audit::Off => Ok(()),
            None => plan.audit(problem),
        }
    }
}

impl Plan {
    /// Compares the tally kept through all changes with the tally from scratch. Cost: the whole plan.
    ///
    /// # Errors
    /// The first rule that differs.
    pub fn audit(&self, problem: &Problem) -> Result<(), AuditError> {
        let fresh = rules::measure(problem, self);
        for (rule, stated) in RULES.iter().enumerate() {
            let (kept, measured) = (self.tally().value(rule), fresh.value(rule));
            if kept != measured {
                return Err(AuditError { rule: stated.name, kept, measured });
            }
        }
        Ok(())
    }
}
