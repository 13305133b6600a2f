//! What changed against the published plan, counted: for caps, and for families who asked for nothing.

use crate::plan::Plan;
use crate::problem::{CourseId, Id, PeriodSet, Problem, SectionId, StudentId, TeacherId};
use std::collections::BTreeSet;

/// Who asked for a change.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Asked {
    /// Ids of the children whose families did.
    pub students: BTreeSet<String>,
    /// Ids of the teachers who did: who left, or were not cleared.
    pub teachers: BTreeSet<String>,
}

/// Most changes that a re-optimization may make for those who asked for nothing; none: no cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Caps {
    /// Published seats that one child may lose.
    pub per_student: Option<u64>,
    /// Sections that may change for one teacher.
    pub per_teacher: Option<u64>,
    /// Seats lost and sections changed in all.
    pub total: Option<u64>,
}

/// Changes for those who asked for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Most published seats lost by one child.
    pub per_student: u64,
    /// Most sections changed for one teacher.
    pub per_teacher: u64,
    /// Seats lost, and sections gone, moved, with another lead or another room.
    pub total: u64,
    /// Families of which a child lost a seat.
    pub families: u64,
}

impl Asked {
    /// Notes whom an event is about.
    pub fn note(&mut self, event: &super::Event) {
        self.students.extend(event.student().map(str::to_string));
        self.teachers.extend(event.teacher().map(str::to_string));
    }
}

impl Counts {
    /// By how much the counts are beyond the caps, added up.
    pub fn excess(&self, caps: &Caps) -> u64 {
        let over = |count: u64, cap: Option<u64>| cap.map_or(0, |cap| count.saturating_sub(cap));
        over(self.per_student, caps.per_student)
            + over(self.per_teacher, caps.per_teacher)
            + over(self.total, caps.total)
    }
}

/// What the re-optimization compares with, in the ids of the problem.
pub(super) struct Base {
    /// By child: asked, alone or through a sibling.
    pub(super) asked: Vec<bool>,
    teacher_asked: Vec<bool>,
    /// By child: value of the wished clubs held in the published plan.
    wish_before: Vec<i64>,
    /// By teacher: published section, and whether they led it.
    duties: Vec<Vec<(usize, bool)>>,
}

impl Base {
    pub(super) fn new(problem: &Problem, asked: &Asked) -> Self {
        let mut own: Vec<bool> = problem.students.iter().map(|(_, row)| asked.students.contains(&row.name)).collect();
        for family in problem.families.rows() {
            if family.iter().any(|student| own[student.ix()]) {
                family.iter().for_each(|student| own[student.ix()] = true);
            }
        }
        let mut duties = vec![Vec::new(); problem.teachers.len()];
        let mut wish_before = vec![0; problem.students.len()];
        if let Some(published) = &problem.published {
            for (ix, section) in published.sections.iter().enumerate() {
                if let Some(Some(lead)) = section.lead {
                    duties[lead.ix()].push((ix, true));
                }
                for person in section.assistants.iter().filter(|&&person| section.lead != Some(Some(person))) {
                    duties[person.ix()].push((ix, false));
                }
            }
            for (student, seats) in published.kept_seats.iter() {
                let who = &problem.students[student];
                let worth = who.wishes.iter().zip(&who.wish_values);
                let held = worth.filter(|(course, _)| seats.iter().any(|seat| seat.0 == **course));
                wish_before[student.ix()] = held.map(|(_, value)| value).sum();
            }
        }
        let teacher_asked = problem.teachers.iter().map(|(_, row)| asked.teachers.contains(&row.name)).collect();
        Self { asked: own, teacher_asked, wish_before, duties }
    }

    /// Value of the wished clubs that a child held when the plan was published.
    pub(super) fn wish_before(&self, student: StudentId) -> i64 {
        self.wish_before[student.ix()]
    }

    /// The published seats that a child could keep and lost. A child who holds better wishes than before got what a
    /// standing wish asked for, and lost nothing.
    pub(super) fn lost(&self, problem: &Problem, plan: &Plan, student: StudentId) -> Vec<(CourseId, PeriodSet)> {
        let Some(published) = &problem.published else { return Vec::new() };
        let missing = |&&(course, periods): &&(CourseId, PeriodSet)| {
            let of_course = plan.held(student).iter().map(|&section| plan.section(section));
            let of_course = of_course.filter(|section| section.course == course);
            let now = of_course.fold(PeriodSet::EMPTY, |set, row| set.or(problem.patterns[row.pattern].periods));
            !now.covers(periods)
        };
        let lost: Vec<_> = published.kept_seats[student].iter().filter(missing).copied().collect();
        if lost.is_empty() {
            return lost;
        }
        let who = &problem.students[student];
        let worth = who.wishes.iter().zip(&who.wish_values);
        let now: i64 = worth.filter(|(course, _)| plan.holds(student, **course)).map(|(_, value)| value).sum();
        if now > self.wish_before(student) { Vec::new() } else { lost }
    }

    /// Counts what changed. Cost: every seat and every duty.
    pub(super) fn count(&self, problem: &Problem, plan: &Plan) -> Counts {
        let mut counts = Counts::default();
        let mut families = BTreeSet::new();
        for student in problem.students.ids().filter(|student| !self.asked[student.ix()]) {
            let lost = self.lost(problem, plan, student).len() as u64;
            counts.per_student = counts.per_student.max(lost);
            counts.total += lost;
            if lost > 0 {
                families.insert(problem.students[student].family.map_or((1, student.0), |family| (0, family.0)));
            }
        }
        counts.families = families.len() as u64;
        let published = problem.published.as_ref().map_or(&[][..], |published| &published.sections);
        for (ix, given) in published.iter().enumerate() {
            counts.total += match plan.kept(ix) {
                None => 1,
                Some(section) if !plan.keeps_pattern(problem, ix, section) => 1,
                Some(section) => {
                    let row = plan.section(section);
                    u64::from(given.lead != Some(row.lead)) + u64::from(given.room != Some(row.room))
                }
            };
        }
        for person in problem.teachers.ids().filter(|person| !self.teacher_asked[person.ix()]) {
            counts.per_teacher = counts.per_teacher.max(self.changed_for(problem, plan, person));
        }
        counts
    }

    /// Sections that changed for a teacher: gone, new, moved, in another room, or in another role.
    fn changed_for(&self, problem: &Problem, plan: &Plan, person: TeacherId) -> u64 {
        let Some(published) = &problem.published else { return 0 };
        let duties = &self.duties[person.ix()];
        let same = |&(ix, led): &(usize, bool)| {
            plan.kept(ix).is_some_and(|section| {
                let row = plan.section(section);
                plan.sections_of(person).contains(&section)
                    && (row.lead == Some(person)) == led
                    && plan.keeps_pattern(problem, ix, section)
                    && published.sections[ix].room == Some(row.room)
            })
        };
        let changed = duties.iter().filter(|duty| !same(duty)).count();
        let known = |section: &SectionId| {
            let published = plan.section(*section).published;
            published.is_some_and(|ix| duties.iter().any(|duty| duty.0 == ix))
        };
        let new = plan.sections_of(person).iter().filter(|section| !known(section)).count();
        (changed + new) as u64
    }
}
