//! The whole problem as one exact MILP: an oracle for small schools.
//!
//! Every section a plan could have is a [`Slot`]: a (course, pattern) with a binary for open, and one for every room,
//! lead, assistant and seat. Each rule of [`crate::rules`] states its own rows; here are only the variables, what
//! links them, and the two stages: least shortfall, then least cost with the shortfall held. Hard rules are rows, so a
//! plan that comes out has none broken, and where none comes out there is no usable plan.
//!
//! Bounds that lose nothing: no more sections on a pattern than its children could fill, its post asks for, and pins
//! name. One that is assumed: the leavers of a day need no more waves than there are leavers.

mod exits;
mod moved;
mod slots;

pub use exits::Exit;
pub use moved::fewest_moved;
pub use slots::Slot;

use super::adapter::{Limits, Model, Status, Term, Var};
use crate::clock::Watch;
use crate::plan::{Departure, Plan, Section};
use crate::problem::{
    CourseId, Id, PeriodId, PeriodSet, Problem, PublishedSection, RoomId, SectionId, StudentId, TeacherId,
};
use crate::rules::{RULE_COUNT, RULES};
use crate::score::{Level, Score};
use std::rc::Rc;

/// More variables than this and the model is not tried.
const MOST: usize = 400_000;

/// The model while the rules state their rows.
pub struct Whole<'p> {
    /// What is given.
    pub problem: &'p Problem,
    /// The model.
    pub model: Model,
    /// Every section a plan could have.
    pub slots: Rc<[Slot]>,
    /// Every group of leavers a plan could have.
    pub exits: Rc<[Exit]>,
    /// Positions of slots that stand for one section: at most one is open.
    namesakes: Vec<Vec<usize>>,
    rule: usize,
    charges: Vec<Vec<Term>>,
    constants: [i64; RULE_COUNT],
}

/// What is known of a problem.
#[derive(Debug)]
pub enum Verdict {
    /// A usable plan.
    Solved(Box<Solved>),
    /// No usable plan exists.
    Impossible,
    /// The time ran out before any plan, or the school is too large.
    Unknown,
}

/// A usable plan and how good it can at best be.
#[derive(Debug)]
pub struct Solved {
    /// The plan, released; hard is 0.
    pub plan: Plan,
    /// Whether no plan is better.
    pub proven: bool,
    /// No plan is better than this.
    pub bound: Score,
}

/// Solves a small problem.
pub fn solve(problem: &Problem, seconds: f64) -> Verdict {
    let watch = Watch::start();
    let Some(mut whole) = Whole::state(problem) else { return Verdict::Unknown };
    let (owed, owed_constant) = whole.objective(Level::Shortfall);
    let (cost, cost_constant) = whole.objective(Level::Cost);
    whole.price(&owed);
    let first = whole.model.solve(&Limits::whole(seconds * 0.6, None), None);
    match first.status {
        Status::Infeasible => return Verdict::Impossible,
        Status::Nothing => return Verdict::Unknown,
        Status::Optimal | Status::Feasible => {}
    }
    let shortfall = (first.objective.round(), (first.bound - 1e-6).ceil());
    whole.model.at_most(owed, shortfall.0);
    whole.price(&cost);
    let second = whole.model.solve(&Limits::whole(seconds - watch.seconds(), None), Some(&first.values));
    let values = if second.has_values() { &second.values } else { &first.values };
    let owed_is_proven = first.status == Status::Optimal;
    let bound = Score {
        hard: 0,
        shortfall: if owed_is_proven { shortfall.0 } else { shortfall.1.max(0.0) } as i64 + owed_constant,
        cost: if owed_is_proven && second.has_values() {
            (second.bound - 1e-6).ceil() as i64 + cost_constant
        } else {
            0
        },
    };
    Verdict::Solved(Box::new(Solved {
        plan: whole.plan(values),
        proven: owed_is_proven && second.status == Status::Optimal,
        bound,
    }))
}

