//! Pages that are lists: the index, courses, students, roll calls, gate lists, loads, the score.

use super::{Head, PAGES, head, render};
use crate::report::ReportError;
use crate::report::calendar;
use crate::report::figures::Figure;
use crate::report::people::last_periods;
use crate::report::release::{GateDay, Load};
use crate::report::view::{Form, View};
use crate::report::words;
use crate::words::{Lang, rule_name};
use askama::Template;
use std::collections::BTreeSet;

/// Most faults listed.
const MOST_FAULTS: usize = 500;
/// Meetings that fit an upright and a wide roll call.
const MEETINGS: (usize, usize) = (18, 36);

#[derive(Template)]
#[template(path = "index.html")]
struct IndexPage {
    head: Head,
    figures: Vec<Figure>,
    guide: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

#[derive(Template)]
#[template(path = "courses.html")]
struct CoursesPage {
    head: Head,
    groups: Vec<CourseGroup>,
}

struct CourseGroup {
    name: &'static str,
    rows: Vec<CourseLine>,
}

struct CourseLine {
    title: String,
    category: String,
    special: bool,
    audience: String,
    when: String,
    place: String,
    form: String,
    staff: String,
    size: String,
    fee: String,
}

#[derive(Template)]
#[template(path = "students.html")]
struct StudentsPage {
    head: Head,
    points: &'static str,
    classes: Vec<ClassList>,
}

struct ClassList {
    name: String,
    count: usize,
    tables: Vec<ClassTable>,
}

struct ClassTable {
    columns: Vec<(String, String)>,
    rows: Vec<StudentLine>,
}

struct StudentLine {
    name: String,
    cells: Vec<StudentCell>,
}

struct StudentCell {
    home: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "rollcalls.html")]
struct RollCallsPage {
    head: Head,
    rolls: Vec<Roll>,
}

struct Roll {
    wide: bool,
    /// Height of a row, as low as it must be for all to stand on one page.
    height: String,
    title: String,
    when: String,
    place: String,
    form: &'static str,
    staff: String,
    size: String,
    meetings: Vec<String>,
    rows: Vec<RollLine>,
}

struct RollLine {
    class: String,
    name: String,
    next: String,
}

#[derive(Template)]
#[template(path = "gates.html")]
struct GatesPage {
    head: Head,
    days: Vec<GateDay>,
}

#[derive(Template)]
#[template(path = "load.html")]
struct LoadPage {
    head: Head,
    rows: Vec<LoadLine>,
}

struct LoadLine {
    load: Load,
    /// Percent of the axis.
    share: u64,
    mark: Option<u64>,
    over: bool,
    target: String,
    most: String,
}

#[derive(Template)]
#[template(path = "score.html")]
struct ScorePage {
    head: Head,
    verdict: String,
    figures: Vec<Figure>,
    rules: Vec<RuleRow>,
    hard: u64,
    shortfall: u64,
    cost: u64,
    faults: Vec<(String, String, String)>,
    cut: bool,
    origin: Vec<(String, String)>,
}

struct RuleRow {
    level: &'static str,
    name: &'static str,
    unit: &'static str,
    value: u64,
    weight: u64,
    points: u64,
}

/// `index.html`.
pub(super) fn index(view: &View) -> Result<String, ReportError> {
    let mut head = head(view, "index.html", "课后服务排片表", "A4 portrait", false);
    head.made = format!("{} · {}", head.made, view.verdict());
    head.draft.clear();
    render(&IndexPage { head, figures: view.figures(), guide: &PAGES })
}

/// `courses.html`.
pub(super) fn courses(view: &View) -> Result<String, ReportError> {
    let forms = [Form::Club, Form::Offsite, Form::Open, Form::Care, Form::Post, Form::Unknown];
    let group = |form: Form| {
        let of_form = view.sections.iter().enumerate().filter(|(_, section)| section.form == form);
        let rows = of_form.map(|(position, _)| course_line(view, position)).collect();
        CourseGroup { name: form.word(), rows }
    };
    let groups = forms.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect();
    render(&CoursesPage { head: head(view, "courses.html", "课程与开班一览", "A4 landscape", false), groups })
}

fn course_line(view: &View, position: usize) -> CourseLine {
    let section = &view.sections[position];
    let course = section.course;
    let fee = match course.map_or(0, |course| course.fee) {
        0 => "—".to_string(),
        fen => format!("{}元", words::yuan(fen)),
    };
    CourseLine {
        title: section.title.clone(),
        category: course.and_then(|course| course.category.as_deref()).map_or("—", words::category).to_string(),
        special: course.is_some_and(|course| course.special),
        audience: view.audience(position),
        when: view.when(position),
        place: view.place(position),
        form: format!("{} {}", section.form.sign(), section.form.word()),
        staff: view.staff(position),
        size: view.size(position),
        fee,
    }
}

/// `students.html`.
pub(super) fn students(view: &View) -> Result<String, ReportError> {
    let mut classes: Vec<ClassList> =
        view.classes.iter().map(|class| class_list(view, &class.name, &class.students)).collect();
    let classless: Vec<usize> = (0..view.students.len()).filter(|&s| view.students[s].class.is_none()).collect();
    classes.push(class_list(view, "（班级未登记）", &classless));
    classes.retain(|class| class.count > 0);
    let columns = classes.iter().flat_map(|class| &class.tables).map(|table| table.columns.len()).max().unwrap_or(0);
    let points = if columns > 12 { "6.5pt" } else { "7.5pt" };
    let head = head(view, "students.html", "学生安排查询", "A4 landscape", true);
    render(&StudentsPage { head, points, classes })
}

