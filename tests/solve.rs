//! The front door on generated schools: usable plans, agreement with the referee, the same bytes for the same seed and
//! steps, and a plan whenever someone asks to stop.

use paipian::clock::Watch;
use paipian::format::{ProblemFile, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load;
use paipian::moves::{Catalogue, School};
use paipian::plan::{Audit, Plan};
use paipian::problem::Problem;
use paipian::referee::judge;
use paipian::release::{Effort, release};
use paipian::search::{Limit, Portfolio, Rng, Schedule, Stop, Stopped};
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
    let (_, problem) = school(200, Profile::Primary, 500, 2);
    let text = |threads| to_text(&run(&problem, 10, threads).plan.write(&problem));
    let one = text(1);
    assert_eq!(one, text(2), "one thread and two");
    assert_eq!(one, text(8), "one thread and eight");
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
