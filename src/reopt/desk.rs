//! The desk: one event answered at once. The best seats that are free now, or a place on the waiting list; nobody else
//! moves.

use super::event::Event;
use super::seats;
use super::waves::{self, Present};
use crate::diagnostic::Diagnostic;
use crate::format::{PlanFile, ProblemFile, StudentRow};
use crate::load;
use crate::moves::Catalogue;
use crate::plan::{Departure, Plan};
use crate::problem::{CourseKind, DayId, PeriodSet, Problem, SectionId, StudentId};
use std::collections::BTreeMap;

/// A problem and the plan in force, ready to answer.
pub struct Desk {
    problem: Problem,
    catalogue: Catalogue,
    /// Not released: the waves in force are in `waves`.
    plan: Plan,
    waves: Present,
    rows: Vec<StudentRow>,
    of: BTreeMap<String, StudentId>,
}

/// What a family is told at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// Who asked.
    pub student: String,
    /// Sections the child now sits in that it did not sit in before.
    pub gained: Vec<String>,
    /// Sections the child no longer sits in.
    pub given_up: Vec<String>,
    /// Clubs still wished for, best first: the child waits for these.
    pub waiting: Vec<String>,
    /// Attended periods without a seat.
    pub uncovered: Vec<String>,
    /// Departures that changed: (section, period, gate, wave); without a wave the group is gone.
    pub waves: Vec<(String, String, Option<String>, Option<u64>)>,
}

impl Desk {
    /// Opens a desk on the plan in force.
    ///
    /// # Errors
    /// What makes the problem invalid.
    pub fn new(file: &ProblemFile, plan: &PlanFile) -> Result<Self, Vec<Diagnostic>> {
        let mut problem = load::load(file)?;
        problem.published = Some(load::follow(&problem, plan));
        let mut plan = Plan::read(&problem, plan);
        let mut waves = Present::new();
        for section in plan.open_sections() {
            for departure in &plan.section(section).departures {
                waves.entry((section, departure.period)).or_insert(*departure);
            }
        }
        plan.recall(&problem);
        let of = problem.students.iter().map(|(id, row)| (row.name.clone(), id)).collect();
        let catalogue = Catalogue::new(&problem);
        Ok(Self { catalogue, plan, waves, rows: file.students.clone(), of, problem })
    }

    /// The problem as the events so far have made it.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Answers an opt-in, an opt-out or a wish. A seat is only given up for a better one that is free.
    ///
    /// # Errors
    /// An unknown child, period or club, clashing periods; nothing has then changed. Other events are not answered at
    /// the desk: E102.
    pub fn answer(&mut self, event: &Event, place: &str) -> Result<Answer, Vec<Diagnostic>> {
        let student = match event {
            Event::OptIn { student, .. } | Event::OptOut { student, .. } | Event::Wish { student, .. } => student,
            _ => {
                let facts = vec!["opt_in, opt_out, wish".to_string()];
                return Err(vec![Diagnostic { code: "E102", place: place.to_string(), value: String::new(), facts }]);
            }
        };
        let Some(&id) = self.of.get(student) else {
            let facts = vec!["student".to_string(), String::new()];
            return Err(vec![Diagnostic { code: "E105", place: place.to_string(), value: student.clone(), facts }]);
        };
        let mut row = self.rows[id.0 as usize].clone();
        match event {
            Event::OptIn { periods, .. } => row.attends.extend(periods.iter().cloned()),
            Event::OptOut { periods, .. } => {
                row.attends.retain(|period| !periods.is_empty() && !periods.contains(period));
            }
            Event::Wish { wishes, want, .. } => {
                row.wishes.clone_from(wishes);
                row.want = want.or(row.want);
            }
            _ => {}
        }
        let stated = load::restated(&self.problem, id, &row, place)?;
        self.rows[id.0 as usize] = row;
        Ok(self.reseat(id, stated))
    }

