//! Pages that are timetables: the whole school, grades, classes, teachers, rooms.

use super::{Head, head, render};
use crate::report::ReportError;
use crate::report::entry::Entry;
use crate::report::grid::{LaneTable, Week};
use crate::report::view::{Form, View};
use crate::report::words;
use askama::Template;

/// Millimetres of A4 between the margins, less the heading: landscape, width and height.
const A4_LANDSCAPE: (f64, f64) = (272.0, 160.0);
/// The same of a block of which several stand on an A4 sheet upright.
const A4_BLOCK: (f64, f64) = (186.0, 110.0);
/// Sizes of print tried, in points, greatest first.
const POINTS: [f64; 14] = [14.0, 13.0, 12.0, 11.0, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5];
/// The least print that a week is pressed into to stand on one page, in points.
const LEAST_POINTS: f64 = 6.5;
/// Millimetres of a point.
const POINT: f64 = 0.353;

#[derive(Template)]
#[template(path = "school.html")]
struct SchoolPage {
    head: Head,
    points: String,
    tables: Vec<LaneTable>,
}

#[derive(Template)]
#[template(path = "grades.html")]
struct GradesPage {
    head: Head,
    grades: Vec<GradePart>,
}

struct GradePart {
    name: String,
    tables: Vec<LaneTable>,
}

#[derive(Template)]
#[template(path = "weeks.html")]
struct WeeksPage {
    head: Head,
    one_a_page: bool,
    blocks: Vec<Block>,
}

/// One week of one class, teacher or room.
struct Block {
    name: String,
    sub: String,
    points: String,
    /// Whether a section takes one running text instead of a line for each part.
    dense: bool,
    week: Week,
}

/// `school.html`.
pub(super) fn school(view: &View) -> Result<String, ReportError> {
    let all: Vec<usize> = (0..view.sections.len()).collect();
    let tables = view.lane_tables(&all, |periods| view.course_lanes(&all, periods));
    let columns = tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
    let points = if columns > 10 { "7pt" } else { "8pt" }.to_string();
    render(&SchoolPage {
        head: head(view, "school.html", "课后服务排片表（全校）", "A3 landscape", false),
        points,
        tables,
    })
}

/// `grades.html`.
pub(super) fn grades(view: &View) -> Result<String, ReportError> {
    let part = |grade: usize| {
        let sections = view.sections_of_classes(|class| view.classes[class].grade == Some(grade));
        let tables = view.lane_tables(&sections, |periods| view.course_lanes(&sections, periods));
        GradePart { name: view.grades[grade].name.clone(), tables }
    };
    let grades = (0..view.grades.len()).map(part).filter(|part| !part.tables.is_empty()).collect();
    render(&GradesPage { head: head(view, "grades.html", "年级排片表", "A3 landscape", true), grades })
}

/// `classes.html`.
pub(super) fn classes(view: &View) -> Result<String, ReportError> {
    let mut blocks = Vec::new();
    for (position, class) in view.classes.iter().enumerate() {
        let sections = view.sections_of_classes(|of| of == position);
        let note = |section: usize, period: usize| {
            let seats = &view.sections[section].seats;
            let count = seats.iter().filter(|&&student| view.students[student].class == Some(position)).count();
            match view.class_leaving(position, section, period) {
                leaving if leaving.is_empty() => format!("本班{count}人"),
                leaving => format!("本班{count}人 · 放学 {leaving}"),
            }
        };
        let periods = view.hours_of(&sections);
        let sub = format!("{}名学生", class.students.len());
        blocks.extend(blocks_of(&class.name, &sub, view.weeks(&sections, &periods, note), A4_LANDSCAPE));
    }
    weeks(view, "classes.html", "课后服务安排", "A4 landscape", true, blocks)
}

