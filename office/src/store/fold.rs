//! What follows from the journal: the tables, as a fold over its acts.

use super::act::{Act, Date};
use chrono::NaiveDate;
use paipian::format::{PlanFile, ProblemFile, RegistryFile, ResourceRow, SectionRow, StateRow, SurveyRow};
use paipian::reopt::{Answer, Event};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Every table: an id and a body in JSON.
pub const TABLES: [&str; 20] = [
    "setting",
    "credit",
    "student",
    "teacher",
    "room",
    "course",
    "section",
    "stay",
    "duty",
    "wave",
    "later",
    "request",
    "version",
    "resource",
    "survey",
    "attendance",
    "tariff",
    "relief",
    "charge",
    "payment",
];

/// The tables in memory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows(BTreeMap<&'static str, BTreeMap<String, Value>>);

/// Rows that an act changed: table and id.
pub(super) type Touched = Vec<(&'static str, String)>;

impl Rows {
    /// A row.
    pub fn get(&self, table: &str, id: &str) -> Option<&Value> {
        self.0.get(table)?.get(id)
    }

    /// A row as a value of its type.
    pub fn read<T: DeserializeOwned>(&self, table: &str, id: &str) -> Option<T> {
        serde_json::from_value(self.get(table, id)?.clone()).ok()
    }

    /// Every row of a table, by id.
    pub fn all(&self, table: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.0.get(table).into_iter().flatten()
    }

    /// Number of rows of all tables.
    pub fn len(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn set(&mut self, table: &'static str, id: String, body: Value) {
        self.0.entry(table).or_default().insert(id, body);
    }

    /// The first row in which two sets of tables differ.
    pub(super) fn first_difference(&self, other: &Self) -> Option<(&'static str, String)> {
        TABLES.iter().find_map(|&table| {
            let ids: BTreeSet<&String> = self.all(table).chain(other.all(table)).map(|(id, _)| id).collect();
            ids.into_iter().find(|id| self.get(table, id) != other.get(table, id)).map(|id| (table, id.clone()))
        })
    }

    fn put(&mut self, table: &'static str, id: impl Into<String>, body: Value, touched: &mut Touched) {
        let id = id.into();
        let rows = self.0.entry(table).or_default();
        if rows.get(&id) != Some(&body) {
            rows.insert(id.clone(), body);
            touched.push((table, id));
        }
    }

    fn drop(&mut self, table: &'static str, id: &str, touched: &mut Touched) {
        if self.0.entry(table).or_default().remove(id).is_some() {
            touched.push((table, id.to_string()));
        }
    }

    /// Makes a table hold these rows and no others.
    fn replace(&mut self, table: &'static str, rows: BTreeMap<String, Value>, touched: &mut Touched) {
        let gone: Vec<String> = self.all(table).map(|(id, _)| id.clone()).filter(|id| !rows.contains_key(id)).collect();
        gone.iter().for_each(|id| self.drop(table, id, touched));
        rows.into_iter().for_each(|(id, body)| self.put(table, id, body, touched));
    }

    /// First day of the plan in force; empty before there is one.
    fn plan_from(&self) -> Date {
        self.get("setting", "plan").and_then(|plan| plan["from"].as_str()).unwrap_or_default().to_string()
    }
}

/// The document that an act cannot do without.
pub(super) fn document_of(act: &Act, rows: &Rows) -> Option<String> {
    match act {
        Act::Import { document } | Act::Version { document, .. } => Some(document.clone()),
        Act::Publish { version, .. } => {
            Some(rows.get("version", &number(*version))?["document"].as_str().unwrap_or_default().to_string())
        }
        _ => None,
    }
}

/// Numbers as ids: in order as text.
pub(super) fn number(n: u64) -> String {
    format!("{n:06}")
}

fn value(body: &impl serde::Serialize) -> Value {
    serde_json::to_value(body).unwrap_or(Value::Null)
}

/// What an act does to the tables.
///
/// # Errors
/// The act contradicts the tables: it names what is not there.
pub(super) fn apply(
    rows: &mut Rows,
    seq: i64,
    act: &Act,
    documents: &BTreeMap<String, String>,
) -> Result<Touched, String> {
    let mut touched = Touched::new();
    let t = &mut touched;
    match act {
        Act::Init { lottery, credits } => {
            rows.put("setting", "lottery", json!(lottery), t);
            credits.iter().for_each(|(student, credit)| rows.put("credit", student, json!(credit), t));
        }
        Act::Import { document } => import(rows, &parsed::<ProblemFile>(documents, document)?, t),
        Act::Change { event, from, answer } => {
            change(rows, event, t)?;
            let day = from.clone().max(rows.plan_from());
            match (event, answer) {
                (Event::Leave { student }, _) => {
                    let held: Vec<String> = stays_of(rows, student).map(|(id, _)| id).collect();
                    held.iter().try_for_each(|id| end(rows, "stay", id, &day, t))?;
                }
                (_, Some(answer)) => follow(rows, answer, &day, t)?,
                _ => {}
            }
            cut(rows, event, from, t)?;
        }
        Act::Later { event, on } => rows.put("later", number(seq as u64), json!({ "event": event, "on": on }), t),
        Act::Due { seq, .. } => {
            let id = number(*seq as u64);
            rows.get("later", &id).ok_or_else(|| format!("nothing waits under {id}"))?;
            rows.drop("later", &id, t);
        }
        Act::Window { from, to } => rows.put("setting", "window", json!({ "from": from, "to": to }), t),
        Act::Request { student, state } => {
            let row = rows.get("student", student).ok_or_else(|| format!("student {student}"))?;
            let mut body = match rows.get("request", student) {
                Some(request) if state != "submitted" || request["state"] == "submitted" => request.clone(),
                _ => json!({ "before": row["wishes"], "want": row["want"] }),
            };
            (body["state"], body["seq"]) = (json!(state), json!(seq));
            rows.put("request", student, body, t);
        }
        Act::Move { student, from, to, on } => {
            let answer = Answer {
                student: student.clone(),
                gained: to.iter().cloned().collect(),
                given_up: from.iter().cloned().collect(),
                ..Answer::default()
            };
            follow(rows, &answer, &on.clone().max(rows.plan_from()), t)?;
        }
        Act::Version { document, made, score, replay } => {
            let version = rows.all("version").count() as u64 + 1;
            let body = json!({ "document": document, "made": made, "score": score, "replay": replay, "seq": seq });
            rows.put("version", number(version), body, t);
        }
        Act::Publish { version, from } => {
            let named = document_of(act, rows).ok_or_else(|| format!("version {version}"))?;
            if *from < rows.plan_from() {
                return Err(format!("the plan in force begins on {}, after {from}", rows.plan_from()));
            }
            enforce(rows, &parsed::<PlanFile>(documents, &named)?, from, t)?;
            rows.put("setting", "plan", json!({ "version": version, "from": from }), t);
        }
        Act::Register { row } => rows.put("resource", &row.id, value(row), t),
        Act::Step { resource, state, on } => {
            let entered = StateRow { on: on.clone(), state: state.clone() };
            on_file(rows, resource, t, |row| row.history.push(entered))?;
        }
        Act::Paper { resource, paper } => on_file(rows, resource, t, |row| {
            row.papers.retain(|old| (&old.paper, &old.category) != (&paper.paper, &paper.category));
            row.papers.push(paper.clone());
        })?,
        Act::Agree { resource, agreement } => {
            on_file(rows, resource, t, |row| row.agreement = Some(agreement.clone()))?
        }
        Act::Survey { resource, satisfied, answers, verdict, on } => {
            let body = json!({
                "resource": resource, "satisfied": satisfied, "answers": answers, "verdict": verdict, "on": on,
            });
            rows.put("survey", number(seq as u64), body, t);
            if rows.get("resource", resource).is_some() {
                // Whole percents, rounded down: below a threshold stays below it.
                let percent = satisfied.saturating_mul(100).checked_div(*answers);
                let survey = SurveyRow { on: on.clone(), kind: None, percent };
                on_file(rows, resource, t, |row| row.surveys.push(survey))?;
            }
        }
        Act::Attend { section, on, .. } => rows.put("attendance", format!("{on}|{section}"), value(act), t),
        Act::Tariff { kind, session, cap_month } => {
            rows.put("tariff", kind, json!({ "session": session, "cap_month": cap_month }), t);
        }
        Act::Relief { student, percent } => {
            rows.get("student", student).ok_or_else(|| format!("student {student}"))?;
            rows.put("relief", student, json!(percent), t);
        }
        Act::Bill { month, lines } => {
            for (ix, line) in lines.iter().enumerate() {
                let mut body = value(line);
                body["month"] = json!(month);
                rows.put("charge", format!("{month}|{}|{}", number(seq as u64), number(ix as u64)), body, t);
            }
            let total: i64 = lines.iter().map(|line| line.fen).sum();
            let before = rows.get("setting", &format!("billed|{month}")).and_then(Value::as_i64).unwrap_or(0);
            rows.put("setting", format!("billed|{month}"), json!(before + total), t);
        }
        Act::Pay { student, fen } => {
            rows.put("payment", number(seq as u64), json!({ "student": student, "fen": fen }), t);
        }
    }
    Ok(touched)
}

fn parsed<T: DeserializeOwned>(documents: &BTreeMap<String, String>, hash: &str) -> Result<T, String> {
    let text = documents.get(hash).ok_or_else(|| format!("document {hash} is not in the store"))?;
    serde_json::from_str(text).map_err(|error| format!("document {hash}: {error}"))
}

/// Changes a resource's row.
fn on_file(rows: &mut Rows, resource: &str, t: &mut Touched, f: impl FnOnce(&mut ResourceRow)) -> Result<(), String> {
    let mut row: ResourceRow =
        rows.read("resource", resource).ok_or_else(|| format!("resource {resource} is not registered"))?;
    f(&mut row);
    rows.put("resource", resource, value(&row), t);
    Ok(())
}

fn import(rows: &mut Rows, problem: &ProblemFile, t: &mut Touched) {
    fn table<T: serde::Serialize>(list: &[T], id: impl Fn(&T) -> &String) -> BTreeMap<String, Value> {
        list.iter().map(|row| (id(row).clone(), value(row))).collect()
    }
    rows.replace("student", table(&problem.students, |row| &row.id), t);
    rows.replace("teacher", table(&problem.teachers, |row| &row.id), t);
    rows.replace("room", table(&problem.rooms, |row| &row.id), t);
    rows.replace("course", table(&problem.courses, |row| &row.id), t);
    let registry = problem.registry.clone().unwrap_or_default();
    rows.replace("resource", table(&registry.resources, |row| &row.id), t);
    let reliefs = registry.reductions.iter().map(|row| (row.student.clone(), json!(row.percent)));
    rows.replace("relief", reliefs.collect(), t);
    let registry = RegistryFile { resources: Vec::new(), reductions: Vec::new(), ..registry };
    let order = |ids: Vec<&String>| json!(ids);
    rows.put("setting", "students", order(problem.students.iter().map(|row| &row.id).collect()), t);
    let frame = ProblemFile {
        students: Vec::new(),
        teachers: Vec::new(),
        rooms: Vec::new(),
        courses: Vec::new(),
        published: None,
        registry: (registry != RegistryFile::default()).then_some(registry),
        ..problem.clone()
    };
    rows.put("setting", "frame", value(&frame), t);
}

/// Applies an event of the roster to the rows that it touches.
fn change(rows: &mut Rows, event: &Event, t: &mut Touched) -> Result<(), String> {
    let mut file: ProblemFile = rows.read("setting", "frame").ok_or("no school was imported")?;
    if let Some(student) = event.student() {
        file.students.extend(rows.read("student", student));
    }
    if let Some(teacher) = event.teacher() {
        file.teachers.extend(rows.read("teacher", teacher));
    }
    if let Event::Close { room, .. } | Event::Open { room, .. } | Event::Clear { room: Some(room), .. } = event {
        file.rooms.extend(rows.read("room", room));
    }
    if matches!(event, Event::Wish { .. } | Event::OptOut { .. }) {
        file.courses = rows.all("course").filter_map(|(_, row)| serde_json::from_value(row.clone()).ok()).collect();
    }
    event.apply(&mut file, "event").map_err(|errors| {
        errors.iter().map(|error| format!("{} {}", error.code, error.value)).collect::<Vec<_>>().join(", ")
    })?;
    match event {
        Event::Leave { student } => rows.drop("student", student, t),
        _ => file.students.iter().for_each(|row| rows.put("student", &row.id, value(row), t)),
    }
    if let Event::Enrol { row } = event {
        let mut order: Vec<String> = rows.read("setting", "students").unwrap_or_default();
        order.push(row.id.clone());
        rows.put("setting", "students", json!(order), t);
    }
    file.teachers.iter().for_each(|row| rows.put("teacher", &row.id, value(row), t));
    file.rooms.iter().for_each(|row| rows.put("room", &row.id, value(row), t));
    let (students, teachers, rooms, courses) = Default::default();
    rows.put("setting", "frame", value(&ProblemFile { students, teachers, rooms, courses, ..file }), t);
    Ok(())
}

/// The stays of a child that have not ended.
pub(super) fn stays_of<'r>(rows: &'r Rows, student: &'r str) -> impl Iterator<Item = (String, &'r Value)> {
    let prefix = format!("{student}|");
    let all = rows.0.get("stay").into_iter().flat_map(move |table| {
        table.range(prefix.clone()..).take_while({
            let prefix = prefix.clone();
            move |(id, _)| id.starts_with(&prefix)
        })
    });
    all.filter(move |(_, stay)| stay["until"].is_null() && stay["student"] == student)
        .map(|(id, stay)| (id.clone(), stay))
}

/// Follows what a family was told: seats taken and given up, waves laid.
fn follow(rows: &mut Rows, answer: &Answer, day: &Date, t: &mut Touched) -> Result<(), String> {
    for section in &answer.given_up {
        let held = stays_of(rows, &answer.student).find(|(_, stay)| stay["section"] == json!(section));
        let id = held.map(|(id, _)| id).ok_or_else(|| format!("{} has no seat in {section}", answer.student))?;
        end(rows, "stay", &id, day, t)?;
    }
    for section in &answer.gained {
        let row: SectionRow = rows.read("section", section).ok_or_else(|| format!("section {section}"))?;
        begin_stay(rows, &answer.student, &row, day, t);
    }
    for (section, period, gate, wave) in &answer.waves {
        let id = format!("{section}|{period}");
        match wave {
            Some(wave) => {
                rows.put("wave", id, json!({ "section": section, "period": period, "gate": gate, "wave": wave }), t);
            }
            None => rows.drop("wave", &id, t),
        }
    }
    Ok(())
}

/// Begins a stay; one that ended the day before goes on instead.
fn begin_stay(rows: &mut Rows, student: &str, row: &SectionRow, day: &Date, t: &mut Touched) {
    let eve = day.parse::<NaiveDate>().ok().and_then(|day| day.pred_opt()).map(|day| day.to_string());
    let prefix = format!("{student}|{}|", row.id);
    let stays = rows.0.get("stay").into_iter().flat_map(|table| table.range(prefix.clone()..));
    let ended = stays.take_while(|(id, _)| id.starts_with(&prefix)).find(|(_, stay)| {
        eve.as_ref().is_some_and(|eve| stay["until"] == *eve)
            && stay["course"] == row.course
            && stay["periods"] == json!(row.pattern)
    });
    if let Some((id, mut body)) = ended.map(|(id, stay)| (id.clone(), stay.clone())) {
        body["until"] = Value::Null;
        rows.put("stay", id, body, t);
        return;
    }
    let body = json!({
        "student": student, "section": row.id, "course": row.course, "periods": row.pattern, "from": day, "until": null,
    });
    rows.put("stay", format!("{prefix}{day}"), body, t);
}

/// Whoever opts out or leaves sits in no section from that day on, even if that day is before the first of the plan in
/// force.
fn cut(rows: &mut Rows, event: &Event, day: &Date, t: &mut Touched) -> Result<(), String> {
    let (student, out) = match event {
        Event::OptOut { student, periods } => (student, periods.as_slice()),
        Event::Leave { student } => (student, &[][..]),
        _ => return Ok(()),
    };
    let meets = |stay: &Value| {
        let mut periods = stay["periods"].as_array().into_iter().flatten().map(text);
        out.is_empty() || periods.any(|period| out.iter().any(|gone| gone == period))
    };
    let goes_on = |stay: &Value| stay["until"].as_str().is_none_or(|until| until >= day.as_str());
    let prefix = format!("{student}|");
    let table = rows.0.get("stay").into_iter().flat_map(|table| table.range(prefix.clone()..));
    let own = table.take_while(|(id, _)| id.starts_with(&prefix)).filter(|(_, stay)| text(&stay["student"]) == student);
    let ended: Vec<String> = own.filter(|(_, stay)| goes_on(stay) && meets(stay)).map(|(id, _)| id.clone()).collect();
    ended.iter().try_for_each(|id| end(rows, "stay", id, day, t))
}

/// Ends a stay or a duty the day before. A stay that has not begun is kept without a day, since a bill may name it; such
/// a duty never was.
fn end(rows: &mut Rows, table: &'static str, id: &str, day: &Date, t: &mut Touched) -> Result<(), String> {
    let Some(mut body) = rows.get(table, id).cloned() else { return Ok(()) };
    if table != "stay" && body["from"].as_str() >= Some(day.as_str()) {
        rows.drop(table, id, t);
        return Ok(());
    }
    let day: NaiveDate = day.parse().map_err(|_| format!("{day} is not a date"))?;
    let before = day.pred_opt().ok_or_else(|| format!("{day} is not a date"))?;
    body["until"] = json!(before.to_string());
    rows.put(table, id, body, t);
    Ok(())
}

/// A plan comes into force: its sections and waves are the current ones; seats and duties that go on go on, others end
/// and begin.
fn enforce(rows: &mut Rows, plan: &PlanFile, day: &Date, t: &mut Touched) -> Result<(), String> {
    let sections = plan.sections.iter().map(|row| (row.id.clone(), value(row))).collect();
    rows.replace("section", sections, t);
    let waves = plan.waves.iter().map(|row| (format!("{}|{}", row.section, row.period), value(row))).collect();
    rows.replace("wave", waves, t);
    let by_id: BTreeMap<&str, &SectionRow> = plan.sections.iter().map(|row| (row.id.as_str(), row)).collect();

    let mut wanted: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (student, held) in &plan.seats.0 {
        wanted.extend(held.iter().map(|section| (student.as_str(), section.as_str())));
    }
    let mut ended = Vec::new();
    let mut kept: BTreeSet<(String, String)> = BTreeSet::new();
    for (id, stay) in rows.all("stay").filter(|(_, stay)| stay["until"].is_null()) {
        let (student, section) = (text(&stay["student"]), text(&stay["section"]));
        let same =
            by_id.get(section).is_some_and(|row| stay["course"] == row.course && stay["periods"] == json!(row.pattern));
        if same && wanted.contains(&(student, section)) {
            kept.insert((student.to_string(), section.to_string()));
        } else {
            ended.push(id.clone());
        }
    }
    ended.iter().try_for_each(|id| end(rows, "stay", id, day, t))?;
    for (student, section) in wanted {
        if !kept.contains(&(student.to_string(), section.to_string()))
            && let Some(row) = by_id.get(section)
        {
            begin_stay(rows, student, row, day, t);
        }
    }

    let mut duties: BTreeMap<String, Value> = BTreeMap::new();
    for row in &plan.sections {
        let lead = row.lead.iter().map(|person| (person, true));
        for (person, lead) in lead.chain(row.assistants.iter().map(|person| (person, false))) {
            let body = json!({ "teacher": person, "section": row.id, "periods": row.pattern, "lead": lead });
            duties.insert(format!("{person}|{}", row.id), body);
        }
    }
    let (mut ended, mut going) = (Vec::new(), BTreeSet::new());
    for (id, duty) in rows.all("duty").filter(|(_, duty)| duty["until"].is_null()) {
        let key = format!("{}|{}", text(&duty["teacher"]), text(&duty["section"]));
        match duties.get(&key) {
            Some(body) if body["periods"] == duty["periods"] && body["lead"] == duty["lead"] => {
                going.insert(key);
            }
            _ => ended.push(id.clone()),
        }
    }
    ended.iter().try_for_each(|id| end(rows, "duty", id, day, t))?;
    for (key, mut body) in duties.into_iter().filter(|(key, _)| !going.contains(key)) {
        body["from"] = json!(day);
        body["until"] = Value::Null;
        rows.put("duty", format!("{key}|{day}"), body, t);
    }
    Ok(())
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
