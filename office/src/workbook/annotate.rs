//! The user's own workbook once more, with what is wrong written beside each row and marked red.

use super::grid::{Cell, Grid};
use super::say::CellError;
use super::sheets::ADDED;
use super::write::{content_width, dated, lines_of, page, write};
use crate::words::Lang;
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};
use std::collections::BTreeMap;

const RED: u32 = 0xFF9B9B;
const YELLOW: u32 = 0xFFE699;

/// The bytes of the annotated copy: every cell as it was typed, merged regions kept, formulas as their values. What
/// belongs to no cell stands on a first sheet of its own.
///
/// # Errors
/// What xlsx cannot hold.
pub fn annotate(grids: &[Grid], findings: &[CellError], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&dated()?);
    let loose: Vec<&CellError> = findings.iter().filter(|finding| finding.row == 0).collect();
    if !loose.is_empty() {
        let sheet = book.add_worksheet();
        sheet.set_name(ADDED)?;
        sheet.set_column_width(0, 100)?;
        for (row, finding) in loose.iter().enumerate() {
            let line = format!("{}：{}", finding.place(lang), message(finding, lang));
            sheet.write_string_with_format(row as u32, 0, line, &ground(finding).set_text_wrap())?;
        }
    }
    for (order, grid) in grids.iter().enumerate().filter(|(_, grid)| grid.name != ADDED) {
        let own: Vec<&CellError> = findings.iter().filter(|finding| finding.row > 0 && finding.at.0 == order).collect();
        let sheet = book.add_worksheet();
        sheet.set_name(tab_name(&grid.name))?;
        let mut marked: BTreeMap<(usize, usize), Format> = BTreeMap::new();
        let mut beside: BTreeMap<usize, Vec<&CellError>> = BTreeMap::new();
        for finding in &own {
            beside.entry(finding.at.1).or_default().push(finding);
            if !finding.column.is_empty() {
                let format = marked.entry((finding.at.1, finding.at.2)).or_insert_with(|| ground(finding));
                if !finding.is_warning() {
                    *format = ground(finding);
                }
            }
        }
        for merge in grid.merges() {
            let ((top, left), (bottom, right)) = (merge.first, merge.last);
            if (top, left) != (bottom, right) {
                sheet.merge_range(top as u32, left as u16, bottom as u32, right as u16, "", &Format::new())?;
            }
        }
        for (row, line) in grid.rows.iter().enumerate() {
            for (col, cell) in line.iter().enumerate() {
                let format = marked.remove(&(row, col)).unwrap_or_default();
                if *cell != Cell::Empty || format != Format::default() {
                    write(sheet, row as u32, col as u16, cell, &keeping_text(cell, format))?;
                }
            }
        }
        for ((row, col), format) in marked {
            sheet.write_blank(row as u32, col as u16, &format)?;
        }
        for col in 0..grid.width() {
            sheet.set_column_width(col as u16, content_width(grid, col).clamp(8.0, 30.0))?;
        }
        let added = grid.width() as u16;
        let first = (0..grid.rows.len()).find(|&row| !grid.row_is_blank(row)).unwrap_or(0);
        if !own.is_empty() {
            sheet.set_column_width(added, 70)?;
            sheet.write_string_with_format(first as u32, added, ADDED, &Format::new().set_bold())?;
        }
        for (row, findings) in beside {
            let lines: Vec<String> = findings
                .iter()
                .map(|finding| match finding.column.as_str() {
                    "" => message(finding, lang),
                    column => format!("{column} {}：{}", finding.header, message(finding, lang)),
                })
                .collect();
            let head = if row == first { format!("{ADDED}\n") } else { String::new() };
            let worst = findings.iter().find(|finding| !finding.is_warning()).unwrap_or(&findings[0]);
            let format = ground(worst).set_text_wrap().set_align(FormatAlign::Top);
            let height: f64 = lines.iter().map(|line| lines_of(line, 66) * 16.0).sum();
            sheet.set_row_height(row as u32, height + if head.is_empty() { 4.0 } else { 20.0 })?;
            sheet.write_string_with_format(row as u32, added, format!("{head}{}", lines.join("\n")), &format)?;
        }
        page(sheet, true)?;
        sheet.set_freeze_panes(first as u32 + 1, 0)?;
    }
    book.save_to_buffer()
}

/// Text stays text when the copy is edited.
fn keeping_text(cell: &Cell, format: Format) -> Format {
    match cell {
        Cell::Text(text) if text.chars().all(|c| c.is_ascii_digit()) => format.set_num_format("@"),
        _ => format,
    }
}

fn ground(finding: &CellError) -> Format {
    Format::new().set_background_color(Color::RGB(if finding.is_warning() { YELLOW } else { RED }))
}

fn message(finding: &CellError, lang: Lang) -> String {
    let (reason, fix) = (finding.reason.of(lang), finding.fix.of(lang));
    let joint = match lang {
        Lang::Zh => "。改法：",
        Lang::En => ". Fix: ",
    };
    if fix.is_empty() { reason.to_string() } else { format!("{reason}{joint}{fix}") }
}

/// A tab's name as xlsx allows it: csv files may be called anything.
fn tab_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    if plain.is_empty() { "表".to_string() } else { plain }
}
