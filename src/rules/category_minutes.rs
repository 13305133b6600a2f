//! `category_minutes` (shortfall): by student and `minutes` rule of the policy that applies, the minutes short of the
//! rule's least, or of all attended minutes if those are fewer.
//!
//! Contract 4.2; source: 南昌 8, 崇明 三(二)2 (辅导答疑).

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::Whole;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "category_minutes",
    level: Level::Shortfall,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let short = |&(category, owed): &(u32, i64)| {
        let given = |&section: &_| {
            let section = plan.section(section);
            let counts = problem.courses[section.course].category == Some(category);
            if counts { problem.patterns[section.pattern].minutes } else { 0 }
        };
        (owed - plan.held(student).iter().map(given).sum::<i64>()).max(0)
    };
    problem.students[student].category_owed.iter().map(short).sum()
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (student, who) in problem.students.iter() {
        for &(category, owed) in &who.category_owed {
            let counts = whole.slots.iter().filter(|slot| problem.courses[slot.course].category == Some(category));
            let given = counts.map(|slot| (slot.seats[student.ix()], -problem.patterns[slot.pattern].minutes as f64));
            let given = given.collect();
            let short = whole.excess(given, owed);
            whole.charge(short, 1);
        }
    }
}
