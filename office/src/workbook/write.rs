//! Tables → an xlsx file that is pleasant to fill in: dropdowns, text-typed ids, notes on the headers, A4 pages.

use super::grid::{Cell, Grid, letter};
use super::headers::told_by;
use super::normal::fold;
use super::policy::Policies;
use super::sheets::{GUIDE, SAMPLE, TABLES, table_of};
use super::tables::{Column, Kind, Layout, Table, TableId, Word};
use super::template::{GuideLine, guide};
use super::vocabulary::YES;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

/// Rows that dropdowns and text formats reach to, at least.
const REACH: u32 = 3000;
const REQUIRED: u32 = 0x1F4E79;
const OPTIONAL: u32 = 0x9DC3E6;
const A4: u8 = 9;

/// The bytes of a workbook with 填写说明 and these tables; the same tables give the same bytes.
///
/// # Errors
/// What xlsx cannot hold.
pub fn workbook(grids: &[Grid]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&dated()?);
    guide_sheet(book.add_worksheet())?;
    for grid in grids {
        let sheet = book.add_worksheet();
        sheet.set_name(&grid.name)?;
        match TABLES.iter().find(|table| table.name == grid.name) {
            Some(table) => table_sheet(sheet, grid, table)?,
            None => cells(sheet, grid, |_, _| Format::new())?,
        }
    }
    book.save_to_buffer()
}

/// Properties with a fixed date, so that the bytes do not depend on the clock.
pub(super) fn dated() -> Result<DocProperties, XlsxError> {
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    Ok(DocProperties::new().set_author("paipian").set_creation_datetime(&made))
}

/// Writes every cell of a grid with its format.
pub(super) fn cells(
    sheet: &mut Worksheet,
    grid: &Grid,
    format: impl Fn(usize, usize) -> Format,
) -> Result<(), XlsxError> {
    for (row, line) in grid.rows.iter().enumerate() {
        for (col, cell) in line.iter().enumerate() {
            write(sheet, row as u32, col as u16, cell, &format(row, col))?;
        }
    }
    Ok(())
}

/// Writes one cell as it is typed.
pub(super) fn write(sheet: &mut Worksheet, row: u32, col: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, col, format)?,
        Cell::Text(text) | Cell::Fault(text) => sheet.write_string_with_format(row, col, text, format)?,
        Cell::Number(number) => sheet.write_number_with_format(row, col, *number, format)?,
        Cell::Truth(truth) => sheet.write_boolean_with_format(row, col, *truth, format)?,
        Cell::Moment(days) => {
            let shape = if *days < 1.0 { "hh:mm" } else { "yyyy-mm-dd" };
            sheet.write_number_with_format(row, col, *days, &format.clone().set_num_format(shape))?
        }
    };
    Ok(())
}

fn table_sheet(sheet: &mut Worksheet, grid: &Grid, table: &'static Table) -> Result<(), XlsxError> {
    let items = table.layout == Layout::Items;
    let columns: Vec<Option<&'static Column>> =
        (0..grid.width()).map(|col| told_by(table, &grid.cell(0, col).shown()).filter(|_| !items)).collect();
    let last = (grid.rows.len() as u32 + 200).max(REACH);
    for (col, column) in columns.iter().enumerate() {
        let at = col as u16;
        sheet.set_column_width(at, width(table, grid, col, *column))?;
        sheet.set_column_format(at, &body(*column))?;
        if !items {
            let choices = column.map_or_else(|| marks_or_courses(table, &grid.cell(0, col).shown()), choices);
            if let Some(choices) = choices {
                sheet.add_data_validation(1, at, last, at, &choices)?;
            }
        }
        if let Some(column) = column.filter(|column| !column.note.is_empty()) {
            let note = Note::new(column.note).add_author_prefix(false).set_width(240).set_height(90);
            sheet.insert_note(0, at, &note)?;
        }
    }
    cells(sheet, grid, |row, col| {
        let column = columns.get(col).copied().flatten();
        match row {
            0 => header(items || column.is_none_or(|column| column.required)),
            _ if items && col == 0 => header(false),
            _ if items => Format::new().set_text_wrap().set_align(FormatAlign::Left),
            _ if is_sample(grid, row) => body(column).set_font_color(Color::Gray).set_italic(),
            _ => body(column),
        }
    })?;
    sheet.set_default_row_height(18.0);
    sheet.set_row_height(0, 34)?;
    sheet.set_freeze_panes(1, u16::from(!items))?;
    page(sheet, grid.width() > 8)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn is_sample(grid: &Grid, row: usize) -> bool {
    grid.rows[row].iter().find(|cell| !cell.is_blank()).is_some_and(|cell| fold(&cell.shown()).starts_with(SAMPLE))
}

/// A4, one page wide, the sheet's name and the page number at the foot.
pub(super) fn page(sheet: &mut Worksheet, wide: bool) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_print_gridlines(true);
    if wide {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R第 &P 页 / 共 &N 页");
    Ok(())
}

fn header(required: bool) -> Format {
    let (ground, ink) = if required { (REQUIRED, Color::White) } else { (OPTIONAL, Color::Black) };
    Format::new()
        .set_bold()
        .set_font_color(ink)
        .set_background_color(Color::RGB(ground))
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
}

fn body(column: Option<&Column>) -> Format {
    match column.map(|column| column.kind) {
        Some(Kind::Count | Kind::Money) => Format::new().set_align(FormatAlign::Center),
        Some(Kind::GradeList | Kind::Patterns | Kind::List | Kind::Refs | Kind::PeriodList) => {
            Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::VerticalCenter)
        }
        Some(Kind::Clock) => Format::new().set_num_format("hh:mm"),
        Some(Kind::Date) => Format::new().set_num_format("yyyy-mm-dd"),
        Some(_) => Format::new().set_num_format("@"),
        None => Format::new().set_align(FormatAlign::Center),
    }
}

