//! What is typed: commands and options, exit codes, language.

use crate::commands;
use crate::words::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// How a command ended; the exit code of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done.
    Done,
    /// Done, but the plan or the input has violations, or there is no plan.
    Violations,
    /// Could not run.
    CouldNot,
    /// Interrupted; what was best so far was written.
    Interrupted,
}

impl End {
    fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Violations => 1,
            Self::CouldNot => 2,
            Self::Interrupted => 130,
        })
    }
}

/// 排片: builds the term plan (排片表) of a school's after-school programme (课后服务).
#[derive(Debug, Parser)]
#[command(name = "paipian", version, propagate_version = true)]
struct Cli {
    /// Language of what is said: zh when the locale or the input is Chinese, else en.
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Solve the shipped school end to end, in about a minute, and say where to look.
    Demo(DemoArgs),
    /// Write an empty workbook to fill in.
    Template(TemplateArgs),
    /// Read a workbook, or a folder of csv files, into a problem.
    Import(ImportArgs),
    /// Make a realistic school of any size.
    Generate(GenerateArgs),
    /// Say what is wrong or short before any search.
    Lint(LintArgs),
    /// Find a plan.
    Solve(SolveArgs),
    /// Judge a plan: the referee.
    Check(CheckArgs),
    /// Say why: why no plan, why a shortfall, why this child, section, teacher, rule or pin; and what would help.
    Explain(ExplainArgs),
    /// Compare scenarios, say what one more seat, room or person would be worth, and how many more children fit.
    Whatif(WhatifArgs),
    /// The closest good plan after events, and who must be told.
    Reoptimize(commands::reoptimize::ReoptimizeArgs),
    /// The term's store: families, resources, plans, fees; every act kept.
    Term(commands::term::TermArgs),
    /// Write the 排片表 as a workbook and printable pages.
    Report(ReportArgs),
    /// Show a policy's rules, the difference of two, or the errors of one.
    Policy(PolicyArgs),
    /// Print a JSON Schema.
    Schema(SchemaArgs),
}

/// `paipian demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for the plan, the workbook and the pages.
    #[arg(long, default_value = "demo")]
    pub out: PathBuf,
    /// Seconds to search.
    #[arg(long, default_value_t = 60.0, value_parser = seconds)]
    pub seconds: f64,
}

/// `paipian template`
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// The workbook to write.
    pub file: PathBuf,
}

/// `paipian import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// A workbook (.xlsx, .xls, .ods) or a folder of csv files.
    pub input: PathBuf,
    /// The problem to write.
    #[arg(short, long)]
    pub output: PathBuf,
    /// A policy file that the sheet of rules may name, beside the shipped policies.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<String>,
    /// Write the input back with a column 错误信息.
    #[arg(long, value_name = "OUT.xlsx")]
    pub annotate: Option<PathBuf>,
    /// Print the findings as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `paipian generate`
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// Number of students.
    #[arg(long)]
    pub students: u32,
    /// The same seed gives the same school.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A shipped policy, or a policy file.
    #[arg(long, default_value = "nanchang")]
    pub policy: String,
    /// How scarce staff, rooms and seats are, 0 to 1.
    #[arg(long, default_value_t = 0.3)]
    pub tight: f64,
    /// Which grades.
    #[arg(long, value_enum, default_value_t = ProfileArg::Primary)]
    pub profile: ProfileArg,
    /// The problem to write.
    #[arg(short, long)]
    pub output: PathBuf,
}

/// Which grades a generated school has.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ProfileArg {
    /// Grades 1–6.
    Primary,
    /// Grades 1–9.
    Nine,
    /// Grades 7–9.
    Junior,
}

