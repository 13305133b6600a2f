//! A problem → the tables of a workbook: what [`super::import()`] reads back into the same problem.

use super::grid::{Cell, Grid};
use super::import::{Seams, import_grids};
use super::normal::fold;
use super::policy::Policies;
use super::rule_items::{OWN_POLICY, RULE_ITEMS};
use super::sheets::{NO_CLASS, TABLES};
use super::tables::{Column, Kind, Table, TableId, shown_of};
use super::vocabulary::WEIGHTS;
use crate::words::Lang;
use paipian::format::{FORMAT, ProblemFile};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The part of a problem that a workbook cannot hold, such as `courses[3].id`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a workbook cannot hold {place} as it is")]
pub struct Unfit {
    /// Path in the problem file.
    pub place: String,
}

/// The tables of a filled workbook. A published plan has no sheet and is left out.
///
/// # Errors
/// What would not come back as it is: ids with separators of lists in them, and the like.
pub fn fill(problem: &ProblemFile) -> Result<Vec<Grid>, Unfit> {
    let names = Names::of(problem);
    let grids: Vec<Grid> = TABLES.iter().map(|table| grid(table, problem, &names)).collect();
    let seams = Seams { validate: &|_| Vec::new(), word: &|_, _| Default::default(), policies: Policies::shipped() };
    let back = import_grids(&grids, &seams).map_err(|errors| Unfit {
        place: errors.iter().find(|error| !error.is_warning()).map_or_else(String::new, |e| e.place(Lang::En)),
    })?;
    let wanted = ProblemFile { published: None, ..problem.clone() };
    match difference("", &json!(wanted), &json!(back.problem)) {
        Some(place) => Err(Unfit { place }),
        None => Ok(grids),
    }
}

fn difference(place: &str, a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => a
            .iter()
            .find_map(|(key, value)| {
                let dot = if place.is_empty() { "" } else { "." };
                difference(&format!("{place}{dot}{key}"), value, b.get(key).unwrap_or(&Value::Null))
            })
            .or_else(|| b.keys().find(|key| !a.contains_key(*key)).map(|key| format!("{place}.{key}"))),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (a, b))| difference(&format!("{place}[{at}]"), a, b))
        }
        _ => (a != b).then(|| place.to_string()),
    }
}

/// How each id is called in cells that refer to it: by its name where that is unmistakable, else by itself.
struct Names(BTreeMap<(TableId, String), String>);

impl Names {
    fn of(problem: &ProblemFile) -> Self {
        let mut names = BTreeMap::new();
        let courses = problem.courses.iter().map(|row| (&row.id, &row.name)).collect();
        let teachers = problem.teachers.iter().map(|row| (&row.id, &row.name)).collect();
        let rooms = problem.rooms.iter().map(|row| (&row.id, &row.name)).collect();
        for (table, rows) in [(TableId::Courses, courses), (TableId::Teachers, teachers), (TableId::Rooms, rooms)] {
            let rows: Vec<(&String, &Option<String>)> = rows;
            let mut carried: BTreeMap<String, usize> = BTreeMap::new();
            for name in rows.iter().filter_map(|(_, name)| name.as_deref()) {
                *carried.entry(fold(name)).or_default() += 1;
            }
            for (id, _) in &rows {
                carried.remove(id.as_str());
            }
            for (id, name) in &rows {
                let plain = |name: &&String| {
                    let folded = fold(name);
                    carried.get(&folded) == Some(&1) && !folded.contains(['、', ',', ';', '|', '\n', '+', '/'])
                };
                if let Some(name) = name.as_ref().filter(plain) {
                    names.insert((table, (*id).clone()), name.clone());
                }
            }
        }
        Self(names)
    }

    fn call(&self, table: Option<TableId>, id: &str) -> String {
        let known = table.and_then(|table| self.0.get(&(table, id.to_string())));
        known.cloned().unwrap_or_else(|| id.to_string())
    }
}

fn grid(table: &'static Table, problem: &ProblemFile, names: &Names) -> Grid {
    let rows = match table.id {
        TableId::Term => term_rows(table, problem, names),
        TableId::Classes => class_rows(table, problem, names),
        TableId::Students => student_rows(table, problem, names),
        TableId::Wishes => wish_rows(table, problem, names),
        TableId::Rules => rule_rows(table, problem),
        _ => {
            let list = json!(problem).get(table.list).cloned().unwrap_or(json!([]));
            let mut rows = vec![headers(offered(table))];
            let singly: Vec<Vec<&str>> = problem.periods.iter().map(|period| vec![period.id.as_str()]).collect();
            let every = |column: &Column, record: &Value| {
                column.field == "patterns" && singly.len() > 1 && record.get("patterns") == Some(&json!(singly))
            };
            for record in list.as_array().into_iter().flatten() {
                let shown = |column| if every(column, record) { text("全部") } else { cell(column, record, names) };
                rows.push(offered(table).map(shown).collect());
            }
            rows
        }
    };
    Grid::new(table.name, rows, Vec::new())
}

