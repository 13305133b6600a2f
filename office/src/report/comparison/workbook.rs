//! A comparison as a workbook: one sheet a table, and one with everyone who would change.

use super::Comparison;
use super::tables::{Cell, Table};
use crate::report::ReportError;
use crate::report::words::width;
use crate::report::workbook::Styles;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// Widest column, in characters.
const WIDEST: usize = 48;
/// First row of a table, below title and note.
const FIRST_ROW: u32 = 2;
/// Height of a line, points.
const LINE_POINTS: f64 = 14.0;

impl Comparison<'_> {
    /// The bytes of the workbook.
    pub(super) fn workbook(&self) -> Result<Vec<u8>, ReportError> {
        let mut book = Workbook::new();
        let styles = Styles::new();
        for table in self.tables() {
            // Whoever would change has a row here, and not a list in a cell.
            let table = if table.key == "changes" { self.everyone(table) } else { table };
            book.push_worksheet(sheet(&table, &styles)?);
        }
        Ok(book.save_to_buffer()?)
    }

    /// The table of changes with a row for each family and teacher.
    fn everyone(&self, changes: Table) -> Table {
        let mut rows = Vec::new();
        for (ix, trial) in self.trials.iter().enumerate() {
            for (key, kind, ids) in [("families", "student", &trial.families), ("teachers", "teacher", &trial.teachers)]
            {
                for id in ids {
                    rows.push(vec![
                        Cell::Number(i64::try_from(ix).unwrap_or(0)),
                        Cell::Text(self.name(ix)),
                        Cell::Text(self.label(key).to_string()),
                        Cell::Text(self.names.of(self.lang, kind, id)),
                    ]);
                }
            }
        }
        let mut heads = changes.heads;
        heads.truncate(3);
        heads.push(self.label("which").to_string());
        Table { heads, rows, ..changes }
    }
}

fn sheet(table: &Table, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut ws = Worksheet::new();
    ws.set_name(table.title)?;
    ws.write_string_with_format(0, 0, table.title, &styles.title)?;
    ws.set_row_height(0, 30)?;
    ws.write_string_with_format(1, 0, table.note, &styles.subtitle)?;
    let mut widths: Vec<usize> = table.heads.iter().map(|head| width(head) + 2).collect();
    for (at, row) in table.rows.iter().enumerate() {
        let line = FIRST_ROW + 1 + u32::try_from(at).unwrap_or(u32::MAX / 2);
        let mut lines = 1;
        for (column, cell) in row.iter().enumerate() {
            let place = column as u16;
            match cell {
                Cell::Number(number) => ws.write_number_with_format(line, place, *number as f64, &styles.number)?,
                Cell::Blank => ws.write_blank(line, place, &styles.text)?,
                Cell::Share(..) => ws.write_string_with_format(line, place, cell.stacked(), &styles.middle)?,
                Cell::Text(text) => ws.write_string_with_format(line, place, text, &styles.text)?,
            };
            let wide = width(&cell.to_string()) + 2;
            let shown = if matches!(cell, Cell::Share(..)) { wide.saturating_sub(6) } else { wide.min(WIDEST) };
            widths[column] = widths[column].max(shown);
            lines = lines.max(wide.div_ceil(shown.max(1)));
        }
        ws.set_row_height(line, LINE_POINTS * lines as f64 + 4.0)?;
    }
    for (column, head) in table.heads.iter().enumerate() {
        ws.write_string_with_format(FIRST_ROW, column as u16, head, &styles.head)?;
        ws.set_column_width(column as u16, widths[column] as f64)?;
    }
    ws.set_row_height(FIRST_ROW, 22)?;
    ws.set_freeze_panes(FIRST_ROW + 1, 2.min(table.heads.len() as u16))?;
    ws.set_repeat_rows(FIRST_ROW, FIRST_ROW)?;
    if let (Some(last), true) = (table.heads.len().checked_sub(1), table.key == "changes") {
        ws.autofilter(FIRST_ROW, 0, FIRST_ROW + table.rows.len() as u32, last as u16)?;
    }
    ws.set_paper_size(9).set_landscape();
    ws.set_print_fit_to_pages(1, 0);
    Ok(ws)
}
