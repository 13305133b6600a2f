//! Re-optimization: the desk moves nobody else; the night moves as few families as can be, keeps its caps, and does the
//! same again.

mod school;

use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load::load;
use paipian::milp::whole::{Verdict, fewest_moved, solve as exact};
use paipian::problem::Problem;
use paipian::referee::judge;
use paipian::reopt::{Asked, Caps, Desk, Event, Night, Params, Why, compare, night};
use school::{Dice, events, published, small};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

fn params() -> Params {
    Params { seed: 7, rounds: 24, days_ahead: 1, ..Params::default() }
}

/// The school after events, with the plan in force, and who asked.
fn after(file: &ProblemFile, plan: &PlanFile, events: &[Event]) -> (ProblemFile, Problem, Asked) {
    let mut file = file.clone();
    let mut asked = Asked::default();
    for event in events {
        event.apply(&mut file, "event").expect("an event of this school");
        asked.note(event);
    }
    file.published = Some(plan.clone());
    let problem = load(&file).expect("events keep a school valid");
    (file, problem, asked)
}

fn run(file: &ProblemFile, problem: &Problem, asked: &Asked, params: &Params) -> Night {
    let found = night(file, problem, asked, params, &AtomicBool::new(false));
    if let Some(plan) = &found.plan {
        let judged = judge(file, plan);
        let told = (judged.hard as i64, judged.shortfall as i64, judged.cost as i64);
        assert_eq!(told, (found.after.hard, found.after.shortfall, found.after.cost), "engine and referee");
    }
    found
}

#[test]
fn as_few_families_move_as_the_exact_model_proves() {
    let (mut moved, mut repaired) = (0, 0);
    for seed in 0..10 {
        let file = small(seed);
        let plan = published(&file, 20);
        let events = events(&file, &mut Dice::new(1_000 + seed), 3);
        let (file, problem, asked) = after(&file, &plan, &events);
        let found = run(&file, &problem, &asked, &params());
        assert_eq!(found.after.hard, 0, "school {seed}");
        let Verdict::Solved(best) = exact(&problem, 60.0) else { panic!("school {seed}: no exact plan") };
        assert!(best.proven, "school {seed}");
        assert_eq!(found.after.shortfall, best.bound.shortfall, "school {seed}: the least shortfall");
        let spared = |student| {
            let who = &problem.students[student];
            let family = who.family.map_or(vec![student], |family| problem.families[family].clone());
            family.iter().any(|&child| asked.students.contains(&problem.students[child].name))
        };
        let fewest = fewest_moved(&problem, spared, found.after, 60.0);
        assert_eq!(Some(found.counts.families), fewest, "school {seed}: {events:?}");
        moved += found.counts.families;
        repaired += u64::from(found.before.hard > 0 || found.before.shortfall > found.after.shortfall);
    }
    assert!(moved > 0 && repaired > 2, "the schools give something to do: {moved} moved, {repaired} repaired");
}

fn generated(students: u32) -> ProblemFile {
    let params = GenerateParams { students, seed: 3, policy: "nanchang".into(), tight: 300, profile: Profile::Primary };
    generate(&params).expect("the parameters are in range")
}

#[test]
fn a_night_moves_only_whom_it_must_and_does_the_same_again() {
    let file = generated(240);
    let plan = published(&file, 12);
    let events = events(&file, &mut Dice::new(5), 14);
    let (file, problem, asked) = after(&file, &plan, &events);
    let found = run(&file, &problem, &asked, &params());
    assert_eq!(found.after.hard, 0);
    assert!(found.after <= found.before, "{} after {}", found.after, found.before);
    for (student, why) in &found.why {
        let Why::Gain(hard, shortfall, cost) = why else { continue };
        assert!((*hard, *shortfall, *cost) > (0, 0, 0), "{student} moved for nothing");
    }
    let again = run(&file, &problem, &asked, &Params { rounds: found.rounds, ..params() });
    let text = |night: &Night| night.plan.as_ref().map(to_text);
    assert_eq!(text(&found), text(&again), "the same inputs, the same plan");
    let changes = compare(&file, &plan, found.plan.as_ref().expect("a plan"), &asked);
    let told: Vec<&str> = changes.students.iter().map(|row| row.student.as_str()).collect();
    assert!(found.why.keys().all(|student| told.contains(&student.as_str())), "whoever moved is told");
}

