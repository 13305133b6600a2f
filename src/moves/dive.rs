//! The dive: clubs open where the prices of the bound lean to, the surest first, and the prices follow. Where the lead or
//! the room is taken, a section that is leant to on another pattern as well gives way.
//! After diving in branch-and-price (Sadykov, Vanderbeck, Pessoa, Tahiri and Uchoa, INFORMS Journal on Computing 31, 2019).

use super::School;
use crate::bound::{Dive, Leaning};
use crate::problem::{CourseKind, Id, PatternId, SectionId, StudentId};
use crate::search::Rng;
use std::collections::BTreeSet;

/// Steps of the prices between two looks at where they lean.
const STEPS: u32 = 40;
/// A section that is leant to by less is left to the wishes.
const LEAST: f64 = 0.2;
/// A section that is leant to by more opens at once.
const SURE: f64 = 0.9;
/// Of those leant to, at least one in so many opens before the next look.
const PART: usize = 6;
/// A child that leans to a seat by less is not asked first.
const LEANS: f64 = 0.2;
/// Ways in which one section gives way to another that are tried.
const WAYS: usize = 24;

impl School<'_> {
    /// Opens clubs where the prices lean to, the surest first, each for the children who lean to it most; then looks
    /// again where the rest leans to. At last the children take the seats that they lean to in what has opened.
    pub(super) fn dive(&mut self, dive: &mut Dive, rng: &mut Rng) {
        let before: BTreeSet<SectionId> = self.plan.open_sections().collect();
        let clubs = self.catalogue.by_kind[CourseKind::Club as usize].iter();
        let clubs: Vec<PatternId> = clubs.flat_map(|&course| self.problem.courses[course].patterns.iter()).collect();
        let mut failed = vec![false; self.problem.patterns.len()];
        loop {
            let leaning = dive.lean(STEPS);
            let wanted = clubs.iter().filter(|pattern| !failed[pattern.ix()]);
            let wanted = wanted.map(|&pattern| (self.left(&leaning, pattern), pattern));
            let mut order: Vec<(f64, PatternId)> = wanted.filter(|entry| entry.0 > LEAST).collect();
            if order.is_empty() {
                break;
            }
            order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let sure = order.iter().take_while(|entry| entry.0 > SURE).count();
            let mut children = self.leaning_to(&leaning);
            for &(_, pattern) in &order[..sure.max(order.len().div_ceil(PART))] {
                let first = std::mem::take(&mut children[pattern.ix()]);
                let course = self.problem.patterns[pattern].course;
                failed[pattern.ix()] = !self.soundly(|school| school.open_for(course, pattern, None, &first, rng))
                    && !self.others_give_way(pattern, &first, &leaning, &before, rng);
            }
            for &pattern in &clubs {
                dive.settle(pattern, self.plan.on_pattern(pattern).len(), failed[pattern.ix()]);
            }
        }
        for &pattern in &clubs {
            dive.settle(pattern, self.plan.on_pattern(pattern).len(), true);
        }
        let leaning = dive.lean(2 * STEPS);
        let opened: Vec<SectionId> = self.plan.open_sections().filter(|section| !before.contains(section)).collect();
        let mut places = vec![0; self.problem.patterns.len()];
        for &section in &opened {
            let row = self.plan.section(section);
            places[row.pattern.ix()] += self.problem.limit(row.course, row.room) as usize;
        }
        let seats = dive.seats(&places).unwrap_or_else(|| leaning_most(&leaning));
        self.seat_anew(&opened, &seats, rng);
    }

    /// How much of one more section of a pattern is leant to, 0…1.
    fn left(&self, leaning: &Leaning, pattern: PatternId) -> f64 {
        (leaning.sections[pattern.ix()] - self.plan.on_pattern(pattern).len() as f64).clamp(0.0, 1.0)
    }

    /// Opens a section after one of the dive that has its lead or its room has moved to another pattern: the one by which
    /// the plan comes nearest to what is leant to.
    fn others_give_way(
        &mut self,
        pattern: PatternId,
        first: &[StudentId],
        leaning: &Leaning,
        before: &BTreeSet<SectionId>,
        rng: &mut Rng,
    ) -> bool {
        let course = self.problem.patterns[pattern].course;
        let row = &self.problem.courses[course];
        let gained = self.left(leaning, pattern);
        let mut ways: Vec<(f64, SectionId, PatternId)> = Vec::new();
        for section in self.plan.open_sections().filter(|section| !before.contains(section)) {
            let that = self.plan.section(section);
            let in_the_way = that.lead.is_some_and(|lead| row.leads.contains(&lead))
                || that.room.is_some_and(|room| row.rooms.contains(&room));
            if !in_the_way || self.problem.courses[that.course].kind != CourseKind::Club {
                continue;
            }
            let here = self.plan.on_pattern(that.pattern).len() as f64;
            let lost = (leaning.sections[that.pattern.ix()] - here + 1.0).clamp(0.0, 1.0);
            let others = self.problem.courses[that.course].patterns.iter().filter(|&other| other != that.pattern);
            ways.extend(others.map(|other| (gained + self.left(leaning, other) - lost, section, other)));
        }
        ways.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        ways.truncate(WAYS);
        ways.into_iter().any(|(_, section, other)| {
            self.soundly(|school| {
                school.shift_to(section, other, rng) && school.open_for(course, pattern, None, first, rng)
            })
        })
    }

    /// By pattern: the children who lean to it, most first.
    fn leaning_to(&self, leaning: &Leaning) -> Vec<Vec<StudentId>> {
        let mut children = vec![Vec::new(); self.problem.patterns.len()];
        for (student, pattern) in leaning_most(leaning) {
            children[pattern.ix()].push(student);
        }
        children
    }

    /// Empties sections and fills them again: first with the children of these seats, in this order, who gain, then with
    /// whoever gains. A section left with too few closes.
    fn seat_anew(&mut self, sections: &[SectionId], seats: &[(StudentId, PatternId)], rng: &mut Rng) {
        for &section in sections {
            for student in self.plan.section(section).seats.clone() {
                self.plan.unseat(self.problem, student, section);
            }
        }
        for &(student, pattern) in seats {
            let course = self.problem.patterns[pattern].course;
            if self.gain_of_club(student, course, pattern).is_none_or(|gain| gain <= 0) {
                continue;
            }
            let free = |section: &SectionId| sections.contains(section) && self.seats_free(*section);
            if let Some(section) = self.plan.on_pattern(pattern).iter().copied().find(free) {
                self.place(student, section, rng);
            }
        }
        for &section in sections {
            if self.plan.is_open(section) {
                self.recruit(section, rng);
            }
        }
        for &section in sections {
            if self.plan.is_open(section) {
                let settled = self.soundly(|school| school.settle(section, rng));
                if !settled {
                    let students = self.shut(section);
                    self.recover_all(students, rng);
                }
            }
        }
    }
}

/// The seats that children lean to, most first.
fn leaning_most(leaning: &Leaning) -> Vec<(StudentId, PatternId)> {
    let mut order: Vec<(f64, usize)> =
        leaning.held.iter().enumerate().map(|(at, &part)| (part, at)).filter(|entry| entry.0 > LEANS).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.into_iter().map(|(_, at)| leaning.choices[at]).collect()
}
