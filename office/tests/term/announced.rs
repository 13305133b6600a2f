//! What is recorded for later days: absences that meet, and events that do not fit any more when their day comes.

use super::school::{Dice, begun, by, generated};
use chrono::{Days, NaiveDate};
use paipian::reopt::{Caps, Event};
use paipian_office::enrol::{self, Absence, NightOrder};
use paipian_office::store::{Act, Store, Term};

const ON: &str = "2026-09-08";

fn day(ix: usize) -> String {
    let first: NaiveDate = ON.parse().expect("a date");
    (first + Days::new(ix as u64)).to_string()
}

fn night(store: &mut Store, on: &str) -> enrol::NightReport {
    let from = on.parse::<NaiveDate>().expect("a date").succ_opt().expect("a next day").to_string();
    let order = NightOrder { on: on.into(), from, notice_days: 0, caps: Caps::default(), rounds: 1, seconds: None };
    enrol::nightly(store, &by("the night"), &order).expect("a night")
}

#[test]
fn what_does_not_fit_any_more_lapses_and_the_night_goes_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let school = generated(40);
    let mut store = begun(&dir.path().join("term.db"), &school, 4);
    let present: Vec<_> = school.students.iter().filter(|row| !row.attends.is_empty()).take(2).collect();
    let [gone, stays] = present[..] else { panic!("two children attend") };
    let mut ask = |event: Event, from: &str| {
        enrol::ask(&mut store, &by("a family"), &[(event, from.to_string())], ON).expect("kept");
    };
    ask(Event::OptOut { student: gone.id.clone(), periods: vec![] }, &day(3));
    ask(Event::OptOut { student: stays.id.clone(), periods: vec![stays.attends[0].clone()] }, &day(3));
    ask(Event::Leave { student: gone.id.clone() }, ON);
    let report = night(&mut store, &day(2));
    assert_eq!((report.lapsed.len(), report.after[0]), (1, 0));
    let lapsed = &report.lapsed[0];
    assert!(lapsed.event.student() == Some(&gone.id) && lapsed.why.contains("E105"), "{lapsed:?}");
    let term = store.term().expect("read");
    assert!(term.announced().is_empty(), "neither waits any more");
    let now = term.problem().expect("a school");
    let row = now.students.iter().find(|row| row.id == stays.id).expect("a child");
    assert!(!row.attends.contains(&stays.attends[0]), "what fits has come");
    let kept = store.journal(lapsed.seq).expect("a journal");
    assert!(kept.iter().any(|entry| matches!(&entry.act, Act::Due { seq, lapsed: Some(_) } if *seq == lapsed.seq)));
    assert!(night(&mut store, &day(3)).lapsed.is_empty());
    store.verify().expect("verifies");
}

/// By day, whether a room is closed in a period, as the roll and what is announced have it.
fn closed(term: &Term, room: &str, period: &str, days: usize) -> Vec<bool> {
    let mut file = term.problem().expect("a school");
    let mut announced = term.announced().into_iter().peekable();
    let told = |ix: usize| {
        while let Some((_, event, _)) = announced.next_if(|(_, _, on)| *on <= day(ix)) {
            event.apply(&mut file, "event").expect("an event of the school");
        }
        let row = file.rooms.iter().find(|row| row.id == room).expect("a room");
        row.closed.iter().any(|closed| closed == period)
    };
    (0..days).map(told).collect()
}

#[test]
fn closures_in_any_order_close_the_days_that_they_name() {
    const DAYS: usize = 24;
    let dir = tempfile::tempdir().expect("a folder");
    let mut school = generated(40);
    let (shut, other) = (school.periods[0].id.clone(), school.periods[1].id.clone());
    school.rooms[0].closed = vec![shut.clone()];
    let store = &mut begun(&dir.path().join("term.db"), &school, 2);
    let of = Absence::Room(school.rooms[0].id.clone());
    let mut dice = Dice::new(1);
    let mut expected = [vec![true; DAYS], vec![false; DAYS]];
    let (mut joined, mut refused) = (0, 0);
    for _ in 0..60 {
        let from = dice.below(DAYS);
        let until = from + dice.below(6);
        let named: Vec<String> = if dice.below(2) == 0 { vec![] } else { vec![other.clone()] };
        let before = expected.clone();
        let kind = dice.below(5);
        let kept = if kind < 4 {
            let end = (kind < 3).then(|| day(until));
            let days = from..if kind < 3 { DAYS.min(until + 1) } else { DAYS };
            expected[1][days.clone()].fill(true);
            if named.is_empty() {
                expected[0][days].fill(true);
            }
            enrol::absence(store, &by("closed"), &of, &named, &day(from), end.as_deref(), ON)
        } else {
            // What the roll says is not undone by a period that is not named.
            expected[1][from..].fill(false);
            enrol::presence(store, &by("open"), &of, &named, &day(from), ON)
        };
        match kept {
            Ok(()) => joined += usize::from(before != expected),
            Err(enrol::EnrolError::Refused("F067" | "F072", _)) => refused += 1,
            Err(error) => panic!("{error:?}"),
        }
        let term = store.term().expect("read");
        for (period, expected) in [&shut, &other].into_iter().zip(&expected) {
            let now = closed(&term, &school.rooms[0].id, period, DAYS);
            assert_eq!(&now, expected, "{period} after {from}..{until}, kind {kind}");
        }
    }
    assert!(joined > 20 && refused > 3, "{joined} changed something, {refused} nothing");
    store.verify().expect("verifies");
}
