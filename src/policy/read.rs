//! Reads a policy file: TOML, every fault told with its line and column.
//!
//! A file is a document of its own (`[[rule]]` in full) or a layer (`extends`, `layer`, `[[override]]`), or both.

use super::catalogue::{ROWS, Shape, shape_of};
use super::{Class, PolicyRule, Validity};
use crate::diagnostic::Diagnostic;
use crate::format::words::STAGES;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a file says, before it is laid over anything.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) document: String,
    pub(super) valid: Validity,
    pub(super) layer: Option<String>,
    /// The base, and where it is named.
    pub(super) extends: Option<(String, String)>,
    pub(super) rules: Vec<(PolicyRule, String)>,
    pub(super) overrides: Vec<OverrideRow>,
}

/// One override, with the places of its id and of its value.
pub(super) struct OverrideRow {
    pub(super) id: String,
    pub(super) place: String,
    pub(super) reason: String,
    pub(super) applies: bool,
    pub(super) value: Option<toml::Value>,
    pub(super) unit: Option<(String, String)>,
    /// Checks a value of the base's shape; faults at their places.
    pub(super) spanned: Option<Located>,
}

/// A value with the places of its parts, by path within it.
pub(super) struct Located(BTreeMap<String, String>);

const HEAD: &[&str] = &["name", "title", "document", "valid", "layer", "extends", "rule", "override"];
const RULE: &[&str] = &[
    "id",
    "title",
    "key",
    "value",
    "unit",
    "scope",
    "class",
    "principle",
    "clause",
    "quote",
    "reading",
    "ask",
    "valid",
];
const OVERRIDE: &[&str] = &["id", "value", "unit", "applies", "reason"];
const LAYERS: &[&str] = &["district", "school"];

/// Line and column of a byte, both from 1; columns in characters.
fn place(text: &str, at: usize) -> String {
    let before = &text[..text.floor_char_boundary(at)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("{line}:{column}")
}

struct Reader<'t> {
    text: &'t str,
    errors: Vec<Diagnostic>,
}

/// Reads a file.
///
/// # Errors
/// Every fault, in the order of the file.
pub(super) fn read(text: &str) -> Result<Sheet, Vec<Diagnostic>> {
    let mut reader = Reader { text, errors: Vec::new() };
    let (table, faults) = DeTable::parse_recoverable(text);
    if !faults.is_empty() {
        let fault = |error: toml::de::Error| {
            let at = place(text, error.span().map_or(0, |span| span.start));
            Diagnostic { code: "E201", place: at, value: String::new(), facts: vec![error.message().to_string()] }
        };
        return Err(faults.into_iter().map(fault).collect());
    }
    let sheet = reader.sheet(&table);
    if reader.errors.is_empty() {
        Ok(sheet)
    } else {
        let key = |error: &Diagnostic| -> (usize, usize) {
            let (line, column) = error.place.split_once(':').unwrap_or(("0", "0"));
            (line.parse().unwrap_or(0), column.parse().unwrap_or(0))
        };
        reader.errors.sort_by_key(key);
        Err(reader.errors)
    }
}

type Cell<'c> = &'c Spanned<DeValue<'c>>;

