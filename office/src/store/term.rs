//! The term as it stands: what the tables say, read as a problem, a plan, and lists.

use super::act::Date;
use super::fold::{Rows, stays_of, text};
use paipian::dates::sessions;
use paipian::format::{FORMAT, PlanFile, ProblemFile, ReductionRow, RegistryFile, ResourceRow, Seats, StudentRow};
use paipian::reopt::{Desk, Event};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The tables, and the journal line they follow from.
#[derive(Debug, Clone)]
pub struct Term {
    /// The tables.
    pub rows: Arc<Rows>,
    /// Number of the last line.
    pub seq: i64,
}

/// The school as a term has it, open for the next event. Every event that is answered goes on from it, so that nothing
/// is read twice.
pub struct Counter {
    /// The school.
    pub school: ProblemFile,
    /// The desk on the plan in force, once one was asked there.
    pub desk: Option<Desk>,
}

impl Counter {
    /// A counter on a term; none before an import.
    pub fn of(term: &Term) -> Option<Self> {
        Some(Self { school: term.problem()?, desk: None })
    }
}

impl Term {
    fn list<T: serde::de::DeserializeOwned>(&self, table: &str) -> Vec<T> {
        self.rows.all(table).filter_map(|(_, row)| serde_json::from_value(row.clone()).ok()).collect()
    }

    /// The school as it is now, without a published plan; none before an import.
    pub fn problem(&self) -> Option<ProblemFile> {
        let frame: ProblemFile = self.rows.read("setting", "frame")?;
        let order: Vec<String> = self.rows.read("setting", "students").unwrap_or_default();
        let mut seen = BTreeSet::new();
        let students =
            order.iter().filter(|id| seen.insert(id.as_str())).filter_map(|id| self.rows.read("student", id));
        let students: Vec<StudentRow> = students.collect();
        let known: BTreeSet<&str> = students.iter().map(|row| row.id.as_str()).collect();
        let mut registry = frame.registry.clone().unwrap_or_default();
        // What is on file of children who have left stays in the store and out of the school.
        registry.resources = self.list("resource");
        registry.resources.retain(|row: &ResourceRow| {
            row.kind != "student" || row.of.as_ref().is_none_or(|of| known.contains(of.as_str()))
        });
        let reliefs = self.rows.all("relief").filter(|(student, _)| known.contains(student.as_str()));
        registry.reductions = reliefs
            .map(|(student, percent)| ReductionRow { student: student.clone(), percent: percent.as_u64().unwrap_or(0) })
            .collect();
        Some(ProblemFile {
            registry: (registry != RegistryFile::default()).then_some(registry),
            teachers: self.list("teacher"),
            rooms: self.list("room"),
            courses: self.list("course"),
            students,
            ..frame
        })
    }

    /// The plan in force with every answer since; none before one is published.
    pub fn plan(&self) -> Option<PlanFile> {
        self.rows.get("setting", "plan")?;
        let order: Vec<String> = self.rows.read("setting", "students").unwrap_or_default();
        let mut held: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (_, stay) in self.rows.all("stay").filter(|(_, stay)| stay["until"].is_null()) {
            held.entry(text(&stay["student"])).or_default().push(text(&stay["section"]).to_string());
        }
        let seats = order.iter().filter_map(|id| Some((id.clone(), held.remove(id.as_str())?))).collect();
        Some(PlanFile {
            format: FORMAT.into(),
            sections: self.list("section"),
            seats: Seats(seats),
            waves: self.list("wave"),
            meta: Value::Null,
        })
    }

    /// Number and first day of the plan in force.
    pub fn in_force(&self) -> Option<(u64, Date)> {
        let plan = self.rows.get("setting", "plan")?;
        Some((plan["version"].as_u64()?, text(&plan["from"]).to_string()))
    }

    /// The lottery seed.
    pub fn lottery(&self) -> u64 {
        self.rows.read("setting", "lottery").unwrap_or(0)
    }

    /// Claims from last term.
    pub fn credits(&self) -> BTreeMap<String, u64> {
        self.rows.all("credit").map(|(id, credit)| (id.clone(), credit.as_u64().unwrap_or(0))).collect()
    }

    /// Events announced for a later day, in the order in which they come: journal line, event, day.
    pub fn announced(&self) -> Vec<(i64, Event, Date)> {
        let read = |(id, row): (&String, &Value)| {
            Some((id.parse().ok()?, serde_json::from_value(row["event"].clone()).ok()?, text(&row["on"]).into()))
        };
        let mut events: Vec<(i64, Event, Date)> = self.rows.all("later").filter_map(read).collect();
        events.sort_by(|a, b| (&a.2, a.0).cmp(&(&b.2, b.0)));
        events
    }

    /// Those of them whose day has come.
    pub fn due(&self, on: &str) -> Vec<(i64, Event, Date)> {
        let mut events = self.announced();
        events.retain(|(_, _, day)| day.as_str() <= on);
        events
    }

    /// Sections a child sits in now.
    pub fn held(&self, student: &str) -> Vec<String> {
        stays_of(&self.rows, student).map(|(_, stay)| text(&stay["section"]).to_string()).collect()
    }
}

/// The days of a term on which each period is held, by day: holidays left out, make-up days put in.
#[derive(Debug, Clone)]
pub struct Calendar(BTreeMap<String, Vec<Date>>);

impl Calendar {
    /// Of a school's term; without dates nothing is held.
    pub fn of(school: &ProblemFile) -> Self {
        let mut days: BTreeMap<String, Vec<Date>> = BTreeMap::new();
        for session in sessions(school) {
            for row in school.periods.iter().filter(|row| (row.week, row.day) == (session.week, session.day)) {
                days.entry(row.id.clone()).or_default().push(session.date.to_string());
            }
        }
        Self(days)
    }

    /// Days of a span on which a period is held.
    pub fn dates(&self, period: &str, from: &str, to: &str) -> &[Date] {
        let Some(days) = self.0.get(period) else { return &[] };
        let begin = days.partition_point(|day| day.as_str() < from);
        let end = days.partition_point(|day| day.as_str() <= to);
        days.get(begin..end).unwrap_or(&[])
    }
}
