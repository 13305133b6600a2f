//! paipian builds the term plan (排片表) of a school's after-school programme (课后服务).

pub mod admission;
pub mod bound;
pub mod clock;
pub mod compliance;
pub mod dates;
pub mod diagnostic;
pub mod explain;
pub mod format;
pub mod generate;
pub mod lint;
pub mod load;
pub mod milp;
pub mod moves;
pub mod offer;
pub mod plan;
pub mod policy;
pub mod problem;
pub mod referee;
pub mod release;
pub mod reopt;
pub mod rules;
pub mod score;
pub mod search;
pub mod seating;
pub mod solve;
pub mod whatif;
