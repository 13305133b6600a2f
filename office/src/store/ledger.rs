//! The fee ledger and teachers' hours. Fees follow from stays: a session is a stay, a period of its section and a day
//! on which that is held. All money in fen; every rounding is of a running total, so that parts add up to the whole.

use super::act::{Act, Line};
use super::fold::text;
use super::term::{Calendar, Term};
use paipian::format::ProblemFile;
use paipian::lint::in_force;
use paipian::policy::shipped;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a teacher did in a month in one section.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Hours {
    /// The teacher.
    pub teacher: String,
    /// The section.
    pub section: String,
    /// Whether as its lead.
    pub lead: bool,
    /// Sessions.
    pub sessions: u64,
    /// Minutes.
    pub minutes: u64,
    /// Fen.
    pub fen: u64,
}

/// First and last possible day of a month `YYYY-MM`, as text that compares with dates.
fn month_span(month: &str) -> (String, String) {
    let last = chrono::NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok();
    let last = last.and_then(|first| first.checked_add_months(chrono::Months::new(1))?.pred_opt());
    (format!("{month}-01"), last.map_or_else(String::new, |day| day.to_string()))
}

/// The sessions of a row of `stay` or `duty` within a span: period and day, cancelled ones left out.
pub fn sessions(term: &Term, calendar: &Calendar, row: &Value, from: &str, to: &str) -> Vec<(String, String)> {
    let from = from.max(text(&row["from"])).to_string();
    let to = row["until"].as_str().map_or(to, |until| to.min(until)).to_string();
    let mut found = Vec::new();
    for period in row["periods"].as_array().into_iter().flatten().map(text) {
        for date in calendar.dates(period, &from, &to) {
            let roll = term.rows.get("attendance", &format!("{date}|{}", text(&row["section"])));
            if roll.is_none_or(|roll| roll["cancelled"] != true) {
                found.push((period.to_string(), date.clone()));
            }
        }
    }
    found
}

/// What a line is about: student, what, of, stay.
type Subject = (String, String, String, Option<String>);

/// The lines of a month that are not billed yet: what every child's seats come to, less what was billed before. The
/// first time these are all lines; afterwards corrections, each with the seat it is about (refunds are negative).
/// Children excused beforehand pay nothing for that day.
pub fn bill(term: &Term, month: &str) -> Vec<Line> {
    let mut open: BTreeMap<Subject, (i64, i64)> = BTreeMap::new();
    for Line { student, what, of, stay, sessions, fen } in due(term, month) {
        let entry = open.entry((student, what, of, stay)).or_default();
        *entry = (entry.0 + sessions, entry.1 + fen);
    }
    for (_, charge) in term.rows.all("charge").filter(|(_, charge)| charge["month"] == month) {
        let word = |key: &str| text(&charge[key]).to_string();
        let key = (word("student"), word("what"), word("of"), charge["stay"].as_str().map(str::to_string));
        let entry = open.entry(key).or_default();
        let number = |key: &str| charge[key].as_i64().unwrap_or(0);
        *entry = (entry.0 - number("sessions"), entry.1 - number("fen"));
    }
    open.retain(|_, rest| *rest != (0, 0));
    let line = |((student, what, of, stay), (sessions, fen))| Line { student, what, of, stay, sessions, fen };
    open.into_iter().map(line).collect()
}

