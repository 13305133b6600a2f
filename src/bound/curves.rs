//! What seats in open and care courses are worth at given prices: the children pay in the order of their prices, dearest
//! first.

use super::layout::{Layout, Rows};
use crate::problem::PeriodSet;
use rayon::prelude::*;
use std::cmp::Reverse;

/// Children of one period who may take the same seats, dearest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Curve {
    steps: Vec<Step>,
}

/// Children of one price.
#[derive(Debug, Clone, Copy)]
struct Step {
    price: i64,
    /// Place of the price.
    at: usize,
    children: i64,
    /// Children up to here, and what they pay together.
    seats: i64,
    worth: i64,
}

impl Curve {
    fn new(layout: &Layout, prices: &[i64], rows: &Rows, period: usize) -> Self {
        let step = |(row, children): (usize, &[i64])| {
            let at = layout.seat(row, period);
            Step { price: prices[at], at, children: children[period], seats: 0, worth: 0 }
        };
        Self::of(rows.iter().map(step).filter(|step| step.children > 0))
    }

    fn of(steps: impl Iterator<Item = Step>) -> Self {
        let mut steps: Vec<Step> = steps.collect();
        steps.sort_unstable_by_key(|step| (Reverse(step.price), step.at));
        let (mut seats, mut worth) = (0, 0);
        for step in &mut steps {
            seats += step.children;
            worth += step.children * step.price;
            (step.seats, step.worth) = (seats, worth);
        }
        Self { steps }
    }

    /// Several as one.
    pub(super) fn merged<'c>(curves: impl Iterator<Item = &'c Self>) -> Self {
        Self::of(curves.flat_map(|curve| curve.steps.iter().copied()))
    }

    /// What so many seats are worth.
    pub(super) fn worth(&self, seats: i64) -> i64 {
        let whole = self.steps.partition_point(|step| step.seats <= seats);
        let (sold, worth) =
            whole.checked_sub(1).map_or((0, 0), |last| (self.steps[last].seats, self.steps[last].worth));
        worth + self.steps.get(whole).map_or(0, |step| (seats - sold).max(0) * step.price)
    }

    /// What one seat more than so many is worth.
    pub(super) fn next(&self, seats: i64) -> i64 {
        let whole = self.steps.partition_point(|step| step.seats <= seats);
        self.steps.get(whole).map_or(0, |step| step.price)
    }

    /// Seats that are worth more than a price.
    pub(super) fn dearer(&self, price: i64) -> i64 {
        self.seats(self.steps.partition_point(|step| step.price > price))
    }

    /// Seats that are worth nothing or more.
    pub(super) fn worthwhile(&self) -> i64 {
        self.seats(self.steps.partition_point(|step| step.price >= 0))
    }

    /// The seats of so many steps.
    fn seats(&self, steps: usize) -> i64 {
        steps.checked_sub(1).map_or(0, |last| self.steps[last].seats)
    }

    /// Adds who takes so many seats, as (price, seats).
    pub(super) fn sell(&self, mut seats: i64, sold: &mut Vec<(usize, i32)>) {
        for step in &self.steps {
            if seats <= 0 {
                return;
            }
            sold.push((step.at, seats.min(step.children) as i32));
            seats -= step.children;
        }
    }
}

/// The curves of all seats.
pub(super) struct Curves {
    periods: usize,
    classes: Vec<Curve>,
    homes: Vec<Curve>,
}

impl Curves {
    pub(super) fn new(layout: &Layout, prices: &[i64]) -> Self {
        let periods = layout.periods;
        let curves = |rows: Vec<(&Rows, PeriodSet)>| -> Vec<Curve> {
            let curve = |ix: usize| {
                let ((rows, open), period) = (rows[ix / periods], ix % periods);
                if open.0 >> period & 1 == 1 { Curve::new(layout, prices, rows, period) } else { Curve::default() }
            };
            (0..rows.len() * periods).into_par_iter().map(curve).collect()
        };
        Self {
            periods,
            classes: curves(layout.classes.iter().map(|class| (&class.rows, class.periods)).collect()),
            homes: curves(layout.homes.iter().map(|home| (&home.rows, home.periods)).collect()),
        }
    }

    /// Of a class of courses.
    pub(super) fn class(&self, class: usize, period: usize) -> &Curve {
        &self.classes[class * self.periods + period]
    }

    /// Of care at home.
    pub(super) fn home(&self, home: usize, period: usize) -> &Curve {
        &self.homes[home * self.periods + period]
    }
}
