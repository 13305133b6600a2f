//! Relief: a school without one cause, whatever the price. It tells causes from their consequences; a repair is
//! something a school could do.
//!
//! A relief adds what the finding says is short, at the time it is short and for whom, and nothing else: seats come
//! without people, people without seats. Ids that relief adds begin with [`MARK`], which no id of a file is likely to
//! begin with; where one does, `load` reports it and the relief counts as none.

use crate::format::{CourseRow, PinRow, ProblemFile, RoomRow, TeacherRow};
use crate::lint::Finding;
use std::collections::BTreeSet;

/// How ids that relief adds begin.
const MARK: &str = "~relief";
/// Rooms or people enough for any school.
const ENOUGH: u64 = 100_000;
/// People that a relief adds.
const PEOPLE: usize = 60;

/// Relieves the school of one finding.
pub(super) fn relieve(file: &mut ProblemFile, finding: &Finding) {
    let subject = |ix: usize| finding.subject.get(ix).map_or("", String::as_str);
    let periods_from = |from: usize| finding.subject.get(from..).unwrap_or_default().to_vec();
    match finding.code {
        "L101" | "L102" => staff_for(file, subject(0)),
        "L103" | "L104" | "L105" | "L108" => room_for(file, subject(0)),
        "L119" => file.policy.special_cap = None,
        "L107" => each_course(file, subject(0), |row| row.min_size = row.min_size.min(1)),
        "L109" => {
            staff_for(file, subject(0));
            room_for(file, subject(0));
            each_course(file, subject(0), |row| row.min_size = row.min_size.min(1));
        }
        "L110" => each_course(file, subject(0), |row| {
            row.max_sections = None;
            row.max_parallel = None;
        }),
        "L201" => seats(file, Vec::new(), &periods_from(0)),
        "L203" => seats(file, vec![subject(0).to_string()], &periods_from(1)),
        "L202" | "L204" | "L206" => people(file, &periods_from(0)),
        "L205" => {
            staff_for(file, subject(0));
            room_for(file, subject(0));
            each_course(file, subject(0), |row| {
                row.max_sections = None;
                row.max_parallel = None;
            });
        }
        "L207" => file.teachers.iter_mut().for_each(|row| {
            row.max_minutes = None;
            row.max_minutes_day = None;
        }),
        "L208" | "L209" | "L210" => lessons(file, None),
        "L211" => lessons(file, finding.facts.first().cloned()),
        "L506" => {
            if let Some(plan) = &mut file.published {
                plan.sections.retain(|row| row.id != subject(0));
            }
        }
        "L212" => file.gates.iter_mut().for_each(|row| row.per_wave = ENOUGH),
        _ => {
            let gone: BTreeSet<usize> = pins_of(file, finding).into_iter().collect();
            let mut at = 0;
            file.pins.retain(|_| {
                at += 1;
                !gone.contains(&(at - 1))
            });
        }
    }
}

/// Positions of the pins that a finding about pins is about.
pub(super) fn pins_of(file: &ProblemFile, finding: &Finding) -> Vec<usize> {
    let id = |ix: usize| finding.subject.get(ix);
    let names = |field: &Option<String>, ix: usize| field.is_some() && field.as_ref() == id(ix);
    let sections: BTreeSet<&String> = match finding.code {
        "L301" | "L302" | "L303" | "L304" | "L305" | "L306" | "L307" | "L310" | "L320" => id(0).into_iter().collect(),
        "L308" | "L309" | "L317" => finding.subject.iter().skip(1).collect(),
        _ => BTreeSet::new(),
    };
    let about = |pin: &PinRow| match finding.code {
        "L311" => names(&pin.student, 0) && (names(&pin.course, 1) || names(&pin.course, 2)),
        "L312" | "L313" | "L314" => names(&pin.student, 0) && names(&pin.course, 1),
        "L315" | "L316" => names(&pin.teacher, 0) && names(&pin.course, 1),
        "L318" => pin.section.is_some() && names(&pin.course, 0),
        "L319" => pin.student.is_some() && !pin.never && names(&pin.course, 0),
        "L320" if pin.teacher.is_some() => pin.never && names(&pin.teacher, 1),
        _ => pin.section.as_ref().is_some_and(|section| sections.contains(section)),
    };
    file.pins.iter().enumerate().filter(|(_, pin)| about(pin)).map(|(ix, _)| ix).collect()
}

fn each_course(file: &mut ProblemFile, id: &str, change: impl Fn(&mut CourseRow)) {
    file.courses.iter_mut().filter(|row| row.id == id).for_each(change);
}

/// An id that relief has not given yet.
fn fresh(file: &ProblemFile) -> String {
    format!("{MARK}{}", file.teachers.len() + file.rooms.len() + file.courses.len())
}

