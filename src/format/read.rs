//! Text ↔ shapes. Every row that has the wrong shape is reported, not only the first.

use super::{PlanFile, ProblemFile};
use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A place in a file that is not of the contract's shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeError {
    /// Where: `students[17].attends`, or `line 3 column 9` when the text is no JSON at all.
    pub place: String,
    /// What is wrong there, in English.
    pub cause: String,
}

/// Reads a problem file.
///
/// # Errors
/// Every row and field of a wrong shape, at once.
pub fn read_problem(text: &str) -> Result<ProblemFile, Vec<ShapeError>> {
    let rows = ["periods", "grades", "classes", "students", "courses", "teachers", "rooms", "gates", "pins"];
    read_rows(text, &rows, |row, list| match row {
        "periods" => shape_of::<super::PeriodRow>(list, row),
        "grades" => shape_of::<super::GradeRow>(list, row),
        "classes" => shape_of::<super::ClassRow>(list, row),
        "students" => shape_of::<super::StudentRow>(list, row),
        "courses" => shape_of::<super::CourseRow>(list, row),
        "teachers" => shape_of::<super::TeacherRow>(list, row),
        "rooms" => shape_of::<super::RoomRow>(list, row),
        "gates" => shape_of::<super::GateRow>(list, row),
        _ => shape_of::<super::PinRow>(list, row),
    })
}

/// Reads a plan file.
///
/// # Errors
/// Every row and field of a wrong shape, at once.
pub fn read_plan(text: &str) -> Result<PlanFile, Vec<ShapeError>> {
    read_rows(text, &["sections", "waves"], |row, list| match row {
        "sections" => shape_of::<super::SectionRow>(list, row),
        _ => shape_of::<super::WaveRow>(list, row),
    })
}

/// A shape as JSON text, two spaces an indent, one newline at the end.
pub fn to_text<T: Serialize>(shape: &T) -> String {
    let mut text = serde_json::to_string_pretty(shape).expect("shapes have string keys only");
    text.push('\n');
    text
}

fn read_rows<T: DeserializeOwned>(
    text: &str,
    lists: &[&str],
    check: impl Fn(&str, &[Value]) -> Vec<ShapeError>,
) -> Result<T, Vec<ShapeError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = serde_json::Deserializer::from_str(text);
    let whole = serde_path_to_error::deserialize::<_, T>(&mut parser);
    let first = match whole {
        Ok(shape) => match parser.end() {
            Ok(()) => return Ok(shape),
            Err(error) => return Err(vec![ShapeError { place: line_of(&error), cause: cause_of(&error) }]),
        },
        Err(error) => ShapeError { place: error.path().to_string(), cause: cause_of(error.inner()) },
    };
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return Err(vec![ShapeError { place: line_of(&error), cause: cause_of(&error) }]),
    };
    let mut errors: Vec<ShapeError> =
        lists.iter().filter_map(|list| value.get(list)?.as_array().map(|rows| check(list, rows))).flatten().collect();
    if !errors.contains(&first) {
        errors.insert(0, first);
    }
    Err(errors)
}

fn shape_of<T: DeserializeOwned>(rows: &[Value], list: &str) -> Vec<ShapeError> {
    rows.iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let error = serde_path_to_error::deserialize::<_, T>(row).err()?;
            let inside = error.path().to_string();
            let dot = if inside == "." || inside.starts_with('[') { "" } else { "." };
            let inside = if inside == "." { "" } else { inside.as_str() };
            Some(ShapeError { place: format!("{list}[{index}]{dot}{inside}"), cause: cause_of(error.inner()) })
        })
        .collect()
}

fn line_of(error: &serde_json::Error) -> String {
    format!("line {} column {}", error.line(), error.column())
}

fn cause_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_string(),
        None => text,
    }
}

/// `null` means absent: the default of the type.
pub(super) fn absent_is_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(d: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(d)?.unwrap_or_default())
}

/// `null` means absent: one.
pub(super) fn absent_is_one<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    Ok(Option::<u64>::deserialize(d)?.unwrap_or(1))
}

/// `null` means absent: true.
pub(super) fn absent_is_true<'de, D: Deserializer<'de>>(d: D) -> Result<bool, D::Error> {
    Ok(Option::<bool>::deserialize(d)?.unwrap_or(true))
}

pub(super) fn one() -> u64 {
    1
}