fn class_list(view: &View, name: &str, students: &[usize]) -> ClassList {
    let mut periods: BTreeSet<usize> = BTreeSet::new();
    for &student in students {
        periods.extend(&view.students[student].attends);
        periods.extend(view.periods_of(&view.students[student].sections));
    }
    let periods: Vec<usize> = periods.into_iter().collect();
    let mut parts = view.parts(&periods);
    if parts.is_empty() {
        parts.push(Vec::new());
    }
    let tables = parts.iter().map(|part| class_table(view, students, part)).collect();
    ClassList { name: name.to_string(), count: students.len(), tables }
}

fn class_table(view: &View, students: &[usize], periods: &[usize]) -> ClassTable {
    let days = view.days_of(periods);
    let mut columns = Vec::new();
    for day in &days {
        columns.extend(day.iter().map(|&period| (view.day_kind(period), view.periods[period].times())));
        columns.push((view.day_label(day[0]), "放学".to_string()));
    }
    let line = |&student: &usize| {
        let last = last_periods(&view.students[student], &view.periods);
        let mut cells = Vec::new();
        for day in &days {
            let at = |&period: &usize| StudentCell { home: false, text: view.whereabouts(student, period) };
            cells.extend(day.iter().map(at));
            let leave = day.iter().find(|period| last.contains(period));
            let text = leave.map_or_else(|| "—".to_string(), |&period| view.way_home(student, period));
            cells.push(StudentCell { home: true, text });
        }
        let mut name = view.students[student].name.clone();
        for id in &view.students[student].strays {
            name.push_str(&format!(" {}", words::unknown(id)));
        }
        StudentLine { name, cells }
    };
    ClassTable { columns, rows: students.iter().map(line).collect() }
}

/// `rollcalls.html`.
pub(super) fn roll_calls(view: &View) -> Result<String, ReportError> {
    let mut rolls = Vec::new();
    for (position, section) in view.sections.iter().enumerate().filter(|(_, section)| !section.seats.is_empty()) {
        // A date may be broken after its month.
        let meetings: Vec<String> =
            calendar::meetings(view, position).iter().map(|label| label.replace('/', "/\u{200b}")).collect();
        let wide = meetings.len() > MEETINGS.0;
        let most = if wide { MEETINGS.1 } else { MEETINGS.0 };
        let mut parts: Vec<Vec<String>> = meetings.chunks(most).map(<[String]>::to_vec).collect();
        if parts.is_empty() {
            parts.push(Vec::new());
        }
        for meetings in parts {
            let line = |&student: &usize| RollLine {
                class: view.class_name(student).to_string(),
                name: view.students[student].name.clone(),
                next: view.afterwards(student, position),
            };
            rolls.push(Roll {
                wide,
                height: row_height(section.seats.len(), wide),
                title: section.title.clone(),
                when: view.when(position),
                place: view.place(position),
                form: section.form.word(),
                staff: view.staff(position),
                size: view.size(position),
                meetings,
                rows: section.seats.iter().map(line).collect(),
            });
        }
    }
    render(&RollCallsPage { head: head(view, "rollcalls.html", "点名册", "A4 portrait", true), rolls })
}

/// Height of a roll call's rows in millimetres: two more than students fill a page, within what can be read.
fn row_height(students: usize, wide: bool) -> String {
    let space = if wide { 148.0 } else { 232.0 };
    let height: f64 = space / (students + 2) as f64;
    format!("{:.1}mm", height.clamp(3.6, 6.5))
}

/// `gates.html`.
pub(super) fn gates(view: &View) -> Result<String, ReportError> {
    render(&GatesPage { head: head(view, "gates.html", "放学名单", "A4 portrait", true), days: view.gate_days() })
}

/// `load.html`.
pub(super) fn load(view: &View) -> Result<String, ReportError> {
    let loads = view.load_table();
    let axis = loads.iter().map(|load| load.minutes.max(load.target.unwrap_or(0))).max().unwrap_or(0).max(1);
    let number = |value: Option<u64>| value.map_or_else(|| "—".to_string(), |value| value.to_string());
    let line = |load: Load| LoadLine {
        share: load.minutes * 100 / axis,
        mark: load.target.map(|target| target * 100 / axis),
        over: load.target.is_some_and(|target| load.minutes > target),
        target: number(load.target),
        most: number(load.most),
        load,
    };
    let rows = loads.into_iter().map(line).collect();
    render(&LoadPage { head: head(view, "load.html", "教师工作量", "A4 portrait", false), rows })
}

/// `score.html`.
pub(super) fn score(view: &View) -> Result<String, ReportError> {
    let judgement = view.judgement;
    let rules = judgement.rules.iter().map(|line| {
        let (name, unit) = (rule_name(Lang::Zh, line.rule), words::unit(line.rule, line.level));
        let level = words::level(line.level);
        RuleRow { level, name, unit, value: line.value, weight: line.weight, points: line.points }
    });
    let faults = view.faults(MOST_FAULTS);
    render(&ScorePage {
        head: head(view, "score.html", "评分", "A4 portrait", false),
        verdict: view.verdict(),
        figures: view.figures(),
        rules: rules.collect(),
        hard: judgement.hard,
        shortfall: judgement.shortfall,
        cost: judgement.cost,
        cut: faults.len() == MOST_FAULTS,
        faults,
        origin: view.origin(),
    })
}
