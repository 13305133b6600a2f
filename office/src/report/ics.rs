//! Calendar files (iCalendar, RFC 5545): one for each teacher and one for each student, the dates of the term with its
//! holidays left out.
//!
//! A weekly meeting is one event that recurs. Its UID hangs on school, term, person and period alone, so that a file
//! that is imported again replaces the events it made before, whatever section the person is in by then.

use super::calendar::dates;
use super::view::{View, clock};
use super::{ReportError, put, words};
use crate::digest::fnv1a;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use icalendar::{Calendar, CalendarDateTime, Component, Event, EventLike, Property};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Schools are taken to be in China, which has one time zone and no summer time.
const ZONE: &str = "Asia/Shanghai";
/// The definition of [`ZONE`] that RFC 5545, 3.6.5 asks for.
const ZONE_DEFINITION: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
    TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
/// Most characters of a file's name before its ending: file systems hold 255 bytes.
const LONGEST_NAME: usize = 56;

/// One person's meetings.
struct Person {
    /// Name of the file, without its ending.
    file: String,
    title: String,
    /// What the UIDs of the events begin with.
    key: String,
    /// (section, period, role).
    meetings: Vec<(usize, usize, &'static str)>,
    /// Position, of a student.
    student: Option<usize>,
}

/// Writes `教师/*.ics` and `学生/*.ics` below `dir` and returns the two folders; nothing without the first day of the
/// term.
pub(super) fn write(view: &View, dir: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let mut folders = Vec::new();
    for (name, people) in [("教师", teachers(view)), ("学生", students(view))] {
        let folder = dir.join(name);
        super::make_folder(&folder)?;
        let mut taken = BTreeSet::new();
        for person in people {
            let stem = free_name(&person.file, &mut taken);
            put(&folder.join(format!("{stem}.ics")), calendar(view, &person).as_bytes())?;
        }
        folders.push(folder);
    }
    Ok(folders)
}

fn teachers(view: &View) -> Vec<Person> {
    let serving = view.teachers.iter().filter(|teacher| teacher.row.is_some() && !teacher.duties.is_empty());
    let person = |teacher: &super::view::Teacher| Person {
        file: teacher.name.clone(),
        title: teacher.name.clone(),
        key: format!("teacher\0{}", teacher.row.map_or("", |row| row.id.as_str())),
        meetings: teacher
            .duties
            .iter()
            .flat_map(|&(section, lead)| {
                let role = if lead { "主讲" } else { "助教" };
                view.sections[section].periods.iter().map(move |&period| (section, period, role))
            })
            .collect(),
        student: None,
    };
    serving.map(person).collect()
}

fn students(view: &View) -> Vec<Person> {
    let known = view.students.iter().enumerate().filter(|(_, student)| student.row.is_some());
    let seated = known.filter(|(_, student)| !student.sections.is_empty());
    let person = |(position, student): (usize, &super::people::Student)| Person {
        file: format!("{}-{}", view.class_name(position), student.name),
        title: student.name.clone(),
        key: format!("student\0{}", student.id),
        meetings: student
            .sections
            .iter()
            .flat_map(|&section| view.sections[section].periods.iter().map(move |&period| (section, period, "")))
            .collect(),
        student: Some(position),
    };
    seated.map(person).collect()
}

/// The text of a person's calendar.
fn calendar(view: &View, person: &Person) -> String {
    let mut calendar = Calendar::empty();
    let head =
        [("VERSION", "2.0"), ("PRODID", "-//paipian//排片表//ZH"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")];
    for (key, value) in head {
        calendar.append_property(Property::new(key, value));
    }
    calendar.append_property(Property::new("X-WR-CALNAME", plain(&format!("{} 课后服务", person.title))));
    calendar.append_property(Property::new("X-WR-TIMEZONE", ZONE));
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    let mut meetings = person.meetings.clone();
    meetings.sort_by_key(|&(section, period, _)| (period, section));
    for (section, period, role) in meetings {
        let nth = times.entry(period).or_default();
        *nth += 1;
        if let Some(event) = event(view, person, (section, period, role), *nth) {
            calendar.push(event);
        }
    }
    // The crate would give a time zone of its own the UID and the stamp of an event.
    let text = calendar.to_string();
    let body = text.find("BEGIN:VEVENT").or_else(|| text.find("END:VCALENDAR")).unwrap_or(text.len());
    format!("{}{ZONE_DEFINITION}{}", &text[..body], &text[body..])
}

/// The event of a weekly meeting; none if no date of the term is left for it. `nth` parts the sections that a plan
/// with faults puts into one period.
fn event(view: &View, person: &Person, (section, period, role): (usize, usize, &str), nth: usize) -> Option<Event> {
    let row = &view.periods[period];
    let all = dates(view, row.row.week, row.row.day);
    let first = all.iter().position(|(_, holiday)| !holiday)?;
    let all = &all[first..];
    let at = |date: NaiveDate, minutes: u64| {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(minutes).ok()?.checked_mul(60)?, 0)?;
        Some(CalendarDateTime::WithTimezone { date_time: NaiveDateTime::new(date, time), tzid: ZONE.to_string() })
    };
    let held = &view.sections[section];
    let mut event = Event::new();
    event
        .uid(&uid(view, person, &row.row.id, nth))
        .timestamp(view.made_on.and_time(NaiveTime::MIN).and_utc())
        .sequence(days_of_age(view.made_on))
        .summary(&plain(&match role {
            "助教" => format!("{}（助教）", held.title),
            _ => held.title.clone(),
        }))
        .location(&plain(&held.place))
        .description(&plain_lines(&description(view, person, section, period)))
        .starts(at(all[0].0, row.start)?)
        .ends(at(all[0].0, row.end)?);
    if all.len() > 1 {
        let rule = format!("FREQ=WEEKLY;INTERVAL={};COUNT={}", view.cycle_weeks, all.len());
        event.append_property(Property::new("RRULE", rule));
    }
    for &(date, _) in all.iter().filter(|(_, holiday)| *holiday) {
        event.exdate(at(date, row.start)?);
    }
    Some(event)
}

/// The same for one person and period as long as school and term are the same.
fn uid(view: &View, person: &Person, period: &str, nth: usize) -> String {
    let start = view.problem.term.as_ref().and_then(|term| term.start.as_deref()).unwrap_or("");
    let key = format!("{}\0{start}\0{}\0{period}\0{nth}", view.school(), person.key);
    format!("{:016x}@paipian", fnv1a(key.as_bytes()))
}

/// Days since 2000: the later file of two is the newer version of its events.
fn days_of_age(made_on: NaiveDate) -> u32 {
    NaiveDate::from_ymd_opt(2000, 1, 1)
        .and_then(|origin| u32::try_from((made_on - origin).num_days()).ok())
        .unwrap_or_default()
}

fn description(view: &View, person: &Person, section: usize, period: usize) -> String {
    let held = &view.sections[section];
    let mut lines = vec![format!("{} · 主讲 {}", held.form.word(), held.lead)];
    if !held.assistants.is_empty() {
        lines.push(format!("助教 {}", held.assistants.join("、")));
    }
    if person.student.is_none() && !held.seats.is_empty() {
        lines.push(format!("学生 {} 人", held.seats.len()));
    }
    let leaving = view.departures.get(&(period, section));
    let leaving = leaving.filter(|group| person.student.is_none_or(|student| group.leavers.contains(&student)));
    lines.extend(leaving.map(|group| format!("放学 {} {}", clock(group.at), group.gate_name)));
    lines.join("\n")
}

/// Without control characters.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn plain_lines(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("\n")
}

/// A name that every file system takes and no other file of the folder has.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let safe: String =
        plain(wanted).chars().map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c }).take(LONGEST_NAME).collect();
    let safe = safe.trim_matches([' ', '.']);
    let safe = if safe.is_empty() { words::NAMELESS } else { safe };
    let numbered = (2..).map(|nth| format!("{safe}（{nth}）"));
    let mut names = std::iter::once(safe.to_string()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}
