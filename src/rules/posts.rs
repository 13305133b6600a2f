//! `posts` (shortfall): 20 × the minutes of every section that a post asks for, on each of its patterns, and does not
//! have.
//!
//! Contract 4.2; source: 崇明 四(一)1, 四(二)2 (值班, 卫生保健, 门卫).

use super::{Level, PatternId, Plan, Problem, Rule, Scope};
use crate::milp::whole::Whole;

pub(super) const RULE: Rule = Rule {
    name: "posts",
    level: Level::Shortfall,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Pattern(unit)],
};

fn unit(problem: &Problem, plan: &Plan, pattern: PatternId) -> i64 {
    let row = &problem.patterns[pattern];
    let course = &problem.courses[row.course];
    if course.kind.has_seats() {
        return 0;
    }
    20 * row.minutes * (i64::from(course.fill) - plan.on_pattern(pattern).len() as i64).max(0)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for (pattern, row) in problem.patterns.iter() {
        let course = &problem.courses[row.course];
        if !course.kind.has_seats() {
            let open = whole.slots.iter().filter(|slot| slot.pattern == pattern).map(|slot| (slot.open, -1.0));
            let open = open.collect();
            let short = whole.excess(open, i64::from(course.fill));
            whole.charge(short, 20 * row.minutes);
        }
    }
}
