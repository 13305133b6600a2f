//! Checks what is on file: ids and references, dates, words, percents; and make-up days of the term.

use super::check::clock;
use super::report::{Ids, at};
use crate::dates::date;
use crate::diagnostic::Diagnostic;
use crate::format::{ProblemFile, SurveyRow, words};
use crate::problem::GREATEST;
use std::collections::BTreeSet;

struct Check<'e> {
    errors: &'e mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn date(&mut self, place: impl FnOnce() -> String, text: Option<&String>) {
        if let Some(text) = text.filter(|text| date(text).is_none()) {
            self.errors.push(at("E131", place(), text, vec![]));
        }
    }

    fn range(&mut self, place: impl FnOnce() -> String, value: Option<u64>, least: u64, most: u64) {
        if let Some(value) = value.filter(|value| !(least..=most).contains(value)) {
            self.errors.push(at("E103", place(), value.to_string(), vec![least.to_string(), most.to_string()]));
        }
    }

    fn word(&mut self, place: impl FnOnce() -> String, word: &str, allowed: &[&str]) {
        if !allowed.contains(&word) {
            self.errors.push(at("E102", place(), word, vec![allowed.join(", ")]));
        }
    }

    fn surveys(&mut self, row: &str, surveys: &[SurveyRow], kinds: &[&str]) {
        for (ix, survey) in surveys.iter().enumerate() {
            let place = |field: &str| format!("{row}.surveys[{ix}].{field}");
            self.date(|| place("on"), Some(&survey.on));
            self.range(|| place("percent"), survey.percent, 0, 100);
            if let Some(kind) = survey.kind.as_ref().filter(|_| !kinds.is_empty()) {
                self.word(|| place("kind"), kind, kinds);
            }
        }
    }
}

/// Every fault of the registry and of the make-up days.
pub(super) fn check(file: &ProblemFile, errors: &mut Vec<Diagnostic>) {
    let mut check = Check { errors };
    for (ix, row) in file.term.iter().flat_map(|term| &term.makeups).enumerate() {
        check.date(|| format!("term.makeups[{ix}].date"), Some(&row.date));
        check.range(|| format!("term.makeups[{ix}].day"), Some(row.day), 1, 7);
    }
    let Some(registry) = &file.registry else { return };
    if let Some(school) = &registry.school {
        if let Some(text) = school.work_ends.as_ref().filter(|text| clock(text).is_none()) {
            check.errors.push(at("E107", "registry.school.work_ends".into(), text, vec![]));
        }
        check.date(|| "registry.school.filed".into(), school.filed.as_ref());
        check.range(|| "registry.school.onsite".into(), school.onsite, 0, GREATEST);
        check.surveys("registry.school", &school.surveys, &words::SURVEYS);
        let grades: BTreeSet<&str> = file.grades.iter().map(|row| row.id.as_str()).collect();
        for (grade, minutes) in &school.homework {
            let place = || format!("registry.school.homework.{grade}");
            if !grades.contains(grade.as_str()) {
                check.errors.push(at("E105", place(), grade, vec!["grade".into(), String::new()]));
            }
            check.range(place, Some(*minutes), 0, 1440);
        }
    }
    let teachers: BTreeSet<&str> = file.teachers.iter().map(|row| row.id.as_str()).collect();
    let rooms: BTreeSet<&str> = file.rooms.iter().map(|row| row.id.as_str()).collect();
    let courses: BTreeSet<&str> = file.courses.iter().map(|row| row.id.as_str()).collect();
    let students: BTreeSet<&str> = file.students.iter().map(|row| row.id.as_str()).collect();
    let known = |kind: &str| match kind {
        "person" => Some(("teacher", &teachers)),
        "venue" => Some(("room", &rooms)),
        "course" => Some(("course", &courses)),
        "student" => Some(("student", &students)),
        _ => None,
    };
    let ids = registry.resources.iter().map(|row| &row.id);
    Ids::collect("resource", "registry.resources", ids, check.errors);
    let organisations: BTreeSet<&str> =
        registry.resources.iter().filter(|row| row.kind == "organisation").map(|row| row.id.as_str()).collect();
    for (ix, row) in registry.resources.iter().enumerate() {
        let row_at = format!("registry.resources[{ix}]");
        check.word(|| format!("{row_at}.kind"), &row.kind, &words::RESOURCES);
        if let (Some(of), Some((kind, ids))) = (&row.of, known(&row.kind))
            && !ids.contains(of.as_str())
        {
            check.errors.push(at("E105", format!("{row_at}.of"), of, vec![kind.into(), String::new()]));
        }
        if let Some(by) = row.by.as_ref().filter(|by| !organisations.contains(by.as_str())) {
            check.errors.push(at("E105", format!("{row_at}.by"), by, vec!["resource".into(), String::new()]));
        }
        for (state, entered) in row.history.iter().enumerate() {
            check.date(|| format!("{row_at}.history[{state}].on"), Some(&entered.on));
            check.word(|| format!("{row_at}.history[{state}].state"), &entered.state, &words::STATES);
        }
        if let Some(agreement) = &row.agreement {
            let dates = [("signed", &agreement.signed), ("filed", &agreement.filed), ("until", &agreement.until)];
            for (field, text) in dates {
                check.date(|| format!("{row_at}.agreement.{field}"), text.as_ref());
            }
        }
        for (paper, on_file) in row.papers.iter().enumerate() {
            check.date(|| format!("{row_at}.papers[{paper}].from"), on_file.from.as_ref());
            check.date(|| format!("{row_at}.papers[{paper}].until"), on_file.until.as_ref());
        }
        check.surveys(&row_at, &row.surveys, &[]);
        check.date(|| format!("{row_at}.born"), row.born.as_ref());
        for (field, value) in
            [("experience", row.experience), ("area", row.area), ("rank", row.rank), ("market", row.market)]
        {
            if let Some(value) = value.filter(|value| *value > GREATEST) {
                let facts = vec![GREATEST.to_string()];
                check.errors.push(at("E120", format!("{row_at}.{field}"), value.to_string(), facts));
            }
        }
    }
    for (ix, row) in registry.reductions.iter().enumerate() {
        if !students.contains(row.student.as_str()) {
            let facts = vec!["student".into(), String::new()];
            check.errors.push(at("E105", format!("registry.reductions[{ix}].student"), &row.student, facts));
        }
        check.range(|| format!("registry.reductions[{ix}].percent"), Some(row.percent), 0, 100);
    }
    for (ix, row) in registry.ticks.iter().enumerate() {
        check.date(|| format!("registry.ticks[{ix}].on"), Some(&row.on));
    }
}
