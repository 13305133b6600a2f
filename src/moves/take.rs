//! Move `take`: a student takes a free seat, giving up what clashes.

use super::School;
use crate::problem::{SectionId, StudentId};
use crate::search::{Rng, once_in, pick};

/// While some are owed something, one in so many students is one of them.
const OWING: u32 = 8;

/// Tries the move.
pub(super) fn take(school: &mut School, rng: &mut Rng) -> bool {
    let Some(student) = school.random_student(rng) else { return false };
    let Some(section) = school.random_section_for(student, rng) else { return false };
    school.place(student, section, rng)
}

impl School<'_> {
    /// A random student who attends at all; one who is owed something more often than others.
    pub(super) fn random_student(&self, rng: &mut Rng) -> Option<StudentId> {
        if !self.owing.is_empty() && once_in(rng, OWING) {
            return Some(self.owing[pick(rng, self.owing.len())]);
        }
        let attending = &self.catalogue.attending;
        (!attending.is_empty()).then(|| attending[pick(rng, attending.len())])
    }

    /// A random section that the student may hold by kind, grade and wish.
    pub(super) fn random_section_for(&self, student: StudentId, rng: &mut Rng) -> Option<SectionId> {
        let clubs = &self.catalogue.clubs_of[student];
        let attends = self.problem.students[student].attends;
        if !clubs.is_empty() && !once_in(rng, 3) {
            let patterns = &self.problem.courses[clubs[pick(rng, clubs.len())]].patterns;
            let offered = patterns.iter().filter(|&pattern| attends.covers(self.problem.patterns[pattern].periods));
            return self.random_on(offered, rng);
        }
        let period = attends.iter().nth(pick(rng, attends.len() as usize))?;
        let patterns = self.catalogue.general(self.problem.grade_of(student), period);
        let offered =
            patterns.iter().copied().filter(|&pattern| attends.covers(self.problem.patterns[pattern].periods));
        self.random_on(offered, rng)
    }

    /// A random open section of some patterns.
    fn random_on(
        &self,
        patterns: impl Iterator<Item = crate::problem::PatternId> + Clone,
        rng: &mut Rng,
    ) -> Option<SectionId> {
        let total: usize = patterns.clone().map(|pattern| self.plan.on_pattern(pattern).len()).sum();
        if total == 0 {
            return None;
        }
        let mut ticket = pick(rng, total);
        for pattern in patterns {
            let sections = self.plan.on_pattern(pattern);
            if ticket < sections.len() {
                return Some(sections[ticket]);
            }
            ticket -= sections.len();
        }
        None
    }
}
