//! The thin crate around paipian: what a school puts in and takes out, and the words it is told in.

#[cfg_attr(not(test), expect(dead_code, reason = "the commands that speak these words join them"))]
pub mod words;
pub mod workbook;
