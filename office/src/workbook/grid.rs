//! A sheet as a grid of cells at their true Excel positions: the seam between file formats and tables.

use std::collections::HashMap;

/// One cell as the file holds it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// `TRUE` or `FALSE`.
    Truth(bool),
    /// A date or a time of day: days since 1899-12-30, the time of day as the fraction.
    Moment(f64),
    /// An Excel error such as `#N/A`.
    Fault(String),
}

impl Cell {
    /// Whether nothing is written here; text of blanks only counts as nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(super::normal::is_space),
            _ => false,
        }
    }

    /// The cell as a reader sees it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Number(number) if number.abs() >= 1e21 => format!("{number:e}"),
            Self::Number(number) => format!("{number}"),
            Self::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_string(),
            Self::Moment(days) => shown_moment(*days),
        }
    }
}

/// Moments from here on are dates of this age; between a day and here lies what is neither: 15.40 typed for a time is
/// fifteen days and a half.
pub const FIRST_DATE: f64 = 20_000.0;

/// The whole day of a moment, if it has one that a calendar knows.
pub fn date_of(days: f64) -> Option<chrono::NaiveDate> {
    let whole = days.floor();
    if !(1.0..=2_958_465.0).contains(&whole) {
        return None;
    }
    let day = chrono::Days::new(whole as u64);
    chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(day)
}

/// The minute of the day of a moment, rounded to the nearest.
pub fn minute_of(days: f64) -> Option<u32> {
    if !days.is_finite() || days < 0.0 {
        return None;
    }
    let minute = (days.fract() * 1440.0).round() as u32;
    (minute < 1440).then_some(minute)
}

fn shown_moment(days: f64) -> String {
    if (1.0..FIRST_DATE).contains(&days) {
        return format!("{days}");
    }
    let date = date_of(days).map(|date| date.format("%Y-%m-%d").to_string());
    let clock = minute_of(days).map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
    match (date, clock) {
        (Some(date), Some(clock)) if days.fract() > 0.0 => format!("{date} {clock}"),
        (Some(date), _) => date,
        (None, Some(clock)) => clock,
        (None, None) => format!("{days}"),
    }
}

/// A merged region, both corners included, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// Row and column of the top left cell.
    pub first: (usize, usize),
    /// Row and column of the bottom right cell.
    pub last: (usize, usize),
}

/// A sheet. Row 0 of `rows` is row 1 of Excel.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// The name on the tab, or the name of the csv file without its ending.
    pub name: String,
    /// The cells, row by row; rows may differ in length.
    pub rows: Vec<Vec<Cell>>,
    merges: Vec<Merge>,
    origin: HashMap<(usize, usize), (usize, usize)>,
}

static NOTHING: Cell = Cell::Empty;

impl Grid {
    /// A grid with its merged regions. What reaches beyond the cells is cut off.
    pub fn new(name: impl Into<String>, rows: Vec<Vec<Cell>>, merges: Vec<Merge>) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut origin = HashMap::new();
        for merge in &merges {
            let last = (merge.last.0.min(rows.len().saturating_sub(1)), merge.last.1.min(width.saturating_sub(1)));
            for row in merge.first.0..=last.0 {
                for col in merge.first.1..=last.1 {
                    origin.insert((row, col), merge.first);
                }
            }
        }
        Self { name: name.into(), rows, merges, origin }
    }

    /// The merged regions of the sheet.
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// Columns of the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The cell itself.
    pub fn cell(&self, row: usize, col: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(col)).unwrap_or(&NOTHING)
    }

    /// The cell, or the top left one of a region merged downwards in the same column.
    pub fn down(&self, row: usize, col: usize) -> &Cell {
        match self.origin.get(&(row, col)) {
            Some(&(top, left)) if left == col => self.cell(top, left),
            _ => self.cell(row, col),
        }
    }

    /// The cell, or the top left one of the region it is merged into.
    pub fn across(&self, row: usize, col: usize) -> &Cell {
        match self.origin.get(&(row, col)) {
            Some(&(top, left)) => self.cell(top, left),
            None => self.cell(row, col),
        }
    }

    /// Whether nothing is written in the row.
    pub fn row_is_blank(&self, row: usize) -> bool {
        self.rows.get(row).is_none_or(|cells| cells.iter().all(Cell::is_blank))
    }
}

/// `0` → `A`, `25` → `Z`, `26` → `AA`.
pub fn letter(col: usize) -> String {
    let mut left = col + 1;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}
