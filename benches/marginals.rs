//! How well marginal values rank what capacity is worth: for a generated school, ten changes ranked by marginal value and
//! by full solves of each, and Kendall's tau between the two.
//!
//! `cargo run --release --example marginals -- STUDENTS TIGHT SEED…`, tightness in thousandths. Work is counted in rounds
//! and not in seconds, so that the answer is the same on every machine. Full solves of several seeds differ; two changes
//! whose savings differ by no more than chance explains are tied.

#![expect(clippy::print_stdout, reason = "a measurement for people")]

mod school;

use paipian::search::Limit;
use paipian::solve::{Params, solve};
use paipian::whatif::{Appraisal, Marginal, appraise, candidates};
use school::school;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// Changes that are ranked.
const CHANGES: usize = 10;
/// Rounds for the plan to start from, and of each full solve.
const BASE: Limit = Limit::Rounds(200);
const FULL: Limit = Limit::Rounds(60);
/// Full solves of each change, each from a seed of its own; what they save is averaged.
const SEEDS: u64 = 4;

/// A change, as it is valued in both ways.
struct Valued {
    name: String,
    prices: i64,
    estimate: i64,
    /// What each full solve saves.
    saved: Vec<f64>,
}

impl Valued {
    fn mean(&self) -> f64 {
        self.saved.iter().sum::<f64>() / self.saved.len() as f64
    }

    /// Whether full solves tell the two apart: the mean of the differences is more than twice its standard error, and
    /// more than a point.
    fn apart(&self, other: &Self) -> bool {
        let differences: Vec<f64> = self.saved.iter().zip(&other.saved).map(|(one, two)| one - two).collect();
        let count = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / count;
        let spread = differences.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0);
        mean.abs() > (2.0 * (spread / count).sqrt()).max(1.0)
    }
}

/// Kendall's tau-b: pairs in the same order less pairs in the other, of those that neither ties. None where one of the
/// two ties everything.
fn tau(changes: &[Valued], by: impl Fn(&Valued) -> i64) -> Option<f64> {
    let (mut sum, mut untied) = (0.0, [0.0, 0.0]);
    for (at, one) in changes.iter().enumerate() {
        for two in &changes[..at] {
            let x = (by(one) - by(two)).signum() as f64;
            let y = if one.apart(two) { (one.mean() - two.mean()).signum() } else { 0.0 };
            sum += x * y;
            untied[0] += x.abs();
            untied[1] += y.abs();
        }
    }
    (untied[0] * untied[1] > 0.0).then(|| sum / f64::sqrt(untied[0] * untied[1]))
}

/// A saving as one number: an owed minute is worth more than any cost that goes with it.
fn one_number((shortfall, cost): (i64, i64)) -> i64 {
    10_000 * shortfall + cost
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u32>().ok());
    let (students, tight) = (numbers.next().unwrap_or(120), numbers.next().unwrap_or(300));
    let never = AtomicBool::new(false);
    for seed in numbers.map(u64::from) {
        let (file, problem) = school(students, tight, seed).expect("parameters in range");
        let params = Params { limit: BASE, gap: 0.0, ..Params::default() };
        let plan = solve(&problem, None, &params, &never, |_| {}).expect("no audit error").plan.write(&problem);
        // Some of every sort.
        let mut by_sort: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for candidate in candidates(&file, &problem, &plan) {
            by_sort.entry(candidate.0.key).or_default().push(candidate);
        }
        let mut chosen = Vec::new();
        while chosen.len() < CHANGES && by_sort.values().any(|left| !left.is_empty()) {
            for left in by_sort.values_mut().filter(|left| !left.is_empty()) {
                chosen.push(left.remove(0));
            }
        }
        chosen.truncate(CHANGES);
        let name = |found: &Marginal| format!("{} {}", found.item.key, found.item.subject.join(" "));
        let value = |steps: u32, verified: usize, seed: u64| {
            let appraisal = Appraisal { steps, limit: FULL, verified, seed, threads: 0 };
            appraise((&file, &problem), &plan, chosen.clone(), &appraisal, &never)
        };
        let mut told: BTreeMap<String, Valued> = BTreeMap::new();
        for found in value(1_000, 0, 0) {
            let (prices, estimate) = (one_number(found.prices), one_number(found.estimate));
            told.insert(name(&found), Valued { name: name(&found), prices, estimate, saved: Vec::new() });
        }
        for found in (1..=SEEDS).flat_map(|seed| value(0, CHANGES, seed)) {
            if let Some(valued) = told.get_mut(&name(&found)) {
                valued.saved.push(one_number(found.value.unwrap_or_default()) as f64);
            }
        }
        let told: Vec<Valued> = told.into_values().collect();
        let shown = |tau: Option<f64>| tau.map_or_else(|| "none, all tied".to_string(), |tau| format!("{tau:.2}"));
        println!(
            "{students} children, tight {tight}, seed {seed}: tau {} (by prices alone {})",
            shown(tau(&told, |one| one.estimate)),
            shown(tau(&told, |one| one.prices))
        );
        for one in &told {
            let mean = one.mean();
            println!(
                "  {:>8} by prices {:>8} estimated {mean:>8.1} by solving  {}",
                one.prices, one.estimate, one.name
            );
        }
    }
}
