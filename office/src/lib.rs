//! The thin crate around paipian.

pub mod workbook;
