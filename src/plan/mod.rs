//! The working plan: sections, seats and waves, with the indexes that make every unit of a rule cheap to value and
//! so every delta exact.

mod audit;
mod change;
mod file;
mod leaving;
mod section;
mod tally;

pub use audit::{Audit, AuditError, Auditor};
pub use change::Mark;
pub use leaving::{Exit, Slot};
pub use section::{Departure, Leavers, Section, Unknown};
pub use tally::Tally;

use crate::problem::{
    ClassId, CourseId, DayId, Id, PatternId, PeriodId, PeriodSet, Pin, Problem, RoomId, SectionId, StudentId, Table,
    TeacherId,
};
use crate::rules::UNITS;
use crate::score::Score;

/// A plan under work. Rows of the two-way indexes are laid out by their first id.
#[derive(Debug, Clone)]
pub struct Plan {
    periods: usize,
    days: usize,
    sections: Table<SectionId, Section>,
    is_open: Table<SectionId, bool>,
    /// Ids free to be used again, last first.
    free: Vec<SectionId>,
    /// room × moment: sections in session.
    in_session: Vec<u32>,
    /// room × moment: meetings that start.
    starts: Vec<u32>,
    /// person × period: meetings.
    meetings: Vec<u32>,
    /// Periods with a meeting, by person.
    busy: Table<TeacherId, PeriodSet>,
    minutes: Table<TeacherId, i64>,
    /// person × day: minutes.
    day_minutes: Vec<i64>,
    sections_of: Table<TeacherId, Vec<SectionId>>,
    open_of: Table<CourseId, u32>,
    /// course × period: sections that meet.
    parallel: Vec<u32>,
    on_pattern: Table<PatternId, Vec<SectionId>>,
    /// class × period: care sections with students of the class.
    care_sections: Vec<u32>,
    /// gate × day: slots in use.
    slots: Vec<Vec<Slot>>,
    held: Table<StudentId, Vec<SectionId>>,
    pinned: Vec<Option<SectionId>>,
    kept: Vec<Option<SectionId>>,
    misreferences: i64,
    released: bool,
    tally: Tally,
    journal: Vec<change::Undo>,
    journaling: bool,
    quiet: bool,
}

impl Plan {
    /// The plan without sections: not released, its tally exact.
    pub fn empty(problem: &Problem) -> Self {
        let mut plan = Self::blank(problem);
        plan.tally = plan.summed(problem);
        plan
    }

    fn blank(problem: &Problem) -> Self {
        let periods = problem.calendar.periods.len();
        let days = problem.calendar.days.len();
        Self {
            periods,
            days,
            sections: Table::default(),
            is_open: Table::default(),
            free: Vec::new(),
            in_session: vec![0; problem.rooms.len() * periods],
            starts: vec![0; problem.rooms.len() * periods],
            meetings: vec![0; problem.teachers.len() * periods],
            busy: Table::filled(problem.teachers.len(), PeriodSet::EMPTY),
            minutes: Table::filled(problem.teachers.len(), 0),
            day_minutes: vec![0; problem.teachers.len() * days],
            sections_of: Table::filled(problem.teachers.len(), Vec::new()),
            open_of: Table::filled(problem.courses.len(), 0),
            parallel: vec![0; problem.courses.len() * periods],
            on_pattern: Table::filled(problem.patterns.len(), Vec::new()),
            care_sections: vec![0; problem.classes.len() * periods],
            slots: vec![Vec::new(); problem.gates.len() * days],
            held: Table::filled(problem.students.len(), Vec::new()),
            pinned: vec![None; problem.pins.len()],
            kept: vec![None; problem.published.as_ref().map_or(0, |published| published.sections.len())],
            misreferences: 0,
            released: false,
            tally: Tally::default(),
            journal: Vec::new(),
            journaling: false,
            quiet: false,
        }
    }

    /// The same sections, seats and waves with every index built from nothing.
    pub(crate) fn laid_anew(&self, problem: &Problem) -> Self {
        let mut plan = Self::blank(problem);
        plan.quiet = true;
        plan.misreferences = self.misreferences;
        for id in self.open_sections() {
            let section = self.section(id);
            let seats = section.seats.clone();
            let bare = Section { seats: Vec::new(), care_classes: Vec::new(), exits: Vec::new(), ..section.clone() };
            let opened = plan.open(problem, bare);
            for student in seats {
                plan.seat(problem, student, opened);
            }
        }
        plan.released = self.released;
        plan.quiet = false;
        plan.tally = plan.summed(problem);
        plan
    }

