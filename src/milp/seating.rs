//! The seats of one part of a school under a fixed timetable as a MILP: least shortfall, then least cost.
//!
//! A binary a (child, block) and a (place is open). A child's attended periods do not clash, so two blocks of theirs do
//! exactly when they share a period: each attended period holds one block or is missed. Care blocks also decide how
//! many children of each class sit in each place. All else is measured by variables that are the positive part of a
//! sum.

use super::adapter::{Limits, Model, Status, Term, Var};
use crate::clock::Watch;
use crate::plan::Plan;
use crate::problem::{ClassId, CourseId, CourseKind, NO_BOUND, PeriodId, Problem};
use crate::rules;
use crate::seating::{Block, Component};
use std::collections::BTreeMap;

/// Seats in blocks.
#[derive(Debug, Clone)]
pub struct Seating {
    /// By child of the component: blocks held.
    pub held: Vec<Vec<usize>>,
    /// By block and place: stays open.
    pub open: Vec<Vec<bool>>,
    /// By care block: for each class, its children in each place. Empty for other blocks.
    pub classes: Vec<Vec<(ClassId, Vec<usize>)>>,
    /// Whether no seats are better.
    pub proven: bool,
}

/// A class in the places of a care block: (class, by place: children and whether there are any).
type Shares = (ClassId, Vec<(Var, Var)>);

struct Seats<'p> {
    problem: &'p Problem,
    plan: &'p Plan,
    component: &'p Component,
    model: Model,
    /// By child: (block, seat).
    seats: Vec<Vec<(usize, Var)>>,
    open: Vec<Vec<Var>>,
    shares: Vec<Vec<Shares>>,
    /// Variables that are the positive part of a sum, in order of definition.
    parts: Vec<(Var, Vec<Term>, f64)>,
    owed: Vec<Term>,
    cost: Vec<Term>,
}

/// The best seats found for a component, from those the plan has. None when the limits came first.
pub fn solve(problem: &Problem, plan: &Plan, component: &Component, limits: &Limits) -> Option<Seating> {
    let watch = Watch::start();
    let mut seats = Seats::state(problem, plan, component);
    let present = seats.present();
    let mut start = present.clone();
    let value = |terms: &[Term], values: &[f64]| terms.iter().map(|&(var, cost)| cost * values[var.ix()]).sum::<f64>();
    let mut least = value(&seats.owed, &present);
    if least > 0.0 {
        seats.price(true);
        let limits = Limits { seconds: limits.seconds / 2.0, gap: seats.model.grain() - 0.1, ..*limits };
        let answer = seats.model.solve(&limits, Some(&present));
        if answer.status != Status::Optimal {
            return answer.has_values().then(|| seats.seating(&answer.values, false));
        }
        least = answer.objective.round();
        start = answer.values;
    }
    if least == 0.0 {
        seats.owed.iter().for_each(|&(var, _)| seats.model.fix(var, 0.0));
    } else {
        seats.model.at_most(seats.owed.clone(), least);
    }
    seats.price(false);
    let limits = Limits { seconds: limits.seconds - watch.seconds(), gap: seats.model.grain() - 0.1, ..*limits };
    let answer = seats.model.solve(&limits, Some(&start));
    let values = if answer.has_values() { &answer.values } else { &start };
    Some(seats.seating(values, answer.status == Status::Optimal))
}

impl<'p> Seats<'p> {
    fn state(problem: &'p Problem, plan: &'p Plan, component: &'p Component) -> Self {
        let mut model = Model::new();
        let seats = component.choices.iter().map(|own| own.iter().map(|&block| (block, model.binary(0.0))).collect());
        let seats = seats.collect();
        let open = component.blocks.iter().map(|block| block.places.iter().map(|_| model.binary(0.0)).collect());
        let open = open.collect();
        let mut seats = Self {
            problem,
            plan,
            component,
            model,
            seats,
            open,
            shares: vec![Vec::new(); component.blocks.len()],
            parts: Vec::new(),
            owed: Vec::new(),
            cost: Vec::new(),
        };
        (0..component.students.len()).for_each(|child| seats.child(child));
        let taken = seats.taken();
        taken.iter().enumerate().for_each(|(block, taken)| seats.block(block, taken));
        seats.care_splits();
        seats
    }

    fn weight(&self, rule: &str) -> f64 {
        self.problem.policy.weights[rules::position(rule)] as f64
    }

    /// The positive part of `Σ terms + constant`.
    fn part(&mut self, terms: Vec<Term>, constant: f64) -> Var {
        let part = self.model.continuous(0.0, 0.0, f64::INFINITY);
        let mut row = terms.clone();
        row.push((part, -1.0));
        self.model.at_most(row, -constant);
        self.parts.push((part, terms, constant));
        part
    }