/// `paipian lint`
#[derive(Debug, Args)]
pub struct LintArgs {
    /// The problem.
    pub problem: PathBuf,
    /// A shipped policy or a policy file, in place of the shipped one that the problem names.
    #[arg(long, value_name = "NAME|FILE")]
    pub policy: Option<String>,
    /// Print the findings as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `paipian solve`
#[derive(Debug, Args)]
pub struct SolveArgs {
    /// The problem.
    pub problem: PathBuf,
    /// The plan to write.
    #[arg(short, long)]
    pub output: PathBuf,
    /// Seconds to search.
    #[arg(long, default_value_t = 60.0, value_parser = seconds)]
    pub seconds: f64,
    /// Stop after this many steps instead of by the clock: the same seed then gives the same bytes on any machine.
    #[arg(long, conflicts_with = "seconds")]
    pub steps: Option<u64>,
    /// Seed of every random choice.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; all cores when absent or 0.
    #[arg(long, value_parser = clap::value_parser!(u16).range(..=1024))]
    pub threads: Option<u16>,
    /// A plan to start from.
    #[arg(long)]
    pub start: Option<PathBuf>,
    /// Stop once the proven gap is at most this part of the cost.
    #[arg(long, default_value_t = 0.01, value_parser = part)]
    pub gap: f64,
    /// When to compare the engine's sums with those from scratch; `step` is slow and for hunting bugs.
    #[arg(long, value_enum, default_value_t = AuditArg::End)]
    pub audit: AuditArg,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// When a run compares its sums with those from scratch.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum AuditArg {
    /// Never.
    Off,
    /// Once, at the end.
    End,
    /// After every kept move.
    Step,
}

/// `paipian check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The problem.
    pub problem: PathBuf,
    /// The plan.
    pub plan: PathBuf,
    /// Print the judgement as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `paipian explain`
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The problem.
    pub problem: PathBuf,
    /// The plan.
    pub plan: Option<PathBuf>,
    /// One child: which wishes failed, who holds the seats, what would have had to be different.
    #[arg(long, group = "question")]
    pub student: Option<String>,
    /// One section: what it costs, and what changing it would do.
    #[arg(long, group = "question")]
    pub section: Option<String>,
    /// One teacher: what their work costs, and who could take over.
    #[arg(long, group = "question")]
    pub teacher: Option<String>,
    /// One rule: what adds to it.
    #[arg(long, group = "question")]
    pub rule: Option<String>,
    /// One pin, by its position from 0: what keeping it costs.
    #[arg(long, group = "question")]
    pub pin: Option<usize>,
    /// Seed of the short solves that verify repairs.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Print the answer as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `paipian whatif`
#[derive(Debug, Args)]
pub struct WhatifArgs {
    /// The problem.
    pub problem: PathBuf,
    /// The plan to start from.
    #[arg(long)]
    pub plan: PathBuf,
    /// Scenarios: TOML files with changes to the problem.
    #[arg(value_name = "SCENARIO.toml")]
    pub scenarios: Vec<PathBuf>,
    /// Seconds to solve each scenario, and the school as it is, on one thread.
    #[arg(long, default_value_t = 20.0, value_parser = seconds)]
    pub seconds: f64,
    /// Stop each solve after this many steps instead of by the clock: the same seed then gives the same answer anywhere.
    #[arg(long, conflicts_with = "seconds")]
    pub steps: Option<u64>,
    /// Seed of every random choice.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Scenarios solved at once; as many as there are cores when absent or 0.
    #[arg(long, value_parser = clap::value_parser!(u16).range(..=1024))]
    pub threads: Option<u16>,
    /// Take the plan as published, so that what changes for families and teachers costs.
    #[arg(long)]
    pub keep: bool,
    /// Verify so many of the most valuable additions by solving; 0 leaves marginal values out.
    #[arg(long, default_value_t = 5)]
    pub marginal: usize,
    /// Find how many more children of each grade the school can take with a seat for all and every quota kept.
    #[arg(long)]
    pub frontier: bool,
    /// Folder for the page, the workbook, the JSON, and problem and plan of every scenario.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Print the comparison as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `paipian report`
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The problem.
    pub problem: PathBuf,
    /// The plan.
    pub plan: PathBuf,
    /// Folder to write to.
    #[arg(long)]
    pub out: PathBuf,
    /// A shipped policy or a policy file for the compliance report, in place of the one that the problem names.
    #[arg(long, value_name = "NAME|FILE")]
    pub policy: Option<String>,
    /// Only the workbook, only the pages or only the calendar files.
    #[arg(long, value_enum)]
    pub only: Option<OnlyArg>,
}

/// One part of a report.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum OnlyArg {
    /// The workbook.
    Xlsx,
    /// The pages.
    Html,
    /// The calendar files.
    Ics,
}

/// `paipian policy`
#[derive(Debug, Args)]
pub struct PolicyArgs {
    #[command(subcommand)]
    pub(crate) command: PolicyCommand,
}

/// What to do with policies: each is the name of a shipped one or the path of a file.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Its rules with value, unit, clause, class and reading.
    Show {
        /// A shipped policy or a policy file.
        #[arg(value_name = "NAME|FILE")]
        policy: String,
        /// Print the rules as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Rules that differ.
    Diff {
        /// A shipped policy or a policy file.
        #[arg(value_name = "NAME|FILE")]
        one: String,
        /// Another.
        #[arg(value_name = "NAME|FILE")]
        other: String,
        /// Print the rules as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Its errors, with line and column.
    Check {
        /// A shipped policy or a policy file.
        #[arg(value_name = "NAME|FILE")]
        policy: String,
        /// Print the errors as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// `paipian schema`
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of which file.
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// A kind of file with a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SchemaOf {
    /// A problem.
    Problem,
    /// A plan.
    Plan,
    /// A policy file.
    Policy,
}

pub(crate) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds from 0 to 86400".to_string()),
    }
}

fn part(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(part) if (0.0..=1.0).contains(&part) => Ok(part),
        _ => Err("a number from 0 to 1".to_string()),
    }
}

/// Runs the command that was typed.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = cli.lang.map(|lang| match lang {
        LangArg::Zh => Lang::Zh,
        LangArg::En => Lang::En,
    });
    let end = match &cli.command {
        Command::Demo(args) => commands::demo::run(args, lang),
        Command::Template(args) => commands::template::run(args, lang),
        Command::Import(args) => commands::import::run(args, lang),
        Command::Generate(args) => commands::generate::run(args, lang),
        Command::Lint(args) => commands::lint::run(args, lang),
        Command::Solve(args) => commands::solve::run(args, lang),
        Command::Check(args) => commands::check::run(args, lang),
        Command::Explain(args) => commands::explain::run(args, lang),
        Command::Whatif(args) => commands::whatif::run(args, lang),
        Command::Reoptimize(args) => commands::reoptimize::run(args, lang),
        Command::Term(args) => commands::term::run(args, lang),
        Command::Report(args) => commands::report::run(args, lang),
        Command::Policy(args) => commands::policy::run(args, lang),
        Command::Schema(args) => commands::schema::run(args),
    };
    end.code()
}
