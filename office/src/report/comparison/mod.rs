//! Scenarios side by side, marginal values and capacity frontier: tables drawn on the terminal, as a workbook and as a
//! page with plots; and all of it as JSON.

mod json;
mod page;
mod tables;
mod workbook;

use super::{ReportError, make_folder, put, words::width};
use crate::words::{Lang, Names};
use paipian::format::{ProblemFile, to_text};
use paipian::whatif::{Frontier, Marginal, Scenario, Trial};
use std::path::{Path, PathBuf};
use tables::Cell;

/// What was compared and found.
pub struct Comparison<'a> {
    /// The school as it is.
    pub base: &'a ProblemFile,
    /// Its names.
    pub names: &'a Names<'a>,
    /// The scenarios, in the order of the trials.
    pub scenarios: &'a [Scenario],
    /// The base first, then each scenario.
    pub trials: &'a [Trial],
    /// Marginal values, the most valuable first.
    pub marginals: &'a [Marginal],
    /// Of every grade alike, then of each grade.
    pub frontiers: &'a [Frontier],
    /// Language of all text.
    pub lang: Lang,
}

impl Comparison<'_> {
    /// The tables for the terminal.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for table in self.tables() {
            let rows: Vec<Vec<String>> =
                table.rows.iter().map(|row| row.iter().map(Cell::to_string).collect()).collect();
            let mut widths: Vec<usize> = table.heads.iter().map(|head| width(head)).collect();
            for row in &rows {
                row.iter().zip(&mut widths).for_each(|(cell, most)| *most = (*most).max(width(cell)));
            }
            text.push_str(&format!("{}\n  {}\n", table.title, table.note));
            for row in std::iter::once(&table.heads).chain(&rows) {
                let cells: Vec<String> = row
                    .iter()
                    .zip(&widths)
                    .map(|(cell, &most)| format!("{cell}{}", " ".repeat(most.saturating_sub(width(cell)))))
                    .collect();
                text.push_str(&format!("  {}\n", cells.join("  ").trim_end()));
            }
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// Writes JSON, workbook, page, and problem and plan of every scenario into a folder, which is made if need be, and
    /// returns the files written.
    ///
    /// # Errors
    /// When a file cannot be written, or a sheet or the page cannot be put together.
    pub fn write(&self, dir: &Path) -> Result<Vec<PathBuf>, ReportError> {
        make_folder(dir)?;
        let mut files = vec![
            ("whatif.html".to_string(), self.page()?.into_bytes()),
            ("whatif.xlsx".to_string(), self.workbook()?),
            ("whatif.json".to_string(), to_text(&self.json()).into_bytes()),
        ];
        for (ix, trial) in self.trials.iter().enumerate() {
            files.push((format!("{ix}.problem.json"), to_text(&trial.file).into_bytes()));
            files.push((format!("{ix}.plan.json"), to_text(&trial.plan).into_bytes()));
        }
        let mut written = Vec::new();
        for (name, bytes) in files {
            let path = dir.join(name);
            put(&path, &bytes)?;
            written.push(path);
        }
        Ok(written)
    }
}
