//! Brothers and sisters who leave at one time leave together: what every move of a released plan ends with. One who has
//! come apart from them changes places with a child of a section that leaves as they do.
//!
//! A group that takes another spot, or a child that takes another seat, leaves brothers and sisters behind. What `siblings`
//! counts for that is dearer than what most moves gain; without this the families would hold the waves fast.

use super::School;
use super::waves::Spot;
use crate::plan::{Departure, Mark};
use crate::problem::{CourseKind, PatternId, PeriodId, SectionId, StudentId};
use crate::search::{Rng, pick};

/// Tries to find a child who may change places.
const TRIES: usize = 8;

/// A child, the section it leaves from, and after which period.
type Leaver = (StudentId, SectionId, PeriodId);

impl School<'_> {
    /// Brothers and sisters who have come apart since the mark change to sections that leave together, as far as such are
    /// found. False when none does.
    pub(super) fn reunite(&mut self, mark: &Mark, rng: &mut Rng) -> bool {
        if self.prices.siblings == 0 {
            return false;
        }
        let mut leavers: Vec<Leaver> = Vec::new();
        for student in self.plan.seated_since(mark).filter(|&student| self.has_siblings(student)) {
            leavers.extend(self.leaving(student));
        }
        for section in self.plan.departed_since(mark).filter(|&section| self.plan.is_open(section)) {
            leavers.extend(self.leavers_of(section).filter(|leaver| self.has_siblings(leaver.0)));
        }
        leavers.sort_unstable();
        leavers.dedup();
        let mut reunited = false;
        for leaver in leavers {
            for other in self.siblings(leaver.0, leaver.2) {
                reunited |= self.goes_along(other, leaver, rng) || self.goes_along(leaver, other, rng);
            }
        }
        reunited
    }

    /// The children of a section who leave from it.
    fn leavers_of(&self, section: SectionId) -> impl Iterator<Item = Leaver> {
        let row = self.plan.section(section);
        row.departures.iter().flat_map(move |&Departure { period, .. }| {
            self.plan.leavers_of(self.problem, row, period).map(move |student| (student, section, period))
        })
    }

    /// Where a child leaves from.
    fn leaving(&self, student: StudentId) -> Vec<Leaver> {
        let after = self.problem.students[student].leaves_after;
        let held = self.plan.held(student).iter();
        let departures =
            held.flat_map(|&held| self.plan.section(held).departures.iter().map(move |it| (held, it.period)));
        departures.filter(|it| after.has(it.1)).map(|(held, period)| (student, held, period)).collect()
    }

    fn has_siblings(&self, student: StudentId) -> bool {
        self.problem.students[student].family.is_some_and(|family| self.problem.families[family].len() > 1)
    }

    /// The brothers and sisters of a child who leave when it does.
    pub(super) fn siblings(&self, student: StudentId, period: PeriodId) -> Vec<Leaver> {
        let periods = &self.problem.calendar.periods;
        let Some(family) = self.problem.students[student].family else { return Vec::new() };
        let day = self.problem.calendar.days[periods[period].day].periods;
        let mut siblings = Vec::new();
        for &other in self.problem.families[family].iter().filter(|&&other| other != student) {
            let last = self.problem.students[other].leaves_after.and(day).iter().next();
            let Some(last) = last.filter(|&last| periods[last].end == periods[period].end) else { continue };
            let departs = |&&held: &&SectionId| self.plan.section(held).departure(last).is_some();
            siblings.extend(self.plan.held(other).iter().filter(departs).map(|&held| (other, held, last)));
        }
        siblings
    }

    /// Where a child leaves; none if it no longer leaves from there.
    pub(super) fn spot_of(&self, (student, section, period): Leaver) -> Option<Spot> {
        let departure = self.plan.section(section).departure(period)?;
        self.plan.held(student).contains(&section).then_some((departure.gate, departure.wave))
    }

    /// A child changes to a section that leaves as another child does. False if it does leave so, or there is none.
    fn goes_along(&mut self, leaver: Leaver, with: Leaver, rng: &mut Rng) -> bool {
        let (student, from, period) = leaver;
        let (Some(here), Some(there)) = (self.spot_of(leaver), self.spot_of(with)) else { return false };
        if here == there {
            return false;
        }
        let along =
            |&to: &SectionId| self.plan.section(to).departure(period).is_some_and(|it| (it.gate, it.wave) == there);
        let sections: Vec<SectionId> = self.alike(student, from, period).filter(along).collect();
        if sections.is_empty() {
            return false;
        }
        let to = sections[pick(rng, sections.len())];
        let other = if self.seats_free(to) { None } else { self.partner(to, from, Some(with.0), rng) };
        if other.is_none() && !self.seats_free(to) {
            return false;
        }
        self.change_places(student, from, to, other);
        true
    }

    /// Sections of the same periods that a child may change to: others of the same pattern, and, unless it is a club's, of
    /// open and care courses.
    pub(super) fn alike(
        &self,
        student: StudentId,
        from: SectionId,
        period: PeriodId,
    ) -> impl Iterator<Item = SectionId> {
        let pattern = self.plan.section(from).pattern;
        let periods = self.problem.patterns[pattern].periods;
        let club = self.problem.courses[self.problem.patterns[pattern].course].kind == CourseKind::Club;
        let alike = move |&&other: &&PatternId| other != pattern && self.problem.patterns[other].periods == periods;
        let general = self.catalogue.general(self.problem.grade_of(student), period);
        let others = general.iter().filter(alike).filter(move |_| !club).copied();
        let patterns = std::iter::once(pattern).chain(others);
        let sections = patterns.flat_map(|pattern| self.plan.on_pattern(pattern).iter().copied());
        sections.filter(move |&to| to != from && self.may_change(student, from, to))
    }

    /// Whether a child who gives up one section may add another, as far as its courses go.
    fn may_change(&self, student: StudentId, from: SectionId, to: SectionId) -> bool {
        self.plan.section(from).course == self.plan.section(to).course || self.may_add(student, to)
    }

    /// A child goes from one section to another, in whose place `other` goes the opposite way.
    pub(super) fn change_places(
        &mut self,
        student: StudentId,
        from: SectionId,
        to: SectionId,
        other: Option<StudentId>,
    ) {
        self.work += 2;
        self.plan.unseat(self.problem, student, from);
        if let Some(other) = other {
            self.work += 2;
            self.plan.unseat(self.problem, other, to);
            self.plan.seat(self.problem, other, from);
        }
        self.plan.seat(self.problem, student, to);
    }

    /// A child of `of` who may sit in `to` instead, if one is found soon, and not the one that is `staying`: rather one who
    /// leaves by another gate than its grade's, and has no brother or sister.
    pub(super) fn partner(
        &self,
        of: SectionId,
        to: SectionId,
        staying: Option<StudentId>,
        rng: &mut Rng,
    ) -> Option<StudentId> {
        let (row, there) = (self.plan.section(of), self.plan.section(to));
        let mut found: Option<(bool, StudentId)> = None;
        for _ in 0..if row.seats.is_empty() { 0 } else { TRIES } {
            let student = row.seats[pick(rng, row.seats.len())];
            if staying == Some(student)
                || !self.problem.may_hold(student, there.course)
                || there.seats.contains(&student)
                || !self.may_change(student, of, to)
            {
                continue;
            }
            let own = self.problem.grades[self.problem.grade_of(student)].gate;
            let astray = row.departures.iter().any(|departure| own.is_some() && departure.gate != own);
            let free = !self.has_siblings(student);
            if free && astray {
                return Some(student);
            }
            if found.is_none_or(|found| free && !found.0) {
                found = Some((free, student));
            }
        }
        found.map(|found| found.1)
    }
}
