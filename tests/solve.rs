//! The front door on generated schools: usable plans, agreement with the referee, the same bytes for the same seed and
//! steps, and a plan whenever someone asks to stop.

use paipian::clock::Watch;
use paipian::format::{PlanFile, ProblemFile, read_plan, read_problem, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load;
use paipian::milp::adapter::Limits;
use paipian::moves::{Catalogue, School, name_of};
use paipian::plan::{Audit, Plan};
use paipian::problem::Problem;
use paipian::referee::judge;
use paipian::release::{Effort, hasten, release};
use paipian::search::{Limit, Model, Portfolio, Rng, Schedule, Stop, Stopped};
use paipian::solve::{Outcome, Params, solve};
use rand::SeedableRng;
use std::sync::atomic::AtomicBool;

fn school(students: u32, profile: Profile, tight: u32, seed: u64) -> (ProblemFile, Problem) {
    let file = generate(&GenerateParams { students, seed, policy: "nanchang".into(), tight, profile })
        .expect("the parameters are in range");
    let problem = load::load(&file).expect("generated schools are valid");
    (file, problem)
}

fn run(problem: &Problem, steps: u64, threads: usize) -> Outcome {
    let params = Params { limit: Limit::Rounds(steps), threads, ..Params::default() };
    solve(problem, None, &params, &AtomicBool::new(false), |_| {}).expect("the audit passes")
}

fn assert_judged(file: &ProblemFile, problem: &Problem, outcome: &Outcome) {
    let judged = judge(file, &outcome.plan.write(problem));
    let kept = [outcome.score.hard, outcome.score.shortfall, outcome.score.cost];
    assert_eq!([judged.hard, judged.shortfall, judged.cost].map(|number| number as i64), kept, "engine and referee");
}

#[test]
fn every_profile_gets_a_usable_plan() {
    for (profile, students, tight) in [
        (Profile::Primary, 120, 0),
        (Profile::Nine, 400, 1000),
        (Profile::Junior, 400, 600),
        (Profile::Primary, 1_200, 1000),
        (Profile::Nine, 4_000, 900),
    ] {
        let (file, problem) = school(students, profile, tight, 5);
        let outcome = run(&problem, 1, 0);
        assert_eq!(outcome.score.hard, 0, "{profile:?} {students} at {tight}");
        assert!(outcome.bound.cost <= outcome.score.cost);
        assert_judged(&file, &problem, &outcome);
    }
}

#[test]
fn the_same_seed_and_steps_give_the_same_bytes_for_any_number_of_threads() {
    // The bound of the second is split, and its halves are raised in parallel.
    for (students, tight, steps) in [(200, 500, 10), (40, 600, 120)] {
        let (_, problem) = school(students, Profile::Primary, tight, 2);
        let text = |threads| {
            let outcome = run(&problem, steps, threads);
            (outcome.bound, to_text(&outcome.plan.write(&problem)))
        };
        let one = text(1);
        assert_eq!(one, text(2), "one thread and two");
        assert_eq!(one, text(8), "one thread and eight");
    }
}

#[test]
fn auditing_every_step_finds_nothing_and_changes_nothing() {
    let (_, problem) = school(40, Profile::Primary, 500, 7);
    let text = |audit| {
        let params = Params { limit: Limit::Rounds(1), threads: 1, audit, ..Params::default() };
        let outcome = solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("the audit passes");
        to_text(&outcome.plan.write(&problem))
    };
    assert_eq!(text(Audit::Step), text(Audit::Off));
}

#[test]
fn a_wish_to_stop_leaves_a_usable_plan() {
    let (file, problem) = school(400, Profile::Primary, 300, 3);
    let params = Params { limit: Limit::Seconds(600.0), ..Params::default() };
    let outcome = solve(&problem, None, &params, &AtomicBool::new(true), |_| {}).expect("the audit passes");
    assert_eq!((outcome.stopped, outcome.score.hard), (Stopped::Interrupt, 0));
    assert_judged(&file, &problem, &outcome);
}

#[test]
fn a_plan_can_be_the_start_of_the_next() {
    let (file, problem) = school(120, Profile::Primary, 300, 4);
    let first = run(&problem, 12, 0);
    let params = Params { limit: Limit::Rounds(0), ..Params::default() };
    let start = first.plan.write(&problem);
    let again = solve(&problem, Some(&start), &params, &AtomicBool::new(false), |_| {}).expect("the audit passes");
    assert_judged(&file, &problem, &again);
    assert_eq!(again.score.hard, 0);
    assert!(again.score.cost <= first.score.cost * 11 / 10, "{} then {}", first.score, again.score);
}

#[test]
fn a_published_plan_is_kept_where_nothing_changed() {
    let (mut file, problem) = school(120, Profile::Primary, 300, 6);
    let published = run(&problem, 12, 0).plan.write(&problem);
    file.published = Some(published);
    let problem = load::load(&file).expect("still valid");
    let outcome = run(&problem, 2, 0);
    assert_eq!(outcome.score.hard, 0);
    assert_judged(&file, &problem, &outcome);
    let value = |rule: &str| outcome.tally.value(paipian::rules::position(rule));
    let sections = file.published.as_ref().map_or(0, |plan| plan.sections.len()) as i64;
    assert!(value("disruption.gone") + value("disruption.moved") <= sections / 10, "most sections stay");
}

#[test]
fn seats_and_waves_are_bettered_together() {
    let (_, problem) = school(400, Profile::Primary, 600, 7);
    let interrupt = AtomicBool::new(false);
    let catalogue = Catalogue::new(&problem);
    let mut first = School::new(&problem, &catalogue, Plan::empty(&problem), 10);
    first.construct(None, &mut Rng::seed_from_u64(1));
    let searched = |school: &School| {
        let stop = Stop::new(Watch::start(), Limit::Rounds(15), &interrupt);
        let portfolio =
            Portfolio { workers: 2, seed: 1, round_work: 20_000, schedule: Schedule { hot: 8.0, cold: 1.0 } };
        portfolio.run(school, &stop, |_, _| None).0.into_plan()
    };
    let leaving = |plan: &Plan| -> i64 {
        let points = |rule: &&str| plan.tally().points(&problem, paipian::rules::position(rule));
        ["wave_wait", "wave_gate", "siblings"].iter().map(points).sum()
    };
    let mut plan = searched(&first);
    release(&problem, &mut plan, &Effort::QUICK);
    let together = searched(&School::new(&problem, &catalogue, plan.clone(), 10));
    together.audit(&problem).expect("every sum is exact");
    assert_eq!(together.score(&problem).hard, 0);
    assert!(together.score(&problem) < plan.score(&problem));
    assert!(leaving(&together) * 4 < leaving(&plan) * 3, "{} became {}", leaving(&plan), leaving(&together));
}

/// A gate that lets ten through in each of two waves, for twenty children who are owed one of them, and `s0`, who is not.
/// All sit in sections of `course`, so many in each, and wave after wave leaves one.
fn narrow_gate(course: &str, sizes: [usize; 3]) -> (ProblemFile, PlanFile) {
    let student = |ix: usize| {
        let exempt = if ix == 0 { "\"late_waves\"" } else { "" };
        format!(r#"{{ "id": "s{ix}", "class": "c1", "attends": ["mon1"], "exempt": [{exempt}] }}"#)
    };
    let students: Vec<String> = (0..21).map(student).collect();
    let of_four = |row: &dyn Fn(usize) -> String| (1..=4).map(row).collect::<Vec<String>>().join(", ");
    let problem = format!(
        r#"{{ "format": "paipian/1", "policy": {{ "max_waves": 2 }},
          "periods": [ {{ "id": "mon1", "day": 1, "start": "15:40", "end": "16:40", "kind": "after_school" }} ],
          "grades": [ {{ "id": "g3", "stage": "primary_upper", "gate": "east" }} ],
          "classes": [ {{ "id": "c1", "grade": "g3" }} ],
          "students": [ {} ],
          "courses": [ {{ "id": "care", "kind": "care", "patterns": [["mon1"]] }},
                       {{ "id": "craft", "kind": "open", "patterns": [["mon1"]], "min_size": 5 }} ],
          "teachers": [ {} ], "rooms": [ {} ],
          "gates": [ {{ "id": "east", "per_wave": 10 }} ] }}"#,
        students.join(", "),
        of_four(&|ix| format!(r#"{{ "id": "t{ix}", "kind": "staff", "skills": ["care"] }}"#)),
        of_four(&|ix| format!(r#"{{ "id": "r{ix}", "capacity": 20 }}"#)),
    );
    let section = |ix: usize| {
        let number = ix + 1;
        format!(
            r#"{{ "id": "{course}#{number}", "course": "{course}", "pattern": ["mon1"], "room": "r{number}", "lead": "t{number}" }}"#
        )
    };
    let wave = |ix: usize| {
        format!(r#"{{ "section": "{course}#{}", "period": "mon1", "gate": "east", "wave": {ix} }}"#, ix + 1)
    };
    let of_three = |row: &dyn Fn(usize) -> String| (0..3).map(row).collect::<Vec<String>>().join(", ");
    // The last section has s0.
    let starts = [21 - sizes[0], 21 - sizes[0] - sizes[1], 0];
    let seat = |ix: usize| {
        let section = starts.iter().position(|&start| ix >= start).expect("the last starts at 0");
        format!(r#""s{ix}": ["{course}#{}"]"#, section + 1)
    };
    let seats: Vec<String> = (0..21).map(seat).collect();
    let plan = format!(
        r#"{{ "format": "paipian/1", "sections": [ {} ], "seats": {{ {} }}, "waves": [ {} ] }}"#,
        of_three(&section),
        seats.join(", "),
        of_three(&wave)
    );
    (read_problem(&problem).expect("well-formed"), read_plan(&plan).expect("well-formed"))
}

#[test]
fn children_change_sections_where_waves_alone_are_late() {
    let (file, plan) = narrow_gate("care", [7, 7, 7]);
    let problem = load::load(&file).expect("valid");
    let mut plan = Plan::read(&problem, &plan);
    assert_eq!((plan.score(&problem).hard, plan.score(&problem).shortfall), (0, 6 * 5));
    release(&problem, &mut plan, &Effort::within(5.0));
    assert!(plan.score(&problem).shortfall > 0, "no waves are in time for groups of seven");
    hasten(&problem, &mut plan, 1, &Limits::whole(f64::INFINITY, Some(100)), &AtomicBool::new(false));
    plan.audit(&problem).expect("every sum is exact");
    assert_eq!((plan.score(&problem).hard, plan.score(&problem).shortfall), (0, 0));
}

#[test]
fn who_may_leave_late_makes_place_for_others_in_a_section_of_its_own() {
    let (file, plan) = narrow_gate("craft", [10, 5, 6]);
    let problem = load::load(&file).expect("valid");
    let plan = Plan::read(&problem, &plan);
    let mut hastened = plan.clone();
    hasten(&problem, &mut hastened, 1, &Limits::whole(f64::INFINITY, Some(100)), &AtomicBool::new(false));
    assert!(hastened.score(&problem).shortfall > 0, "a section of five has someone who is owed a wave in time");
    let catalogue = Catalogue::new(&problem);
    let mut school = School::new(&problem, &catalogue, plan, 10);
    assert!(school.part_patient(&mut Rng::seed_from_u64(1)));
    let mut plan = school.into_plan();
    assert_eq!(plan.score(&problem).hard, 0);
    hasten(&problem, &mut plan, 1, &Limits::whole(f64::INFINITY, Some(100)), &AtomicBool::new(false));
    plan.audit(&problem).expect("every sum is exact");
    assert_eq!((plan.score(&problem).hard, plan.score(&problem).shortfall), (0, 0));
    assert_eq!(judge(&file, &plan.write(&problem)).shortfall, 0);
}

#[test]
fn brothers_and_sisters_follow_a_group_that_leaves_at_another_time() {
    let student = |ix: usize| {
        let family = ["f", "g"][ix % 2];
        format!(r#"{{ "id": "s{ix}", "class": "c1", "attends": ["mon1"], "family": "{family}" }}"#)
    };
    let students: Vec<String> = (0..4).map(student).collect();
    let problem = format!(
        r#"{{ "format": "paipian/1", "policy": {{ }},
          "periods": [ {{ "id": "mon1", "day": 1, "start": "15:40", "end": "16:40", "kind": "after_school" }} ],
          "grades": [ {{ "id": "g3", "stage": "primary_upper" }} ],
          "classes": [ {{ "id": "c1", "grade": "g3" }} ],
          "students": [ {} ],
          "courses": [ {{ "id": "care", "kind": "care", "patterns": [["mon1"]] }} ],
          "teachers": [ {{ "id": "t1", "kind": "staff", "skills": ["care"] }}, {{ "id": "t2", "kind": "staff", "skills": ["care"] }} ],
          "rooms": [ {{ "id": "r1", "capacity": 2 }}, {{ "id": "r2", "capacity": 2 }} ],
          "gates": [ {{ "id": "east", "per_wave": 4 }} ] }}"#,
        students.join(", ")
    );
    // s0 and s2 are of one family, s1 and s3 of another; each section holds one of each.
    let plan = r#"{ "format": "paipian/1",
        "sections": [ { "id": "care#1", "course": "care", "pattern": ["mon1"], "room": "r1", "lead": "t1" },
                      { "id": "care#2", "course": "care", "pattern": ["mon1"], "room": "r2", "lead": "t2" } ],
        "seats": { "s0": ["care#1"], "s1": ["care#1"], "s2": ["care#2"], "s3": ["care#2"] },
        "waves": [ { "section": "care#1", "period": "mon1", "gate": "east", "wave": 0 },
                   { "section": "care#2", "period": "mon1", "gate": "east", "wave": 0 } ] }"#;
    let problem = load::load(&read_problem(&problem).expect("well formed")).expect("valid");
    let plan = Plan::read(&problem, &read_plan(plan).expect("well formed"));
    let catalogue = Catalogue::new(&problem);
    let mut rng = Rng::seed_from_u64(1);
    let mut school = School::new(&problem, &catalogue, plan, 10);
    let wave = (0..school.kinds()).find(|&kind| name_of(kind) == "wave").expect("a kind of move");
    let mut moved = 0;
    for _ in 0..40 {
        if school.attempt(wave, &mut rng) {
            let apart = school.plan().tally().value(paipian::rules::position("siblings"));
            assert_eq!((school.plan().score(&problem).hard, apart), (0, 0));
            school.plan().audit(&problem).expect("every sum is exact");
            school.take_back();
            moved += 1;
        }
    }
    assert!(moved > 0, "some group takes another wave");
}
