//! What is wrong with a cell, where, and what to do about it, in both languages.

use super::grid::letter;
use crate::words::{Lang, counted};

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Both {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A sentence in both languages.
pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Both {
    Both { zh: zh.into(), en: en.into() }
}

impl Both {
    /// The sentence in one language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A reason and its remedy: what a finding says, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is wrong.
    pub reason: Both,
    /// What to do.
    pub fix: Both,
}

/// A finding in a workbook. It sorts in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// Sheet (its place in the file), row and column, counted from 0: what the finding is sorted by.
    pub at: (usize, usize, usize),
    /// The name on the tab, the csv file's name, or the path of the whole input.
    pub sheet: String,
    /// The row as Excel counts, from 1; 0 when the whole sheet is meant.
    pub row: usize,
    /// The column's letter; empty when the whole row is meant.
    pub column: String,
    /// The column's header; empty when there is none.
    pub header: String,
    /// The offending value as it stands in the cell; empty when there is none.
    pub value: String,
    /// The entry of the error index; `W…` for a warning.
    pub code: &'static str,
    /// What is wrong.
    pub reason: Both,
    /// What to do.
    pub fix: Both,
}

impl CellError {
    /// A finding about a whole input or sheet.
    pub fn whole(order: usize, sheet: impl Into<String>, code: &'static str, said: Said) -> Self {
        Self {
            at: (order, 0, 0),
            sheet: sheet.into(),
            row: 0,
            column: String::new(),
            header: String::new(),
            value: String::new(),
            code,
            reason: said.reason,
            fix: said.fix,
        }
    }

    /// A finding about a cell, counted from 0; `col` absent: about the row.
    pub fn cell(
        at: (usize, usize, Option<usize>),
        sheet: &str,
        header: &str,
        value: impl Into<String>,
        code: &'static str,
        said: Said,
    ) -> Self {
        Self {
            at: (at.0, at.1, at.2.unwrap_or(0)),
            sheet: sheet.to_string(),
            row: at.1 + 1,
            column: at.2.map(letter).unwrap_or_default(),
            header: header.to_string(),
            value: value.into(),
            code,
            reason: said.reason,
            fix: said.fix,
        }
    }

    /// Whether the input is usable in spite of it.
    pub fn is_warning(&self) -> bool {
        self.code.starts_with('W')
    }

    /// The place in words: `学生 第 12 行 C 列（班级）`.
    pub fn place(&self, lang: Lang) -> String {
        let mut place = self.sheet.clone();
        let header = self.header.replace('\n', " ");
        match lang {
            Lang::Zh => {
                if self.row > 0 {
                    place.push_str(&format!(" 第 {} 行", self.row));
                }
                if !self.column.is_empty() {
                    place.push_str(&format!(" {} 列", self.column));
                }
                if !header.is_empty() {
                    place.push_str(&format!("（{header}）"));
                }
            }
            Lang::En => {
                if self.row > 0 {
                    place.push_str(&format!(" row {}", self.row));
                }
                if !self.column.is_empty() {
                    place.push_str(&format!(" column {}", self.column));
                }
                if !header.is_empty() {
                    place.push_str(&format!(" ({header})"));
                }
            }
        }
        place
    }
}

/// Findings as lines of text, each a place line and a remedy line, and a count at the end.
pub fn listing(findings: &[CellError], lang: Lang) -> String {
    let mut text = String::new();
    for finding in findings {
        let value = finding.value.replace('\n', "⏎");
        let reason = finding.reason.of(lang);
        let place = finding.place(lang);
        text.push_str(&match (lang, value.is_empty()) {
            (Lang::Zh, true) => format!("{} {place}：{reason}\n", finding.code),
            (Lang::Zh, false) => format!("{} {place} 「{value}」：{reason}\n", finding.code),
            (Lang::En, true) => format!("{} {place}: {reason}\n", finding.code),
            (Lang::En, false) => format!("{} {place} \"{value}\": {reason}\n", finding.code),
        });
        let fix = finding.fix.of(lang);
        if !fix.is_empty() {
            text.push_str(&match lang {
                Lang::Zh => format!("     改法：{fix}\n"),
                Lang::En => format!("     fix: {fix}\n"),
            });
        }
    }
    let warnings = findings.iter().filter(|finding| finding.is_warning()).count();
    let errors = findings.len() - warnings;
    text.push_str(&match lang {
        Lang::Zh => format!("共 {errors} 处错误，{warnings} 处提醒\n"),
        Lang::En => format!("{}, {}\n", counted(errors, "error"), counted(warnings, "warning")),
    });
    text
}