impl<'p> Whole<'p> {
    /// The variables, their links and the rows of every rule; none for a school too large.
    fn state(problem: &'p Problem) -> Option<Self> {
        let mut model = Model::new();
        let (slots, namesakes) = slots::lay(problem, &mut model, MOST)?;
        let exits = exits::lay(problem, &mut model, &slots, MOST)?;
        let mut whole = Self {
            problem,
            model,
            slots: slots.into(),
            exits: exits.into(),
            namesakes,
            rule: 0,
            charges: vec![Vec::new(); RULE_COUNT],
            constants: [0; RULE_COUNT],
        };
        whole.link();
        for (ix, rule) in RULES.iter().enumerate() {
            whole.rule = ix;
            if let Some(rows) = rule.rows {
                rows(&mut whole);
            }
        }
        Some(whole)
    }

    /// A closed slot has nothing; interchangeable slots open in order; a name is borne once.
    fn link(&mut self) {
        let slots = self.slots.clone();
        for slot in slots.iter() {
            for all in [&slot.rooms, &slot.leads] {
                let mut terms = sum(all);
                terms.push((slot.open, -1.0));
                self.model.at_most(terms, 0.0);
            }
            for &var in slot.assistants.iter().chain(&slot.seats) {
                self.model.at_most(vec![(var, 1.0), (slot.open, -1.0)], 0.0);
            }
        }
        for pair in slots.windows(2) {
            if pair[0].is_alike(&pair[1]) {
                self.model.at_least(vec![(pair[0].open, 1.0), (pair[1].open, -1.0)], 0.0);
            }
        }
        for bearers in &self.namesakes {
            self.model.at_most(bearers.iter().map(|&ix| (slots[ix].open, 1.0)).collect(), 1.0);
        }
    }

    /// Makes a variable 0.
    pub fn forbid(&mut self, var: Var) {
        self.model.fix(var, 0.0);
    }

    /// A variable that is at least 0 and at least `Σ terms + constant`.
    pub fn excess(&mut self, mut terms: Vec<Term>, constant: i64) -> Var {
        let excess = self.model.continuous(0.0, 0.0, f64::INFINITY);
        terms.push((excess, -1.0));
        self.model.at_most(terms, -constant as f64);
        excess
    }

    /// Adds units of the rule at hand: so many for each of the variable.
    pub fn charge(&mut self, var: Var, units: i64) {
        self.charges[self.rule].push((var, units as f64));
    }

    /// Adds units of the rule at hand that no plan can avoid.
    pub fn charge_always(&mut self, units: i64) {
        self.constants[self.rule] += units;
    }

