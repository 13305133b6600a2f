//! Move `put_back`: a published section that is gone, meets at another time or has lost children is as it was again, for
//! whatever that costs. A kick of the night's leaps, and no move of the search.

use super::School;
use crate::problem::{CourseId, PatternId, StudentId};
use crate::search::{Rng, pick};

/// Tries the move.
pub(super) fn put_back(school: &mut School, rng: &mut Rng) -> bool {
    let strays = school.strays();
    if strays.is_empty() {
        return false;
    }
    let (published, course, pattern) = strays[pick(rng, strays.len())];
    let holders = school.problem.published.as_ref().map_or(&[][..], |plan| &plan.sections[published].seats);
    let open = match school.plan.kept(published) {
        Some(section) if school.plan.section(section).pattern == pattern => true,
        Some(section) => school.shift_to(section, pattern, rng),
        None => school.open_for(course, pattern, None, holders, rng),
    };
    let Some(section) = school.plan.kept(published).filter(|_| open) else { return false };
    for &student in holders.iter().filter(|&&student| school.problem.may_hold(student, course)) {
        if !school.plan.is_open(section) {
            return false;
        }
        school.place(student, section, rng);
    }
    school.refill(rng);
    true
}

impl School<'_> {
    /// Published sections that are not as they were, with course and pattern as far as these still exist.
    fn strays(&self) -> Vec<(usize, CourseId, PatternId)> {
        let Some(published) = &self.problem.published else { return Vec::new() };
        let stray = published.sections.iter().enumerate().filter_map(|(ix, row)| {
            let (course, periods) = (row.course?, row.pattern?);
            let pattern = self.problem.pattern_of(course, periods)?;
            let missing = |&student: &StudentId| {
                published.kept_seats[student].contains(&(course, periods))
                    && !self.plan.held(student).iter().any(|&held| self.plan.section(held).published == Some(ix))
            };
            let as_it_was = self.plan.kept(ix).is_some_and(|section| self.plan.section(section).pattern == pattern)
                && !row.seats.iter().any(missing);
            (!as_it_was).then_some((ix, course, pattern))
        });
        stray.collect()
    }
}
