//! Workbooks in: the empty template, a filled workbook or a folder of csv files → problem, every error at its cell,
//! and the way back for the demo and for people who would rather correct a spreadsheet.
//!
//! [`sheets`] declares every sheet and column once; all else derives from it. [`import()`] goes in two steps: cells →
//! rows of a problem file with a map from every field to its cell, then the checks of the problem itself, told at
//! those cells. [`grid::Grid`] is the seam between file formats and tables.

mod annotate;
mod cells;
mod children;
mod codes;
mod faults;
mod fill;
mod findings;
pub mod grid;
mod headers;
mod import;
mod known;
mod normal;
mod policy;
mod records;
mod rule_items;
mod say;
pub mod sheets;
pub mod source;
pub mod tables;
mod template;
mod term;
pub mod vocabulary;
mod write;

pub use annotate::annotate;
pub use codes::CODES;
pub use fill::{Unfit, fill};
pub use import::{Imported, Seams, import, import_grids};
pub use policy::Policies;
pub use say::{Both, CellError, Said, both, listing};
pub use template::template;
pub use write::workbook;
