//! `term resource`, `survey`, `attend`.

use super::args::{AttendArgs, AttendCommand, FromArgs, ResourceArgs, ResourceCommand, SpanArgs, SurveyArgs};
use super::{Desk, Done};
use crate::cli::End;
use crate::commands::output::{data, json};
use crate::enrol::{self, Absence, EnrolError};
use crate::store::{Act, Calendar, Term};
use crate::words;
use paipian::format::{AgreementRow, PaperRow, ProblemFile, ResourceRow, YearRow};
use serde_json::{Value, json as value};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn resource(desk: &Desk<'_>, args: &ResourceArgs) -> Done {
    match &args.what {
        ResourceCommand::Add(args) => {
            let row = ResourceRow {
                id: args.id.clone(),
                kind: args.kind.clone(),
                of: args.of.clone(),
                by: args.by.clone(),
                born: args.born.as_ref().map(|day| desk.day(Some(day))).transpose()?,
                experience: args.experience,
                area: args.area,
                years: args.passed.iter().map(|&year| YearRow { year, passed: true }).collect(),
                ..ResourceRow::default()
            };
            enrol::register(&mut desk.open()?, &desk.by, row, args.state.as_deref(), &desk.on)?;
        }
        ResourceCommand::Step { id, state } => enrol::step(&mut desk.open()?, &desk.by, id, state, &desk.on)?,
        ResourceCommand::Paper { id, paper, category, from, until } => {
            let paper = PaperRow {
                paper: paper.clone(),
                category: category.clone(),
                from: from.as_ref().map(|day| desk.day(Some(day))).transpose()?,
                until: until.as_ref().map(|day| desk.day(Some(day))).transpose()?,
            };
            let word = paper.paper.clone();
            enrol::paper(&mut desk.open()?, &desk.by, id, paper, &desk.on)?;
            if words::term(desk.lang, &word) == word {
                desk.say(
                    &format!("没有一份规定用到证件“{word}”：检查写法，如 teacher_certificate、entry_check、fire"),
                    &format!("no regulation asks for a paper `{word}`: check the word, such as teacher_certificate, entry_check, fire"),
                );
            }
        }
        ResourceCommand::Agree { id, signed, filed, until } => {
            let agreement = AgreementRow {
                signed: signed.as_ref().map(|day| desk.day(Some(day))).transpose()?,
                filed: filed.as_ref().map(|day| desk.day(Some(day))).transpose()?,
                until: until.as_ref().map(|day| desk.day(Some(day))).transpose()?,
            };
            enrol::agree(&mut desk.open()?, &desk.by, id, agreement, &desk.on)?;
        }
        ResourceCommand::Away(span) => absence(desk, span, &Absence::Teacher(span.id.clone()))?,
        ResourceCommand::Back(span) => presence(desk, span, &Absence::Teacher(span.id.clone()))?,
        ResourceCommand::Close(span) => absence(desk, span, &Absence::Room(span.id.clone()))?,
        ResourceCommand::Open(span) => presence(desk, span, &Absence::Room(span.id.clone()))?,
        ResourceCommand::List => {
            let term = desk.open()?.term()?;
            let Some(school) = term.problem() else { return Err(EnrolError::Refused("F050", Vec::new())) };
            let barred = enrol::barred(&school, &desk.on);
            let rows = school.registry.iter().flat_map(|registry| &registry.resources);
            let rows: Vec<Value> = rows
                .map(|row| {
                    let (state, serves) = (enrol::state(row, &desk.on), !barred.contains(&row.id));
                    value!({ "resource": row, "state": state, "serves": serves })
                })
                .collect();
            if desk.args.json {
                data(&json(&value!({ "resources": rows })));
            } else {
                for row in rows {
                    let word = |value: &Value| value.as_str().unwrap_or("—").to_string();
                    let (id, kind) = (word(&row["resource"]["id"]), word(&row["resource"]["kind"]));
                    let mark = if row["serves"] == true { '✓' } else { '✗' };
                    data(&format!("{mark} {id} {kind} {}\n", word(&row["state"])));
                }
            }
            return Ok(End::Done);
        }
    }
    desk.say("已登记", "recorded");
    Ok(End::Done)
}

fn absence(desk: &Desk<'_>, span: &SpanArgs, of: &Absence) -> Result<(), EnrolError> {
    let from = desk.day(span.from.as_ref())?;
    let until = span.until.as_ref().map(|until| desk.day(Some(until))).transpose()?;
    enrol::absence(&mut desk.open()?, &desk.by, of, &span.periods, &from, until.as_deref(), &desk.on)
}

fn presence(desk: &Desk<'_>, span: &FromArgs, of: &Absence) -> Result<(), EnrolError> {
    let from = desk.day(span.from.as_ref())?;
    enrol::presence(&mut desk.open()?, &desk.by, of, &span.periods, &from, &desk.on)
}

pub(super) fn survey(desk: &Desk<'_>, args: &SurveyArgs) -> Done {
    let verdict = enrol::survey(&mut desk.open()?, &desk.by, &args.id, args.satisfied, args.answers, &desk.on)?;
    if desk.args.json {
        data(&json(&value!({ "resource": args.id, "verdict": verdict })));
    } else {
        data(&format!("{} {}/{}: {}\n", args.id, args.satisfied, args.answers, words::verdict(desk.lang, verdict)));
    }
    Ok(End::Done)
}

