//! The children's part of the Lagrangian: at given prices each child takes the best seats for itself alone.
//!
//! A child chooses clubs on disjoint attended patterns, by depth-first search cut at the best known; the periods they
//! leave are filled one by one from open and care courses at the prices of their classes, with as many special ones, and as
//! many of each category the child is owed, as are still asked for; a period may serve both. Left out, so that the value
//! stays a lower bound: `max_per_student` of open courses, whole patterns of open courses that meet more than once.

use super::fill::{Fill, Filling, Seats};
use super::layout::{Layout, SCALE};
use crate::problem::{PeriodSet, Problem, StudentId};
use crate::rules;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Nodes of one child's search; a child whose search grows past it counts as losing nothing.
const NODES: u32 = 20_000;
/// Choices of a child that are bits of one number; a child with more counts as losing nothing.
const CHOICES: usize = 64;
/// Children priced together by one worker.
const CHUNK: usize = 64;

/// A pattern of a club the child may hold.
#[derive(Debug, Clone, Copy)]
struct Choice {
    periods: PeriodSet,
    clashes: PeriodSet,
    /// Minutes that count towards the special share.
    special: i64,
    /// Category of the club, and minutes that count towards it.
    category: Option<u32>,
    minutes: i64,
}

/// A wish, or a pinned course, with the patterns the child can attend: a range of its choices.
#[derive(Debug, Clone)]
struct Wish {
    choices: std::ops::Range<usize>,
    value: i64,
    /// Whether it is one of the first three.
    top: bool,
    /// Values of the wishes after it.
    left: i64,
}

#[derive(Debug)]
struct Child {
    /// Position of the first choice in the prices.
    first: usize,
    choices: Vec<Choice>,
    wishes: Vec<Wish>,
    /// What wishes can be worth at most.
    best: i64,
    /// Cost of holding none of the first three, in parts of [`SCALE`]; 0 for a child who wishes or wants nothing.
    none: i64,
    attends: PeriodSet,
    /// Position in [`Demand::fillings`].
    filling: usize,
    /// Special minutes owed.
    owed: i64,
    /// Minutes owed by category: each category once.
    owed_of: BTreeMap<u32, i64>,
}

/// All children.
#[derive(Debug)]
pub(super) struct Demand {
    children: Vec<Child>,
    fillings: Vec<Filling>,
    /// Cost of a point of unmet wishes, and of care away from home, in parts of [`SCALE`].
    wish: i64,
    away: i64,
}

/// What the children take at given prices.
pub(super) struct Taken {
    /// Least total of losses and prices, in parts of [`SCALE`].
    pub(super) value: i64,
    /// By option: whether it is taken.
    pub(super) options: Vec<bool>,
    /// By child: the choices that it took, as bits, for [`Demand::price`] at prices that are near.
    pub(super) last: Vec<u64>,
    /// Seats taken in open and care courses, as (price, seats).
    pub(super) seats: Vec<(u32, i32)>,
}

/// Clubs that a child may hold together, as positions of options, and what they cost it beside the prices of their seats.
pub(super) struct Set {
    pub(super) options: Vec<usize>,
    /// Losses and what fills the gaps, in parts of [`SCALE`].
    pub(super) cost: i64,
}

impl Demand {
    pub(super) fn new(problem: &Problem, layout: &mut Layout) -> Self {
        let weight = |rule| problem.policy.weights[rules::position(rule)] * SCALE;
        let mut fillings = Vec::new();
        let mut known = BTreeMap::new();
        let mut filling = |layout: &Layout, student: StudentId| {
            let (class, covered) = (problem.students[student].class, problem.students[student].owed_coverage);
            *known.entry((layout.alone.then_some(student), class, covered)).or_insert_with(|| {
                fillings.push(Filling { seats: Seats::of(layout, student, class), covered });
                fillings.len() - 1
            })
        };
        let attending = problem.students.ids().filter(|&student| !problem.students[student].attends.is_empty());
        let children = attending.map(|student| {
            let filling = filling(layout, student);
            Child::new(problem, layout, student, filling, weight("none_of_top"))
        });
        let children = children.collect();
        Self { children, fillings, wish: weight("wish"), away: weight("away_from_home") }
    }

