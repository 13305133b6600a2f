//! The office around the optimizer: what a school puts in and takes out.

pub mod report;
