//! What changes from one plan to the next, for every family, teacher and section: the lists that are sent out.

use super::count::Asked;
use crate::format::{PlanFile, ProblemFile, SectionRow, WaveRow};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is different for one child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentChange {
    /// The child.
    pub student: String,
    /// Its family, if siblings are known.
    pub family: Option<String>,
    /// Whether the family asked for a change.
    pub asked: bool,
    /// Sections the child no longer sits in.
    pub lost: Vec<String>,
    /// Sections the child now sits in.
    pub gained: Vec<String>,
    /// Sections the child keeps that meet at another time, in another room or with another lead.
    pub altered: Vec<String>,
    /// Departures that changed: period, gate, wave.
    pub waves: Vec<(String, Option<String>, u64)>,
}

/// What is different for one teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeacherChange {
    /// The teacher.
    pub teacher: String,
    /// Sections no longer served in.
    pub lost: Vec<String>,
    /// Sections now served in.
    pub gained: Vec<String>,
    /// Sections kept that meet at another time, in another room, or in another role.
    pub altered: Vec<String>,
}

/// What is different about one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionChange {
    /// The section.
    pub section: String,
    /// Its course.
    pub course: String,
    /// `gone`, `new`, `moved`, `lead` or `room`.
    pub what: String,
    /// As it was: periods, lead or room.
    pub from: String,
    /// As it is.
    pub to: String,
    /// `lead_away`, `lead_not_cleared`, `room_closed`, `room_not_cleared`, `too_few`, `demand` or `better`.
    pub why: String,
}

/// All changes from one plan to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Children with any change, by id.
    pub students: Vec<StudentChange>,
    /// Teachers with any change, by id.
    pub teachers: Vec<TeacherChange>,
    /// Sections with any change, by id.
    pub sections: Vec<SectionChange>,
}

/// Compares two plans of a problem, section by id and course. Cost: linear in the plans.
pub fn compare(problem: &ProblemFile, before: &PlanFile, after: &PlanFile, asked: &Asked) -> Changes {
    let (old, new) = (Side::of(before), Side::of(after));
    let mut changes = Changes::default();
    let sections: BTreeSet<&str> = old.sections.keys().chain(new.sections.keys()).copied().collect();
    let mut altered: BTreeSet<&str> = BTreeSet::new();
    for &id in &sections {
        let found = section_changes(problem, old.sections.get(id).copied(), new.sections.get(id).copied());
        if found.iter().any(|change| ["moved", "lead", "room"].contains(&change.what.as_str())) {
            altered.insert(id);
        }
        changes.sections.extend(found);
    }
    let family: BTreeMap<&str, &Option<String>> =
        problem.students.iter().map(|row| (row.id.as_str(), &row.family)).collect();
    let students: BTreeSet<&str> = old.held.keys().chain(new.held.keys()).copied().collect();
    for student in students {
        let none = BTreeSet::new();
        let (was, is) = (old.held.get(student).unwrap_or(&none), new.held.get(student).unwrap_or(&none));
        let own = |ids: &mut dyn Iterator<Item = &&str>| ids.map(|id| id.to_string()).collect::<Vec<String>>();
        let (left, goes) = (old.departures(was), new.departures(is));
        let attends = problem.students.iter().find(|row| row.id == student);
        let moved = goes.iter().filter(|(period, spot)| {
            left.get(*period) != Some(spot) && attends.is_some_and(|row| leaves_after(problem, &row.attends, period))
        });
        let change = StudentChange {
            student: student.to_string(),
            family: family.get(student).and_then(|family| (*family).clone()),
            asked: asked.students.contains(student),
            lost: own(&mut was.difference(is)),
            gained: own(&mut is.difference(was)),
            altered: own(&mut was.intersection(is).filter(|id| altered.contains(**id))),
            waves: moved.map(|(period, spot)| (period.to_string(), spot.0.clone(), spot.1)).collect(),
        };
        if [&change.lost, &change.gained, &change.altered].iter().any(|list| !list.is_empty())
            || !change.waves.is_empty()
        {
            changes.students.push(change);
        }
    }
    let teachers: BTreeSet<&str> = old.duties.keys().chain(new.duties.keys()).copied().collect();
    for teacher in teachers {
        let none = BTreeMap::new();
        let (was, is) = (old.duties.get(teacher).unwrap_or(&none), new.duties.get(teacher).unwrap_or(&none));
        let not_in = |a: &BTreeMap<&str, bool>, b: &BTreeMap<&str, bool>| {
            a.keys().filter(|id| !b.contains_key(*id)).map(|id| id.to_string()).collect::<Vec<_>>()
        };
        let differs = |id: &&&str| {
            let (old, new) = (old.sections[**id], new.sections[**id]);
            was[**id] != is[**id] || old.pattern != new.pattern || old.room != new.room
        };
        let kept = was.keys().filter(|id| is.contains_key(*id)).filter(differs);
        let change = TeacherChange {
            teacher: teacher.to_string(),
            lost: not_in(was, is),
            gained: not_in(is, was),
            altered: kept.map(|id| id.to_string()).collect(),
        };
        if [&change.lost, &change.gained, &change.altered].iter().any(|list| !list.is_empty()) {
            changes.teachers.push(change);
        }
    }
    changes
}

