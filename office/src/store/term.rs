//! The term as it stands: what the tables say, read as a problem, a plan, and lists.

use super::act::Date;
use super::fold::{Rows, stays_of, text};
use paipian::dates::sessions;
use paipian::format::{FORMAT, PlanFile, ProblemFile, Seats};
use paipian::reopt::Event;
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
        Some(ProblemFile {
            students: students.collect(),
            teachers: self.list("teacher"),
            rooms: self.list("room"),
            courses: self.list("course"),
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

    /// Events whose day has come: journal line, event, day.
    pub fn due(&self, on: &str) -> Vec<(i64, Event, Date)> {
        self.rows
            .all("later")
            .filter(|(_, row)| text(&row["on"]) <= on)
            .filter_map(|(id, row)| {
                Some((id.parse().ok()?, serde_json::from_value(row["event"].clone()).ok()?, text(&row["on"]).into()))
            })
            .collect()
    }

    /// Sections a child sits in now.
    pub fn held(&self, student: &str) -> Vec<String> {
        stays_of(&self.rows, student).map(|(_, stay)| text(&stay["section"]).to_string()).collect()
    }

    /// Teachers and rooms that a resource stands for.
    pub fn members(&self, resource: &str) -> Vec<String> {
        let row = self.rows.get("resource", resource);
        let members = row.and_then(|row| row["members"].as_array().cloned()).unwrap_or_default();
        let members: Vec<String> = members.iter().map(|member| text(member).to_string()).collect();
        if members.is_empty() { vec![resource.to_string()] } else { members }
    }

    /// Events that clear, or no longer clear, the members of a resource; none for those that are so already.
    pub fn clearing(&self, resource: &str, cleared: bool) -> Vec<Event> {
        let differs = |table: &str, id: &str| {
            self.rows.get(table, id).is_some_and(|row| row["cleared"].as_bool().unwrap_or(true) != cleared)
        };
        let mut events = Vec::new();
        for id in self.members(resource) {
            if differs("teacher", &id) {
                events.push(Event::Clear { teacher: Some(id), room: None, cleared });
            } else if differs("room", &id) {
                events.push(Event::Clear { teacher: None, room: Some(id), cleared });
            }
        }
        events
    }

    /// Whether a resource may serve on a day: 备案 done, no paper run out, not disqualified.
    pub fn may_serve(&self, resource: &str, on: &str) -> bool {
        self.rows.get("resource", resource).is_some_and(|row| {
            let papers = row["papers"].as_object();
            row["state"] == "filed"
                && row["verdict"] != "disqualified"
                && papers.is_none_or(|papers| papers.values().all(|expires| text(expires) >= on))
        })
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
