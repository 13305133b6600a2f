//! `none_of_top` (cost 150): a student who wants and wished for a club and holds none of the first three.
//!
//! Contract 4.3.

use super::{Level, Plan, Problem, Rule, Scope, StudentId};

pub(super) const RULE: Rule =
    Rule { name: "none_of_top", level: Level::Cost, weight: Some(150), per: 1, scopes: &[Scope::Student(unit)] };

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let who = &problem.students[student];
    let asks = who.want > 0 && !who.wishes.is_empty();
    i64::from(asks && !who.wishes.iter().take(3).any(|&course| plan.holds(student, course)))
}
