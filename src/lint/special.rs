//! Counting special minutes and minutes of a category (L208–L211).

use super::basis::Basis;
use super::cells::{Cell, first};
use super::seats::whole;
use super::{Finding, facts};
use crate::format::ProblemFile;
use crate::problem::{Id, PeriodSet, Stage, StudentId};
use std::collections::BTreeMap;

const STAGES: [&str; 3] = ["primary_lower", "primary_upper", "junior"];

/// What each child can reach, then what the school can offer to all.
pub(super) fn check(file: &ProblemFile, basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let within = basis.share_periods();
    let mut reachable = Vec::with_capacity(basis.problem.students.len());
    let mut short: BTreeMap<usize, (Vec<String>, i64)> = BTreeMap::new();
    for (student, who) in basis.problem.students.iter() {
        let owed = who.special_owed;
        let reach = if owed > 0 { basis.reach(student, within, |course| course.special).min(owed) } else { 0 };
        reachable.push(reach);
        if reach < owed {
            let entry = short.entry(basis.problem.grade_of(student).ix()).or_default();
            entry.0.push(who.name.clone());
            entry.1 += owed - reach;
        }
    }
    // L208: a child cannot get more special minutes than `Basis::reach` allows.
    for (grade, (children, least)) in short {
        let count = whole(children.len() as u64);
        let subject = std::iter::once(basis.grade_name(Id::at(grade))).chain(children);
        findings.push(Finding::new("L208", subject.collect(), facts([count, least])));
    }
    supply(basis, within, &reachable, findings);
    categories(file, basis, findings);
}

/// L209 and L210: in each period at most so many children sit in special sections as rooms and leads for special
/// courses allow, so their special minutes sum to at most that × the period's minutes over all periods. `reachable` is
/// what each child is owed and can reach; what is owed beyond it is counted by L208.
fn supply(basis: &Basis<'_>, within: PeriodSet, reachable: &[i64], findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    let stage_of = |student: StudentId| problem.grades[problem.grade_of(student)].stage;
    let mut most = [0_i64; 4];
    for period in within.iter() {
        let cell = Cell::new(basis, PeriodSet::of(period), |course| course.special);
        let led = usize::try_from(cell.sections(&[])).unwrap_or(usize::MAX);
        for (group, entry) in most.iter_mut().enumerate() {
            let stage = Stage::ALL.get(group);
            let demand = cell
                .demand(|student| reachable[student.ix()] > 0 && stage.is_none_or(|&stage| stage == stage_of(student)));
            if demand.total() > 0 {
                let seats = cell.seats(&demand, None).min(first(&cell.places(&demand), led));
                *entry += whole(seats) * cell.minutes();
            }
        }
    }
    let mut of_stages = 0;
    for (stage, word) in STAGES.iter().enumerate() {
        let owed: i64 =
            problem.students.ids().filter(|&s| stage_of(s) == Stage::ALL[stage]).map(|s| reachable[s.ix()]).sum();
        let least = (owed - most[stage]).max(0);
        of_stages += least;
        if least > 0 {
            let mut told = vec![(*word).to_string()];
            told.extend(facts([owed, most[stage], least]));
            findings.push(Finding::new("L209", vec![], told));
        }
    }
    let owed: i64 = reachable.iter().sum();
    if owed - most[3] > of_stages {
        findings.push(Finding::new("L210", vec![], facts([owed, most[3], owed - most[3]])));
    }
}

/// L211: as L208, for each category that the policy asks for; each rule of one category is owed by itself.
fn categories(file: &ProblemFile, basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    let words: BTreeMap<u32, &str> = problem
        .policy
        .minutes
        .iter()
        .zip(&file.policy.minutes)
        .map(|(rule, row)| (rule.category, row.category.as_str()))
        .collect();
    let all: PeriodSet = problem.calendar.periods.ids().collect();
    for (category, word) in words {
        let (mut children, mut least) = (Vec::new(), 0);
        for (student, who) in problem.students.iter() {
            let owed: Vec<i64> =
                who.category_owed.iter().filter(|(of, _)| *of == category).map(|&(_, owed)| owed).collect();
            if owed.is_empty() {
                continue;
            }
            let reach = basis.reach(student, all, |course| course.category == Some(category));
            let lacking: i64 = owed.iter().map(|owed| (owed - reach).max(0)).sum();
            if lacking > 0 {
                children.push(who.name.clone());
                least += lacking;
            }
        }
        if least > 0 {
            let mut told = vec![word.to_string()];
            told.extend(facts([whole(children.len() as u64), least]));
            findings.push(Finding::new("L211", children, told));
        }
    }
}
