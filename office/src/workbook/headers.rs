//! Which sheet is which table, where its header row stands, and which column is which.

use super::findings::{Findings, Spot};
use super::grid::{Cell, Grid};
use super::known::{Known, chinese_digit};
use super::normal::{fold, header_key, nearest};
use super::say::{CellError, Said, both};
use super::sheets::{ADDED, GUIDE, MOST_WISHES, REMARKS, SAMPLE, TABLES};
use super::tables::{Column, Layout, Table, TableId};
use std::collections::BTreeMap;

/// How many rows may stand above the headers.
const HEADER_WITHIN: usize = 15;

/// A sheet whose columns are known.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// Its place in the file.
    pub order: usize,
    /// Its cells.
    pub grid: &'a Grid,
    /// What it is.
    pub table: &'static Table,
    /// The row of the headers, counted from 0.
    pub header_row: usize,
    /// Declared columns, by place.
    pub columns: Vec<(usize, &'static Column)>,
    /// Columns headed by a period.
    pub periods: Vec<(usize, String)>,
    /// Wish columns: rank and place, best first.
    pub wishes: Vec<(usize, usize)>,
}

impl<'a> Sheet<'a> {
    /// The place of a field's column.
    pub(super) fn column(&self, field: &str) -> Option<usize> {
        self.columns.iter().find(|(_, column)| column.field == field).map(|(col, _)| *col)
    }

    /// The cell of a field; a region merged downwards counts for each of its rows.
    pub(super) fn cell(&self, row: usize, field: &str) -> &'a Cell {
        self.column(field).map_or(&Cell::Empty, |col| self.grid.down(row, col))
    }

    /// The header of a column as it is written.
    pub(super) fn header(&self, col: usize) -> String {
        header_at(self.grid, self.header_row, col)
    }

    /// The rows with records: not blank, not a sample.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let read: Vec<usize> = self
            .columns
            .iter()
            .map(|(col, _)| *col)
            .chain(self.periods.iter().map(|(col, _)| *col))
            .chain(self.wishes.iter().map(|(_, col)| *col))
            .collect();
        (self.header_row + 1..self.grid.rows.len()).filter(move |&row| {
            let filled = read.iter().any(|&col| !self.grid.cell(row, col).is_blank());
            let first = self.grid.rows[row].iter().find(|cell| !cell.is_blank());
            filled && !first.is_some_and(|cell| fold(&cell.shown()).starts_with(SAMPLE))
        })
    }
}

fn header_at(grid: &Grid, row: usize, col: usize) -> String {
    let own = grid.across(row, col);
    if own.is_blank() && row > 0 { grid.across(row - 1, col).shown() } else { own.shown() }
}

/// Finds the table of each grid. Unknown sheets are told of, doubled and missing ones are errors.
pub(super) fn assign(grids: &[Grid], findings: &mut Findings) -> BTreeMap<TableId, usize> {
    let mut found: BTreeMap<TableId, usize> = BTreeMap::new();
    for (order, grid) in grids.iter().enumerate() {
        let blank = (0..grid.rows.len()).all(|row| grid.row_is_blank(row));
        match TABLES.iter().find(|table| table.is_called(&grid.name)) {
            Some(table) => match found.get(&table.id) {
                Some(&first) if !blank => findings.list.push(CellError::whole(
                    order,
                    &grid.name,
                    "E317",
                    Said {
                        reason: both(
                            format!("和工作表「{}」一样，都是「{}」", grids[first].name, table.name),
                            format!("this and the sheet `{}` are both {}", grids[first].name, table.name),
                        ),
                        fix: both("并成一张，或给另一张改名", "merge them, or rename one of them"),
                    },
                )),
                Some(_) => {}
                None => {
                    found.insert(table.id, order);
                }
            },
            None if blank || [GUIDE, ADDED].contains(&grid.name.trim()) => {}
            None => findings.list.push(CellError::whole(
                order,
                &grid.name,
                "W303",
                Said {
                    reason: both("不认得这张工作表，没有读", "unknown sheet, not read"),
                    fix: match nearest(grid.name.trim(), TABLES.iter().map(|table| table.name)) {
                        Some(near) => both(format!("是不是「{near}」？"), format!("did you mean {near}?")),
                        None => both(
                            format!("要读的话改名为：{}", names().join("、")),
                            format!("to have it read, rename it to one of: {}", names().join(", ")),
                        ),
                    },
                },
            )),
        }
    }
    for (at, table) in TABLES.iter().enumerate().filter(|(_, table)| table.required && !found.contains_key(&table.id)) {
        let also = table.also.join("、");
        findings.list.push(CellError::whole(
            grids.len() + at,
            table.name,
            "E302",
            Said {
                reason: both("缺这张工作表", "this sheet is missing"),
                fix: both(
                    format!("加上「{}」表（也可以叫：{also}），列见模板", table.name),
                    format!("add the sheet {} (see the template)", table.name),
                ),
            },
        ));
    }
    found
}

