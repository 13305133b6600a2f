//! The independent judge: reads the file shapes only, with naive loops on purpose, and shares no code with the engine.

mod judgement;

pub use judgement::{Finding, Judgement, Level, RuleLine};
