//! `assistants` (hard): a section with fewer assistants than it needs: the course's number; one if the lead is
//! external and the policy says so; offsite, enough adults to escort its children.
//!
//! Contract 4.1; source: 崇明 四(一)6 (为校外专业人员配备本校助教). An assistant who was named and is unknown is
//! counted by `reference` alone.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::{Whole, sum};
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "assistants",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Roll(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let named = i64::try_from(section.assistants.len()).expect("few assistants a section");
    let needed = plan.assistants_needed(problem, section.course, section.room, section.lead, section.size());
    i64::from(named + i64::from(section.unknown.assistants) < i64::from(needed))
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    let all = f64::from(u32::try_from(problem.students.len()).expect("few students"));
    for slot in whole.slots.clone().iter() {
        let course = &problem.courses[slot.course];
        let mut by_course = sum(&slot.assistants);
        by_course.push((slot.open, -f64::from(course.assistants)));
        whole.model.at_least(by_course, 0.0);
        if problem.policy.external_needs_assistant && course.kind.has_seats() {
            let mut by_lead = sum(&slot.assistants);
            let external = problem.teachers.iter().filter(|(_, row)| !row.staff);
            by_lead.extend(external.map(|(person, _)| (slot.leads[person.ix()], -1.0)));
            whole.model.at_least(by_lead, 0.0);
        }
        for (room, row) in problem.rooms.iter() {
            let Some(each) = row.offsite.map(|offsite| f64::from(offsite.escort_per)) else { continue };
            // In the room: seats ≤ each × (1 + assistants).
            if each < all {
                let mut terms = sum(&slot.seats);
                terms.extend(slot.assistants.iter().map(|&var| (var, -each)));
                terms.push((slot.rooms[room.ix()], all));
                whole.model.at_most(terms, each + all);
            }
        }
    }
}
