//! The best plan by trying them all: sections, then seats, then waves, judged by the plan's own tally.
//!
//! A branch is left where a hard rule is broken that nothing added later mends, or where what is already owed and
//! spent reaches the bound.

use paipian::plan::{Departure, Plan, Section};
use paipian::problem::{GateId, Id, PatternId, Problem, RoomId, SectionId, StudentId, TeacherId};
use paipian::rules::{RULES, position};
use paipian::score::{Level, Score};

/// What nothing added later mends.
const LASTING: [&str; 9] = [
    "room_fit",
    "room_clash",
    "staff_fit",
    "staff_clash",
    "staff_minutes",
    "sections",
    "travel",
    "seat_fit",
    "seat_clash",
];
/// What sections alone owe and cost, whoever sits in them.
const OF_SECTIONS: [&str; 6] = ["posts", "staff_days", "avoid", "money", "load", "staff_gap"];

pub(crate) struct Brute<'p> {
    problem: &'p Problem,
    lasting: Vec<usize>,
    of_sections: Vec<usize>,
    /// (pattern, name): each may open once; rows without a name that are alike stand together.
    slots: Vec<(PatternId, Option<String>)>,
    /// Only plans better than this are looked for.
    best: Score,
    found: Option<Plan>,
    steps: u64,
}

/// Steps after which the search is given up.
pub(crate) const PATIENCE: u64 = 3_000_000;

/// The best score below `bound`, none if there is no plan below it; `Err` when it would take too long.
pub(crate) fn best(problem: &Problem, bound: Score) -> Result<Option<Score>, ()> {
    let positions = |names: &[&str]| names.iter().map(|name| position(name)).collect::<Vec<_>>();
    let mut brute = Brute {
        problem,
        lasting: positions(&LASTING),
        of_sections: positions(&OF_SECTIONS),
        slots: slots(problem),
        best: bound,
        found: None,
        steps: 0,
    };
    let mut plan = Plan::empty(problem);
    brute.sections(&mut plan, 0, 0);
    if brute.steps > PATIENCE { Err(()) } else { Ok(brute.found.map(|plan| plan.score(problem))) }
}

/// As many sections of a pattern as there are children (or wanted on a post), one more for each pin of a person, and
/// one for each name.
fn slots(problem: &Problem) -> Vec<(PatternId, Option<String>)> {
    let mut slots = Vec::new();
    let mut names: Vec<&String> =
        problem.published.iter().flat_map(|plan| &plan.sections).map(|row| &row.name).collect();
    names.extend(problem.pins.iter().filter_map(|pin| match pin {
        paipian::problem::Pin::Section(pin) => Some(&pin.name),
        _ => None,
    }));
    names.sort_unstable();
    names.dedup();
    for (pattern, row) in problem.patterns.iter() {
        let course = &problem.courses[row.course];
        let pins = problem.teachers.rows().iter().filter(|person| person.pinned_to.contains(&row.course)).count();
        let wanted = if course.kind.has_seats() { problem.students.len() } else { course.fill as usize };
        for _ in 0..(wanted + pins).min(course.max_sections as usize) {
            slots.push((pattern, None));
        }
        slots.extend(names.iter().map(|name| (pattern, Some((*name).clone()))));
    }
    slots
}

