//! Compliance: what a plan does for each rule of a regulation, measured, with the margin and the worst cases by name.
//!
//! Four answers: met, not met, not applicable, needs a person. A rule is measured on the plan ([`MEASURES`]), or decided by
//! what is on file (the gates of [`crate::admission`]), or looked into by a person. Nothing is dropped: every rule of the
//! regulation has its line. The words are made by whoever shows it.

mod courses;
mod ground;
mod money;
mod on_file;
mod people;
mod pupils;
mod records;
mod shares;
mod time;
mod trace;

pub use money::{Fees, Pay};
pub use people::OnsiteDay;
pub use shares::{GradeShare, PupilShare};
pub use trace::{trace, trace_features};

use crate::format::{PlanFile, ProblemFile, TickRow};
use crate::lint::{Finding, lint_under, rules_checked};
use crate::policy::{PolicyRule, Regulation, Validity};
use crate::problem::Problem;
use crate::referee::Judgement;
use ground::Ground;
use serde::Serialize;

/// Most cases that a line names.
const CASES: usize = 10;

/// The answer about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Kept.
    Met,
    /// Broken.
    NotMet,
    /// About nothing that this school has.
    NotApplicable,
    /// A person has to look.
    NeedsPerson,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days a week.
    Days,
    /// Minutes.
    Minutes,
    /// Minutes of the day.
    Clock,
    /// Tenths of a percent.
    PerMille,
    /// People.
    People,
    /// Fen.
    Fen,
    /// Lessons (课时).
    Lessons,
    /// Things.
    Count,
}

/// Which side of the wanted number is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The number or more.
    AtLeast,
    /// The number or less.
    AtMost,
}

/// A measured number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What was measured: of the worst case where there are many.
    pub measured: i64,
    /// What the rule asks for.
    pub wanted: Option<i64>,
    /// How it is compared.
    pub side: Side,
    /// By how much it is on the good side; negative: on the bad one.
    pub margin: Option<i64>,
    /// What both count.
    pub unit: Unit,
}

/// One thing that the rule looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// `student`, `section`, `course`, `teacher`, `grade`, `resource`, `day` (`week-day`), `date` or `week`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its name; the id where it has none.
    pub name: String,
    /// What was measured, in the case's own unit.
    pub measured: i64,
    /// What is wanted.
    pub wanted: Option<i64>,
    /// What both count.
    pub unit: Unit,
}

/// Something a reader must be told beside the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What it is about: `district_unknown`, `unclear_count`, `plan_differs`, `unfiled`, `not_in_force`, `short_weeks`, …
    pub code: &'static str,
    /// Figures and words.
    pub facts: Vec<String>,
}

/// The line of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The rule as it stands after all layers.
    pub rule: PolicyRule,
    /// Document and clause.
    pub source: String,
    /// The answer.
    pub status: Status,
    /// The number behind it.
    pub figure: Option<Figure>,
    /// Things looked at.
    pub looked_at: usize,
    /// Those that break the rule.
    pub broken: usize,
    /// The worst of them first, at most ten.
    pub cases: Vec<Case>,
    /// What `lint` finds about the rule.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// What a reader must be told.
    pub notes: Vec<Note>,
    /// The person who looked into it.
    pub tick: Option<TickRow>,
}

/// A regulation's compliance report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compliance {
    /// The policy's label.
    pub policy: String,
    /// The document's title.
    pub title: String,
    /// Who issued it.
    pub document: String,
    /// When it is in force.
    pub valid: Validity,
    /// Layers over it.
    pub layers: Vec<String>,
    /// Rule by rule, in the order of the policy.
    pub lines: Vec<Line>,
    /// The special share, by grade.
    pub grades: Vec<GradeShare>,
    /// The special share, by student.
    pub pupils: Vec<PupilShare>,
    /// Platform staff by day; empty where the policy has no such rule.
    pub onsite: Vec<OnsiteDay>,
    /// Fees that families pay.
    pub fees: Fees,
    /// Hours and pay of teachers.
    pub pay: Vec<Pay>,
}

impl Compliance {
    /// Lines of a status.
    pub fn count(&self, status: Status) -> usize {
        self.lines.iter().filter(|line| line.status == status).count()
    }

    /// The line of a rule.
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.rule.id == id)
    }
}

/// What a measure says.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    status: Status,
    figure: Option<Figure>,
    looked_at: usize,
    broken: usize,
    cases: Vec<Case>,
    notes: Vec<Note>,
}

