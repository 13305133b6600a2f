//! A store that stays open answers as one that is opened anew for every event.

use crate::school::{Dice, begun, by, generated};
use paipian::format::ProblemFile;
use paipian::reopt::{Answer, Event};
use paipian_office::enrol;
use paipian_office::store::Store;

const ON: &str = "2026-09-08";

/// An event of a child as the school now has it.
fn event(school: &ProblemFile, dice: &mut Dice) -> Event {
    let row = &school.students[dice.below(school.students.len())];
    let student = row.id.clone();
    let others: Vec<String> = school.periods.iter().map(|period| period.id.clone()).collect();
    match dice.below(4) {
        0 if !row.attends.is_empty() => Event::OptOut { student, periods: vec![row.attends[0].clone()] },
        1 => Event::OptIn { student, periods: vec![others[dice.below(others.len())].clone()] },
        2 => Event::OptOut { student, periods: vec![] },
        _ => {
            let mut wishes: Vec<String> = row.wishes.iter().rev().cloned().collect();
            wishes.truncate(1 + dice.below(3));
            Event::Wish { student, wishes, want: None }
        }
    }
}

#[test]
fn an_open_store_answers_as_one_opened_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let (kept, anew) = (dir.path().join("kept.db"), dir.path().join("anew.db"));
    let mut store = begun(&kept, &generated(160), 10);
    store.backup(&anew).expect("copied");
    let mut dice = Dice::new(11);
    let ask = |store: &mut Store, event: &Event| -> Result<Vec<Option<Answer>>, String> {
        enrol::ask(store, &by("a family"), &[(event.clone(), ON.into())], ON).map_err(|error| format!("{error:?}"))
    };
    let (mut moved, mut refused, mut warm) = (0, 0, 0);
    for turn in 0..80 {
        let school = store.term().expect("read").problem().expect("a school");
        let event = match turn % 20 {
            // What is not asked at the desk comes between, and so does another writer.
            19 => Event::Close { room: school.rooms[turn % school.rooms.len()].id.clone(), periods: vec![] },
            _ => event(&school, &mut dice),
        };
        let second = Store::open(&anew).map(|mut store| ask(&mut store, &event));
        let second = second.expect("opens");
        let first = match turn % 7 {
            6 => ask(&mut Store::open(&kept).expect("opens"), &event),
            _ => ask(&mut store, &event),
        };
        assert_eq!(first, second, "turn {turn}: {event:?}");
        match &first {
            Ok(answers) => moved += answers.iter().flatten().filter(|told| !told.gained.is_empty()).count(),
            Err(_) => refused += 1,
        }
        store.term().expect("read");
        if let Some(counter) = store.counter() {
            assert!(turn % 7 != 6 || first.is_err(), "what another has written is seen");
            store.leave(counter);
            warm += 1;
        }
    }
    assert!(moved > 10 && refused > 3 && warm > 30, "{moved} moved, {refused} refused, {warm} from an open counter");
    let rows = |store: &mut Store| store.term().expect("read").rows;
    let mut other = Store::open(&anew).expect("opens");
    assert_eq!(rows(&mut store), rows(&mut other));
    store.verify().expect("the tables follow from the journal");
}
