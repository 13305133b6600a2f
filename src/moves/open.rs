//! Move `open`: a new section with whoever gains by it.

use super::School;
use crate::plan::{Plan, Section};
use crate::problem::{CourseId, CourseKind, PatternId, PeriodSet, Pin, RoomId, SectionId, StudentId};
use crate::search::{Rng, pick};
use std::cmp::Reverse;

/// Students who may be seated at a loss, so that a section has enough.
const PRESSED: u32 = 2;

/// Tries the move.
pub(super) fn open(school: &mut School, rng: &mut Rng) -> bool {
    let Some((course, pattern)) = school.random_pattern(rng) else { return false };
    let opened = school.open_on(course, pattern, None, rng);
    school.refill(rng);
    opened
}

impl School<'_> {
    /// A random pattern of a random course, clubs half of the time.
    pub(super) fn random_pattern(&self, rng: &mut Rng) -> Option<(CourseId, PatternId)> {
        let kind = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3][pick(rng, 10)];
        let courses = &self.catalogue.by_kind[kind];
        if courses.is_empty() {
            return None;
        }
        let course = courses[pick(rng, courses.len())];
        let patterns = &self.problem.courses[course].patterns;
        Some((course, PatternId(patterns.0.start + pick(rng, patterns.len()) as u32)))
    }

    /// Opens a section with a free room (that one, if one is named), lead and assistants, and the students who gain.
    pub(super) fn open_on(
        &mut self,
        course: CourseId,
        pattern: PatternId,
        room: Option<RoomId>,
        rng: &mut Rng,
    ) -> bool {
        self.open_for(course, pattern, room, &[], rng)
    }

    /// The same, with these students first, as far as they gain.
    pub(super) fn open_for(
        &mut self,
        course: CourseId,
        pattern: PatternId,
        room: Option<RoomId>,
        first: &[StudentId],
        rng: &mut Rng,
    ) -> bool {
        let Some(section) = self.found(course, pattern, room, rng) else { return false };
        let row = &self.problem.courses[course];
        if row.kind == CourseKind::Post {
            return self.assist_fully(section, rng);
        }
        for &student in first {
            if self.gain_of_club(student, course, pattern).is_some_and(|gain| gain > 0) {
                self.place(student, section, rng);
            }
        }
        if first.is_empty() || self.plan.section(section).size() < row.min_size {
            self.recruit(section, rng);
        }
        self.settle(section, rng)
    }

    /// Opens a section with a free room (that one, if one is named) and a lead, and no one in it yet.
    pub(super) fn found(
        &mut self,
        course: CourseId,
        pattern: PatternId,
        room: Option<RoomId>,
        rng: &mut Rng,
    ) -> Option<SectionId> {
        let row = &self.problem.courses[course];
        let full = |period| self.plan.parallel(course, period) >= row.max_parallel;
        if self.plan.sections_open(course) >= row.max_sections
            || self.problem.patterns[pattern].iter().any(full)
            || (row.kind == CourseKind::Post && self.plan.on_pattern(pattern).len() >= row.fill as usize)
        {
            return None;
        }
        let room = match room {
            _ if !row.needs_room => None,
            Some(room) => Some(room),
            None => Some(self.obtain_room(course, pattern, rng)?),
        };
        let lead = self.obtain_lead(course, pattern, rng)?;
        self.work += 2;
        let section = Section { lead: Some(lead), ..Section::new(course, pattern, room) };
        Some(self.plan.open(self.problem, self.with_free_name(section)))
    }

    /// The last look at a section that changed: enough students and enough assistants.
    pub(super) fn settle(&mut self, section: SectionId, rng: &mut Rng) -> bool {
        let row = self.plan.section(section);
        row.size() >= self.problem.courses[row.course].min_size && self.assist_fully(section, rng)
    }

    /// The section with an id that a pin names or the published plan had, if one of the course is not in use: one of
    /// the same pattern first.
    fn with_free_name(&self, section: Section) -> Section {
        let pinned = self.problem.pins.iter().enumerate().find_map(|(pin, row)| match row {
            Pin::Section(named) if self.plan.pinned(pin).is_none() && named.course == Some(section.course) => {
                Some(&named.name)
            }
            _ => None,
        });
        let periods = self.problem.patterns[section.pattern].periods;
        let gone = self.problem.published.iter().flat_map(|plan| plan.sections.iter().enumerate());
        let gone = gone.filter(|&(ix, row)| row.course == Some(section.course) && self.plan.kept(ix).is_none());
        let published = gone.min_by_key(|&(ix, row)| {
            (row.pattern != Some(periods), row.room != Some(section.room), row.lead != Some(section.lead), ix)
        });
        match pinned.or(published.map(|(_, row)| &row.name)) {
            Some(name) if !self.name_in_use(name) => Plan::named(self.problem, name, section),
            _ => section,
        }
    }

    fn name_in_use(&self, name: &str) -> bool {
        self.plan.open_sections().any(|section| self.plan.section(section).name.as_deref() == Some(name))
    }

    /// Seats students in a section in the order of what they gain, while seats are free, and then, if they are too few,
    /// students who lose nothing by it; a few at a loss where no more are missing.
    pub(super) fn recruit(&mut self, section: SectionId, rng: &mut Rng) {
        let row = self.plan.section(section);
        let (course, pattern) = (row.course, row.pattern);
        let limit = self.problem.limit(course, row.room);
        let min_size = self.problem.courses[course].min_size;
        let mut gainers: Vec<(i64, u32, StudentId)> = Vec::new();
        if self.problem.courses[course].kind == CourseKind::Club {
            for &(student, _) in &self.catalogue.wishers[course] {
                if let Some(gain) = self.gain_of_club(student, course, pattern) {
                    gainers.push((gain, pick(rng, 1 << 16) as u32, student));
                }
            }
        } else {
            let enough = 2 * limit.min(1000) as usize + 8;
            for (grade, _) in self.problem.courses[course].for_grade.iter().enumerate().filter(|(_, fits)| **fits) {
                let students = &self.catalogue.of_grade.rows()[grade];
                let (before, after) = students.split_at(pick(rng, students.len().max(1)).min(students.len()));
                let mut found = 0;
                for &student in after.iter().chain(before) {
                    if let Some(gain) = self.gain_of_general(student, section) {
                        gainers.push((gain, pick(rng, 1 << 16) as u32, student));
                        found += usize::from(gain > 0);
                    }
                    if found >= enough {
                        break;
                    }
                }
            }
        }
        self.work += gainers.len() as u64 / 8;
        gainers.sort_unstable_by_key(|&(gain, ticket, student)| (Reverse(gain), ticket, student));
        for (gain, _, student) in gainers {
            let size = self.plan.section(section).size();
            let enough = size >= min_size || (gain < 0 && size + PRESSED < min_size);
            if size >= limit || (gain <= 0 && enough) {
                break;
            }
            self.place(student, section, rng);
        }
    }

    /// Seats that the move left free in clubs go to whoever gains by them.
    pub(super) fn refill(&mut self, rng: &mut Rng) {
        for section in std::mem::take(&mut self.vacated) {
            if self.plan.is_open(section) && self.seats_free(section) {
                self.recruit(section, rng);
            }
        }
    }

    /// About what a student gains by a club on a pattern; none when it cannot be.
    pub(super) fn gain_of_club(&self, student: StudentId, course: CourseId, pattern: PatternId) -> Option<i64> {
        let pattern = &self.problem.patterns[pattern];
        if !self.problem.students[student].attends.covers(pattern.periods) || self.plan.holds(student, course) {
            return None;
        }
        let mut lost = [SectionId(u32::MAX); 4];
        let mut count = 0;
        let mut special = if self.problem.courses[course].special { pattern.share_minutes } else { 0 };
        let mut uncovered = pattern.periods;
        for &held in self.plan.held(student) {
            let row = self.plan.section(held);
            let that = &self.problem.patterns[row.pattern];
            if pattern.clashes_with(that) {
                let of = &self.problem.courses[row.course];
                special -= if of.special { that.share_minutes } else { 0 };
                uncovered = uncovered.minus(that.periods);
                if of.kind == CourseKind::Club && count < lost.len() {
                    lost[count] = held;
                    count += 1;
                }
            }
        }
        let wish = self.wish_loss(student, None, &[]) - self.wish_loss(student, Some(course), &lost[..count]);
        let short = self.special_short(student);
        let share = self.prices.shortfall * if special > 0 { special.min(short) } else { special.min(0) / 2 };
        Some(wish + share + self.worth_of_cover(student, uncovered))
    }

    /// What seats in periods without one are worth to a student.
    fn worth_of_cover(&self, student: StudentId, periods: PeriodSet) -> i64 {
        let owed = self.problem.students[student].owed_coverage;
        if owed { 10 * self.prices.shortfall * self.problem.calendar.minutes(periods) } else { 0 }
    }

    /// About what a student gains by a seat of an open or care section; none when it cannot be, or only at a loss.
    fn gain_of_general(&self, student: StudentId, section: SectionId) -> Option<i64> {
        let row = self.plan.section(section);
        let pattern = &self.problem.patterns[row.pattern];
        let course = &self.problem.courses[row.course];
        let who = &self.problem.students[student];
        if !who.attends.covers(pattern.periods) {
            return None;
        }
        let mut uncovered = pattern.periods;
        let mut home =
            course.kind == CourseKind::Care && row.room.is_some() && self.problem.classes[who.class].home == row.room;
        for &held in self.plan.held(student) {
            let that_row = self.plan.section(held);
            let that = &self.problem.patterns[that_row.pattern];
            if pattern.clashes_with(that) {
                let of = &self.problem.courses[that_row.course];
                if of.kind == CourseKind::Club || (of.kind == CourseKind::Open && course.kind == CourseKind::Open) {
                    return None;
                }
                if of.special && !course.special {
                    return None;
                }
                uncovered = uncovered.minus(that.periods);
                home &= that_row.room != row.room;
            }
        }
        let mut gain = self.worth_of_cover(student, uncovered) + if home { self.prices.away_from_home } else { 0 };
        if course.special {
            gain += self.prices.shortfall * self.special_short(student).min(pattern.share_minutes);
        }
        for &(category, owed) in &who.category_owed {
            if course.category == Some(category) && !self.plan.holds(student, row.course) {
                gain += self.prices.shortfall * owed.min(pattern.minutes);
            }
        }
        Some(gain)
    }
}
