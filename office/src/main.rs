//! `paipian`: the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    paipian_office::cli::main()
}
