//! Who leaves when and where: the indexes of the release, their units, and the changes that lay waves.
//!
//! A section keeps the leavers of each of its periods ([`Exit`]); a gate keeps the slots of each day. Both hold in a
//! plan that is not released too; its units count only in one that is.

use super::change::{IN, OUT, Undo};
use super::{Departure, Plan};
use crate::problem::{DayId, FamilyId, GateId, Id, PeriodId, PeriodSet, Problem, SectionId, Stage, StudentId};
use crate::rules::UNITS;

/// The leavers of a section after one of its periods, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// The period.
    pub period: PeriodId,
    /// How many leave.
    pub leavers: u32,
    /// The same with the lower primary grades counted twice.
    pub weight: u32,
    /// Those whom `late_waves` binds.
    pub punctual: u32,
    /// Those whose grade has a gate.
    pub gated: u32,
    /// By gate: those whose grade it is the gate of.
    pub by_gate: Vec<u32>,
}

/// What passes a gate at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Time of departure ÷ `wave_minutes`.
    pub slot: i64,
    /// Groups.
    pub groups: u32,
    /// Leavers of all groups.
    pub leavers: u32,
}

/// What stands at the side of a section that departs: days of gates and of families.
#[derive(Debug, Default)]
pub(super) struct Company {
    gates: Vec<(GateId, DayId)>,
    families: Vec<(FamilyId, DayId)>,
}

impl Plan {
    /// The slots of a gate on a day that someone leaves in, in no order.
    #[inline]
    pub fn slots(&self, gate: GateId, day: DayId) -> &[Slot] {
        &self.slots[gate.ix() * self.days + day.ix()]
    }

    /// Units of the section's leavers.
    pub(super) fn exit_units(&mut self, problem: &Problem, section: SectionId, sign: i64) {
        if self.released && !self.quiet {
            for &(rule, unit) in &UNITS.exit {
                self.tally.0[rule] += sign * unit(problem, self, section);
            }
        }
    }

    fn gate_units(&mut self, problem: &Problem, gate: GateId, day: DayId, sign: i64) {
        for &(rule, unit) in &UNITS.gate_day {
            self.tally.0[rule] += sign * unit(problem, self, gate, day);
        }
    }

    fn family_units(&mut self, problem: &Problem, family: FamilyId, day: DayId, sign: i64) {
        for &(rule, unit) in &UNITS.family_day {
            self.tally.0[rule] += sign * unit(problem, self, family, day);
        }
    }

    /// Every unit of the release: added to the tally, or taken out.
    fn all_leaving(&mut self, problem: &Problem, sign: i64) {
        if self.quiet {
            return;
        }
        for ix in 0..self.sections.len() {
            if self.is_open[SectionId::at(ix)] {
                self.exit_units(problem, SectionId::at(ix), sign);
            }
        }
        for day in problem.calendar.days.ids() {
            problem.gates.ids().for_each(|gate| self.gate_units(problem, gate, day, sign));
            problem.families.ids().for_each(|family| self.family_units(problem, family, day, sign));
        }
    }

    /// Units that hang on where a student of a section leaves.
    pub(super) fn leaver_units(&mut self, problem: &Problem, student: StudentId, section: SectionId, sign: i64) {
        let leaves = self.leaves(problem, student, section);
        if !self.released || self.quiet || leaves.is_empty() {
            return;
        }
        self.exit_units(problem, section, sign);
        for period in leaves.iter() {
            let day = problem.calendar.periods[period].day;
            if let Some(gate) = self.sections[section].departure(period).and_then(|departure| departure.gate) {
                self.gate_units(problem, gate, day, sign);
            }
            if let Some(family) = problem.students[student].family {
                self.family_units(problem, family, day, sign);
            }
        }
    }

    /// What is at the side of a section; nothing while departures are not judged.
    pub(super) fn company(&self, problem: &Problem, section: SectionId) -> Company {
        let mut company = Company::default();
        if self.released && !self.quiet {
            for departure in &self.sections[section].departures {
                company.gates.extend(departure.gate.map(|gate| (gate, problem.calendar.periods[departure.period].day)));
            }
            for &student in &self.sections[section].seats {
                if let Some(family) = problem.students[student].family {
                    let leaves = self.leaves(problem, student, section).iter();
                    company.families.extend(leaves.map(|period| (family, problem.calendar.periods[period].day)));
                }
            }
            company.families.sort_unstable();
            company.families.dedup();
            company.gates.sort_unstable();
            company.gates.dedup();
        }
        company
    }

    pub(super) fn company_units(&mut self, problem: &Problem, company: &Company, sign: i64) {
        company.gates.iter().for_each(|&(gate, day)| self.gate_units(problem, gate, day, sign));
        company.families.iter().for_each(|&(family, day)| self.family_units(problem, family, day, sign));
    }

    /// Periods after which the student leaves from the section.
    fn leaves(&self, problem: &Problem, student: StudentId, section: SectionId) -> PeriodSet {
        problem.patterns[self.sections[section].pattern].periods.and(problem.students[student].leaves_after)
    }