#[test]
fn caps_are_never_exceeded_and_the_answer_says_what_it_would_take() {
    let file = generated(160);
    let plan = published(&file, 10);
    let lead = plan.sections.iter().find(|row| row.course.starts_with("care")).and_then(|row| row.lead.clone());
    let teacher = lead.expect("care has leads");
    let duties = plan.sections.iter().filter(|row| row.lead.as_ref() == Some(&teacher)).count() as u64;
    let (file, problem, asked) = after(&file, &plan, &[Event::Away { teacher, periods: vec![] }]);
    let free = run(&file, &problem, &asked, &params());
    assert!(free.plan.is_some() && free.blocked.is_empty() && free.counts.total >= duties && duties > 1);
    let capped = |total| {
        let caps = Caps { total: Some(total), ..Caps::default() };
        run(&file, &problem, &asked, &Params { caps, ..params() })
    };
    let tight = capped(duties - 1);
    assert!(tight.plan.is_none(), "every section of the teacher must change");
    assert!(
        tight.blocked.iter().any(|block| block.cap == "total" && block.allowed == duties - 1 && block.needed >= duties)
    );
    for total in [free.counts.total, free.counts.total + 3] {
        let wide = capped(total);
        assert!(wide.plan.is_none() || wide.counts.total <= total, "{} of {total}", wide.counts.total);
    }
    let one = Caps { per_student: Some(0), per_teacher: Some(1), total: None };
    let one = run(&file, &problem, &asked, &Params { caps: one, ..params() });
    assert!(one.plan.is_none() || (one.counts.per_student == 0 && one.counts.per_teacher <= 1));
    let late = run(&file, &problem, &asked, &Params { notice_days: 3, ..params() });
    assert!(late.plan.is_none() && late.blocked.iter().any(|block| block.cap == "notice" && block.needed == 3));
}

#[test]
fn pins_vanish_with_the_child() {
    let mut file = small(1);
    let child = file.students[0].id.clone();
    file.pins = serde_json::from_value(serde_json::json!([{ "student": child, "course": "care" }])).expect("a pin");
    let mut left = file.clone();
    let gone = Event::Leave { student: child.clone() }.apply(&mut left, "event").expect("a child of the school");
    assert_eq!((gone.len(), left.pins.len()), (1, 0));
    let gone = Event::OptOut { student: child, periods: vec![] }.apply(&mut file, "event").expect("a child");
    assert_eq!((gone.len(), file.pins.len()), (1, 0));
}

#[test]
fn the_desk_moves_nobody_else_and_gives_up_only_for_better() {
    let file = generated(160);
    let plan = published(&file, 10);
    let mut desk = Desk::new(&file, &plan).expect("a valid school");
    let mut school = file.clone();
    let mut now: BTreeMap<String, Vec<String>> = plan.seats.0.iter().cloned().collect();
    let mut answered = 0;
    for event in events(&file, &mut Dice::new(9), 30) {
        let Some(student) = event.student().map(str::to_string) else { continue };
        let answer = desk.answer(&event, "event").expect("a valid event");
        event.apply(&mut school, "event").expect("a valid event");
        let held = now.entry(student).or_default();
        assert!(answer.given_up.iter().all(|section| held.contains(section)));
        held.retain(|section| !answer.given_up.contains(section));
        held.extend(answer.gained.iter().cloned());
        answered += 1;
    }
    assert!(answered > 15);
    let seats = file.students.iter().filter_map(|row| Some((row.id.clone(), now.get(&row.id)?.clone()))).collect();
    let plan = PlanFile { seats: paipian::format::Seats(seats), waves: vec![], ..plan };
    let judged = judge(&school, &plan);
    let broken: Vec<_> =
        judged.findings.iter().filter(|row| ["seat_fit", "seat_clash", "room_clash"].contains(&row.rule)).collect();
    assert!(broken.is_empty(), "{broken:?}");
    let over = judged.findings.iter().filter(|row| row.rule == "size" && row.case == "size.many").count();
    assert_eq!(over, 0, "no section is over its limit");
    let unknown =
        desk.answer(&Event::OptIn { student: "nobody".into(), periods: vec![] }, "event").expect_err("no such child");
    assert_eq!(unknown[0].code, "E105");
    let clash = file.students.iter().find(|row| !row.attends.is_empty()).expect("a child who attends");
    let twice = Event::OptIn { student: clash.id.clone(), periods: vec![clash.attends[0].clone()] };
    assert_eq!(desk.answer(&twice, "event").map_err(|errors| errors[0].code), Err("E109"));
}
