//! Mixed-integer models and the one adapter that solves them.

pub mod adapter;
pub mod elastic;
pub mod punctual;
pub mod seating;
pub mod waves;
pub mod whole;
