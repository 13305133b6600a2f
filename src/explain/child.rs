//! One child: which wishes failed and why, who holds the seats and what it would cost to give one of them up, and what
//! would have had to be different.
//!
//! No lottery decides in this score: of two seatings the one with the better sum wins, and equal ones are told as equal.

use super::change::{Counterfactual, Trial};
use super::items::Item;
use super::limits::names;
use crate::lint::basis::Basis;
use crate::plan::Plan;
use crate::problem::{CourseId, PatternId, PeriodSet, Problem, SectionId, StudentId};

/// What is told of a child.
#[derive(Debug, Clone)]
pub struct ChildAnswer {
    /// The child.
    pub student: String,
    /// Sections held, by id.
    pub held: Vec<String>,
    /// Every wish, best first.
    pub wishes: Vec<WishAnswer>,
}

/// What is told of one wish.
#[derive(Debug, Clone)]
pub struct WishAnswer {
    /// From 1.
    pub rank: usize,
    /// The club.
    pub course: String,
    /// Whether the child has it.
    pub held: bool,
    /// Why not; none for a wish that is held.
    pub why: Option<Item>,
    /// Who sits where the child could sit, the seat that would cost least to give up first.
    pub holders: Vec<Holder>,
    /// What else could be changed: a free seat taken, one more seat.
    pub changes: Vec<Counterfactual>,
    /// What would have had to be different, where no change of seats will do.
    pub needed: Vec<Item>,
}

/// Someone who has a seat that the child wished for.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Who.
    pub student: String,
    /// The section, by id.
    pub section: String,
    /// The rank at which they wished it, from 1; none for a seat by a pin.
    pub rank: Option<usize>,
    /// What it would cost to give the seat to the child instead.
    pub swap: Counterfactual,
}

/// Why a child has the clubs they have. The plan is one that was read from a file; it is taken apart and not changed.
///
/// Cost: for every seat in the sections of wishes not held, two students' seats made anew.
pub fn child(problem: &Problem, plan: &Plan, student: StudentId) -> ChildAnswer {
    let basis = Basis::new(problem);
    child_of(&basis, &mut Trial::new(problem, plan.clone()), student)
}

/// The same for many children, with the preparations made once.
pub fn children(problem: &Problem, plan: &Plan, students: &[StudentId]) -> Vec<ChildAnswer> {
    let basis = Basis::new(problem);
    let mut trial = Trial::new(problem, plan.clone());
    students.iter().map(|&student| child_of(&basis, &mut trial, student)).collect()
}

fn child_of(basis: &Basis<'_>, trial: &mut Trial<'_>, student: StudentId) -> ChildAnswer {
    let who = &trial.problem.students[student];
    let mut held: Vec<String> = trial.plan.held(student).iter().map(|&section| trial.name(section)).collect();
    held.sort();
    let wishes = who.wishes.iter().enumerate();
    let wishes = wishes.map(|(rank, &course)| Wish { basis, trial: &mut *trial, student, course }.answer(rank + 1));
    ChildAnswer { student: who.name.clone(), held, wishes: wishes.collect() }
}

/// A wish under examination.
struct Wish<'a, 'b, 'p> {
    basis: &'a Basis<'b>,
    trial: &'a mut Trial<'p>,
    student: StudentId,
    course: CourseId,
}

