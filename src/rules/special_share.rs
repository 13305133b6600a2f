//! `special_share` (shortfall): the minutes of special courses (特色) a student is short of the share that the policy
//! sets for the stage, of the attended minutes of the kinds it counts, rounded up.
//!
//! Contract 4.2; source: 南昌 7 (60 % / 50 % / 30 %).

use super::{Level, Plan, Problem, Rule, Scope, StudentId};
use crate::milp::whole::Whole;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "special_share",
    level: Level::Shortfall,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Student(unit)],
};

fn unit(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    (problem.students[student].special_owed - plan.special_minutes(problem, student)).max(0)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (student, who) in problem.students.iter().filter(|(_, who)| who.special_owed > 0) {
        let special = whole.slots.iter().filter(|slot| problem.courses[slot.course].special);
        let given =
            special.map(|slot| (slot.seats[student.ix()], -problem.patterns[slot.pattern].share_minutes as f64));
        let given = given.collect();
        let short = whole.excess(given, who.special_owed);
        whole.charge(short, 1);
    }
}
