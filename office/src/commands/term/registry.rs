//! `term resource`, `survey`, `attend`.

use super::args::{AttendArgs, AttendCommand, ResourceArgs, ResourceCommand, SpanArgs, SurveyArgs};
use super::{Desk, Done};
use crate::cli::End;
use crate::commands::output::{data, json};
use crate::enrol::{self, Absence, EnrolError};
use crate::store::{Act, Calendar, Term};
use crate::words;
use paipian::format::ProblemFile;
use serde_json::{Value, json as value};
use std::collections::BTreeMap;

pub(super) fn resource(desk: &Desk<'_>, args: &ResourceArgs) -> Done {
    match &args.what {
        ResourceCommand::Add { id, kind, members, state } => {
            let mut store = desk.open()?;
            let term = store.term()?;
            if term.rows.get("resource", id).is_none() {
                let act = Act::Register { resource: id.clone(), kind: kind.clone(), members: members.clone() };
                store.append(&desk.by, &[act], &[], Some(term.seq))?;
            }
            match state {
                Some(state) => enrol::step(&mut store, &desk.by, id, state, &desk.on)?,
                None => {
                    let term = store.term()?;
                    let events = term.clearing(id, false).into_iter();
                    let acts: Vec<Act> =
                        events.map(|event| Act::Change { event, from: desk.on.clone(), answer: None }).collect();
                    store.append(&desk.by, &acts, &[], Some(term.seq))?;
                }
            }
        }
        ResourceCommand::Step { id, state } => enrol::step(&mut desk.open()?, &desk.by, id, state, &desk.on)?,
        ResourceCommand::Paper { id, paper, expires } => {
            let expires = desk.day(Some(expires))?;
            let act = Act::Paper { resource: id.clone(), paper: paper.clone(), expires };
            desk.open()?.append(&desk.by, &[act], &[], None)?;
        }
        ResourceCommand::Away(span) => absence(desk, span, &Absence::Teacher(span.id.clone()))?,
        ResourceCommand::Close(span) => absence(desk, span, &Absence::Room(span.id.clone()))?,
        ResourceCommand::List => {
            let term = desk.open()?.term()?;
            let rows: BTreeMap<&String, &Value> = term.rows.all("resource").collect();
            if desk.args.json {
                data(&json(&value!({ "resources": rows })));
            } else {
                for (id, row) in rows {
                    let serves = term.may_serve(id, &desk.on);
                    data(&format!("{id} {} {} {}\n", row["kind"], row["state"], if serves { "✓" } else { "✗" }));
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
            if term.rows.get("section", section).is_none() {
                return Err(EnrolError::Refused("F065", vec![section.clone()]));
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
                for sheet in &sheets {
                    data(&format!(
                        "{} {}–{} {} {} {} ({})\n  {}\n  → {}\n",
                        desk.on,
                        sheet["start"],
                        sheet["end"],
                        sheet["section"],
                        sheet["room"],
                        sheet["lead"],
                        sheet["students"].as_array().map_or(0, Vec::len),
                        sheet["students"],
                        sheet["hands_over"]
                    ));
                }
            }
        }
    }
    Ok(End::Done)
}

/// The sheets of a day: for every meeting its children, and for each of them who has them next: the lead of the next
/// section, or the gate and wave.
fn sheets(term: &Term, frame: &ProblemFile, on: &str) -> Vec<Value> {
    let calendar = Calendar::of(frame);
    let held_on = |period: &str| !calendar.dates(period, on, on).is_empty();
    let mut periods: Vec<_> = frame.periods.iter().filter(|row| held_on(&row.id)).collect();
    periods.sort_by(|a, b| (&a.start, &a.id).cmp(&(&b.start, &b.id)));
    let covers = |stay: &Value| {
        stay["from"].as_str().is_some_and(|from| from <= on) && stay["until"].as_str().is_none_or(|until| until >= on)
    };
    let stays: Vec<&Value> = term.rows.all("stay").map(|(_, stay)| stay).filter(|stay| covers(stay)).collect();
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
                        |wave| format!("{} {}", wave["gate"].as_str().unwrap_or("gate"), wave["wave"]),
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
