//! The ten collisions of the rules: what `lint`, a short search and the compliance report say of each is what the
//! `answer.toml` beside the school says.

use paipian::compliance::{Compliance, Status, assess};
use paipian::format::{PlanFile, read_problem};
use paipian::lint::{Severity, lint};
use paipian::policy::shipped;
use paipian::referee::{Judgement, judge};
use std::path::Path;
use std::sync::atomic::AtomicBool;

struct Told {
    /// Codes of errors and warnings, each once.
    codes: Vec<&'static str>,
    plan: PlanFile,
    judgement: Judgement,
    report: Compliance,
}

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/hard").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn collision(number: u32) -> Told {
    let file = read_problem(&text(&format!("collision-{number}.json"))).expect("a problem");
    let problem = paipian::load::load(&file).unwrap_or_else(|errors| panic!("{number}: {errors:?}"));
    let findings = lint(&file, &problem);
    let graver = findings.iter().filter(|finding| finding.severity != Severity::Note);
    let mut codes: Vec<&str> = graver.map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let limit = paipian::search::Limit::Rounds(8);
    let params = paipian::solve::Params { limit, seed: 1, threads: 1, ..paipian::solve::Params::default() };
    let outcome = paipian::solve::solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("a plan");
    let plan = outcome.plan.write(&problem);
    let judgement = judge(&file, &plan);
    let regulation = shipped(file.policy.name.as_deref().expect("a name")).expect("shipped");
    let report = assess(&file, &problem, &plan, &judgement, &regulation);
    Told { codes, plan, judgement, report }
}

impl Told {
    fn sections(&self, course: &str) -> usize {
        self.plan.sections.iter().filter(|section| section.course == course).count()
    }

    /// The same as an answer, so that a difference shows whole. Of the report and of the courses the lines that
    /// the answer names.
    fn as_answer(&self, answer: &toml::Table) -> toml::Table {
        let number = |value: u64| toml::Value::Integer(i64::try_from(value).expect("a small number"));
        let count = |value: usize| toml::Value::Integer(i64::try_from(value).expect("a small number"));
        let named = |table: &str| answer[table].as_table().expect("a table").keys().cloned();
        let status = |rule: &str| match self.report.line(rule).unwrap_or_else(|| panic!("no line {rule}")).status {
            Status::Met => "met",
            Status::NotMet => "not_met",
            Status::NotApplicable => "not_applicable",
            Status::NeedsPerson => "needs_person",
        };
        let mut told = toml::Table::new();
        told.insert(
            "lint".into(),
            toml::Value::Array(self.codes.iter().map(|code| toml::Value::from(*code)).collect()),
        );
        told.insert("hard".into(), number(self.judgement.hard));
        told.insert("shortfall".into(), number(self.judgement.shortfall));
        let opens = named("opens").map(|course| (course.clone(), count(self.sections(&course))));
        told.insert("opens".into(), toml::Value::Table(opens.collect()));
        let report = named("report").map(|rule| (rule.clone(), status(&rule).into()));
        told.insert("report".into(), toml::Value::Table(report.collect()));
        told
    }
}

#[test]
fn each_collision_has_its_answer() {
    for number in 1..=10 {
        let answer: toml::Table = text(&format!("collision-{number}.answer.toml")).parse().expect("TOML");
        assert!(answer["report"].as_table().is_some_and(|lines| lines.len() >= 2), "{number}");
        assert_eq!(collision(number).as_answer(&answer), answer, "collision {number}");
    }
}

#[test]
fn a_special_class_never_exceeds_its_cap() {
    for number in [1, 6] {
        let told = collision(number);
        assert_eq!(told.report.line("Q5").and_then(|line| line.figure).map(|figure| figure.measured), Some(35));
    }
    let told = collision(6);
    let seated = told.plan.seats.0.iter().filter(|(_, held)| held.iter().any(|id| id.starts_with("football")));
    assert_eq!(seated.count(), 35, "one of thirty-six stays outside");
}

#[test]
fn five_of_ten_is_half_for_everyone() {
    let grade = &collision(2).report.grades[0];
    assert_eq!((grade.bound, grade.met, grade.least), (20, 0, Some(500)));
}

#[test]
fn own_staff_leads_all_that_is_left() {
    let told = collision(3);
    assert_eq!(told.report.line("W12").and_then(|line| line.figure).map(|figure| figure.measured), Some(1000));
}

#[test]
fn the_day_until_half_past_six_uses_up_everyone() {
    let told = collision(4);
    let late = told.report.line("W16").and_then(|line| line.figure).map(|figure| figure.measured);
    assert_eq!(late, Some(1), "somebody ends late on the one day there is");
    assert_eq!(
        told.report.pay.iter().map(|row| row.minutes).max(),
        Some(100),
        "an hour and the last forty minutes, of 110"
    );
}

#[test]
fn holes_to_come_have_their_first_date() {
    let told = collision(5);
    let first = |rule: &str| told.report.line(rule).expect("a line").findings[0].facts[0].clone();
    // The agreement ends on a Sunday; the survey of 30 October holds from the next Monday; the paper ends with the year.
    assert_eq!([first("V5"), first("V6"), first("W9")], ["2026-11-16", "2026-11-02", "2027-01-04"]);
}

#[test]
fn five_special_classes_are_flagged() {
    let told = collision(7);
    let day = &told.report.onsite[0];
    assert_eq!((day.classes, day.staff, day.unclear), (5, 2, true));
}

#[test]
fn the_trip_that_is_back_in_time_leaves_in_a_wave_of_its_own() {
    let plan = collision(9).plan;
    let mut waves: Vec<u64> = plan.waves.iter().filter(|row| row.period == "mon2").map(|row| row.wave).collect();
    waves.sort_unstable();
    assert_eq!(waves, [0, 1], "24 children, a gate for 20 at a time");
}

#[test]
fn short_weeks_are_told_beside_the_cycle() {
    let told = collision(8);
    let pupil = &told.report.pupils[0];
    assert!(pupil.short_weeks > 0 && pupil.term_attended > 0, "{pupil:?}");
    assert!(told.report.line("T1").expect("a line").notes.iter().any(|note| note.code == "short_weeks"));
}
