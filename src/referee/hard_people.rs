//! Hard rules about the people of sections. A person works in a section once, whatever number of roles they have in it.

use super::tally::{Tally, ceil_div, count, sum};
use super::view::{Section, View};
use std::collections::BTreeMap;

/// `staff_fit`: one violation for each section without a lead (an unknown one is left to `reference`); for each
/// (section, lead) without the course's skill or not among its `leads` (if any are named); for each (section, person)
/// unavailable in a period of the pattern or not cleared; for each (section, assistant) who is not staff or is the lead.
/// Each clause counts by itself. The skill is `care` for a care course that names none; `""` is none.
pub(super) fn staff_fit(view: &View<'_>, tally: &mut Tally) {
    const RULE: &str = "staff_fit";
    for section in &view.sections {
        if section.lead_id.is_none() {
            tally.violation(RULE, "staff_fit.no_lead", &[section.id], &[]);
        }
        if let Some(lead) = section.lead {
            let subject = [section.id, lead.id.as_str()];
            let skill = skill_of(section).filter(|skill| !lead.skills.iter().any(|other| other == skill));
            if let Some(skill) = skill {
                tally.violation(RULE, "staff_fit.lead_skill", &subject, &[&skill]);
            } else if !section.course.leads.is_empty() && !section.course.leads.contains(&lead.id) {
                tally.violation(RULE, "staff_fit.lead_not_named", &subject, &[]);
            }
        }
        for &person in &section.people {
            let person = &view.problem.teachers[person];
            let subject = [section.id, person.id.as_str()];
            let mut periods = section.periods.iter().map(|&period| view.periods[period].id);
            if !person.cleared {
                tally.violation(RULE, "staff_fit.not_cleared", &subject, &[]);
            } else if let Some(period) = periods.find(|id| person.unavailable.iter().any(|other| other == id)) {
                tally.violation(RULE, "staff_fit.unavailable", &subject, &[&period]);
            }
        }
        for assistant in &section.assistants {
            let subject = [section.id, assistant.id.as_str()];
            if section.lead.is_some_and(|lead| lead.id == assistant.id) {
                tally.violation(RULE, "staff_fit.assistant_is_lead", &subject, &[]);
            } else if assistant.kind != "staff" {
                tally.violation(RULE, "staff_fit.assistant_not_staff", &subject, &[]);
            }
        }
    }
}

/// The skill that the lead of a section needs.
fn skill_of<'a>(section: &Section<'a>) -> Option<&'a str> {
    let of_kind = if section.course.kind == "care" { Some("care") } else { None };
    section.course.skill.as_deref().or(of_kind).filter(|skill| !skill.is_empty())
}

/// `staff_clash`: one violation for each pair of sections that share a person, or several, and have clashing periods.
pub(super) fn staff_clash(view: &View<'_>, tally: &mut Tally) {
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (person, work) in view.work.iter().enumerate() {
        for (i, &a) in work.iter().enumerate() {
            for &b in &work[i + 1..] {
                if view.clash(&view.sections[a], &view.sections[b]).is_some() {
                    pairs.entry((a, b)).or_insert(person);
                }
            }
        }
    }
    for ((a, b), person) in pairs {
        let (a, b) = (&view.sections[a], &view.sections[b]);
        if let Some((p, q)) = view.clash(a, b) {
            let subject = [view.problem.teachers[person].id.as_str(), a.id, b.id];
            tally.violation("staff_clash", "staff_clash.pair", &subject, &[&p.id, &q.id]);
        }
    }
}

/// `staff_minutes`: one violation for each person over `max_minutes`, and for each (person, week, day) over
/// `max_minutes_day`. Minutes add up over sections, also over clashing ones.
pub(super) fn staff_minutes(view: &View<'_>, tally: &mut Tally) {
    for (teacher, work) in view.problem.teachers.iter().zip(&view.work) {
        let total = sum(work.iter().map(|&section| view.minutes(&view.sections[section])));
        if let Some(most) = teacher.max_minutes.filter(|&most| total > i128::from(most)) {
            tally.violation("staff_minutes", "staff_minutes.cycle", &[&teacher.id], &[&total, &most]);
        }
        let mut days: BTreeMap<(u64, u64), i128> = BTreeMap::new();
        for &period in work.iter().flat_map(|&section| &view.sections[section].periods) {
            let period = &view.periods[period];
            *days.entry(period.date()).or_default() += period.minutes();
        }
        for ((week, day), minutes) in days {
            if let Some(most) = teacher.max_minutes_day.filter(|&most| minutes > i128::from(most)) {
                tally.violation("staff_minutes", "staff_minutes.day", &[&teacher.id], &[&week, &day, &minutes, &most]);
            }
        }
    }
}

/// `assistants`: one violation for each section with fewer assistants than it needs: the greatest of the course's
/// `assistants`; 1 if the lead is external, the section is no post and the policy says so; offsite,
/// ceil(seats / `escort_per`) − 1. Its assistants are the different ones it names, unknown ones included, whose absence
/// is not counted again.
pub(super) fn assistants(view: &View<'_>, tally: &mut Tally) {
    for section in &view.sections {
        let external = section.lead.is_some_and(|lead| lead.kind == "external") && section.course.kind != "post";
        let policy = external && view.problem.policy.external_needs_assistant.unwrap_or(false);
        let escort_per = section.room.and_then(|room| room.offsite.as_ref()?.escort_per);
        let adults = escort_per.map_or(0, |per| ceil_div(count(section.seats.len()), i128::from(per)));
        let needed = i128::from(section.course.assistants).max(i128::from(policy)).max(adults - 1);
        let named = count(section.assistants.len() + section.unknown_assistants);
        if named < needed {
            tally.violation("assistants", "assistants.few", &[section.id], &[&named, &needed]);
        }
    }
}
