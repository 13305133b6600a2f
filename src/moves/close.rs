//! Move `close`: a section closes and its students recover elsewhere.

use super::School;
use crate::problem::{SectionId, StudentId};
use crate::search::Rng;

/// Tries the move.
pub(super) fn close(school: &mut School, rng: &mut Rng) -> bool {
    let Some(section) = school.random_section(rng) else { return false };
    let students = school.shut(section);
    school.recover_all(students, rng);
    school.refill(rng);
    true
}

impl School<'_> {
    /// Closes a section and returns who sat in it.
    pub(super) fn shut(&mut self, section: SectionId) -> Vec<StudentId> {
        let students = self.plan.section(section).seats.clone();
        self.work += 2 + students.len() as u64;
        for &student in &students {
            self.plan.unseat(self.problem, student, section);
        }
        self.plan.close(self.problem, section);
        students
    }

    /// Each student recovers, in order.
    pub(super) fn recover_all(&mut self, students: Vec<StudentId>, rng: &mut Rng) {
        for student in students {
            self.recover(student, rng);
        }
    }
}
