//! The referee against a school small enough to judge by hand: one spoiler for every clause of every rule.

mod cost;
mod disruption;
mod garbage;
mod hard_people;
mod hard_reference;
mod hard_seats;
mod hard_sections;
mod hard_waves;
mod school;
mod shortfall;

use paipian::referee::{CASES, Judgement, Level, RULES, judge};
use school::Spoiler;
use std::collections::BTreeSet;

/// What holds of every judgement: the rules are all there, in order, and the findings are what the numbers count.
pub(crate) fn check_sums(judgement: &Judgement) {
    let names: Vec<&str> = judgement.rules.iter().map(|line| line.rule).collect();
    assert_eq!(names, RULES.iter().map(|rule| rule.name).collect::<Vec<_>>());
    for (line, rule) in judgement.rules.iter().zip(RULES) {
        let findings = judgement.findings.iter().filter(|finding| finding.rule == line.rule);
        let amounts = findings.fold(0_u64, |sum, finding| sum.saturating_add(finding.amount));
        assert_eq!(amounts, line.value, "amounts of {}", line.rule);
        assert_eq!(line.points, line.value.saturating_mul(line.weight));
        assert_eq!(line.level, rule.level);
    }
    let is_hard = |name: &str| RULES.iter().any(|rule| rule.name == name && rule.level == Level::Hard);
    let hard = judgement.findings.iter().filter(|finding| is_hard(finding.rule)).count();
    assert_eq!(hard as u64, judgement.hard);
    for finding in &judgement.findings {
        let entry = CASES.iter().find(|entry| entry.case == finding.case).expect("a case of the catalogue");
        assert_eq!(entry.rule, finding.rule);
        assert_eq!(entry.facts.len(), finding.facts.len(), "facts of {}", finding.case);
        match entry.subject.last() {
            Some(last) if last.ends_with('*') => assert!(finding.subject.len() + 1 >= entry.subject.len()),
            _ => assert_eq!(finding.subject.len(), entry.subject.len(), "subject of {}", finding.case),
        }
    }
}

fn all_spoilers() -> Vec<Spoiler> {
    [
        hard_reference::spoilers(),
        hard_sections::spoilers(),
        hard_people::spoilers(),
        hard_seats::spoilers(),
        hard_waves::spoilers(),
        shortfall::spoilers(),
        cost::spoilers(),
        disruption::spoilers(),
    ]
    .concat()
}

#[test]
fn the_plan_of_the_small_school_is_usable() {
    let (problem, plan) = school::small();
    let judgement = judge(&problem, &plan);
    check_sums(&judgement);
    assert_eq!((judgement.hard, judgement.shortfall), (0, 0), "{:?}", judgement.findings);
    // Teachers' days: t1 Mon; t2 Mon, Tue; t3 Mon, Wed; x1 Mon; x2 Wed: 7 days of 8 points. Nothing else costs.
    assert_eq!(judgement.cost, 56, "{:?}", judgement.findings);
}

#[test]
fn every_spoiler_is_named() {
    let mut wrong = Vec::new();
    for spoiler in all_spoilers() {
        let (mut problem, mut plan) = school::small();
        (spoiler.spoil)(&mut problem, &mut plan);
        let judgement = judge(&problem, &plan);
        check_sums(&judgement);
        let expected = |name: &str| spoiler.expect.iter().find(|(rule, _)| *rule == name).map(|(_, value)| *value);
        for line in &judgement.rules {
            let value = expected(line.rule).or((line.level == Level::Hard).then_some(0));
            if value.is_some_and(|value| value != line.value) {
                let findings: Vec<_> = judgement.findings.iter().filter(|f| f.rule == line.rule).collect();
                wrong.push(format!("{}: {} is {}, not {value:?}: {findings:?}", spoiler.name, line.rule, line.value));
            }
        }
        if !spoiler.case.is_empty() && !judgement.findings.iter().any(|finding| finding.case == spoiler.case) {
            wrong.push(format!("{}: nothing found for {}", spoiler.name, spoiler.case));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_has_a_spoiler() {
    let spoiled: BTreeSet<&str> = all_spoilers().iter().map(|spoiler| spoiler.case).collect();
    let missing: Vec<&str> = CASES.iter().map(|entry| entry.case).filter(|case| !spoiled.contains(case)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_rule_has_a_case_and_weights_come_from_the_policy() {
    for rule in RULES {
        assert!(CASES.iter().any(|entry| entry.rule == rule.name), "{}", rule.name);
    }
    let (mut problem, plan) = school::small();
    problem.policy.weights.insert("staff_days".into(), 3);
    problem.policy.weights.insert("wish".into(), 0);
    assert_eq!(judge(&problem, &plan).cost, 21); // 7 days of 3
}
