//! Branch and bound over how many sections a pattern has: each half of a split has a bound of its own by prices, and no
//! plan is better than the least of them (Land and Doig, Econometrica 28, 1960; by a Lagrangian: Fisher, Management
//! Science 27, 1981, section 4). Prices alone let half a club meet on Monday and half on Tuesday, each for the children
//! whom it suits; in a school of few clubs a few dozen splits end that.

use super::Bound;
use super::prices::{Dive, FROM_NEAR, Leaning, Prices};
use super::supply::Decided;
use crate::milp::adapter::Limits;
use crate::problem::{Id, PatternId};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Most steps of the ascent of a half.
const STEPS: u32 = 300;
/// Parts split at once: fixed, so that threads do not matter.
const AT_ONCE: usize = 2;
/// How much a number of sections that is whole on average counts as in doubt, as long as it is not decided.
const DOUBT: f64 = 0.02;

/// The plans that keep what is decided.
#[derive(Debug, Clone)]
struct Part {
    decided: Vec<Decided>,
    prices: Vec<i64>,
    /// In parts of [`super::layout::SCALE`].
    bound: i64,
    /// By pattern: sections, on average.
    sections: Vec<f64>,
}

/// All plans, in parts.
pub struct Tree<'t, 'p> {
    prices: &'t Prices<'p>,
    parts: Vec<Part>,
    /// By pattern: most sections it can have, and the children who may wish for it.
    patterns: Vec<(usize, f64)>,
}

impl<'t, 'p> Tree<'t, 'p> {
    /// One part, all plans, with the bound of the prices as they stand.
    pub fn new(prices: &'t Prices<'p>) -> Self {
        let (bound, at, sections) = prices.reached();
        let patterns = prices.patterns();
        let decided = vec![Decided::NOTHING; patterns.len()];
        Self { prices, parts: vec![Part { decided, prices: at, bound, sections }], patterns }
    }

    /// Whether the plans are in several parts.
    pub fn is_split(&self) -> bool {
        self.parts.len() > 1
    }

    /// What is proven so far, as [`Prices::bound`] says it.
    pub fn bound(&self, shortfall: i64) -> Bound {
        let proven = self.parts.iter().map(|part| self.prices.proven(part.bound, &part.prices, shortfall));
        proven.min_by_key(|bound| (bound.shortfall, bound.cost)).unwrap_or_default()
    }

    /// What of the bound is for leaving, in points of cost, where parties leave by themselves.
    pub fn leaving(&self) -> i64 {
        let least = self.parts.iter().min_by_key(|part| part.bound);
        least.map_or(0, |part| self.prices.leaving(&part.prices))
    }

    /// Splits the parts of least bound, as long as `going`. False when a part of least bound has nothing left to decide.
    pub fn split(&mut self, going: impl Fn() -> bool + Sync) -> bool {
        self.parts.sort_by_key(|part| Reverse(part.bound));
        let mut halves = Vec::new();
        for _ in 0..AT_ONCE {
            let Some(part) = self.parts.pop() else { break };
            let Some((pattern, below)) = self.most_doubtful(&part) else {
                self.parts.push(part);
                break;
            };
            let mut half = part.clone();
            half.decided[pattern.ix()].most = below;
            halves.push(half);
            let mut half = part;
            half.decided[pattern.ix()].least = below + 1;
            halves.push(half);
        }
        let split = !halves.is_empty();
        let prices = self.prices;
        halves.par_iter_mut().for_each(|half| {
            let evaluate = |at: &[i64], before: &Leaning| prices.evaluate(at, &half.decided, before);
            let mut ascent = prices.begun(half.prices.clone(), &half.decided);
            for step in (0..STEPS).take_while(|_| going()) {
                ascent.step(FROM_NEAR, f64::from(step) / f64::from(STEPS), evaluate);
            }
            half.bound = half.bound.max(ascent.best);
            half.prices = ascent.prices;
            half.sections = ascent.average.sections;
        });
        self.parts.append(&mut halves);
        split
    }

    /// The pattern whose number of sections is most in doubt, and the lower of the two numbers between which to split.
    fn most_doubtful(&self, part: &Part) -> Option<(PatternId, usize)> {
        let doubt = |(ix, &(most, children)): (usize, &(usize, f64))| {
            let decided = part.decided[ix];
            let most = most.min(decided.most);
            let sections = part.sections[ix];
            let doubt = ((sections - sections.round()).abs() + DOUBT) * (1.0 + children);
            (decided.least < most).then(|| (doubt, ix, (sections.max(0.0) as usize).clamp(decided.least, most - 1)))
        };
        let most = self.patterns.iter().enumerate().filter_map(doubt).max_by(|a, b| a.0.total_cmp(&b.0));
        most.map(|(_, ix, below)| (PatternId::at(ix), below))
    }

    /// A dive from the part of least bound, in so many steps at most and after so many that go `astray`; `limits` are of the
    /// model of the seats.
    pub fn dive(&self, astray: u32, steps: u32, limits: Limits) -> Option<Dive<'t, 'p>> {
        let least = self.parts.iter().min_by_key(|part| part.bound)?;
        Some(self.prices.dive_from(least.prices.clone(), least.decided.clone(), (astray, steps), limits))
    }
}
