//! Grids → a problem: the tables in their order of reference, then the checks of the problem itself, told by cell.

use super::children;
use super::faults;
use super::findings::{Findings, Spot};
use super::grid::Grid;
use super::headers::{Sheet, assign, lay_out};
use super::known::{Index, Known, PeriodFacts, stage_of_name};
use super::normal::{fold, tidy};
use super::policy::{self, Policies};
use super::records::{self, Record, nested};
use super::say::{Both, CellError, Said, both};
use super::sheets::{NO_CLASS, TABLES, table_of};
use super::tables::{Layout, Table, TableId};
use super::term;
use super::{cells, source};
use crate::words::{self, Lang};
use paipian::diagnostic::Diagnostic;
use paipian::format::{FORMAT, GradeRow, PolicyFile, ProblemFile};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the importer asks of the rest of the program.
pub struct Seams<'a> {
    /// Everything wrong with a problem.
    pub validate: &'a dyn Fn(&ProblemFile) -> Vec<Diagnostic>,
    /// A diagnostic in words: the cause and the remedy.
    pub word: &'a dyn Fn(Lang, &Diagnostic) -> (String, String),
    /// The policies that 规则 may name.
    pub policies: Policies<'a>,
}

impl Seams<'static> {
    /// The program's own: what loading finds, in the program's words, and the shipped policies.
    pub fn real() -> Self {
        Self {
            validate: &|problem| paipian::load::load(problem).err().unwrap_or_default(),
            word: &|lang, diagnostic| {
                let message = words::diagnostic(lang, diagnostic);
                (message.cause, message.maybe)
            },
            policies: Policies::shipped(),
        }
    }
}

impl std::fmt::Debug for Seams<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Seams").field("policies", &self.policies).finish_non_exhaustive()
    }
}

/// A problem read from a workbook, with what was worth a warning.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The problem.
    pub problem: ProblemFile,
    /// Sheets and columns that were not read, and the like.
    pub warnings: Vec<CellError>,
}

/// Reads a workbook or a folder of csv files.
///
/// # Errors
/// Everything that is wrong, warnings included, in the order of the file.
pub fn import(path: &Path, seams: &Seams) -> Result<Imported, Vec<CellError>> {
    import_grids(&source::grids(path)?, seams)
}

/// Reads sheets that are in memory.
///
/// # Errors
/// Everything that is wrong, warnings included, in the order of the file.
pub fn import_grids(grids: &[Grid], seams: &Seams) -> Result<Imported, Vec<CellError>> {
    let mut findings = Findings::default();
    let mut known = Known::default();
    let places = assign(grids, &mut findings);
    let mut sheets: BTreeMap<TableId, Sheet> = BTreeMap::new();
    for table in TABLES {
        let Some(&order) = places.get(&table.id) else { continue };
        if let Some(sheet) = lay_out(order, &grids[order], table, &known, &mut findings) {
            index(&sheet, &mut known);
            tell_empty(&sheet, &mut findings);
            sheets.insert(table.id, sheet);
        }
    }
    let problem = build(&sheets, &known, seams, &mut findings);
    let unread =
        |table: &&Table| !known.tables.contains_key(&table.id) && (table.required || places.contains_key(&table.id));
    let mut absent: BTreeSet<TableId> = TABLES.iter().filter(unread).map(|table| table.id).collect();
    if absent.contains(&TableId::Classes) {
        absent.insert(TableId::Grades);
    }
    if !places.contains_key(&TableId::Rules) {
        findings.list.push(without_rules(grids.len() + TABLES.len()));
    }
    for diagnostic in (seams.validate)(&problem) {
        tell(&diagnostic, &absent, &known, seams, &mut findings);
    }
    let mut list = findings.list;
    list.sort_by(|a, b| (a.at, a.code, &a.value).cmp(&(b.at, b.code, &b.value)));
    list.dedup();
    if list.iter().all(CellError::is_warning) { Ok(Imported { problem, warnings: list }) } else { Err(list) }
}

