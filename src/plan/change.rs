//! Changes of a plan. Each keeps every index and the tally exact: the units it touches are taken out of the tally
//! before and put back after. Cost: the units touched. A journal lets a run of changes be taken back.

use super::{Departure, Plan, Section, Tally};
use crate::problem::{CourseKind, Id, PatternId, PeriodSet, Problem, RoomId, SectionId, StudentId, TeacherId};
use crate::rules::UNITS;

/// How to take one change back.
#[derive(Debug, Clone)]
pub(super) enum Undo {
    Open(SectionId, Option<Box<Section>>),
    Close(SectionId),
    Room(SectionId, Option<RoomId>),
    Pattern(SectionId, PatternId),
    Lead(SectionId, Option<TeacherId>),
    Assist(SectionId, TeacherId),
    Relieve(SectionId, TeacherId),
    Seat(StudentId, SectionId),
    Unseat(StudentId, SectionId),
    Departures(SectionId, Vec<Departure>),
}

/// A moment of the journal to return to.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    length: usize,
    tally: Tally,
    journaling: bool,
    released: bool,
}

pub(super) const OUT: i64 = -1;
pub(super) const IN: i64 = 1;

impl Plan {
    /// Starts to keep a journal, or marks a moment of the one kept.
    pub fn mark(&mut self) -> Mark {
        let mark = Mark {
            length: self.journal.len(),
            tally: self.tally,
            journaling: self.journaling,
            released: self.released,
        };
        self.journaling = true;
        mark
    }

    /// Keeps every change since the mark.
    pub fn keep(&mut self, mark: &Mark) {
        self.journaling = mark.journaling;
        if !self.journaling {
            self.journal.clear();
        }
    }

    /// Sections changed since the mark, each as often as it was; some may be closed by now.
    pub fn changed_since(&self, mark: &Mark) -> impl Iterator<Item = SectionId> {
        self.journal[mark.length..].iter().map(|undo| match *undo {
            Undo::Open(section, _)
            | Undo::Close(section)
            | Undo::Room(section, _)
            | Undo::Pattern(section, _)
            | Undo::Lead(section, _)
            | Undo::Assist(section, _)
            | Undo::Relieve(section, _)
            | Undo::Seat(_, section)
            | Undo::Unseat(_, section)
            | Undo::Departures(section, _) => section,
        })
    }

    /// Students given a seat since the mark, each as often as it was.
    pub fn seated_since(&self, mark: &Mark) -> impl Iterator<Item = StudentId> {
        let seated = |undo: &Undo| if let Undo::Seat(student, _) = *undo { Some(student) } else { None };
        self.journal[mark.length..].iter().filter_map(seated)
    }

    /// Sections whose waves changed since the mark, each as often as they did.
    pub fn departed_since(&self, mark: &Mark) -> impl Iterator<Item = SectionId> {
        let departed = |undo: &Undo| if let Undo::Departures(section, _) = *undo { Some(section) } else { None };
        self.journal[mark.length..].iter().filter_map(departed)
    }

    /// Takes back every change since the mark.
    pub fn take_back(&mut self, problem: &Problem, mark: &Mark) {
        self.journaling = false;
        self.quiet = true;
        while self.journal.len() > mark.length {
            match self.journal.pop().expect("longer than the mark") {
                Undo::Open(section, before) => self.unopen(problem, section, before),
                Undo::Close(section) => self.reopen(problem, section),
                Undo::Room(section, room) => self.set_room(problem, section, room),
                Undo::Pattern(section, pattern) => self.set_pattern(problem, section, pattern),
                Undo::Lead(section, lead) => self.set_lead(problem, section, lead),
                Undo::Assist(section, person) => self.relieve(problem, section, person),
                Undo::Relieve(section, person) => self.assist(problem, section, person),
                Undo::Seat(student, section) => self.unseat(problem, student, section),
                Undo::Unseat(student, section) => self.seat(problem, student, section),
                Undo::Departures(section, departures) => drop(self.lay_departures(problem, section, departures)),
            }
        }
        self.quiet = false;
        self.tally = mark.tally;
        self.journaling = mark.journaling;
        self.released = mark.released;
    }

