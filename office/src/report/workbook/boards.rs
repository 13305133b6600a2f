//! Sheets with a column a period and the five elements in every cell: the whole school, grades, teachers, rooms.

use super::sheet::{Paper, Sheet, Styles};
use crate::report::grid::Lane;
use crate::report::view::View;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Characters of a column of cells.
const CELL_WIDTH: f64 = 17.0;

/// 排片表(全校).
pub(super) fn school(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let all: Vec<usize> = (0..view.sections.len()).collect();
    let periods = view.periods_of(&all);
    let names = ("排片表(全校)", "课后服务排片表（全校）");
    let mut sheet = board(view, styles, names, ["适用年级", "课程"], [8.0, 12.0], &periods)?;
    for lane in view.course_lanes(&all, &periods) {
        line(&mut sheet, [&lane.sub, &lane.head], &lane)?;
    }
    sheet.finish()
}

/// 年级.
pub(super) fn grades(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let periods: Vec<usize> = (0..view.periods.len()).collect();
    let names = ("年级", "年级排片表");
    let mut sheet = board(view, styles, names, ["适用年级", "课程"], [8.0, 12.0], &periods)?;
    for (position, grade) in view.grades.iter().enumerate() {
        let sections = view.sections_of_classes(|class| view.classes[class].grade == Some(position));
        if sections.is_empty() {
            continue;
        }
        sheet.block(&grade.name)?;
        for lane in view.course_lanes(&sections, &periods) {
            line(&mut sheet, [&lane.sub, &lane.head], &lane)?;
        }
    }
    sheet.finish()
}

/// 教师.
pub(super) fn teachers(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let all: Vec<usize> = (0..view.sections.len()).collect();
    let periods = view.periods_of(&all);
    let mut sheet = board(view, styles, ("教师", "教师课后服务安排"), ["教师", "时长"], [9.0, 7.0], &periods)?;
    for teacher in view.teachers.iter().filter(|teacher| !teacher.duties.is_empty()) {
        let sections: Vec<usize> = teacher.duties.iter().map(|&(section, _)| section).collect();
        for lane in view.lanes(&teacher.name, &format!("{}分钟", teacher.minutes), &sections, &periods) {
            line(&mut sheet, [&lane.head, &lane.sub], &lane)?;
        }
    }
    sheet.finish()
}

/// 场地.
pub(super) fn rooms(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let all: Vec<usize> = (0..view.sections.len()).collect();
    let periods = view.periods_of(&all);
    let mut sheet = board(view, styles, ("场地", "场地使用安排"), ["场地", "容量"], [11.0, 6.0], &periods)?;
    for room in view.rooms.iter().filter(|room| !room.sections.is_empty()) {
        let capacity = room.row.map_or_else(|| "—".to_string(), |row| format!("{}人", row.capacity));
        for lane in view.lanes(&room.name, &capacity, &room.sections, &periods) {
            line(&mut sheet, [&lane.head, &lane.sub], &lane)?;
        }
    }
    sheet.finish()
}

fn board<'a>(
    view: &View,
    styles: &'a Styles,
    names: (&str, &str),
    labels: [&str; 2],
    label_widths: [f64; 2],
    periods: &[usize],
) -> Result<Sheet<'a>, XlsxError> {
    let mut widths = label_widths.to_vec();
    widths.extend(periods.iter().map(|_| CELL_WIDTH));
    let mut next = 2;
    let mut breaks = Vec::new();
    for part in view.parts(periods) {
        if next > 2 {
            breaks.push(next);
        }
        next += part.len() as u16;
    }
    let mut sheet = Sheet::new(view, styles, names, Paper::A3Landscape, widths, (2, &breaks))?;
    let mut header: Vec<String> = labels.iter().map(ToString::to_string).collect();
    header.extend(periods.iter().map(|&p| view.period_label(p)));
    sheet.header(&header, 2)?;
    Ok(sheet)
}

fn line(sheet: &mut Sheet, labels: [&str; 2], lane: &Lane) -> Result<(), XlsxError> {
    let styles = sheet.styles;
    let mut cells = vec![(labels[0].to_string(), &styles.strong), (labels[1].to_string(), &styles.strong)];
    cells.extend(lane.cells.iter().map(|cell| match cell {
        Some(entry) => (entry.text(), styles.form(entry.form)),
        None => (String::new(), &styles.text),
    }));
    sheet.line(&cells)
}
