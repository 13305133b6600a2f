//! `none_of_top` (cost 150): a student who wants and wished for a club and holds none of the first three.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::{Whole, negated};

pub(super) const RULE: Rule = Rule {
    name: "none_of_top",
    level: Level::Cost,
    weight: Some(150),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let who = &problem.students[student];
    let asks = who.want > 0 && !who.wishes.is_empty();
    i64::from(asks && !who.wishes.iter().take(3).any(|&course| plan.holds(student, course)))
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (student, who) in problem.students.iter().filter(|(_, who)| who.want > 0 && !who.wishes.is_empty()) {
        let top = who.wishes.iter().take(3).flat_map(|&course| whole.seats_of(student, course)).collect();
        let none = whole.excess(negated(top), 1);
        whole.charge(none, 1);
    }
}
