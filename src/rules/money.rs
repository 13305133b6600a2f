//! `money` (cost 1): pay of leads and assistants and room cost of all sections over the cycle, in units of 1,000 fen,
//! rounded up once.
//!
//! Contract 4.3. Units are counted in fen × minutes: pay and cost are fen per 60 minutes.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::Whole;
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "money",
    level: Level::Cost,
    weight: Some(1),
    per: 60_000,
    rows: Some(rows),
    scopes: &[Scope::Section(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let pay: i64 = section.people().map(|person| i64::from(problem.teachers[person].pay)).sum();
    let room = section.room.map_or(0, |room| i64::from(problem.rooms[room].cost));
    problem.patterns[section.pattern].minutes * (pay + room)
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        let minutes = problem.patterns[slot.pattern].minutes;
        for (person, row) in problem.teachers.iter() {
            for (var, units) in slot.works(person, minutes * i64::from(row.pay)) {
                whole.charge(var, units as i64);
            }
        }
        for (room, row) in problem.rooms.iter() {
            whole.charge(slot.rooms[room.ix()], minutes * i64::from(row.cost));
        }
    }
}
