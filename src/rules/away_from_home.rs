//! `away_from_home` (cost 1): a seat in a care section whose room is not the home of the student's class.
//!
//! Contract 4.3. Classes without a home never count.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::Whole;
use crate::problem::{CourseKind, Id};

pub(super) const RULE: Rule = Rule {
    name: "away_from_home",
    level: Level::Cost,
    weight: Some(1),
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Roll(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let away = |&&(class, _): &&(_, u32)| {
        let home = problem.classes[class].home;
        home.is_some() && home != section.room
    };
    section.care_classes.iter().filter(away).map(|&(_, seats)| i64::from(seats)).sum()
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        if problem.courses[slot.course].kind != CourseKind::Care {
            continue;
        }
        for (student, who) in problem.students.iter() {
            if let Some(home) = problem.classes[who.class].home {
                let seat = (slot.seats[student.ix()], 1.0);
                let away = whole.excess(vec![seat, (slot.rooms[home.ix()], -1.0)], 0);
                whole.charge(away, 1);
            }
        }
    }
}
