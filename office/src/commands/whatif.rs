//! `paipian whatif`: scenarios side by side, what one more would be worth, how many more children there is room for.

use super::input;
use super::output::{data, json, no_report, say};
use super::solve::interrupt;
use crate::cli::{End, WhatifArgs};
use crate::report::Comparison;
use crate::words::{Lang, Names};
use paipian::search::Limit;
use paipian::whatif::{Appraisal, Effort, Scenario, Trial, Trials, compare, frontiers, marginals};
use std::sync::atomic::Ordering;

/// Steps in which prices are raised.
const PRICES_STEPS: u32 = 600;

/// Runs the command.
pub(crate) fn run(args: &WhatifArgs, asked: Option<Lang>) -> End {
    let Some(mut read) = input::problem(&args.problem, asked) else { return End::CouldNot };
    let Some(plan) = input::plan(&args.plan, read.lang) else { return End::CouldNot };
    if args.keep {
        read.file.published = Some(plan.clone());
        match paipian::load::load(&read.file) {
            Ok(problem) => read.problem = problem,
            Err(errors) => {
                input::diagnostics(&args.plan, &errors, read.lang);
                return End::CouldNot;
            }
        }
    }
    let scenarios: Vec<Option<Scenario>> =
        args.scenarios.iter().map(|path| input::scenario(path, &read.file, read.lang)).collect();
    let Some(scenarios) = scenarios.into_iter().collect::<Option<Vec<Scenario>>>() else { return End::CouldNot };
    let limit = args.steps.map_or(Limit::Seconds(args.seconds), Limit::Rounds);
    let (seed, threads) = (args.seed, usize::from(args.threads.unwrap_or(0)));
    announce(scenarios.len(), read.lang);
    let trials = Trials { limit, seed, threads };
    let results = compare(&read.file, &plan, &scenarios, &trials, interrupt());
    let mut found: Vec<Trial> = Vec::new();
    for (result, path) in results.into_iter().zip(std::iter::once(&args.problem).chain(&args.scenarios)) {
        match result {
            Ok(trial) => found.push(trial),
            Err(errors) => {
                input::diagnostics(path, &errors, read.lang);
                return End::CouldNot;
            }
        }
    }
    let appraisal = Appraisal { steps: PRICES_STEPS, limit, verified: args.marginal, seed, threads };
    let marginals = match args.marginal {
        0 => Vec::new(),
        _ => marginals(&read.file, &read.problem, &plan, &appraisal, interrupt()),
    };
    let frontiers = match args.frontier {
        false => Vec::new(),
        true => frontiers(&read.file, &plan, &Effort { limit, seed, threads: 1 }, threads, interrupt()),
    };
    let comparison = Comparison {
        base: &read.file,
        names: &Names::new(&read.file, &plan),
        scenarios: &scenarios,
        trials: &found,
        marginals: &marginals,
        frontiers: &frontiers,
        lang: read.lang,
    };
    if let Some(dir) = &args.out {
        match comparison.write(dir) {
            Ok(files) => files.iter().for_each(|file| say(&file.display().to_string())),
            Err(error) => {
                no_report(&error, read.lang);
                return End::CouldNot;
            }
        }
    }
    data(&if args.json { json(&comparison.json()) } else { comparison.text() });
    match interrupt().load(Ordering::Relaxed) {
        true => End::Interrupted,
        false if found.iter().all(|trial| trial.score.hard == 0) => End::Done,
        false => End::Violations,
    }
}

fn announce(scenarios: usize, lang: Lang) {
    say(&match lang {
        Lang::Zh => format!("求解现状和 {scenarios} 个场景，再求多一点值多少；按 Ctrl-C 可提前结束，保留已找到的"),
        Lang::En => format!(
            "solving the school as it is and {}, then what one more would be worth; Ctrl-C ends early with what was found",
            crate::words::counted(scenarios, "scenario")
        ),
    });
}
