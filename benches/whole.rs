//! The engine beside the exact model of the whole problem: for generated schools, what each finds and proves.
//!
//! ```sh
//! cargo run --release --example whole -- --seconds 40 40:300:1 60:600:2
//! ```
//!
//! Scores are hard / shortfall / cost. A bound of one above the plan of the other is an error.

#![expect(clippy::print_stdout, reason = "a measurement for people")]

mod school;

use clap::Parser;
use paipian::clock::Watch;
use paipian::milp::whole::{self, Verdict};
use paipian::score::Score;
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use school::school;
use std::sync::atomic::AtomicBool;

/// Solves generated schools by the engine and by the exact model, and prints a table.
#[derive(Debug, Parser)]
struct Options {
    /// Seconds for each of the two
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
    /// Schools as STUDENTS:TIGHT:SEED, tightness in thousandths
    #[arg(required = true, value_parser = numbers)]
    schools: Vec<[u32; 3]>,
}

fn numbers(word: &str) -> Result<[u32; 3], String> {
    let numbers: Result<Vec<u32>, _> = word.split(':').map(str::parse).collect();
    numbers.ok().and_then(|numbers| numbers.try_into().ok()).ok_or_else(|| "not STUDENTS:TIGHT:SEED".into())
}

fn main() -> Result<(), String> {
    let Options { seconds, schools } = Options::parse();
    println!("| students | tight | seed | paipian | its bound | exact model | its bound | closes after |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for [students, tight, seed] in schools {
        let (_, problem) = school(students, tight, seed.into())?;
        let params = Params { limit: Limit::Seconds(seconds), seed: seed.into(), gap: 0.0, ..Params::default() };
        let ours =
            solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).map_err(|error| error.to_string())?;
        let bound = Score { hard: 0, shortfall: ours.bound.shortfall, cost: ours.bound.cost };
        let watch = Watch::start();
        let exact = match whole::solve(&problem, seconds) {
            Verdict::Solved(exact) => {
                let score = exact.plan.score(&problem);
                let closed = if exact.proven { format!("{:.0} s", watch.seconds()) } else { "–".into() };
                assert!(bound <= score, "a bound above a plan");
                assert!(exact.bound <= ours.score, "a plan below a bound");
                format!("{score} | {} | {closed}", exact.bound.cost)
            }
            Verdict::Impossible => "impossible | – | –".into(),
            Verdict::Unknown => "– | – | –".into(),
        };
        let tight = f64::from(tight) / 1_000.0;
        println!("| {students} | {tight:.1} | {seed} | {} | {} | {exact} |", ours.score, ours.bound.cost);
    }
    Ok(())
}