fn without_rules(order: usize) -> CellError {
    let said = Said {
        reason: both("没有这张工作表，没有用任何政策", "there is no such sheet, so no policy applies"),
        fix: both("加上「规则」表，第一行选政策", "add the sheet and name a policy in its first row"),
    };
    CellError::whole(order, table_of(TableId::Rules).name, "W304", said)
}

/// Ids, names, periods and grades of a sheet, for those that refer to them.
fn index(sheet: &Sheet, known: &mut Known) {
    let id_field = if sheet.column("id").is_some() { "id" } else { "name" };
    if sheet.column(id_field).is_none() {
        return;
    }
    let mut index = Index::default();
    for row in sheet.rows() {
        let name = fold(&sheet.cell(row, "name").shown());
        let id = match sheet.cell(row, id_field) {
            cell if cell.is_blank() => name.clone(),
            cell => cells::id(cell).unwrap_or_else(|_| fold(&cell.shown())),
        };
        if !id.is_empty() && id != NO_CLASS {
            index.add(&id, &name, row);
        }
        match sheet.table.id {
            TableId::Periods => known.periods.push(period(sheet, row, id)),
            TableId::Classes => grade(sheet, row, known),
            _ => {}
        }
    }
    known.tables.insert(sheet.table.id, index);
}

fn period(sheet: &Sheet, row: usize, id: String) -> PeriodFacts {
    let read = |field: &str| {
        let column = sheet.table.column(field).filter(|_| !sheet.cell(row, field).is_blank())?;
        cells::value(column, sheet.cell(row, field), &Known::default()).ok().flatten()
    };
    let day = read("day").and_then(|day| day.as_str()?.parse().ok()).unwrap_or(0);
    let week = read("week").and_then(|week| week.as_u64()).unwrap_or(1);
    let start = read("start").and_then(|start| {
        let (hour, minute) = start.as_str()?.split_once(':')?;
        Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
    });
    PeriodFacts { id, on: (week, day), start: start.unwrap_or(0) }
}

fn grade(sheet: &Sheet, row: usize, known: &mut Known) {
    let Ok(grade) = cells::id(sheet.cell(row, "grade")) else { return };
    if grade.is_empty() {
        return;
    }
    let told = super::tables::word_of(super::vocabulary::STAGES, &sheet.cell(row, "@stage").shown());
    let stage = told.or(stage_of_name(&grade)).unwrap_or("");
    match known.grades.iter_mut().find(|(known, _)| *known == grade) {
        Some((_, known)) if told.is_some() => *known = stage.to_string(),
        Some(_) => {}
        None => known.grades.push((grade.clone(), stage.to_string())),
    }
    known.tables.entry(TableId::Grades).or_default().add(&grade, "", row);
}

fn tell_empty(sheet: &Sheet, findings: &mut Findings) {
    if sheet.table.layout == Layout::Items || sheet.rows().next().is_some() || !sheet.table.required {
        return;
    }
    let code = if sheet.table.needs_rows { "E318" } else { "W302" };
    let said = Said {
        reason: both("只有标题，没有内容", "headers only, no rows"),
        fix: both(
            "从标题下一行开始填；“示例”开头的行不算",
            "fill in below the headers; rows beginning with 示例 do not count",
        ),
    };
    findings.list.push(CellError::whole(sheet.order, &sheet.grid.name, code, said));
}