impl Reader<'_> {
    fn at<T>(&self, spanned: &Spanned<T>) -> String {
        place(self.text, spanned.span().start)
    }

    fn fault(&mut self, code: &'static str, place: String, value: &str, facts: &[&str]) {
        let facts = facts.iter().map(|fact| (*fact).to_string()).collect();
        self.errors.push(Diagnostic { code, place, value: value.to_string(), facts });
    }

    fn known(&mut self, table: &DeTable<'_>, keys: &[&str]) {
        for key in table.keys() {
            if !keys.contains(&key.get_ref().as_ref()) {
                let at = self.at(key);
                self.fault("E202", at, key.get_ref(), &[&keys.join(", ")]);
            }
        }
    }

    fn wrong(&mut self, cell: Cell<'_>, wanted: &str) {
        let at = self.at(cell);
        let shown = shown(cell.get_ref());
        self.fault("E204", at, &shown, &[wanted]);
    }

    fn text_of(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let cell = table.get(key)?;
        match cell.get_ref().as_str() {
            Some(text) => Some(text.to_string()),
            None => {
                self.wrong(cell, "fit_text");
                None
            }
        }
    }

    /// A text that must be there and not blank.
    fn required(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> String {
        match table.get(key) {
            None => self.fault("E203", at.to_string(), key, &[]),
            Some(cell) if cell.get_ref().as_str().is_some_and(|text| text.trim().is_empty()) => {
                let at = self.at(cell);
                self.fault("E203", at, key, &[]);
            }
            Some(_) => {}
        }
        self.text_of(table, key).unwrap_or_default()
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &str, default: bool) -> bool {
        let Some(cell) = table.get(key) else { return default };
        cell.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(cell, "fit_flag");
            default
        })
    }

    fn sheet(&mut self, table: &Spanned<DeTable<'_>>) -> Sheet {
        let root = table.get_ref();
        self.known(root, HEAD);
        let top = "1:1";
        let name = self.required(root, top, "name");
        let title = self.required(root, top, "title");
        let extends = self.text_of(root, "extends").zip(root.get("extends").map(|cell| self.at(cell)));
        let document = if extends.is_some() {
            self.text_of(root, "document").unwrap_or_default()
        } else {
            self.required(root, top, "document")
        };
        let layer = self.text_of(root, "layer");
        if let (Some(word), Some(cell)) = (&layer, root.get("layer"))
            && !LAYERS.contains(&word.as_str())
        {
            let at = self.at(cell);
            self.fault("E102", at, word, &[&LAYERS.join(", ")]);
        }
        if extends.is_some() && layer.is_none() {
            self.fault("E203", top.to_string(), "layer", &[]);
        }
        let mut rules: Vec<(PolicyRule, String)> = Vec::new();
        for (at, table) in self.rows(root, "rule") {
            let (rule, id_at) = self.rule(table, &at);
            if let Some((_, first)) = rules.iter().find(|(other, _)| other.id == rule.id) {
                let first = first.clone();
                self.fault("E104", id_at.clone(), &rule.id, &[&first]);
            }
            rules.push((rule, id_at));
        }
        let mut overrides: Vec<OverrideRow> = Vec::new();
        for (at, table) in self.rows(root, "override") {
            let row = self.over(table, &at);
            if let Some(first) = overrides.iter().find(|other| other.id == row.id) {
                let first = first.place.clone();
                self.fault("E104", row.place.clone(), &row.id, &[&first]);
            }
            overrides.push(row);
        }
        if let (None, Some(row)) = (&extends, overrides.first()) {
            let at = row.place.clone();
            self.fault("E203", at, "extends", &[]);
        }
        let valid = self.valid(root);
        Sheet { name, title, document, valid, layer, extends, rules, overrides }
    }

    fn rows<'c>(&mut self, root: &'c DeTable<'c>, key: &str) -> Vec<(String, &'c DeTable<'c>)> {
        let Some(cell) = root.get(key) else { return Vec::new() };
        let Some(list) = cell.get_ref().as_array() else {
            self.wrong(cell, "fit_tables");
            return Vec::new();
        };
        let mut rows = Vec::new();
        for row in list.iter() {
            match row.get_ref().as_table() {
                Some(table) => rows.push((self.at(row), table)),
                None => self.wrong(row, "fit_fields"),
            }
        }
        rows
    }

    fn valid(&mut self, table: &DeTable<'_>) -> Validity {
        let Some(cell) = table.get("valid") else { return Validity::default() };
        let Some(inner) = cell.get_ref().as_table() else {
            self.wrong(cell, "fit_valid");
            return Validity::default();
        };
        self.known(inner, &["from", "until", "note"]);
        let mut date = |key: &str| {
            let text = self.text_of(inner, key)?;
            if text.parse::<chrono::NaiveDate>().is_err()
                && let Some(cell) = inner.get(key)
            {
                let at = self.at(cell);
                self.fault("E131", at, &text, &[]);
            }
            Some(text)
        };
        let (from, until) = (date("from"), date("until"));
        Validity { from, until, note: self.text_of(inner, "note") }
    }

    fn rule(&mut self, table: &DeTable<'_>, at: &str) -> (PolicyRule, String) {
        self.known(table, RULE);
        let id = self.required(table, at, "id");
        let id_at = table.get("id").map_or_else(|| at.to_string(), |cell| self.at(cell));
        let key = self.text_of(table, "key");
        let own = id.starts_with('X');
        let shape = shape_of(&id, key.as_deref());
        if !id.is_empty() && !own && !ROWS.iter().any(|row| row.id == id) {
            self.fault("E205", id_at.clone(), &id, &[]);
        } else if let (Some(key), None) = (&key, shape)
            && let Some(cell) = table.get("key")
        {
            let at = self.at(cell);
            self.fault("E206", at, key, &[]);
        }
        let unit = self.required(table, at, "unit");
        if let (Some((_, wanted)), Some(cell)) = (shape, table.get("unit"))
            && unit != wanted
        {
            let at = self.at(cell);
            self.fault("E207", at, &unit, &[wanted]);
        }
        let value = match table.get("value") {
            None => {
                self.fault("E203", at.to_string(), "value", &[]);
                toml::Value::Boolean(false)
            }
            Some(cell) => {
                if let Some((shape, _)) = shape {
                    self.shape(shape, cell);
                }
                plain(cell.get_ref())
            }
        };
        let class = self.required(table, at, "class");
        let class = Class::of(&class).unwrap_or_else(|| {
            if let Some(cell) = table.get("class") {
                let at = self.at(cell);
                self.fault("E102", at, &class, &["H, H°, E, S, D, R"]);
            }
            Class::Report
        });
        let rule = PolicyRule {
            title: self.required(table, at, "title"),
            key,
            value,
            unit,
            scope: self.required(table, at, "scope"),
            class,
            principle: self.flag(table, "principle", false),
            clause: self.required(table, at, "clause"),
            quote: self.required(table, at, "quote"),
            reading: self.text_of(table, "reading"),
            ask: self.text_of(table, "ask"),
            valid: self.valid(table),
            applies: true,
            overrides: Vec::new(),
            id,
        };
        (rule, id_at)
    }

    fn over(&mut self, table: &DeTable<'_>, at: &str) -> OverrideRow {
        self.known(table, OVERRIDE);
        let id = self.required(table, at, "id");
        let place = table.get("id").map_or_else(|| at.to_string(), |cell| self.at(cell));
        let reason = self.required(table, at, "reason");
        let applies = self.flag(table, "applies", true);
        let unit = self.text_of(table, "unit").zip(table.get("unit").map(|cell| self.at(cell)));
        let value = table.get("value");
        if value.is_none() && applies && unit.is_none() && !id.is_empty() {
            self.fault("E203", place.clone(), "value", &[]);
        }
        let spanned = value.map(|cell| {
            let mut places = BTreeMap::new();
            self.locate(cell, String::new(), &mut places);
            Located(places)
        });
        OverrideRow { id, place, reason, applies, value: value.map(|cell| plain(cell.get_ref())), unit, spanned }
    }

    fn locate(&self, cell: Cell<'_>, path: String, places: &mut BTreeMap<String, String>) {
        match cell.get_ref() {
            DeValue::Table(table) => {
                table.iter().for_each(|(key, cell)| self.locate(cell, format!("{path}.{}", key.get_ref()), places));
            }
            DeValue::Array(list) => {
                list.iter().enumerate().for_each(|(ix, cell)| self.locate(cell, format!("{path}[{ix}]"), places));
            }
            _ => {}
        }
        places.insert(path, self.at(cell));
    }

    fn shape(&mut self, shape: Shape, cell: Cell<'_>) {
        let mut places = BTreeMap::new();
        self.locate(cell, String::new(), &mut places);
        check(shape, &plain(cell.get_ref()), &Located(places), &mut self.errors);
    }
}

