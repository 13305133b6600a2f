//! Move `replace`: a section closes and another opens in its place: the same room or the same lead, often the same
//! time.

use super::School;
use crate::problem::{Id, PatternId};
use crate::search::{Rng, once_in, pick};

/// Tries the move.
pub(super) fn replace(school: &mut School, rng: &mut Rng) -> bool {
    let Some(section) = school.random_section(rng) else { return false };
    let row = school.plan.section(section);
    let (periods, room) = (school.problem.patterns[row.pattern].clashes, row.room);
    let Some((course, mut pattern)) = school.random_pattern(rng) else { return false };
    let course_row = &school.problem.courses[course];
    if !school.problem.patterns[pattern].periods.meets(periods) {
        let meets = |&pattern: &PatternId| school.problem.patterns[pattern].periods.meets(periods);
        let meeting: Vec<PatternId> = course_row.patterns.iter().filter(meets).collect();
        if meeting.is_empty() {
            return false;
        }
        pattern = meeting[pick(rng, meeting.len())];
    }
    let keep_room = room.filter(|room| course_row.room_fits[room.ix()] && !once_in(rng, 3));
    let students = school.shut(section);
    let keep_room = keep_room.filter(|&room| school.room_is_free(room, pattern));
    if !school.open_on(course, pattern, keep_room, rng) {
        return false;
    }
    school.recover_all(students, rng);
    school.refill(rng);
    true
}