    fn reseat(&mut self, student: StudentId, stated: crate::problem::Student) -> Answer {
        let before: Vec<SectionId> = self.plan.held(student).to_vec();
        let left_after = self.problem.students[student].leaves_after;
        for &section in &before {
            self.plan.unseat(&self.problem, student, section);
        }
        // The seats that the child may keep are the ones to stay close to.
        let kept: Vec<SectionId> = before
            .iter()
            .copied()
            .filter(|&section| {
                let row = self.plan.section(section);
                let listed = stated.wishes.contains(&row.course) || stated.pinned_to.contains(&row.course);
                stated.attends.covers(self.problem.patterns[row.pattern].periods)
                    && (self.problem.courses[row.course].kind != CourseKind::Club || listed)
            })
            .collect();
        let seats = kept.iter().map(|&section| {
            let row = self.plan.section(section);
            (row.course, self.problem.patterns[row.pattern].periods)
        });
        let seats = seats.collect();
        self.plan.restate(&mut self.problem, student, stated, seats);
        for &section in &kept {
            self.plan.seat(&self.problem, student, section);
        }
        seats::best(&self.problem, &self.catalogue, &mut self.plan, student);
        self.tell(student, &before, left_after)
    }

    fn tell(&mut self, student: StudentId, before: &[SectionId], left_after: PeriodSet) -> Answer {
        let now: Vec<SectionId> = self.plan.held(student).to_vec();
        let name = |section: SectionId| self.plan.section(section).name.clone().unwrap_or_default();
        let named = |sections: &[SectionId], but: &[SectionId]| {
            let mut names: Vec<String> =
                sections.iter().filter(|section| !but.contains(section)).map(|&section| name(section)).collect();
            names.sort();
            names
        };
        let who = &self.problem.students[student];
        let held = now.iter().fold(PeriodSet::EMPTY, |set, &section| {
            set.or(self.problem.patterns[self.plan.section(section).pattern].periods)
        });
        let mut answer = Answer {
            student: who.name.clone(),
            gained: named(&now, before),
            given_up: named(before, &now),
            waiting: waiting(&self.problem, &self.plan, student),
            uncovered: who.attends.minus(held).iter().map(|p| self.problem.calendar.periods[p].name.clone()).collect(),
            waves: Vec::new(),
        };
        let changed = before.iter().chain(&now).filter(|section| before.contains(section) != now.contains(section));
        let mut days: Vec<DayId> = changed
            .flat_map(|&section| self.problem.patterns[self.plan.section(section).pattern].days.iter().map(|day| day.0))
            .collect();
        let differ = left_after.minus(who.leaves_after).or(who.leaves_after.minus(left_after));
        days.extend(differ.iter().map(|period| self.problem.calendar.periods[period].day));
        days.sort_unstable();
        days.dedup();
        for day in days {
            answer.waves.extend(self.relay(day));
        }
        answer
    }

    /// Settles the waves of a day and tells which changed.
    fn relay(&mut self, day: DayId) -> Vec<(String, String, Option<String>, Option<u64>)> {
        let settled: BTreeMap<_, Departure> = waves::settle(&self.problem, &self.plan, day, &self.waves)
            .into_iter()
            .map(|(section, departure)| ((section, departure.period), departure))
            .collect();
        let periods = self.problem.calendar.days[day].periods;
        let mut told = Vec::new();
        let gone: Vec<_> =
            self.waves.keys().filter(|key| periods.has(key.1) && !settled.contains_key(key)).copied().collect();
        for key in gone {
            self.waves.remove(&key);
            told.push((key, None));
        }
        for (key, departure) in settled {
            if self.waves.insert(key, departure) != Some(departure) {
                told.push((key, Some(departure)));
            }
        }
        let tell = |((section, period), departure): ((SectionId, _), Option<Departure>)| {
            let section = self.plan.section(section).name.clone().unwrap_or_default();
            let gate = departure.and_then(|departure: Departure| departure.gate);
            let gate = gate.map(|gate| self.problem.gates[gate].name.clone());
            let period = self.problem.calendar.periods[period].name.clone();
            (section, period, gate, departure.map(|departure| u64::from(departure.wave)))
        };
        told.into_iter().map(tell).collect()
    }
}

/// The clubs a child waits for: wishes not held that would make the child better off than what is held.
pub fn waiting(problem: &Problem, plan: &Plan, student: StudentId) -> Vec<String> {
    let who = &problem.students[student];
    let mut worth: Vec<i64> = Vec::new();
    for (rank, course) in who.wishes.iter().enumerate() {
        if plan.holds(student, *course) {
            worth.push(who.wish_values[rank]);
        }
    }
    let full = worth.len() >= who.want as usize;
    let least = if full { worth.iter().copied().min().unwrap_or(i64::MAX) } else { 0 };
    let open = who.wishes.iter().zip(&who.wish_values).filter(|&(&course, &value)| {
        value > least && who.want > 0 && !plan.holds(student, course) && problem.may_hold(student, course)
    });
    open.map(|(&course, _)| problem.courses[course].name.clone()).collect()
}
