//! What if: scenarios, solved and compared.

mod apply;
mod scenario;

pub use scenario::{Add, Change, Growth, PolicyChange, Remove, Scenario, TABLES};