    /// The best of each child at prices by [`Layout`]. `owed` is the price of an owed student-minute, in parts of
    /// [`SCALE`]. `last` is what the children took at near prices, or empty: where each search begins, and which of several
    /// as good it ends with.
    pub(super) fn price(&self, layout: &Layout, prices: &[i64], owed: i64, lossless: bool, last: &[u64]) -> Taken {
        let (wish, away) = if lossless { (0, 0) } else { (self.wish, self.away) };
        let fill = Fill::new(&self.fillings, layout, prices, owed, away);
        struct Part {
            value: i64,
            /// By child: position of its first option, and its options as bits.
            taken: Vec<(usize, u64)>,
            last: Vec<u64>,
            seats: Vec<(u32, i32)>,
        }
        let parts: Vec<Part> = self
            .children
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(chunk, children)| {
                let (taken, last_of) = (Vec::with_capacity(children.len()), Vec::with_capacity(children.len()));
                let mut part = Part { value: 0, taken, last: last_of, seats: Vec::new() };
                for (ix, child) in children.iter().enumerate() {
                    let mut last = last.get(chunk * CHUNK + ix).copied().unwrap_or(0);
                    let (least, options) = child.least(&fill, prices, wish, &mut last, &mut part.seats);
                    part.value += least;
                    part.taken.push((child.first, options));
                    part.last.push(last);
                }
                part
            })
            .collect();
        let options = vec![false; layout.options.len()];
        let mut sum = Taken { value: 0, options, last: Vec::new(), seats: Vec::new() };
        for Part { value, taken, mut last, mut seats } in parts {
            sum.value += value;
            for (first, mut options) in taken {
                while options != 0 {
                    sum.options[first + options.trailing_zeros() as usize] = true;
                    options &= options - 1;
                }
            }
            sum.last.append(&mut last);
            sum.seats.append(&mut seats);
        }
        sum
    }

    /// By child: the cheapest sets at these prices, at most so many, none that costs `slack` more than the least, and the
    /// empty one.
    pub(super) fn sets(&self, layout: &Layout, prices: &[i64], owed: i64, slack: i64, most: usize) -> Vec<Vec<Set>> {
        let fill = Fill::new(&self.fillings, layout, prices, owed, self.away);
        self.children.par_iter().map(|child| child.sets(&fill, prices, self.wish, slack, most)).collect()
    }
}

impl Child {
    fn new(problem: &Problem, layout: &mut Layout, student: StudentId, filling: usize, none: i64) -> Self {
        let who = &problem.students[student];
        let first = layout.options.len();
        let pinned = who.pinned_to.iter().filter(|course| !who.wishes.contains(course));
        let (mut choices, mut wishes) = (Vec::new(), Vec::new());
        for (rank, &course) in who.wishes.iter().chain(pinned).enumerate() {
            let from = choices.len();
            let row = &problem.courses[course];
            let may = problem.may_hold(student, course) && !who.pinned_off.contains(&course);
            for pattern in row.patterns.iter().filter(|_| may) {
                let that = &problem.patterns[pattern];
                if who.attends.covers(that.periods) {
                    let special = if row.special { that.share_minutes } else { 0 };
                    let (category, minutes) = (row.category, that.minutes);
                    choices.push(Choice { periods: that.periods, clashes: that.clashes, special, category, minutes });
                    layout.options.push((student, pattern));
                }
            }
            let value = who.wish_values.get(rank).copied().unwrap_or(0);
            let top = rank < 3 && rank < who.wishes.len();
            wishes.push(Wish { choices: from..choices.len(), value, top, left: 0 });
        }
        wishes.retain(|wish| !wish.choices.is_empty());
        let mut left = 0;
        for wish in wishes.iter_mut().rev() {
            wish.left = left;
            left += wish.value;
        }
        let mut owed_of = BTreeMap::new();
        for &(category, owed) in &who.category_owed {
            let known = owed_of.entry(category).or_insert(0);
            *known = owed.max(*known);
        }
        Self {
            first,
            choices,
            wishes,
            best: who.wish_best,
            none: if who.want > 0 && !who.wishes.is_empty() { none } else { 0 },
            attends: who.attends,
            filling,
            owed: who.special_owed,
            owed_of,
        }
    }

