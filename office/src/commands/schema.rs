//! `paipian schema`: a JSON Schema on stdout.

use super::output::data;
use crate::cli::{End, SchemaArgs, SchemaOf};
use paipian::format;
use paipian::policy::policy_file_schema;

/// Runs the command.
pub(crate) fn run(args: &SchemaArgs) -> End {
    data(&match args.of {
        SchemaOf::Problem => format::to_text(&format::problem_schema()),
        SchemaOf::Plan => format::to_text(&format::plan_schema()),
        SchemaOf::Policy => format::to_text(&policy_file_schema()),
    });
    End::Done
}