type Measure = fn(&Ground<'_>, &PolicyRule) -> Measured;

/// Every measure: the ids of the rules it is for, its file here, and itself.
const MEASURES: &[(&[&str], &str, Measure)] = &[
    (&["T1"], "time", time::days_a_week),
    (&["T2"], "time", time::length_of_days),
    (&["T3"], "time", time::lessons),
    (&["T4"], "time", time::season_ends),
    (&["T5"], "time", time::district_ends),
    (&["T6"], "time", time::evening_ends),
    (&["T7"], "time", time::windows),
    (&["T8"], "time", time::tables),
    (&["T10", "Q12", "W15"], "courses", courses::offered),
    (&["Q1", "Q2", "Q3"], "shares", shares::share),
    (&["Q4"], "shares", shares::base),
    (&["Q5"], "courses", courses::sizes),
    (&["Q6"], "courses", courses::library),
    (&["Q7"], "courses", courses::homework_first),
    (&["Q8"], "records", records::homework),
    (&["Q10"], "courses", courses::outsiders),
    (&["Q11"], "courses", courses::sport),
    (&["Q13"], "courses", courses::elements),
    (&["Q14", "Q15", "Q16"], "courses", courses::fields),
    (&["Q17", "S7"], "records", records::school_fields),
    (&["Q18"], "courses", courses::shortest),
    (&["W12"], "people", people::own_staff),
    (&["W13"], "people", people::willing),
    (&["W14"], "people", people::load),
    (&["W16"], "people", people::late_days),
    (&["W17"], "people", people::posts),
    (&["W18"], "people", people::assistants),
    (&["W19"], "people", people::onsite),
    (&["W20"], "people", people::hand_over),
    (&["V3"], "records", records::vendor_files),
    (&["V10"], "pupils", pupils::midday_rooms),
    (&["V12"], "courses", courses::packages),
    (&["S1"], "pupils", pupils::placed),
    (&["S2"], "pupils", pupils::unforced),
    (&["S3"], "pupils", pupils::wishes),
    (&["S8"], "pupils", pupils::weak_learners),
    (&["L1"], "pupils", pupils::batches),
    (&["F1"], "money", money::free),
    (&["F2"], "money", money::caps),
    (&["F3"], "money", money::market),
    (&["F4"], "money", money::relief),
    (&["F5"], "money", money::basic),
    (&["F6"], "money", money::account),
    (&["M1", "M2"], "records", records::surveys),
    (&["M3"], "records", records::parents),
    (&["M4"], "records", records::platform),
    (&["M5"], "records", records::reviews),
    (&["M6"], "records", records::filed),
    (&["M7"], "pupils", pupils::participation),
    (&["R41"], "money", money::earned),
];

/// The compliance of a plan with a regulation.
///
/// Cost: students × dates of the term, and what `lint` costs.
pub fn assess(
    file: &ProblemFile,
    problem: &Problem,
    plan: &PlanFile,
    judgement: &Judgement,
    regulation: &Regulation,
) -> Compliance {
    let findings = lint_under(file, problem, Some(regulation));
    let ground = Ground::new(file, problem, plan, judgement, regulation);
    let lines = regulation.rules.iter().map(|rule| line(&ground, rule, &findings)).collect();
    let onsite = regulation.rule("W19").map_or_else(Vec::new, |rule| people::onsite_days(&ground, rule));
    Compliance {
        policy: regulation.name.clone(),
        title: regulation.title.clone(),
        document: regulation.document.clone(),
        valid: regulation.valid.clone(),
        layers: regulation.layers.clone(),
        lines,
        grades: shares::grades(&ground),
        pupils: shares::pupils(&ground),
        onsite,
        fees: money::fees(&ground),
        pay: money::pay(&ground),
    }
}

fn line(ground: &Ground<'_>, rule: &PolicyRule, findings: &[Finding]) -> Line {
    let own: Vec<Finding> =
        findings.iter().filter(|f| f.rule.as_ref() == Some(&rule.id) && f.code != "L412").cloned().collect();
    let mut measured = if !rule.applies {
        Measured::of(Status::NotApplicable)
    } else if !crate::lint::in_force(ground.file, ground.regulation, rule) {
        Measured::of(Status::NotApplicable).note("not_in_force", vec![])
    } else if let Some((_, _, measure)) = MEASURES.iter().find(|(ids, _, _)| ids.contains(&rule.id.as_str())) {
        measure(ground, rule)
    } else if rules_checked().any(|(id, _)| id == rule.id) {
        on_file::line(ground, rule, &own)
    } else {
        Measured::of(Status::NeedsPerson)
    };
    if rule.applies {
        measured.notes.extend(differs(ground, rule));
    }
    let ticks = ground.file.registry.iter().flat_map(|registry| &registry.ticks);
    let tick = ticks.into_iter().find(|tick| tick.rule == rule.id).cloned();
    if tick.is_some() && measured.status == Status::NeedsPerson {
        measured.status = Status::Met;
    }
    let Measured { status, figure, looked_at, broken, mut cases, notes } = measured;
    cases.truncate(CASES);
    let source = ground.regulation.clause(rule);
    Line { rule: rule.clone(), source, status, figure, looked_at, broken, cases, findings: own, notes, tick }
}

/// A rule whose number the problem does not carry as the regulation sets it: the plan was made with another.
fn differs(ground: &Ground<'_>, rule: &PolicyRule) -> Option<Note> {
    let key = rule.key.as_deref()?;
    let look = |policy: &crate::format::PolicyFile| {
        let value = serde_json::to_value(policy).ok()?;
        key.split('.').next().map(|field| match key.strip_prefix(field).and_then(|rest| rest.strip_prefix('.')) {
            Some(inner) => value.get(field).and_then(|table| table.get(inner)).cloned(),
            None => value.get(field).cloned(),
        })
    };
    let wanted = look(&ground.regulation.problem_policy())??;
    let carried = look(&ground.file.policy)?;
    let shown = carried.as_ref().map_or_else(String::new, ToString::to_string);
    (carried.as_ref() != Some(&wanted)).then(|| Note { code: "plan_differs", facts: vec![shown, wanted.to_string()] })
}

impl Figure {
    pub(crate) fn new(measured: i64, side: Side, wanted: i64, unit: Unit) -> Self {
        let margin = match side {
            Side::AtLeast => measured - wanted,
            Side::AtMost => wanted - measured,
        };
        Self { measured, wanted: Some(wanted), side, margin: Some(margin), unit }
    }

    /// A number that no document sets a bound for.
    pub(crate) fn bare(measured: i64, unit: Unit) -> Self {
        Self { measured, wanted: None, side: Side::AtLeast, margin: None, unit }
    }
}

impl Measured {
    pub(crate) fn of(status: Status) -> Self {
        Self { status, figure: None, looked_at: 0, broken: 0, cases: Vec::new(), notes: Vec::new() }
    }

    /// A value that a person judges.
    pub(crate) fn told(measured: i64, unit: Unit, looked_at: usize) -> Self {
        Self { figure: Some(Figure::bare(measured, unit)), looked_at, ..Self::of(Status::NeedsPerson) }
    }

    /// Judged by cases: the worst, by margin, is the figure. Not applicable without cases.
    pub(crate) fn judged(side: Side, mut cases: Vec<Case>) -> Self {
        let margin = |case: &Case| {
            let wanted = case.wanted.unwrap_or(case.measured);
            if side == Side::AtLeast { case.measured - wanted } else { wanted - case.measured }
        };
        cases.sort_by_key(margin);
        let Some(worst) = cases.first() else { return Self::of(Status::NotApplicable) };
        let figure = Figure::new(worst.measured, side, worst.wanted.unwrap_or(worst.measured), worst.unit);
        let broken = cases.iter().filter(|case| margin(case) < 0).count();
        let status = if broken == 0 { Status::Met } else { Status::NotMet };
        Self { status, figure: Some(figure), looked_at: cases.len(), broken, cases, notes: Vec::new() }
    }

    /// So many of the things looked at break the rule.
    pub(crate) fn broken(looked_at: usize, cases: Vec<Case>) -> Self {
        let count = i64::try_from(cases.len()).unwrap_or(i64::MAX);
        let status = if cases.is_empty() { Status::Met } else { Status::NotMet };
        let figure = Some(Figure::new(count, Side::AtMost, 0, Unit::Count));
        Self { status, figure, looked_at, broken: cases.len(), cases, notes: Vec::new() }
    }

    pub(crate) fn note(mut self, code: &'static str, facts: Vec<String>) -> Self {
        self.notes.push(Note { code, facts });
        self
    }

    pub(crate) fn with_status(self, status: Status) -> Self {
        Self { status, ..self }
    }
}

/// A count as a number.
pub(crate) fn many(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Tenths of a percent, rounded down; 1000 of nothing.
pub(crate) fn per_mille(part: i64, whole: i64) -> i64 {
    if whole == 0 { 1000 } else { part * 1000 / whole }
}