/// A value without its places.
fn plain(value: &DeValue<'_>) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => toml::Value::Integer(number),
            Err(_) => toml::Value::String(number.as_str().to_string()),
        },
        DeValue::Float(number) => toml::Value::String(number.as_str().to_string()),
        DeValue::Boolean(flag) => toml::Value::Boolean(*flag),
        DeValue::Datetime(date) => toml::Value::String(date.to_string()),
        DeValue::Array(list) => toml::Value::Array(list.iter().map(|cell| plain(cell.get_ref())).collect()),
        DeValue::Table(table) => {
            let rows = table.iter().map(|(key, cell)| (key.get_ref().to_string(), plain(cell.get_ref())));
            toml::Value::Table(rows.collect())
        }
    }
}

fn shown(value: &DeValue<'_>) -> String {
    plain(value).to_string()
}

/// Faults of a value that is not of its shape, each at its place.
pub(super) fn check(shape: Shape, value: &toml::Value, located: &Located, errors: &mut Vec<Diagnostic>) {
    faults(shape, value, "", located, errors);
}

fn faults(shape: Shape, value: &toml::Value, path: &str, located: &Located, errors: &mut Vec<Diagnostic>) {
    let at = |path: &str| located.0.get(path).cloned().unwrap_or_default();
    let mut wrong = |wanted: &[&str]| {
        let facts = wanted.iter().map(|fact| (*fact).to_string()).collect();
        errors.push(Diagnostic { code: "E204", place: at(path), value: value.to_string(), facts });
    };
    let number = value.as_integer();
    let text = value.as_str();
    let texts = || value.as_array().and_then(|list| list.iter().map(toml::Value::as_str).collect::<Option<Vec<_>>>());
    match shape {
        Shape::Flag if value.as_bool().is_none() => wrong(&["fit_flag"]),
        Shape::Whole(least, most) if !number.is_some_and(|n| (least..=most).contains(&n)) => {
            wrong(&["", &least.to_string(), &most.to_string()]);
        }
        Shape::Clock if text.and_then(super::minutes).is_none() => wrong(&["fit_clock"]),
        Shape::MonthDay if !text.is_some_and(month_day) => wrong(&["fit_month_day"]),
        Shape::Bands => {
            let bands =
                value.as_array().map(|list| list.iter().filter_map(toml::Value::as_integer).collect::<Vec<_>>());
            let falls = |b: &Vec<i64>| b.len() == 3 && b.windows(2).all(|w| w[0] > w[1]) && b[0] <= 100 && b[2] >= 0;
            if !bands.as_ref().is_some_and(falls) {
                wrong(&["fit_bands"]);
            }
        }
        Shape::Wholes => {
            let whole = |v: &toml::Value| v.as_integer().is_some_and(|n| (0..=1_000_000).contains(&n));
            if !value.as_array().is_some_and(|list| list.iter().all(whole)) {
                wrong(&["fit_wholes"]);
            }
        }
        Shape::Words if texts().is_none_or(|list| list.is_empty()) => wrong(&["fit_words"]),
        Shape::AnyWords if texts().is_none() => wrong(&["fit_any_words"]),
        Shape::OneOf(these) => match texts() {
            Some(list) if !list.is_empty() => {
                for (ix, word) in list.iter().enumerate().filter(|(_, word)| !these.contains(word)) {
                    errors.push(unknown_word(at(&format!("{path}[{ix}]")), word, these));
                }
            }
            _ => wrong(&["fit_words"]),
        },
        Shape::Alternatives => {
            let words = |v: &toml::Value| {
                v.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(toml::Value::is_str))
            };
            if !value.as_array().is_some_and(|list| list.iter().all(words)) {
                wrong(&["fit_alternatives"]);
            }
        }
        Shape::Minutes => {
            let Some(rows) = value.as_array() else { return wrong(&["fit_minutes"]) };
            for (ix, row) in rows.iter().enumerate() {
                minutes_row(row, &format!("{path}[{ix}]"), located, errors);
            }
        }
        Shape::Table(fields) => {
            let Some(table) = value.as_table() else {
                let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
                return wrong(&["fit_table", &names.join(", ")]);
            };
            let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
            for key in table.keys().filter(|key| !names.contains(&key.as_str())) {
                let place = at(&format!("{path}.{key}"));
                errors.push(Diagnostic { code: "E202", place, value: key.clone(), facts: vec![names.join(", ")] });
            }
            for (name, shape) in fields {
                match table.get(*name) {
                    Some(value) => faults(*shape, value, &format!("{path}.{name}"), located, errors),
                    None => {
                        let value = (*name).to_string();
                        errors.push(Diagnostic { code: "E203", place: at(path), value, facts: vec![] });
                    }
                }
            }
        }
        _ => {}
    }
}

