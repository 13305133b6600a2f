//! After every change of a plan the tally kept through the change is the tally measured from nothing, rule by rule.
//!
//! Random changes, sensible or not, are made to random plans of random schools. A run of changes that is taken back
//! leaves the tally, the score and the written file as they were. At the end of a run the referee judges the written
//! plan: the indexes that every change keeps are then compared with code that has none.

mod random;

use paipian::format::{ProblemFile, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load;
use paipian::plan::{Departure, Plan, Section};
use paipian::problem::{CourseKind, GateId, Id, PatternId, Pin, Problem, RoomId, SectionId, StudentId, TeacherId};
use paipian::referee::judge;
use paipian::rules::{RULES, measure};
use random::{Dice, mend, plan, school};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Small random schools, and changes in each.
const SMALL: (u64, usize) = (1000, 60);
/// Students of generated schools, and changes in each.
const GENERATED: &[(u32, usize)] = &[(40, 2000), (80, 2000), (120, 1500), (200, 1000), (400, 600)];

/// One of `count` ids, if there are any.
fn any<I: Id>(dice: &mut Dice, count: usize) -> Option<I> {
    (count > 0).then(|| I::at(dice.below(count)))
}

/// One of `count` ids, or none in `percent` of 100 cases.
fn or_none<I: Id>(dice: &mut Dice, percent: usize, count: usize) -> Option<I> {
    if dice.chance(percent) { None } else { any(dice, count) }
}

fn open_section(dice: &mut Dice, plan: &Plan) -> Option<SectionId> {
    let open: Vec<SectionId> = plan.open_sections().collect();
    dice.maybe(100, &open).copied()
}

/// A section that may bear the name of a pin or of a published section, may have staff and may have waves laid already.
fn new_section(dice: &mut Dice, problem: &Problem, plan: &Plan, pattern: PatternId) -> Section {
    let room = or_none::<RoomId>(dice, 15, problem.rooms.len());
    let mut section = Section::new(problem.patterns[pattern].course, pattern, room);
    section.lead = or_none(dice, 20, problem.teachers.len());
    if dice.chance(30) {
        section.assistants.extend(any::<TeacherId>(dice, problem.teachers.len()));
    }
    if dice.chance(30) {
        section.departures = departures(dice, problem);
    }
    let taken: BTreeSet<&String> = plan.open_sections().filter_map(|open| plan.section(open).name.as_ref()).collect();
    let pinned = problem.pins.iter().filter_map(|pin| match pin {
        Pin::Section(pin) => Some(&pin.name),
        _ => None,
    });
    let published = problem.published.iter().flat_map(|published| &published.sections).map(|row| &row.name);
    let names: Vec<&String> = pinned.chain(published).filter(|name| !taken.contains(name)).collect();
    match dice.maybe(60, &names) {
        Some(name) => Plan::named(problem, name, section),
        None => section,
    }
}

/// Waves of any period, also of one that the section does not meet in, and some twice.
fn departures(dice: &mut Dice, problem: &Problem) -> Vec<Departure> {
    let one = |dice: &mut Dice| Departure {
        period: any(dice, problem.calendar.periods.len()).expect("a school has periods"),
        gate: any::<GateId>(dice, problem.gates.len()),
        wave: dice.below(9) as u32,
    };
    (0..dice.below(4)).map(|_| one(dice)).collect()
}

/// One random change; its name.
fn change(dice: &mut Dice, problem: &Problem, plan: &mut Plan) -> &'static str {
    let Some(section) = open_section(dice, plan).filter(|_| !dice.chance(12)) else {
        let Some(pattern) = any(dice, problem.patterns.len()) else { return "nothing" };
        let section = new_section(dice, problem, plan, pattern);
        plan.open(problem, section);
        return "open";
    };
    let row = plan.section(section).clone();
    match dice.below(20) {
        0 => {
            for &student in &row.seats {
                plan.unseat(problem, student, section);
            }
            plan.close(problem, section);
            "close"
        }
        1 | 2 => {
            let patterns: Vec<PatternId> = problem.courses[row.course].patterns.iter().collect();
            plan.set_pattern(problem, section, *dice.pick(&patterns));
            "set_pattern"
        }
        3 | 4 => {
            let room = or_none(dice, 15, problem.rooms.len());
            plan.set_room(problem, section, room);
            "set_room"
        }
        5 | 6 => {
            let lead = or_none(dice, 15, problem.teachers.len());
            plan.set_lead(problem, section, lead);
            "set_lead"
        }
        // Also the lead may be made an assistant.
        7 | 8 => match any(dice, problem.teachers.len()).filter(|person| !row.assistants.contains(person)) {
            Some(person) => {
                plan.assist(problem, section, person);
                "assist"
            }
            None => "nothing",
        },
        9 => match dice.maybe(100, &row.assistants) {
            Some(&person) => {
                plan.relieve(problem, section, person);
                "relieve"
            }
            None => "nothing",
        },
        10..=12 => match dice.maybe(100, &row.seats) {
            Some(&student) => {
                plan.unseat(problem, student, section);
                "unseat"
            }
            None => "nothing",
        },
        13 => {
            let waves = departures(dice, problem);
            plan.depart(problem, section, waves);
            "depart"
        }
        14 => {
            // A wave for each group of leavers of the section, as a search would lay them.
            let groups: Vec<_> = problem.patterns[row.pattern].iter().collect();
            let left = groups.iter().filter(|&&period| plan.leavers_of(problem, &row, period).next().is_some());
            let lay =
                |&period: &_| Departure { period, gate: any(dice, problem.gates.len()), wave: dice.below(9) as u32 };
            let waves = left.map(lay).collect();
            plan.depart(problem, section, waves);
            "depart in order"
        }
        15 if dice.chance(30) => {
            plan.release(problem);
            "release"
        }
        15 if dice.chance(15) => {
            plan.recall(problem);
            "recall"
        }
        _ => {
            let student = wanting(dice, problem, &row);
            if student.is_some_and(|student| !row.seats.contains(&student)) {
                plan.seat(problem, student.expect("one was found"), section);
            }
            "seat"
        }
    }
}

