//! The plan, indexed as the measures read it.

use super::{Case, Unit};
use crate::dates::{Session, sessions};
use crate::format::{
    CourseRow, GradeRow, PeriodRow, PlanFile, ProblemFile, RoomRow, SectionRow, StudentRow, TeacherRow,
};
use crate::offer::span;
use crate::policy::Regulation;
use crate::problem::Problem;
use crate::referee::Judgement;
use std::collections::{BTreeMap, BTreeSet};

/// A section of a course that exists.
pub(super) struct Section<'a> {
    pub(super) row: &'a SectionRow,
    pub(super) course: &'a CourseRow,
    pub(super) room: Option<&'a RoomRow>,
    pub(super) lead: Option<&'a TeacherRow>,
    /// By start.
    pub(super) periods: Vec<&'a PeriodRow>,
    /// Positions of the pupils seated.
    pub(super) roll: Vec<usize>,
}

/// A student.
pub(super) struct Pupil<'a> {
    pub(super) row: &'a StudentRow,
    pub(super) grade: Option<&'a GradeRow>,
    pub(super) attends: Vec<&'a PeriodRow>,
    /// Positions of the sections held.
    pub(super) held: Vec<usize>,
}

/// Everything a measure may look at.
pub(super) struct Ground<'a> {
    pub(super) file: &'a ProblemFile,
    pub(super) problem: &'a Problem,
    pub(super) judgement: &'a Judgement,
    pub(super) regulation: &'a Regulation,
    pub(super) sessions: Vec<Session>,
    pub(super) sections: Vec<Section<'a>>,
    pub(super) pupils: Vec<Pupil<'a>>,
}

fn by_id<'a, T>(rows: &'a [T], id: impl Fn(&'a T) -> &'a String) -> BTreeMap<&'a str, &'a T> {
    rows.iter().map(|row| (id(row).as_str(), row)).collect()
}

impl<'a> Ground<'a> {
    /// Indexes a plan. Sections whose id was used before, and what the problem does not know, are left out.
    pub(super) fn new(
        file: &'a ProblemFile,
        problem: &'a Problem,
        plan: &'a PlanFile,
        judgement: &'a Judgement,
        regulation: &'a Regulation,
    ) -> Self {
        let periods = by_id(&file.periods, |row| &row.id);
        let courses = by_id(&file.courses, |row| &row.id);
        let rooms = by_id(&file.rooms, |row| &row.id);
        let teachers = by_id(&file.teachers, |row| &row.id);
        let grades = by_id(&file.grades, |row| &row.id);
        let classes = by_id(&file.classes, |row| &row.id);
        let known = |ids: &'a [String]| {
            let mut rows: Vec<&PeriodRow> = ids.iter().filter_map(|id| periods.get(id.as_str()).copied()).collect();
            rows.sort_by_key(|row| (row.week, row.day, span(row)));
            rows
        };
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sections: Vec<Section<'a>> = Vec::new();
        for row in &plan.sections {
            let Some(course) = courses.get(row.course.as_str()) else { continue };
            if at.contains_key(row.id.as_str()) {
                continue;
            }
            at.insert(&row.id, sections.len());
            sections.push(Section {
                row,
                course,
                room: row.room.as_ref().and_then(|id| rooms.get(id.as_str()).copied()),
                lead: row.lead.as_ref().and_then(|id| teachers.get(id.as_str()).copied()),
                periods: known(&row.pattern),
                roll: Vec::new(),
            });
        }
        let seats: BTreeMap<&str, &Vec<String>> = plan.seats.0.iter().map(|(id, held)| (id.as_str(), held)).collect();
        let mut pupils = Vec::new();
        for (ix, row) in file.students.iter().enumerate() {
            let held = seats.get(row.id.as_str()).into_iter().flat_map(|held| held.iter());
            let held: BTreeSet<usize> = held.filter_map(|id| at.get(id.as_str()).copied()).collect();
            held.iter().for_each(|&section| sections[section].roll.push(ix));
            let grade = classes.get(row.class.as_str()).and_then(|class| grades.get(class.grade.as_str()).copied());
            pupils.push(Pupil { row, grade, attends: known(&row.attends), held: held.into_iter().collect() });
        }
        Self { file, problem, judgement, regulation, sessions: sessions(file), sections, pupils }
    }

    /// Sections with children: all but posts.
    pub(super) fn taught(&self) -> impl Iterator<Item = &Section<'a>> {
        self.sections.iter().filter(|section| section.course.kind != "post")
    }

    /// Whether the pupil sits in a section of a sort during the period.
    pub(super) fn sits(&self, pupil: &Pupil<'_>, period: &PeriodRow, sort: impl Fn(&Section<'_>) -> bool) -> bool {
        let there = |section: &Section<'_>| section.periods.iter().any(|row| row.id == period.id);
        pupil.held.iter().any(|&ix| there(&self.sections[ix]) && sort(&self.sections[ix]))
    }

    /// Days of the cycle with sections in periods of these kinds: first start, last end.
    pub(super) fn served(&self, kinds: &[&str]) -> BTreeMap<(u64, u64), (i64, i64)> {
        let mut days: BTreeMap<(u64, u64), (i64, i64)> = BTreeMap::new();
        for row in self.taught().flat_map(|section| &section.periods) {
            if kinds.contains(&row.kind.as_str()) {
                let (start, end) = span(row);
                let day = days.entry((row.week, row.day)).or_insert((start, end));
                *day = (day.0.min(start), day.1.max(end));
            }
        }
        days
    }

    /// What the referee counted for a rule.
    pub(super) fn judged(&self, rule: &str) -> i64 {
        let line = self.judgement.rules.iter().find(|line| line.rule == rule);
        line.map_or(0, |line| i64::try_from(line.value).unwrap_or(i64::MAX))
    }
}

