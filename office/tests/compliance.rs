//! Golden compliance reports: the demo school under each of the five policies, one line a rule.
//!
//! The plan is a frozen one, so that a report changes when a rule, a policy or a measure does, and not when the search
//! finds better plans; the registry holds what passes and what fails for every policy. `PAIPIAN_BLESS=1` writes the
//! reports anew: read them against the documents.

use paipian::compliance::assess;
use paipian::format::{ProblemFile, read_plan, read_problem};
use paipian::policy::{shipped, shipped_names};
use paipian::referee::judge;
use paipian_office::report::{self, Only};
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/compliance").join(name)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The demo school, with or without something on file.
fn school(on_file: bool) -> ProblemFile {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../datasets/demo/problem.json");
    let mut problem: Value = serde_json::from_str(&text(&demo)).expect("JSON");
    if on_file {
        problem["registry"] = serde_json::from_str(&text(&golden("registry.json"))).expect("JSON");
    }
    read_problem(&problem.to_string()).expect("a problem")
}

/// What `paipian report` writes as `compliance.json`.
fn report(file: &ProblemFile, policy: &str) -> Value {
    let problem = paipian::load::load(file).unwrap_or_else(|errors| panic!("{errors:?}"));
    let plan = read_plan(&text(&golden("plan.json"))).expect("a plan");
    let judgement = judge(file, &plan);
    assert_eq!(judgement.hard, 0, "a usable plan");
    let regulation = shipped(policy).expect("shipped");
    let compliance = assess(file, &problem, &plan, &judgement, &regulation);
    let folder = tempfile::tempdir().expect("a folder");
    report::write(file, &plan, &judgement, Some(&compliance), folder.path(), Some(Only::Html)).expect("a report");
    serde_json::from_str(&text(&folder.path().join("compliance.json"))).expect("JSON")
}

/// The report as lines to read: rule, class, clause, answer and figure, then what is said about it.
fn lines(report: &Value) -> String {
    let mut said = format!("{}\n{}\n", report["title"].as_str().expect("a title"), report["counts"]);
    for line in report["lines"].as_array().expect("lines") {
        let (rule, figure) = (&line["rule"], &line["figure"]);
        let word = |value: &Value| value.as_str().unwrap_or("").to_string();
        let head = [
            word(&rule["id"]),
            word(&rule["title"]),
            word(&rule["class"]),
            word(&rule["clause"]),
            word(&line["status"]),
        ];
        write!(said, "\n{}", head.join(" | ")).expect("text");
        if figure.is_object() {
            let part = |key: &str| figure[key].to_string();
            write!(
                said,
                " | {} of {} {}, margin {}",
                part("measured"),
                part("wanted"),
                word(&figure["unit"]),
                part("margin")
            )
            .expect("text");
        }
        said.push('\n');
        for text in line["text"].as_array().expect("texts") {
            writeln!(said, "    {}", word(text)).expect("text");
        }
    }
    for part in ["grades", "onsite"] {
        for row in report[part].as_array().expect("rows") {
            write!(said, "\n{part} {row}").expect("text");
        }
    }
    write!(said, "\nfees {}\n", report["fees"]).expect("text");
    let pay = report["pay"].as_array().expect("rows");
    let sum = |key: &str| pay.iter().filter_map(|row| row[key].as_i64()).sum::<i64>();
    writeln!(said, "pay of {}: {} minutes, {} fen", pay.len(), sum("term_minutes"), sum("term_pay")).expect("text");
    said
}

fn compare(name: &str, said: &str) {
    let path = golden(name);
    if std::env::var_os("PAIPIAN_BLESS").is_some() {
        std::fs::write(&path, said).expect("written");
    }
    let wanted = text(&path);
    let differs = wanted.lines().zip(said.lines()).find(|(wanted, said)| wanted != said);
    assert!(wanted == said, "{name}: {differs:?}");
}

#[test]
fn the_demo_school_under_each_policy() {
    let file = school(true);
    for policy in shipped_names() {
        compare(&format!("{policy}.txt"), &lines(&report(&file, policy)));
    }
}

#[test]
fn the_demo_school_with_nothing_on_file() {
    compare("nothing-on-file.txt", &lines(&report(&school(false), "nanchang")));
}
