//! `paipian lint`: what is wrong or short before any search.

use super::input;
use crate::cli::{End, LintArgs};
use crate::words::Lang;

/// Runs the command.
pub(crate) fn run(args: &LintArgs, asked: Option<Lang>) -> End {
    let Some(_read) = input::problem(&args.problem, asked) else { return End::CouldNot };
    End::Done
}
