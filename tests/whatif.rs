//! What if: scenarios side by side, marginal values and the capacity frontier of a school of forty, judged anew by the
//! referee.

use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian::lint::{Severity, lint};
use paipian::load;
use paipian::referee::judge;
use paipian::search::Limit;
use paipian::whatif::{
    Appraisal, Effort, Frontier, Growth, Scenario, Trial, Trials, Verdict, compare, frontier, marginals,
};
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

static NEVER: AtomicBool = AtomicBool::new(false);

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small").join(name);
    fs::read_to_string(path).expect("a file of the datasets")
}

fn school() -> (ProblemFile, PlanFile) {
    let (file, _) = load::problem(&read("school40.json")).expect("a school");
    (file, load::plan(&read("best/school40.json")).expect("its plan"))
}

fn scenario(text: &str) -> Scenario {
    Scenario::parse(text).expect("a scenario")
}

fn compared(scenarios: &[Scenario], threads: usize) -> Vec<Trial> {
    let (file, plan) = school();
    let trials = Trials { limit: Limit::Rounds(4), seed: 1, threads };
    let results = compare(&file, &plan, scenarios, &trials, &NEVER);
    results.into_iter().map(|result| result.expect("a scenario that applies")).collect()
}

#[test]
fn trials_are_judged_alike_by_the_referee_and_whatever_the_threads() {
    let scenarios = [
        scenario("policy = { set = { special_cap = 20 } }"),
        scenario("[[students]]\npercent = 10"),
        scenario("policy = { weights = { wish = 2 } }"),
    ];
    let (one, two) = (compared(&scenarios, 1), compared(&scenarios, 3));
    for (trial, other) in one.iter().zip(&two) {
        assert_eq!(to_text(&trial.plan), to_text(&other.plan));
        let judged = judge(&trial.file, &trial.plan);
        let score = [trial.score.hard, trial.score.shortfall, trial.score.cost];
        assert_eq!([judged.hard, judged.shortfall, judged.cost].map(|value| value as i64), score);
        assert!((trial.bound.shortfall, trial.bound.cost) <= (trial.score.shortfall, trial.score.cost));
    }
    let (file, plan) = school();
    let start = judge(&file, &plan);
    assert!((one[0].score.shortfall, one[0].score.cost) <= (start.shortfall as i64, start.cost as i64));
    let verdicts: Vec<Verdict> = one.iter().map(|trial| trial.verdict).collect();
    assert_eq!(verdicts[0], Verdict::Base);
    assert_ne!(verdicts[1], Verdict::Incomparable);
    assert_eq!(verdicts[2..], [Verdict::Incomparable; 2]);
}

#[test]
fn only_what_is_proven_is_called_better_or_worse() {
    let (file, plan) = school();
    let closed: Vec<Scenario> = file
        .rooms
        .iter()
        .map(|room| scenario(&format!("[[remove]]\nfrom = \"rooms\"\nid = \"{}\"", room.id)))
        .collect();
    let nothing = Scenario { name: "the same".into(), ..Scenario::default() };
    let trials = compared(&[Scenario::all(closed.iter()), nothing], 0);
    assert_eq!(trials[1].verdict, Verdict::Worse, "a school without rooms seats nobody");
    assert_eq!(trials[2].verdict, Verdict::Unclear, "the same school is neither better nor worse");
    assert_eq!(trials[2].figures, trials[0].figures);
    let unknown = scenario("[[remove]]\nfrom = \"rooms\"\nid = \"nowhere\"");
    let limit = Limit::Rounds(1);
    let results = compare(&file, &plan, &[unknown], &Trials { limit, seed: 1, threads: 1 }, &NEVER);
    assert_eq!(results[1].as_ref().expect_err("an unknown room")[0].code, "E105");
}

