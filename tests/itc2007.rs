//! The second model of the engine room, ITC-2007 course timetabling: its judge against figures of others and of ours,
//! its deltas against a count from nothing, its reader, its runs.

#[path = "../benches/itc2007/mod.rs"]
#[allow(dead_code, reason = "each target uses its part of the model")]
mod itc2007;

use itc2007::instance::{Instance, Meeting};
use itc2007::judge::{Judgement, judge};
use itc2007::moves::{Timetabling, name_of};
use itc2007::polish::Neighbourhoods;
use itc2007::read;
use itc2007::sample::sample;
use itc2007::solve::{Params, solve};
use itc2007::start::start;
use itc2007::state::{Cost, State};
use itc2007::tables::Tables;
use paipian::clock::Watch;
use paipian::search::{Limit, Model, Rng, once_in};
use rand::SeedableRng;
use std::path::Path;
use std::sync::atomic::AtomicBool;

const SMALL: &str = "\
Name: Small
Courses: 4
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 2
Constraints: 2

COURSES:
Algebra Gauss 2 2 30
Geometry Hilbert 2 1 10
Physics Noether 1 1 50
Optics Noether 1 2 12

ROOMS:
Big 40
Tiny 11

CURRICULA:
Mathematics 2 Algebra Geometry
Science 3 Algebra Physics Geometry

UNAVAILABILITY_CONSTRAINTS:
Geometry 0 0
Optics 1 2

END.
";

