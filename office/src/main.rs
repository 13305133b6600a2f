//! `paipian`: the command line.

fn main() {}