/// Every line of a month, from stays, tariffs, fees and reliefs as they are now.
fn due(term: &Term, month: &str) -> Vec<Line> {
    let Some(frame) = term.problem() else { return Vec::new() };
    let calendar = Calendar::of(&frame);
    let (first, last) = month_span(month);
    let kind_of: BTreeMap<&str, &str> = frame.periods.iter().map(|row| (row.id.as_str(), row.kind.as_str())).collect();
    let fee_of: BTreeMap<&str, u64> = frame.courses.iter().map(|row| (row.id.as_str(), row.fee)).collect();
    let mut by_student: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    let mut of_kind: BTreeMap<(String, String), i64> = BTreeMap::new();
    // (student, whether by evening) → fen
    let mut sums: BTreeMap<(String, bool), i64> = BTreeMap::new();
    let mut add =
        |student: &str, evening: bool, fen: i64| *sums.entry((student.to_string(), evening)).or_default() += fen;
    for (id, stay) in term.rows.all("stay") {
        let (student, section) = (text(&stay["student"]), text(&stay["section"]));
        let excused = |date: &str| {
            let roll = term.rows.get("attendance", &format!("{date}|{section}"));
            roll.is_some_and(|roll| {
                roll["leave"].as_array().is_some_and(|leave| leave.iter().any(|who| who == student))
            })
        };
        let held = |from: &str, to: &str| {
            let mut held = sessions(term, &calendar, stay, from, to);
            held.retain(|(_, date)| !excused(date));
            held
        };
        let now = held(&first, &last);
        if now.is_empty() {
            continue;
        }
        let lines = by_student.entry(student.to_string()).or_default();
        let mut line = |what: &str, of: &str, sessions: i64, fen: i64| {
            let (student, stay) = (student.to_string(), Some(id.clone()));
            lines.push(Line { student, what: what.into(), of: of.into(), stay, sessions, fen });
        };
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        now.iter().for_each(|(period, _)| {
            *counts.entry(kind_of.get(period.as_str()).copied().unwrap_or("")).or_default() += 1
        });
        for (kind, sessions) in counts {
            let rate = term.rows.get("tariff", kind).and_then(|row| row["session"].as_i64()).unwrap_or(0);
            if rate > 0 {
                let fen = rate.saturating_mul(sessions);
                line("seat", kind, sessions, fen);
                *of_kind.entry((student.to_string(), kind.to_string())).or_default() += fen;
                add(student, kind == "evening", fen);
            }
        }
        let fee = fee_of.get(text(&stay["course"])).copied().unwrap_or(0);
        if fee > 0 {
            // The fee is for the term: parts of it fall due as its sessions are held, as differences of a running total.
            let whole: u64 = stay["periods"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|period| calendar.dates(text(period), "0000-01-01", "9999-12-31").len() as u64)
                .sum();
            let upto = held("0000-01-01", &last).len() as u64;
            let part = |sessions: u64| {
                let part = u128::from(fee) * u128::from(sessions.min(whole.max(1))) / u128::from(whole.max(1));
                i64::try_from(part).unwrap_or(i64::MAX)
            };
            let fen = part(upto) - part(upto - now.len() as u64);
            line("course", text(&stay["course"]), now.len() as i64, fen);
            let by_evening = now.iter().all(|(period, _)| kind_of.get(period.as_str()) == Some(&"evening"));
            add(student, by_evening, fen);
        }
    }
    for ((student, kind), sum) in of_kind {
        let cap = term.rows.get("tariff", &kind).and_then(|row| row["cap_month"].as_i64());
        if let Some(cap) = cap.filter(|&cap| sum > cap) {
            add(&student, kind == "evening", cap - sum);
            let lines = by_student.entry(student.clone()).or_default();
            lines.push(Line { student, what: "cap".into(), of: kind, stay: None, sessions: 0, fen: cap - sum });
        }
    }
    for ((student, evening), sum) in sums {
        if let Some((rule, most)) = regulated(&frame, evening).filter(|(_, most)| sum > *most) {
            let of = format!("{rule} {}", if evening { "evening" } else { "day" });
            let lines = by_student.entry(student.clone()).or_default();
            lines.push(Line { student, what: "cap".into(), of, stay: None, sessions: 0, fen: most - sum });
        }
    }
    for (student, lines) in &mut by_student {
        let percent = term.rows.get("relief", student).and_then(Value::as_i64).unwrap_or(0);
        let sum: i64 = lines.iter().map(|line| line.fen).sum();
        if percent > 0 && sum > 0 {
            let (student, of) = (student.clone(), format!("{percent}%"));
            lines.push(Line {
                student,
                what: "relief".into(),
                of,
                stay: None,
                sessions: 0,
                fen: -(sum * percent / 100),
            });
        }
    }
    by_student.into_values().flatten().collect()
}