fn instance(text: &str) -> Instance {
    read::instance(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[test]
fn the_judge_counts_as_by_hand() {
    let small = instance(SMALL);
    let judged = |solution: &str| judge(&small, &read::timetable(&small, solution).expect("a solution"));
    // Algebra sits once in Tiny (19 without a seat), Physics in Big (10); Physics is alone on day 1 in Science, and
    // Optics cannot meet on two days.
    let valid =
        "Algebra Big 0 0\nGeometry Tiny 0 1\nGeometry Tiny 0 2\nAlgebra Tiny 1 0\nPhysics Big 1 1\nOptics Big 0 1\n";
    assert_eq!(
        judged(valid),
        // Algebra is lonely in Mathematics on day 1; in Science Physics is beside it.
        Judgement { room_capacity: 29, min_working_days: 5, compactness: 2, room_stability: 1, ..Judgement::default() }
    );
    // Everything at once: Geometry closed; Algebra and Geometry share two curricula and count as one pair; a teacher
    // twice at once; two lectures in Big; a second Algebra of the period does not count, so one is missing.
    let broken =
        "Algebra Big 0 0\nAlgebra Tiny 0 0\nGeometry Big 0 0\nGeometry Big 1 0\nPhysics Big 1 2\nOptics Tiny 1 2\n";
    assert_eq!(
        judged(broken),
        Judgement {
            lectures: 1,
            conflicts: 2,
            availability: 2,
            room_occupation: 1,
            room_capacity: 10 + 1,
            min_working_days: 5 + 5,
            // Mathematics: two lonely lectures at once, then one. Science: the same, and Physics.
            compactness: 2 * (2 + 1 + 2 + 1 + 1),
            room_stability: 0,
        }
    );
}

#[test]
fn the_judge_agrees_with_the_official_figures() {
    let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/public/cbctt");
    // (instance, solution, hard: lectures conflicts availability rooms, total)
    let figures = [
        ("toy_itc2007.ctt", "toy_itc2007.sol", (0, 3, 0, 2), 30),
        ("comp01.ctt", "comp01-UD2.sol", (0, 0, 0, 0), 5),
        ("comp07.ctt", "comp07-UD2.sol", (0, 0, 0, 0), 6),
    ];
    for (file, solution, hard, total) in figures {
        let text = |name: &str| std::fs::read_to_string(public.join(name));
        let (Ok(given), Ok(timetable)) = (text(file), text(solution)) else {
            #[expect(clippy::print_stdout, reason = "says what is not tested here, shown with --nocapture")]
            {
                println!("{} is not there: the official figures of {file} are not compared", public.display());
            }
            continue;
        };
        let given = instance(&given);
        let judged = judge(&given, &read::timetable(&given, &timetable).expect("a solution"));
        let found = (judged.lectures, judged.conflicts, judged.availability, judged.room_occupation);
        assert_eq!((found, judged.total()), (hard, total), "{file}");
        if file.starts_with("toy") {
            let terms = (judged.room_capacity, judged.min_working_days, judged.compactness, judged.room_stability);
            assert_eq!(terms, (8, 15, 4, 3), "{file}");
        }
    }
}

/// The cost kept through all changes is the cost from nothing, and, but for the judge's own rules, that of the judge.
fn assert_exact(instance: &Instance, state: &State, said: &str) {
    assert_eq!(state.cost, state.rebuilt().cost, "{said}");
    let judged = judge(instance, &state.meetings(instance));
    assert_eq!((state.cost.hard, state.cost.soft), (judged.hard(), judged.total()), "{said}: the judge");
    assert_eq!((judged.lectures, judged.availability, judged.room_occupation), (0, 0, 0), "{said}: kept by every move");
}

#[test]
fn every_change_is_exact() {
    let wide = sample(30, 5, 4, 7, 3);
    for (name, text) in [("small", SMALL.to_string()), ("sample", sample(24, 4, 5, 5, 2)), ("wide", wide)] {
        let given = instance(&text);
        let tables = Tables::new(&given);
        let rng = &mut Rng::seed_from_u64(5);
        let mut model = Timetabling::new(start(&tables, rng).expect("the lectures fit"));
        assert_exact(&given, &model.state, name);
        let mut kept = vec![0; model.kinds()];
        for step in 0..6_000 {
            let kind = step % model.kinds();
            let (energy, places) = (model.energy(), model.state.place_of.clone());
            if !model.attempt(kind, rng) {
                assert_eq!(places, model.state.place_of, "{name}: {} gave up", name_of(kind));
                continue;
            }
            let said = format!("{name}: step {step}, {}", name_of(kind));
            let tried = model.energy();
            if once_in(rng, 3) {
                model.take_back();
                assert_eq!((energy, &places), (model.energy(), &model.state.place_of), "{said}");
            } else {
                model.keep();
                kept[kind] += 1;
                assert_eq!(tried, model.energy(), "{said}");
            }
            if step % 7 == 0 {
                assert_exact(&given, &model.state, &said);
            }
        }
        assert!(kept.iter().all(|&kept| kept > 0), "{name}: every kind was tried: {kept:?}");
    }
}

#[test]
fn neighbourhoods_better_and_stay_exact() {
    let given = instance(&sample(24, 5, 5, 5, 4));
    let tables = Tables::new(&given);
    let (interrupt, limit) = (AtomicBool::new(false), Limit::Rounds(1));
    let params = Params { limit, seed: 3, threads: 2 };
    let state = solve(&tables, &params, &interrupt, |_, _| ()).expect("the lectures fit");
    assert_eq!(state.cost.hard, 0);
    let mut model = Neighbourhoods::new(state, Watch::start(), limit);
    let rng = &mut Rng::seed_from_u64(1);
    let first = model.value();
    for step in 0..9 {
        let before = (model.value(), model.clone().into_state().place_of);
        let better = model.attempt(step % model.kinds(), rng);
        assert_eq!(better, model.value() < before.0, "step {step}");
        if step % 4 == 3 && better {
            model.take_back();
            assert_eq!(before, (model.value(), model.clone().into_state().place_of), "step {step}");
        }
        assert_exact(&given, &model.clone().into_state(), &format!("step {step}"));
    }
    assert!(model.value() <= first);
}

#[test]
fn lectures_that_fit_only_just_are_placed() {
    // Four places, four lectures; each course can meet in two periods only.
    let text = "Name: Tight\nCourses: 2\nRooms: 1\nDays: 1\nPeriods_per_day: 4\nCurricula: 0\nConstraints: 3\nCOURSES:\n\
                A a 2 1 1\nB b 2 1 1\nROOMS:\nR 9\nCURRICULA:\nUNAVAILABILITY_CONSTRAINTS:\nA 0 2\nA 0 3\nB 0 0\nEND.\n";
    let params = Params { limit: Limit::Rounds(1), seed: 1, threads: 1 };
    let run = |text: &str| {
        let given = instance(text);
        let tables = Tables::new(&given);
        let state = solve(&tables, &params, &AtomicBool::new(false), |_, _| ())?;
        assert_exact(&given, &state, "tight");
        Some(state.cost)
    };
    assert_eq!(run(text), Some(Cost::default()));
    // Both only in the first two periods: one room is not enough.
    let impossible = text.replace("Constraints: 3", "Constraints: 5").replace("B 0 0", "B 0 2\nB 0 3\nB 0 3");
    assert_eq!(run(&impossible), None);
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let given = instance(&sample(24, 5, 5, 5, 6));
    let tables = Tables::new(&given);
    let run = |threads| {
        let params = Params { limit: Limit::Rounds(3), seed: 9, threads };
        let state = solve(&tables, &params, &AtomicBool::new(false), |_, _| ()).expect("the lectures fit");
        assert_eq!(state.cost.hard, 0);
        read::write(&given, &state.meetings(&given))
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(8));
    let again = read::timetable(&given, &one).expect("what is written can be read");
    assert_eq!(again.len(), given.lectures());
}

#[test]
fn an_extended_file_is_the_same_problem() {
    let extended = SMALL
        .replace("Constraints: 2", "Min_Max_Daily_Lectures: 1 3\nUnavailabilityConstraints: 2\nRoomConstraints: 1")
        .replace("30\n", "30 0\n")
        .replace("1 10\n", "1 10 1\n")
        .replace("50\n", "50 0\n")
        .replace("12\n", "12 0\n")
        .replace("40\n", "40 1\n")
        .replace("11\n", "11 0\n")
        .replace("END.", "ROOM_CONSTRAINTS:\nPhysics Tiny\n\nEND.");
    assert_eq!(instance(&extended), instance(SMALL));
}

/// Faults of a text, as they are told.
fn told(text: &str) -> Vec<String> {
    read::instance(text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn each_fault_is_told_with_its_line() {
    let cases = [
        ("Courses: 4", "Courses: four", "line 2: Courses is `four`"),
        ("Rooms: 2\n", "", "no header line `Rooms:`"),
        ("Days: 2", "Days: 2 3", "line 4: `Days:` has 2 values"),
        ("Days: 2", "Days: 2\nDays: 2", "line 5: `Days:` again, first in line 4"),
        ("Days: 2", "Days: 2\nWeeks: 1", "line 5: no header is called `Weeks:`"),
        ("Courses: 4", "Courses: 5", "line 9: `COURSES:` has 4 rows, but the header says 5"),
        ("Gauss 2 2 30", "Gauss 2 2", "line 10: 4 fields in a row of `COURSES:`"),
        ("Gauss 2 2 30", "Gauss -2 2 30", "line 10: lectures is `-2`"),
        ("Gauss 2 2 30", "Gauss 2 2 99999999999999999999", "line 10: students is `99999999999999999999`"),
        ("Geometry Hilbert", "Algebra Hilbert", "line 11: course `Algebra` again"),
        (
            "Mathematics 2 Algebra Geometry",
            "Mathematics 3 Algebra Geometry",
            "line 20: curriculum `Mathematics` lists 2",
        ),
        ("Mathematics 2 Algebra Geometry", "Mathematics 2 Algebra geometry", "maybe: `Geometry`"),
        ("Mathematics 2 Algebra Geometry", "Mathematics 2 Algebra Algebra", "line 20: course `Algebra` twice"),
        ("Optics 1 2", "Optics 2 2", "line 25: day is `2`: it counts from 0 to 1"),
        ("Optics 1 2", "Optics 1 3", "line 25: period is `3`: it counts from 0 to 2"),
        ("END.", "", "no `END.`"),
        ("END.", "END.\nmore", "line 28: text after `END.`"),
        ("CURRICULA:", "CURRICULAE:", "line 19: no section is called `CURRICULAE:`"),
        ("ROOMS:", "CURRICULA:\nROOMS:", "line 16: `ROOMS:` belongs before `CURRICULA:`"),
        ("Gauss 2", "Gauss 7", "course `Algebra` has 7 lectures, but only 6 periods"),
        ("Periods_per_day: 3", "Periods_per_day: 29", "29 periods a day: at most 28"),
    ];
    for (from, to, expected) in cases {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from}");
        let told = told(&text);
        assert!(told.iter().any(|told| told.contains(expected)), "{from} → {to}: {told:?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text =
        SMALL.replace("Gauss 2 2 30", "Gauss x y z").replace("Optics 1 2", "Optik 9 9").replace("Rooms: 2", "Rooms: 3");
    assert_eq!(told(&text).len(), 3 + 3 + 1, "{:?}", told(&text));
    let small = instance(SMALL);
    let faults = read::timetable(&small, "Algebra Huge 0 0\n\nMusic Big 5 5\nAlgebra Big\n").expect_err("faults");
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1, 3, 3, 3, 4]);
}

#[test]
fn no_text_makes_the_reader_panic() {
    // Every prefix, and every line left out or doubled.
    for end in 0..SMALL.len() {
        let _ = read::instance(&SMALL[..end]);
    }
    let lines: Vec<&str> = SMALL.lines().collect();
    for at in 0..lines.len() {
        let (mut without, mut doubled) = (lines.clone(), lines.clone());
        without.remove(at);
        doubled.insert(at, lines[at]);
        for text in [without.join("\n"), doubled.join("\n"), lines[..at].join("\n") + "\u{0}é:"] {
            let _ = read::instance(&text);
        }
    }
    let _: Vec<Meeting> = read::timetable(&instance(SMALL), "").expect("an empty solution can be judged");
}
