//! `load` (cost 1): minutes of a person over the target, and twice those over 1¼ of it, rounded down.
//!
//! Contract 4.3; source: 崇明 四(一)4 (平衡教师间工作量).

use super::{Level, Plan, Problem, Rule, Scope, TeacherId};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "load",
    level: Level::Cost,
    weight: Some(1),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Person(unit)],
};

fn unit(problem: &Problem, plan: &Plan, person: TeacherId) -> i64 {
    let Some(target) = problem.teachers[person].target.map(i64::from) else { return 0 };
    let load = plan.minutes(person);
    (load - target).max(0) + 2 * (load - target * 5 / 4).max(0)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (person, row) in problem.teachers.iter() {
        let Some(target) = row.target.map(i64::from) else { continue };
        let works = whole.slots.iter().flat_map(|slot| slot.works(person, problem.patterns[slot.pattern].minutes));
        let works: Vec<_> = works.collect();
        let over = whole.excess(works.clone(), -target);
        whole.charge(over, 1);
        let far_over = whole.excess(works, -(target * 5 / 4));
        whole.charge(far_over, 2);
    }
}
