//! `seat_fit` (hard): a seat in a post, in a course not for the student's grade, in a club not wished for, or in a
//! pattern not fully attended. A pin stands in for the wish and the grade.
//!
//! Contract 4.1.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::Whole;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "seat_fit",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let attends = problem.students[student].attends;
    let misfit = |&&section: &&_| {
        let section = plan.section(section);
        !attends.covers(problem.patterns[section.pattern].periods) || !problem.may_hold(student, section.course)
    };
    i64::try_from(plan.held(student).iter().filter(misfit).count()).expect("few sections a student")
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        for (student, row) in problem.students.iter() {
            if !row.attends.covers(problem.patterns[slot.pattern].periods) || !problem.may_hold(student, slot.course) {
                whole.forbid(slot.seats[student.ix()]);
            }
        }
    }
}
