//! The Lagrangian bound: multipliers on what children, sections, people and rooms share (each child's seat in each
//! pattern, seats of open and care courses, leads and assistants, places in rooms) let the four fall apart into parts
//! that are solved exactly in whole numbers. Any prices that are not negative give a true lower bound (Geoffrion,
//! Mathematical Programming Study 2, 1974); [`Prices::raise`] makes it larger. Giving the seat of a pattern one price a
//! child, not one for all, is what makes the bound strong: a section that is opened by a tenth only has a tenth of a seat
//! for each.
//!
//! A seat that is taken is a seat that a section has, neither more nor fewer. So the price of a seat may be negative where
//! each child has its own: a section below its least size, or small, then pays for whoever comes.

use super::Bound;
use super::ascent::{Ascent, Average, Point, Stride};
use super::curves::Curves;
use super::demand::{Demand, Set};
use super::layout::{Layout, Rows, SCALE};
use super::leaving::Leaving;
use super::seats::seats;
use super::staff::Staff;
use super::supply::{Decided, Market, Supply};
use crate::milp::adapter::Limits;
use crate::problem::{CourseId, Id, PatternId, Problem, StudentId};
use crate::rules;
use std::collections::BTreeMap;

/// Price of an owed student-minute while shortfall is to stay at its bound, in points of cost.
const OWED: i64 = 40;

/// Steps of the prices from nothing, and from prices of a problem or an aim that is nearly the same.
const FROM_NOTHING: Stride = Stride { first: 4.0, last: 0.02, double: 4.0 };
pub(super) const FROM_NEAR: Stride = Stride { first: 1.0, last: 0.02, double: f64::INFINITY };
/// Length of the steps of the prices of spots, beside those of other prices: waiting costs a child some points at most, and
/// they start near where they end.
const SPOT_PACE: f64 = 0.01;
/// Steps of the prices that follow what a dive has settled.
const FOLLOWING: Stride = Stride { first: 0.5, last: 0.2, double: f64::INFINITY };
/// Steps of prices that go astray before a dive, so that dives differ.
const STRAYING: Stride = Stride { first: 8.0, last: 1.0, double: f64::INFINITY };

/// Averaged choices of the parts: what a plan at the bound would look like, in fractions.
#[derive(Debug, Clone, Default)]
pub struct Leaning {
    /// By pattern: sections.
    pub sections: Vec<f64>,
    /// (child, pattern of a wished club that the child can attend).
    pub choices: Vec<(StudentId, PatternId)>,
    /// By choice: whether the child holds it.
    pub held: Vec<f64>,
    /// What the children took last, for [`Demand::price`]; not averaged. Each ascent has its own, so that none hangs on what
    /// others do meanwhile.
    last: Vec<u64>,
}

impl Average for Leaning {
    fn towards(&mut self, other: Self, part: f64) {
        let pairs = self.sections.iter_mut().zip(&other.sections).chain(self.held.iter_mut().zip(&other.held));
        pairs.for_each(|(this, that)| *this += part * (that - *this));
        self.last = other.last;
    }
}

/// What is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Shortfall alone.
    Shortfall,
    /// Cost, where an owed minute costs more than any plan would pay to avoid it.
    Cost,
}

/// The prices of a problem, and the bound they prove.
pub struct Prices<'p> {
    problem: &'p Problem,
    layout: Layout,
    demand: Demand,
    supply: Supply,
    staff: Staff,
    leaving: Leaving,
    ascent: Option<Ascent<Leaning>>,
    stride: Stride,
    aim: Aim,
}

impl<'p> Prices<'p> {
    /// States the parts; no bound yet.
    pub fn new(problem: &'p Problem, aim: Aim) -> Self {
        let mut layout = Layout::new(problem);
        let demand = Demand::new(problem, &mut layout);
        let mut leaving = Leaving::new(problem, OWED * SCALE);
        let supply = Supply::new(problem, &layout, &mut leaving);
        let staff = Staff::new(problem, &layout);
        layout.spots = leaving.len();
        Self { problem, layout, demand, supply, staff, leaving, ascent: None, stride: FROM_NOTHING, aim }
    }

