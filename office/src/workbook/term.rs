//! The sheet 学期: one item a row, its name and its value.

use super::cells;
use super::faults;
use super::findings::{Findings, Spot};
use super::headers::Sheet;
use super::known::Known;
use super::normal::{fold, header_key, tidy};
use super::say::{CellError, Said, both};
use super::sheets::{GUIDE, REMARKS};
use paipian::format::{FORMAT, TermRow};
use serde_json::{Map, Value};

/// Reads the name of the school and the term; both absent when nothing is filled in.
pub(super) fn read(sheet: &Sheet, known: &Known, findings: &mut Findings) -> (Option<String>, Option<TermRow>) {
    let mut items = Map::new();
    for row in 0..sheet.grid.rows.len() {
        let Some(label_col) = (0..sheet.grid.width()).find(|&col| !sheet.grid.cell(row, col).is_blank()) else {
            continue;
        };
        let label = tidy(&sheet.grid.cell(row, label_col).shown());
        let mut spot = Spot::new(sheet, row, Some(label_col + 1));
        spot.header = label.clone();
        let cell = sheet.grid.cell(row, label_col + 1);
        let Some(column) = sheet.table.columns.iter().find(|column| column.is_called(&label)) else {
            let heading =
                row == 0 || ["项目", "内容"].contains(&header_key(&label).as_str()) || label.starts_with(GUIDE);
            if !heading && !cell.is_blank() && !REMARKS.contains(&header_key(&label).as_str()) {
                let said = Said {
                    reason: both("不认得这一项，没有读", "unknown item, not read"),
                    fix: both("不需要的话不用管", "ignore this if the item is not needed"),
                };
                let at = (sheet.order, row, Some(label_col));
                findings.list.push(CellError::cell(at, &sheet.grid.name, "", label, "W301", said));
            }
            continue;
        };
        if cell.is_blank() {
            continue;
        }
        match cells::value(column, cell, known) {
            Ok(Some(version)) if column.field == "@version" => {
                if version != FORMAT && fold(version.as_str().unwrap_or("")) != FORMAT {
                    findings.fault(&spot, faults::other_version(FORMAT));
                }
            }
            Ok(value) => {
                findings.place(column.field.to_string(), spot);
                items.insert(column.field.to_string(), value.unwrap_or(Value::Array(Vec::new())));
            }
            Err(wrong) => {
                wrong.into_iter().for_each(|fault| findings.fault(&spot, fault));
                spot.failed = true;
                findings.place(column.field.to_string(), spot);
            }
        }
    }
    let name = items.get("name").and_then(Value::as_str).map(str::to_string);
    let term = items.keys().any(|key| key.starts_with("term.")).then(|| {
        let record = super::records::nested(&items);
        record.get("term").cloned().and_then(|term| serde_json::from_value(term).ok())
    });
    (name, term.flatten())
}
