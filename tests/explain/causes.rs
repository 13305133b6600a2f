//! `datasets/hard`: the causes named in the `expected.toml` beside each school, no more and no fewer.

use paipian::explain::{Cause, Diagnosis, Effort, causes};
use paipian::format::{ProblemFile, read_problem};
use paipian::lint::{Severity, lint};
use paipian::load::load;
use paipian::referee::judge;
use paipian::whatif::Scenario;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/hard")
}

/// Schools with an `expected.toml`, by name.
fn schools() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let names = entries.filter_map(|name| Some(name.to_str()?.strip_suffix(".expected.toml")?.to_string()));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn school(name: &str) -> ProblemFile {
    let text = fs::read_to_string(folder().join(format!("{name}.json"))).expect("a school");
    read_problem(&text).unwrap_or_else(|errors| panic!("{name}: {errors:?}"))
}

/// Code and subject of each planted cause.
fn planted(name: &str) -> BTreeSet<(String, BTreeSet<String>)> {
    let text = fs::read_to_string(folder().join(format!("{name}.expected.toml"))).expect("what is expected");
    let table: toml::Table = toml::from_str(&text).expect("a table");
    let string = |value: &toml::Value| value.as_str().expect("a string").to_string();
    let cause = |row: &toml::Value| {
        let subject = row["subject"].as_array().expect("a list").iter().map(string).collect();
        (string(&row["code"]), subject)
    };
    table["cause"].as_array().expect("causes").iter().map(cause).collect()
}

/// Code and subject of a cause; children are left out of what several findings name one by one.
fn named(file: &ProblemFile, cause: &Cause) -> (String, BTreeSet<String>) {
    if cause.together.is_some() {
        return ("together".into(), BTreeSet::new());
    }
    let children: BTreeSet<&String> = file.students.iter().map(|row| &row.id).collect();
    let lists_children = cause.findings[0].code == "L208";
    let ids = cause.findings.iter().flat_map(|finding| &finding.subject);
    let ids = ids.filter(|id| !lists_children || !children.contains(id)).cloned();
    (cause.findings[0].code.to_string(), ids.collect())
}

fn diagnose(file: &ProblemFile) -> Diagnosis {
    let problem = load(file).expect("a valid school");
    causes(file, &problem, None, &Effort::of(file.students.len()), &AtomicBool::new(false))
}

/// Findings that say a plan is impossible or short, or that children wished for a course that is shut, by code and
/// subject.
fn wrong(file: &ProblemFile) -> BTreeSet<(&'static str, Vec<String>)> {
    let problem = load(file).expect("a valid school");
    let shut = |code: &str| code.starts_with("L10") && code != "L106" || ["L110", "L119"].contains(&code);
    let found = lint(file, &problem).into_iter().filter(|finding| {
        let wishes = finding.facts.last().and_then(|wishes| wishes.parse::<u64>().ok());
        finding.severity <= Severity::Shortage || shut(finding.code) && wishes > Some(0) || finding.code == "L506"
    });
    found.map(|finding| (finding.code, finding.subject)).collect()
}

#[test]
fn exactly_the_planted_causes_are_named_and_repaired() {
    let names = schools();
    assert!(names.len() >= 19, "{names:?}");
    for name in &names {
        let file = school(name);
        let diagnosis = diagnose(&file);
        let found: BTreeSet<_> = diagnosis.causes.iter().map(|cause| named(&file, cause)).collect();
        assert_eq!(found, planted(name), "{name}");
        assert_eq!(found.len(), diagnosis.causes.len(), "{name}: a cause is told twice");
        assert!(diagnosis.verified, "{name}");
        for cause in &diagnosis.causes {
            assert!(!cause.repairs.is_empty(), "{name}: {:?} has no repair", cause.findings);
        }
        repairs_work(name, &file, &diagnosis);
    }
}