fn names() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}

/// Finds the header row and the columns of a sheet. `None` when it has no header row.
pub(super) fn lay_out<'a>(
    order: usize,
    grid: &'a Grid,
    table: &'static Table,
    known: &Known,
    findings: &mut Findings,
) -> Option<Sheet<'a>> {
    let mut sheet =
        Sheet { order, grid, table, header_row: 0, columns: Vec::new(), periods: Vec::new(), wishes: Vec::new() };
    if table.layout == Layout::Items {
        return Some(sheet);
    }
    let score = |row: usize| {
        (0..grid.width()).filter(|&col| meaning(table, known, &header_at(grid, row, col)) != Meaning::Unknown).count()
    };
    let best = (0..grid.rows.len().min(HEADER_WITHIN))
        .filter(|&row| !grid.row_is_blank(row))
        .map(|row| (score(row), row))
        .filter(|&(score, _)| score > 0)
        .max();
    let Some((_, row)) = best else {
        let headers: Vec<&str> = table.columns.iter().filter(|c| c.in_template).map(|c| c.header).collect();
        findings.list.push(CellError::whole(
            order,
            &grid.name,
            "E303",
            Said {
                reason: both("找不到标题行", "no header row"),
                fix: both(
                    format!("第 1 行写标题：{}", headers.join("、")),
                    format!("put the headers into row 1: {}", headers.join(", ")),
                ),
            },
        ));
        return None;
    };
    sheet.header_row = row;
    take_columns(&mut sheet, known, findings);
    Some(sheet)
}

#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    Declared(&'static str),
    Period(String),
    Wish(usize),
    Unknown,
}

fn meaning(table: &'static Table, known: &Known, header: &str) -> Meaning {
    let folded = fold(header);
    if folded.is_empty() {
        return Meaning::Unknown;
    }
    let with_wishes = matches!(table.id, TableId::Students | TableId::Wishes);
    if table.id == TableId::Students {
        let bare = folded.strip_prefix("参加").unwrap_or(&folded).trim_start_matches([':', ' ']);
        if let Some(period) = known.periods.iter().find(|period| period.id == folded || period.id == bare) {
            return Meaning::Period(period.id.clone());
        }
    }
    match (wish_rank(&folded), table.columns.iter().find(|column| column.is_called(header))) {
        (Some(rank), _) if with_wishes => Meaning::Wish(rank),
        (_, Some(column)) => Meaning::Declared(column.field),
        _ => Meaning::Unknown,
    }
}

