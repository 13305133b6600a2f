//! The engine and the referee give every rule of every plan the same value.
//!
//! The two share no code but the file shapes: the engine reads a plan into dense indexes, the referee loops over the
//! rows of the files. Ten thousand random plans, good, bad and broken, are judged by both.

mod random;

use paipian::format::{PlanFile, ProblemFile, read_problem};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::plan::Plan;
use paipian::problem::Problem;
use paipian::referee::{Level, judge};
use paipian::rules::{RULE_COUNT, RULES};
use paipian::{load, score};
use random::{Dice, mend, plan, school, spoil_file};
use rayon::prelude::*;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Small random schools, and plans of each.
const SMALL: (u64, u64) = (450, 20);
/// Generated schools of 120 students, and plans of each.
const GENERATED: (u64, u64) = (20, 50);

/// What came of judging many plans.
#[derive(Default)]
struct Outcome {
    plans: u64,
    /// Plans that break no hard rule.
    usable: u64,
    /// By rule: plans in which it counts something.
    at_work: Vec<u64>,
    /// What the engine and the referee say of a plan, where they differ.
    failures: Vec<String>,
}

impl Outcome {
    fn with(mut self, other: Self) -> Self {
        self.plans += other.plans;
        self.usable += other.usable;
        self.at_work.resize(RULE_COUNT, 0);
        self.at_work.iter_mut().zip(other.at_work).for_each(|(sum, more)| *sum += more);
        self.failures.extend(other.failures);
        self
    }

    /// No plan on which the two differ, and plans good and bad; the rules that were put to the test in few of them.
    fn assert_sound(&self) -> Vec<&str> {
        let Self { plans, failures, .. } = self;
        let some = &failures[..failures.len().min(12)];
        assert!(
            failures.is_empty(),
            "{} of {plans} plans are judged in two ways:\n{}",
            failures.len(),
            some.join("\n")
        );
        assert!(self.usable * 50 > *plans, "only {} of {plans} plans break no hard rule", self.usable);
        let idle = RULES.iter().zip(&self.at_work).filter(|(_, times)| **times * 100 < *plans);
        idle.map(|(rule, _)| rule.name).collect()
    }
}

/// What the engine and the referee say of a plan, where they differ.
fn differences(file: &ProblemFile, problem: &Problem, rows: &PlanFile, ours: &Plan) -> String {
    let theirs = judge(file, rows);
    let mut told = String::new();
    for (ix, (rule, line)) in RULES.iter().zip(&theirs.rules).enumerate() {
        assert_eq!(rule.name, line.rule);
        let (value, points) = (ours.tally().value(ix), ours.tally().points(problem, ix));
        if i128::from(value) != i128::from(line.value) || i128::from(points) != i128::from(line.points) {
            let (name, theirs) = (rule.name, (line.value, line.points));
            writeln!(told, "{name}: engine {:?}, referee {theirs:?} (value, points)", (value, points)).expect("text");
        }
    }
    let (a, b) = (ours.score(problem), &theirs);
    let same = [(a.hard, b.hard), (a.shortfall, b.shortfall), (a.cost, b.cost)];
    if same.iter().any(|&(a, b)| i128::from(a) != i128::from(b)) {
        writeln!(told, "score: engine {a}, referee {} / {} / {}", b.hard, b.shortfall, b.cost).expect("text");
    }
    // A plan that names nothing in vain is the same plan after reading and writing.
    if ours.misreferences() == 0 {
        let again = judge(file, &ours.write(problem));
        if (again.hard, again.shortfall, again.cost) != (b.hard, b.shortfall, b.cost) {
            let changed = again.rules.iter().zip(&b.rules).filter(|(a, b)| a != b);
            let changed: Vec<&str> = changed.map(|(line, _)| line.rule).collect();
            writeln!(told, "read and written, the plan is judged otherwise: {changed:?}").expect("text");
        }
    }
    told
}

