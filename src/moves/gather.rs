//! Move `gather`: the students of a class in one care section go over to another of the same time.

use super::School;
use crate::problem::{CourseKind, StudentId};
use crate::search::{Rng, pick};

/// Tries the move.
pub(super) fn gather(school: &mut School, rng: &mut Rng) -> bool {
    let Some(from) = school.random_section(rng) else { return false };
    let row = school.plan.section(from);
    if school.problem.courses[row.course].kind != CourseKind::Care || row.care_classes.is_empty() {
        return false;
    }
    let class = row.care_classes[pick(rng, row.care_classes.len())].0;
    let grade = school.problem.classes[class].grade;
    let Some(period) = school.problem.patterns[row.pattern].iter().next() else { return false };
    let choices = school.catalogue.general(grade, period);
    let pattern = choices[pick(rng, choices.len())];
    let sections = school.plan.on_pattern(pattern);
    if sections.is_empty() || school.problem.courses[school.problem.patterns[pattern].course].kind != CourseKind::Care {
        return false;
    }
    let to = sections[pick(rng, sections.len())];
    if to == from {
        return false;
    }
    let of_class = |student: &StudentId| school.problem.students[*student].class == class;
    let students: Vec<StudentId> = school.plan.section(from).seats.iter().copied().filter(of_class).collect();
    for student in students {
        if !school.seats_free(to) {
            break;
        }
        school.place(student, to, rng);
    }
    true
}