/// The declared column that a header means, wish and period columns not among them.
pub(super) fn told_by(table: &'static Table, header: &str) -> Option<&'static Column> {
    match meaning(table, &Known::default(), header) {
        Meaning::Declared(field) => table.column(field),
        _ => None,
    }
}

/// The rank that a header tells: `志愿1`, `第一志愿`, `wish2`.
fn wish_rank(header: &str) -> Option<usize> {
    let key = header_key(header);
    let rank = ["志愿", "wish", "选课"]
        .iter()
        .find_map(|prefix| key.strip_prefix(prefix))
        .or_else(|| key.strip_suffix("志愿").map(|rest| rest.strip_prefix('第').unwrap_or(rest)))?;
    rank.parse().ok().or_else(|| chinese_digit(rank)).filter(|rank| (1..=MOST_WISHES).contains(rank))
}

fn take_columns(sheet: &mut Sheet, known: &Known, findings: &mut Findings) {
    let mut unknown = Vec::new();
    for col in 0..sheet.grid.width() {
        let header = sheet.header(col);
        let told = match meaning(sheet.table, known, &header) {
            Meaning::Declared(field) => {
                let column = sheet.table.column(field);
                let taken = sheet.columns.iter().position(|(_, column)| column.field == field);
                let exact = |header: &str| column.is_some_and(|c| header_key(c.header) == header_key(header));
                match (taken, column) {
                    (None, Some(column)) => {
                        sheet.columns.push((col, column));
                        None
                    }
                    (Some(at), Some(column)) => {
                        let first = sheet.columns[at].0;
                        match (exact(&sheet.header(first)), exact(&header)) {
                            (true, false) => unknown.push(col),
                            (false, true) => {
                                unknown.push(first);
                                sheet.columns[at] = (col, column);
                            }
                            _ => findings.fault_at(sheet, col, doubled(&sheet.header(first), first)),
                        }
                        None
                    }
                    (_, None) => None,
                }
            }
            Meaning::Period(id) => match sheet.periods.iter().find(|(_, known)| *known == id) {
                Some((first, _)) => Some(*first),
                None => {
                    sheet.periods.push((col, id));
                    None
                }
            },
            Meaning::Wish(rank) => match sheet.wishes.iter().find(|(known, _)| *known == rank) {
                Some((_, first)) => Some(*first),
                None => {
                    sheet.wishes.push((rank, col));
                    None
                }
            },
            Meaning::Unknown => {
                unknown.push(col);
                None
            }
        };
        if let Some(first) = told {
            findings.fault_at(sheet, col, doubled(&sheet.header(first), first));
        }
    }
    sheet.wishes.sort_unstable();
    unknown.sort_unstable();
    for col in unknown {
        tell_unknown(sheet, col, known, findings);
    }
    tell_missing(sheet, findings);
}

fn doubled(header: &str, first: usize) -> (&'static str, Said) {
    let letter = super::grid::letter(first);
    let said = Said {
        reason: both(
            format!("和 {letter} 列「{header}」是同一列，不知道该读哪个"),
            format!("the same column as {letter} (`{header}`)"),
        ),
        fix: both("删掉或改名其中一列", "delete or rename one of them"),
    };
    ("E304", said)
}

fn tell_unknown(sheet: &Sheet, col: usize, known: &Known, findings: &mut Findings) {
    let header = sheet.header(col);
    let key = header_key(&header);
    let below: Vec<&Cell> = (sheet.header_row + 1..sheet.grid.rows.len())
        .map(|row| sheet.grid.cell(row, col))
        .filter(|cell| !cell.is_blank())
        .collect();
    let added = (0..=sheet.header_row).any(|row| sheet.grid.cell(row, col).shown().starts_with(ADDED));
    if added || REMARKS.contains(&key.as_str()) || (key.is_empty() && below.is_empty()) {
        return;
    }
    let ticked = below.iter().any(|cell| cell.shown().contains(['√', '✓', '✔', '☑']));
    if sheet.table.id == TableId::Students && (ticked || (key.starts_with('周') && !below.is_empty())) {
        let near = nearest(&fold(&header), known.periods.iter().map(|period| period.id.as_str()));
        let fix = match near {
            Some(near) => both(format!("是不是 {near}？标题要和时段表的时段编号一样"), format!("did you mean {near}?")),
            None => both("标题写成时段表里的时段编号", "head the column with a period id of the sheet 时段"),
        };
        let said =
            Said { reason: both("打了勾，但时段表里没有这个时段", "ticked, but no such period"), fix };
        return findings.fault_at(sheet, col, ("E105", said));
    }
    let headers = sheet.table.columns.iter().map(|column| column.header);
    let fix = match nearest(&key, headers) {
        Some(near) => both(format!("要读的话，标题改成「{near}」"), format!("to have it read, rename it to {near}")),
        None => both("不需要的话不用管", "ignore this if the column is not needed"),
    };
    let said = Said { reason: both("不认得这一列，没有读", "unknown column, not read"), fix };
    findings.fault_at(sheet, col, ("W301", said));
}

fn tell_missing(sheet: &Sheet, findings: &mut Findings) {
    let has = |field: &str| sheet.column(field).is_some();
    let either = |one: &'static str, other: &'static str| {
        sheet.table.column(one).zip(sheet.table.column(other)).filter(|_| !has(one) && !has(other))
    };
    let mut missing: Vec<(&str, &[&str])> = sheet
        .table
        .columns
        .iter()
        .filter(|column| column.required && !has(column.field))
        .map(|column| (column.header, column.also))
        .collect();
    match sheet.table.id {
        TableId::Courses | TableId::Teachers | TableId::Rooms => {
            missing.extend(either("id", "name").map(|(id, _)| (id.header, id.also)));
        }
        TableId::Students if sheet.periods.is_empty() && !has("attends") => {
            missing.push(("参加时段", &["每个时段一列，标题是时段编号"]));
        }
        TableId::Wishes if sheet.wishes.is_empty() && !has("@course") => missing.push(("志愿1", &["第一志愿"])),
        _ => {}
    }
    for (header, also) in missing {
        let said = Said {
            reason: both(format!("缺「{header}」列"), format!("the column `{header}` is missing")),
            fix: both(
                format!("加上这一列，或把标题改成「{header}」（也认得：{}）", also.join("、")),
                format!("add the column, or rename its header to `{header}`"),
            ),
        };
        let at = (sheet.order, sheet.header_row, None);
        findings.list.push(CellError::cell(at, &sheet.grid.name, "", "", "E303", said));
    }
}

impl Findings {
    /// Notes something about a header.
    fn fault_at(&mut self, sheet: &Sheet, col: usize, (code, said): (&'static str, Said)) {
        let spot = Spot::new(sheet, sheet.header_row, Some(col));
        self.list.push(CellError::cell(spot.at, &spot.sheet, "", spot.header, code, said));
    }
}