    /// By block: its seats, with the class of the child.
    fn taken(&self) -> Vec<Vec<(ClassId, Var)>> {
        let mut taken = vec![Vec::new(); self.component.blocks.len()];
        for (student, own) in self.component.students.iter().zip(&self.seats) {
            let class = self.problem.students[*student].class;
            own.iter().for_each(|&(block, seat)| taken[block].push((class, seat)));
        }
        taken
    }

    /// What binds a child and what the child is owed.
    fn child(&mut self, child: usize) {
        let problem = self.problem;
        let (student, own) = (self.component.students[child], self.seats[child].clone());
        let who = &problem.students[student];
        let blocks = &self.component.blocks;
        let some = |pick: &dyn Fn(&Block) -> f64| -> Vec<Term> {
            let terms = own.iter().map(|&(block, seat)| (seat, pick(&blocks[block])));
            terms.filter(|term| term.1 != 0.0).collect()
        };
        let meets = |block: &Block, period| problem.patterns[block.pattern].periods.has(period);
        for period in who.attends.iter() {
            let mut terms = some(&|block| f64::from(u8::from(meets(block, period))));
            self.model.at_most(terms.clone(), 1.0);
            if who.owed_coverage {
                terms.iter_mut().for_each(|term| term.1 = -1.0);
                let missed = self.part(terms, 1.0);
                self.owed.push((missed, 10.0 * problem.calendar.periods[period].minutes() as f64));
            }
        }
        let mut courses: Vec<CourseId> = own.iter().map(|&(block, _)| blocks[block].course).collect();
        courses.dedup();
        for course in courses {
            let terms = some(&|block| f64::from(u8::from(block.course == course)));
            let most = problem.courses[course].max_per_student;
            if most != NO_BOUND && terms.len() > most as usize {
                self.model.at_most(terms.clone(), f64::from(most));
            }
            if who.pinned_to.contains(&course) && self.plan.holds(student, course) {
                self.model.at_least(terms, 1.0);
            }
        }
        if who.special_owed > 0 {
            let special = some(&|block| {
                let counts = problem.courses[block.course].special;
                if counts { -problem.patterns[block.pattern].share_minutes as f64 } else { 0.0 }
            });
            let short = self.part(special, who.special_owed as f64);
            self.owed.push((short, 1.0));
        }
        for &(category, owed) in who.category_owed.iter().filter(|owed| owed.1 > 0) {
            let given = some(&|block| {
                let counts = problem.courses[block.course].category == Some(category);
                if counts { -problem.patterns[block.pattern].minutes as f64 } else { 0.0 }
            });
            let short = self.part(given, owed as f64);
            self.owed.push((short, 1.0));
        }
        if who.wish_best > 0 {
            let value = |course| who.wishes.iter().position(|&wish| wish == course).map_or(0, |ix| who.wish_values[ix]);
            let short = self.part(some(&|block| -value(block.course) as f64), who.wish_best as f64);
            self.cost.push((short, self.weight("wish")));
        }
        if who.want > 0 && !who.wishes.is_empty() {
            let top = &who.wishes[..who.wishes.len().min(3)];
            let none = self.part(some(&|block| -f64::from(u8::from(top.contains(&block.course)))), 1.0);
            self.cost.push((none, self.weight("none_of_top")));
        }
        for &(course, periods) in problem.published.iter().flat_map(|plan| &plan.kept_seats[student]) {
            let lost = self.model.continuous(0.0, 0.0, 1.0);
            let kept: Vec<Vec<Term>> = periods
                .iter()
                .map(|period| some(&|block| -f64::from(u8::from(block.course == course && meets(block, period)))))
                .collect();
            for mut terms in kept {
                self.parts.push((lost, terms.clone(), 1.0));
                terms.push((lost, -1.0));
                self.model.at_most(terms, -1.0);
            }
            self.cost.push((lost, self.weight("disruption.seat")));
        }
    }

    /// What binds a block: the sizes of its places.
    fn block(&mut self, ix: usize, taken: &[(ClassId, Var)]) {
        let block = &self.component.blocks[ix];
        let open = self.open[ix].clone();
        for (place, &open) in block.places.iter().zip(&open) {
            if place.stays || place.least == 0 {
                self.model.fix(open, 1.0);
            }
            // Closing costs: the cost of open is its negative, up to a constant.
            self.cost.push((open, -(place.closing as f64)));
        }
        if self.problem.courses[block.course].kind == CourseKind::Care {
            return self.care_block(ix, taken);
        }
        let seats = |sign: f64| taken.iter().map(move |&(_, seat)| (seat, sign));
        let places = |sign: f64, size: &dyn Fn(usize) -> u32| -> Vec<Term> {
            (0..open.len()).map(|at| (open[at], sign * f64::from(size(at)))).collect()
        };
        let mut most = places(-1.0, &|at| block.places[at].most);
        most.extend(seats(1.0));
        self.model.at_most(most, 0.0);
        let mut least = places(-1.0, &|at| block.places[at].least);
        least.extend(seats(1.0));
        self.model.at_least(least, 0.0);
        if block.places.iter().any(|place| place.aim > 0) {
            let mut short = places(1.0, &|at| block.places[at].aim.max(block.places[at].least));
            short.extend(seats(-1.0));
            let short = self.part(short, 0.0);
            self.cost.push((short, self.weight("small_section")));
        }
    }

