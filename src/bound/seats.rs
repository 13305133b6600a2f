//! Seats in settled clubs: which clubs each child holds, by column generation (Barnhart, Johnson, Nemhauser, Savelsbergh
//! and Vance, Operations Research 46, 1998). A column is a set of clubs that one child can hold together; the model
//! picks one a child under the places of each pattern, and what a place is worth in it prices the sets that are still
//! missing. Open and care courses fill the gaps at the prices of the bound. The linear model is nearly whole.

use super::demand::Set;
use super::layout::SCALE;
use super::prices::Prices;
use crate::clock::Watch;
use crate::milp::adapter::{Limits, Model, Term};
use crate::problem::{Id, PatternId, StudentId};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Sets of a child that enter at once.
const AT_ONCE: usize = 6;
/// A set that costs a child so much more than its best does not enter: in the first round, and later.
const FIRST_SLACK: i64 = 25 * SCALE;
const SLACK: i64 = SCALE;
/// Most rounds of pricing.
const ROUNDS: usize = 12;
/// A round that gains less, in points of cost, is the last.
const LEAST_GAIN: f64 = 1.0;
/// A set that the linear model gives a child by more than this is the child's.
const SURE: f64 = 0.999;
/// Points of cost that the seats may be from the best in whole numbers.
const GAP: f64 = 5.0;
/// Part of the time that the linear models may take.
const LINEAR_PART: f64 = 0.4;
/// Price of a seat that there is none of.
const NEVER: i64 = 1 << 48;

/// The best seats found for so many places by pattern, where the rest costs what it does at some prices. None when the
/// limits came first.
pub(super) fn seats(
    of: &Prices,
    prices: &[i64],
    places: &[usize],
    limits: &Limits,
) -> Option<Vec<(StudentId, PatternId)>> {
    if limits.seconds <= 0.0 {
        return None;
    }
    let watch = Watch::start();
    let options = of.options();
    let mut prices = prices.to_vec();
    let mut worth = worth_of_last(options, &prices, places);
    let mut columns: Vec<Vec<Set>> = Vec::new();
    let mut least = f64::INFINITY;
    let mut linear: Vec<Vec<f64>> = Vec::new();
    for round in 0..ROUNDS {
        for (price, &(_, pattern)) in prices.iter_mut().zip(options) {
            *price = if places[pattern.ix()] == 0 { NEVER } else { worth[pattern.ix()] };
        }
        let slack = if round == 0 { FIRST_SLACK } else { SLACK };
        if !enter(&mut columns, of.sets(&prices, slack, AT_ONCE)) {
            break;
        }
        let (model, rows) = state(&columns, places, options, false);
        let answer = model.solve(&Limits { seconds: limits.seconds * LINEAR_PART - watch.seconds(), ..*limits }, None);
        if answer.duals.is_empty() {
            break;
        }
        linear = by_child(&columns, &answer.values);
        let again = (round + 2) as f64 / (round + 1) as f64 * watch.seconds();
        if answer.objective > least - LEAST_GAIN || again > limits.seconds * LINEAR_PART {
            break;
        }
        least = answer.objective;
        for (worth, row) in worth.iter_mut().zip(rows) {
            *worth = row.map_or(0, |row| (-answer.duals[row] * SCALE as f64).max(0.0) as i64);
        }
    }
    if linear.is_empty() {
        return None;
    }
    keep_sure(&mut columns, &linear);
    let (model, _) = state(&columns, places, options, true);
    let answer = model.solve(&Limits { seconds: limits.seconds - watch.seconds(), gap: GAP, ..*limits }, None);
    // Without an answer everyone has the set of most weight in the linear model: a few seats too many are asked for.
    let mut held = Vec::new();
    for (sets, values) in columns.iter().zip(by_child(&columns, &answer.values)) {
        let chosen = values.iter().position(|&value| value > 0.5).unwrap_or(0);
        held.extend(sets[chosen].options.iter().map(|&option| options[option]));
    }
    Some(held)
}

/// By child: the value of each of its sets in an answer to the model of all; nothing without values.
fn by_child(columns: &[Vec<Set>], values: &[f64]) -> Vec<Vec<f64>> {
    let mut values = values.iter().copied();
    columns.iter().map(|sets| values.by_ref().take(sets.len()).collect()).collect()
}

/// By pattern: the price of the last of its places, the dearest taken first.
fn worth_of_last(options: &[(StudentId, PatternId)], prices: &[i64], places: &[usize]) -> Vec<i64> {
    let mut of_pattern: Vec<Vec<i64>> = vec![Vec::new(); places.len()];
    for (&price, &(_, pattern)) in prices.iter().zip(options) {
        of_pattern[pattern.ix()].push(price);
    }
    let last = |(mut worth, &places): (Vec<i64>, &usize)| {
        worth.sort_unstable_by_key(|&price| Reverse(price));
        worth.get(places.saturating_sub(1)).copied().unwrap_or(0)
    };
    of_pattern.into_iter().zip(places).map(last).collect()
}

/// Puts the set first that the linear model gives most of to the child; one that is as good as whole is its only one.
fn keep_sure(columns: &mut [Vec<Set>], linear: &[Vec<f64>]) {
    for (sets, values) in columns.iter_mut().zip(linear) {
        let most = values.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        if let Some((ix, &value)) = most {
            sets.swap(0, ix);
            sets.truncate(if value > SURE { 1 } else { sets.len() });
        }
    }
}

/// Adds the sets that are new. False when none is.
fn enter(columns: &mut Vec<Vec<Set>>, found: Vec<Vec<Set>>) -> bool {
    columns.resize_with(found.len(), Vec::new);
    let mut entered = false;
    for (known, found) in columns.iter_mut().zip(found) {
        let present: BTreeSet<Vec<usize>> = known.iter().map(|set| set.options.clone()).collect();
        let before = known.len();
        known.extend(found.into_iter().filter(|set| !present.contains(&set.options)));
        entered |= known.len() > before;
    }
    entered
}

/// The model, and the row of each pattern that some set needs.
fn state(
    columns: &[Vec<Set>],
    places: &[usize],
    options: &[(StudentId, PatternId)],
    whole: bool,
) -> (Model, Vec<Option<usize>>) {
    let mut model = Model::new();
    let mut taken: Vec<Vec<Term>> = vec![Vec::new(); places.len()];
    for sets in columns {
        let mut one = Vec::with_capacity(sets.len());
        for set in sets {
            let cost = set.cost as f64 / SCALE as f64;
            let var = if whole { model.binary(cost) } else { model.continuous(cost, 0.0, 1.0) };
            one.push((var, 1.0));
            set.options.iter().for_each(|&option| taken[options[option].1.ix()].push((var, 1.0)));
        }
        model.equal(one, 1.0);
    }
    let mut rows = vec![None; places.len()];
    for ((terms, &places), row) in taken.into_iter().zip(places).zip(&mut rows) {
        if !terms.is_empty() {
            *row = Some(model.rows());
            model.at_most(terms, places as f64);
        }
    }
    (model, rows)
}
