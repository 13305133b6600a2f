//! Admission (准入): who and what may serve, date by date, by what the registry has on file and the regulation's E rules.
//!
//! Every gate looks at one resource on one date. A ruling says on which dates of the term a gate refuses a resource, so
//! that a paper that expires in mid-term shows as a hole to come. The score goes by `cleared` alone; a ruling that
//! contradicts it is a finding.

mod gates;
mod papers;

use crate::dates::{Session, date, sessions};
use crate::format::{CourseRow, ProblemFile, ResourceRow, TeacherRow};
use crate::policy::{PolicyRule, Regulation};
use chrono::NaiveDate;
use gates::GATES;

/// A gate's word on a resource over the term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Id of the resource.
    pub resource: String,
    /// Id of the rule.
    pub rule: String,
    /// The finding's code in `lint`.
    pub code: &'static str,
    /// Dates of service on which it refuses, in order; never empty.
    pub dates: Vec<NaiveDate>,
    /// What is lacking on the first of them.
    pub facts: Vec<String>,
    /// Whether it bars the resource by itself; otherwise a person decides.
    pub bars: bool,
}

/// A resource with what it refers to.
pub(crate) struct Case<'f> {
    pub(crate) resource: &'f ResourceRow,
    /// Categories of the clubs and open courses that the person may lead.
    pub(crate) categories: Vec<&'f str>,
    /// From outside the school: an external person, an offsite venue, anything an organisation provides.
    pub(crate) outside: bool,
}

/// Everything decided about the resources on file: rulings by resource, then by gate. Empty without a registry or dates.
pub fn rulings(file: &ProblemFile, regulation: &Regulation) -> Vec<Ruling> {
    let sessions = sessions(file);
    let mut rulings = Vec::new();
    for resource in file.registry.iter().flat_map(|registry| &registry.resources) {
        let case = Case::new(file, resource);
        for gate in GATES {
            for rule in gate.rules.iter().filter_map(|id| regulation.rule(id)) {
                rulings.extend(decide(&case, gate, rule, regulation, &sessions));
            }
        }
    }
    rulings
}

/// Ids of the rules that a gate decides, with the gate's code.
pub fn gated() -> impl Iterator<Item = (&'static str, &'static str)> {
    GATES.iter().flat_map(|gate| gate.rules.iter().map(|rule| (*rule, gate.code)))
}

/// Ids of the rules of the regulation whose gates look at this resource.
pub fn applicable<'r>(file: &ProblemFile, resource: &ResourceRow, regulation: &'r Regulation) -> Vec<&'r str> {
    let case = Case::new(file, resource);
    let rules = GATES.iter().flat_map(|gate| gate.rules.iter().map(move |id| (gate, *id)));
    rules
        .filter_map(|(gate, id)| Some((gate, regulation.rule(id)?)))
        .filter(|(gate, rule)| gate.looks_at(&case, rule, regulation))
        .map(|(_, rule)| rule.id.as_str())
        .collect()
}

/// Whether a resource is from outside the school.
pub fn from_outside(file: &ProblemFile, resource: &ResourceRow) -> bool {
    Case::new(file, resource).outside
}

fn decide(
    case: &Case<'_>,
    gate: &gates::Gate,
    rule: &PolicyRule,
    regulation: &Regulation,
    sessions: &[Session],
) -> Option<Ruling> {
    if !gate.looks_at(case, rule, regulation) {
        return None;
    }
    let mut dates = Vec::new();
    let mut facts = Vec::new();
    for session in sessions {
        if let Some(lacking) = (gate.refuses)(case, rule, regulation, session.date) {
            if dates.is_empty() {
                facts = lacking;
            }
            dates.push(session.date);
        }
    }
    (!dates.is_empty()).then(|| Ruling {
        resource: case.resource.id.clone(),
        rule: rule.id.clone(),
        code: gate.code,
        dates,
        facts,
        bars: gate.bars,
    })
}

impl<'f> Case<'f> {
    fn new(file: &'f ProblemFile, resource: &'f ResourceRow) -> Self {
        let of = resource.of.as_deref();
        let teacher = file.teachers.iter().find(|row| resource.kind == "person" && of == Some(&row.id));
        let room = file.rooms.iter().find(|row| resource.kind == "venue" && of == Some(&row.id));
        let mut categories: Vec<&str> = file
            .courses
            .iter()
            .filter(|course| teacher.is_some_and(|teacher| may_lead(teacher, course)))
            .filter_map(|course| course.category.as_deref())
            .collect();
        categories.sort_unstable();
        categories.dedup();
        let outside = match resource.kind.as_str() {
            "person" => resource.by.is_some() || teacher.is_some_and(|teacher| teacher.kind == "external"),
            "venue" => resource.by.is_some() || room.is_some_and(|room| room.offsite.is_some()),
            "course" => resource.by.is_some(),
            _ => true,
        };
        Self { resource, categories, outside }
    }

    /// The state in force on a date, and since when.
    pub(crate) fn state(&self, on: NaiveDate) -> Option<(&'f str, NaiveDate)> {
        let entered = self.resource.history.iter().filter_map(|row| Some((date(&row.on)?, row.state.as_str())));
        entered.filter(|(since, _)| *since <= on).max_by_key(|(since, _)| *since).map(|(since, state)| (state, since))
    }

    /// The percent of the last survey closed by a date.
    pub(crate) fn satisfied(&self, on: NaiveDate) -> Option<i64> {
        let closed = self.resource.surveys.iter().filter_map(|row| Some((date(&row.on)?, row.percent?)));
        let last = closed.filter(|(closed, _)| *closed <= on).max_by_key(|(closed, _)| *closed);
        last.and_then(|(_, percent)| i64::try_from(percent).ok())
    }
}

/// Whether the teacher may lead the course by skill and names; base care and posts ask for no credential.
fn may_lead(teacher: &TeacherRow, course: &CourseRow) -> bool {
    let skill = course.skill.as_deref().unwrap_or("");
    matches!(course.kind.as_str(), "club" | "open")
        && if course.leads.is_empty() { !skill.is_empty() } else { course.leads.contains(&teacher.id) }
        && (skill.is_empty() || teacher.skills.iter().any(|known| known == skill))
}