    pub(super) fn note(&mut self, undo: Undo) {
        if self.journaling {
            self.journal.push(undo);
        }
    }

    /// Opens a section. Its seats must be empty: seat students afterwards.
    pub fn open(&mut self, problem: &Problem, section: Section) -> SectionId {
        debug_assert!(section.seats.is_empty(), "students are seated after a section opens");
        let (id, before) = match self.free.pop() {
            Some(id) => {
                let before = std::mem::replace(&mut self.sections[id], section);
                (id, self.journaling.then(|| Box::new(before)))
            }
            None => {
                self.is_open.push(false);
                (self.sections.push(section), None)
            }
        };
        self.note(Undo::Open(id, before));
        self.lay(problem, id);
        id
    }

    /// Closes a section that has no seats.
    pub fn close(&mut self, problem: &Problem, section: SectionId) {
        debug_assert!(self.sections[section].seats.is_empty(), "students leave before a section closes");
        self.note(Undo::Close(section));
        self.lift(problem, section);
        self.free.push(section);
    }

    fn unopen(&mut self, problem: &Problem, section: SectionId, before: Option<Box<Section>>) {
        self.lift(problem, section);
        match before {
            Some(before) => {
                self.sections[section] = *before;
                self.free.push(section);
            }
            None => {
                self.sections.pop();
                self.is_open.pop();
            }
        }
    }

    fn reopen(&mut self, problem: &Problem, section: SectionId) {
        let last = self.free.pop();
        debug_assert_eq!(last, Some(section), "changes are taken back in reverse order");
        self.lay(problem, section);
    }

    fn lay(&mut self, problem: &Problem, section: SectionId) {
        let company = self.company(problem, section);
        self.company_units(problem, &company, OUT);
        self.around(problem, section, OUT);
        self.index(problem, section, true);
        self.around(problem, section, IN);
        self.itself(problem, section, IN);
        self.company_units(problem, &company, IN);
    }

    fn lift(&mut self, problem: &Problem, section: SectionId) {
        let company = self.company(problem, section);
        self.company_units(problem, &company, OUT);
        self.itself(problem, section, OUT);
        self.around(problem, section, OUT);
        self.index(problem, section, false);
        self.around(problem, section, IN);
        self.company_units(problem, &company, IN);
    }

    /// Moves a section to another pattern of its course; its students come along.
    pub fn set_pattern(&mut self, problem: &Problem, section: SectionId, pattern: PatternId) {
        self.note(Undo::Pattern(section, self.sections[section].pattern));
        self.lift(problem, section);
        self.sections[section].pattern = pattern;
        self.lay(problem, section);
    }

    /// Gives a section another room.
    pub fn set_room(&mut self, problem: &Problem, section: SectionId, room: Option<RoomId>) {
        let old = self.sections[section].room;
        if old == room {
            return;
        }
        self.note(Undo::Room(section, old));
        let pattern = self.sections[section].pattern;
        self.section_units(problem, section, OUT);
        self.roll_units(problem, section, OUT);
        self.named_units(problem, section, OUT);
        for room in [old, room].into_iter().flatten() {
            self.moment_units(problem, room, pattern, OUT);
        }
        self.index_room(problem, section, false);
        self.sections[section].room = room;
        self.index_room(problem, section, true);
        for room in [old, room].into_iter().flatten() {
            self.moment_units(problem, room, pattern, IN);
        }
        self.section_units(problem, section, IN);
        self.roll_units(problem, section, IN);
        self.named_units(problem, section, IN);
    }

    /// Gives a section another lead.
    pub fn set_lead(&mut self, problem: &Problem, section: SectionId, lead: Option<TeacherId>) {
        let old = self.sections[section].lead;
        if old == lead {
            return;
        }
        self.note(Undo::Lead(section, old));
        self.restaff(problem, section, [old, lead], |section| section.lead = lead);
    }

