//! The workbook 排片表.xlsx: one sheet a reader, each ready to print.

mod boards;
mod lists;
mod overview;
mod rolls;
mod sheet;

pub(super) use sheet::Styles;

use super::view::View;
use super::{ReportError, put};
use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use std::path::Path;

/// Writes the workbook to `path`, whole or not at all.
///
/// # Errors
/// When the file cannot be written, or a sheet cannot be put together.
pub fn write_workbook(view: &View, path: &Path) -> Result<(), ReportError> {
    put(path, &workbook(view)?)
}

fn workbook(view: &View) -> Result<Vec<u8>, ReportError> {
    let mut book = Workbook::new();
    let day = view.made_on;
    let made = ExcelDateTime::from_ymd(day.year().clamp(1900, 9999) as u16, day.month() as u8, day.day() as u8)?;
    let properties =
        DocProperties::new().set_title(format!("{} 课后服务排片表", view.school())).set_creation_datetime(&made);
    book.set_properties(&properties);
    let styles = Styles::new();
    let sheets = [
        overview::overview(view, &styles)?,
        boards::school(view, &styles)?,
        boards::grades(view, &styles)?,
        lists::classes(view, &styles)?,
        boards::teachers(view, &styles)?,
        boards::rooms(view, &styles)?,
        lists::students(view, &styles)?,
        lists::sections(view, &styles)?,
        lists::releases(view, &styles)?,
        lists::loads(view, &styles)?,
        rolls::rolls(view, &styles)?,
    ];
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    Ok(book.save_to_buffer()?)
}