fn build(sheets: &BTreeMap<TableId, Sheet>, known: &Known, seams: &Seams, findings: &mut Findings) -> ProblemFile {
    let mut lists: BTreeMap<TableId, Vec<Record>> = BTreeMap::new();
    for (id, sheet) in sheets.iter().filter(|(_, sheet)| !sheet.table.list.is_empty()) {
        lists.insert(*id, records::read(sheet, known, findings));
    }
    if let (Some(sheet), Some(records)) = (sheets.get(&TableId::Periods), lists.get_mut(&TableId::Periods)) {
        isolate(sheet, records, findings);
    }
    let grades = match (sheets.get(&TableId::Classes), lists.get(&TableId::Classes)) {
        (Some(sheet), Some(records)) => grades(sheet, records, findings),
        _ => Vec::new(),
    };
    if let Some(classes) = lists.get_mut(&TableId::Classes) {
        classes.retain(|record| record.text("id") != NO_CLASS);
    }
    if let (Some(sheet), Some(records)) = (sheets.get(&TableId::Students), lists.get_mut(&TableId::Students)) {
        children::attended(sheet, known, records, findings);
        let with_wishes: Vec<&Sheet> =
            [Some(sheet).filter(|sheet| !sheet.wishes.is_empty()), sheets.get(&TableId::Wishes)]
                .into_iter()
                .flatten()
                .collect();
        children::wishes(&with_wishes, known, records, findings);
    }
    let policy = sheets
        .get(&TableId::Rules)
        .map_or_else(PolicyFile::default, |sheet| policy::read(sheet, &seams.policies, known, findings));
    let (name, term) = sheets.get(&TableId::Term).map_or((None, None), |sheet| term::read(sheet, known, findings));
    ProblemFile {
        format: FORMAT.to_string(),
        name,
        term,
        policy,
        periods: typed(&lists, TableId::Periods, findings),
        grades,
        classes: typed(&lists, TableId::Classes, findings),
        students: typed(&lists, TableId::Students, findings),
        courses: typed(&lists, TableId::Courses, findings),
        teachers: typed(&lists, TableId::Teachers, findings),
        rooms: typed(&lists, TableId::Rooms, findings),
        gates: typed(&lists, TableId::Gates, findings),
        pins: typed(&lists, TableId::Pins, findings),
        published: None,
        registry: None,
    }
}

fn typed<T: DeserializeOwned>(lists: &BTreeMap<TableId, Vec<Record>>, id: TableId, findings: &mut Findings) -> Vec<T> {
    let mut rows = Vec::new();
    for (at, record) in lists.get(&id).into_iter().flatten().enumerate() {
        match serde_json::from_value(nested(&record.fields)) {
            Ok(row) => rows.push(row),
            Err(error) => {
                let path = format!("{}[{at}]", table_of(id).list);
                let said = Said {
                    reason: both(format!("这一行不完整：{error}"), format!("the row is incomplete: {error}")),
                    fix: match id {
                        TableId::Rooms => {
                            both("填了每人护送学生数，就要填校外单程分钟", "escort needs a travel time too")
                        }
                        _ => both("对照填写说明补全", "complete it as the guide says"),
                    },
                };
                if let Some(spot) = findings.spot(&path).cloned() {
                    findings.fault(&spot, faults::Fault { code: "E100", part: None, said: Box::new(said) });
                }
            }
        }
    }
    rows
}

/// Moves periods whose day or times could not be read to minutes of their own: no clash follows from them.
fn isolate(sheet: &Sheet, records: &mut [Record], findings: &mut Findings) {
    for (at, record) in records.iter_mut().enumerate() {
        let path = |field: &str| format!("periods[{at}].{field}");
        let failed = ["week", "day", "start", "end"]
            .iter()
            .any(|field| findings.spot(&path(field)).is_some_and(|spot| spot.failed));
        if failed {
            for (field, minute) in [("start", at * 2), ("end", at * 2 + 1)] {
                let minute = minute % 1440;
                record.fields.insert(field.to_string(), json!(format!("{:02}:{:02}", minute / 60, minute % 60)));
                let mut spot = Spot::new(sheet, record.row, sheet.column(field));
                spot.failed = true;
                findings.place(path(field), spot);
            }
        }
    }
}