    /// Adds an assistant who does not assist the section yet.
    pub fn assist(&mut self, problem: &Problem, section: SectionId, person: TeacherId) {
        self.note(Undo::Assist(section, person));
        self.restaff(problem, section, [Some(person), None], |section| section.assistants.push(person));
    }

    /// Removes an assistant of the section.
    pub fn relieve(&mut self, problem: &Problem, section: SectionId, person: TeacherId) {
        self.note(Undo::Relieve(section, person));
        self.restaff(problem, section, [Some(person), None], |section| {
            section.assistants.retain(|&other| other != person);
        });
    }

    /// Changes the staff of a section; `touched` are all whose role changes.
    fn restaff(
        &mut self,
        problem: &Problem,
        section: SectionId,
        touched: [Option<TeacherId>; 2],
        change: impl FnOnce(&mut Section),
    ) {
        let pattern = self.sections[section].pattern;
        self.section_units(problem, section, OUT);
        self.roll_units(problem, section, OUT);
        self.pair_units(problem, section, OUT);
        self.named_units(problem, section, OUT);
        for person in touched.into_iter().flatten() {
            self.person_units(problem, person, pattern, OUT);
            if self.sections[section].people().any(|other| other == person) {
                self.index_person(problem, section, person, false);
            }
        }
        change(&mut self.sections[section]);
        for person in touched.into_iter().flatten() {
            if self.sections[section].people().any(|other| other == person) {
                self.index_person(problem, section, person, true);
            }
            self.person_units(problem, person, pattern, IN);
        }
        self.section_units(problem, section, IN);
        self.roll_units(problem, section, IN);
        self.pair_units(problem, section, IN);
        self.named_units(problem, section, IN);
    }

    /// Seats a student who has no seat in the section yet.
    pub fn seat(&mut self, problem: &Problem, student: StudentId, section: SectionId) {
        self.note(Undo::Seat(student, section));
        self.reseat(problem, student, section, true);
    }

    /// Takes a student's seat in the section away.
    pub fn unseat(&mut self, problem: &Problem, student: StudentId, section: SectionId) {
        self.note(Undo::Unseat(student, section));
        self.reseat(problem, student, section, false);
    }

    fn reseat(&mut self, problem: &Problem, student: StudentId, section: SectionId, take: bool) {
        let Section { course, pattern, .. } = self.sections[section];
        let class = problem.students[student].class;
        let care = problem.courses[course].kind == CourseKind::Care;
        self.leaver_units(problem, student, section, OUT);
        self.student_units(problem, student, OUT);
        self.roll_units(problem, section, OUT);
        if care {
            self.class_units(problem, class, pattern, OUT);
        }
        let row = &mut self.sections[section];
        if take {
            row.seats.push(student);
            self.held[student].push(section);
        } else {
            remove(&mut row.seats, student);
            remove(&mut self.held[student], section);
        }
        self.count_leaver(problem, student, section, take);
        if care {
            self.count_class(problem, section, class, take);
            self.class_units(problem, class, pattern, IN);
        }
        self.roll_units(problem, section, IN);
        self.student_units(problem, student, IN);
        self.leaver_units(problem, student, section, IN);
    }

    fn count_class(&mut self, problem: &Problem, section: SectionId, class: crate::problem::ClassId, take: bool) {
        let periods = problem.patterns[self.sections[section].pattern].periods;
        let classes = &mut self.sections[section].care_classes;
        let mut changed = 0;
        match classes.iter().position(|entry| entry.0 == class) {
            None => {
                classes.push((class, 1));
                changed = 1;
            }
            Some(at) if take => classes[at].1 += 1,
            Some(at) => {
                classes[at].1 -= 1;
                if classes[at].1 == 0 {
                    classes.swap_remove(at);
                    changed = -1;
                }
            }
        }
        if changed != 0 {
            for period in periods.iter() {
                step(&mut self.care_sections[class.ix() * self.periods + period.ix()], changed > 0);
            }
        }
    }

