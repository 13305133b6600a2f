//! What is wrong or short before any search: findings that follow from the problem alone.
//!
//! Four severities. *Impossible* is a proof that no plan has hard 0; since the empty plan breaks nothing but pins, every
//! such finding is about pins. *Shortage* is a proof that no plan with hard 0 has shortfall 0; its last fact is the least
//! shortfall proven, in the contract's student-minutes. Shortages overlap: each bound holds alone, their sum does not.
//! *Warning* is likely a mistake, *note* is worth knowing. The sentences are made by whoever shows a finding.
//!
//! All proofs stand on the [`basis`]: what a section of a usable plan can be at all.

pub(crate) mod basis;
pub(crate) mod cells;
mod codes;
mod courses;
mod flow;
mod gates;
mod offer;
mod people;
pub(crate) mod pins;
mod posts;
mod published;
mod registry;
mod seats;
mod special;

pub use codes::{CODES, CodeEntry};
pub(crate) use offer::{band, in_force, library};

use crate::format::ProblemFile;
use crate::policy::{PolicyRule, Regulation, shipped};
use crate::problem::Problem;
use basis::Basis;

/// How much a finding weighs, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No plan has hard 0.
    Impossible,
    /// No plan with hard 0 has shortfall 0.
    Shortage,
    /// Likely a mistake.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Its word in files and `ERRORS.md`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Impossible => "impossible",
            Self::Shortage => "shortage",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One finding about a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The entry of [`CODES`].
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Ids, of the kinds that the entry names.
    pub subject: Vec<String>,
    /// Figures and words, in the order that the entry names.
    pub facts: Vec<String>,
    /// The clause of the regulation, where the policy has one.
    pub clause: Option<String>,
    /// Id of the regulation's rule it is about, if any.
    pub rule: Option<String>,
}

impl Finding {
    /// A finding of a code, its severity from the table.
    fn new(code: &'static str, subject: Vec<String>, facts: Vec<String>) -> Self {
        let severity = CODES.iter().find(|entry| entry.code == code).expect("a code of the table").severity;
        Self { code, severity, subject, facts, clause: None, rule: None }
    }

    /// Says which rule it is about.
    fn cite(&mut self, regulation: &Regulation, rule: &PolicyRule) {
        self.clause = Some(regulation.clause(rule));
        self.rule = Some(rule.id.clone());
    }

    /// The least shortfall that a shortage proves.
    pub fn least_shortfall(&self) -> Option<i64> {
        let last = self.facts.last().filter(|_| self.severity == Severity::Shortage)?;
        last.parse().ok()
    }
}

/// Every finding about a valid problem and the file it was loaded from, the gravest first, then by code; of a regulation,
/// the shipped one that the problem names.
///
/// Cost: a few small maximum flows for every moment of the cycle, and a pass over the students for each.
pub fn lint(file: &ProblemFile, problem: &Problem) -> Vec<Finding> {
    lint_under(file, problem, shipped(&problem.policy.name).as_ref())
}

/// The same under a regulation that the problem need not name.
pub fn lint_under(file: &ProblemFile, problem: &Problem, regulation: Option<&Regulation>) -> Vec<Finding> {
    let basis = Basis::new(problem);
    let mut findings = Vec::new();
    courses::check(file, &basis, &mut findings);
    people::check(&basis, &mut findings);
    seats::check(&basis, &mut findings);
    posts::check(&basis, &mut findings);
    special::check(file, &basis, &mut findings);
    gates::check(&basis, &mut findings);
    pins::check(&basis, &mut findings);
    offer::check(file, problem, regulation, &mut findings);
    registry::check(file, regulation, &mut findings);
    published::check(file, &basis, &mut findings);
    findings.sort_by(|a, b| (a.severity, a.code).cmp(&(b.severity, b.code)));
    findings
}

/// Ids of the regulation's rules that some finding is about, each with the code.
pub fn rules_checked() -> impl Iterator<Item = (&'static str, &'static str)> {
    offer::checked().chain(crate::admission::gated())
}

/// Numbers as facts.
fn facts<const N: usize>(numbers: [i64; N]) -> Vec<String> {
    numbers.iter().map(i64::to_string).collect()
}
