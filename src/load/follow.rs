//! Follows a plan file's ids as far as they still exist.

use crate::format::PlanFile;
use crate::problem::{CourseId, PeriodSet, Problem, Published, PublishedSection, StudentId, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The sections and seats of a plan file in the ids of the problem: the first section of each id, and each
/// (student, section) once.
pub fn follow(problem: &Problem, plan: &PlanFile) -> Published {
    let periods = problem.calendar.periods.by_name(|row| &row.name);
    let courses = problem.courses.by_name(|row| &row.name);
    let teachers = problem.teachers.by_name(|row| &row.name);
    let rooms = problem.rooms.by_name(|row| &row.name);
    let students = problem.students.by_name(|row| &row.name);
    let mut sections: Vec<PublishedSection> = Vec::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &plan.sections {
        if by_name.contains_key(row.id.as_str()) {
            continue;
        }
        by_name.insert(&row.id, sections.len());
        let teacher = |id: &String| teachers.get(id.as_str()).copied();
        sections.push(PublishedSection {
            name: row.id.clone(),
            course: courses.get(row.course.as_str()).copied(),
            pattern: row.pattern.iter().map(|id| periods.get(id.as_str()).copied()).collect(),
            room: match &row.room {
                None => Some(None),
                Some(id) => rooms.get(id.as_str()).copied().map(Some),
            },
            lead: match &row.lead {
                None => Some(None),
                Some(id) => teacher(id).map(Some),
            },
            assistants: row.assistants.iter().filter_map(teacher).collect(),
            seats: Vec::new(),
        });
    }
    let mut kept_seats: Table<StudentId, Vec<(CourseId, PeriodSet)>> =
        Table::filled(problem.students.len(), Vec::new());
    let mut seen = BTreeSet::new();
    for (student, held) in &plan.seats.0 {
        let Some(&student) = students.get(student.as_str()) else { continue };
        for section in held {
            let Some(&section) = by_name.get(section.as_str()) else { continue };
            if !seen.insert((student, section)) {
                continue;
            }
            sections[section].seats.push(student);
            if let (Some(course), Some(pattern)) = (sections[section].course, sections[section].pattern)
                && problem.students[student].attends.covers(pattern)
                && problem.may_hold(student, course)
            {
                kept_seats[student].push((course, pattern));
            }
        }
    }
    Published { sections, kept_seats }
}