    /// Enters the section into every index but `held`, or removes it.
    fn index(&mut self, problem: &Problem, section: SectionId, enter: bool) {
        self.is_open[section] = enter;
        self.index_exits(problem, section, enter);
        self.index_room(problem, section, enter);
        let Section { course, pattern, .. } = self.sections[section];
        let mut from = 0;
        while let Some(person) = self.person_at(section, from) {
            self.index_person(problem, section, person, enter);
            from += 1;
        }
        step(&mut self.open_of[course], enter);
        if enter {
            self.on_pattern[pattern].push(section);
        } else {
            remove(&mut self.on_pattern[pattern], section);
        }
        for period in problem.patterns[pattern].iter() {
            step(&mut self.parallel[course.ix() * self.periods + period.ix()], enter);
        }
        for at in 0..self.sections[section].care_classes.len() {
            let class = self.sections[section].care_classes[at].0;
            for period in problem.patterns[pattern].iter() {
                step(&mut self.care_sections[class.ix() * self.periods + period.ix()], enter);
            }
        }
        for at in 0..self.sections[section].pins.len() {
            self.pinned[self.sections[section].pins[at]] = enter.then_some(section);
        }
        if let Some(published) = self.sections[section].published {
            self.kept[published] = enter.then_some(section);
        }
    }

    fn person_at(&self, section: SectionId, at: usize) -> Option<TeacherId> {
        self.sections[section].people().nth(at)
    }

    fn index_room(&mut self, problem: &Problem, section: SectionId, enter: bool) {
        let Section { pattern, room, .. } = self.sections[section];
        let Some(room) = room else { return };
        let row = room.ix() * self.periods;
        let pattern = &problem.patterns[pattern];
        for moment in pattern.moments.iter() {
            step(&mut self.in_session[row + moment.ix()], enter);
        }
        for moment in pattern.starts.iter() {
            step(&mut self.starts[row + moment.ix()], enter);
        }
    }

    fn index_person(&mut self, problem: &Problem, section: SectionId, person: TeacherId, enter: bool) {
        let pattern = &problem.patterns[self.sections[section].pattern];
        for period in pattern.iter() {
            let meetings = &mut self.meetings[person.ix() * self.periods + period.ix()];
            step(meetings, enter);
            let bit = PeriodSet::of(period);
            let busy = self.busy[person];
            self.busy[person] = if *meetings > 0 { busy.or(bit) } else { busy.minus(bit) };
        }
        let sign = if enter { 1 } else { -1 };
        self.minutes[person] += sign * pattern.minutes;
        for &(day, _, minutes) in &pattern.days {
            self.day_minutes[person.ix() * self.days + day.ix()] += sign * minutes;
        }
        if enter {
            self.sections_of[person].push(section);
        } else {
            remove(&mut self.sections_of[person], section);
        }
    }

    /// Units of the section alone and of its students.
    fn itself(&mut self, problem: &Problem, section: SectionId, sign: i64) {
        self.section_units(problem, section, sign);
        self.roll_units(problem, section, sign);
        self.pair_units(problem, section, sign);
        self.exit_units(problem, section, sign);
        for at in 0..self.sections[section].seats.len() {
            self.student_units(problem, self.sections[section].seats[at], sign);
        }
    }

