//! Re-optimization: the desk moves nobody else; the night moves as few families as can be, keeps its caps, and does the
//! same again.

mod school;

use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load::load;
use paipian::milp::whole::{Verdict, fewest_moved, solve as exact};
use paipian::problem::Problem;
use paipian::referee::judge;
use paipian::reopt::{
    Asked, Caps, Desk, Event, Exchange, Night, Params, ROUNDS, Why, by_claim, compare, lottery_number, night,
};
use school::{Dice, events, published, small};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

fn params() -> Params {
    Params { seed: 7, rounds: ROUNDS, days_ahead: 1, ..Params::default() }
}

/// Fewer rounds, for schools in which each takes longer.
fn brief() -> Params {
    Params { rounds: 24, ..params() }
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
    let found = run(&file, &problem, &asked, &brief());
    assert_eq!(found.after.hard, 0);
    assert!(found.after <= found.before, "{} after {}", found.after, found.before);
    for (student, why) in &found.why {
        let Why::Gain(hard, shortfall, cost) = why else { continue };
        assert!((*hard, *shortfall, *cost) > (0, 0, 0), "{student} moved for nothing");
    }
    let again = run(&file, &problem, &asked, &Params { rounds: found.rounds, attempt: Some(found.attempt), ..brief() });
    let text = |night: &Night| night.plan.as_ref().map(to_text);
    assert_eq!(text(&found), text(&again), "the same attempt, the same plan");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let alone = pool.install(|| run(&file, &problem, &asked, &brief()));
    assert_eq!(text(&found), text(&alone), "for any number of threads");
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
    let free = run(&file, &problem, &asked, &brief());
    assert!(free.plan.is_some() && free.blocked.is_empty() && free.counts.total >= duties && duties > 1);
    let capped = |total| {
        let caps = Caps { total: Some(total), ..Caps::default() };
        run(&file, &problem, &asked, &Params { caps, ..brief() })
    };
    let tight = capped(duties - 1);
    assert!(tight.plan.is_none(), "every section of the teacher must change");
    assert!(
        tight.blocked.iter().any(|block| block.cap == "total" && block.allowed == duties - 1 && block.needed >= duties)
    );
    let needed = tight.blocked.iter().find(|block| block.cap == "total").map_or(0, |block| block.needed);
    let enough = capped(needed);
    assert!(enough.plan.is_some() && enough.counts.total <= needed, "{needed} is what it takes");
    assert!(needed <= free.counts.total, "{needed}: not what could be gained beside, {}", free.counts.total);
    for total in [free.counts.total, free.counts.total + 3] {
        let wide = capped(total);
        assert!(wide.plan.is_none() || wide.counts.total <= total, "{} of {total}", wide.counts.total);
    }
    let one = Caps { per_student: Some(0), per_teacher: Some(1), total: None };
    let one = run(&file, &problem, &asked, &Params { caps: one, ..brief() });
    assert!(one.plan.is_none() || (one.counts.per_student == 0 && one.counts.per_teacher <= 1));
    let late = run(&file, &problem, &asked, &Params { notice_days: 3, ..brief() });
    assert!(late.plan.is_none() && late.blocked.iter().any(|block| block.cap == "notice" && block.needed == 3));
}

#[test]
fn a_cap_in_the_way_of_a_shortfall_is_told_and_its_night_replays() {
    let mut told = 0;
    for seed in 0..10 {
        let file = small(seed);
        let plan = published(&file, 20);
        let events = events(&file, &mut Dice::new(2_000 + seed), 4);
        let (file, problem, asked) = after(&file, &plan, &events);
        let free = run(&file, &problem, &asked, &params());
        let (mut needed, mut least) = (Vec::new(), None);
        for total in 0..free.counts.total {
            let caps = Caps { total: Some(total), ..Caps::default() };
            let found = run(&file, &problem, &asked, &Params { caps, ..params() });
            assert!(found.plan.is_none() || found.counts.total <= total, "school {seed}: {}", found.counts.total);
            let Night { rounds, attempt, .. } = found;
            let same = Params { caps, rounds, attempt: Some(attempt), ..params() };
            let again = run(&file, &problem, &asked, &same);
            assert_eq!(again.plan.as_ref().map(to_text), found.plan.as_ref().map(to_text), "school {seed}, {total}");
            let worse = (found.after.hard, found.after.shortfall) > (free.after.hard, free.after.shortfall);
            if found.plan.is_none() || worse {
                let block = found.blocked.iter().find(|block| block.cap == "total");
                needed.push(block.map(|block| block.needed));
            } else {
                least = least.or(Some(total));
            }
        }
        let least = least.unwrap_or(free.counts.total);
        assert!(needed.iter().all(|&needed| needed == Some(least)), "school {seed}: {needed:?}, and {least} is enough");
        told += needed.len();
    }
    assert!(told > 3, "{told} told");
}

