//! `paipian schema`: a JSON Schema on stdout.

use super::output::data;
use crate::cli::{End, SchemaArgs, SchemaOf};
use paipian::format;

/// Runs the command.
pub(crate) fn run(args: &SchemaArgs) -> End {
    data(&format::to_text(&match args.of {
        SchemaOf::Problem => format::problem_schema(),
        SchemaOf::Plan => format::plan_schema(),
        SchemaOf::Policy => format::policy_schema(),
    }));
    End::Done
}
