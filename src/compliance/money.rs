//! Measures of money: fees by child and month, reductions, market prices, pay (F1–F6, R41). All in fen.

use super::ground::{Ground, Pupil, course, length, student};
use super::people::minutes_of;
use super::{Case, Figure, Measured, Side, Status, Unit, many};
use crate::offer;
use crate::policy::PolicyRule;
use chrono::Datelike;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Fees of the term that families pay, fen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Fees {
    /// Before reductions.
    pub gross: i64,
    /// What reductions take off.
    pub reduced: i64,
    /// Of the rest, for base care.
    pub basic: i64,
    /// Children with a reduction.
    pub children_reduced: usize,
    /// Months in which there is service.
    pub months: usize,
}

/// Hours and pay of a teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pay {
    /// Id of the teacher.
    pub teacher: String,
    /// Name of the teacher.
    pub name: String,
    /// `staff` or `external`.
    pub kind: String,
    /// Minutes led and assisted in the cycle, posts included.
    pub minutes: i64,
    /// The same over the dates of the term.
    pub term_minutes: i64,
    /// Fen for 60 minutes.
    pub rate: i64,
    /// Fen of the term, rounded up once.
    pub term_pay: i64,
}

fn whole(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Months of the calendar with service.
fn months(ground: &Ground<'_>) -> usize {
    let months: BTreeSet<(i32, u32)> = ground.sessions.iter().map(|s| (s.date.year(), s.date.month())).collect();
    months.len()
}

/// Percent that the family does not pay.
fn reduction(ground: &Ground<'_>, pupil: &Pupil<'_>) -> i64 {
    let rows = ground.file.registry.iter().flat_map(|registry| &registry.reductions);
    rows.into_iter().find(|row| row.student == pupil.row.id).map_or(0, |row| whole(row.percent).min(100))
}

/// Fen of the term for the pupil's courses of a sort, before reductions; each course once.
fn gross(ground: &Ground<'_>, pupil: &Pupil<'_>, sort: impl Fn(&crate::format::CourseRow, bool) -> bool) -> i64 {
    let mut courses: BTreeMap<&str, i64> = BTreeMap::new();
    for section in pupil.held.iter().map(|&ix| &ground.sections[ix]) {
        let evening = !section.periods.is_empty() && section.periods.iter().all(|row| row.kind == "evening");
        if sort(section.course, evening) {
            courses.insert(&section.course.id, whole(section.course.fee));
        }
    }
    courses.values().sum()
}

/// What the family pays of a sum, rounded up to a fen.
fn paid(ground: &Ground<'_>, pupil: &Pupil<'_>, gross: i64) -> i64 {
    (gross * (100 - reduction(ground, pupil)) + 99) / 100
}

/// The fees of the term.
pub(super) fn fees(ground: &Ground<'_>) -> Fees {
    let mut fees = Fees { months: months(ground), ..Fees::default() };
    for pupil in &ground.pupils {
        let all = gross(ground, pupil, |_, _| true);
        fees.gross += all;
        fees.reduced += all - paid(ground, pupil, all);
        fees.basic += paid(ground, pupil, gross(ground, pupil, |course, _| course.kind == "care"));
        fees.children_reduced += usize::from(reduction(ground, pupil) > 0);
    }
    fees
}

/// Hours and pay, by the teachers' order in the file; people without a section are left out.
pub(super) fn pay(ground: &Ground<'_>) -> Vec<Pay> {
    let mut times: BTreeMap<(u64, u64), i64> = BTreeMap::new();
    ground.sessions.iter().for_each(|session| *times.entry((session.week, session.day)).or_default() += 1);
    let mut term: BTreeMap<&str, i64> = BTreeMap::new();
    for section in &ground.sections {
        let held =
            section.periods.iter().map(|row| length(row) * times.get(&(row.week, row.day)).copied().unwrap_or(0));
        let own: i64 = held.sum();
        for id in section.row.lead.iter().chain(&section.row.assistants) {
            *term.entry(id).or_default() += own;
        }
    }
    let minutes = minutes_of(ground);
    let line = |row: &crate::format::TeacherRow| {
        let term_minutes = term.get(row.id.as_str()).copied().unwrap_or(0);
        Some(Pay {
            teacher: row.id.clone(),
            name: row.name.clone().unwrap_or_else(|| row.id.clone()),
            kind: row.kind.clone(),
            minutes: *minutes.get(&row.id)?,
            term_minutes,
            rate: whole(row.pay),
            term_pay: (whole(row.pay) * term_minutes + 59) / 60,
        })
    };
    ground.file.teachers.iter().filter_map(line).collect()
}

/// R41: what the term's hours earn; who earns how much stands in the table of hours and pay.
pub(super) fn earned(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let pay = pay(ground);
    Measured::told(pay.iter().map(|row| row.term_pay).sum(), Unit::Fen, pay.len())
}

/// F1: courses with a fee that children are in.
pub(super) fn free(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let cap = rule.whole().unwrap_or(0) * 100;
    let taught: BTreeSet<&str> = ground.taught().filter(|s| !s.roll.is_empty()).map(|s| s.course.id.as_str()).collect();
    let rows = ground.file.courses.iter().filter(|row| taught.contains(row.id.as_str()));
    Measured::judged(Side::AtMost, rows.map(|row| course(row, whole(row.fee), Some(cap), Unit::Fen)).collect())
}

/// F2: what a family pays a month, by day and by evening apart; a term's fee is spread over the months with service.
pub(super) fn caps(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let months = whole(months(ground) as u64);
    if months == 0 {
        return Measured::of(Status::NeedsPerson).note("no_dates", vec![]);
    }
    let mut cases: Vec<Case> = Vec::new();
    for pupil in ground.pupils.iter().filter(|pupil| !pupil.held.is_empty()) {
        for evening in [false, true] {
            let cap = rule.field(if evening { "evening" } else { "day" }).unwrap_or(0) * 100;
            let all = gross(ground, pupil, |_, at_evening| at_evening == evening);
            let month = (paid(ground, pupil, all) + months - 1) / months;
            if !evening || all > 0 {
                cases.push(student(pupil.row, month, Some(cap), Unit::Fen));
            }
        }
    }
    let measured = Measured::judged(Side::AtMost, cases).note("months", vec![months.to_string()]);
    // Elsewhere the caps are there to go by, and a person says how far.
    let stranger = match offer::in_district(ground.file, rule) {
        Some(true) => return measured,
        Some(false) => "district_elsewhere",
        None => "fee_district_unknown",
    };
    if measured.status == Status::NotMet {
        return measured.with_status(Status::NeedsPerson).note(stranger, vec![]);
    }
    measured
}

/// F3: courses on file that cost no less than outside; how much less is a person's to say.
pub(super) fn market(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let outside = ground.file.courses.iter().filter(|row| {
        row.fee > 0
            && ground.taught().any(|s| s.course.id == row.id && s.lead.is_some_and(|lead| lead.kind == "external"))
    });
    let (mut priced, mut unpriced) = (Vec::new(), 0);
    for row in outside {
        match offer::resource(ground.file, "course", &row.id).and_then(|row| row.market) {
            Some(market) => priced.push(course(row, whole(row.fee), Some(whole(market) - 1), Unit::Fen)),
            None => unpriced += 1,
        }
    }
    if priced.is_empty() && unpriced == 0 {
        return Measured::of(Status::NotApplicable);
    }
    let measured = Measured::judged(Side::AtMost, priced);
    let measured = if unpriced > 0 { measured.note("unpriced", vec![unpriced.to_string()]) } else { measured };
    if measured.status == Status::NotMet { measured } else { measured.with_status(Status::NeedsPerson) }
}

/// F4: children of hardship who pay fees in full.
pub(super) fn relief(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let needs = rule.words("");
    let needy: Vec<&Pupil<'_>> =
        ground.pupils.iter().filter(|p| p.row.needs.iter().any(|need| needs.contains(&need.as_str()))).collect();
    let full = needy.iter().filter(|p| reduction(ground, p) == 0 && gross(ground, p, |_, _| true) > 0);
    let cases: Vec<Case> = full.map(|p| student(p.row, gross(ground, p, |_, _| true), None, Unit::Fen)).collect();
    let fees = fees(ground);
    let notes = vec![fees.children_reduced.to_string(), fees.reduced.to_string()];
    let measured = Measured::broken(needy.len(), cases).note("reductions", notes);
    if needy.is_empty() { measured.with_status(Status::NeedsPerson) } else { measured }
}

/// F5: the basic fees of the term.
pub(super) fn basic(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    match fees(ground).basic {
        0 => Measured::of(Status::NotApplicable),
        basic => Measured::told(basic, Unit::Fen, 1),
    }
}

/// F6: all fees of the term, after reductions.
pub(super) fn account(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let fees = fees(ground);
    let paying = ground.pupils.iter().filter(|pupil| gross(ground, pupil, |_, _| true) > 0).count();
    let figure = Some(Figure::bare(fees.gross - fees.reduced, Unit::Fen));
    Measured { figure, ..Measured::told(many(paying), Unit::People, paying) }
}
