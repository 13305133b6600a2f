//! Absences and closures: spans of days, by period. Spans that touch or overlap become one, whatever order they were
//! recorded in; the announced end of the earlier gives way to that of the whole.

use super::roster::keep;
use super::{EnrolError, refused};
use crate::store::{Act, Date, Signature, Store, Term};
use chrono::NaiveDate;
use paipian::format::ProblemFile;
use paipian::reopt::Event;
use std::collections::{BTreeMap, BTreeSet};

/// Who or what is not there for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// A teacher is away.
    Teacher(String),
    /// A room is closed.
    Room(String),
}

/// Days from the first on and before the second; without a first, since some day past; without a second, for good.
type Span = (Option<Date>, Option<Date>);

impl Absence {
    /// Its id, and the periods in which it is not there.
    fn standing<'f>(&'f self, file: &'f ProblemFile) -> (&'f String, Option<&'f Vec<String>>) {
        match self {
            Self::Teacher(id) => (id, file.teachers.iter().find(|row| &row.id == id).map(|row| &row.unavailable)),
            Self::Room(id) => (id, file.rooms.iter().find(|row| &row.id == id).map(|row| &row.closed)),
        }
    }

    fn begin(&self, periods: Vec<String>) -> Event {
        match self.clone() {
            Self::Teacher(teacher) => Event::Away { teacher, periods },
            Self::Room(room) => Event::Close { room, periods },
        }
    }

    fn end(&self, periods: Vec<String>) -> Event {
        match self.clone() {
            Self::Teacher(teacher) => Event::Back { teacher, periods },
            Self::Room(room) => Event::Open { room, periods },
        }
    }

    /// The periods of an announced event of its own, and whether it begins.
    fn announced<'e>(&self, event: &'e Event) -> Option<(&'e [String], bool)> {
        match (self, event) {
            (Self::Teacher(id), Event::Away { teacher, periods }) if id == teacher => Some((periods, true)),
            (Self::Teacher(id), Event::Back { teacher, periods }) if id == teacher => Some((periods, false)),
            (Self::Room(id), Event::Close { room, periods }) if id == room => Some((periods, true)),
            (Self::Room(id), Event::Open { room, periods }) if id == room => Some((periods, false)),
            _ => None,
        }
    }
}

/// Records that a teacher is away or a room closed from one day to another, or for good, in the periods named (none:
/// all). Periods in which it is so already, by the roll or by an earlier record, stay so as long as either says.
///
/// # Errors
/// An unknown id or period, nothing that changes; or the store.
pub fn absence(
    store: &mut Store,
    by: &Signature,
    of: &Absence,
    periods: &[String],
    from: &str,
    until: Option<&str>,
    on: &str,
) -> Result<(), EnrolError> {
    let term = store.term()?;
    let Some(file) = term.problem() else { return refused("F050", &[]) };
    let (id, standing) = of.standing(&file);
    let after = match until {
        None => None,
        Some(until) => match until.parse::<NaiveDate>().ok().and_then(|day| day.succ_opt()).filter(|_| from <= until) {
            Some(day) => Some(day.to_string()),
            None => return refused("F064", &[until]),
        },
    };
    let all: Vec<String> = file.periods.iter().map(|row| row.id.clone()).collect();
    let named: BTreeSet<&String> = if periods.is_empty() { all.iter().collect() } else { periods.iter().collect() };
    let new: Span = (Some(from.to_string()), after.clone());
    let mut events = Events::new();
    let changed = record(&term, of, &named, standing, &mut events, |spans| join(spans, &new));
    if changed.is_empty() {
        return refused("F067", &[id]);
    }
    if periods.is_empty() && after.is_none() {
        // Wholly and for good: pins on a teacher vanish with this form only.
        events.insert((from.to_string(), true), Vec::new());
    }
    write(store, by, term, of, &changed, &all, events, on)
}

/// Records that a teacher is back or a room open again from a day on, in the periods named (none: all but those in which
/// the roll that was read in says otherwise).
///
/// # Errors
/// An unknown id or period, nothing that changes; or the store.
pub fn presence(
    store: &mut Store,
    by: &Signature,
    of: &Absence,
    periods: &[String],
    from: &str,
    on: &str,
) -> Result<(), EnrolError> {
    let term = store.term()?;
    let Some(file) = term.problem() else { return refused("F050", &[]) };
    let imported = store.journal(1)?.into_iter().rev().find_map(|entry| match entry.act {
        Act::Import { document } => Some(document),
        _ => None,
    });
    let imported: Option<ProblemFile> = match imported {
        Some(hash) => serde_json::from_str(&store.document(&hash)?).ok(),
        None => None,
    };
    let (id, standing) = of.standing(&file);
    let usual = imported.as_ref().and_then(|file| of.standing(file).1);
    let all: Vec<String> = file.periods.iter().map(|row| row.id.clone()).collect();
    let named: BTreeSet<&String> = if periods.is_empty() {
        all.iter().filter(|period| usual.is_none_or(|usual| !usual.contains(period))).collect()
    } else {
        periods.iter().collect()
    };
    let mut events = Events::new();
    let changed = record(&term, of, &named, standing, &mut events, |spans| cut(spans, from));
    if changed.is_empty() {
        return refused("F072", &[id]);
    }
    write(store, by, term, of, &changed, &all, events, on)
}

