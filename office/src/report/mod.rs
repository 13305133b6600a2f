//! The report of a plan: one workbook (排片表.xlsx), a folder of printable HTML pages, and calendar files (.ics).
//!
//! All are drawn from one read model, [`View`], which accepts any plan of the contract's shape: what a plan names
//! and the problem does not know is shown by its id with the mark `（未登记）`.

mod calendar;
mod comparison;
mod entry;
mod figures;
mod grid;
mod ics;
mod index;
mod pages;
mod people;
mod release;
mod resources;
mod view;
mod words;
mod workbook;

pub use comparison::Comparison;
pub use pages::write_pages;
pub use view::View;
pub use workbook::write_workbook;

use crate::files;
use paipian::compliance::Compliance;
use paipian::format::{PlanFile, ProblemFile};
use paipian::referee::Judgement;
use std::path::{Path, PathBuf};

/// One part of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// The workbook.
    Xlsx,
    /// The pages.
    Html,
    /// The calendar files.
    Ics,
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
    /// Calendar files were asked for, and the term has no first day.
    #[error("calendar files need the first day of the term (`term.start`, 开学日期)")]
    NoStart,
}

/// File name of the workbook.
pub const WORKBOOK_NAME: &str = "排片表.xlsx";
/// Folder of the calendar files.
pub const CALENDARS_NAME: &str = "日历";

/// Writes the report of a plan into `out_dir`, which is made if need be, and returns the files written, and of calendar
/// files the folders. Every file is written whole or not at all. The date printed on it is today's. Without the first
/// day of the term there are no calendar files; without a regulation's `compliance` the page of that name says so, and
/// there is no `compliance.json`.
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
    let dated = calendar::term_start(&view).is_some();
    if only == Some(Only::Ics) && !dated {
        return Err(ReportError::NoStart);
    }
    let wanted = |part| only.is_none_or(|only| only == part);
    make_folder(out_dir)?;
    let mut written = Vec::new();
    if wanted(Only::Xlsx) {
        let path = out_dir.join(WORKBOOK_NAME);
        write_workbook(&view, &path)?;
        written.push(path);
    }
    if wanted(Only::Html) {
        written.extend(write_pages(&view, compliance, out_dir)?);
    }
    if wanted(Only::Ics) && dated {
        written.extend(ics::write(&view, &out_dir.join(CALENDARS_NAME))?);
    }
    Ok(written)
}

fn make_folder(path: &Path) -> Result<(), ReportError> {
    std::fs::create_dir_all(path).map_err(|source| ReportError::Write { path: path.to_path_buf(), source })
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    files::write_whole(path, bytes).map_err(|source| ReportError::Write { path: path.to_path_buf(), source })
}