fn person(id: String, skills: Vec<String>, unavailable: Vec<String>) -> TeacherRow {
    TeacherRow {
        id,
        name: None,
        kind: "staff".into(),
        skills,
        unavailable,
        avoid: Vec::new(),
        max_minutes: None,
        max_minutes_day: None,
        target_minutes: None,
        pay: 0,
        cleared: true,
    }
}

/// The skill that a lead of the course needs; none for no skill.
pub(super) fn skill_of(course: &CourseRow) -> Option<String> {
    let care = || (course.kind == "care").then(|| "care".to_string());
    course.skill.clone().or_else(care).filter(|skill| !skill.is_empty())
}

/// People who can lead the course at any time.
fn staff_for(file: &mut ProblemFile, course: &str) {
    let Some(at) = file.courses.iter().position(|row| row.id == course) else { return };
    let skills: Vec<String> = skill_of(&file.courses[at]).into_iter().collect();
    for _ in 0..usize::try_from(file.courses[at].fill).unwrap_or(PEOPLE).clamp(3, PEOPLE) {
        let id = fresh(file);
        file.teachers.push(person(id.clone(), skills.clone(), Vec::new()));
        if !file.courses[at].leads.is_empty() {
            file.courses[at].leads.push(id);
        }
    }
}

fn room(id: String, features: Vec<String>) -> RoomRow {
    let closed = Vec::new();
    RoomRow {
        id,
        name: None,
        capacity: ENOUGH,
        features,
        closed,
        parallel: ENOUGH,
        cost: 0,
        cleared: true,
        offsite: None,
    }
}

/// A room in which the course can meet at any time.
fn room_for(file: &mut ProblemFile, course: &str) {
    let Some(at) = file.courses.iter().position(|row| row.id == course) else { return };
    let id = fresh(file);
    if file.courses[at].rooms.is_empty() {
        // The course asks for a feature of its own, which the rooms that fit it have as well.
        let asked = std::mem::replace(&mut file.courses[at].features, vec![id.clone()]);
        let fits = |row: &&mut RoomRow| asked.iter().all(|feature| row.features.contains(feature));
        file.rooms.iter_mut().filter(fits).for_each(|row| row.features.push(id.clone()));
    } else {
        file.courses[at].rooms.push(id.clone());
    }
    let features = file.courses[at].features.clone();
    file.rooms.push(room(id, features));
}

fn course(id: String, kind: &str, grades: Vec<String>, patterns: Vec<Vec<String>>, room: String) -> CourseRow {
    CourseRow {
        id,
        name: None,
        kind: kind.into(),
        category: None,
        special: false,
        grades,
        min_size: 1,
        max_size: None,
        max_sections: None,
        max_parallel: None,
        max_per_student: ENOUGH,
        patterns,
        skill: None,
        leads: Vec::new(),
        features: Vec::new(),
        rooms: vec![room],
        assistants: 0,
        min_minutes: 0,
        fill: 0,
        fee: 0,
    }
}

/// Care with a room of its own in these periods; the people remain those of the school.
fn seats(file: &mut ProblemFile, grades: Vec<String>, periods: &[String]) {
    let hall = fresh(file);
    file.rooms.push(room(hall.clone(), vec![hall.clone()]));
    let id = fresh(file);
    let patterns = periods.iter().map(|period| vec![period.clone()]).collect();
    file.courses.push(course(id, "care", grades, patterns, hall));
}

/// People who can do anything, in these periods only.
fn people(file: &mut ProblemFile, periods: &[String]) {
    let skills: BTreeSet<String> = file.courses.iter().filter_map(skill_of).collect();
    let elsewhere: Vec<String> =
        file.periods.iter().map(|row| row.id.clone()).filter(|id| !periods.contains(id)).collect();
    for _ in 0..PEOPLE {
        let id = fresh(file);
        file.teachers.push(person(id.clone(), skills.iter().cloned().collect(), elsewhere.clone()));
        let named = file.courses.iter_mut().filter(|row| !row.leads.is_empty());
        named.for_each(|row| row.leads.push(id.clone()));
    }
}

/// A special course, or one of a category, at any time, with people and a room of its own.
fn lessons(file: &mut ProblemFile, category: Option<String>) {
    let hall = fresh(file);
    file.rooms.push(room(hall.clone(), vec![hall.clone()]));
    let skill = fresh(file);
    for _ in 0..PEOPLE {
        let id = fresh(file);
        file.teachers.push(person(id, vec![skill.clone()], Vec::new()));
    }
    let patterns = file.periods.iter().map(|row| vec![row.id.clone()]).collect();
    let id = fresh(file);
    let row = course(id, "open", Vec::new(), patterns, hall);
    file.courses.push(CourseRow { special: category.is_none(), category, skill: Some(skill), ..row });
}