fn unknown_word(place: String, word: &str, known: &[&str]) -> Diagnostic {
    Diagnostic { code: "E102", place, value: word.to_string(), facts: vec![known.join(", ")] }
}

/// Faults of one rule of minutes.
fn minutes_row(row: &toml::Value, path: &str, located: &Located, errors: &mut Vec<Diagnostic>) {
    const FIELDS: [&str; 4] = ["category", "stage", "need", "min"];
    let at = |path: &str| located.0.get(path).cloned().unwrap_or_default();
    let Some(table) = row.as_table() else {
        let (value, facts) = (row.to_string(), vec!["fit_minutes".to_string()]);
        return errors.push(Diagnostic { code: "E204", place: at(path), value, facts });
    };
    for (key, value) in table {
        let place = at(&format!("{path}.{key}"));
        let fit = match key.as_str() {
            "min" => value.as_integer().is_some_and(|min| (0..=1_000_000).contains(&min)),
            key if FIELDS.contains(&key) => value.as_str().is_some_and(|text| !text.trim().is_empty()),
            _ => {
                errors.push(Diagnostic { code: "E202", place, value: key.clone(), facts: vec![FIELDS.join(", ")] });
                continue;
            }
        };
        if !fit {
            let facts = vec!["fit_minutes".to_string()];
            errors.push(Diagnostic { code: "E204", place, value: value.to_string(), facts });
        } else if let Some(stage) = value.as_str().filter(|stage| key == "stage" && !STAGES.contains(stage)) {
            errors.push(unknown_word(place, stage, &STAGES));
        }
    }
    for key in ["category", "min"].into_iter().filter(|key| !table.contains_key(*key)) {
        errors.push(Diagnostic { code: "E203", place: at(path), value: key.to_string(), facts: vec![] });
    }
}

fn month_day(text: &str) -> bool {
    // A leap year has every day that a year can have.
    text.len() == 5 && format!("2024-{text}").parse::<chrono::NaiveDate>().is_ok()
}
