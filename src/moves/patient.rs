//! Patient children, those whom `late_waves` does not bind, by themselves: a section of theirs may leave after all others,
//! and its places in the waves are left to children who are owed one in time.

use super::School;
use crate::problem::{GateId, Id, PatternId, PeriodId, StudentId};
use crate::rules;
use crate::search::Rng;
use std::cmp::Reverse;

/// Where a released plan has someone leave late, seats the patient children of the period in sections of their own, as far
/// as rooms and leads are free and no child comes to be owed anything by it, and sends them home in the first late wave.
/// What it costs it only wins back when others take their places.
pub(super) fn part_patient(school: &mut School, rng: &mut Rng) -> bool {
    let problem = school.problem;
    let mut parted = false;
    for period in school.late_periods() {
        let mut patient = school.patient(period);
        for pattern in school.patterns_for(&patient, period) {
            let may = |&student: &StudentId| problem.may_hold(student, problem.patterns[pattern].course);
            let those: Vec<StudentId> = patient.iter().copied().filter(may).collect();
            if !those.is_empty() && school.wholly(|school| school.apart(pattern, period, &those, rng)) {
                parted = true;
                patient = school.patient(period);
            }
        }
    }
    parted
}

impl School<'_> {
    /// Patterns of this period alone, of open and care courses, those first that most of the children may have.
    fn patterns_for(&self, students: &[StudentId], period: PeriodId) -> Vec<PatternId> {
        let problem = self.problem;
        let general = |&student: &StudentId| self.catalogue.general(problem.grade_of(student), period);
        let mut patterns: Vec<PatternId> = students.iter().flat_map(general).copied().collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns.retain(|&pattern| problem.patterns[pattern].periods.len() == 1);
        let may = |pattern: PatternId| {
            let course = problem.patterns[pattern].course;
            students.iter().filter(|&&student| problem.may_hold(student, course)).count()
        };
        patterns.sort_by_key(|&pattern| Reverse(may(pattern)));
        patterns
    }

    /// Periods after which someone leaves late.
    fn late_periods(&self) -> Vec<PeriodId> {
        let mut periods = Vec::new();
        for section in self.plan.open_sections().map(|section| self.plan.section(section)) {
            for exit in section.exits.iter().filter(|exit| exit.punctual > 0) {
                let departure = section.departure(exit.period);
                if departure.is_some_and(|departure| departure.wave >= self.problem.policy.max_waves) {
                    periods.push(exit.period);
                }
            }
        }
        periods.sort_unstable();
        periods.dedup();
        periods
    }

    /// The patient who leave after a period together with others.
    fn patient(&self, period: PeriodId) -> Vec<StudentId> {
        let mut patient = Vec::new();
        for section in self.plan.open_sections().map(|section| self.plan.section(section)) {
            let is_mixed = section.exits.iter().any(|exit| exit.period == period && exit.punctual > 0);
            let leavers = self.plan.leavers_of(self.problem, section, period).filter(|_| is_mixed);
            patient.extend(leavers.filter(|&student| !self.problem.students[student].owed_early_wave));
        }
        patient.sort_unstable();
        patient
    }

    /// Opens a section for these children, those left out who would come to be owed something, or leave too few behind.
    fn apart(&mut self, pattern: PatternId, period: PeriodId, those: &[StudentId], rng: &mut Rng) -> bool {
        let problem = self.problem;
        let Some(section) = self.found(problem.patterns[pattern].course, pattern, None, rng) else { return false };
        for &student in those {
            let small = |school: &Self| school.plan.tally().0[rules::position("size")];
            let (owed, before) = (self.owes(student), small(self));
            self.wholly(|school| {
                school.place(student, section, rng) && (owed || !school.owes(student)) && small(school) <= before
            });
        }
        let gate = self.plan.section(section).seats.first().and_then(|&student| {
            let own = problem.grades[problem.grade_of(student)].gate;
            own.or_else(|| (!problem.gates.is_empty()).then(|| GateId::at(0)))
        });
        self.settle(section, rng) && self.goes(section, period, Some((gate, problem.policy.max_waves)))
    }
}