/// The first repair of every cause together leaves nothing wrong, and the referee finds the plan told with it without
/// fault; the repairs of all but one cause leave that one. Both are worked out anew from the files.
fn repairs_work(name: &str, file: &ProblemFile, diagnosis: &Diagnosis) {
    let first = |cause: &Cause| cause.repairs[0].scenario.clone();
    let all: Vec<Scenario> = diagnosis.causes.iter().map(first).collect();
    let (mended, _) = Scenario::all(all.iter()).apply(file).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    assert_eq!(wrong(&mended), BTreeSet::new(), "{name}");
    let plan = match (&diagnosis.package, &diagnosis.causes[..]) {
        (Some(found), _) => &found.plan,
        (None, [cause]) => &cause.repairs[0].found.plan,
        _ => panic!("{name}: several causes and no package"),
    };
    let judged = judge(&mended, plan);
    assert_eq!((judged.hard, judged.shortfall), (0, 0), "{name}");
    for left_out in 0..all.len() {
        let others: Vec<&Scenario> = (0..all.len()).filter(|ix| *ix != left_out).map(|ix| &all[ix]).collect();
        let (half, _) = Scenario::all(others.into_iter()).apply(file).expect("as before");
        let cause = &diagnosis.causes[left_out];
        let still: BTreeSet<&str> = wrong(&half).into_iter().map(|(code, _)| code).collect();
        assert!(cause.findings.iter().all(|finding| still.contains(finding.code)), "{name}: {still:?}");
    }
}

#[test]
fn what_is_told_to_be_no_help_is_none() {
    let file = school("seats");
    let diagnosis = diagnose(&file);
    let least = |file: &ProblemFile| {
        let found = lint(file, &load(file).expect("a valid school"));
        found.iter().filter_map(|finding| finding.least_shortfall()).max()
    };
    assert_eq!(least(&file), Some(1800));
    let keys: Vec<&str> = diagnosis.causes[0].useless.iter().map(|item| item.key).collect();
    assert!(keys.contains(&"enlarge_course"), "{keys:?}");
    let bigger = "[[change]]\nin = 'courses'\nid = 'painting'\nset = { max_size = 40 }\n";
    let (bigger, _) = Scenario::parse(bigger).expect("a scenario").apply(&file).expect("a school");
    assert_eq!(least(&bigger), Some(1800));
}

#[test]
fn a_school_without_fault_has_no_cause() {
    let mut file = school("seats");
    file.rooms.iter_mut().for_each(|row| row.closed.clear());
    let diagnosis = diagnose(&file);
    assert!(diagnosis.causes.is_empty() && diagnosis.package.is_none());
    assert_eq!((diagnosis.score.hard, diagnosis.score.shortfall), (0, 0));
}

/// A fault of the demo school, and of each cause its code and what it turns on.
type Fault = (fn(&mut ProblemFile), &'static [(&'static str, &'static str)]);

const FAULTS: [Fault; 6] = [
    (shut_gym, &[("L104", "gym")]),
    (no_calligraphy, &[("L101", "brush")]),
    (|file| file.policy.special_cap = Some(12), &[("L119", "choir")]),
    (|file| file.gates.iter_mut().for_each(|row| row.per_wave = 30), &[("L212", "")]),
    (small_art_rooms, &[("L108", "art1")]),
    (
        |file| {
            shut_gym(file);
            no_calligraphy(file);
        },
        &[("L101", "brush"), ("L104", "gym")],
    ),
];

fn shut_gym(file: &mut ProblemFile) {
    let all: Vec<String> = file.periods.iter().map(|row| row.id.clone()).collect();
    file.rooms.iter_mut().filter(|row| row.id == "gym").for_each(|row| row.closed.clone_from(&all));
}

fn no_calligraphy(file: &mut ProblemFile) {
    file.teachers.iter_mut().for_each(|row| row.skills.retain(|skill| skill != "calligraphy"));
}

fn small_art_rooms(file: &mut ProblemFile) {
    let art = |row: &&mut paipian::format::RoomRow| row.features.iter().any(|feature| feature == "art");
    file.rooms.iter_mut().filter(art).for_each(|row| row.capacity = 5);
}

#[test]
fn a_school_of_real_size_has_no_other_causes_than_those_planted() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/problem.json");
    let demo = read_problem(&fs::read_to_string(demo).expect("a text")).expect("a school");
    for (fault, planted) in FAULTS {
        let mut file = demo.clone();
        fault(&mut file);
        let diagnosis = diagnose(&file);
        assert!(diagnosis.verified, "{planted:?}");
        let codes: Vec<&str> = diagnosis.causes.iter().map(|cause| cause.findings[0].code).collect();
        assert_eq!(codes, planted.iter().map(|(code, _)| *code).collect::<Vec<_>>());
        for (cause, (_, about)) in diagnosis.causes.iter().zip(planted) {
            let each = |subject: &Vec<String>| about.is_empty() || subject.iter().any(|id| id == about);
            assert!(cause.findings.iter().any(|finding| each(&finding.subject)), "{planted:?}");
            assert!(!cause.repairs.is_empty(), "{planted:?}");
        }
        repairs_work("demo", &file, &diagnosis);
    }
}
