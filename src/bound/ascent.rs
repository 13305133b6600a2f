//! Raising a Lagrangian bound: the volume algorithm (Barahona and Anbil, Mathematical Programming 87, 2000), which also
//! gives an averaged, nearly feasible primal point. Steps are scaled by price, so that prices of large and small rows
//! move alike.

/// What prices come to.
pub(super) struct Point<P> {
    /// The bound.
    pub(super) value: i64,
    /// By price: what is asked for less what is offered.
    pub(super) slack: Vec<i32>,
    /// What the parts chose.
    pub(super) choice: P,
}

/// The state of the ascent.
pub(super) struct Ascent<P> {
    /// The best prices so far.
    center: Vec<f64>,
    /// Their bound.
    pub(super) best: i64,
    /// The best prices as they were valued.
    pub(super) prices: Vec<i64>,
    /// Average of the slacks.
    drift: Vec<f64>,
    /// Typical slack by price.
    scale: Vec<f64>,
    step: f64,
    /// Greatest weight of the newest point in the averages.
    newest: f64,
    idle: u32,
    /// Average of the choices.
    pub(super) average: P,
}

/// A choice that can be averaged.
pub(super) trait Average: Sized {
    /// Moves this one towards another by a part.
    fn towards(&mut self, other: &Self, part: f64);
}

/// No price is higher: more than anything is worth, and so that no sum of a school's prices overflows.
const DEAREST: f64 = 1e11;
/// Steps without a better bound after which steps shorten.
const PATIENCE: u32 = 8;

impl<P: Average> Ascent<P> {
    /// Starts at prices with their point.
    pub(super) fn new(prices: Vec<i64>, point: Point<P>, scale: Vec<f64>) -> Self {
        Self {
            center: prices.iter().map(|&price| price as f64).collect(),
            best: point.value,
            prices,
            drift: point.slack.iter().map(|&slack| f64::from(slack)).collect(),
            scale,
            step: 1.0,
            newest: 0.25,
            idle: 0,
            average: point.choice,
        }
    }

    /// One step towards `target`, a value above the bound. False once steps have become too short to matter.
    pub(super) fn step(&mut self, target: f64, evaluate: impl Fn(&[i64]) -> Point<P>) -> bool {
        let free = |at: usize| self.drift[at] > 0.0 || self.center[at] > 0.0;
        let norm: f64 = (0..self.drift.len())
            .filter(|&at| free(at))
            .map(|at| self.drift[at] * self.drift[at] / self.scale[at])
            .sum();
        if norm <= 0.0 || self.step < 1e-4 {
            return false;
        }
        let length = self.step * (target - self.best as f64).max(1.0) / norm;
        let prices: Vec<i64> = (0..self.drift.len())
            .map(|at| (self.center[at] + length * self.drift[at] / self.scale[at]).clamp(0.0, DEAREST) as i64)
            .collect();
        let point = evaluate(&prices);
        let along: f64 =
            point.slack.iter().zip(&self.drift).zip(&self.scale).map(|((&g, v), s)| f64::from(g) * v / s).sum();
        // The weight that makes the averaged slack shortest.
        let (mut own, mut cross, mut old) = (0.0, 0.0, 0.0);
        for at in 0..self.drift.len() {
            let (g, v) = (f64::from(point.slack[at]), self.drift[at]);
            own += g * g / self.scale[at];
            cross += g * v / self.scale[at];
            old += v * v / self.scale[at];
        }
        let apart = own - 2.0 * cross + old;
        let part =
            if apart > 0.0 { ((old - cross) / apart).clamp(self.newest / 10.0, self.newest) } else { self.newest };
        for at in 0..self.drift.len() {
            self.drift[at] += part * (f64::from(point.slack[at]) - self.drift[at]);
        }
        self.average.towards(&point.choice, part);
        if point.value > self.best {
            self.best = point.value;
            self.center = prices.iter().map(|&price| price as f64).collect();
            self.prices = prices;
            self.idle = 0;
            if along > 0.0 {
                self.step = (self.step * 1.1).min(2.0);
            }
        } else {
            self.idle += 1;
            if self.idle >= PATIENCE {
                self.idle = 0;
                self.step *= 0.65;
                self.newest = (self.newest * 0.9).max(0.02);
            }
        }
        true
    }
}
