//! What if: scenarios, solved and compared; what capacity is worth; how many more children there is room for.

mod apply;
mod compare;
mod figures;
mod frontier;
mod goal;
mod marginal;
mod scenario;

pub use compare::{Trial, Trials, Verdict, compare};
pub use figures::{Figures, figures};
pub use frontier::{Frontier, frontier, frontiers};
pub use goal::{Effort, Found, towards_clean};
pub use marginal::{Appraisal, Marginal, appraise, candidates, marginals};
pub use scenario::{Add, Change, Growth, PolicyChange, Remove, Scenario, TABLES};