impl Wish<'_, '_, '_> {
    fn answer(&mut self, rank: usize) -> WishAnswer {
        let problem = self.trial.problem;
        let name = problem.courses[self.course].name.clone();
        let held = self.trial.plan.holds(self.student, self.course);
        let mut answer = WishAnswer {
            rank,
            course: name.clone(),
            held,
            why: None,
            holders: Vec::new(),
            changes: Vec::new(),
            needed: Vec::new(),
        };
        if held {
            return answer;
        }
        if problem.students[self.student].wish_best <= self.worth() {
            let want = problem.students[self.student].want.to_string();
            answer.needed.push(Item::new("already_best", vec![], vec![want]));
        }
        let why = |key, facts| Some(Item::new(key, vec![name.clone()], facts));
        let who = &problem.students[self.student];
        let attended: Vec<PatternId> = self.patterns(|periods| who.attends.covers(periods));
        let sections = self.sections(&attended);
        if who.pinned_off.contains(&self.course) {
            answer.why = why("why_pinned", vec![]);
        } else if !problem.may_hold(self.student, self.course) {
            answer.why = why("why_grade", vec![]);
        } else if attended.is_empty() {
            answer.why = why("why_absent", vec![]);
            answer.needed.extend(self.attendance(&self.patterns(|_| true)));
        } else if !attended.iter().any(|&pattern| self.basis.usable[pattern].open) {
            answer.why = why("why_shut", vec![]);
        } else if sections.is_empty() {
            let [waiting, rooms, leads] = self.could_open(&attended);
            let least = u64::from(problem.courses[self.course].min_size);
            let facts = [waiting, least, rooms, leads].map(|number| number.to_string()).to_vec();
            answer.why = why("why_not_opened", facts);
            answer.needed.extend(self.attendance(&self.with_free_seats()));
        } else {
            self.seats(&sections, &mut answer);
        }
        answer
    }

    /// What the wished clubs that the child has are worth.
    fn worth(&self) -> i64 {
        let who = &self.trial.problem.students[self.student];
        let held =
            who.wishes.iter().zip(&who.wish_values).filter(|&(&course, _)| self.trial.plan.holds(self.student, course));
        held.map(|(_, value)| value).sum()
    }

    /// Patterns of the course whose periods pass a test.
    fn patterns(&self, test: impl Fn(PeriodSet) -> bool) -> Vec<PatternId> {
        let problem = self.trial.problem;
        problem.courses[self.course]
            .patterns
            .iter()
            .filter(|&pattern| test(problem.patterns[pattern].periods))
            .collect()
    }

    fn sections(&self, patterns: &[PatternId]) -> Vec<SectionId> {
        let open = patterns.iter().flat_map(|&pattern| self.trial.plan.on_pattern(pattern));
        let mut sections: Vec<SectionId> = open.copied().collect();
        sections.sort_unstable();
        sections
    }

    /// Patterns that have a section with a free seat.
    fn with_free_seats(&self) -> Vec<PatternId> {
        let free = |pattern: &PatternId| self.sections(&[*pattern]).iter().any(|&section| self.trial.free(section) > 0);
        self.patterns(|_| true).into_iter().filter(free).collect()
    }

    /// The periods that the child would have to attend for one of the patterns: the fewest.
    fn attendance(&self, patterns: &[PatternId]) -> Vec<Item> {
        let problem = self.trial.problem;
        let attends = problem.students[self.student].attends;
        let missing = patterns.iter().map(|&pattern| problem.patterns[pattern].periods.minus(attends));
        let fewest = missing.min_by_key(|missing| (missing.len(), *missing)).filter(|missing| !missing.is_empty());
        let name = &problem.courses[self.course].name;
        let item = |missing| {
            let subject = std::iter::once(name.clone()).chain(names(problem, missing));
            Item::new("if_attends", subject.collect(), vec![])
        };
        fewest.into_iter().map(item).collect()
    }

    /// On the attended pattern where most wait: children who wished the club, attend and do not hold it; rooms and
    /// people that are free.
    fn could_open(&self, attended: &[PatternId]) -> [u64; 3] {
        let (problem, plan) = (self.trial.problem, &self.trial.plan);
        let figures = |pattern: PatternId| {
            let row = &problem.patterns[pattern];
            let waits = |(id, who): &(StudentId, &crate::problem::Student)| {
                who.wishes.contains(&self.course)
                    && problem.may_hold(*id, self.course)
                    && who.attends.covers(row.periods)
                    && !plan.holds(*id, self.course)
            };
            let usable = &self.basis.usable[pattern];
            let room_free = |room: &crate::problem::RoomId| {
                let there = row.moments.iter().map(|moment| plan.in_session(*room, moment));
                there.max().unwrap_or(0) < problem.rooms[*room].parallel
            };
            let lead_free = |lead: &crate::problem::TeacherId| !plan.busy(*lead).meets(row.clashes);
            let rooms = usable.rooms.iter().filter(|room| room_free(room)).count() as u64;
            let leads = usable.leads.iter().filter(|lead| lead_free(lead)).count() as u64;
            [problem.students.iter().filter(waits).count() as u64, rooms, leads]
        };
        attended.iter().map(|&pattern| figures(pattern)).max().unwrap_or_default()
    }

    /// Sections that the child could attend: who sits there, and what taking a seat would do.
    fn seats(&mut self, sections: &[SectionId], answer: &mut WishAnswer) {
        let problem = self.trial.problem;
        let name = problem.courses[self.course].name.clone();
        let free: Vec<SectionId> = sections.iter().copied().filter(|&section| self.trial.free(section) > 0).collect();
        let seats: u32 = sections.iter().map(|&section| self.trial.plan.section(section).size()).sum();
        for &section in &free {
            answer.changes.push(self.taken("if_takes", section));
        }
        answer.changes.sort_by_key(|change| change.score);
        if free.is_empty() {
            for &section in sections {
                self.holders(section, &mut answer.holders);
                answer.changes.push(self.one_more(section));
            }
            answer.holders.sort_by(|a, b| (a.swap.score, &a.student).cmp(&(b.swap.score, &b.student)));
            answer.changes.sort_by_key(|change| change.score);
            let equal = answer.holders.iter().filter(|holder| holder.swap.score == Default::default()).count();
            let mut facts = [sections.len(), seats as usize, equal].map(|number| number.to_string()).to_vec();
            if equal == 0 {
                // Nothing was left to the seed.
                facts[2].clear();
            }
            answer.why = Some(Item::new("why_full", vec![name], facts));
            answer.needed.extend(self.attendance(&self.with_free_seats()));
        } else {
            let better = answer.changes.first().is_some_and(Counterfactual::betters);
            let key = if better { "why_overlooked" } else { "why_dearer" };
            answer.why = Some(Item::new(key, vec![name], vec![]));
        }
    }

    /// The child takes a seat that is free.
    fn taken(&mut self, key: &'static str, section: SectionId) -> Counterfactual {
        let item = Item::new(key, vec![self.trial.name(section)], vec![]);
        let start = self.trial.start();
        self.trial.put(self.student, section);
        self.trial.fill(self.student);
        self.trial.value(&start, item)
    }

    /// The child sits in a full section as if it had one more seat: its size is then no violation.
    fn one_more(&mut self, section: SectionId) -> Counterfactual {
        let mut change = self.taken("if_one_more", section);
        // The section was full, and is now over its limit by one: that is the one violation of `size` taken out.
        if let Some(at) = change.rules.iter().position(|(rule, _)| *rule == "size") {
            change.rules[at].1 -= 1;
            change.score.hard -= 1;
            change.rules.retain(|(_, points)| *points != 0);
        }
        change
    }

    /// Everyone in a section, and what giving their seat to the child would do.
    fn holders(&mut self, section: SectionId, holders: &mut Vec<Holder>) {
        let problem = self.trial.problem;
        let mut seated = self.trial.plan.section(section).seats.clone();
        seated.sort_unstable();
        for other in seated {
            let (who, section_name) = (problem.students[other].name.clone(), self.trial.name(section));
            let item = Item::new("if_swaps", vec![section_name.clone(), who.clone()], vec![]);
            let start = self.trial.start();
            self.trial.unseat(other, section);
            self.trial.put(self.student, section);
            self.trial.fill(self.student);
            self.trial.fill(other);
            let swap = self.trial.value(&start, item);
            let rank = problem.students[other].wishes.iter().position(|&course| course == self.course);
            holders.push(Holder { student: who, section: section_name, rank: rank.map(|rank| rank + 1), swap });
        }
    }
}
