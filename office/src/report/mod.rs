//! The report of a plan: one workbook (排片表.xlsx) and a folder of printable HTML pages.
//!
//! Both are drawn from one read model, [`View`], which accepts any plan of the contract's shape: what a plan names
//! and the problem does not know is shown by its id with the mark `（未登记）`.

mod calendar;
mod entry;
mod figures;
mod files;
mod grid;
mod index;
mod pages;
mod people;
mod release;
mod resources;
mod view;
mod words;
mod workbook;

pub use pages::write_pages;
pub use view::View;
pub use workbook::write_workbook;

use paipian::compliance::Compliance;
use paipian::format::{PlanFile, ProblemFile};
use paipian::referee::Judgement;
use std::path::{Path, PathBuf};

/// One half of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// The workbook.
    Xlsx,
    /// The pages.
    Html,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file or folder could not be made.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The workbook could not be put together.
    #[error("cannot make the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A page could not be put together.
    #[error("cannot make a page: {0}")]
    Page(#[from] askama::Error),
}

/// File name of the workbook.
pub const WORKBOOK_NAME: &str = "排片表.xlsx";

/// Writes the report of a plan into `out_dir`, which is made if need be, and returns the files written.
/// Without a regulation's `compliance` the page of that name says so, and there is no `compliance.json`.
/// Every file is written whole or not at all. The date printed on it is today's.
///
/// # Errors
/// When a file cannot be written, or a sheet cannot be put together.
pub fn write(
    problem: &ProblemFile,
    plan: &PlanFile,
    judgement: &Judgement,
    compliance: Option<&Compliance>,
    out_dir: &Path,
    only: Option<Only>,
) -> Result<Vec<PathBuf>, ReportError> {
    let view = View::new(problem, plan, judgement, chrono::Local::now().date_naive());
    files::make_folder(out_dir)?;
    let mut written = Vec::new();
    if only != Some(Only::Html) {
        let path = out_dir.join(WORKBOOK_NAME);
        write_workbook(&view, &path)?;
        written.push(path);
    }
    if only != Some(Only::Xlsx) {
        written.extend(write_pages(&view, compliance, out_dir)?);
    }
    Ok(written)
}
