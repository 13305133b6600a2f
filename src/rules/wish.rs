//! `wish` (cost 1): by student, the best that wishes could be worth less what the wished clubs they hold are worth.
//!
//! Contract 4.3; ranked choice answers 南昌 4 and 崇明 三(一)3 (供学生按需选择).

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "wish",
    level: Level::Cost,
    weight: Some(1),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let who = &problem.students[student];
    let held = who.wishes.iter().zip(&who.wish_values);
    let held = held.filter(|&(&course, _)| plan.holds(student, course));
    (who.wish_best - held.map(|(_, value)| value).sum::<i64>()).max(0)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (student, who) in problem.students.iter() {
        let wishes = who.wishes.iter().zip(&who.wish_values);
        let held = wishes.flat_map(|(&course, &value)| {
            whole.seats_of(student, course).into_iter().map(move |(seat, _)| (seat, -value as f64))
        });
        let held = held.collect();
        let short = whole.excess(held, who.wish_best);
        whole.charge(short, 1);
    }
}
