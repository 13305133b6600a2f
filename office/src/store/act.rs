//! What the journal records: one act a line. Everything else in the store follows from these.

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
    /// A later event was brought by its day.
    Due {
        /// The journal line that announced it.
        seq: i64,
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
    /// Something or someone outside is registered: 预选单.
    Register {
        /// Id of a teacher, a room, or a vendor.
        resource: String,
        /// `teacher`, `room` or `vendor`.
        kind: String,
        /// Teachers and rooms that a vendor brings.
        members: Vec<String>,
    },
    /// A registered resource takes a step of its life.
    Step {
        /// The resource.
        resource: String,
        /// `review`, `notice`, `listed`, `filed` or `exited`.
        state: String,
        /// The day.
        on: Date,
    },
    /// A paper of a resource runs until a day.
    Paper {
        /// The resource.
        resource: String,
        /// Which paper.
        paper: String,
        /// Last day it is good.
        expires: Date,
    },
    /// Answers to a survey of satisfaction.
    Survey {
        /// A teacher, a room or a vendor.
        resource: String,
        /// Answers that were satisfied.
        satisfied: u64,
        /// All answers.
        answers: u64,
        /// What follows: `good`, `warned`, `rectify`, `disqualified` or `exit_due`.
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
    /// `seat`, `course`, `cap`, `relief` or `correction`.
    pub what: String,
    /// The kind of period, or the course.
    pub of: String,
    /// The stay in a section that it is for; none for caps, reliefs and corrections.
    pub stay: Option<String>,
    /// Sessions counted.
    pub sessions: u64,
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