    /// Counts a student in or out of the section's exits.
    pub(super) fn count_leaver(&mut self, problem: &Problem, student: StudentId, section: SectionId, enter: bool) {
        for period in self.leaves(problem, student, section).iter() {
            let row = &mut self.sections[section];
            let at = row.exits.iter().position(|exit| exit.period == period).unwrap_or_else(|| {
                let by_gate = vec![0; problem.gates.len()];
                row.exits.push(Exit { period, leavers: 0, weight: 0, punctual: 0, gated: 0, by_gate });
                row.exits.len() - 1
            });
            let exit = &mut row.exits[at];
            let before = exit.leavers;
            let grade = &problem.grades[problem.grade_of(student)];
            let lower = grade.stage == Stage::PrimaryLower;
            let step = |count: &mut u32, by: u32| *count = if enter { *count + by } else { *count - by };
            step(&mut exit.leavers, 1);
            step(&mut exit.weight, if lower { 2 } else { 1 });
            step(&mut exit.punctual, u32::from(problem.students[student].owed_early_wave));
            step(&mut exit.gated, u32::from(grade.gate.is_some()));
            if let Some(gate) = grade.gate {
                step(&mut exit.by_gate[gate.ix()], 1);
            }
            let after = exit.leavers;
            if let Some(departure) = row.departure(period) {
                self.count_slot(problem, departure, before, after);
            }
        }
    }

    /// A group of `before` leavers now has `after`.
    fn count_slot(&mut self, problem: &Problem, departure: Departure, before: u32, after: u32) {
        let Some(gate) = departure.gate else { return };
        let day = problem.calendar.periods[departure.period].day;
        let slots = &mut self.slots[gate.ix() * self.days + day.ix()];
        let slot = departure.slot(problem);
        let at = slots.iter().position(|other| other.slot == slot).unwrap_or_else(|| {
            slots.push(Slot { slot, groups: 0, leavers: 0 });
            slots.len() - 1
        });
        slots[at].groups = slots[at].groups + u32::from(after > 0) - u32::from(before > 0);
        slots[at].leavers = slots[at].leavers + after - before;
        if slots[at].groups == 0 {
            slots.swap_remove(at);
        }
    }

    /// Enters all leavers of a section into the exits and the slots, or removes them.
    pub(super) fn index_exits(&mut self, problem: &Problem, section: SectionId, enter: bool) {
        for at in 0..self.sections[section].seats.len() {
            self.count_leaver(problem, self.sections[section].seats[at], section, enter);
        }
        if !enter {
            self.sections[section].exits.clear();
        }
    }

    /// Lays the waves of a section's leavers and judges departures from now on.
    pub fn depart(&mut self, problem: &Problem, section: SectionId, departures: Vec<Departure>) {
        self.release(problem);
        let mut company = self.company(problem, section);
        for departure in departures.iter().filter(|_| !self.quiet) {
            let here = departure.gate.map(|gate| (gate, problem.calendar.periods[departure.period].day));
            company.gates.extend(here.filter(|here| !company.gates.contains(here)));
        }
        self.exit_units(problem, section, OUT);
        self.company_units(problem, &company, OUT);
        let before = self.lay_departures(problem, section, departures);
        self.note(Undo::Departures(section, before));
        self.company_units(problem, &company, IN);
        self.exit_units(problem, section, IN);
    }

    /// Lays the waves of many sections at once and judges departures from now on. Cost: one look at every unit of the
    /// release.
    pub fn depart_all(&mut self, problem: &Problem, departures: impl IntoIterator<Item = (SectionId, Vec<Departure>)>) {
        self.release(problem);
        self.all_leaving(problem, OUT);
        for (section, departures) in departures {
            let before = self.lay_departures(problem, section, departures);
            self.note(Undo::Departures(section, before));
        }
        self.all_leaving(problem, IN);
    }

    /// Exchanges the departures of a section, slots included. Returns those it had.
    pub(super) fn lay_departures(
        &mut self,
        problem: &Problem,
        section: SectionId,
        departures: Vec<Departure>,
    ) -> Vec<Departure> {
        self.slot_exits(problem, section, false);
        let before = std::mem::replace(&mut self.sections[section].departures, departures);
        self.slot_exits(problem, section, true);
        before
    }

    fn slot_exits(&mut self, problem: &Problem, section: SectionId, enter: bool) {
        for at in 0..self.sections[section].exits.len() {
            let Exit { period, leavers, .. } = self.sections[section].exits[at];
            if let Some(departure) = self.sections[section].departure(period) {
                let (before, after) = if enter { (0, leavers) } else { (leavers, 0) };
                if leavers > 0 {
                    self.count_slot(problem, departure, before, after);
                }
            }
        }
    }

    /// Judges departures from now on.
    pub fn release(&mut self, problem: &Problem) {
        if !self.released {
            self.released = true;
            self.all_leaving(problem, IN);
        }
    }

    /// Removes every wave and judges departures no more.
    pub fn recall(&mut self, problem: &Problem) {
        if self.released {
            self.all_leaving(problem, OUT);
            self.released = false;
        }
        for ix in 0..self.sections.len() {
            let section = SectionId::at(ix);
            if self.is_open[section] && !self.sections[section].departures.is_empty() {
                let before = self.lay_departures(problem, section, Vec::new());
                self.note(Undo::Departures(section, before));
            }
        }
    }
}
