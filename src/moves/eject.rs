//! Move `eject`: a student takes the seat of another, who recovers elsewhere, if need be by ejecting once more.

use super::School;
use crate::problem::{SectionId, StudentId};
use crate::search::{Rng, once_in, pick};

/// Longest chain of ejections.
const DEPTH: u32 = 3;

/// Tries the move.
pub(super) fn eject(school: &mut School, rng: &mut Rng) -> bool {
    let Some(student) = school.random_student(rng) else { return false };
    let Some(section) = school.random_section_for(student, rng) else { return false };
    if school.seats_free(section) {
        return school.place(student, section, rng);
    }
    school.chain(student, section, DEPTH, rng)
}

impl School<'_> {
    fn chain(&mut self, student: StudentId, section: SectionId, depth: u32, rng: &mut Rng) -> bool {
        let seats = &self.plan.section(section).seats;
        if seats.is_empty() || seats.contains(&student) {
            return false;
        }
        let other = seats[pick(rng, seats.len())];
        self.work += 1;
        self.plan.unseat(self.problem, other, section);
        if !self.place(student, section, rng) {
            return false;
        }
        if depth > 1
            && once_in(rng, 2)
            && let Some(next) = self.random_section_for(other, rng)
            && next != section
        {
            let placed = if self.seats_free(next) {
                self.place(other, next, rng)
            } else {
                self.chain(other, next, depth - 1, rng)
            };
            if !placed {
                return false;
            }
        }
        self.recover(other, rng);
        true
    }
}
