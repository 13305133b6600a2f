//! Small schools, published plans and events, by seed.

use paipian::format::{PlanFile, ProblemFile};
use paipian::reopt::Event;
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }
    /// A number of 0..`n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.0.next_u32()) * n as u64) >> 32) as usize
    }
}

/// A school of eight children with three noon periods, which nobody leaves after: what moves is seats and sections.
pub(crate) fn small(seed: u64) -> ProblemFile {
    let dice = &mut Dice::new(seed);
    let periods = ["mon", "tue", "wed"];
    let clubs = ["art", "go", "song"];
    let students: Vec<Value> = (0..8)
        .map(|ix| {
            let attends: Vec<&str> = periods.iter().copied().filter(|_| dice.below(5) > 0).collect();
            let first = dice.below(3);
            json!({
                "id": format!("s{ix}"), "class": if ix < 4 { "c1" } else { "c2" }, "attends": attends,
                "wishes": [clubs[first], clubs[(first + 1 + dice.below(2)) % 3]], "want": 1,
                "family": if ix % 4 == 0 { json!(format!("f{}", ix / 4)) } else { Value::Null },
            })
        })
        .collect();
    let club = |id: &str, skill: &str, patterns: &[&str]| {
        let patterns: Vec<[&str; 1]> = patterns.iter().map(|period| [*period]).collect();
        json!({ "id": id, "kind": "club", "patterns": patterns, "min_size": 2, "max_size": 3, "max_sections": 1, "skill": skill })
    };
    let care = json!({
        "id": "care", "kind": "care", "patterns": periods.iter().map(|period| [*period]).collect::<Vec<_>>(),
        "max_size": 5, "max_parallel": 2, "max_sections": 5,
    });
    let teacher =
        |id: &str, skills: &[&str]| json!({ "id": id, "kind": "staff", "skills": skills, "max_minutes": 180 });
    let value = json!({
        "format": "paipian/1", "policy": { "want": 1 },
        "periods": periods.iter().enumerate().map(|(ix, id)|
            json!({ "id": id, "day": ix + 1, "start": "12:00", "end": "13:00", "kind": "midday" })).collect::<Vec<_>>(),
        "grades": [{ "id": "g1", "stage": "primary_lower" }],
        "classes": [{ "id": "c1", "grade": "g1" }, { "id": "c2", "grade": "g1" }],
        "students": students,
        "courses": [club("art", "art", &["mon", "tue"]), club("go", "go", &["tue", "wed"]), club("song", "art", &["wed", "mon"]), care],
        "teachers": [teacher("t1", &["art", "care"]), teacher("t2", &["go", "care"]), teacher("t3", &["care", "art"]), teacher("t4", &["care"])],
        "rooms": [{ "id": "r1", "capacity": 5 }, { "id": "r2", "capacity": 5 }, { "id": "r3", "capacity": 3 }],
    });
    serde_json::from_value(value).expect("the school has the shape of a problem")
}

/// The plan that the solver finds in some rounds.
pub(crate) fn published(file: &ProblemFile, rounds: u64) -> PlanFile {
    let problem = paipian::load::load(file).expect("a valid school");
    let params = Params { limit: Limit::Rounds(rounds), seed: 1, threads: 0, gap: 0.0, ..Params::default() };
    let outcome =
        solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("the engine agrees with itself");
    outcome.plan.write(&problem)
}

/// Some events of the roster: families come and go, a teacher is away, a room is closed.
pub(crate) fn events(file: &ProblemFile, dice: &mut Dice, count: usize) -> Vec<Event> {
    let mut file = file.clone();
    let mut events = Vec::new();
    let mut tries = 0;
    while events.len() < count && tries < 20 * count {
        tries += 1;
        let row = &file.students[dice.below(file.students.len())];
        let student = row.id.clone();
        let event = match dice.below(6) {
            0 | 1 if !row.attends.is_empty() => {
                let period = row.attends[dice.below(row.attends.len())].clone();
                Event::OptOut { student, periods: vec![period] }
            }
            2 | 3 => {
                let period = file.periods[dice.below(file.periods.len())].id.clone();
                Event::OptIn { student, periods: vec![period] }
            }
            4 => {
                let teacher = file.teachers[dice.below(file.teachers.len())].id.clone();
                Event::Away { teacher, periods: vec![file.periods[dice.below(file.periods.len())].id.clone()] }
            }
            _ => {
                let room = file.rooms[dice.below(file.rooms.len())].id.clone();
                Event::Close { room, periods: vec![file.periods[dice.below(file.periods.len())].id.clone()] }
            }
        };
        let mut tried = file.clone();
        if event.apply(&mut tried, "event").is_ok() && paipian::load::load(&tried).is_ok() {
            file = tried;
            events.push(event);
        }
    }
    events
}
