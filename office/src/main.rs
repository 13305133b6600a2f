//! `paipian`: the command line.

#[cfg_attr(not(test), expect(dead_code, reason = "the commands that speak these words join them"))]
mod words;

fn main() {}
