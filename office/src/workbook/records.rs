//! Rows of a sheet → rows of the problem file, with the place of every field.

use super::cells;
use super::faults;
use super::findings::{Findings, Spot};
use super::headers::Sheet;
use super::known::Known;
use super::sheets::NO_CLASS;
use super::tables::{Column, Kind, TableId};
use serde_json::{Map, Value, json};

/// A row as the problem file will hold it.
#[derive(Debug)]
pub(super) struct Record {
    /// The row of the sheet, counted from 0.
    pub row: usize,
    /// Field → value; fields of other tables begin with `@`.
    pub fields: Map<String, Value>,
}

impl Record {
    /// The text of a field; empty when there is none.
    pub(super) fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or("")
    }
}

/// Reads the rows of a sheet. What cannot be read is noted and a stand-in takes its place, so that reading goes on;
/// the place of a stand-in is marked, so that loading does not find fault with it again.
pub(super) fn read(sheet: &Sheet, known: &Known, findings: &mut Findings) -> Vec<Record> {
    let list = sheet.table.list;
    let mut records = Vec::new();
    let mut listed = 0;
    for row in sheet.rows() {
        let grade_only = sheet.table.id == TableId::Classes && sheet.cell(row, "id").shown().trim() == NO_CLASS;
        let path = if grade_only { format!("grade in row {row}") } else { format!("{list}[{listed}]") };
        listed += usize::from(!grade_only);
        let mut fields = Map::new();
        findings.place(path.clone(), Spot::new(sheet, row, None));
        for column in sheet.table.columns {
            let mut spot = Spot::new(sheet, row, sheet.column(column.field));
            match read_field(sheet, row, column, known) {
                Ok(Some(value)) => {
                    fields.insert(column.field.to_string(), value);
                }
                Ok(None) => {}
                Err(wrong) => {
                    spot.failed = true;
                    for fault in wrong.into_iter().filter(|_| spot.at.2.is_some()) {
                        findings.fault(&spot, fault);
                    }
                    let stand_in = stand_in(column, &spot.value, sheet.order + row);
                    fields.insert(column.field.to_string(), stand_in);
                }
            }
            let plain = column.field.trim_start_matches('@');
            if spot.at.2.is_some() || spot.failed {
                findings.place(format!("{path}.{plain}"), spot);
            }
        }
        name_for_id(sheet, row, &path, &mut fields, findings);
        records.push(Record { row, fields });
    }
    records
}

/// Reads one cell. An empty list of faults: the whole column is missing, which is known already.
fn read_field(
    sheet: &Sheet,
    row: usize,
    column: &'static Column,
    known: &Known,
) -> Result<Option<Value>, Vec<faults::Fault>> {
    let cell = sheet.cell(row, column.field);
    if !cell.is_blank() {
        return match column.kind {
            Kind::Patterns => patterns(sheet, row, column, known).map(Some),
            Kind::Word(_) if column.field == "day" => cells::value(column, cell, known)
                .map(|day| day.and_then(|day| day.as_str()?.parse::<u64>().ok()).map(Value::from)),
            _ => cells::value(column, cell, known),
        };
    }
    match (column.required, sheet.column(column.field)) {
        (true, Some(_)) => Err(vec![faults::blank(column.header)]),
        (true, None) => Err(Vec::new()),
        (false, _) => Ok(None),
    }
}

fn patterns(sheet: &Sheet, row: usize, column: &'static Column, known: &Known) -> Result<Value, Vec<faults::Fault>> {
    let text = cells::value(column, sheet.cell(row, column.field), known)?;
    let text = text.as_ref().and_then(Value::as_str).unwrap_or("");
    let kind = sheet.table.column("kind").and_then(|kind| cells::value(kind, sheet.cell(row, "kind"), known).ok());
    let single = kind.flatten().is_some_and(|kind| kind == "care" || kind == "post");
    known.patterns(text, single).map(|patterns| json!(patterns)).map_err(|fault| vec![fault])
}

/// What stands in for a cell that cannot be read: as little as possible follows from it.
fn stand_in(column: &Column, shown: &str, serial: usize) -> Value {
    match column.kind {
        Kind::Word(_) if column.field == "day" => json!(1),
        Kind::Word(words) => json!(words[0].word),
        Kind::Clock => {
            let minute = (serial % 700) * 2 + usize::from(column.field == "end");
            json!(format!("{:02}:{:02}", minute / 60, minute % 60))
        }
        Kind::Count | Kind::Money => json!(1),
        Kind::Yes => json!(true),
        Kind::Id | Kind::Text | Kind::Skill | Kind::Date => json!(super::normal::fold(shown)),
        _ => json!([]),
    }
}

/// Courses, teachers and rooms may leave the id empty: the name takes its place.
fn name_for_id(sheet: &Sheet, row: usize, path: &str, fields: &mut Map<String, Value>, findings: &mut Findings) {
    if !matches!(sheet.table.id, TableId::Courses | TableId::Teachers | TableId::Rooms) || fields.contains_key("id") {
        return;
    }
    if let Some(name) = fields.get("name").cloned() {
        fields.insert("id".to_string(), super::normal::fold(name.as_str().unwrap_or("")).into());
        let spot = Spot::new(sheet, row, sheet.column("name"));
        findings.place(format!("{path}.id"), spot);
        return;
    }
    let named = sheet.table.column("id").zip(sheet.table.column("name"));
    let col = sheet.column("id").or(sheet.column("name"));
    let mut spot = Spot::new(sheet, row, col);
    if let (Some((id, name)), Some(_)) = (named, col) {
        findings.fault(&spot, faults::nameless(id.header, name.header));
    }
    spot.failed = true;
    findings.place(format!("{path}.id"), spot);
    fields.insert("id".to_string(), json!(format!("?{}", row + 1)));
}

/// A record as the nested JSON of the contract, fields of other tables left out.
pub(super) fn nested(fields: &Map<String, Value>) -> Value {
    let mut record = Map::new();
    for (field, value) in fields.iter().filter(|(field, _)| !field.starts_with('@')) {
        match field.split_once('.') {
            Some((outer, inner)) => {
                let nest = record.entry(outer).or_insert_with(|| json!({}));
                if let Some(nest) = nest.as_object_mut() {
                    nest.insert(inner.to_string(), value.clone());
                }
            }
            None => {
                record.insert(field.clone(), value.clone());
            }
        }
    }
    Value::Object(record)
}