/// The most that a family pays a month by day or by evening, and the rule that says so: nothing where the service is free
/// (F1: CM 一(一)), or the caps of the regulation, one for all of a child's courses together (F2: TJ 11).
fn regulated(school: &ProblemFile, evening: bool) -> Option<(&'static str, i64)> {
    let regulation = shipped(school.policy.name.as_ref()?)?;
    let rule = |id: &str| regulation.rule(id).filter(|rule| in_force(school, &regulation, rule));
    if rule("F1").is_some_and(|rule| rule.whole() == Some(0)) {
        return Some(("F1", 0));
    }
    let yuan = rule("F2")?.field(if evening { "evening" } else { "day" })?;
    Some(("F2", 100 * yuan))
}

/// What each child still owes, in fen; negative: is owed.
pub fn balances(term: &Term) -> BTreeMap<String, i64> {
    let mut balances: BTreeMap<String, i64> = BTreeMap::new();
    for (table, sign) in [("charge", 1), ("payment", -1)] {
        for (_, row) in term.rows.all(table) {
            *balances.entry(text(&row["student"]).to_string()).or_default() += sign * row["fen"].as_i64().unwrap_or(0);
        }
    }
    balances
}

/// What every teacher did in a month and is paid. Who stood in for a lead is paid instead.
pub fn hours(term: &Term, month: &str) -> Vec<Hours> {
    let Some(frame) = term.problem() else { return Vec::new() };
    let calendar = Calendar::of(&frame);
    let (first, last) = month_span(month);
    let minutes_of = |period: &str| {
        let row = frame.periods.iter().find(|row| row.id == period);
        row.map_or(0, |row| clock(&row.end).saturating_sub(clock(&row.start)))
    };
    // (teacher, section, lead) → (sessions, minutes)
    let mut done: BTreeMap<(String, String, bool), (u64, u64)> = BTreeMap::new();
    for (_, duty) in term.rows.all("duty") {
        let (section, lead) = (text(&duty["section"]), duty["lead"] == true);
        for (period, date) in sessions(term, &calendar, duty, &first, &last) {
            let roll = term.rows.get("attendance", &format!("{date}|{section}"));
            let stands_in = roll.and_then(|roll| roll["lead"].as_str()).filter(|_| lead);
            let who = stands_in.unwrap_or(text(&duty["teacher"])).to_string();
            let entry = done.entry((who, section.to_string(), lead)).or_default();
            *entry = (entry.0 + 1, entry.1 + minutes_of(&period));
        }
    }
    let mut running: BTreeMap<String, u64> = BTreeMap::new();
    done.into_iter()
        .map(|((teacher, section, lead), (sessions, minutes))| {
            let pay = term.rows.get("teacher", &teacher).and_then(|row| row["pay"].as_u64()).unwrap_or(0);
            let total = running.entry(teacher.clone()).or_default();
            let before = *total * pay / 60;
            *total += minutes;
            Hours { fen: *total * pay / 60 - before, teacher, section, lead, sessions, minutes }
        })
        .collect()
}

fn clock(text: &str) -> u64 {
    let (hour, minute) = text.split_once(':').unwrap_or(("0", "0"));
    hour.parse::<u64>().unwrap_or(0) * 60 + minute.parse::<u64>().unwrap_or(0)
}

/// What does not add up, if anything: the lines of each month are its bill, and every line for a seat names a stay.
pub(super) fn unbalanced(term: &Term) -> Option<String> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for (id, charge) in term.rows.all("charge") {
        *sums.entry(text(&charge["month"]).to_string()).or_default() += charge["fen"].as_i64().unwrap_or(0);
        let of_seat = ["seat", "course"].contains(&text(&charge["what"]));
        let stay = charge["stay"].as_str().and_then(|stay| term.rows.get("stay", stay));
        if of_seat && stay.is_none_or(|stay| stay["student"] != charge["student"]) {
            return Some(format!("charge {id} names no stay of its child"));
        }
    }
    let differs = |(id, total): (&String, &Value)| {
        let month = id.strip_prefix("billed|")?;
        (sums.get(month).copied().unwrap_or(0) != total.as_i64()?).then(|| format!("the bill of {month}"))
    };
    term.rows.all("setting").find_map(differs)
}

impl Act {
    /// The bill of a month as an act; none when nothing is left to bill.
    pub fn bill_of(term: &Term, month: &str) -> Option<Self> {
        let lines = bill(term, month);
        let first = term.rows.get("setting", &format!("billed|{month}")).is_none();
        (first || !lines.is_empty()).then(|| Self::Bill { month: month.to_string(), lines })
    }
}
