//! Which moves are accepted: simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983), with the
//! logarithm in a table so that every machine decides alike.

use super::Rng;
use rand::Rng as _;

const STEPS: usize = 4096;

/// The Metropolis criterion.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// −ln((k + ½) ÷ STEPS).
    minus_log: Vec<f64>,
}

impl Default for Acceptance {
    fn default() -> Self {
        Self { minus_log: (0..STEPS).map(|k| -log((k as f64 + 0.5) / STEPS as f64)).collect() }
    }
}

impl Acceptance {
    /// The greatest rise in energy that is accepted this time, at a temperature in units of energy.
    #[inline]
    pub fn threshold(&self, temperature: f64, rng: &mut Rng) -> i64 {
        (temperature * self.minus_log[rng.next_u32() as usize % STEPS]) as i64
    }
}

/// Natural logarithm of 0 < x ≤ 1 by halving and the series of artanh: only operations that IEEE 754 rounds alike
/// everywhere.
fn log(x: f64) -> f64 {
    let (mut x, mut halvings) = (x, 0.0);
    while x < 0.5 {
        x *= 2.0;
        halvings += 1.0;
    }
    let y = (x - 1.0) / (x + 1.0);
    let (mut power, mut sum) = (y, 0.0);
    for k in 0..40 {
        sum += power / f64::from(2 * k + 1);
        power *= y * y;
    }
    2.0 * sum - halvings * std::f64::consts::LN_2
}

/// Temperature over a run.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// At the start, in units of energy.
    pub hot: f64,
    /// At the end.
    pub cold: f64,
}

impl Schedule {
    /// The temperature after a fraction 0…1 of the run.
    pub fn at(&self, fraction: f64) -> f64 {
        let left = 1.0 - fraction.clamp(0.0, 1.0);
        self.cold + (self.hot - self.cold) * left * left * left
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_logarithm_is_one() {
        for k in 1..=1000 {
            let x = f64::from(k) / 1000.0;
            assert!((super::log(x) - x.ln()).abs() < 1e-12, "ln {x}");
        }
    }
}
