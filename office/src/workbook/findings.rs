//! What the reader has found so far, and where each field of the problem came from.

use super::faults::Fault;
use super::grid::{Cell, letter};
use super::headers::Sheet;
use super::say::CellError;
use super::tables::TableId;
use crate::words::Lang;
use std::collections::BTreeMap;

/// Where a field of the problem stands in the workbook.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Sheet, row and column, counted from 0.
    pub at: (usize, usize, Option<usize>),
    /// The name on the tab.
    pub sheet: String,
    /// The column's header.
    pub header: String,
    /// What the cell shows.
    pub value: String,
    /// The table whose ids stand here.
    pub refers: Option<TableId>,
    /// Whether the cell has a finding already, so that another one would only repeat it.
    pub failed: bool,
}

impl Spot {
    /// The row of a sheet, or one of its cells.
    pub(super) fn new(sheet: &Sheet, row: usize, col: Option<usize>) -> Self {
        let column = col.and_then(|col| sheet.columns.iter().find(|(at, _)| *at == col)).map(|(_, column)| column);
        Self {
            at: (sheet.order, row, col),
            sheet: sheet.grid.name.clone(),
            header: col.map(|col| sheet.header(col)).unwrap_or_default(),
            value: col.map(|col| sheet.grid.down(row, col)).map(Cell::shown).unwrap_or_default(),
            refers: column.and_then(|column| column.refers),
            failed: false,
        }
    }

    /// `第 5 行` of the same sheet, `班级 第 5 行` of another.
    pub(super) fn row_in_words(&self, from: usize) -> (String, String) {
        let row = self.at.1 + 1;
        if self.at.0 == from {
            (format!("第 {row} 行"), format!("row {row}"))
        } else {
            (format!("{} 第 {row} 行", self.sheet), format!("{} row {row}", self.sheet))
        }
    }
}

impl Spot {
    /// Whether the cell names one row of another table: its text is then what people know the value by.
    pub(crate) fn names_one(&self) -> bool {
        self.at.2.is_some() && self.refers.is_some_and(|table| table != TableId::Periods)
    }

    /// The place as another cell names it: the same cell, the same row, the same sheet, or from afar.
    pub(crate) fn seen_from(&self, other: Option<&Self>, lang: Lang) -> String {
        let (sheet, row) = other.map_or((usize::MAX, usize::MAX), |other| (other.at.0, other.at.1));
        let column = self.at.2.map(letter).unwrap_or_default();
        let zh = lang == Lang::Zh;
        if other.is_some_and(|other| other.at == self.at) {
            return if zh { "同一格" } else { "this cell" }.to_string();
        }
        if (sheet, row) == (self.at.0, self.at.1) {
            return if zh { format!("同一行 {column} 列") } else { format!("column {column} of this row") };
        }
        let (in_zh, in_en) = self.row_in_words(sheet);
        if zh { in_zh } else { in_en }
    }
}

/// Findings, and the map from the paths of the problem file to cells.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What is wrong, in the order it was found.
    pub list: Vec<CellError>,
    spots: BTreeMap<String, Spot>,
}

impl Findings {
    /// Notes a fault of a cell.
    pub(super) fn fault(&mut self, spot: &Spot, fault: Fault) {
        let value = fault.part.unwrap_or_else(|| spot.value.clone());
        self.list.push(CellError::cell(spot.at, &spot.sheet, &spot.header, value, fault.code, *fault.said));
    }

    /// Says where a path of the problem file stands.
    pub(super) fn place(&mut self, path: String, spot: Spot) {
        self.spots.insert(path, spot);
    }

    /// Where a path itself stands.
    pub(crate) fn exactly(&self, path: &str) -> Option<&Spot> {
        self.spots.get(path)
    }

    /// Where a path stands, or the nearest record around it.
    pub(super) fn spot(&self, path: &str) -> Option<&Spot> {
        let mut path = path;
        loop {
            if let Some(spot) = self.spots.get(path) {
                return Some(spot);
            }
            path = &path[..path.rfind(['.', '['])?];
        }
    }
}
