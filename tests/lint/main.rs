//! What lint finds: on the shipped schools, on planted faults one by one, and never more than a plan can disprove.

mod cases;
mod on_file;

use cases::{healthy, school_of};
use paipian::format::{ProblemFile, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::lint::{CODES, Finding, Severity, lint};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn findings(file: &ProblemFile) -> Vec<Finding> {
    let problem = paipian::load::load(file).expect("a valid problem");
    let found = lint(file, &problem);
    for finding in &found {
        let entry = CODES.iter().find(|entry| entry.code == finding.code).expect("a known code");
        assert_eq!(finding.facts.len(), entry.facts.len(), "{finding:?}");
        let listed = entry.subject.last().is_some_and(|kind| kind.ends_with('*'));
        let fixed = entry.subject.len() - usize::from(listed);
        assert!(finding.subject.len() == fixed || listed && finding.subject.len() >= fixed, "{finding:?}");
        assert_eq!(finding.least_shortfall().is_some_and(|least| least > 0), entry.severity == Severity::Shortage);
    }
    found
}

fn codes(file: &ProblemFile) -> BTreeSet<&'static str> {
    findings(file).iter().map(|finding| finding.code).collect()
}

/// Codes of proofs only.
fn proofs(file: &ProblemFile) -> Vec<&'static str> {
    let proven = findings(file).into_iter().filter(|finding| finding.severity <= Severity::Shortage);
    let mut codes: Vec<&str> = proven.map(|finding| finding.code).collect();
    codes.dedup();
    codes
}

fn read(folder: &str, name: &str) -> ProblemFile {
    let text = fs::read_to_string(root().join("datasets").join(folder).join(name)).expect("a school");
    paipian::format::read_problem(&text).expect("a problem")
}

#[test]
fn each_hard_school_gives_its_lesson() {
    let lessons: [(&str, &[&str], &[&str]); 7] = [
        ("seats.json", &["L201"], &[]),
        ("skill.json", &["L205"], &["L101"]),
        ("closed.json", &["L307", "L313"], &["L104"]),
        ("pins.json", &["L309", "L314"], &[]),
        ("travel.json", &[], &["L105"]),
        ("gate.json", &["L212"], &[]),
        ("quota.json", &["L208"], &[]),
    ];
    for (name, proven, told) in lessons {
        let file = read("hard", name);
        assert_eq!(proofs(&file), proven, "{name}: {:?}", findings(&file));
        assert!(told.iter().all(|code| codes(&file).contains(code)), "{name}: {:?}", codes(&file));
    }
}

#[test]
fn schools_that_can_be_planned_have_no_proof_against_them() {
    assert_eq!(proofs(&read("demo", "problem.json")), [""; 0]);
    for entry in fs::read_dir(root().join("datasets/tiny")).expect("a folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        if name.ends_with(".json") {
            let found = findings(&read("tiny", &name));
            assert!(found.iter().all(|finding| finding.severity != Severity::Impossible), "{name}: {found:?}");
        }
    }
}

/// A first plan of the engine, judged by the referee, is never better than what lint proves. Returns how many shortages
/// were put to the test.
fn not_refuted(file: &ProblemFile, label: &str) -> usize {
    let mut tested = 0;
    let problem = paipian::load::load(file).expect("a valid problem");
    let params =
        paipian::solve::Params { limit: paipian::search::Limit::Rounds(1), threads: 1, gap: 0.0, ..Default::default() };
    let interrupt = std::sync::atomic::AtomicBool::new(false);
    let outcome = paipian::solve::solve(&problem, None, &params, &interrupt, |_| {}).expect("no audit error");
    let judged = paipian::referee::judge(file, &outcome.plan.write(&problem));
    for finding in findings(file) {
        match finding.severity {
            Severity::Impossible => assert!(judged.hard > 0, "{label}: {finding:?}"),
            Severity::Shortage if judged.hard == 0 => {
                let least = finding.least_shortfall().expect("a shortage");
                assert!(judged.shortfall >= least.unsigned_abs(), "{label}: {finding:?} but {}", judged.shortfall);
                tested += 1;
            }
            _ => {}
        }
    }
    tested
}

