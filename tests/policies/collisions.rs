//! The ten collisions of the rules: what `lint`, a short search and the compliance report say of each.

use paipian::compliance::{Compliance, Status, assess};
use paipian::format::{PlanFile, ProblemFile, read_problem};
use paipian::lint::lint;
use paipian::policy::shipped;
use paipian::referee::{Judgement, judge};
use std::path::Path;
use std::sync::atomic::AtomicBool;

struct Told {
    file: ProblemFile,
    codes: Vec<&'static str>,
    plan: PlanFile,
    judgement: Judgement,
    report: Compliance,
}

fn collision(number: u32) -> Told {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("datasets/hard/collision-{number}.json"));
    let file = read_problem(&std::fs::read_to_string(path).expect("a file")).expect("a problem");
    let problem = paipian::load::load(&file).unwrap_or_else(|errors| panic!("{number}: {errors:?}"));
    let mut codes: Vec<&str> = lint(&file, &problem).iter().map(|finding| finding.code).collect();
    codes.dedup();
    let limit = paipian::search::Limit::Rounds(8);
    let params = paipian::solve::Params { limit, seed: 1, threads: 1, ..paipian::solve::Params::default() };
    let outcome = paipian::solve::solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("a plan");
    let plan = outcome.plan.write(&problem);
    let judgement = judge(&file, &plan);
    let regulation = shipped(file.policy.name.as_deref().expect("a name")).expect("shipped");
    let report = assess(&file, &problem, &plan, &judgement, &regulation);
    Told { file, codes, plan, judgement, report }
}

impl Told {
    fn finds(&self, codes: &[&str]) {
        assert!(codes.iter().all(|code| self.codes.contains(code)), "{:?}", self.codes);
    }

    fn says(&self, lines: &[(&str, Status)]) {
        for (rule, status) in lines {
            let line = self.report.line(rule).expect("a line");
            assert_eq!(line.status, *status, "{rule}: {line:?}");
        }
    }

    fn sections(&self, course: &str) -> usize {
        self.plan.sections.iter().filter(|section| section.course == course).count()
    }
}

use Status::{Met, NeedsPerson, NotMet};

#[test]
fn cap_against_quota_against_full_cover() {
    let told = collision(1);
    // 72 children owe 108 minutes; 35 of them an hour may be special in three hours.
    told.finds(&["L209"]);
    assert!(
        told.judgement.hard == 0 && told.judgement.shortfall >= 72 * 108 - 3 * 35 * 60,
        "{:?}",
        told.judgement.shortfall
    );
    told.says(&[("Q5", Met), ("Q1", NotMet)]);
    assert!(told.report.line("Q5").expect("a line").figure.expect("a figure").measured <= 35);
}

#[test]
fn six_of_ten_where_five_are_special() {
    let told = collision(2);
    told.finds(&["L208"]);
    assert_eq!((told.judgement.hard, told.judgement.shortfall), (0, 20 * 60));
    told.says(&[("Q1", NotMet), ("T1", Met)]);
    let grade = &told.report.grades[0];
    assert_eq!((grade.bound, grade.met, grade.least), (20, 0, Some(500)));
}

#[test]
fn own_staff_first_against_credentials() {
    let told = collision(3);
    // The one coach has no degree in sport, and nobody of the staff takes football.
    told.finds(&["L101", "L601"]);
    assert_eq!((told.judgement.hard, told.sections("football")), (0, 0));
    told.says(&[("W4", NotMet), ("V4", Met), ("W12", NeedsPerson)]);
    assert_eq!(told.report.line("W12").expect("a line").figure.expect("a figure").measured, 1000);
}

#[test]
fn half_past_six_against_the_load_of_teachers() {
    let told = collision(4);
    // Forty children in rooms of forty need one of two people all the time: 170 minutes of 220, but no one has 120 on end.
    told.says(&[("T5", Met), ("T2", Met), ("W16", NeedsPerson)]);
    assert_eq!(told.judgement.hard, 0);
    assert_eq!(told.judgement.shortfall > 0, told.report.line("S1").expect("a line").status == NotMet);
    assert!(told.report.line("W16").expect("a line").figure.expect("a figure").measured >= 1);
}

#[test]
fn a_survey_and_an_agreement_end_in_mid_term() {
    let told = collision(5);
    told.finds(&["L609", "L610", "L618"]);
    // `cleared` is the truth for the score: football opens, and the report says from when it may not go on.
    assert_eq!((told.judgement.hard, told.sections("football")), (0, 1));
    told.says(&[("V5", NotMet), ("V6", NeedsPerson), ("V4", Met), ("V2", Met), ("W9", NotMet)]);
    let hole = &told.report.line("V5").expect("a line").findings[0];
    assert_eq!(hole.facts[0], "2026-11-16");
}

#[test]
fn the_thirty_sixth_seat_and_too_few_for_a_class() {
    let told = collision(6);
    told.finds(&["L107"]);
    assert_eq!((told.judgement.hard, told.sections("chess")), (0, 0));
    let size = told.report.line("Q5").expect("a line");
    assert_eq!((size.status, size.figure.expect("a figure").measured), (Met, 35));
    let seated = told.plan.seats.0.iter().filter(|(_, held)| held.iter().any(|id| id.starts_with("football")));
    assert_eq!(seated.count(), 35);
}

#[test]
fn five_special_classes_in_a_day() {
    let told = collision(7);
    assert_eq!(told.judgement.hard, 0);
    assert_eq!(
        (told.report.onsite[0].classes, told.report.onsite[0].staff, told.report.onsite[0].unclear),
        (5, 2, true)
    );
    // One person is sent where either reading of five asks for one or two.
    told.says(&[("W19", NotMet), ("Q5", Met)]);
}

#[test]
fn weeks_of_four_and_of_six_days() {
    let told = collision(8);
    assert_eq!((told.judgement.hard, told.judgement.shortfall), (0, 0));
    told.says(&[("Q1", Met)]);
    let pupil = &told.report.pupils[0];
    assert!(pupil.short_weeks > 0 && pupil.term_attended > 0, "{pupil:?}");
    assert!(told.report.line("T1").expect("a line").notes.iter().any(|note| note.code == "short_weeks"));
}

#[test]
fn there_and_back_within_the_slot() {
    let told = collision(9);
    told.finds(&["L105"]);
    assert_eq!((told.judgement.hard, told.sections("guide")), (0, 0));
    told.says(&[("V1", Met), ("V9", Met), ("V4", Met)]);
}

#[test]
fn two_schools_want_one_teacher_at_one_hour() {
    let told = collision(10);
    told.finds(&["L308"]);
    assert!(told.judgement.hard > 0);
    assert_eq!(told.file.grades.len(), 2);
}
