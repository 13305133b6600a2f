//! The thin crate around paipian: the command line, what a school puts in and takes out, and the words it is told in.

pub mod cli;
pub mod commands;
mod digest;
pub mod enrol;
mod files;
pub mod report;
pub mod store;
pub mod words;
pub mod workbook;