    /// The parts at some prices, where some sections are settled; `before` is what an ascent leans to so far.
    pub(super) fn evaluate(&self, prices: &[i64], decided: &[Decided], before: &Leaning) -> Point<Leaning> {
        let (owed, free) = match self.aim {
            Aim::Shortfall => (SCALE, true),
            Aim::Cost => (OWED * SCALE, false),
        };
        let layout = &self.layout;
        let weight = |rule| self.problem.policy.weights[rules::position(rule)];
        let (taken, left) = rayon::join(
            || self.demand.price(layout, prices, owed, free, &before.last),
            || (!free).then(|| self.leaving.price(&prices[layout.spots_at()..])),
        );
        let opened = self.supply.price(&Market {
            problem: self.problem,
            layout,
            prices,
            curves: &Curves::new(layout, prices),
            owed,
            small_section: (!free).then(|| weight("small_section")),
            left: left.as_ref(),
            decided,
        });
        let served = self.staff.price(self.problem, layout, prices, free);
        let mut slack: Vec<i32> = opened.offered.iter().map(|offered| -offered).collect();
        taken.options.iter().enumerate().for_each(|(at, &taken)| slack[at] += i32::from(taken));
        taken.seats.iter().for_each(|&(at, seats)| slack[at as usize] += seats);
        let at = layout.staff_at();
        served.offered.iter().enumerate().for_each(|(ix, &people)| slack[at + ix] -= people);
        let at = layout.rooms_at();
        let mut value = taken.value + opened.value + served.value;
        for (kind, row) in layout.kinds.iter().enumerate() {
            for period in 0..layout.periods {
                let place = at + kind * layout.periods + period;
                slack[place] -= row.places as i32;
                value -= prices[place] * row.places;
            }
        }
        if let Some(left) = left {
            value += left.value;
            let at = layout.spots_at();
            left.slack.iter().enumerate().for_each(|(ix, &leavers)| slack[at + ix] += leavers);
        }
        let choice = Leaning {
            sections: opened.sections.iter().map(|&count| f64::from(count)).collect(),
            choices: Vec::new(),
            held: taken.options.iter().map(|&taken| f64::from(u8::from(taken))).collect(),
            last: taken.last,
        };
        Point { value, slack, choice }
    }

    /// By pattern: most sections it can have, and the children who may wish for it.
    pub(super) fn patterns(&self) -> Vec<(usize, f64)> {
        let mut patterns: Vec<(usize, f64)> = self.supply.most().into_iter().map(|most| (most, 0.0)).collect();
        self.layout.options.iter().for_each(|&(_, pattern)| patterns[pattern.ix()].1 += 1.0);
        patterns
    }

    /// The best bound so far, in parts of [`SCALE`], its prices, and the sections it leans to, by pattern.
    pub(super) fn reached(&self) -> (i64, Vec<i64>, Vec<f64>) {
        match &self.ascent {
            Some(ascent) => (ascent.best, ascent.prices.clone(), ascent.average.sections.clone()),
            None => (0, self.start(), vec![0.0; self.problem.patterns.len()]),
        }
    }

    /// An ascent from prices, where some sections are settled.
    pub(super) fn begun(&self, prices: Vec<i64>, decided: &[Decided]) -> Ascent<Leaning> {
        let point = self.evaluate(&prices, decided, &Leaning::default());
        let mut pace = vec![1.0; prices.len()];
        pace[self.layout.spots_at()..].fill(SPOT_PACE);
        let free = if self.layout.alone { self.layout.staff_at() } else { 0 };
        Ascent::new(prices, point, self.scale(), pace, free)
    }

    /// Where prices start.
    fn start(&self) -> Vec<i64> {
        let mut prices = vec![0; self.layout.spots_at()];
        prices.extend(self.leaving.start());
        prices
    }

    /// Typical slack by price.
    fn scale(&self) -> Vec<f64> {
        let layout = &self.layout;
        let mut scale = vec![1.0; layout.len()];
        let rows = layout.classes.iter().map(|class| &class.rows).chain(layout.homes.iter().map(|home| &home.rows));
        for (row, children) in rows.flat_map(Rows::iter) {
            for (period, &children) in children.iter().enumerate() {
                scale[layout.seat(row, period)] = (children as f64).max(1.0);
            }
        }
        for (group, row) in layout.groups.iter().enumerate() {
            for period in 0..layout.periods {
                scale[layout.staff_at() + group * layout.periods + period] = (row.people.len() as f64).max(1.0);
            }
        }
        for (kind, row) in layout.kinds.iter().enumerate() {
            for period in 0..layout.periods {
                scale[layout.rooms_at() + kind * layout.periods + period] = (row.places as f64).max(1.0);
            }
        }
        scale
    }

    /// One step of the ascent, after a part 0…1 of it: steps become shorter.
    pub fn raise(&mut self, over: f64) {
        let mut ascent = match self.ascent.take() {
            Some(ascent) => ascent,
            None => self.begun(self.start(), &[]),
        };
        ascent.step(self.stride, over, |prices, before| self.evaluate(prices, &[], before));
        self.ascent = Some(ascent);
    }

    /// A whole ascent of so many steps.
    pub fn raise_in(&mut self, steps: u32) {
        (0..steps).for_each(|step| self.raise(f64::from(step) / f64::from(steps)));
    }

