//! Files → grids: xlsx, xls and ods workbooks, or a folder of csv files in UTF-8 or GB18030.

use super::grid::{Cell, Grid, Merge};
use super::say::{CellError, Said, both};
use calamine::{Data, Dimensions, ExcelDateTime, Range, Reader, SheetType, Sheets, open_workbook_auto};
use std::fs;
use std::io::BufReader;
use std::path::Path;

/// The sheets of a workbook, or the csv files of a folder, by name.
///
/// # Errors
/// What keeps the input from being read at all.
pub fn grids(path: &Path) -> Result<Vec<Grid>, Vec<CellError>> {
    if path.is_dir() { folder(path) } else { workbook(path) }
}

fn unreadable(path: &Path, zh: impl Into<String>, en: impl Into<String>) -> CellError {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let fix = both(
        "给出 .xlsx、.xls、.ods 文件，或放着 学生.csv、课程.csv…… 的文件夹",
        "give an .xlsx, .xls or .ods file, or a folder of csv files named after the sheets",
    );
    CellError::whole(0, name, "E301", Said { reason: both(zh, en), fix })
}

fn workbook(path: &Path) -> Result<Vec<Grid>, Vec<CellError>> {
    let fail = |zh: &str, en: String| vec![unreadable(path, zh, en)];
    if !path.exists() {
        return Err(fail("没有这个文件", "no such file".to_string()));
    }
    let spreadsheet = path.extension().is_some_and(|ending| {
        ["xlsx", "xlsm", "xls", "xlsb", "ods"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    });
    if !spreadsheet {
        return Err(fail("不是表格文件", "not a spreadsheet".to_string()));
    }
    let mut book = open_workbook_auto(path)
        .map_err(|error| fail("打不开：文件坏了、有密码，或不是表格", format!("cannot be opened: {error}")))?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut grids = Vec::new();
    for name in names {
        let range = book
            .worksheet_range(&name)
            .map_err(|error| fail("有一张工作表读不出来", format!("sheet {name} cannot be read: {error}")))?;
        let merges = merges(&mut book, &name).into_iter().map(merge).collect();
        grids.push(Grid::new(name, rows(&range), merges));
    }
    Ok(grids)
}

fn merges(book: &mut Sheets<BufReader<fs::File>>, name: &str) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
    }
}

fn merge(region: Dimensions) -> Merge {
    let place = |(row, col): (u32, u32)| (row as usize, col as usize);
    Merge { first: place(region.start), last: place(region.end) }
}

/// The cells of a range at their true rows and columns: a range begins at its first cell in use.
fn rows(range: &Range<Data>) -> Vec<Vec<Cell>> {
    let Some((top, left)) = range.start() else { return Vec::new() };
    let mut rows = vec![Vec::new(); top as usize];
    for cells in range.rows() {
        let mut row = vec![Cell::Empty; left as usize];
        row.extend(cells.iter().map(cell));
        while row.last() == Some(&Cell::Empty) {
            row.pop();
        }
        rows.push(row);
    }
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    rows
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) if text.is_empty() => Cell::Empty,
        Data::String(text) => Cell::Text(text.clone()),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(moment) => Cell::Moment(days(moment)),
        Data::DateTimeIso(text) => iso_moment(text).map_or_else(|| Cell::Text(text.clone()), Cell::Moment),
        Data::DurationIso(text) => iso_duration(text).map_or_else(|| Cell::Text(text.clone()), Cell::Moment),
        Data::Error(error) => Cell::Fault(error.to_string()),
    }
}

/// Days since 1899-12-30, also for workbooks that count from 1904.
fn days(moment: &ExcelDateTime) -> f64 {
    let value = moment.as_f64();
    if value < 1.0 {
        return value;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let counted = chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).and_then(days_of);
    match counted {
        Some(whole) if (whole - value.floor()).abs() > 1.5 => whole + value.fract(),
        _ => value,
    }
}