    fn care_block(&mut self, ix: usize, taken: &[(ClassId, Var)]) {
        let block = &self.component.blocks[ix];
        let mut classes: BTreeMap<ClassId, Vec<Term>> = BTreeMap::new();
        taken.iter().for_each(|&(class, seat)| classes.entry(class).or_default().push((seat, 1.0)));
        for (class, mut terms) in classes {
            let home = self.problem.classes[class].home;
            let mut shares = Vec::new();
            for place in &block.places {
                let most = (terms.len() as u32).min(place.most);
                let (children, any) = (self.model.integer(0.0, 0.0, f64::from(most)), self.model.binary(0.0));
                self.model.at_most(vec![(children, 1.0), (any, -f64::from(most))], 0.0);
                if home.is_some() && home != place.room {
                    self.cost.push((children, self.weight("away_from_home")));
                }
                shares.push((children, any));
            }
            terms.extend(shares.iter().map(|share| (share.0, -1.0)));
            self.model.equal(terms, 0.0);
            self.shares[ix].push((class, shares));
        }
        for (at, place) in block.places.iter().enumerate() {
            let here: Vec<Term> = self.shares[ix].iter().map(|(_, shares)| (shares[at].0, 1.0)).collect();
            let open = self.open[ix][at];
            let with = |bound: u32| here.iter().copied().chain([(open, -f64::from(bound))]).collect();
            self.model.at_most(with(place.most), 0.0);
            self.model.at_least(with(place.least), 0.0);
        }
    }

    fn care_splits(&mut self) {
        let mut present: BTreeMap<(ClassId, PeriodId), Vec<Term>> = BTreeMap::new();
        for (block, classes) in self.component.blocks.iter().zip(&self.shares) {
            for (class, shares) in classes {
                for period in self.problem.patterns[block.pattern].iter() {
                    present.entry((*class, period)).or_default().extend(shares.iter().map(|share| (share.1, 1.0)));
                }
            }
        }
        for terms in present.into_values().filter(|terms| terms.len() > 1) {
            let split = self.part(terms, -1.0);
            self.cost.push((split, self.weight("care_split")));
        }
    }

    fn price(&mut self, owed: bool) {
        let mut costs = vec![0.0; self.model.size()];
        for &(var, cost) in if owed { &self.owed } else { &self.cost } {
            costs[var.ix()] += cost;
        }
        self.model.set_costs(&costs);
    }

    /// The values that stand for the seats the plan has.
    fn present(&self) -> Vec<f64> {
        let mut values = vec![0.0; self.model.size()];
        for (student, own) in self.component.students.iter().zip(&self.seats) {
            for &section in self.plan.held(*student) {
                let pattern = self.plan.section(section).pattern;
                let block = self.component.blocks.iter().position(|block| block.pattern == pattern);
                if let Some(&(_, seat)) = own.iter().find(|(other, _)| Some(*other) == block) {
                    values[seat.ix()] = 1.0;
                }
            }
        }
        for (ix, block) in self.component.blocks.iter().enumerate() {
            for (at, place) in block.places.iter().enumerate() {
                let section = self.plan.section(place.section);
                let open = place.stays || place.least == 0 || !section.seats.is_empty();
                values[self.open[ix][at].ix()] = f64::from(u8::from(open));
                for (class, shares) in &self.shares[ix] {
                    let here = section.care_classes.iter().find(|entry| entry.0 == *class).map_or(0, |entry| entry.1);
                    values[shares[at].0.ix()] = f64::from(here);
                    values[shares[at].1.ix()] = f64::from(here.min(1));
                }
            }
        }
        for (part, terms, constant) in &self.parts {
            let sum: f64 = terms.iter().map(|&(var, factor)| factor * values[var.ix()]).sum();
            values[part.ix()] = values[part.ix()].max(sum + constant);
        }
        values
    }

    fn seating(&self, values: &[f64], proven: bool) -> Seating {
        let one = |var: Var| values[var.ix()] > 0.5;
        let held = |own: &Vec<(usize, Var)>| own.iter().filter(|seat| one(seat.1)).map(|seat| seat.0).collect();
        let whole = |var: Var| values[var.ix()].round() as usize;
        let shares = |(class, shares): &Shares| (*class, shares.iter().map(|share| whole(share.0)).collect());
        Seating {
            held: self.seats.iter().map(held).collect(),
            open: self.open.iter().map(|open| open.iter().map(|&var| one(var)).collect()).collect(),
            classes: self.shares.iter().map(|classes| classes.iter().map(shares).collect()).collect(),
            proven,
        }
    }
}