    /// Sections of the published plan; none without one.
    pub fn published(&self) -> &'p [PublishedSection] {
        self.problem.published.as_ref().map_or(&[], |plan| &plan.sections)
    }

    /// Adds a unit of the rule at hand for each published section that keeps its pattern without what it had: `had`
    /// says what (None: it no longer exists; Some(None): nothing), `choices` the variables of a slot, by id.
    pub fn charge_replaced<I: Id>(
        &mut self,
        had: impl Fn(&PublishedSection) -> Option<Option<I>>,
        choices: impl Fn(&Slot) -> &[Var],
    ) {
        for (ix, given) in self.published().iter().enumerate() {
            for slot in self.slots.clone().iter().filter(|slot| slot.published == Some(ix)) {
                if given.pattern != Some(self.problem.patterns[slot.pattern].periods) {
                    continue;
                }
                match had(given) {
                    Some(None) => choices(slot).iter().for_each(|&var| self.charge(var, 1)),
                    Some(Some(one)) => {
                        self.charge(slot.open, 1);
                        self.charge(choices(slot)[one.ix()], -1);
                    }
                    None => self.charge(slot.open, 1),
                }
            }
        }
    }

    /// Slots of a course.
    pub fn of_course(&self, course: CourseId) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |slot| slot.course == course)
    }

    /// Seats of a student, one a slot that meets in the period.
    pub fn seats_in(&self, student: StudentId, period: PeriodId) -> Vec<Term> {
        let slots = self.slots.iter().filter(|slot| self.problem.patterns[slot.pattern].periods.has(period));
        slots.map(|slot| (slot.seats[student.ix()], 1.0)).collect()
    }

    /// Seats of a student in a course.
    pub fn seats_of(&self, student: StudentId, course: CourseId) -> Vec<Term> {
        self.of_course(course).map(|slot| (slot.seats[student.ix()], 1.0)).collect()
    }

    /// A variable that is 1 unless the student has a seat of the course in each of the periods.
    pub fn lost_seat(&mut self, student: StudentId, course: CourseId, periods: PeriodSet) -> Var {
        let lost = self.model.continuous(0.0, 0.0, 1.0);
        for period in periods.iter() {
            let now = self.of_course(course).filter(|slot| self.problem.patterns[slot.pattern].periods.has(period));
            let mut terms: Vec<_> = now.map(|slot| (slot.seats[student.ix()], 1.0)).collect();
            terms.push((lost, 1.0));
            self.model.at_least(terms, 1.0);
        }
        lost
    }

    /// What a person works in slots that meet in the period. Without staff clashes it is 0 or 1.
    pub fn works_in(&self, person: TeacherId, period: PeriodId) -> Vec<Term> {
        let slots = self.slots.iter().filter(|slot| self.problem.patterns[slot.pattern].periods.has(period));
        slots.flat_map(|slot| slot.works(person, 1)).collect()
    }

    /// What a level counts: weighted terms and the constant. Rules that are rounded up once get a whole variable.
    fn objective(&mut self, level: Level) -> (Vec<Term>, i64) {
        let (mut terms, mut constant) = (Vec::new(), 0);
        for (ix, rule) in RULES.iter().enumerate().filter(|(_, rule)| rule.level == level) {
            let weight = self.problem.policy.weights[ix];
            let mut charged = std::mem::take(&mut self.charges[ix]);
            if rule.per == 1 {
                constant += weight * self.constants[ix];
                terms.extend(charged.into_iter().map(|(var, units)| (var, units * weight as f64)));
            } else if !charged.is_empty() || self.constants[ix] > 0 {
                let value = self.model.integer(0.0, 0.0, f64::INFINITY);
                charged.push((value, -(rule.per as f64)));
                self.model.at_most(charged, -self.constants[ix] as f64);
                terms.push((value, weight as f64));
            }
        }
        (terms, constant)
    }

    fn price(&mut self, terms: &[Term]) {
        let mut costs = vec![0.0; self.model.size()];
        terms.iter().for_each(|&(var, cost)| costs[var.ix()] += cost);
        self.model.set_costs(&costs);
    }

    /// The plan that values stand for.
    fn plan(&self, values: &[f64]) -> Plan {
        let problem = self.problem;
        let one = |var: Var| values[var.ix()] > 0.5;
        let mut plan = Plan::empty(problem);
        let mut opened: Vec<Option<SectionId>> = Vec::new();
        for slot in self.slots.iter() {
            if !one(slot.open) {
                opened.push(None);
                continue;
            }
            let mut section = Section::new(slot.course, slot.pattern, None);
            section.room = slot.rooms.iter().position(|&var| one(var)).map(RoomId::at);
            section.lead = slot.leads.iter().position(|&var| one(var)).map(TeacherId::at);
            section.assistants = problem.teachers.ids().filter(|person| one(slot.assistants[person.ix()])).collect();
            if let Some(name) = &slot.name {
                section = Plan::named(problem, name, section);
            }
            let id = plan.open(problem, section);
            for student in problem.students.ids().filter(|student| one(slot.seats[student.ix()])) {
                plan.seat(problem, student, id);
            }
            opened.push(Some(id));
        }
        let departures = opened.iter().enumerate().filter_map(|(ix, id)| {
            let of_slot = self.exits.iter().filter(|exit| exit.slot == ix);
            let chosen = of_slot.filter_map(|exit| {
                let &(gate, wave, _) = exit.spots.iter().find(|spot| one(spot.2))?;
                Some(Departure { period: exit.period, gate, wave })
            });
            Some(((*id)?, chosen.collect()))
        });
        plan.depart_all(problem, departures);
        plan
    }
}

/// The terms with the other sign.
pub fn negated(mut terms: Vec<Term>) -> Vec<Term> {
    terms.iter_mut().for_each(|term| term.1 = -term.1);
    terms
}

/// Every variable once.
pub fn sum(vars: &[Var]) -> Vec<Term> {
    vars.iter().map(|&var| (var, 1.0)).collect()
}
