//! Move `shift`: a section moves to another pattern of its course with whoever can come along.

use super::School;
use crate::search::{Rng, pick};

/// Tries the move.
pub(super) fn shift(school: &mut School, rng: &mut Rng) -> bool {
    let Some(section) = school.random_section(rng) else { return false };
    let row = school.plan.section(section);
    let patterns = &school.problem.courses[row.course].patterns;
    let target = crate::problem::PatternId(patterns.0.start + pick(rng, patterns.len()) as u32);
    if target == row.pattern {
        return false;
    }
    let (course, room, lead) = (row.course, row.room, row.lead);
    let students = row.seats.clone();
    school.work += 4 + students.len() as u64;
    for &student in &students {
        school.plan.unseat(school.problem, student, section);
    }
    for person in school.plan.section(section).assistants.clone() {
        school.plan.relieve(school.problem, section, person);
    }
    school.plan.set_lead(school.problem, section, None);
    school.plan.set_room(school.problem, section, None);
    school.plan.set_pattern(school.problem, section, target);
    if school.problem.courses[course].needs_room {
        let same = room.filter(|&room| school.room_is_free(room, target));
        let Some(room) = same.or_else(|| school.obtain_room(course, target, rng)) else { return false };
        school.plan.set_room(school.problem, section, Some(room));
    }
    let same = lead.filter(|&lead| school.person_is_free(lead, target));
    let Some(lead) = same.or_else(|| school.obtain_lead(course, target, rng)) else { return false };
    school.plan.set_lead(school.problem, section, Some(lead));
    let kind = school.problem.courses[course].kind;
    if !kind.has_seats() {
        return school.assist_fully(section, rng);
    }
    for &student in &students {
        if school.problem.students[student].attends.covers(school.problem.patterns[target].periods) {
            school.place(student, section, rng);
        }
    }
    school.recruit(section, rng);
    for student in students {
        school.recover(student, rng);
    }
    school.refill(rng);
    school.settle(section, rng)
}