#[test]
fn people_and_families_who_change_are_named() {
    let (_, plan) = school();
    let lead = plan.sections.iter().find_map(|row| row.lead.clone()).expect("a lead");
    let trials = compared(&[scenario(&format!("[[remove]]\nfrom = \"teachers\"\nid = \"{lead}\""))], 0);
    assert!(trials[1].teachers.contains(&lead), "who leaves has other duties: none");
    assert!(trials[1].plan.sections.iter().all(|row| row.lead.as_ref() != Some(&lead)));
}

#[test]
fn marginal_values_are_ranked_and_the_first_are_verified() {
    let (file, plan) = school();
    let problem = load::load(&file).expect("a school");
    let appraisal = Appraisal { steps: 200, limit: Limit::Rounds(3), verified: 3, seed: 1, threads: 0 };
    let found = marginals(&file, &problem, &plan, &appraisal, &NEVER);
    assert!(found.len() > 3, "{}", found.len());
    assert!(found[..3].iter().all(|marginal| marginal.value.is_some()));
    assert!(found[3..].iter().all(|marginal| marginal.value.is_none()));
    assert!(found[..3].is_sorted_by(|a, b| a.value >= b.value));
    assert!(found[3..].is_sorted_by(|a, b| a.estimate >= b.estimate), "by what can be had of what prices promise");
    for marginal in &found {
        let (promised, told) = (marginal.prices, marginal.estimate);
        assert!((0..=promised.0.max(0)).contains(&told.0), "{:?}", marginal.item);
        assert!(told.0 > 0 || (0..=promised.1.max(0)).contains(&told.1), "{:?}", marginal.item);
    }
    for marginal in &found {
        let (eased, _) = marginal.scenario.apply(&file).expect("a change that applies");
        let (before, after) = (judge(&file, &plan), judge(&eased, &plan));
        assert!(after.hard == 0 && after.shortfall <= before.shortfall, "{:?} takes nothing away", marginal.item);
    }
}

/// The school with so many more children.
fn grown(file: &ProblemFile, frontier: &Frontier, count: i64) -> ProblemFile {
    let growth = Growth { grade: frontier.grade.clone(), percent: None, count: Some(count) };
    Scenario { students: vec![growth], ..Scenario::default() }.apply(file).expect("a school").0
}

#[test]
fn the_frontier_has_a_plan_and_one_step_beyond_a_proof() {
    let (file, plan) = school();
    let effort = Effort { limit: Limit::Rounds(3), seed: 1, threads: 1 };
    let of_one = frontier(&file, &plan, Some(file.grades[0].id.as_str()), &effort, &NEVER);
    for frontier in &[of_one] {
        let most = frontier.most.expect("the school as it is has such a plan");
        let judged = judge(&grown(&file, frontier, most), &frontier.found.as_ref().expect("its plan").plan);
        assert_eq!((judged.hard, judged.shortfall), (0, 0), "{:?} +{most}", frontier.grade);
        let Some(least_not) = frontier.least_not else { continue };
        assert!(most < least_not && frontier.shortfall > 0);
        let beyond = grown(&file, frontier, least_not);
        let counts = lint(&beyond, &load::load(&beyond).expect("a school"));
        if !frontier.binds.is_empty() {
            assert!(counts.iter().any(|finding| finding.severity <= Severity::Shortage), "{:?}", frontier.grade);
        }
    }
}

#[test]
fn every_scenario_of_the_demo_school_makes_another_school() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo");
    let (file, _) = load::problem(&fs::read_to_string(folder.join("problem.json")).expect("a text")).expect("a school");
    let entries = fs::read_dir(folder.join("scenarios")).expect("a folder");
    let mut made = 0;
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let label = path.display();
        let scenario = Scenario::parse(&fs::read_to_string(&path).expect("a text"));
        let scenario = scenario.unwrap_or_else(|errors| panic!("{label}: {errors:?}"));
        let (changed, _) = scenario.apply(&file).unwrap_or_else(|errors| panic!("{label}: {errors:?}"));
        assert!(!scenario.name.is_empty() && changed != file, "{label}");
        assert_eq!(Scenario::parse(&scenario.to_text()).as_ref(), Ok(&scenario), "{label}");
        made += 1;
    }
    assert_eq!(made, 20);
}