    /// The least at these prices, its choices as bits; what fills its gaps is added to `seats`. `wish` is the cost of
    /// a point of unmet wishes; without it nothing unmet costs. `last` is what was found last, and becomes what is found.
    fn least(&self, fill: &Fill, prices: &[i64], wish: i64, last: &mut u64, seats: &mut Vec<(u32, i32)>) -> (i64, u64) {
        if self.choices.len() > CHOICES {
            return (self.lossless(fill, prices), 0);
        }
        let mut search = self.search(fill, prices, wish);
        search.again(*last);
        search.from(0, Held::default());
        if search.nodes >= NODES {
            return (self.lossless(fill, prices), 0);
        }
        let (least, taken) = (search.least, search.taken);
        *last = taken;
        let held = self.held(taken);
        let gaps = self.attends.minus(held.periods);
        self.filled(fill, gaps, fill.sum(self.filling, gaps), &held, Some(seats));
        (least, taken)
    }

    /// No more than the least: every seat that pays the child, and no losses.
    fn lossless(&self, fill: &Fill, prices: &[i64]) -> i64 {
        let clubs = prices[self.first..self.first + self.choices.len()].iter().map(|price| price.min(&0));
        let menu = &fill.menus[self.filling];
        let gaps = self.attends.iter().map(|period| menu.least[period.0 as usize].0.min(0));
        clubs.sum::<i64>() + gaps.sum::<i64>()
    }

    fn search<'s>(&'s self, fill: &'s Fill, prices: &'s [i64], wish: i64) -> Search<'s> {
        let prices = &prices[self.first..self.first + self.choices.len()];
        let mut inside = [(0, 0); CHOICES];
        let mut later = [(0, 0); CHOICES + 1];
        if self.choices.len() <= CHOICES {
            for (inside, choice) in inside.iter_mut().zip(&self.choices) {
                *inside = fill.sum(self.filling, choice.periods);
            }
            for (rank, row) in self.wishes.iter().enumerate().rev() {
                let net = row.choices.clone().map(|choice| prices[choice] - inside[choice].0).min().unwrap_or(0);
                let (alone, met) = later[rank + 1];
                later[rank] = (alone + net.min(0), met + (net - wish * row.value).min(0));
            }
        }
        Search {
            child: self,
            fill,
            prices,
            inside,
            later,
            wish,
            none: if wish > 0 { self.none } else { 0 },
            whole: fill.sum(self.filling, self.attends),
            least: i64::MAX,
            taken: 0,
            slack: 0,
            sets: Vec::new(),
            nodes: 0,
        }
    }

    /// See [`Demand::sets`].
    fn sets(&self, fill: &Fill, prices: &[i64], wish: i64, slack: i64, most: usize) -> Vec<Set> {
        let mut search = Search { slack, ..self.search(fill, prices, wish) };
        search.again(0);
        let empty = search.sets.clone();
        if self.choices.len() <= CHOICES {
            search.from(0, Held::default());
        }
        let dearest = search.most();
        let Search { mut sets, prices: own, .. } = search;
        sets.retain(|set| set.0 < dearest);
        sets.sort_unstable();
        sets.truncate(most);
        sets.extend(empty);
        sets.sort_unstable_by_key(|set| set.1);
        sets.dedup_by_key(|set| set.1);
        let set = |(sum, taken): (i64, u64)| {
            let choices: Vec<usize> = (0..own.len()).filter(|choice| taken >> choice & 1 == 1).collect();
            let price: i64 = choices.iter().map(|&choice| own[choice]).sum();
            Set { options: choices.into_iter().map(|choice| self.first + choice).collect(), cost: sum - price }
        };
        sets.into_iter().map(set).collect()
    }

    /// The least cost of filling `gaps`, which cost and give `sum` without what is owed, beside what is held.
    fn filled(
        &self,
        fill: &Fill,
        gaps: PeriodSet,
        sum: (i64, i64),
        held: &Held,
        seats: Option<&mut Vec<(u32, i32)>>,
    ) -> i64 {
        fill.cost(self.filling, gaps, sum, self.owed - held.special, self.owed_beside(held.taken), seats)
    }

    /// Minutes owed by category, beside choices given as bits.
    fn owed_beside(&self, taken: u64) -> impl Iterator<Item = (u32, i64)> {
        self.owed_of.iter().map(move |(&category, &owed)| {
            let held = self.choices.iter().enumerate().filter(|(ix, _)| taken >> ix & 1 == 1);
            let given = held.filter(|(_, choice)| choice.category == Some(category));
            (category, owed - given.map(|(_, choice)| choice.minutes).sum::<i64>())
        })
    }

    /// What choices given as bits come to, prices not counted.
    fn held(&self, taken: u64) -> Held {
        let mut held = Held { taken, ..Held::default() };
        for wish in &self.wishes {
            for choice in wish.choices.clone().filter(|choice| taken >> choice & 1 == 1) {
                held.periods = held.periods.or(self.choices[choice].periods);
                held.special += self.choices[choice].special;
                held.value += wish.value;
                held.top |= wish.top;
            }
        }
        held
    }
}

