//! Freeing a lead or a room that is taken: whoever holds it in the way goes over to another, if one is free. Skilled
//! people and special rooms are scarce; what they are busy with often could be done by, or in, any other.

use super::School;
use crate::plan::Plan;
use crate::problem::{CourseId, PatternId, PeriodSet, RoomId, SectionId, TeacherId};
use crate::search::{Rng, pick};

/// Candidates looked at before giving up.
const TRIES: usize = 6;
/// Most sections that give way to one.
const MOST: usize = 2;

impl School<'_> {
    /// A lead for one more section: a free one, or one whom others relieve of what is in the way.
    pub(super) fn obtain_lead(&mut self, course: CourseId, pattern: PatternId, rng: &mut Rng) -> Option<TeacherId> {
        if let Some(lead) = self.find_lead(course, pattern, rng) {
            return Some(lead);
        }
        let leads = &self.problem.courses[course].leads;
        let first = pick(rng, leads.len().max(1));
        (0..leads.len().min(TRIES)).map(|ix| leads[(first + ix) % leads.len()]).find(|&lead| {
            let row = &self.problem.teachers[lead];
            !row.pinned_off.contains(&course)
                && !row.unavailable.meets(self.problem.patterns[pattern].periods)
                && self.soundly(|school| school.relieve_lead(lead, pattern, rng))
        })
    }

    /// Others take over what keeps a person from one more section of the pattern.
    fn relieve_lead(&mut self, person: TeacherId, pattern: PatternId, rng: &mut Rng) -> bool {
        let row = &self.problem.patterns[pattern];
        for _ in 0..=MOST {
            if self.person_is_free(person, pattern) {
                return true;
            }
            // What clashes first; then, for want of minutes, something of the same days, then anything.
            let days =
                row.days.iter().fold(PeriodSet::EMPTY, |set, day| set.or(self.problem.calendar.days[day.0].periods));
            let held = self.plan.sections_of(person);
            let of = |section: &SectionId| self.problem.patterns[self.plan.section(*section).pattern].periods;
            let busy = self.plan.busy(person);
            let wanted = [row.clashes, days, busy].into_iter().find(|set| set.meets(busy));
            let Some(wanted) = wanted else { return false };
            let count = held.iter().filter(|section| of(section).meets(wanted)).count();
            if count == 0 {
                return false;
            }
            let at = pick(rng, count);
            let Some(section) = held.iter().copied().filter(|section| of(section).meets(wanted)).nth(at) else {
                return false;
            };
            if !self.replace_person(section, person, rng) {
                return false;
            }
        }
        false
    }

    /// Someone else takes a person's part in a section.
    fn replace_person(&mut self, section: SectionId, person: TeacherId, rng: &mut Rng) -> bool {
        let row = self.plan.section(section);
        let (course, pattern) = (row.course, row.pattern);
        self.work += 2;
        if row.lead == Some(person) {
            let Some(other) = self.find_lead(course, pattern, rng) else { return false };
            if self.plan.section(section).assistants.contains(&other) {
                return false;
            }
            self.plan.set_lead(self.problem, section, Some(other));
        } else {
            self.plan.relieve(self.problem, section, person);
        }
        self.assist_fully(section, rng)
    }

    /// A room for one more section: a free one, or one that another section gives up.
    pub(super) fn obtain_room(&mut self, course: CourseId, pattern: PatternId, rng: &mut Rng) -> Option<RoomId> {
        if let Some(room) = self.find_room(course, pattern, rng) {
            return Some(room);
        }
        let rooms = &self.problem.courses[course].rooms;
        let first = pick(rng, rooms.len().max(1));
        (0..rooms.len().min(TRIES)).map(|ix| rooms[(first + ix) % rooms.len()]).find(|&room| {
            !self.problem.rooms[room].closed.meets(self.problem.patterns[pattern].periods)
                && self.soundly(|school| school.vacate(room, pattern, rng))
        })
    }

    /// Sections in the way in a room move to others.
    fn vacate(&mut self, room: RoomId, pattern: PatternId, rng: &mut Rng) -> bool {
        let row = &self.problem.patterns[pattern];
        for _ in 0..=MOST {
            if self.room_is_free(room, pattern) {
                return true;
            }
            let full = row
                .moments
                .iter()
                .find(|&moment| self.plan.in_session(room, moment) >= self.problem.rooms[room].parallel);
            let Some(moment) = full else { return false };
            let here = |plan: &Plan, section: SectionId| {
                let that = plan.section(section);
                that.room == Some(room) && self.problem.patterns[that.pattern].moments.has(moment)
            };
            let Some(section) = self.plan.open_sections().find(|&section| here(&self.plan, section)) else {
                return false;
            };
            let that = self.plan.section(section);
            let (course, pattern, size) = (that.course, that.pattern, that.size());
            let Some(other) = self.find_room(course, pattern, rng) else { return false };
            if self.problem.limit(course, Some(other)) < size {
                return false;
            }
            self.work += 2;
            self.plan.set_room(self.problem, section, Some(other));
            if !self.assist_fully(section, rng) {
                return false;
            }
        }
        false
    }
}
