//! The numbers of a policy, by rule, each with its unit.

mod values;

pub use values::{MinutesRule, Policy};