/// What happens on a day: whether absences begin, and in which periods.
type Events = BTreeMap<(Date, bool), Vec<String>>;

/// Changes the spans of periods; returns the periods that are concerned, and what happens to them from now on.
fn record<'p>(
    term: &Term,
    of: &Absence,
    named: &BTreeSet<&'p String>,
    standing: Option<&Vec<String>>,
    events: &mut Events,
    change: impl Fn(&[Span]) -> Vec<Span>,
) -> Vec<&'p String> {
    let mut changed = Vec::new();
    for &period in named {
        let closed = standing.is_some_and(|standing| standing.contains(period));
        let before = spans(term, of, period, closed);
        let after = change(&before);
        if after == before {
            continue;
        }
        changed.push(period);
        for (begin, end) in after {
            begin.into_iter().for_each(|day| events.entry((day, true)).or_default().push(period.clone()));
            end.into_iter().for_each(|day| events.entry((day, false)).or_default().push(period.clone()));
        }
    }
    changed
}

/// Writes the events in the place of those that were announced for the periods that changed.
#[allow(clippy::too_many_arguments, reason = "one place where everything about an absence comes together")]
fn write(
    store: &mut Store,
    by: &Signature,
    term: Term,
    of: &Absence,
    changed: &[&String],
    all: &[String],
    events: Events,
    on: &str,
) -> Result<(), EnrolError> {
    let mut acts = Vec::new();
    for (seq, event, day) in term.announced() {
        let Some((announced, begins)) = of.announced(&event) else { continue };
        let announced = if announced.is_empty() { all } else { announced };
        let rest: Vec<String> = announced.iter().filter(|period| !changed.contains(period)).cloned().collect();
        if rest.len() == announced.len() {
            continue;
        }
        acts.push(Act::Due { seq, lapsed: Some("recorded anew".into()) });
        if !rest.is_empty() {
            acts.push(Act::Later { event: if begins { of.begin(rest) } else { of.end(rest) }, on: day });
        }
    }
    let events: Vec<(Event, Date)> = events
        .into_iter()
        .map(|((day, begins), periods)| (if begins { of.begin(periods) } else { of.end(periods) }, day))
        .collect();
    keep(store, by, term, acts, &events, on)?;
    Ok(())
}

/// The spans of a period as they are recorded: what stands now, and what is announced.
fn spans(term: &Term, of: &Absence, period: &String, closed: bool) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut since: Option<Option<Date>> = closed.then_some(None);
    for (_, event, day) in term.announced() {
        let Some((periods, begins)) = of.announced(&event) else { continue };
        if !periods.is_empty() && !periods.contains(period) {
            continue;
        }
        match (begins, since.take()) {
            (true, None) => since = Some(Some(day)),
            (false, Some(begin)) => spans.push((begin, Some(day))),
            (_, as_it_was) => since = as_it_was,
        }
    }
    spans.extend(since.map(|begin| (begin, None)));
    spans
}

/// The spans up to a day. What stands now and has no end gets this one.
fn cut(spans: &[Span], day: &str) -> Vec<Span> {
    let begun = spans.iter().filter(|(begin, _)| begin.as_deref().is_none_or(|begin| begin < day));
    begun
        .map(|(begin, end)| match end {
            Some(end) if end.as_str() <= day => (begin.clone(), Some(end.clone())),
            _ => (begin.clone(), Some(day.to_string())),
        })
        .collect()
}

/// Adds a span; those that it touches or overlaps become one with it.
fn join(spans: &[Span], new: &Span) -> Vec<Span> {
    let reaches = |end: &Option<Date>, begin: &Option<Date>| match (end, begin) {
        (Some(end), Some(begin)) => end >= begin,
        _ => true,
    };
    let (mut joined, mut whole) = (Vec::new(), new.clone());
    for span in spans {
        if reaches(&span.1, &whole.0) && reaches(&whole.1, &span.0) {
            whole.0 = whole.0.min(span.0.clone());
            whole.1 = match (whole.1, &span.1) {
                (Some(a), Some(b)) => Some(a.max(b.clone())),
                _ => None,
            };
        } else {
            joined.push(span.clone());
        }
    }
    joined.push(whole);
    joined.sort();
    joined
}