fn width(table: &Table, grid: &Grid, col: usize, column: Option<&Column>) -> f64 {
    if column.is_some_and(|column| matches!(column.kind, Kind::Count | Kind::Money | Kind::Yes)) {
        return 8.5;
    }
    let most = if table.layout == Layout::Items && col == 2 { 60.0 } else { 34.0 };
    let least = if column.is_none() { 6.0 } else { 9.0 };
    content_width(grid, col).clamp(least, most)
}

/// The width that the first rows of a column ask for, in half-width characters.
pub(super) fn content_width(grid: &Grid, col: usize) -> f64 {
    let longest = grid.rows.iter().take(60).filter_map(|row| row.get(col)).map(|cell| half_widths(&cell.shown()));
    longest.max().unwrap_or(0) as f64 + 2.0
}

fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn gentle(choices: DataValidation) -> Result<DataValidation, XlsxError> {
    choices
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("不在下拉框里")?
        .set_error_message("导入时可能不认得，仍要这样填吗？")
}

fn choices(column: &Column) -> Option<DataValidation> {
    let words = |words: &[Word]| {
        let shown: Vec<&str> = words.iter().map(|word| word.shown).collect();
        DataValidation::new().allow_list_strings(&shown).and_then(gentle).ok()
    };
    match (column.kind, column.refers) {
        (Kind::Word(list), _) => words(list),
        (Kind::Yes, _) => words(YES),
        (Kind::Id, Some(table)) => rows_of(table),
        (Kind::Count, _) => {
            let whole = DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0));
            whole
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("要填整数")
                .and_then(|whole| whole.set_error_message("这里填 0 或更大的整数。"))
                .ok()
        }
        _ => None,
    }
}

/// Under a period: a tick. Under a wish: the courses.
fn marks_or_courses(table: &Table, header: &str) -> Option<DataValidation> {
    match table.id {
        TableId::Students if !header.is_empty() => {
            DataValidation::new().allow_list_strings(&["√"]).and_then(gentle).ok()
        }
        TableId::Wishes => rows_of(TableId::Courses),
        _ => None,
    }
}

/// The names of a table's rows, or its ids where there are no names.
fn rows_of(id: TableId) -> Option<DataValidation> {
    let table = table_of(id);
    let field = if matches!(id, TableId::Courses | TableId::Teachers | TableId::Rooms) { "name" } else { "id" };
    let at = table.columns.iter().filter(|column| column.in_template).position(|column| column.field == field)?;
    let letter = letter(at);
    let list = Formula::new(format!("={}!${letter}$2:${letter}${}", table.name, REACH + 1));
    gentle(DataValidation::new().allow_list_formula(list)).ok()
}

fn guide_sheet(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 6)?.set_column_width(2, 76)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let lines = guide(&Policies::shipped());
    for (row, line) in lines.iter().enumerate() {
        let row = row as u32;
        match line {
            GuideLine::Title(text) => {
                let big = Format::new().set_bold().set_font_size(18).set_font_color(Color::RGB(REQUIRED));
                sheet.write_string_with_format(row, 0, text, &big)?;
                sheet.set_row_height(row, 30)?;
            }
            GuideLine::Heading(text) => {
                let head = header(true).set_align(FormatAlign::Left);
                sheet.merge_range(row, 0, row, 2, text, &head)?;
                sheet.set_row_height(row, lines_of(text, 96) * 16.0 + 4.0)?;
            }
            GuideLine::Prose(text) => {
                sheet.merge_range(row, 0, row, 2, text, &wrap)?;
                sheet.set_row_height(row, lines_of(text, 98) * 16.0 + 2.0)?;
            }
            GuideLine::Column(name, required, how) => {
                let line = wrap.clone().set_border_bottom(FormatBorder::Hair);
                sheet.write_string_with_format(row, 0, name, &line.clone().set_bold())?;
                sheet.write_string_with_format(row, 1, if *required { "必填" } else { "" }, &line)?;
                sheet.write_string_with_format(row, 2, how, &line)?;
                sheet.set_row_height(row, lines_of(how, 70) * 16.0 + 2.0)?;
            }
        }
    }
    page(sheet, false)
}

/// Lines that a text takes in a cell of so many half-width characters.
pub(super) fn lines_of(text: &str, width: usize) -> f64 {
    half_widths(text).div_ceil(width).max(1) as f64
}
