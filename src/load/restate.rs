//! One child described anew within a problem that stands.

use super::build::{self, Asked};
use super::report::at;
use crate::diagnostic::Diagnostic;
use crate::format::StudentRow;
use crate::problem::{CourseId, CourseKind, Id, PeriodId, PeriodSet, Problem, Student, StudentId};

/// The values of a child whose family asks for something else: another row of the same id, class and family. Pins stay.
/// Cost: the periods and courses of the problem.
///
/// # Errors
/// Periods or clubs that do not exist, clash or repeat. `place` is that of the row.
pub fn restated(
    problem: &Problem,
    student: StudentId,
    row: &StudentRow,
    place: &str,
) -> Result<Student, Vec<Diagnostic>> {
    let who = &problem.students[student];
    let mut errors = Vec::new();
    let mut attends = PeriodSet::EMPTY;
    for (ix, id) in row.attends.iter().enumerate() {
        let place = format!("{place}.attends[{ix}]");
        match problem.calendar.periods.rows().iter().position(|period| &period.name == id) {
            None => errors.push(at("E105", place, id, vec!["period".into(), String::new()])),
            Some(period) => {
                let period: PeriodId = Id::at(period);
                let clashes = attends.and(problem.calendar.periods[period].clashes);
                if let Some(other) = clashes.iter().next() {
                    errors.push(at("E109", place, id, vec![problem.calendar.periods[other].name.clone()]));
                }
                attends = attends.or(PeriodSet::of(period));
            }
        }
    }
    let mut wishes: Vec<CourseId> = Vec::new();
    for (ix, id) in row.wishes.iter().enumerate() {
        let place = format!("{place}.wishes[{ix}]");
        match problem.courses.iter().find(|(_, course)| &course.name == id) {
            None => errors.push(at("E105", place, id, vec!["course".into(), String::new()])),
            Some((_, course)) if course.kind != CourseKind::Club => {
                errors.push(at("E115", place, id, vec![word(course.kind).into()]));
            }
            Some((course, _)) => match wishes.iter().position(|&other| other == course) {
                Some(first) => errors.push(at("E116", place, id, vec![format!("wishes[{first}]")])),
                None => wishes.push(course),
            },
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let stage = problem.grades[problem.grade_of(student)].stage;
    let asked = Asked { row, attends, wishes };
    let stated = build::student(asked, who.class, stage, who.family, &problem.calendar, &problem.policy);
    Ok(Student { pinned_to: who.pinned_to.clone(), pinned_off: who.pinned_off.clone(), ..stated })
}

fn word(kind: CourseKind) -> &'static str {
    match kind {
        CourseKind::Club => "club",
        CourseKind::Open => "open",
        CourseKind::Care => "care",
        CourseKind::Post => "post",
    }
}
