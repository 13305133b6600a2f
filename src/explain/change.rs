//! Counterfactuals: a change is made in the plan itself, the score is read, the change is taken back.
//!
//! Waves are left aside: they are laid anew for any seating, so a change is valued by every other rule. The figures are
//! exact for the change told; seats that it leaves open are filled one by one, each with the section that scores best.

use super::items::Item;
use crate::plan::{Mark, Plan, Tally};
use crate::problem::{CourseKind, PeriodSet, Problem, SectionId, StudentId};
use crate::rules::RULES;
use crate::score::{Level, Score};

/// One seat taken or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatChange {
    /// Who.
    pub student: String,
    /// The section, by its id in the plan.
    pub section: String,
    /// Whether the seat is taken.
    pub takes: bool,
}

/// What a change would do to the score, waves aside: negative is better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterfactual {
    /// What is changed.
    pub item: Item,
    /// The seats that change with it, in order.
    pub seats: Vec<SeatChange>,
    /// The difference of each level.
    pub score: Score,
    /// The rules behind it: name and difference in points, without those that stay.
    pub rules: Vec<(&'static str, i64)>,
}

impl Counterfactual {
    /// Whether the plan would be better with the change.
    pub fn betters(&self) -> bool {
        self.score < Score::default()
    }
}

/// A plan in which changes are tried.
pub(super) struct Trial<'p> {
    pub(super) problem: &'p Problem,
    pub(super) plan: Plan,
    seats: Vec<SeatChange>,
}

/// The state to return to.
pub(super) struct Start {
    mark: Mark,
    tally: Tally,
}

impl<'p> Trial<'p> {
    /// The plan without its waves.
    pub(super) fn new(problem: &'p Problem, mut plan: Plan) -> Self {
        if plan.released() {
            plan.recall(problem);
        }
        Self { problem, plan, seats: Vec::new() }
    }

    /// Begins a change.
    pub(super) fn start(&mut self) -> Start {
        self.seats.clear();
        Start { tally: *self.plan.tally(), mark: self.plan.mark() }
    }

    /// Values the change and takes it back.
    pub(super) fn value(&mut self, start: &Start, item: Item) -> Counterfactual {
        let counterfactual = self.difference(&start.tally, item);
        self.plan.take_back(self.problem, &start.mark);
        self.plan.keep(&start.mark);
        counterfactual
    }

    fn difference(&mut self, before: &Tally, item: Item) -> Counterfactual {
        let (problem, after) = (self.problem, *self.plan.tally());
        let mut score = Score::default();
        let mut rules = Vec::new();
        for (rule, stated) in RULES.iter().enumerate() {
            let points = after.points(problem, rule) - before.points(problem, rule);
            match stated.level {
                Level::Hard => score.hard += points,
                Level::Shortfall => score.shortfall += points,
                Level::Cost => score.cost += points,
            }
            if points != 0 {
                rules.push((stated.name, points));
            }
        }
        Counterfactual { item, seats: std::mem::take(&mut self.seats), score, rules }
    }

    /// The id of a section in its file.
    pub(super) fn name(&self, section: SectionId) -> String {
        self.plan.section(section).name.clone().unwrap_or_default()
    }

    fn note(&mut self, student: StudentId, section: SectionId, takes: bool) {
        let (student, section) = (self.problem.students[student].name.clone(), self.name(section));
        self.seats.push(SeatChange { student, section, takes });
    }

    /// Takes a seat away.
    pub(super) fn unseat(&mut self, student: StudentId, section: SectionId) {
        self.plan.unseat(self.problem, student, section);
        self.note(student, section, false);
    }

    fn seat(&mut self, student: StudentId, section: SectionId) {
        self.plan.seat(self.problem, student, section);
        self.note(student, section, true);
    }

    /// Seats free in a section.
    pub(super) fn free(&self, section: SectionId) -> u32 {
        let row = self.plan.section(section);
        self.problem.limit(row.course, row.room).saturating_sub(row.size())
    }

    /// Sections that the child would have to give up for a seat in this one: they clash with it, or are one too many of
    /// its course.
    pub(super) fn in_the_way(&self, student: StudentId, section: SectionId) -> Vec<SectionId> {
        let row = self.plan.section(section);
        let pattern = &self.problem.patterns[row.pattern];
        let most = self.problem.courses[row.course].max_per_student as usize;
        let held = self.plan.held(student);
        let clashes =
            |other: &SectionId| pattern.clashes_with(&self.problem.patterns[self.plan.section(*other).pattern]);
        let mut gone: Vec<SectionId> = held.iter().copied().filter(clashes).collect();
        let same = |other: &SectionId| self.plan.section(*other).course == row.course && !clashes(other);
        let alike: Vec<SectionId> = held.iter().copied().filter(same).collect();
        gone.extend(alike.into_iter().skip(most.saturating_sub(1)));
        gone.sort_unstable();
        gone
    }

    /// Seats the child, full or not, in the place of what is in the way.
    pub(super) fn put(&mut self, student: StudentId, section: SectionId) {
        for other in self.in_the_way(student, section) {
            self.unseat(student, other);
        }
        self.seat(student, section);
    }

    /// Periods that the child attends without a seat.
    fn gaps(&self, student: StudentId) -> PeriodSet {
        let seated = self.plan.held(student).iter().fold(PeriodSet::EMPTY, |set, &section| {
            set.or(self.problem.patterns[self.plan.section(section).pattern].periods)
        });
        self.problem.students[student].attends.minus(seated)
    }

    /// Sections with a free seat that lie within the periods and that the child may take besides what they hold.
    fn open_to(&self, student: StudentId, within: PeriodSet) -> Vec<SectionId> {
        let problem = self.problem;
        let times =
            |course| self.plan.held(student).iter().filter(|&&held| self.plan.section(held).course == course).count();
        let mut sections: Vec<SectionId> = problem
            .courses
            .iter()
            .filter(|(_, row)| row.kind != CourseKind::Post)
            .filter(|(id, row)| problem.may_hold(student, *id) && times(*id) < row.max_per_student as usize)
            .filter(|(id, _)| !problem.students[student].pinned_off.contains(id))
            .flat_map(|(_, row)| row.patterns.iter())
            .filter(|&pattern| within.covers(problem.patterns[pattern].periods))
            .flat_map(|pattern| self.plan.on_pattern(pattern).iter().copied())
            .filter(|&section| self.free(section) > 0)
            .collect();
        sections.sort_unstable();
        sections
    }

    /// Fills the gaps of the child, period by period, each with the free section that scores best.
    pub(super) fn fill(&mut self, student: StudentId) {
        for period in self.gaps(student).iter() {
            let gaps = self.gaps(student);
            if !gaps.has(period) {
                continue;
            }
            let sections = self.open_to(student, gaps);
            let meets = |trial: &Self, section: SectionId| {
                trial.problem.patterns[trial.plan.section(section).pattern].periods.has(period)
            };
            let sections: Vec<SectionId> = sections.into_iter().filter(|&section| meets(self, section)).collect();
            let mut best = (self.plan.score(self.problem), None);
            for section in sections {
                let mark = self.plan.mark();
                self.plan.seat(self.problem, student, section);
                let score = self.plan.score(self.problem);
                self.plan.take_back(self.problem, &mark);
                self.plan.keep(&mark);
                if score < best.0 {
                    best = (score, Some(section));
                }
            }
            if let (_, Some(section)) = best {
                self.seat(student, section);
            }
        }
    }
}