    /// The prices of a problem that differs in capacities, people or rooms only, starting from these.
    pub fn carried<'q>(&self, problem: &'q Problem) -> Prices<'q> {
        let mut other = Prices::new(problem, self.aim);
        if let Some(ascent) = &self.ascent {
            let mut prices = other.layout.carried(problem, (&self.layout, self.problem), &ascent.prices);
            self.price_opened(&ascent.prices, &other.layout, &mut prices);
            other.ascent = Some(other.begun(prices, &[]));
            other.stride = FROM_NEAR;
        }
        other
    }

    /// Seats on patterns that could have no section, and whose prices nothing held down: at what they cost the child on
    /// other patterns of the course, at most.
    fn price_opened(&self, before: &[i64], layout: &Layout, prices: &mut [i64]) {
        let most = self.supply.most();
        let course = |pattern: PatternId| self.problem.patterns[pattern].course;
        let mut dearest: BTreeMap<(StudentId, CourseId), i64> = BTreeMap::new();
        for (&(student, pattern), &price) in self.layout.options.iter().zip(before) {
            if most[pattern.ix()] > 0 {
                let known = dearest.entry((student, course(pattern))).or_insert(price);
                *known = price.max(*known);
            }
        }
        for (&(student, pattern), price) in layout.options.iter().zip(prices) {
            if most[pattern.ix()] == 0 {
                let known = dearest.get(&(student, course(pattern))).copied().unwrap_or(0);
                *price = known.min(*price);
            }
        }
    }

    /// What is proven so far for plans that owe `shortfall` minutes, which must be a lower bound itself when the aim is
    /// cost: of such plans, each owed minute has been charged already.
    pub fn bound(&self, shortfall: i64) -> Bound {
        match &self.ascent {
            Some(ascent) => self.proven(ascent.best, &ascent.prices, shortfall),
            None => self.proven(0, &[], shortfall),
        }
    }

    /// What a value of the Lagrangian, in parts of [`SCALE`], at some prices proves for plans that owe `shortfall` minutes.
    pub(super) fn proven(&self, value: i64, prices: &[i64], shortfall: i64) -> Bound {
        let saved = match self.aim {
            Aim::Cost if !prices.is_empty() => self.leaving.saved(&prices[self.layout.spots_at()..], shortfall),
            _ => 0,
        };
        let points = ((value - saved).max(0).saturating_add(SCALE - 1)).div_euclid(SCALE);
        match self.aim {
            Aim::Shortfall => Bound { shortfall: points, cost: 0 },
            Aim::Cost => Bound { shortfall, cost: (points - OWED * shortfall).max(0) },
        }
    }

    /// What of the bound at some prices is for the leaving of parties by themselves, in points of cost.
    pub(super) fn leaving(&self, prices: &[i64]) -> i64 {
        self.leaving.price(&prices[self.layout.spots_at()..]).value.max(0) / SCALE
    }

    /// The seats in clubs that children may take, in the order of their prices.
    pub(super) fn options(&self) -> &[(StudentId, PatternId)] {
        &self.layout.options
    }

    /// By child: the cheapest sets of clubs at some prices, at most so many, none that costs `slack` more than the
    /// least, and the empty one.
    pub(super) fn sets(&self, prices: &[i64], slack: i64, most: usize) -> Vec<Vec<Set>> {
        self.demand.sets(&self.layout, prices, OWED * SCALE, slack, most)
    }

    /// Begins to settle sections one after another, from prices and what is decided, in so many steps at most, and after
    /// so many that go astray; `limits` are of the model of the seats.
    pub(super) fn dive_from(
        &self,
        prices: Vec<i64>,
        decided: Vec<Decided>,
        (astray, steps): (u32, u32),
        limits: Limits,
    ) -> Dive<'_, 'p> {
        let mut ascent = self.begun(prices, &decided);
        for step in 0..astray {
            let over = f64::from(step) / f64::from(astray);
            ascent.step(STRAYING, over, |prices, before| self.evaluate(prices, &decided, before));
        }
        Dive { prices: self, given: decided.clone(), decided, left: steps, limits, ascent, seated: false }
    }
}

/// Prices that follow what has been settled: how a plan comes about from fractions, the surest sections first and the
/// rest at the prices that these leave. What it comes to is no bound.
pub struct Dive<'d, 'p> {
    prices: &'d Prices<'p>,
    /// What was decided before, and with what is settled.
    given: Vec<Decided>,
    decided: Vec<Decided>,
    /// Steps left.
    left: u32,
    /// Of the model of the seats.
    limits: Limits,
    ascent: Ascent<Leaning>,
    seated: bool,
}

impl Dive<'_, '_> {
    /// Settles that a pattern has at least so many sections, and if it is `full`, no more.
    pub fn settle(&mut self, pattern: PatternId, sections: usize, full: bool) {
        let given = self.given[pattern.ix()];
        let most = if full { given.most.min(sections) } else { given.most };
        self.decided[pattern.ix()] = Decided { least: given.least.max(sections), most };
    }

    /// What the rest leans to, after so many steps, as far as they are left, at what is settled.
    pub fn lean(&mut self, steps: u32) -> Leaning {
        let steps = steps.min(self.left);
        self.left -= steps;
        self.ascent.forget_best();
        for step in 0..steps {
            let over = f64::from(step) / f64::from(steps);
            self.ascent.step(FOLLOWING, over, |prices, before| self.prices.evaluate(prices, &self.decided, before));
        }
        Leaning { choices: self.prices.layout.options.clone(), ..self.ascent.average.clone() }
    }

    /// The best seats found for so many places by pattern. None when the limits came first.
    pub fn seats(&mut self, places: &[usize]) -> Option<Vec<(StudentId, PatternId)>> {
        let seats = seats(self.prices, &self.ascent.prices, places, &self.limits)?;
        self.seated = true;
        Some(seats)
    }

    /// Whether the best seats were found.
    pub fn seated(&self) -> bool {
        self.seated
    }
}