#[test]
fn among_equals_claims_come_first_and_then_the_lottery() {
    // Six children of one class with the same wish, and three seats.
    let mut file = small(2);
    let all: Vec<String> = file.periods.iter().map(|row| row.id.clone()).collect();
    file.students.truncate(6);
    for row in &mut file.students {
        (row.class, row.family, row.want) = ("c1".into(), None, Some(1));
        (row.attends, row.wishes) = (all.clone(), vec!["art".into()]);
    }
    let problem = load(&file).expect("a valid school");
    let plan = paipian::plan::Plan::read(&problem, &published(&file, 20));
    let before = plan.score(&problem);
    let seated = |plan: &paipian::plan::Plan| {
        let file = plan.write(&problem);
        let art: Vec<&String> = file.sections.iter().filter(|row| row.course == "art").map(|row| &row.id).collect();
        let held = file.seats.0.iter().filter(|(_, held)| held.iter().any(|id| art.contains(&id)));
        held.map(|(id, _)| id.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(seated(&plan).len(), 3, "too few seats for all");
    let mut ever_moved = 0;
    for seed in 0..12 {
        let mut order: Vec<String> = file.students.iter().map(|row| row.id.clone()).collect();
        order.sort_by_key(|id| lottery_number(seed, id));
        let last = order[5].clone();
        for credits in [BTreeMap::new(), BTreeMap::from([(last.clone(), 1)])] {
            if !credits.is_empty() {
                order.rotate_right(1);
            }
            let mut fair = plan.clone();
            let moved: Vec<Exchange> = by_claim(&problem, &mut fair, seed, &credits);
            let first = order[..3].iter().cloned().collect();
            assert_eq!(seated(&fair), first, "seed {seed}, {credits:?}: {moved:?}");
            let score = fair.score(&problem);
            assert_eq!((score.hard, score.shortfall), (before.hard, before.shortfall));
            let allowed = moved.iter().map(|row| 10 * row.claims).sum::<i64>();
            assert!(score.cost <= before.cost + allowed, "{score} after {before}");
            assert_eq!(judge(&file, &fair.write(&problem)).cost as i64, score.cost, "engine and referee");
            ever_moved += moved.len();
        }
    }
    assert!(ever_moved > 10);
}

#[test]
fn claims_cost_no_more_than_they_are_worth_in_a_school_of_real_shape() {
    let file = generated(240);
    let problem = load(&file).expect("a valid school");
    let plan = paipian::plan::Plan::read(&problem, &published(&file, 12));
    let before = plan.score(&problem);
    let waiting: Vec<String> = problem.students.iter().map(|(_, row)| row.name.clone()).step_by(5).collect();
    let credits: BTreeMap<String, u64> = waiting.into_iter().map(|id| (id, 2)).collect();
    let mut fair = plan.clone();
    let moved = by_claim(&problem, &mut fair, 7, &credits);
    let after = fair.score(&problem);
    assert!(!moved.is_empty() && (after.hard, after.shortfall) <= (before.hard, before.shortfall));
    for row in &moved {
        assert!(row.claims >= 0 && row.cost <= 10 * row.claims, "{row:?}");
        let number = |id: &str| lottery_number(7, id);
        assert!(row.claims > 0 || number(&row.student) < number(&row.instead_of), "{row:?}");
    }
    let judged = judge(&file, &fair.write(&problem));
    assert_eq!(
        (judged.hard as i64, judged.shortfall as i64, judged.cost as i64),
        (after.hard, after.shortfall, after.cost)
    );
    let mut again = plan.clone();
    assert_eq!(by_claim(&problem, &mut again, 7, &credits), moved, "the same again");
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
