//! Sheets that are lists: classes, students, sections, gate lists, loads.

use super::sheet::{FIRST_ROW, Paper, Sheet, Styles};
use crate::report::people::last_periods;
use crate::report::view::{Form, View};
use crate::report::words;
use rust_xlsxwriter::{Color, ConditionalFormatDataBar, Format, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// 班级: for each class, where its students are in every period.
pub(super) fn classes(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let widths = vec![15.5, 17.0, 13.0, 8.0, 14.0, 6.0, 46.0, 13.0];
    let names = ("班级", "班级去向表");
    let mut sheet = Sheet::new(view, styles, names, Paper::A4Landscape, widths, (0, &[]))?;
    let header = ["时间", "活动内容", "场地", "形式", "负责人员", "本班人数", "本班学生", "本班放学"];
    sheet.header(&header.map(str::to_string), 1)?;
    for (position, class) in view.classes.iter().enumerate().filter(|(_, class)| !class.students.is_empty()) {
        sheet.block(&format!("{}（{}人）", class.name, class.students.len()))?;
        let mut rows: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for &student in &class.students {
            for &section in &view.students[student].sections {
                for &period in &view.sections[section].periods {
                    rows.entry((period, section)).or_default().push(student);
                }
            }
        }
        for ((period, section), students) in rows {
            let entry = view.entry(section, period);
            let names: Vec<&str> = students.iter().map(|&s| view.students[s].name.as_str()).collect();
            let time = format!("{} {}", view.day_kind(period), entry.time);
            let cells = [
                (time, &styles.strong),
                (format!("{} {}", entry.form.sign(), entry.title), styles.form(entry.form)),
                (entry.place, &styles.text),
                (entry.form.word().to_string(), &styles.middle),
                (entry.staff, &styles.text),
                (students.len().to_string(), &styles.middle),
                (names.join("、"), &styles.text),
                (view.class_leaving(position, section, period), &styles.text),
            ];
            sheet.line(&cells)?;
        }
    }
    sheet.finish()
}

/// 学生: one row a student. All cells of a column share one format.
pub(super) fn students(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let all: Vec<usize> = (0..view.periods.len()).collect();
    let mut header = vec!["班级".to_string(), "姓名".to_string()];
    let mut widths = vec![8.5, 8.0];
    let mut breaks = Vec::new();
    for (number, part) in view.parts(&all).iter().enumerate() {
        if number > 0 {
            breaks.push(header.len() as u16);
        }
        for day in view.days_of(part) {
            for &period in &day {
                header.push(view.period_label(period));
                widths.push(13.0);
            }
            header.push(format!("{}\n放学", view.day_label(day[0])));
            widths.push(8.5);
        }
    }
    let names = ("学生", "学生安排一览");
    let mut sheet = Sheet::new(view, styles, names, Paper::A3Landscape, widths, (2, &breaks))?;
    let columns = header.len() as u16;
    sheet.header(&header, 2)?;
    for (position, student) in view.students.iter().enumerate() {
        let last = last_periods(student, &view.periods);
        let mut cells: Vec<(String, &Format)> =
            vec![(view.class_name(position).to_string(), &styles.text), (student.name.clone(), &styles.text)];
        for part in view.parts(&all) {
            for day in view.days_of(&part) {
                cells.extend(day.iter().map(|&period| (view.whereabouts(position, period), &styles.text)));
                let home = day.iter().rev().find(|period| last.contains(period));
                let text = home.map_or_else(|| "—".to_string(), |&period| view.way_home(position, period));
                cells.push((text, &styles.text));
            }
        }
        if !student.strays.is_empty() {
            let strays: Vec<String> = student.strays.iter().map(|id| words::unknown(id)).collect();
            cells[1].0 = format!("{}（另列于 {}）", student.name, strays.join("、"));
        }
        sheet.line(&cells)?;
    }
    if sheet.row > FIRST_ROW {
        sheet.ws.autofilter(FIRST_ROW - 1, 0, sheet.row - 1, columns - 1)?;
    }
    sheet.finish()
}

/// 课程开班: one row a section.
pub(super) fn sections(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let widths = vec![17.0, 9.0, 7.0, 11.0, 21.0, 14.0, 15.0, 6.0, 6.0, 7.0, 9.0, 17.0];
    let names = ("课程开班", "课程与开班一览");
    let mut sheet = Sheet::new(view, styles, names, Paper::A4Landscape, widths, (0, &[]))?;
    let header =
        ["开班", "形式", "类别", "适用年级", "时间", "场地", "负责人员", "人数", "上限", "特色", "收费（元）", "编号"];
    sheet.header(&header.map(str::to_string), 1)?;
    for (position, section) in view.sections.iter().enumerate() {
        let category = section.course.and_then(|course| course.category.as_deref()).map_or("—", words::category);
        let post = section.form == Form::Post;
        let fee = section.course.map_or(0, |course| course.fee);
        let id =
            if section.repeated { format!("{}（编号重复）", section.row.id) } else { section.row.id.clone() };
        let row = sheet.row;
        sheet.line(&[
            (section.title.clone(), styles.form(section.form)),
            (format!("{} {}", section.form.sign(), section.form.word()), &styles.middle),
            (category.to_string(), &styles.middle),
            (view.audience(position), &styles.text),
            (view.when(position), &styles.text),
            (view.place(position), &styles.text),
            (view.staff(position), &styles.text),
            (if post { "—".to_string() } else { String::new() }, &styles.middle),
            (
                section.limit.filter(|_| !post).map_or_else(|| "—".to_string(), |limit| limit.to_string()),
                &styles.middle,
            ),
            (
                if section.course.is_some_and(|course| course.special) { "特色" } else { "—" }.to_string(),
                &styles.middle,
            ),
            (if fee == 0 { "—".to_string() } else { words::yuan(fee) }, &styles.middle),
            (id, &styles.text),
        ])?;
        if !post {
            sheet.ws.write_number_with_format(row, 7, section.seats.len() as f64, &styles.number)?;
        }
    }
    if sheet.row > FIRST_ROW {
        sheet.ws.autofilter(FIRST_ROW - 1, 0, sheet.row - 1, header.len() as u16 - 1)?;
    }
    sheet.finish()
}

/// 放学批次: one block a day and gate.
pub(super) fn releases(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let widths = vec![9.0, 9.0, 8.0, 20.0, 13.0, 16.0, 7.0, 46.0];
    let names = ("放学批次", "放学批次表");
    let mut sheet = Sheet::new(view, styles, names, Paper::A4Landscape, widths, (0, &[]))?;
    let header = ["离校时间", "下课时间", "批次", "活动", "从何处来", "负责人员", "人数", "班级"];
    sheet.header(&header.map(str::to_string), 0)?;
    for day in view.gate_days() {
        sheet.block(&format!("{} · {} · 共 {} 人", day.day, day.gate, day.total))?;
        for wave in &day.waves {
            for group in &wave.groups {
                sheet.line(&[
                    (&wave.time, &styles.strong),
                    (&group.ended, &styles.middle),
                    (&group.wave, &styles.middle),
                    (&group.title, &styles.text),
                    (&group.place, &styles.text),
                    (&group.staff, &styles.text),
                    (&group.count.to_string(), &styles.middle),
                    (&group.classes, &styles.text),
                ])?;
            }
            let sum = format!("小计 {} 人", wave.total);
            let blank = ("", &styles.head);
            let cells =
                [(wave.time.as_str(), &styles.head), blank, blank, (&sum, &styles.head), blank, blank, blank, blank];
            sheet.line(&cells)?;
        }
    }
    sheet.finish()
}

/// 教师工作量: minutes with bars, greatest first.
pub(super) fn loads(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let widths = vec![11.0, 6.0, 6.0, 6.0, 6.0, 26.0, 8.0, 8.0, 9.0];
    let names = ("教师工作量", "教师工作量");
    let mut sheet = Sheet::new(view, styles, names, Paper::A4Portrait, widths, (0, &[]))?;
    let header = [
        "教师",
        "来源",
        "主讲班数",
        "助教班数",
        "到岗天数",
        "时长（分钟/周期）",
        "应担（分钟）",
        "上限（分钟）",
        "结论",
    ];
    sheet.header(&header.map(str::to_string), 1)?;
    for load in view.load_table() {
        let row = sheet.row;
        let number = |value: Option<u64>| value.map_or_else(|| "—".to_string(), |value| value.to_string());
        sheet.line(&[
            (load.name.clone(), &styles.strong),
            (load.kind.clone(), &styles.middle),
            (load.led.to_string(), &styles.middle),
            (load.assisted.to_string(), &styles.middle),
            (load.days.to_string(), &styles.middle),
            (String::new(), &styles.number),
            (number(load.target), &styles.middle),
            (number(load.most), &styles.middle),
            (load.verdict().to_string(), &styles.middle),
        ])?;
        sheet.ws.write_number_with_format(row, 5, load.minutes as f64, &styles.number)?;
    }
    if sheet.row > FIRST_ROW {
        let bar = ConditionalFormatDataBar::new().set_fill_color(Color::RGB(0x8E_A9_DB)).set_solid_fill(true);
        sheet.ws.add_conditional_format(FIRST_ROW, 5, sheet.row - 1, 5, &bar)?;
    }
    sheet.finish()
}
