//! Raising a Lagrangian bound: subgradient steps whose length is set price by price from what its slack has been, along a
//! direction that remembers earlier ones (Kingma and Ba, Adam, ICLR 2015). The value need not rise at each step; the best
//! prices are kept. Running averages of what the parts chose tend to a primal point (Larsson, Patriksson and Strömberg,
//! Mathematical Programming 86, 1999).

use super::layout::SCALE;

/// What prices come to.
pub(super) struct Point<P> {
    /// The bound.
    pub(super) value: i64,
    /// By price: what is asked for less what is offered.
    pub(super) slack: Vec<i32>,
    /// What the parts chose.
    pub(super) choice: P,
}

/// How long steps are, from the first to the last, in points of cost for a price whose slack has always been the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stride {
    pub(super) first: f64,
    pub(super) last: f64,
    /// A price of so many points moves twice as far at first: seats that many fight over are dear, and far from where
    /// prices start.
    pub(super) double: f64,
}

impl Stride {
    /// The length after a part 0…1 of the ascent.
    fn at(self, over: f64) -> f64 {
        let left = 1.0 - over.clamp(0.0, 1.0);
        let square = left * left;
        self.last + (self.first - self.last) * square * square * left
    }
}

/// The state of the ascent.
pub(super) struct Ascent<P> {
    at: Vec<f64>,
    /// By price: average of the slack, and of its square.
    drift: Vec<f64>,
    size: Vec<f64>,
    /// Typical slack by price, and how long its steps are beside those of others.
    scale: Vec<f64>,
    pace: Vec<f64>,
    /// So many prices, the first, may be negative.
    free: usize,
    /// What is left of the weight of nothing in the two averages.
    fresh: (f64, f64),
    /// The best bound so far.
    pub(super) best: i64,
    /// Its prices.
    pub(super) prices: Vec<i64>,
    /// Average of the choices.
    pub(super) average: P,
}

/// A choice that can be averaged.
pub(super) trait Average: Sized {
    /// Moves this one towards another by a part.
    fn towards(&mut self, other: Self, part: f64);
}

/// No price is farther from 0: more than anything is worth, and so that no sum of a school's prices overflows.
const DEAREST: f64 = 1e11;
/// What a step keeps of the average slack, of its average square, and of the average choice.
const DRIFT: f64 = 0.9;
const SIZE: f64 = 0.99;
const CHOICE: f64 = 0.95;
/// Keeps a price that has had no slack from moving far at the first.
const LEAST_SIZE: f64 = 1e-3;

impl<P: Average> Ascent<P> {
    /// Starts at prices with their point.
    pub(super) fn new(prices: Vec<i64>, point: Point<P>, scale: Vec<f64>, pace: Vec<f64>, free: usize) -> Self {
        let mut ascent = Self {
            at: prices.iter().map(|&price| price as f64).collect(),
            drift: vec![0.0; prices.len()],
            size: vec![0.0; prices.len()],
            scale,
            pace,
            free,
            fresh: (1.0, 1.0),
            best: point.value,
            prices,
            average: point.choice,
        };
        ascent.hear(&point.slack);
        ascent
    }

    /// What is evaluated has changed: earlier bounds no longer count.
    pub(super) fn forget_best(&mut self) {
        self.best = i64::MIN;
    }

    fn hear(&mut self, slack: &[i32]) {
        self.fresh = (self.fresh.0 * DRIFT, self.fresh.1 * SIZE);
        for (at, &slack) in slack.iter().enumerate() {
            let slack = f64::from(slack) / self.scale[at];
            self.drift[at] += (1.0 - DRIFT) * (slack - self.drift[at]);
            self.size[at] += (1.0 - SIZE) * (slack * slack - self.size[at]);
        }
    }

    /// One step, after a part 0…1 of the ascent. What is evaluated may begin from the average choice.
    pub(super) fn step(&mut self, stride: Stride, over: f64, evaluate: impl Fn(&[i64], &P) -> Point<P>) {
        let length = stride.at(over) * SCALE as f64 / (1.0 - self.fresh.0);
        let dear = (1.0 - over.clamp(0.0, 1.0)) / (stride.double * SCALE as f64);
        let heard = self.drift.iter().zip(&self.size).zip(&self.pace);
        for (price, ((drift, size), pace)) in self.at.iter_mut().zip(heard) {
            let typical = (size / (1.0 - self.fresh.1)).sqrt() + LEAST_SIZE;
            let length = length * pace * (1.0 + dear * price.abs());
            *price = (*price + length * drift / typical).clamp(-DEAREST, DEAREST);
        }
        self.at[self.free..].iter_mut().for_each(|price| *price = price.max(0.0));
        let prices: Vec<i64> = self.at.iter().map(|&price| price as i64).collect();
        let point = evaluate(&prices, &self.average);
        self.hear(&point.slack);
        self.average.towards(point.choice, 1.0 - CHOICE);
        if point.value > self.best {
            self.best = point.value;
            self.prices = prices;
        }
    }
}
