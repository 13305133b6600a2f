//! Solves an instance of curriculum-based course timetabling, or judges a solution of one:
//!
//! ```sh
//! cargo run --release --example itc2007 -- INSTANCE.ctt --seconds 300 --seed 1 --threads 2 -o OUT.sol
//! cargo run --release --example itc2007 -- INSTANCE.ctt --judge SOLUTION.sol
//! ```

#[path = "mod.rs"]
#[allow(dead_code, reason = "each target uses its part of the model")]
mod itc2007;

use clap::Parser;
use itc2007::instance::{Instance, Meeting};
use itc2007::judge::{Judgement, judge};
use itc2007::read::{self, Fault};
use itc2007::solve::{Params, solve};
use itc2007::state::Cost;
use itc2007::tables::Tables;
use paipian::search::Limit;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// ITC-2007 curriculum-based course timetabling on the engine of paipian.
#[derive(Debug, Parser)]
struct Options {
    /// The instance, .ctt or .ectt
    instance: PathBuf,
    /// Seconds by the clock
    #[arg(long, default_value_t = 60.0, value_parser = seconds, conflicts_with = "steps")]
    seconds: f64,
    /// Rounds of work instead of seconds: the same answer on any machine, for any number of threads
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    steps: Option<u64>,
    /// Seed of every random choice
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; 0 for all cores
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(0..=256))]
    threads: u16,
    /// Where to write the solution
    #[arg(short, long, value_name = "OUT.sol")]
    out: Option<PathBuf>,
    /// Judge this solution; solve nothing
    #[arg(long, value_name = "SOLUTION.sol", conflicts_with_all = ["seconds", "steps", "out"])]
    judge: Option<PathBuf>,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 1e6 => Ok(seconds),
        _ => Err("a number of seconds above 0, at most 1000000".into()),
    }
}

/// Says something to the person at the terminal.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// What ends a run, and its exit code.
struct Failure(u8);

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(code) => code,
        Err(Failure(code)) => ExitCode::from(code),
    }
}

fn run(options: &Options) -> Result<ExitCode, Failure> {
    let instance = input(&options.instance, read::instance)?;
    if let Some(solution) = &options.judge {
        let timetable = input(solution, |text| read::timetable(&instance, text))?;
        return Ok(ExitCode::from(u8::from(print(&instance, &timetable).hard() > 0)));
    }
    let interrupt = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupt);
    if let Err(error) = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed)) {
        say(&format!("Ctrl-C will end the run at once and write nothing: {error}"));
    }
    let limit = options.steps.map_or(Limit::Seconds(options.seconds), Limit::Rounds);
    let params = Params { limit, seed: options.seed, threads: options.threads.into() };
    let tables = Tables::new(&instance);
    let tell = |seconds: f64, best: Cost| say(&format!("{seconds:8.1} s  hard {} total {}", best.hard, best.soft));
    let Some(state) = solve(&tables, &params, &interrupt, tell) else {
        say("no timetable is valid: the lectures do not fit the rooms and the open periods of their courses");
        return Err(Failure(1));
    };
    let timetable = state.meetings(&instance);
    if let Some(out) = &options.out {
        write(out, &read::write(&instance, &timetable))?;
    }
    let judgement = print(&instance, &timetable);
    if (judgement.hard(), judgement.total()) != (state.cost.hard, state.cost.soft) {
        say(&format!("the engine counted {:?}: a difference is a bug of paipian", state.cost));
        return Err(Failure(1));
    }
    let interrupted = interrupt.load(Ordering::Relaxed);
    Ok(ExitCode::from(if interrupted { 130 } else { u8::from(judgement.hard() > 0) }))
}

/// Reads a file; tells every fault.
fn input<T>(path: &Path, read: impl Fn(&str) -> Result<T, Vec<Fault>>) -> Result<T, Failure> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| {
        say(&format!("cannot read {shown}: {error}"));
        Failure(2)
    })?;
    read(&String::from_utf8_lossy(&bytes)).map_err(|faults| {
        for fault in &faults {
            say(&format!("{shown}: {fault}"));
        }
        Failure(2)
    })
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    fs::write(&part, text).and_then(|()| fs::rename(&part, path)).map_err(|error| {
        let _ = fs::remove_file(&part);
        say(&format!("cannot write {}: {error}", path.display()));
        Failure(2)
    })
}

/// Prints what the judge says.
fn print(instance: &Instance, timetable: &[Meeting]) -> Judgement {
    let judgement = judge(instance, timetable);
    let lines = [
        ("Lectures", judgement.lectures),
        ("Conflicts", judgement.conflicts),
        ("Availability", judgement.availability),
        ("RoomOccupation", judgement.room_occupation),
        ("RoomCapacity", judgement.room_capacity),
        ("MinWorkingDays", judgement.min_working_days),
        ("CurriculumCompactness", judgement.compactness),
        ("RoomStability", judgement.room_stability),
        ("hard", judgement.hard()),
        ("total", judgement.total()),
    ];
    let text: String = lines.iter().map(|(name, value)| format!("{name} {value}\n")).collect();
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    judgement
}
