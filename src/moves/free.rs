//! Free rooms and people, and what they would cost.

use super::School;
use crate::problem::{CourseId, PatternId, RoomId, TeacherId};
use crate::search::{Rng, pick};

impl School<'_> {
    /// Whether a room that fits the course can hold one more section of the pattern.
    pub(super) fn room_is_free(&self, room: RoomId, pattern: PatternId) -> bool {
        let (row, pattern) = (&self.problem.rooms[room], &self.problem.patterns[pattern]);
        !row.closed.meets(pattern.periods)
            && pattern.moments.iter().all(|moment| self.plan.in_session(room, moment) < row.parallel)
            && row.offsite.is_none_or(|offsite| {
                let needed = 2 * u64::from(offsite.travel) + u64::from(self.problem.courses[pattern.course].min_stay);
                u64::from(pattern.shortest_block) >= needed
            })
    }

    /// Whether a cleared person can serve in one more section of the pattern.
    pub(super) fn person_is_free(&self, person: TeacherId, pattern: PatternId) -> bool {
        let (row, pattern) = (&self.problem.teachers[person], &self.problem.patterns[pattern]);
        !row.unavailable.meets(pattern.periods)
            && !self.plan.busy(person).meets(pattern.clashes)
            && self.plan.minutes(person) + pattern.minutes <= i64::from(row.max_minutes)
            && pattern.days.iter().all(|&(day, _, minutes)| {
                self.plan.day_minutes(person, day) + minutes <= i64::from(row.max_minutes_day)
            })
    }

    /// About what one more section of the pattern would cost with this person.
    fn price(&self, person: TeacherId, pattern: PatternId) -> i64 {
        let (row, pattern) = (&self.problem.teachers[person], &self.problem.patterns[pattern]);
        let over = row.target.map_or(0, |target| {
            let (target, load) = (i64::from(target), self.plan.minutes(person) + pattern.minutes);
            (load - target).clamp(0, pattern.minutes) + 2 * (load - target * 5 / 4).clamp(0, pattern.minutes)
        });
        let busy = self.plan.busy(person);
        let days = pattern.days.iter().filter(|&&(day, ..)| !busy.meets(self.problem.calendar.days[day].periods));
        let avoided = self.problem.calendar.minutes(row.avoid.and(pattern.periods));
        let prices = &self.prices;
        prices.load * over
            + prices.staff_days * days.count() as i64
            + prices.avoid * avoided
            + prices.money * (pattern.minutes * i64::from(row.pay) / 60_000)
    }

    /// A lead for one more section: mostly the cheapest of those free, now and then another.
    pub(super) fn find_lead(&self, course: CourseId, pattern: PatternId, rng: &mut Rng) -> Option<TeacherId> {
        let leads = &self.problem.courses[course].leads;
        self.cheapest(leads, pattern, rng, |person| !self.problem.teachers[person].pinned_off.contains(&course))
    }

    /// An assistant for one more section, none of `taken`.
    pub(super) fn find_assistant(&self, pattern: PatternId, taken: &[TeacherId], rng: &mut Rng) -> Option<TeacherId> {
        self.cheapest(&self.catalogue.staff, pattern, rng, |person| !taken.contains(&person))
    }

    fn cheapest(
        &self,
        people: &[TeacherId],
        pattern: PatternId,
        rng: &mut Rng,
        fits: impl Fn(TeacherId) -> bool,
    ) -> Option<TeacherId> {
        let free = people.iter().copied().filter(|&person| fits(person) && self.person_is_free(person, pattern));
        free.map(|person| (self.price(person, pattern) + pick(rng, 24) as i64, person)).min().map(|(_, person)| person)
    }

    /// A free room that fits: the smallest that holds the course's greatest section, or else the largest; now and
    /// then any.
    pub(super) fn find_room(&self, course: CourseId, pattern: PatternId, rng: &mut Rng) -> Option<RoomId> {
        let free = self.problem.courses[course].rooms.iter().copied();
        let free = free.filter(|&room| self.room_is_free(room, pattern));
        free.map(|room| {
            let row = &self.problem.rooms[room];
            let cost = self.problem.patterns[pattern].minutes * i64::from(row.cost) / 60_000;
            let limit = i64::from(self.problem.limit(course, Some(room)).min(1000));
            (self.prices.money * cost - limit * 2 + i64::from(row.capacity.min(1000)) / 4 + pick(rng, 12) as i64, room)
        })
        .min()
        .map(|(_, room)| room)
    }
}
