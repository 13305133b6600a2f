//! Move `lead`: a section gets another lead, or another assistant.

use super::School;
use crate::problem::SectionId;
use crate::search::{Rng, once_in, pick};

/// Tries the move.
pub(super) fn lead(school: &mut School, rng: &mut Rng) -> bool {
    let Some(section) = school.random_section(rng) else { return false };
    let row = school.plan.section(section);
    let (course, pattern, old) = (row.course, row.pattern, row.lead);
    if !row.assistants.is_empty() && once_in(rng, 2) {
        let person = row.assistants[pick(rng, row.assistants.len())];
        school.work += 2;
        school.plan.relieve(school.problem, section, person);
        return !once_in(rng, 4) || school.assist_fully(section, rng);
    }
    let leads = &school.problem.courses[course].leads;
    if leads.is_empty() {
        return false;
    }
    let person = leads[pick(rng, leads.len())];
    if Some(person) == old
        || school.plan.section(section).assistants.contains(&person)
        || !school.person_is_free(person, pattern)
    {
        return false;
    }
    school.work += 2;
    school.plan.set_lead(school.problem, section, Some(person));
    school.assist_fully(section, rng)
}

impl School<'_> {
    /// A random open section.
    pub(super) fn random_section(&self, rng: &mut Rng) -> Option<SectionId> {
        let ids = self.plan.section_ids();
        if ids == 0 {
            return None;
        }
        let section = SectionId(pick(rng, ids) as u32);
        self.plan.is_open(section).then_some(section)
    }

    /// Gives a section the assistants it needs and relieves those it does not. False when too few are free.
    pub(super) fn assist_fully(&mut self, section: SectionId, rng: &mut Rng) -> bool {
        loop {
            let row = self.plan.section(section);
            let needed = self.plan.assistants_needed(self.problem, row.course, row.room, row.lead, row.size());
            if row.assistants.len() > needed as usize {
                let person = row.assistants[row.assistants.len() - 1];
                self.work += 1;
                self.plan.relieve(self.problem, section, person);
            } else if row.assistants.len() < needed as usize {
                let taken: Vec<_> = row.people().collect();
                let Some(person) = self.find_assistant(row.pattern, &taken, rng) else { return false };
                self.work += 1;
                self.plan.assist(self.problem, section, person);
            } else {
                return true;
            }
        }
    }
}