fn days_of(date: chrono::NaiveDate) -> Option<f64> {
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?;
    Some((date - epoch).num_days() as f64)
}

fn iso_moment(text: &str) -> Option<f64> {
    let (date, clock) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let date = chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().and_then(days_of)?;
    let clock = chrono::NaiveTime::parse_from_str(clock.split('.').next()?, "%H:%M:%S").ok()?;
    Some(date + f64::from(chrono::Timelike::num_seconds_from_midnight(&clock)) / 86_400.0)
}

/// `PT15H40M00S` → the fraction of a day.
fn iso_duration(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut number = String::new();
    for c in text.strip_prefix("PT")?.chars() {
        let unit = match c {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            digit => {
                number.push(digit);
                continue;
            }
        };
        seconds += number.replace(',', ".").parse::<f64>().ok()? * unit;
        number.clear();
    }
    Some(seconds / 86_400.0)
}

fn folder(path: &Path) -> Result<Vec<Grid>, Vec<CellError>> {
    let listed = fs::read_dir(path)
        .map_err(|error| vec![unreadable(path, "文件夹打不开", format!("the folder cannot be read: {error}"))])?;
    let mut files: Vec<_> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(vec![unreadable(path, "文件夹里没有 csv 文件", "there is no csv file in the folder")]);
    }
    let order = |file: &Path| {
        let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        super::sheets::TABLES.iter().position(|table| table.is_called(&name)).unwrap_or(usize::MAX)
    };
    files.sort_by_key(|file| order(file));
    let mut grids = Vec::new();
    let mut errors = Vec::new();
    for file in &files {
        match fs::read(file) {
            Ok(bytes) => {
                let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                grids.push(Grid::new(name, csv_rows(&decode(&bytes)), Vec::new()));
            }
            Err(error) => errors.push(unreadable(file, "文件打不开", format!("cannot be read: {error}"))),
        }
    }
    if errors.is_empty() { Ok(grids) } else { Err(errors) }
}

/// UTF-8 with or without a byte order mark, otherwise GB18030 (which GBK and GB2312 are parts of).
pub fn decode(bytes: &[u8]) -> String {
    let (text, _, wrong) = encoding_rs::UTF_8.decode(bytes);
    if wrong { encoding_rs::GB18030.decode(bytes).0.into_owned() } else { text.into_owned() }
}

/// Rows at their true positions: blank lines keep theirs, a quoted line break does not start a row.
fn csv_rows(text: &str) -> Vec<Vec<Cell>> {
    let first = text.lines().next().unwrap_or("");
    let count = |mark: char| first.matches(mark).count();
    let delimiter = if count('\t') > count(',') {
        b'\t'
    } else if count(';') > count(',') {
        b';'
    } else {
        b','
    };
    records(text, char::from(delimiter)).map(|record| fields(record, delimiter)).collect()
}

/// The text of each record: split at line breaks outside of quoted fields, so that blank lines keep their places.
fn records(text: &str, delimiter: char) -> impl Iterator<Item = &str> {
    let mut starts = vec![0];
    let (mut quoted, mut field_start, mut previous) = (false, true, '\n');
    for (at, c) in text.char_indices() {
        match c {
            '"' if quoted || field_start || previous == '"' => (quoted, field_start) = (!quoted, false),
            '\n' if !quoted => {
                starts.push(at + 1);
                field_start = true;
            }
            c => field_start = !quoted && c == delimiter,
        }
        previous = c;
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|start| start - 1).chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| text[start..end].trim_end_matches('\r'))
}

fn fields(record: &str, delimiter: u8) -> Vec<Cell> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(record.as_bytes());
    let read = reader.records().next().and_then(Result::ok);
    read.map(|record| record.iter().map(csv_cell).collect()).unwrap_or_default()
}

fn csv_cell(field: &str) -> Cell {
    if field.is_empty() { Cell::Empty } else { Cell::Text(field.to_string()) }
}
