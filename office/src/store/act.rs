//! What the journal records: one act a line. Everything else in the store follows from these.

use paipian::format::{AgreementRow, PaperRow, ResourceRow};
use paipian::reopt::{Answer, Event};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A day, `YYYY-MM-DD`: dates compare as text.
pub type Date = String;

/// An act. Its answer, where it has one, is part of it: reading the journal again searches nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// The store begins.
    Init {
        /// The published lottery seed.
        lottery: u64,
        /// Last term's claims: children who lost then come first among equals now.
        credits: BTreeMap<String, u64>,
    },
    /// A school is read in, whole: a problem document.
    Import {
        /// The document.
        document: String,
    },
    /// An event of the roster that is in force at once.
    Change {
        /// What happened.
        event: Event,
        /// From this day on.
        from: Date,
        /// What the family was told at once.
        answer: Option<Answer>,
    },
    /// An event of the roster that a later day brings.
    Later {
        /// What will happen.
        event: Event,
        /// On this day.
        on: Date,
    },
    /// A later event was brought by its day, or will not come.
    Due {
        /// The journal line that announced it.
        seq: i64,
        /// Why it did not come into force after all, if so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lapsed: Option<String>,
    },
    /// A round of wishes is open between two days.
    Window {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// A family's request moves on: `submitted`, `reviewed`, `rejected`, `confirmed` (阳江 五(五)).
    Request {
        /// The child.
        student: String,
        /// The new state.
        state: String,
    },
    /// A child is moved by hand from one section to another, both seats in one act.
    Move {
        /// The child.
        student: String,
        /// The section given up, if any.
        from: Option<String>,
        /// The section taken, if any.
        to: Option<String>,
        /// The day.
        on: Date,
    },
    /// A version of the plan is kept.
    Version {
        /// The document.
        document: String,
        /// `solved`, `read`, `night`, or `restored` from an earlier one.
        made: String,
        /// Score: hard, shortfall, cost.
        score: [u64; 3],
        /// What made it, for a replay: a document; none for a plan that was read.
        replay: Option<String>,
    },
    /// A version comes into force.
    Publish {
        /// Its number.
        version: u64,
        /// From this day on.
        from: Date,
    },
    /// Something or someone outside is registered.
    Register {
        /// Its row in the registry.
        row: Box<ResourceRow>,
    },
    /// A registered resource enters a state of its life.
    Step {
        /// The resource.
        resource: String,
        /// `candidate`, `reviewed`, `announced`, `whitelisted`, `filed`, `exited` or `blacklisted`.
        state: String,
        /// The day.
        on: Date,
    },
    /// A paper of a resource is on file; an older one of the same word and category gives way.
    Paper {
        /// The resource.
        resource: String,
        /// The paper.
        paper: PaperRow,
    },
    /// The agreement with a resource is signed or filed.
    Agree {
        /// The resource.
        resource: String,
        /// As it now stands.
        agreement: AgreementRow,
    },
    /// Answers to a survey of satisfaction.
    Survey {
        /// A resource, or a teacher or a room that is none.
        resource: String,
        /// Answers that were satisfied.
        satisfied: u64,
        /// All answers.
        answers: u64,
        /// What follows: `good`, `warned`, `rectify`, `disqualified`, `exit_due`, or `kept` where no rule says.
        verdict: String,
        /// The day.
        on: Date,
    },
    /// The roll call of a section on a day.
    Attend {
        /// The section.
        section: String,
        /// The day.
        on: Date,
        /// Who led, if not the lead of the plan.
        lead: Option<String>,
        /// Whether it was cancelled.
        cancelled: bool,
        /// Children excused beforehand.
        leave: Vec<String>,
        /// Children who did not come.
        absent: Vec<String>,
        /// Who took the children over afterwards.
        handed_to: Option<String>,
    },
    /// What a kind of period costs.
    Tariff {
        /// The kind of period.
        kind: String,
        /// Fen a period.
        session: u64,
        /// Most fen a child and month; none: no cap.
        cap_month: Option<u64>,
    },
    /// A child pays a part only.
    Relief {
        /// The child.
        student: String,
        /// Percent let off.
        percent: u64,
    },
    /// A month is billed.
    Bill {
        /// `YYYY-MM`.
        month: String,
        /// Its lines.
        lines: Vec<Line>,
    },
    /// Money comes in, or goes back (negative).
    Pay {
        /// The child.
        student: String,
        /// Fen.
        fen: i64,
    },
}

/// A line of the fee ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The child.
    pub student: String,
    /// `seat`, `course`, `cap` or `relief`.
    pub what: String,
    /// The kind of period, or the course.
    pub of: String,
    /// The stay in a section that it is for; none for caps and reliefs.
    pub stay: Option<String>,
    /// Sessions counted; negative where sessions billed before are given back.
    pub sessions: i64,
    /// Fen; negative lowers the bill.
    pub fen: i64,
}

impl Act {
    /// Its word in the journal.
    pub fn kind(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value["act"].as_str().unwrap_or_default().to_string()
    }
}