/// The grades that the classes belong to, in the order in which they are first named.
fn grades(sheet: &Sheet, classes: &[Record], findings: &mut Findings) -> Vec<GradeRow> {
    let mut rows: Vec<(GradeRow, usize)> = Vec::new();
    let mut told: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for class in classes {
        let id = class.text("grade").to_string();
        if id.is_empty() {
            continue;
        }
        let at = rows.iter().position(|(row, _)| row.id == id).unwrap_or_else(|| {
            let row = GradeRow { id: id.clone(), stage: String::new(), gate: None };
            rows.push((row, class.row));
            let path = format!("grades[{}]", rows.len() - 1);
            findings.place(path, Spot::new(sheet, class.row, sheet.column("grade")));
            rows.len() - 1
        });
        for field in ["@stage", "@gate"] {
            let value = class.text(field);
            if value.is_empty() {
                continue;
            }
            let spot = Spot::new(sheet, class.row, sheet.column(field));
            let own = &mut rows[at].0;
            let (path, first) = match field {
                "@stage" => (format!("grades[{at}].stage"), Some(own.stage.clone()).filter(|stage| !stage.is_empty())),
                _ => (format!("grades[{at}].gate"), own.gate.clone()),
            };
            match (first, told.get(&(id.clone(), field))) {
                (Some(first), Some(&row)) if first != value => {
                    let shown = if field == "@stage" { policy::stage_shown(&first) } else { first };
                    let (zh, en) = Spot::new(sheet, row, None).row_in_words(sheet.order);
                    let what = super::tables::table_word(sheet.table, field);
                    findings.fault(&spot, faults::contradiction(what, &shown, (&zh, &en)));
                }
                (Some(_), _) => {}
                (None, _) => {
                    match field {
                        "@stage" => own.stage = value.to_string(),
                        _ => own.gate = Some(value.to_string()),
                    }
                    told.insert((id.clone(), field), class.row);
                    findings.place(path, spot);
                }
            }
        }
    }
    for (at, (row, from)) in rows.iter_mut().enumerate().filter(|(_, (row, _))| row.stage.is_empty()) {
        let mut spot = Spot::new(sheet, *from, sheet.column("@stage").or(sheet.column("grade")));
        match stage_of_name(&row.id) {
            Some(stage) => row.stage = stage.to_string(),
            None => {
                findings.fault(&spot, faults::no_stage());
                row.stage = "primary_lower".to_string();
                spot.failed = true;
            }
        }
        findings.place(format!("grades[{at}].stage"), spot);
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

/// Tells a diagnostic of the problem at the cell it comes from, unless that cell has been told of.
fn tell(diagnostic: &Diagnostic, absent: &BTreeSet<TableId>, known: &Known, seams: &Seams, findings: &mut Findings) {
    let spot = findings.spot(&diagnostic.place).cloned();
    if spot.as_ref().is_some_and(|spot| spot.failed) {
        return;
    }
    let refers = spot.as_ref().and_then(|spot| spot.refers);
    let mut diagnostic = diagnostic.clone();
    if let Some(spot) = findings.exactly(&diagnostic.place).filter(|spot| spot.names_one()) {
        diagnostic.value = fold(&spot.value);
    }
    if diagnostic.code == "E105" && refers.is_some_and(|table| absent.contains(&table)) {
        return;
    }
    let words = |lang: Lang| {
        let mut told = diagnostic.clone();
        for fact in &mut told.facts {
            if let Some(place) = findings.spot(fact).filter(|_| fact.contains('[')) {
                *fact = place.seen_from(spot.as_ref(), lang);
            }
        }
        if told.code == "E105" && told.facts.get(1).is_some_and(String::is_empty) {
            let index = refers.and_then(|table| known.tables.get(&table));
            told.facts[1] = index.and_then(|index| index.nearest(&told.value)).unwrap_or("").to_string();
        }
        (seams.word)(lang, &told)
    };
    let ((zh, zh_fix), (en, en_fix)) = (words(Lang::Zh), words(Lang::En));
    let fix = match diagnostic.code {
        "E119" => both(
            "三种写法选一种：只填开班编号（和它的课程、时段、场地、主讲）；学生和课程；教师和课程",
            "use one of three forms: a section; a student and a course; a teacher and a course",
        ),
        _ => Both { zh: zh_fix, en: en_fix },
    };
    let said = Said { reason: Both { zh, en }, fix };
    match spot {
        Some(spot) => {
            let value = if diagnostic.value.is_empty() { tidy(&spot.value) } else { diagnostic.value.clone() };
            findings.list.push(CellError::cell(spot.at, &spot.sheet, &spot.header, value, diagnostic.code, said));
        }
        None => findings.list.push(CellError::whole(0, &diagnostic.place, diagnostic.code, said)),
    }
}