#[test]
fn no_plan_disproves_a_finding() {
    let mut tested = 0;
    for seed in 1..=4 {
        for tight in [0, 500, 1000] {
            let params = GenerateParams {
                students: 120,
                seed,
                policy: "nanchang".to_string(),
                tight,
                profile: [Profile::Primary, Profile::Nine, Profile::Junior][seed as usize % 3],
            };
            let mut file = generate(&params).expect("good parameters");
            assert!(findings(&file).iter().all(|finding| finding.severity != Severity::Impossible));
            not_refuted(&file, &format!("seed {seed} tight {tight}"));
            // Scarce: every third person and room gone, narrow gates.
            file.courses.iter_mut().for_each(|row| {
                row.leads.clear();
                row.rooms.clear();
            });
            let homes: BTreeSet<&String> = file.classes.iter().filter_map(|row| row.home.as_ref()).collect();
            let keep: Vec<bool> =
                file.rooms.iter().enumerate().map(|(ix, row)| ix % 3 != 0 || homes.contains(&row.id)).collect();
            let mut kept = keep.iter();
            file.rooms.retain(|_| *kept.next().expect("one a room"));
            let mut at = 0;
            file.teachers.retain(|_| {
                at += 1;
                at % 3 != 0
            });
            file.gates.iter_mut().for_each(|gate| gate.per_wave = 4);
            file.policy.max_waves = Some(2);
            tested += not_refuted(&file, &format!("scarce, seed {seed} tight {tight}"));
        }
    }
    assert!(tested > 20, "only {tested} shortages were put to the test");
}

#[test]
fn a_healthy_school_has_no_finding() {
    assert_eq!(findings(&healthy()), []);
}

#[test]
fn each_code_fires_on_its_planted_cause() {
    let mut planted = BTreeSet::new();
    for (code, plant) in cases::PLANTED.iter().chain(on_file::PLANTED) {
        let mut school = healthy();
        plant(&mut school);
        let found = codes(&school);
        assert!(found.contains(code), "{code} in {found:?}: {:?}", findings(&school));
        planted.insert(*code);
    }
    // `a_rule_out_of_force_is_told` plants it.
    planted.insert("L412");
    let missing: Vec<&str> = CODES.iter().map(|entry| entry.code).filter(|code| !planted.contains(code)).collect();
    assert_eq!(missing, [""; 0], "codes without a planted cause");
}

#[test]
fn figures_are_exact_where_the_school_is_small() {
    let seats = findings(&read("hard", "seats.json"));
    assert_eq!((&seats[0].subject, &seats[0].facts), (&vec!["fri1".to_string()], &strings(&["48", "45", "3", "1800"])));
    let gate = findings(&read("hard", "gate.json"));
    // 30 leave in time, ten 5 minutes late, eight 10 minutes late.
    let figures = strings(&["48", "30", "18", "130"]);
    assert!(gate.iter().filter(|finding| finding.code == "L212").all(|finding| finding.facts == figures), "{gate:?}");
    let skill = findings(&read("hard", "skill.json"));
    let post = skill.iter().find(|finding| finding.code == "L205").expect("a post");
    assert_eq!(post.facts, strings(&["5", "6000"]));
    let quota = findings(&read("hard", "quota.json"));
    assert_eq!(quota.iter().filter_map(Finding::least_shortfall).sum::<i64>(), 30 * 60);
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_string()).collect()
}

#[test]
fn clauses_come_from_the_policy() {
    let mut school = healthy();
    school.policy.name = Some("nanchang".to_string());
    let found = findings(&school);
    let days = found.iter().find(|finding| finding.code == "L402").expect("one day a week");
    assert!(days.clause.as_ref().is_some_and(|clause| clause.ends_with("》7")), "{days:?}");
}

#[test]
fn a_rule_out_of_force_is_told() {
    let mut school = healthy();
    let term = r#"{ "start": "2026-09-07", "weeks": 4, "cycle_weeks": 1 }"#;
    school.term = Some(serde_json::from_str(term).expect("a term"));
    let mut regulation = paipian::policy::shipped("tianjin").expect("shipped");
    for (until, told) in [("2026-09-06", true), ("2026-09-07", false)] {
        regulation.valid.until = Some(until.to_string());
        let problem = paipian::load::load(&school).expect("valid");
        let found = paipian::lint::lint_under(&school, &problem, Some(&regulation));
        assert_eq!(found.iter().any(|finding| finding.code == "L412"), told, "{until}");
        assert_eq!(found.iter().any(|finding| finding.code == "L402"), !told, "{until}");
    }
}

#[test]
fn the_index_of_errors_names_every_code() {
    let index = fs::read_to_string(root().join("ERRORS.md")).expect("ERRORS.md");
    let named = |code: &str| index.contains(&format!("| {code} |"));
    assert!(CODES.iter().all(|entry| named(entry.code)));
    assert!(paipian::diagnostic::CODES.iter().all(|entry| named(entry.code)));
    for entry in CODES {
        assert!(index.contains(&format!("| {} | {} | {} |", entry.code, entry.severity.word(), entry.meaning)));
    }
}

#[test]
fn the_healthy_school_is_what_it_says() {
    let text = to_text(&healthy());
    assert_eq!(to_text(&school_of(&text)), text);
}