    /// The sum of every unit of every rule over the indexes as they stand.
    pub(crate) fn summed(&self, problem: &Problem) -> Tally {
        let mut tally = Tally::default();
        let mut add = |rule: usize, value: i64| tally.0[rule] += value;
        UNITS.given.iter().for_each(|&(rule, unit)| add(rule, unit(self)));
        for section in self.open_sections() {
            UNITS.section.iter().chain(&UNITS.roll).for_each(|&(rule, unit)| add(rule, unit(problem, self, section)));
        }
        for &(rule, unit) in &UNITS.pairs {
            add(rule, self.open_sections().map(|section| unit(problem, self, section)).sum::<i64>() / 2);
        }
        for room in problem.rooms.ids() {
            for moment in problem.calendar.periods.ids() {
                UNITS.moment.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, room, moment)));
            }
        }
        for person in problem.teachers.ids() {
            UNITS.person.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, person)));
            for day in problem.calendar.days.ids() {
                UNITS.person_day.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, person, day)));
            }
        }
        for course in problem.courses.ids() {
            UNITS.course.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, course)));
            for period in problem.calendar.periods.ids() {
                UNITS.course_period.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, course, period)));
            }
        }
        for pattern in problem.patterns.ids() {
            UNITS.pattern.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, pattern)));
        }
        for class in problem.classes.ids() {
            for period in problem.calendar.periods.ids() {
                UNITS.class_period.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, class, period)));
            }
        }
        for student in problem.students.ids() {
            UNITS.student.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, student)));
        }
        for (pin, _) in problem.pins.iter().enumerate().filter(|(_, pin)| matches!(pin, Pin::Section(_))) {
            UNITS.section_pin.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, pin)));
        }
        for published in 0..self.kept.len() {
            UNITS.published.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, published)));
        }
        if self.released {
            for section in self.open_sections() {
                UNITS.exit.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, section)));
            }
            for day in problem.calendar.days.ids() {
                for gate in problem.gates.ids() {
                    UNITS.gate_day.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, gate, day)));
                }
                for family in problem.families.ids() {
                    UNITS.family_day.iter().for_each(|&(rule, unit)| add(rule, unit(problem, self, family, day)));
                }
            }
        }
        tally
    }

    /// The sums by rule, kept exact through every change.
    #[inline]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The score. Departures count once the plan is released.
    pub fn score(&self, problem: &Problem) -> Score {
        self.tally.score(problem)
    }

    /// Whether waves are laid and judged.
    pub fn released(&self) -> bool {
        self.released
    }

    /// A section, open or not.
    #[inline]
    pub fn section(&self, section: SectionId) -> &Section {
        &self.sections[section]
    }

    /// Whether the section is open.
    #[inline]
    pub fn is_open(&self, section: SectionId) -> bool {
        self.is_open[section]
    }

    /// Number of section ids in use or free to be used again: every id is below it.
    pub fn section_ids(&self) -> usize {
        self.sections.len()
    }

    /// Open sections, by id.
    pub fn open_sections(&self) -> impl Iterator<Item = SectionId> + Clone {
        let is_open = self.is_open.rows();
        (0..is_open.len()).filter(|&ix| is_open[ix]).map(SectionId::at)
    }

    /// Puts another description of a student into the problem, with the seats to stay close to as (course, periods). The
    /// student must sit nowhere, and the plan must not be released. The tally stays exact.
    pub fn restate(
        &mut self,
        problem: &mut Problem,
        student: StudentId,
        stated: crate::problem::Student,
        kept_seats: Vec<(CourseId, PeriodSet)>,
    ) {
        debug_assert!(self.held[student].is_empty() && !self.released, "students leave before they are described anew");
        self.student_units(problem, student, -1);
        problem.students[student] = stated;
        if let Some(published) = &mut problem.published {
            published.kept_seats[student] = kept_seats;
        }
        self.student_units(problem, student, 1);
    }

    /// Sections a student sits in, each once.
    #[inline]
    pub fn held(&self, student: StudentId) -> &[SectionId] {
        &self.held[student]
    }

    /// Whether the student sits in a section of the course.
    #[inline]
    pub fn holds(&self, student: StudentId, course: CourseId) -> bool {
        self.held[student].iter().any(|&section| self.sections[section].course == course)
    }

    /// Sections in session in the room at a moment.
    #[inline]
    pub fn in_session(&self, room: RoomId, moment: PeriodId) -> u32 {
        self.in_session[room.ix() * self.periods + moment.ix()]
    }

    /// Meetings that start in the room at a moment.
    #[inline]
    pub fn starts(&self, room: RoomId, moment: PeriodId) -> u32 {
        self.starts[room.ix() * self.periods + moment.ix()]
    }

    /// Meetings of a person in a period.
    #[inline]
    pub fn meetings(&self, person: TeacherId, period: PeriodId) -> u32 {
        self.meetings[person.ix() * self.periods + period.ix()]
    }

    /// Periods in which a person has a meeting.
    #[inline]
    pub fn busy(&self, person: TeacherId) -> PeriodSet {
        self.busy[person]
    }

    /// Minutes a person leads and assists in the cycle.
    #[inline]
    pub fn minutes(&self, person: TeacherId) -> i64 {
        self.minutes[person]
    }

    /// Minutes a person leads and assists on a day.
    #[inline]
    pub fn day_minutes(&self, person: TeacherId, day: DayId) -> i64 {
        self.day_minutes[person.ix() * self.days + day.ix()]
    }

    /// Sections a person leads or assists, each once.
    #[inline]
    pub fn sections_of(&self, person: TeacherId) -> &[SectionId] {
        &self.sections_of[person]
    }

    /// Open sections of a course.
    #[inline]
    pub fn sections_open(&self, course: CourseId) -> u32 {
        self.open_of[course]
    }

    /// Sections of a course that meet in a period.
    #[inline]
    pub fn parallel(&self, course: CourseId, period: PeriodId) -> u32 {
        self.parallel[course.ix() * self.periods + period.ix()]
    }

    /// Open sections of a pattern, in no order.
    #[inline]
    pub fn on_pattern(&self, pattern: PatternId) -> &[SectionId] {
        &self.on_pattern[pattern]
    }

    /// Care sections of a period in which a class has students.
    #[inline]
    pub fn care_sections(&self, class: ClassId, period: PeriodId) -> u32 {
        self.care_sections[class.ix() * self.periods + period.ix()]
    }

    /// The section that bears the name of a section pin.
    pub fn pinned(&self, pin: usize) -> Option<SectionId> {
        self.pinned[pin]
    }

    /// The section with the id and course of a published one.
    pub fn kept(&self, published: usize) -> Option<SectionId> {
        self.kept[published]
    }

    /// Whether the section that keeps a published one also keeps its periods.
    pub fn keeps_pattern(&self, problem: &Problem, published: usize, section: SectionId) -> bool {
        let periods = problem.patterns[self.sections[section].pattern].periods;
        problem.published.as_ref().is_some_and(|plan| plan.sections[published].pattern == Some(periods))
    }

    /// Violations of `reference` found while the plan's file was read.
    pub fn misreferences(&self) -> i64 {
        self.misreferences
    }

    /// Assistants a section needs: the greatest of the course's number, one for an external lead if the policy says
    /// so, and offsite the adults that `size` children need beyond the lead.
    #[inline]
    pub fn assistants_needed(
        &self,
        problem: &Problem,
        course: CourseId,
        room: Option<RoomId>,
        lead: Option<TeacherId>,
        size: u32,
    ) -> u32 {
        let course = &problem.courses[course];
        let external = problem.policy.external_needs_assistant
            && course.kind.has_seats()
            && lead.is_some_and(|lead| !problem.teachers[lead].staff);
        let offsite = room.and_then(|room| problem.rooms[room].offsite);
        let escorts = offsite.map_or(0, |offsite| size.div_ceil(offsite.escort_per).saturating_sub(1));
        course.assistants.max(u32::from(external)).max(escorts)
    }

    /// Minutes of the student's seats that count towards the special share.
    pub fn special_minutes(&self, problem: &Problem, student: StudentId) -> i64 {
        let special = |&section: &SectionId| {
            let row = self.section(section);
            let counts = problem.courses[row.course].special;
            if counts { problem.patterns[row.pattern].share_minutes } else { 0 }
        };
        self.held(student).iter().map(special).sum()
    }

    /// Students of a section who leave after a period.
    pub fn leavers_of<'p>(
        &self,
        problem: &'p Problem,
        section: &'p Section,
        period: PeriodId,
    ) -> impl Iterator<Item = StudentId> + use<'p> {
        let meets = problem.patterns[section.pattern].periods.has(period);
        let leaves = move |&student: &StudentId| meets && problem.students[student].leaves_after.has(period);
        section.seats.iter().copied().filter(leaves)
    }

    /// Every group of leavers of a day, by section, then period.
    pub fn leavers<'p>(&'p self, problem: &'p Problem, day: DayId) -> impl Iterator<Item = Leavers> + 'p {
        let periods = problem.calendar.days[day].periods;
        self.open_sections().flat_map(move |id| {
            let section = self.section(id);
            problem.patterns[section.pattern].periods.and(periods).iter().filter_map(move |period| {
                let students: Vec<StudentId> = self.leavers_of(problem, section, period).collect();
                let departure = section.departures.iter().find(|departure| departure.period == period).copied();
                (!students.is_empty()).then_some(Leavers { section: id, period, departure, students })
            })
        })
    }
}
