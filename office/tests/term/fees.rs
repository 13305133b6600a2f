//! The fees of a term worked out a second time, day by day from who sat where, with nothing of the ledger's code.

use chrono::{Datelike, NaiveDate};
use paipian::format::{PlanFile, ProblemFile};
use std::collections::{BTreeMap, BTreeSet};

/// Fen a session, and most fen a child and month, of every after-school period.
pub(crate) const SESSION: i64 = 350;
pub(crate) const CAP: i64 = 18_000;

/// Who sat where on a day.
pub(crate) struct Day {
    pub(crate) date: NaiveDate,
    pub(crate) plan: PlanFile,
}

/// Fen by child and month, over the days of school in order.
pub(crate) fn fees(
    school: &ProblemFile,
    days: &[Day],
    cancelled: &BTreeSet<(NaiveDate, String)>,
    relief: &BTreeMap<String, i64>,
) -> BTreeMap<(String, String), i64> {
    let day_of: BTreeMap<&str, u64> = school.periods.iter().map(|row| (row.id.as_str(), row.day)).collect();
    let fee_of: BTreeMap<&str, i64> = school.courses.iter().map(|row| (row.id.as_str(), row.fee as i64)).collect();
    // A stay goes on while the child sits in the section and the section meets in its periods.
    let mut going: BTreeMap<(String, String, Vec<String>), i64> = BTreeMap::new();
    let mut seats: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut courses: BTreeMap<(String, String), i64> = BTreeMap::new();
    for Day { date, plan } in days {
        let month = date.format("%Y-%m").to_string();
        let mut next = BTreeMap::new();
        for (student, held) in &plan.seats.0 {
            for section in held {
                let row = plan.sections.iter().find(|row| &row.id == section).expect("a section of the plan");
                let key = (student.clone(), section.clone(), row.pattern.clone());
                let mut sat = going.get(&key).copied().unwrap_or(0);
                let today = row
                    .pattern
                    .iter()
                    .filter(|period| day_of[period.as_str()] == u64::from(date.weekday().number_from_monday()));
                let held = if cancelled.contains(&(*date, section.clone())) { 0 } else { today.count() as i64 };
                *seats.entry((student.clone(), month.clone())).or_default() += held * SESSION;
                let whole = term_sessions(school, &row.pattern);
                let fee = fee_of[row.course.as_str()];
                let upto = |sat: i64| fee * sat.min(whole) / whole.max(1);
                *courses.entry((student.clone(), month.clone())).or_default() += upto(sat + held) - upto(sat);
                sat += held;
                next.insert(key, sat);
            }
        }
        going = next;
    }
    let mut due = BTreeMap::new();
    for ((student, month), fen) in seats {
        let sum = fen.min(CAP) + courses[&(student.clone(), month.clone())];
        let off = relief.get(&student).copied().unwrap_or(0);
        due.insert((student, month), sum - sum * off / 100);
    }
    due
}

/// Sessions that a pattern holds in the whole term.
fn term_sessions(school: &ProblemFile, pattern: &[String]) -> i64 {
    let term = school.term.as_ref().expect("a term");
    let first = super::school::start(school);
    let span = first.iter_days().take(7 * term.weeks.expect("weeks") as usize);
    let days: Vec<u64> = span
        .filter(|day| !term.holidays.contains(&day.to_string()))
        .map(|day| u64::from(day.weekday().number_from_monday()))
        .collect();
    let of = |period: &String| school.periods.iter().find(|row| &row.id == period).map_or(0, |row| row.day);
    pattern.iter().map(|period| days.iter().filter(|&&day| day == of(period)).count() as i64).sum()
}
