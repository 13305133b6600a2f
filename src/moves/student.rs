//! Seats of one student: giving one, filling a gap, going home from one.

use super::School;
use crate::problem::{CourseId, CourseKind, PeriodSet, SectionId, StudentId};
use crate::search::{Rng, pick};

impl School<'_> {
    /// Seats free in a section.
    pub(super) fn seats_free(&self, section: SectionId) -> bool {
        let row = self.plan.section(section);
        row.size() < self.problem.limit(row.course, row.room)
    }

    /// Periods in which the student sits.
    fn seated(&self, student: StudentId) -> PeriodSet {
        self.plan.held(student).iter().fold(PeriodSet::EMPTY, |set, &section| {
            set.or(self.problem.patterns[self.plan.section(section).pattern].periods)
        })
    }

    /// Takes the student out of a section; one that is then empty closes.
    pub(super) fn leave(&mut self, student: StudentId, section: SectionId) {
        self.work += 1;
        self.plan.unseat(self.problem, student, section);
        let row = self.plan.section(section);
        if self.problem.courses[row.course].kind == CourseKind::Club && !self.vacated.contains(&section) {
            self.vacated.push(section);
        }
        if row.seats.is_empty() && row.pins.is_empty() && self.problem.courses[row.course].min_size > 0 {
            self.plan.close(self.problem, section);
        }
    }

    /// Seats the student, who gives up whatever clashes or exceeds the course's number a student, and fills the gaps
    /// that leaves. Returns false, with the plan half changed, when the section is full or not for the student.
    pub(super) fn place(&mut self, student: StudentId, section: SectionId, rng: &mut Rng) -> bool {
        let row = self.plan.section(section);
        let (course, pattern) = (row.course, &self.problem.patterns[row.pattern]);
        if !self.seats_free(section)
            || !self.problem.students[student].attends.covers(pattern.periods)
            || self.plan.held(student).contains(&section)
            || self.problem.students[student].pinned_off.contains(&course)
        {
            return false;
        }
        let most = self.problem.courses[course].max_per_student;
        let mut at = 0;
        let mut same_course = 0;
        let mut reopened = false;
        while let Some(&held) = self.plan.held(student).get(at) {
            let that = self.plan.section(held);
            let clashes = pattern.clashes_with(&self.problem.patterns[that.pattern]);
            let beyond = that.course == course && {
                same_course += 1;
                same_course >= most
            };
            if clashes || beyond {
                reopened |=
                    beyond || self.problem.patterns[that.pattern].periods.minus(pattern.periods) != PeriodSet::EMPTY;
                self.leave(student, held);
                at = 0;
                same_course = 0;
            } else {
                at += 1;
            }
        }
        self.work += 1;
        self.plan.seat(self.problem, student, section);
        if reopened {
            self.fill(student, rng);
        }
        true
    }

    /// Seats the student in the most appealing free section of each attended period without a seat.
    pub(super) fn fill(&mut self, student: StudentId, rng: &mut Rng) {
        let mut gaps = self.problem.students[student].attends.minus(self.seated(student));
        while let Some(period) = gaps.iter().next() {
            gaps = gaps.minus(PeriodSet::of(period));
            let grade = self.problem.grade_of(student);
            let mut best: Option<(i64, SectionId)> = None;
            for &pattern in self.catalogue.general(grade, period) {
                let periods = self.problem.patterns[pattern].periods;
                if !gaps.or(PeriodSet::of(period)).covers(periods) {
                    continue;
                }
                for &section in self.plan.on_pattern(pattern) {
                    if self.seats_free(section) && self.may_add(student, section) {
                        let appeal = self.appeal(student, section) * 8 + pick(rng, 12) as i64;
                        if best.is_none_or(|(most, _)| appeal > most) {
                            best = Some((appeal, section));
                        }
                    }
                }
            }
            if let Some((_, section)) = best {
                gaps = gaps.minus(self.problem.patterns[self.plan.section(section).pattern].periods);
                self.work += 1;
                self.plan.seat(self.problem, student, section);
            }
        }
    }

    pub(super) fn may_add(&self, student: StudentId, section: SectionId) -> bool {
        let course = self.plan.section(section).course;
        let most = self.problem.courses[course].max_per_student;
        self.seats_in(student, course) < most && !self.problem.students[student].pinned_off.contains(&course)
    }

    /// Sections of a course that the student sits in.
    pub(super) fn seats_in(&self, student: StudentId, course: CourseId) -> u32 {
        let of_course = |section: &&SectionId| self.plan.section(**section).course == course;
        self.plan.held(student).iter().filter(of_course).count() as u32
    }

    /// How much a free seat of an open or care section is worth to the student, in units of energy.
    fn appeal(&self, student: StudentId, section: SectionId) -> i64 {
        let row = self.plan.section(section);
        let course = &self.problem.courses[row.course];
        let pattern = &self.problem.patterns[row.pattern];
        let who = &self.problem.students[student];
        let mut appeal = 0;
        if course.special {
            appeal += self.prices.shortfall * self.special_short(student).min(pattern.share_minutes);
        }
        if let Some(category) = course.category {
            appeal += self.prices.shortfall * self.category_short(student, category).min(pattern.minutes);
        }
        if course.kind == CourseKind::Care {
            appeal -=
                if row.care_classes.iter().any(|entry| entry.0 == who.class) { 0 } else { self.prices.care_split };
            appeal -= self.prices.away_from_home * i64::from(self.problem.classes[who.class].home != row.room);
        } else {
            let limit = self.problem.limit(row.course, row.room);
            appeal += if i64::from(row.size()) * 3 < i64::from(limit) * 2 { self.prices.small_section } else { 0 };
            appeal += if row.size() < course.min_size { 2 * self.prices.small_section } else { 0 };
        }
        appeal
    }

    /// Special minutes the student is short of.
    pub(super) fn special_short(&self, student: StudentId) -> i64 {
        (self.problem.students[student].special_owed - self.plan.special_minutes(self.problem, student)).max(0)
    }

    /// Minutes of a category that the student is short of.
    pub(super) fn category_short(&self, student: StudentId, category: u32) -> i64 {
        let held = self.plan.held(student).iter().map(|&section| self.plan.section(section));
        let counts = held.filter(|row| self.problem.courses[row.course].category == Some(category));
        let given: i64 = counts.map(|row| self.problem.patterns[row.pattern].minutes).sum();
        let owed = self.problem.students[student].category_owed.iter().filter(|entry| entry.0 == category);
        owed.map(|entry| entry.1 - given).max().unwrap_or(0).max(0)
    }

    /// Whether the student is owed a seat, special minutes or minutes of a category.
    pub(super) fn owes(&self, student: StudentId) -> bool {
        let who = &self.problem.students[student];
        (who.owed_coverage && !self.seated(student).covers(who.attends))
            || self.special_short(student) > 0
            || who.category_owed.iter().any(|entry| self.category_short(student, entry.0) > 0)
    }

    /// What the student's wishes fall short of their best, top three included.
    pub(super) fn wish_loss(&self, student: StudentId, with: Option<CourseId>, without: &[SectionId]) -> i64 {
        let who = &self.problem.students[student];
        let holds = |course| {
            with == Some(course)
                || self
                    .plan
                    .held(student)
                    .iter()
                    .any(|section| self.plan.section(*section).course == course && !without.contains(section))
        };
        let mut value = 0;
        let mut top = false;
        for (rank, (&course, worth)) in who.wishes.iter().zip(&who.wish_values).enumerate() {
            if holds(course) {
                value += worth;
                top |= rank < 3;
            }
        }
        let none = i64::from(!top && who.want > 0 && !who.wishes.is_empty());
        self.prices.wish * (who.wish_best - value).max(0) + self.prices.none_of_top * none
    }

    /// After a seat was lost: the best wish with a free seat that costs no other club, then any seat for the gaps.
    pub(super) fn recover(&mut self, student: StudentId, rng: &mut Rng) {
        for rank in 0..self.catalogue.clubs_of[student].len() {
            let course = self.catalogue.clubs_of[student][rank];
            if self.plan.holds(student, course)
                || self.wish_loss(student, Some(course), &[]) >= self.wish_loss(student, None, &[])
            {
                continue;
            }
            if let Some(section) = self.free_section_of(student, course) {
                self.place(student, section, rng);
            }
        }
        self.fill(student, rng);
    }

    /// A section of the course with a free seat that the student can attend without giving up a club.
    fn free_section_of(&self, student: StudentId, course: CourseId) -> Option<SectionId> {
        let attends = self.problem.students[student].attends;
        self.problem.courses[course]
            .patterns
            .iter()
            .filter(|&pattern| attends.covers(self.problem.patterns[pattern].periods))
            .flat_map(|pattern| self.plan.on_pattern(pattern).iter().copied())
            .filter(|&section| self.seats_free(section))
            .find(|&section| {
                let pattern = &self.problem.patterns[self.plan.section(section).pattern];
                !self.plan.held(student).iter().any(|&held| {
                    let held = self.plan.section(held);
                    self.problem.courses[held.course].kind == CourseKind::Club
                        && pattern.clashes_with(&self.problem.patterns[held.pattern])
                })
            })
    }
}
