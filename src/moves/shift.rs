//! Move `shift`: a section moves to another pattern of its course with whoever can come along.

use super::School;
use crate::problem::{PatternId, SectionId};
use crate::search::{Rng, pick};

/// Tries the move.
pub(super) fn shift(school: &mut School, rng: &mut Rng) -> bool {
    let Some(section) = school.random_section(rng) else { return false };
    let row = school.plan.section(section);
    let patterns = &school.problem.courses[row.course].patterns;
    let target = PatternId(patterns.0.start + pick(rng, patterns.len()) as u32);
    target != row.pattern && school.shift_to(section, target, rng)
}

impl School<'_> {
    /// Moves a section to another pattern of its course.
    pub(super) fn shift_to(&mut self, section: SectionId, target: PatternId, rng: &mut Rng) -> bool {
        let row = self.plan.section(section);
        let (course, room, lead) = (row.course, row.room, row.lead);
        let students = row.seats.clone();
        self.work += 4 + students.len() as u64;
        for &student in &students {
            self.plan.unseat(self.problem, student, section);
        }
        for person in self.plan.section(section).assistants.clone() {
            self.plan.relieve(self.problem, section, person);
        }
        self.plan.set_lead(self.problem, section, None);
        self.plan.set_room(self.problem, section, None);
        self.plan.set_pattern(self.problem, section, target);
        if self.problem.courses[course].needs_room {
            let same = room.filter(|&room| self.room_is_free(room, target));
            let Some(room) = same.or_else(|| self.obtain_room(course, target, rng)) else { return false };
            self.plan.set_room(self.problem, section, Some(room));
        }
        let same = lead.filter(|&lead| self.person_is_free(lead, target));
        let Some(lead) = same.or_else(|| self.obtain_lead(course, target, rng)) else { return false };
        self.plan.set_lead(self.problem, section, Some(lead));
        let kind = self.problem.courses[course].kind;
        if !kind.has_seats() {
            return self.assist_fully(section, rng);
        }
        for &student in &students {
            if self.problem.students[student].attends.covers(self.problem.patterns[target].periods) {
                self.place(student, section, rng);
            }
        }
        self.recruit(section, rng);
        self.recover_all(students, rng);
        self.refill(rng);
        self.settle(section, rng)
    }
}
