//! Move `room`: a section moves to another room, or two sections of clashing periods exchange theirs.

use super::School;
use crate::problem::Id;
use crate::search::{Rng, once_in, pick};

/// Tries the move.
pub(super) fn room(school: &mut School, rng: &mut Rng) -> bool {
    let Some(section) = school.random_section(rng) else { return false };
    let row = school.plan.section(section);
    let (pattern, old) = (row.pattern, row.room);
    let rooms = &school.problem.courses[row.course].rooms;
    if !school.problem.courses[row.course].needs_room || rooms.is_empty() {
        return false;
    }
    let room = rooms[pick(rng, rooms.len())];
    if Some(room) == old {
        return false;
    }
    school.work += 2;
    if school.room_is_free(room, pattern) {
        school.plan.set_room(school.problem, section, Some(room));
        return school.assist_fully(section, rng);
    }
    if once_in(rng, 3) {
        return false;
    }
    let periods = school.problem.patterns[pattern].periods;
    let other = periods.iter().next().and_then(|period| {
        let meets = |&other: &_| {
            let that = school.plan.section(other);
            that.room == Some(room) && school.problem.patterns[that.pattern].periods.has(period)
        };
        school.plan.open_sections().find(meets)
    });
    let (Some(other), Some(old)) = (other, old) else { return false };
    if !school.problem.courses[school.plan.section(other).course].room_fits[old.ix()] {
        return false;
    }
    school.plan.set_room(school.problem, section, Some(room));
    school.plan.set_room(school.problem, other, Some(old));
    school.assist_fully(section, rng) && school.assist_fully(other, rng)
}
