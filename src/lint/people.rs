//! Wishes that cannot be granted, people who cannot serve, rooms nobody can use (L111–L118).

use super::Finding;
use super::basis::Basis;
use crate::problem::{CourseId, CourseKind, Id, PeriodSet};
use std::collections::BTreeMap;

/// Everyone and everything that is listed and cannot take part.
pub(super) fn check(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    wishes(basis, findings);
    teachers(basis, findings);
    let problem = basis.problem;
    let useless = problem.rooms.iter().filter(|(id, room)| {
        room.cleared && !problem.courses.rows().iter().any(|course| course.needs_room && course.room_fits[id.ix()])
    });
    list("L117", useless.map(|(_, room)| room.name.clone()).collect(), findings);
    let idle = problem.students.rows().iter().filter(|who| who.attends.is_empty() && !who.wishes.is_empty());
    list("L118", idle.map(|who| who.name.clone()).collect(), findings);
}

/// One finding about all of a list, unless it is empty.
fn list(code: &'static str, ids: Vec<String>, findings: &mut Vec<Finding>) {
    if !ids.is_empty() {
        let count = ids.len().to_string();
        findings.push(Finding::new(code, ids, vec![count]));
    }
}

/// Wishes for a course that can open, from children for whom it cannot. A child without any attendance is told once.
fn wishes(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    let mut lost: BTreeMap<(CourseId, &'static str), Vec<String>> = BTreeMap::new();
    let can_open: Vec<bool> = problem.courses.ids().map(|course| basis.can_open(course)).collect();
    for (student, who) in problem.students.iter().filter(|(_, who)| !who.attends.is_empty()) {
        for &course in &who.wishes {
            let attends = |pattern| who.attends.covers(problem.patterns[pattern].periods);
            let code = if !problem.may_hold(student, course) {
                "L112"
            } else if !problem.courses[course].patterns.iter().any(attends) {
                "L111"
            } else if can_open[course.ix()] && basis.attended(student, course).next().is_none() {
                "L113"
            } else {
                continue;
            };
            lost.entry((course, code)).or_default().push(who.name.clone());
        }
    }
    for ((course, code), children) in lost {
        let count = children.len().to_string();
        let subject = std::iter::once(problem.courses[course].name.clone()).chain(children);
        findings.push(Finding::new(code, subject.collect(), vec![count]));
    }
}

fn teachers(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    let all: PeriodSet = problem.calendar.periods.ids().collect();
    let named = |code, test: &dyn Fn(usize) -> bool, findings: &mut Vec<Finding>| {
        let people = problem.teachers.iter().filter(|(id, _)| test(id.ix()));
        list(code, people.map(|(_, person)| person.name.clone()).collect(), findings);
    };
    let rows = problem.teachers.rows();
    named("L114", &|ix| !rows[ix].cleared, findings);
    let leads = |ix: usize| problem.courses.rows().iter().any(|course| course.lead_fits[ix]);
    let assisted = problem.policy.external_needs_assistant
        || problem.courses.rows().iter().any(|course| course.kind != CourseKind::Post && course.assistants > 0);
    named("L115", &|ix| rows[ix].cleared && !leads(ix) && !(rows[ix].staff && assisted), findings);
    named("L116", &|ix| rows[ix].cleared && !all.is_empty() && rows[ix].unavailable.covers(all), findings);
}
