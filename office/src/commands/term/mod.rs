//! `paipian term …`: the term's store. One file a group of subcommands; what they do is in [`crate::enrol`].

mod args;
mod keep;
mod money;
mod plans;
mod registry;
mod roster;

pub use args::TermArgs;

use super::input;
use super::output::say;
use crate::cli::End;
use crate::enrol::EnrolError;
use crate::store::{Signature, Store, StoreError};
use crate::words::{self, Lang};
use args::TermCommand;
use std::time::{Duration, Instant};

/// How long a command looks again when another writer was faster.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every subcommand goes by.
struct Desk<'a> {
    args: &'a TermArgs,
    by: Signature,
    /// The day it is.
    on: String,
    lang: Lang,
}

/// How a subcommand went.
type Done = Result<End, EnrolError>;

impl Desk<'_> {
    fn open(&self) -> Result<Store, EnrolError> {
        Ok(Store::open(&self.args.file)?)
    }

    /// The day given, or today; it must be a date.
    fn day(&self, given: Option<&String>) -> Result<String, EnrolError> {
        let day = given.unwrap_or(&self.on);
        match day.parse::<chrono::NaiveDate>() {
            // Days compare as text: years of four digits.
            Ok(date) if (1..=9_999).contains(&chrono::Datelike::year(&date)) => Ok(date.to_string()),
            _ => Err(EnrolError::Refused("F064", vec![day.clone()])),
        }
    }

    fn say(&self, zh: &str, en: &str) {
        say(if self.lang == Lang::Zh { zh } else { en });
    }
}

/// Runs the command.
pub(crate) fn run(args: &TermArgs, asked: Option<Lang>) -> End {
    let lang = input::language(asked);
    let who = args.who.clone().or_else(|| std::env::var("USER").ok()).unwrap_or_else(|| "office".into());
    let today = chrono::Local::now().date_naive().to_string();
    let by = Signature { who, why: args.why.clone().unwrap_or_default() };
    let desk = Desk { args, by, on: args.on.clone().unwrap_or(today), lang };
    let done = desk.day(None).and_then(|on| {
        let desk = Desk { on, ..desk };
        // Whoever was overtaken by another writer looks again, a long search once; `plan solve` is left to its user.
        let begun = Instant::now();
        let mut done = desk.run();
        let mut again = !matches!(args.command, TermCommand::Plan(_));
        while again && matches!(done, Err(EnrolError::Store(StoreError::Since(_)))) {
            done = desk.run();
            again = begun.elapsed() < PATIENCE;
        }
        done
    });
    done.unwrap_or_else(|error| {
        match error {
            EnrolError::Store(error) => say(&error.say(lang)),
            EnrolError::Input(errors) => input::diagnostics(&args.file, &errors, lang),
            EnrolError::Refused(code, facts) => say(&words::refusal(lang, code, &facts)),
            EnrolError::Plan(what) => say(&format!("error B002 {what}; this is a bug of paipian")),
        }
        End::CouldNot
    })
}

impl Desk<'_> {
    /// Does what was asked for, once.
    fn run(&self) -> Done {
        let desk = self;
        match &self.args.command {
            TermCommand::Init(args) => keep::init(desk, args),
            TermCommand::Import(args) => keep::import(desk, args),
            TermCommand::OptIn(args) => roster::opt_in(desk, args),
            TermCommand::OptOut(args) => roster::opt_out(desk, args),
            TermCommand::Wish(args) => roster::wish(desk, args),
            TermCommand::Move(args) => roster::move_child(desk, args),
            TermCommand::Resource(args) => registry::resource(desk, args),
            TermCommand::Survey(args) => registry::survey(desk, args),
            TermCommand::Attend(args) => registry::attend(desk, args),
            TermCommand::Plan(args) => plans::plan(desk, args),
            TermCommand::Publish(args) => plans::publish(desk, args),
            TermCommand::Nightly(args) => plans::nightly(desk, args),
            TermCommand::History(args) => keep::history(desk, args),
            TermCommand::Ledger(args) => money::ledger(desk, args),
            TermCommand::Backup(args) => keep::backup(desk, args),
            TermCommand::Restore(args) => keep::restore(desk, args),
            TermCommand::Verify => keep::verify(desk),
        }
    }
}