/// A student for the section: mostly one who may hold it, else any.
fn wanting(dice: &mut Dice, problem: &Problem, section: &Section) -> Option<StudentId> {
    let mut student = any::<StudentId>(dice, problem.students.len())?;
    for _ in 0..12 {
        let attends = problem.students[student].attends;
        let fits = problem.courses[section.course].kind != CourseKind::Post
            && problem.may_hold(student, section.course)
            && attends.covers(problem.patterns[section.pattern].periods);
        if fits || dice.chance(8) {
            break;
        }
        student = any(dice, problem.students.len())?;
    }
    Some(student)
}

/// The tally kept through changes is the tally from nothing.
fn assert_exact(label: &str, told: &[&str], problem: &Problem, plan: &Plan) {
    let fresh = measure(problem, plan);
    for (ix, rule) in RULES.iter().enumerate() {
        let (kept, fresh) = (plan.tally().0[ix], fresh.0[ix]);
        assert_eq!(kept, fresh, "{label}: `{}` is kept as {kept} and measured as {fresh} after {told:?}", rule.name);
    }
}

/// The plan as a file has the value that the referee gives it, rule by rule.
fn assert_judged(label: &str, file: &ProblemFile, problem: &Problem, plan: &mut Plan) {
    plan.release(problem);
    let judgement = judge(file, &plan.write(problem));
    for (ix, line) in judgement.rules.iter().enumerate() {
        let ours = plan.tally().value(ix);
        assert_eq!(i128::from(ours), i128::from(line.value), "{label}: `{}`, engine and referee", line.rule);
    }
}

/// Makes `changes` random changes, now and then in runs that are kept or taken back; the number of changes made.
fn run(label: &str, seed: u64, file: &ProblemFile, changes: usize, check_every: usize) -> usize {
    let problem = load::load(file).unwrap_or_else(|errors| panic!("{label} is invalid: {errors:?}"));
    let dice = &mut Dice::new(seed);
    let mut working = if dice.chance(30) {
        Plan::empty(&problem)
    } else {
        let mut rows = plan(dice, file);
        if dice.chance(50) {
            mend(dice, file, &mut rows);
        }
        Plan::read(&problem, &rows)
    };
    assert_exact(label, &["reading"], &problem, &working);
    let mut made = 0;
    while made < changes {
        let before = (*working.tally(), working.score(&problem), to_text(&working.write(&problem)), working.released());
        let mark = working.mark();
        let mut told = Vec::new();
        let mut inner = None;
        for step in 0..dice.between(1, 12) as usize {
            if step == 3 && dice.chance(30) {
                inner = Some((working.mark(), *working.tally()));
            }
            told.push(change(dice, &problem, &mut working));
            made += 1;
            if made % check_every == 0 {
                assert_exact(label, &told, &problem, &working);
            }
        }
        if let Some((mark, tally)) = inner {
            if dice.chance(50) {
                working.take_back(&problem, &mark);
                assert_eq!(*working.tally(), tally, "{label}: a run within a run is taken back: {told:?}");
                told.push("inner take_back");
            } else {
                working.keep(&mark);
            }
        }
        assert_exact(label, &told, &problem, &working);
        if dice.chance(50) {
            working.keep(&mark);
        } else {
            working.take_back(&problem, &mark);
            let after =
                (*working.tally(), working.score(&problem), to_text(&working.write(&problem)), working.released());
            assert_eq!(before, after, "{label}: taken back, {told:?}");
            told.push("take_back");
            assert_exact(label, &told, &problem, &working);
        }
    }
    assert_judged(label, file, &problem, &mut working);
    made
}

#[test]
fn in_small_random_schools() {
    let made: usize = (0..SMALL.0)
        .into_par_iter()
        .map(|seed| run(&format!("random school {seed}"), seed, &school(seed), SMALL.1, 1))
        .sum();
    assert!(made >= SMALL.0 as usize * SMALL.1);
}

#[test]
fn in_generated_schools() {
    GENERATED.par_iter().enumerate().for_each(|(ix, &(students, changes))| {
        let seed = ix as u64;
        let params = GenerateParams {
            students,
            seed,
            policy: ["nanchang", "tianjin", "chongming"][ix % 3].into(),
            tight: 300 * (ix as u32 % 4),
            profile: [Profile::Primary, Profile::Nine, Profile::Junior][ix % 3],
        };
        let mut file = generate(&params).expect("parameters in range");
        if ix % 2 == 0 {
            file.published = Some(plan(&mut Dice::new(seed), &file));
        }
        run(&format!("generated school of {students}"), 500 + seed, &file, changes, 4);
    });
}
