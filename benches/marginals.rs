//! How well prices rank what capacity is worth: for a generated school, ten changes ranked by marginal value and by full
//! solves of each, and Kendall's tau between the two.
//!
//! `cargo run --release --example marginals -- STUDENTS SEED…`

#![expect(clippy::print_stdout, reason = "a measurement for people")]

use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load::load;
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use paipian::whatif::{Appraisal, appraise, candidates};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// Changes that are ranked.
const CHANGES: usize = 10;
/// Seconds for the plan to start from, and for each full solve.
const BASE_SECONDS: f64 = 20.0;
const FULL_SECONDS: f64 = 5.0;
/// Full solves of each change; what they save is averaged.
const SEEDS: u64 = 3;

/// Kendall's tau-b of two rankings: pairs in the same order less pairs in the other, of those that neither ties.
fn tau(one: &[i64], two: &[i64]) -> f64 {
    let (mut sum, mut ties) = (0_i32, [0_u32; 2]);
    let mut pairs = 0_u32;
    for a in 0..one.len() {
        for b in 0..a {
            let (x, y) = ((one[a] - one[b]).signum(), (two[a] - two[b]).signum());
            sum += i32::try_from(x * y).unwrap_or(0);
            ties[0] += u32::from(x == 0);
            ties[1] += u32::from(y == 0);
            pairs += 1;
        }
    }
    let untied = |ties: u32| f64::from(pairs - ties);
    f64::from(sum) / (untied(ties[0]) * untied(ties[1])).sqrt()
}

/// A saving as one number: an owed minute is worth more than any cost that goes with it.
fn one_number((shortfall, cost): (i64, i64)) -> i64 {
    10_000 * shortfall + cost
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let students = numbers.next().and_then(|students| u32::try_from(students).ok()).unwrap_or(120);
    let never = AtomicBool::new(false);
    for seed in numbers {
        let params =
            GenerateParams { students, seed, policy: "nanchang".into(), tight: 300, profile: Profile::Primary };
        let file = generate(&params).expect("parameters in range");
        let problem = load(&file).expect("generated schools are valid");
        let params = Params { limit: Limit::Seconds(BASE_SECONDS), gap: 0.0, ..Params::default() };
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
        let mut told: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for full in 1..=SEEDS {
            let limit = Limit::Seconds(FULL_SECONDS);
            let appraisal = Appraisal { steps: 1_000, limit, verified: CHANGES, seed: full, threads: 0 };
            for found in appraise((&file, &problem), &plan, chosen.clone(), &appraisal, &never) {
                let name = format!("{} {}", found.item.key, found.item.subject.join(" "));
                let entry = told.entry(name).or_insert((0, 0));
                entry.0 = one_number(found.estimate);
                entry.1 += one_number(found.value.unwrap_or_default());
            }
        }
        let (estimates, values): (Vec<i64>, Vec<i64>) = told.values().copied().unzip();
        println!("{students} children, seed {seed}: tau {:.2}", tau(&estimates, &values));
        for (name, (estimate, sum)) in &told {
            println!("  {estimate:>8} by prices {:>8} by solving  {name}", sum / i64::try_from(SEEDS).unwrap_or(1));
        }
    }
}
