//! The best seats of one child while nobody else moves.

use crate::moves::Catalogue;
use crate::plan::Plan;
use crate::problem::{CourseId, CourseKind, PeriodSet, Problem, SectionId, StudentId};
use crate::score::Score;

/// Sets of clubs that are tried, those of the best wishes first.
const TRIES: usize = 24;
/// Sections that are tried for a gap.
const CHOICES: usize = 12;

/// Seats the child where the score is least, nobody else moving: the seats held may be given up for better ones, and
/// only when the better ones are free. Returns whether the score fell; if not, the seats are as before. The plan must
/// not be released. Cost: at most 24 sets of clubs, 12 sections a gap.
pub(super) fn best(problem: &Problem, catalogue: &Catalogue, plan: &mut Plan, student: StudentId) -> bool {
    let before = plan.score(problem);
    let held: Vec<SectionId> = plan.held(student).to_vec();
    let mark = plan.mark();
    held.iter().for_each(|&section| plan.unseat(problem, student, section));
    let mut search = Search { problem, catalogue, student, held: &held, best: None, left: TRIES };
    search.clubs(plan, 0);
    // What is held now, with its gaps filled, is a candidate of its own.
    let inner = plan.mark();
    for &section in &held {
        let periods = problem.patterns[plan.section(section).pattern].periods;
        if problem.students[student].attends.covers(periods) && problem.may_hold(student, plan.section(section).course)
        {
            plan.seat(problem, student, section);
        }
    }
    search.fill(plan);
    search.note(plan);
    plan.take_back(problem, &inner);
    let Some((score, seats)) = search.best.filter(|(score, _)| *score < before) else {
        plan.take_back(problem, &mark);
        plan.keep(&mark);
        return false;
    };
    seats.iter().for_each(|&section| plan.seat(problem, student, section));
    debug_assert_eq!(plan.score(problem), score, "a set of seats scores the same twice");
    plan.keep(&mark);
    true
}

/// Whether one more child fits into a section.
pub(super) fn is_free(problem: &Problem, plan: &Plan, section: SectionId) -> bool {
    let row = plan.section(section);
    row.size() < problem.limit(row.course, row.room)
}

struct Search<'p> {
    problem: &'p Problem,
    catalogue: &'p Catalogue,
    student: StudentId,
    held: &'p [SectionId],
    best: Option<(Score, Vec<SectionId>)>,
    left: usize,
}

impl Search<'_> {
    /// Branches over the child's clubs from a rank on: each section that is free, then none.
    fn clubs(&mut self, plan: &mut Plan, rank: usize) {
        if self.left == 0 {
            return;
        }
        let who = &self.problem.students[self.student];
        let pinned = who.pinned_to.iter().filter(|course| !who.wishes.contains(course));
        let Some(&course) = pinned.chain(&who.wishes).nth(rank) else {
            self.left -= 1;
            let mark = plan.mark();
            self.fill(plan);
            self.note(plan);
            plan.take_back(self.problem, &mark);
            return;
        };
        let taken = plan
            .held(self.student)
            .iter()
            .filter(|&&section| self.problem.courses[plan.section(section).course].kind == CourseKind::Club);
        let enough = taken.count() > who.want.max(1) as usize && !who.pinned_to.contains(&course);
        if !enough {
            for section in self.sections(plan, course) {
                plan.seat(self.problem, self.student, section);
                self.clubs(plan, rank + 1);
                plan.unseat(self.problem, self.student, section);
            }
        }
        self.clubs(plan, rank + 1);
    }

    /// Free sections of a course that fit what the child holds so far; one held before comes first.
    fn sections(&self, plan: &Plan, course: CourseId) -> Vec<SectionId> {
        let gaps = self.gaps(plan);
        let patterns = self.problem.courses[course].patterns.iter();
        let fitting = patterns.filter(|&pattern| gaps.covers(self.problem.patterns[pattern].periods));
        let mut sections: Vec<SectionId> = fitting
            .flat_map(|pattern| plan.on_pattern(pattern).iter().copied())
            .filter(|&section| self.may_take(plan, section))
            .collect();
        sections.sort_by_key(|section| (!self.held.contains(section), *section));
        sections.truncate(3);
        sections
    }

    fn may_take(&self, plan: &Plan, section: SectionId) -> bool {
        let course = plan.section(section).course;
        let held = plan.held(self.student).iter().filter(|&&other| plan.section(other).course == course).count();
        is_free(self.problem, plan, section)
            && self.problem.may_hold(self.student, course)
            && !self.problem.students[self.student].pinned_off.contains(&course)
            && (held as u64) < u64::from(self.problem.courses[course].max_per_student)
    }

    fn gaps(&self, plan: &Plan) -> PeriodSet {
        plan.held(self.student).iter().fold(self.problem.students[self.student].attends, |gaps, &section| {
            gaps.minus(self.problem.patterns[plan.section(section).pattern].periods)
        })
    }

    /// Fills each gap with the free open or care section that scores least.
    fn fill(&self, plan: &mut Plan) {
        let grade = self.problem.grade_of(self.student);
        let class = self.problem.students[self.student].class;
        let mut tried = PeriodSet::EMPTY;
        loop {
            let gaps = self.gaps(plan);
            let Some(period) = gaps.minus(tried).iter().next() else { return };
            tried = tried.or(PeriodSet::of(period));
            let patterns = self.catalogue.general(grade, period).iter().copied();
            let mut sections: Vec<(bool, bool, bool, u32, SectionId)> = patterns
                .filter(|&pattern| gaps.covers(self.problem.patterns[pattern].periods))
                .flat_map(|pattern| plan.on_pattern(pattern).iter().copied())
                .filter(|&section| self.may_take(plan, section))
                .map(|section| {
                    let row = plan.section(section);
                    let with_class = row.care_classes.iter().any(|entry| entry.0 == class);
                    let care = self.problem.courses[row.course].kind == CourseKind::Care;
                    (!self.held.contains(&section), care && !with_class, care, row.size(), section)
                })
                .collect();
            sections.sort_unstable();
            let mut best: Option<(Score, SectionId)> = None;
            for &(.., section) in sections.iter().take(CHOICES) {
                plan.seat(self.problem, self.student, section);
                let score = plan.score(self.problem);
                plan.unseat(self.problem, self.student, section);
                if best.is_none_or(|(least, _)| score < least) {
                    best = Some((score, section));
                }
            }
            if let Some((score, section)) = best
                && score < plan.score(self.problem)
            {
                plan.seat(self.problem, self.student, section);
            }
        }
    }

    fn note(&mut self, plan: &Plan) {
        let score = plan.score(self.problem);
        if self.best.as_ref().is_none_or(|(least, _)| score < *least) {
            self.best = Some((score, plan.held(self.student).to_vec()));
        }
    }
}

/// Fills the gaps of a child whose seats stand, each with the free open or care section that scores least.
pub(super) fn fill_gaps(problem: &Problem, catalogue: &Catalogue, plan: &mut Plan, student: StudentId) {
    let held: Vec<SectionId> = plan.held(student).to_vec();
    Search { problem, catalogue, student, held: &held, best: None, left: 0 }.fill(plan);
}