/// `teachers.html`.
pub(super) fn teachers(view: &View) -> Result<String, ReportError> {
    let mut blocks = Vec::new();
    for teacher in view.teachers.iter().filter(|teacher| !teacher.duties.is_empty()) {
        let sections: Vec<usize> = teacher.duties.iter().map(|&(section, _)| section).collect();
        let note = |section: usize, period: usize| {
            let lead = teacher.duties.contains(&(section, true));
            let role = if lead || view.sections[section].form == Form::Post { "" } else { "任助教" };
            let parts = [role.to_string(), view.size(section), view.leaving(section, period)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        let kind = teacher.row.map_or("", |row| words::teacher_kind(&row.kind));
        let sub = format!("{kind} 每周期 {} 分钟", teacher.minutes);
        let periods = view.periods_of(&sections);
        blocks.extend(blocks_of(&teacher.name, &sub, view.weeks(&sections, &periods, note), A4_BLOCK));
    }
    weeks(view, "teachers.html", "课后服务任课表", "A4 portrait", false, blocks)
}

/// `rooms.html`.
pub(super) fn rooms(view: &View) -> Result<String, ReportError> {
    let mut blocks = Vec::new();
    for room in view.rooms.iter().filter(|room| !room.sections.is_empty()) {
        let note = |section: usize, period: usize| view.entry(section, period).note;
        let sub = room.row.map_or_else(String::new, |row| format!("容纳 {} 人", row.capacity));
        let periods = view.hours_of(&room.sections);
        blocks.extend(blocks_of(&room.name, &sub, view.weeks(&room.sections, &periods, note), A4_LANDSCAPE));
    }
    weeks(view, "rooms.html", "课后服务场地安排", "A4 landscape", true, blocks)
}

fn weeks(
    view: &View,
    file: &'static str,
    title: &str,
    paper: &'static str,
    one_a_page: bool,
    blocks: Vec<Block>,
) -> Result<String, ReportError> {
    render(&WeeksPage { head: head(view, file, title, paper, true), one_a_page, blocks })
}

fn blocks_of(name: &str, sub: &str, weeks: Vec<Week>, space: (f64, f64)) -> Vec<Block> {
    let mut blocks = Vec::new();
    for week in weeks {
        let pages = pages_of(week, space);
        let count = pages.len();
        blocks.extend(pages.into_iter().enumerate().map(|(at, week)| {
            let (points, dense) = print_of(&week, space);
            let name = if count > 1 { format!("{name}（{}/{count}）", at + 1) } else { name.to_string() };
            Block { name, sub: sub.to_string(), points: format!("{points}pt"), dense, week }
        }));
    }
    blocks
}

/// The week as it is, or parted between its hours where it would take too small a print to stand on one page.
fn pages_of(week: Week, space: (f64, f64)) -> Vec<Week> {
    let fits = |week: &Week| height(week, LEAST_POINTS, true, space.0) <= space.1;
    if fits(&week) {
        return vec![week];
    }
    let Week { name, days, slots } = week;
    let page = |slots| Week { name: name.clone(), days: days.clone(), slots };
    let mut pages = vec![page(Vec::new())];
    for slot in slots {
        let last = pages.len() - 1;
        pages[last].slots.push(slot);
        if pages[last].slots.len() > 1 && !fits(&pages[last]) {
            let over = pages[last].slots.pop();
            pages.push(page(over.into_iter().collect()));
        }
    }
    pages
}

/// The greatest print in which a week is no higher than the space allows, and whether it must be dense: a print that is
/// not too small goes before a greater dense one.
fn print_of(week: &Week, space: (f64, f64)) -> (f64, bool) {
    let most = if space.1 < A4_LANDSCAPE.1 { 9.0 } else { POINTS[0] };
    let open = POINTS.into_iter().filter(|&points| points >= LEAST_POINTS).map(|points| (points, false));
    let mut tries = open.chain(POINTS.map(|points| (points, true)));
    let fits = |&(points, dense): &(f64, bool)| points <= most && height(week, points, dense, space.0) <= space.1;
    tries.find(fits).unwrap_or((POINTS[POINTS.len() - 1], true))
}

/// Millimetres that a week takes in a print on paper of this width.
fn height(week: &Week, points: f64, dense: bool, width: f64) -> f64 {
    let em = points * POINT;
    let column = (width - 6.5 * em) / week.days.len().max(1) as f64 - 5.0;
    let half_widths = (column / em * 2.0 - 1.0).max(4.0) as usize;
    let lines = |text: &str, room: usize| words::width(text).div_ceil(room.max(1)) as f64;
    let entry = |e: &Entry| {
        let how = format!("{} · {} · {} · {}", e.time, e.place, e.form.word(), e.staff);
        if dense {
            return lines(&format!("● {} {how} {}", e.title, e.note), half_widths) * em * 1.36 + 0.6;
        }
        let note = lines(&e.note, half_widths * 100 / 88) * 0.88;
        (lines(&e.title, half_widths.saturating_sub(3)) + lines(&how, half_widths) + note) * em * 1.36 + 1.2
    };
    let cell = |cell: &Option<Vec<_>>| cell.iter().flatten().map(entry).sum::<f64>() + 1.2;
    let slots = week.slots.iter().map(|slot| slot.cells.iter().map(cell).fold(em * 4.0, f64::max));
    slots.sum::<f64>() + em * 2.0
}