/// The columns that a filled workbook shows.
pub(super) fn offered(table: &'static Table) -> impl Iterator<Item = &'static Column> {
    table.columns.iter().filter(|column| column.in_template)
}

/// A row of headers.
pub(super) fn headers<'a>(columns: impl Iterator<Item = &'a Column>) -> Vec<Cell> {
    columns.map(|column| text(column.header)).collect()
}

pub(super) fn text(text: impl Into<String>) -> Cell {
    let text = text.into();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn cell(column: &Column, record: &Value, names: &Names) -> Cell {
    let value = column.field.split('.').try_fold(record, |record, field| record.get(field));
    value.map_or(Cell::Empty, |value| shown(column, value, names))
}

fn shown(column: &Column, value: &Value, names: &Names) -> Cell {
    let word = || value.as_str().unwrap_or("");
    let list = |call: &dyn Fn(&str) -> String| {
        let items = value.as_array().into_iter().flatten();
        items.map(|item| item.as_str().map_or_else(|| item.to_string(), call)).collect::<Vec<_>>()
    };
    let same = |item: &str| item.to_string();
    match column.kind {
        _ if value.is_null() => Cell::Empty,
        Kind::Id => text(names.call(column.refers, word())),
        Kind::Text => text(word()),
        Kind::Skill if word().is_empty() => text("无"),
        Kind::Skill => text(skill_shown(word())),
        Kind::Skills => text(list(&skill_shown).join("、")),
        Kind::Count => value.as_u64().map_or(Cell::Empty, |number| Cell::Number(number as f64)),
        Kind::Money => value.as_u64().map_or(Cell::Empty, |fen| Cell::Number(fen as f64 / 100.0)),
        Kind::Clock => clock(word()),
        Kind::Date => date(word()),
        Kind::Yes => value.as_bool().map_or(Cell::Empty, |yes| text(if yes { "是" } else { "否" })),
        Kind::Word(words) => match value.as_u64() {
            Some(number) => text(shown_of(words, &number.to_string())),
            None => text(shown_of(words, word())),
        },
        Kind::Words(words) => text(list(&|word| shown_of(words, word)).join("、")),
        Kind::Refs => text(list(&|id| names.call(column.refers, id)).join("、")),
        Kind::PeriodList if column.field == "pattern" => text(list(&same).join("+")),
        Kind::List | Kind::Counts | Kind::Dates | Kind::GradeList | Kind::PeriodList => text(list(&same).join("、")),
        Kind::Patterns => {
            let patterns = value.as_array().into_iter().flatten().map(|pattern| {
                let periods = pattern.as_array().into_iter().flatten().filter_map(Value::as_str);
                periods.collect::<Vec<_>>().join("+")
            });
            text(patterns.collect::<Vec<_>>().join(" | "))
        }
    }
}

fn skill_shown(skill: &str) -> String {
    if skill == "care" { "托管" } else { skill }.to_string()
}

fn clock(shown: &str) -> Cell {
    let parsed = chrono::NaiveTime::parse_from_str(shown, "%H:%M");
    parsed.map_or_else(
        |_| text(shown),
        |at| Cell::Moment(f64::from(chrono::Timelike::num_seconds_from_midnight(&at)) / 86_400.0),
    )
}

fn date(shown: &str) -> Cell {
    let parsed = chrono::NaiveDate::parse_from_str(shown, "%Y-%m-%d").ok();
    let days = parsed.zip(chrono::NaiveDate::from_ymd_opt(1899, 12, 30)).map(|(day, first)| (day - first).num_days());
    days.map_or_else(|| text(shown), |days| Cell::Moment(days as f64))
}

fn term_rows(table: &'static Table, problem: &ProblemFile, names: &Names) -> Vec<Vec<Cell>> {
    let record = json!({"name": problem.name, "term": problem.term, "@version": FORMAT});
    let mut rows = vec![vec![text("项目"), text("内容"), text("说明")]];
    rows.extend(offered(table).map(|item| vec![text(item.header), cell(item, &record, names), text(item.note)]));
    rows
}

fn class_rows(table: &'static Table, problem: &ProblemFile, names: &Names) -> Vec<Vec<Cell>> {
    let mut order: Vec<&str> = Vec::new();
    for class in &problem.classes {
        if !order.contains(&class.grade.as_str()) {
            order.push(&class.grade);
        }
    }
    let natural = problem.grades.iter().map(|grade| grade.id.as_str()).eq(order.iter().copied());
    let alone = problem.grades.iter().filter(|_| !natural).map(|grade| (NO_CLASS, grade.id.as_str(), &None));
    let classes = problem.classes.iter().map(|class| (class.id.as_str(), class.grade.as_str(), &class.home));
    let mut rows = vec![headers(offered(table))];
    for (id, grade, home) in alone.chain(classes) {
        let of = problem.grades.iter().find(|row| row.id == grade);
        let (stage, gate) = (of.map(|row| &row.stage), of.and_then(|row| row.gate.as_ref()));
        let record = json!({"id": id, "grade": grade, "@stage": stage, "@gate": gate, "home": home});
        rows.push(offered(table).map(|column| cell(column, &record, names)).collect());
    }
    rows
}

fn student_rows(table: &'static Table, problem: &ProblemFile, names: &Names) -> Vec<Vec<Cell>> {
    let ticks = |attends: &[String]| {
        let ticked = problem.periods.iter().map(|period| &period.id).filter(|id| attends.contains(id));
        ticked.eq(attends.iter())
    };
    let listed = problem.students.iter().any(|student| !ticks(&student.attends));
    let columns: Vec<&Column> =
        table.columns.iter().filter(|column| column.in_template || (listed && column.field == "attends")).collect();
    let mut first = headers(columns.iter().copied());
    first.extend(problem.periods.iter().map(|period| text(&period.id)));
    let mut rows = vec![first];
    for student in &problem.students {
        let record = json!(student);
        let by_ticks = ticks(&student.attends);
        let mut row: Vec<Cell> = columns
            .iter()
            .map(|column| match column.field {
                "attends" if by_ticks => Cell::Empty,
                _ => cell(column, &record, names),
            })
            .collect();
        row.extend(
            problem
                .periods
                .iter()
                .map(|period| if by_ticks && student.attends.contains(&period.id) { text("√") } else { Cell::Empty }),
        );
        rows.push(row);
    }
    rows
}

fn wish_rows(table: &'static Table, problem: &ProblemFile, names: &Names) -> Vec<Vec<Cell>> {
    let most = problem.students.iter().map(|student| student.wishes.len()).max().unwrap_or(0).max(1);
    let mut first = headers(offered(table));
    first.extend((1..=most).map(|rank| text(format!("志愿{rank}"))));
    let mut rows = vec![first];
    for student in problem.students.iter().filter(|student| !student.wishes.is_empty()) {
        let record = json!({"student": student.id, "@name": student.name});
        let mut row: Vec<Cell> = offered(table).map(|column| cell(column, &record, names)).collect();
        row.extend(student.wishes.iter().map(|id| text(names.call(Some(TableId::Courses), id))));
        rows.push(row);
    }
    rows
}

fn rule_rows(table: &'static Table, problem: &ProblemFile) -> Vec<Vec<Cell>> {
    let mut rows = vec![headers(offered(table))];
    let mut row = |item: &str, value: Cell, stage: &str, subject: &str, need: &str| {
        let header = RULE_ITEMS.iter().find(|column| column.field == item).map_or(item, |column| column.header);
        rows.push(vec![text(header), value, text(stage), text(subject), text(need)]);
    };
    let policies = Policies::shipped();
    let shipped = policies.names.iter().find(|(name, _)| policies.find(name).as_ref() == Some(&problem.policy));
    row("@policy", text(shipped.map_or(OWN_POLICY, |(_, shown)| shown)), "", "", "");
    if shipped.is_some() {
        return rows;
    }
    let policy = &problem.policy;
    let fields = json!(policy);
    for item in RULE_ITEMS {
        if let Some(value) = fields.get(item.field).filter(|value| !value.is_object())
            && item.field != "minutes"
        {
            row(item.field, shown(item, value, &Names(BTreeMap::new())), "", "", "");
        }
    }
    for (stage, percent) in &policy.special_share {
        row("special_share", Cell::Number(*percent as f64), &super::policy::stage_shown(stage), "", "");
    }
    for rule in &policy.minutes {
        let stage = rule.stage.as_deref().map(super::policy::stage_shown).unwrap_or_default();
        row("minutes", Cell::Number(rule.min as f64), &stage, &rule.category, rule.need.as_deref().unwrap_or(""));
    }
    for (name, weight) in &policy.weights {
        row("weights", Cell::Number(*weight as f64), "", &shown_of(&WEIGHTS, name), "");
    }
    rows
}
