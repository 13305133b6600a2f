//! `staff_fit` (hard): no lead; a lead without the skill or not among those named; a person unavailable or not
//! cleared; an assistant who is not staff or is the lead. Each clause counts by itself, once a (section, person).
//!
//! Contract 4.1; credentials: 南昌 15, 天宁 附件2 三; willingness: 崇明 四(一)2.

use super::{Level, Plan, Problem, Rule, Scope, SectionId};
use crate::milp::whole::{Whole, sum};
use crate::problem::Id;

pub(super) const RULE: Rule = Rule {
    name: "staff_fit",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::Section(unit)],
};

fn unit(problem: &Problem, plan: &Plan, section: SectionId) -> i64 {
    let section = plan.section(section);
    let periods = problem.patterns[section.pattern].periods;
    let lead = match section.lead {
        Some(lead) => i64::from(!problem.courses[section.course].lead_fits[lead.ix()]),
        None => i64::from(!section.unknown.lead),
    };
    let absent = |person| {
        let person = &problem.teachers[person];
        i64::from(!person.cleared || person.unavailable.meets(periods))
    };
    let misplaced = |&person: &_| i64::from(!problem.teachers[person].staff || section.lead == Some(person));
    lead + section.people().map(absent).sum::<i64>() + section.assistants.iter().map(misplaced).sum::<i64>()
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    for slot in whole.slots.clone().iter() {
        let periods = problem.patterns[slot.pattern].periods;
        let mut leads = sum(&slot.leads);
        leads.push((slot.open, -1.0));
        whole.model.equal(leads, 0.0);
        for (person, row) in problem.teachers.iter() {
            let (lead, assistant) = (slot.leads[person.ix()], slot.assistants[person.ix()]);
            let absent = !row.cleared || row.unavailable.meets(periods);
            if absent || !problem.courses[slot.course].lead_fits[person.ix()] {
                whole.forbid(lead);
            }
            if absent || !row.staff {
                whole.forbid(assistant);
            }
            whole.model.at_most(slot.works(person, 1).to_vec(), 1.0);
        }
    }
}