pub(super) fn attend(desk: &Desk<'_>, args: &AttendArgs) -> Done {
    let mut store = desk.open()?;
    match &args.what {
        AttendCommand::Mark { section, absent, leave, lead, cancelled, handed_to } => {
            let term = store.term()?;
            let seated: BTreeSet<&str> = stays_on(&term, &desk.on)
                .filter(|stay| stay["section"] == **section)
                .filter_map(|stay| stay["student"].as_str())
                .collect();
            if seated.is_empty() && term.rows.get("section", section).is_none() {
                return Err(EnrolError::Refused("F065", vec![section.clone()]));
            }
            if let Some(student) = absent.iter().chain(leave).find(|id| !seated.contains(id.as_str())) {
                return Err(EnrolError::Refused("F053", vec![student.clone(), section.clone()]));
            }
            if let Some(lead) = lead.as_ref().filter(|lead| term.rows.get("teacher", lead).is_none()) {
                return Err(EnrolError::Refused("F070", vec![lead.clone()]));
            }
            let act = Act::Attend {
                section: section.clone(),
                on: desk.on.clone(),
                lead: lead.clone(),
                cancelled: *cancelled,
                leave: leave.clone(),
                absent: absent.clone(),
                handed_to: handed_to.clone(),
            };
            store.append(&desk.by, &[act], &[], None)?;
            desk.say("已点名", "the roll is called");
        }
        AttendCommand::Sheet => {
            let term = store.term()?;
            let Some(frame) = term.problem() else { return Err(EnrolError::Refused("F050", Vec::new())) };
            let sheets = sheets(&term, &frame, &desk.on);
            if desk.args.json {
                data(&json(&value!({ "date": desk.on, "sheets": sheets })));
            } else {
                sheets.iter().for_each(|sheet| data(&printed(sheet, &desk.on)));
            }
        }
    }
    Ok(End::Done)
}

/// A sheet as it is read: when, what, where, who leads, the children, and to whom each of them goes.
fn printed(sheet: &Value, on: &str) -> String {
    let word = |key: &str| sheet[key].as_str().unwrap_or("—").to_string();
    let names = |list: &Value| {
        let names = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.collect::<Vec<_>>().join(" ")
    };
    let (start, end, section, room, lead) = (word("start"), word("end"), word("section"), word("room"), word("lead"));
    let size = sheet["students"].as_array().map_or(0, Vec::len);
    let head = format!("{on} {start}–{end} {section} {room} {lead} ({size})\n  {}\n", names(&sheet["students"]));
    let over = sheet["hands_over"].as_object().into_iter().flatten();
    over.fold(head, |text, (to, who)| format!("{text}  → {to}: {}\n", names(who)))
}

/// The stays of a day.
fn stays_on<'t>(term: &'t Term, on: &'t str) -> impl Iterator<Item = &'t Value> {
    let covers = move |stay: &&Value| {
        stay["from"].as_str().is_some_and(|from| from <= on) && stay["until"].as_str().is_none_or(|until| until >= on)
    };
    term.rows.all("stay").map(|(_, stay)| stay).filter(covers)
}

/// The sheets of a day: for every meeting its children, and for each of them who has them next: the lead of the next
/// section, or the gate and wave.
fn sheets(term: &Term, frame: &ProblemFile, on: &str) -> Vec<Value> {
    let calendar = Calendar::of(frame);
    let held_on = |period: &str| !calendar.dates(period, on, on).is_empty();
    let mut periods: Vec<_> = frame.periods.iter().filter(|row| held_on(&row.id)).collect();
    periods.sort_by(|a, b| (&a.start, &a.id).cmp(&(&b.start, &b.id)));
    let stays: Vec<&Value> = stays_on(term, on).collect();
    // (period, section) → children
    let mut rolls: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for stay in &stays {
        for period in stay["periods"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let section = stay["section"].as_str().unwrap_or_default();
            rolls.entry((period, section)).or_default().push(stay["student"].as_str().unwrap_or_default());
        }
    }
    let next = |student: &str, end: &str| {
        let later = periods.iter().filter(|row| row.start.as_str() >= end);
        later.into_iter().find_map(|row| {
            let of = rolls.iter().find(|((period, _), who)| *period == row.id && who.contains(&student));
            of.map(|((_, section), _)| *section)
        })
    };
    let mut sheets = Vec::new();
    for period in &periods {
        for ((_, section), students) in rolls.iter().filter(|((of, _), _)| *of == period.id) {
            let row = term.rows.get("section", section);
            let wave = term.rows.get("wave", &format!("{section}|{}", period.id));
            let mut to: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for student in students {
                let goes = match next(student, &period.end) {
                    Some(section) => {
                        let lead = term.rows.get("section", section).map(|row| row["lead"].clone()).unwrap_or_default();
                        format!("{section} {}", lead.as_str().unwrap_or_default())
                    }
                    None => wave.map_or_else(
                        || "—".to_string(),
                        |wave| {
                            // Waves are counted from one where people read them.
                            let number = wave["wave"].as_u64().unwrap_or(0) + 1;
                            format!("{} {number}", wave["gate"].as_str().unwrap_or("gate"))
                        },
                    ),
                };
                to.entry(goes).or_default().push(student);
            }
            sheets.push(value!({
                "section": section, "period": period.id, "start": period.start, "end": period.end,
                "room": row.map(|row| row["room"].clone()), "lead": row.map(|row| row["lead"].clone()),
                "students": students, "hands_over": to,
            }));
        }
    }
    sheets
}