/// Whether one of the words is the course's category, or `care` of a care course.
pub(super) fn of_category(course: &CourseRow, words: &[&str]) -> bool {
    course.category.as_deref().is_some_and(|category| words.contains(&category))
        || course.kind == "care" && words.contains(&"care")
}

/// Length of a period, minutes.
pub(super) fn length(row: &PeriodRow) -> i64 {
    let (start, end) = span(row);
    (end - start).max(0)
}

fn name_of(name: Option<&String>, id: &str) -> String {
    name.filter(|name| !name.is_empty()).map_or_else(|| id.to_string(), Clone::clone)
}

pub(super) fn day(key: (u64, u64), measured: i64, wanted: i64, unit: Unit) -> Case {
    let id = format!("{}-{}", key.0, key.1);
    Case { kind: "day", name: id.clone(), id, measured, wanted: Some(wanted), unit }
}

pub(super) fn student(row: &StudentRow, measured: i64, wanted: Option<i64>, unit: Unit) -> Case {
    Case { kind: "student", id: row.id.clone(), name: name_of(row.name.as_ref(), &row.id), measured, wanted, unit }
}

pub(super) fn section(section: &Section<'_>, measured: i64, wanted: Option<i64>, unit: Unit) -> Case {
    let name = name_of(section.course.name.as_ref(), &section.row.id);
    Case { kind: "section", id: section.row.id.clone(), name, measured, wanted, unit }
}

pub(super) fn course(row: &CourseRow, measured: i64, wanted: Option<i64>, unit: Unit) -> Case {
    Case { kind: "course", id: row.id.clone(), name: name_of(row.name.as_ref(), &row.id), measured, wanted, unit }
}

pub(super) fn teacher(row: &TeacherRow, measured: i64, wanted: Option<i64>, unit: Unit) -> Case {
    Case { kind: "teacher", id: row.id.clone(), name: name_of(row.name.as_ref(), &row.id), measured, wanted, unit }
}

pub(super) fn grade(id: &str, measured: i64, wanted: Option<i64>, unit: Unit) -> Case {
    Case { kind: "grade", id: id.to_string(), name: id.to_string(), measured, wanted, unit }
}

pub(super) fn resource(row: &crate::format::ResourceRow, measured: i64, wanted: Option<i64>, unit: Unit) -> Case {
    Case { kind: "resource", id: row.id.clone(), name: name_of(row.name.as_ref(), &row.id), measured, wanted, unit }
}