    /// Units that stand whether or not the section is open, and that it bears on.
    fn around(&mut self, problem: &Problem, section: SectionId, sign: i64) {
        if self.quiet {
            return;
        }
        let Section { course, pattern, room, .. } = self.sections[section];
        if let Some(room) = room {
            self.moment_units(problem, room, pattern, sign);
        }
        let mut from = 0;
        while let Some(person) = self.person_at(section, from) {
            self.person_units(problem, person, pattern, sign);
            from += 1;
        }
        for &(rule, unit) in &UNITS.course {
            self.tally.0[rule] += sign * unit(problem, self, course);
        }
        for &(rule, unit) in &UNITS.course_period {
            for period in problem.patterns[pattern].iter() {
                self.tally.0[rule] += sign * unit(problem, self, course, period);
            }
        }
        for &(rule, unit) in &UNITS.pattern {
            self.tally.0[rule] += sign * unit(problem, self, pattern);
        }
        for at in 0..self.sections[section].care_classes.len() {
            self.class_units(problem, self.sections[section].care_classes[at].0, pattern, sign);
        }
        self.named_units(problem, section, sign);
    }

    fn section_units(&mut self, problem: &Problem, section: SectionId, sign: i64) {
        if !self.quiet {
            for &(rule, unit) in &UNITS.section {
                self.tally.0[rule] += sign * unit(problem, self, section);
            }
        }
    }

    fn roll_units(&mut self, problem: &Problem, section: SectionId, sign: i64) {
        if !self.quiet {
            for &(rule, unit) in &UNITS.roll {
                self.tally.0[rule] += sign * unit(problem, self, section);
            }
        }
    }

    fn pair_units(&mut self, problem: &Problem, section: SectionId, sign: i64) {
        if !self.quiet {
            for &(rule, unit) in &UNITS.pairs {
                self.tally.0[rule] += sign * unit(problem, self, section);
            }
        }
    }

    fn moment_units(&mut self, problem: &Problem, room: RoomId, pattern: PatternId, sign: i64) {
        if !self.quiet {
            for &(rule, unit) in &UNITS.moment {
                for moment in problem.patterns[pattern].moments.iter() {
                    self.tally.0[rule] += sign * unit(problem, self, room, moment);
                }
            }
        }
    }

    fn person_units(&mut self, problem: &Problem, person: TeacherId, pattern: PatternId, sign: i64) {
        if !self.quiet {
            for &(rule, unit) in &UNITS.person {
                self.tally.0[rule] += sign * unit(problem, self, person);
            }
            for &(rule, unit) in &UNITS.person_day {
                for &(day, ..) in &problem.patterns[pattern].days {
                    self.tally.0[rule] += sign * unit(problem, self, person, day);
                }
            }
        }
    }

    fn class_units(&mut self, problem: &Problem, class: crate::problem::ClassId, pattern: PatternId, sign: i64) {
        if !self.quiet {
            for &(rule, unit) in &UNITS.class_period {
                for period in problem.patterns[pattern].iter() {
                    self.tally.0[rule] += sign * unit(problem, self, class, period);
                }
            }
        }
    }

    pub(super) fn student_units(&mut self, problem: &Problem, student: StudentId, sign: i64) {
        if !self.quiet {
            for &(rule, unit) in &UNITS.student {
                self.tally.0[rule] += sign * unit(problem, self, student);
            }
        }
    }

    /// Units of the pins and the published section that go by the section's name.
    fn named_units(&mut self, problem: &Problem, section: SectionId, sign: i64) {
        if self.quiet {
            return;
        }
        for at in 0..self.sections[section].pins.len() {
            let pin = self.sections[section].pins[at];
            for &(rule, unit) in &UNITS.section_pin {
                self.tally.0[rule] += sign * unit(problem, self, pin);
            }
        }
        if let Some(published) = self.sections[section].published {
            for &(rule, unit) in &UNITS.published {
                self.tally.0[rule] += sign * unit(problem, self, published);
            }
        }
    }
}

#[inline]
fn step(count: &mut u32, up: bool) {
    *count = if up { *count + 1 } else { *count - 1 };
}

/// Removes an item of a list that holds it once; the order of the others is not kept.
#[inline]
fn remove<T: PartialEq>(list: &mut Vec<T>, item: T) {
    let at = list.iter().rposition(|other| *other == item).expect("the item is in the list");
    list.swap_remove(at);
}