/// Clubs held so far.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    taken: u64,
    periods: PeriodSet,
    price: i64,
    /// What filling the periods instead would cost and give.
    inside: (i64, i64),
    special: i64,
    value: i64,
    top: bool,
}

/// Depth-first search over the wishes of a child.
struct Search<'s> {
    child: &'s Child,
    fill: &'s Fill,
    prices: &'s [i64],
    /// By choice: what filling its periods instead would cost and give.
    inside: [(i64, i64); CHOICES],
    /// By wish: the least that it and those after it can add to the cost, beside the loss, and with the loss that each
    /// then saves.
    later: [(i64, i64); CHOICES + 1],
    wish: i64,
    none: i64,
    whole: (i64, i64),
    least: i64,
    taken: u64,
    /// Sets that cost less than this above the least are listed, in `sets`; none when 0.
    slack: i64,
    /// (cost with prices, choices as bits).
    sets: Vec<(i64, u64)>,
    nodes: u32,
}

impl Search<'_> {
    /// Values a set of choices known to fit together.
    fn again(&mut self, taken: u64) {
        let mut held = self.child.held(taken);
        held.price = (0..self.prices.len()).filter(|choice| taken >> choice & 1 == 1).map(|ix| self.prices[ix]).sum();
        held.inside = self.fill.sum(self.child.filling, held.periods);
        self.end(&held);
    }

    fn loss(&self, value: i64, top: bool) -> i64 {
        self.wish * (self.child.best - value).max(0) + if top { 0 } else { self.none }
    }

    fn end(&mut self, held: &Held) {
        let child = self.child;
        let sum = held.price + self.loss(held.value, held.top);
        let inside = held.inside;
        let gaps = child.attends.minus(held.periods);
        let outside = (self.whole.0 - inside.0, self.whole.1 - inside.1);
        if sum + outside.0 >= self.most() {
            return;
        }
        let sum = sum + child.filled(self.fill, gaps, outside, held, None);
        if self.slack > 0 && sum < self.most() {
            self.sets.push((sum, held.taken));
        }
        if sum < self.least {
            self.least = sum;
            self.taken = held.taken;
        }
    }

    /// From this cost on nothing is of interest.
    fn most(&self) -> i64 {
        self.least.saturating_add(self.slack)
    }

    fn from(&mut self, rank: usize, held: Held) {
        let child = self.child;
        let Some(wish) = child.wishes.get(rank) else {
            self.end(&held);
            return;
        };
        self.nodes += 1;
        let top = held.top || wish.top;
        let (alone, met) = self.later[rank];
        let loss = self.loss(held.value + wish.value + wish.left, top) + alone;
        let loss = loss.max(self.wish * (child.best - held.value) + met + if top { 0 } else { self.none });
        let least = self.whole.0 - held.inside.0 + held.price + loss;
        if self.nodes >= NODES || least >= self.most() {
            return;
        }
        for choice in wish.choices.clone() {
            let row = &child.choices[choice];
            if !held.periods.meets(row.clashes) {
                let next = Held {
                    taken: held.taken | 1 << choice,
                    periods: held.periods.or(row.periods),
                    price: held.price + self.prices[choice],
                    inside: (held.inside.0 + self.inside[choice].0, held.inside.1 + self.inside[choice].1),
                    special: held.special + row.special,
                    value: held.value + wish.value,
                    top: held.top || wish.top,
                };
                self.from(rank + 1, next);
            }
        }
        self.from(rank + 1, held);
    }
}
