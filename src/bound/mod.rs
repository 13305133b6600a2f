//! Proven lower bounds: no plan without hard violations scores less.

mod ascent;
mod branch;
mod care;
mod curves;
mod day;
mod demand;
mod fill;
mod layout;
mod leaving;
mod prices;
mod seats;
mod staff;
mod supply;
mod together;
mod waves;

pub use branch::Tree;
pub use prices::{Aim, Dive, Leaning, Prices};
pub use waves::late_waves;

/// A lower bound for both levels: `shortfall` for any plan, `cost` for plans whose shortfall is at its bound. Also valid
/// for the weaker statement that ignores the other level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bound {
    /// Student-minutes that every plan owes.
    pub shortfall: i64,
    /// Cost of every plan.
    pub cost: i64,
}

impl std::ops::Add for Bound {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { shortfall: self.shortfall + other.shortfall, cost: self.cost + other.cost }
    }
}

impl Bound {
    /// How far a cost may be from the best: (cost − bound) ÷ cost, 0 for a cost of 0.
    pub fn gap(&self, cost: i64) -> f64 {
        if cost <= self.cost { 0.0 } else { (cost - self.cost) as f64 / cost as f64 }
    }
}