/// Judges `plans` random plans of a school: of four, one is mended, one as it came, and two have a spoiled file.
fn compare(label: &str, seed: u64, file: &ProblemFile, plans: u64) -> Outcome {
    let problem = load::load(file).unwrap_or_else(|errors| panic!("{label} is invalid: {errors:?}"));
    let mut outcome = Outcome { plans, at_work: vec![0; RULE_COUNT], ..Outcome::default() };
    for number in 0..plans {
        let dice = &mut Dice::new(seed << 32 | number);
        let mut rows = plan(dice, file);
        match number % 4 {
            0 => mend(dice, file, &mut rows),
            1 => {}
            _ => (0..dice.between(1, 12)).for_each(|_| spoil_file(dice, file, &mut rows)),
        }
        let ours = Plan::read(&problem, &rows);
        let told = differences(file, &problem, &rows, &ours);
        if !told.is_empty() {
            outcome.failures.push(format!("{label}, plan {number}:\n{told}"));
        }
        outcome.usable += u64::from(ours.score(&problem).hard == 0);
        for (rule, times) in outcome.at_work.iter_mut().enumerate() {
            *times += u64::from(ours.tally().value(rule) != 0);
        }
    }
    outcome
}

#[test]
fn on_plans_of_small_random_schools() {
    let judged = |seed| compare(&format!("random school {seed}"), seed, &school(seed), SMALL.1);
    let outcome = (0..SMALL.0).into_par_iter().map(judged).reduce(Outcome::default, Outcome::with);
    let idle = outcome.assert_sound();
    assert!(idle.is_empty(), "hardly a plan in which {idle:?} counts: let tests/random make some");
}

#[test]
fn on_plans_of_generated_schools() {
    let judged = |seed: u64| {
        let policies = ["nanchang", "yangjiang", "tianjin", "chongming", "tianning"];
        let params = GenerateParams {
            students: 120,
            seed,
            policy: policies[(seed % 5) as usize].into(),
            tight: (seed * 97 % 1001) as u32,
            profile: [Profile::Primary, Profile::Nine, Profile::Junior][(seed % 3) as usize],
        };
        let mut file = generate(&params).expect("parameters in range");
        let dice = &mut Dice::new(seed);
        if dice.chance(50) {
            file.published = Some(plan(dice, &file));
        }
        compare(&format!("generated school {seed}"), 1000 + seed, &file, GENERATED.1)
    };
    let outcome = (0..GENERATED.0).into_par_iter().map(judged).reduce(Outcome::default, Outcome::with);
    outcome.assert_sound();
}

#[test]
fn on_plans_of_shipped_schools() {
    let mut schools = Vec::new();
    for folder in ["tiny", "demo", "hard"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets").join(folder);
        let entries = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        schools.extend(entries.filter(|path| path.extension().is_some_and(|end| end == "json")));
    }
    schools.sort();
    let judged = |(seed, path): (usize, &PathBuf)| {
        // Folders may also hold plans.
        let Ok(file) = read_problem(&fs::read_to_string(path).expect("a text")) else { return Outcome::default() };
        let plans = if file.students.len() > 300 { 8 } else { 40 };
        compare(&path.display().to_string(), 2000 + seed as u64, &file, plans)
    };
    let outcome = schools.par_iter().enumerate().map(judged).reduce(Outcome::default, Outcome::with);
    assert!(outcome.plans > 400, "{} plans", outcome.plans);
    outcome.assert_sound();
}

#[test]
fn on_what_each_rule_adds_to() {
    for (rule, entry) in RULES.iter().zip(paipian::referee::RULES) {
        let level = match entry.level {
            Level::Hard => score::Level::Hard,
            Level::Shortfall => score::Level::Shortfall,
            Level::Cost => score::Level::Cost,
        };
        assert_eq!((rule.name, rule.level, rule.weight.unwrap_or(1)), (entry.name, level, entry.weight as i64));
    }
}
