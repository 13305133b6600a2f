//! One file a command, and what they share: reading inputs, writing files whole or not at all, saying things.

pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod import;
mod input;
pub(crate) mod lint;
mod output;
pub(crate) mod policy;
mod regulation;
pub(crate) mod reoptimize;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod solve;
pub(crate) mod template;
pub mod term;
pub(crate) mod whatif;
