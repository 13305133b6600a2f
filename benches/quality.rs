//! How good plans are: generated schools of several sizes and tightness, solved by the clock, as a table of medians over
//! the seeds.
//!
//! ```sh
//! cargo bench --bench quality -- --seconds 60 --seeds 5
//! ```

mod school;

use clap::Parser;
use paipian::search::Limit;
use paipian::solve::{Outcome, Params, solve};
use school::school;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

/// Solves generated schools and prints a table of medians.
#[derive(Debug, Parser)]
struct Options {
    /// Students of a school
    #[arg(long, value_delimiter = ',', default_values_t = [120, 400, 1_200, 4_000, 12_000])]
    sizes: Vec<u32>,
    /// Thousandths of tightness
    #[arg(long, value_delimiter = ',', default_values_t = [300, 600, 900])]
    tight: Vec<u32>,
    /// Seconds of each run
    #[arg(long, value_delimiter = ',', default_values_t = [20.0])]
    seconds: Vec<f64>,
    /// Schools of each kind: seeds 1, 2, …
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// Threads
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Passed by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    say("| students | tight | seconds | hard | shortfall | cost | bound | gap | first plan |");
    say("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for &students in &options.sizes {
        for &tight in &options.tight {
            for &seconds in &options.seconds {
                let runs: Result<Vec<Outcome>, String> =
                    (1..=options.seeds).map(|seed| run(students, tight, seconds, seed, options.threads)).collect();
                match runs {
                    Ok(runs) => say(&line(students, tight, seconds, &runs)),
                    Err(error) => {
                        say(&format!("{students} students, tight {tight}: {error}"));
                        return ExitCode::FAILURE;
                    }
                }
            }
        }
    }
    ExitCode::SUCCESS
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

fn run(students: u32, tight: u32, seconds: f64, seed: u64, threads: usize) -> Result<Outcome, String> {
    let (_, problem) = school(students, tight, seed)?;
    let params = Params { limit: Limit::Seconds(seconds), seed, threads, gap: 0.0, ..Params::default() };
    solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).map_err(|error| format!("{error:?}"))
}

/// Medians of the runs; hard and shortfall are the worst.
fn line(students: u32, tight: u32, seconds: f64, runs: &[Outcome]) -> String {
    let median = |of: &dyn Fn(&Outcome) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let worst = |of: &dyn Fn(&Outcome) -> i64| runs.iter().map(of).max().unwrap_or(0);
    format!(
        "| {students} | {:.1} | {seconds} | {} | {} | {:.0} | {:.0} | {:.1} % | {:.3} s |",
        f64::from(tight) / 1000.0,
        worst(&|run| run.score.hard),
        worst(&|run| run.score.shortfall),
        median(&|run| run.score.cost as f64),
        median(&|run| run.bound.cost as f64),
        100.0 * median(&|run| run.gap()),
        median(&|run| run.first_plan),
    )
}