/// Whether a period is the last that a child attends on its day.
fn leaves_after(problem: &ProblemFile, attends: &[String], period: &str) -> bool {
    let Some(own) = problem.periods.iter().find(|row| row.id == period) else { return false };
    let same_day = problem.periods.iter().filter(|row| (row.week, row.day) == (own.week, own.day));
    let attended = same_day.filter(|row| attends.contains(&row.id));
    attended.max_by(|a, b| a.end.cmp(&b.end)).is_some_and(|last| last.id == period)
}

fn section_changes(problem: &ProblemFile, old: Option<&SectionRow>, new: Option<&SectionRow>) -> Vec<SectionChange> {
    let change = |row: &SectionRow, what: &str, from: String, to: String, why: &str| SectionChange {
        section: row.id.clone(),
        course: row.course.clone(),
        what: what.into(),
        from,
        to,
        why: why.into(),
    };
    let times = |row: &SectionRow| row.pattern.join(", ");
    let named = |id: &Option<String>| id.clone().unwrap_or_default();
    match (old, new) {
        (Some(old), Some(new)) if old.course == new.course => {
            let mut found = Vec::new();
            if old.pattern != new.pattern {
                found.push(change(new, "moved", times(old), times(new), reason(problem, old).unwrap_or("better")));
            }
            if old.lead != new.lead {
                let why = lead_reason(problem, old).unwrap_or("better");
                found.push(change(new, "lead", named(&old.lead), named(&new.lead), why));
            }
            if old.room != new.room {
                let why = room_reason(problem, old).unwrap_or("better");
                found.push(change(new, "room", named(&old.room), named(&new.room), why));
            }
            found
        }
        _ => {
            let gone = old
                .map(|row| change(row, "gone", times(row), String::new(), reason(problem, row).unwrap_or("too_few")));
            let opened = new.map(|row| change(row, "new", String::new(), times(row), "demand"));
            gone.into_iter().chain(opened).collect()
        }
    }
}

fn reason(problem: &ProblemFile, row: &SectionRow) -> Option<&'static str> {
    lead_reason(problem, row).or_else(|| room_reason(problem, row))
}

fn lead_reason(problem: &ProblemFile, row: &SectionRow) -> Option<&'static str> {
    let Some(lead) = problem.teachers.iter().find(|teacher| Some(&teacher.id) == row.lead.as_ref()) else {
        return Some("lead_away");
    };
    if !lead.cleared {
        return Some("lead_not_cleared");
    }
    row.pattern.iter().any(|period| lead.unavailable.contains(period)).then_some("lead_away")
}

fn room_reason(problem: &ProblemFile, row: &SectionRow) -> Option<&'static str> {
    let room = problem.rooms.iter().find(|room| Some(&room.id) == row.room.as_ref())?;
    if !room.cleared {
        return Some("room_not_cleared");
    }
    row.pattern.iter().any(|period| room.closed.contains(period)).then_some("room_closed")
}

/// One plan by its ids.
struct Side<'p> {
    sections: BTreeMap<&'p str, &'p SectionRow>,
    held: BTreeMap<&'p str, BTreeSet<&'p str>>,
    /// Teacher → section → whether as its lead.
    duties: BTreeMap<&'p str, BTreeMap<&'p str, bool>>,
    waves: BTreeMap<&'p str, Vec<&'p WaveRow>>,
}

impl<'p> Side<'p> {
    fn of(plan: &'p PlanFile) -> Self {
        let mut duties: BTreeMap<&str, BTreeMap<&str, bool>> = BTreeMap::new();
        let mut waves: BTreeMap<&str, Vec<&WaveRow>> = BTreeMap::new();
        for row in &plan.sections {
            for assistant in &row.assistants {
                duties.entry(assistant).or_default().insert(&row.id, false);
            }
            if let Some(lead) = &row.lead {
                duties.entry(lead).or_default().insert(&row.id, true);
            }
        }
        plan.waves.iter().for_each(|row| waves.entry(&row.section).or_default().push(row));
        Self {
            sections: plan.sections.iter().map(|row| (row.id.as_str(), row)).collect(),
            held: plan
                .seats
                .0
                .iter()
                .map(|(student, held)| (student.as_str(), held.iter().map(String::as_str).collect()))
                .collect(),
            duties,
            waves,
        }
    }

    /// Gate and wave by period, of the sections that a child holds.
    fn departures(&self, held: &BTreeSet<&str>) -> BTreeMap<&'p str, (Option<String>, u64)> {
        let rows = held.iter().filter_map(|section| self.waves.get(section)).flatten();
        rows.map(|row| (row.period.as_str(), (row.gate.clone(), row.wave))).collect()
    }
}