impl Brute<'_> {
    fn is_broken(&self, plan: &Plan) -> bool {
        self.lasting.iter().any(|&rule| plan.tally().0[rule] > 0)
    }

    /// Decides the slots from `slot` on; a slot like the one before takes no earlier choice than that took.
    fn sections(&mut self, plan: &mut Plan, slot: usize, least: usize) {
        self.steps += 1;
        if self.steps > PATIENCE {
            return;
        }
        if slot == self.slots.len() {
            let mut spent = Score::default();
            for &rule in &self.of_sections {
                match RULES[rule].level {
                    Level::Shortfall => spent.shortfall += plan.tally().points(self.problem, rule),
                    _ => spent.cost += plan.tally().points(self.problem, rule),
                }
            }
            if (spent.shortfall, spent.cost) < (self.best.shortfall, self.best.cost) {
                self.seats(plan, 0);
            }
            return;
        }
        let alike =
            slot + 1 < self.slots.len() && self.slots[slot].1.is_none() && self.slots[slot + 1] == self.slots[slot];
        let closed = usize::MAX;
        self.sections(plan, slot + 1, if alike { closed } else { 0 });
        if least == closed {
            return;
        }
        let (pattern, name) = self.slots[slot].clone();
        if name.is_some() && plan.open_sections().any(|section| plan.section(section).name == name) {
            return;
        }
        let people = self.problem.teachers.len();
        let choices = (self.problem.rooms.len() + 1) * people << people;
        for choice in least..choices {
            let mut section = Section::new(self.problem.patterns[pattern].course, pattern, None);
            section.room = (choice % (self.problem.rooms.len() + 1)).checked_sub(1).map(RoomId::at);
            let rest = choice / (self.problem.rooms.len() + 1);
            section.lead = Some(TeacherId::at(rest % people));
            section.assistants =
                (0..people).filter(|person| rest / people >> person & 1 == 1).map(TeacherId::at).collect();
            if let Some(name) = &name {
                section = Plan::named(self.problem, name, section);
            }
            let mark = plan.mark();
            plan.open(self.problem, section);
            if !self.is_broken(plan) {
                self.sections(plan, slot + 1, if alike { choice } else { 0 });
            }
            plan.take_back(self.problem, &mark);
        }
    }

    fn seats(&mut self, plan: &mut Plan, student: usize) {
        if student == self.problem.students.len() {
            self.steps += 1;
            let score = plan.score(self.problem);
            if score.hard == 0 && score < self.best {
                self.waves(plan);
            }
            return;
        }
        let sections: Vec<SectionId> = plan.open_sections().collect();
        self.seats_from(plan, student, &sections);
    }

    fn seats_from(&mut self, plan: &mut Plan, student: usize, sections: &[SectionId]) {
        let Some((&section, rest)) = sections.split_first() else { return self.seats(plan, student + 1) };
        self.seats_from(plan, student, rest);
        let mark = plan.mark();
        plan.seat(self.problem, StudentId::at(student), section);
        if !self.is_broken(plan) {
            self.seats_from(plan, student, rest);
        }
        plan.take_back(self.problem, &mark);
    }

    fn waves(&mut self, plan: &mut Plan) {
        let days = self.problem.calendar.days.ids();
        let groups = days.flat_map(|day| plan.leavers(self.problem, day)).map(|group| (group.section, group.period));
        let groups: Vec<_> = groups.collect();
        let mark = plan.mark();
        plan.release(self.problem);
        self.waves_from(plan, &groups);
        plan.take_back(self.problem, &mark);
    }

    fn waves_from(&mut self, plan: &mut Plan, groups: &[(SectionId, paipian::problem::PeriodId)]) {
        self.steps += 1;
        let score = plan.score(self.problem);
        if self.steps > PATIENCE || (score.shortfall, score.cost) >= (self.best.shortfall, self.best.cost) {
            return;
        }
        let Some((&(section, period), rest)) = groups.split_first() else {
            if score < self.best {
                self.best = score;
                self.found = Some(plan.clone());
            }
            return;
        };
        let day = self.problem.calendar.periods[period].day;
        let of_day = self.problem.calendar.days[day].periods;
        let leavers = self.problem.students.rows().iter().filter(|student| student.leaves_after.meets(of_day)).count();
        let gates: Vec<Option<GateId>> =
            if self.problem.gates.is_empty() { vec![None] } else { self.problem.gates.ids().map(Some).collect() };
        for wave in 0..leavers as u32 {
            for &gate in &gates {
                let mark = plan.mark();
                let mut departures = plan.section(section).departures.clone();
                departures.push(Departure { period, gate, wave });
                plan.depart(self.problem, section, departures);
                self.waves_from(plan, rest);
                plan.take_back(self.problem, &mark);
            }
        }
    }
}
