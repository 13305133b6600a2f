//! Move `open`: a new section with whoever gains by it.

use super::School;
use crate::plan::Section;
use crate::problem::{CourseId, CourseKind, PatternId, RoomId, SectionId, StudentId};
use crate::search::{Rng, pick};
use std::cmp::Reverse;

/// Tries the move.
pub(super) fn open(school: &mut School, rng: &mut Rng) -> bool {
    let Some((course, pattern)) = school.random_pattern(rng) else { return false };
    school.open_on(course, pattern, None, rng)
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
        let row = &self.problem.courses[course];
        if self.plan.sections_open(course) >= row.max_sections
            || self.problem.patterns[pattern]
                .iter()
                .any(|period| self.plan.parallel(course, period) >= row.max_parallel)
            || (row.kind == CourseKind::Post && self.plan.on_pattern(pattern).len() >= row.fill as usize)
        {
            return false;
        }
        let room = match room {
            _ if !row.needs_room => None,
            Some(room) => Some(room),
            None => match self.find_room(course, pattern, rng) {
                Some(room) => Some(room),
                None => return false,
            },
        };
        let Some(lead) = self.find_lead(course, pattern, rng) else { return false };
        self.work += 2;
        let mut section = Section::new(course, pattern, room);
        section.lead = Some(lead);
        let section = self.plan.open(self.problem, section);
        if row.kind == CourseKind::Post {
            return self.assist_fully(section, rng);
        }
        self.recruit(section, rng);
        self.settle(section, rng)
    }

    /// The last look at a section that changed: enough students and enough assistants.
    pub(super) fn settle(&mut self, section: SectionId, rng: &mut Rng) -> bool {
        let row = self.plan.section(section);
        row.size() >= self.problem.courses[row.course].min_size.max(1) && self.assist_fully(section, rng)
    }

    /// Seats students in a section in the order of what they gain, while seats are free.
    pub(super) fn recruit(&mut self, section: SectionId, rng: &mut Rng) {
        let row = self.plan.section(section);
        let (course, pattern) = (row.course, row.pattern);
        let limit = self.problem.limit(course, row.room);
        let kind = self.problem.courses[course].kind;
        let mut gainers: Vec<(i64, u32, StudentId)> = Vec::new();
        if kind == CourseKind::Club {
            for &(student, _) in &self.catalogue.wishers[course] {
                let gain = self.gain_of_club(student, course, pattern);
                if gain > 0 {
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
                    let gain = self.gain_of_general(student, section);
                    if gain > 0 {
                        found += 1;
                        gainers.push((gain, pick(rng, 1 << 16) as u32, student));
                    }
                    if found >= enough {
                        break;
                    }
                }
            }
        }
        self.work += gainers.len() as u64 / 4;
        gainers.sort_unstable_by_key(|&(gain, ticket, student)| (Reverse(gain), ticket, student));
        for (_, _, student) in gainers {
            if self.plan.section(section).size() >= limit {
                break;
            }
            self.place(student, section, rng);
        }
    }

    /// About what a student gains by a club on a pattern; 0 without.
    pub(super) fn gain_of_club(&self, student: StudentId, course: CourseId, pattern: PatternId) -> i64 {
        let pattern = &self.problem.patterns[pattern];
        if !self.problem.students[student].attends.covers(pattern.periods) || self.plan.holds(student, course) {
            return 0;
        }
        let mut lost = [SectionId(u32::MAX); 4];
        let mut count = 0;
        let mut special = if self.problem.courses[course].special { pattern.share_minutes } else { 0 };
        for &held in self.plan.held(student) {
            let row = self.plan.section(held);
            let that = &self.problem.patterns[row.pattern];
            if pattern.clashes_with(that) {
                let of = &self.problem.courses[row.course];
                special -= if of.special { that.share_minutes } else { 0 };
                if of.kind == CourseKind::Club && count < lost.len() {
                    lost[count] = held;
                    count += 1;
                }
            }
        }
        let wish = self.wish_loss(student, None, &[]) - self.wish_loss(student, Some(course), &lost[..count]);
        let short = self.special_short(student);
        wish + self.prices.shortfall * if special > 0 { special.min(short) } else { special.min(0) / 2 }
    }

    /// About what a student gains by a seat of an open or care section.
    fn gain_of_general(&self, student: StudentId, section: SectionId) -> i64 {
        let row = self.plan.section(section);
        let pattern = &self.problem.patterns[row.pattern];
        let course = &self.problem.courses[row.course];
        let who = &self.problem.students[student];
        if !who.attends.covers(pattern.periods) {
            return 0;
        }
        let mut uncovered = pattern.periods;
        let mut crowded = 0;
        for &held in self.plan.held(student) {
            let that_row = self.plan.section(held);
            let that = &self.problem.patterns[that_row.pattern];
            if pattern.clashes_with(that) {
                let of = &self.problem.courses[that_row.course];
                if of.kind == CourseKind::Club || (of.kind == CourseKind::Open && course.kind == CourseKind::Open) {
                    return 0;
                }
                if of.special && !course.special {
                    return 0;
                }
                uncovered = uncovered.minus(that.periods);
                if course.kind == CourseKind::Care {
                    let own = row.room.is_some() && self.problem.classes[who.class].home == row.room;
                    crowded += self.prices.away_from_home * i64::from(own && that_row.room != row.room);
                }
            }
        }
        let mut gain = 10 * self.prices.shortfall * self.problem.calendar.minutes(uncovered) + crowded;
        if course.special {
            gain += self.prices.shortfall * self.special_short(student).min(pattern.share_minutes);
        }
        for &(category, owed) in &who.category_owed {
            if course.category == Some(category) && !self.plan.holds(student, row.course) {
                gain += self.prices.shortfall * owed.min(pattern.minutes);
            }
        }
        gain
    }
}
