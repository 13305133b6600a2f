//! `seat_fit` (hard): a seat in a post, in a course not for the student's grade, in a club not wished for, or in a
//! pattern not fully attended. A pin stands in for the wish and the grade.
//!
//! Contract 4.1.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};

pub(super) const RULE: Rule =
    Rule { name: "seat_fit", level: Level::Hard, weight: None, per: 1, scopes: &[Scope::Student(unit)] };

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let attends = problem.students[student].attends;
    let misfit = |&&section: &&_| {
        let section = plan.section(section);
        !attends.covers(problem.patterns[section.pattern].periods) || !problem.may_hold(student, section.course)
    };
    i64::try_from(plan.held(student).iter().filter(misfit).count()).expect("few sections a student")
}
