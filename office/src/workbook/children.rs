//! The two sheets of children: which periods they attend and which clubs they wish for.

use super::cells;
use super::faults;
use super::findings::{Findings, Spot};
use super::headers::Sheet;
use super::known::Known;
use super::normal::fold;
use super::records::Record;
use super::tables::{TableId, table_word};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Adds the ticked periods to the list of each student.
pub(super) fn attended(sheet: &Sheet, known: &Known, records: &mut [Record], findings: &mut Findings) {
    let columns = !sheet.periods.is_empty() || sheet.column("attends").is_some();
    for (at, record) in records.iter_mut().enumerate() {
        let path = format!("students[{at}].attends");
        let mut attends: Vec<String> = Vec::new();
        for (col, period) in &sheet.periods {
            let cell = sheet.grid.across(record.row, *col);
            if cell.is_blank() {
                continue;
            }
            let mut spot = Spot::new(sheet, record.row, Some(*col));
            spot.value = cell.shown();
            spot.refers = Some(TableId::Periods);
            let named = known.resolve(TableId::Periods, &fold(&cell.shown())).is_ok_and(|id| id == *period);
            match cells::yes(cell) {
                Ok(stays) if !stays => {}
                Err(_) if !named => findings.fault(&spot, faults::not_mark()),
                _ => {
                    findings.place(format!("{path}[{}]", attends.len()), spot);
                    attends.push(period.clone());
                }
            }
        }
        let listed = record.fields.get("attends").and_then(Value::as_array).cloned().unwrap_or_default();
        for id in listed.iter().filter_map(Value::as_str) {
            if !attends.iter().any(|known| known == id) {
                let spot = Spot::new(sheet, record.row, sheet.column("attends"));
                findings.place(format!("{path}[{}]", attends.len()), spot);
                attends.push(id.to_string());
            }
        }
        if !columns {
            let mut spot = Spot::new(sheet, record.row, None);
            spot.failed = true;
            findings.place(path, spot);
        }
        record.fields.insert("attends".to_string(), json!(attends));
    }
}

/// Course ids of one student with the cells they stand in, and the row that the student has in a wish sheet.
#[derive(Debug, Default)]
struct Wished {
    ranked: Vec<(usize, String, Spot)>,
    row: Option<Spot>,
}

/// Reads the wishes from the sheets that have wish columns, and adds them to the students.
pub(super) fn wishes(sheets: &[&Sheet], known: &Known, students: &mut [Record], findings: &mut Findings) {
    let mut first = BTreeMap::new();
    for (at, student) in students.iter().enumerate() {
        first.entry(student.text("id").to_string()).or_insert(at);
    }
    let mut wished: BTreeMap<usize, Wished> = BTreeMap::new();
    for sheet in sheets {
        let own = sheet.table.id == TableId::Students;
        for row in sheet.rows() {
            let student = if own {
                students.iter().position(|student| student.row == row)
            } else {
                student_of(sheet, row, known, &first, findings)
            };
            let mut ranked = Vec::new();
            for &(rank, col) in &sheet.wishes {
                if !sheet.grid.cell(row, col).is_blank() {
                    wish(sheet, row, col, rank, known, &mut ranked, findings);
                }
            }
            let listed = sheet.wishes.is_empty().then(|| sheet.column("@course")).flatten();
            if let Some(col) = listed {
                listed_wish(sheet, row, col, student.and_then(|at| wished.get(&at)), known, &mut ranked, findings);
            }
            let Some(at) = student else { continue };
            let entry = wished.entry(at).or_default();
            if listed.is_none() && !ranked.is_empty() {
                let spot = Spot::new(sheet, row, sheet.column(if own { "id" } else { "student" }));
                if let Some(earlier) = &entry.row {
                    let (zh, en) = earlier.row_in_words(sheet.order);
                    findings.fault(&spot, faults::twice(&zh, &en));
                    continue;
                }
                entry.row = Some(spot);
            }
            entry.ranked.extend(ranked);
        }
    }
    for (at, mut wished) in wished {
        wished.ranked.sort_by_key(|(rank, ..)| *rank);
        let mut ids = Vec::new();
        for (_, id, spot) in wished.ranked {
            findings.place(format!("students[{at}].wishes[{}]", ids.len()), spot);
            ids.push(id);
        }
        students[at].fields.insert("wishes".to_string(), json!(ids));
    }
}

fn student_of(
    sheet: &Sheet,
    row: usize,
    known: &Known,
    first: &BTreeMap<String, usize>,
    findings: &mut Findings,
) -> Option<usize> {
    let col = sheet.column("student")?;
    let spot = Spot::new(sheet, row, Some(col));
    let cell = sheet.cell(row, "student");
    if cell.is_blank() {
        findings.fault(&spot, faults::blank(table_word(sheet.table, "student")));
        return None;
    }
    let id = cells::id(cell).and_then(|id| match known.tables.contains_key(&TableId::Students) {
        true => known.find(TableId::Students, &id),
        false => Ok(id),
    });
    match id {
        Ok(id) => first.get(&id).copied(),
        Err(fault) => {
            findings.fault(&spot, fault);
            None
        }
    }
}

fn wish(
    sheet: &Sheet,
    row: usize,
    col: usize,
    rank: usize,
    known: &Known,
    ranked: &mut Vec<(usize, String, Spot)>,
    findings: &mut Findings,
) {
    let mut spot = Spot::new(sheet, row, Some(col));
    spot.refers = Some(TableId::Courses);
    match cells::id(sheet.grid.cell(row, col)).and_then(|text| known.resolve(TableId::Courses, &text)) {
        Ok(id) => ranked.push((rank, id, spot)),
        Err(fault) => findings.fault(&spot, fault),
    }
}

/// One wish of a sheet with one wish a row; without ranks the order of the rows counts.
fn listed_wish(
    sheet: &Sheet,
    row: usize,
    col: usize,
    earlier: Option<&Wished>,
    known: &Known,
    ranked: &mut Vec<(usize, String, Spot)>,
    findings: &mut Findings,
) {
    let spot = Spot::new(sheet, row, Some(col));
    if sheet.cell(row, "@course").is_blank() {
        return findings.fault(&spot, faults::blank(table_word(sheet.table, "@course")));
    }
    let next = earlier.map_or(0, |wished| wished.ranked.len()) + 1;
    let rank_spot = Spot::new(sheet, row, sheet.column("@rank"));
    let rank = match (sheet.table.column("@rank"), sheet.cell(row, "@rank")) {
        (Some(column), cell) if !cell.is_blank() => match cells::value(column, cell, known) {
            Ok(rank) => rank.and_then(|rank| rank.as_u64()).map_or(next, |rank| rank as usize),
            Err(wrong) => {
                for fault in wrong {
                    findings.fault(&rank_spot, fault);
                }
                return;
            }
        },
        _ => next,
    };
    let twin = earlier.and_then(|wished| wished.ranked.iter().find(|(known, ..)| *known == rank));
    if let Some((.., twin)) = twin {
        let (zh, en) = twin.row_in_words(sheet.order);
        return findings.fault(&rank_spot, faults::twice(&zh, &en));
    }
    wish(sheet, row, col, rank, known, ranked, findings);
}
