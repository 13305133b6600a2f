//! A scenario: changes to a problem file, as a small TOML file.
//!
//! ```toml
//! name = "再开一间美术教室，上限 36"
//! policy = { name = "nanchang", set = { special_cap = 36 }, weights = { wish = 2 } }
//! [[remove]]                 # teachers and rooms stay on the list and are no longer cleared
//! from = "teachers"
//! id = "t7"
//! [[change]]
//! in = "rooms"
//! id = "gym"
//! set = { capacity = 45 }    # also plus and minus for lists, more for whole numbers
//! minus = { closed = ["wed1"] }
//! [[add]]
//! to = "rooms"
//! like = "art"               # a copy of this row, without its id
//! row = { id = "art2" }
//! [[students]]               # of every grade where no grade is named; or `count`
//! grade = "g3"
//! percent = 10
//! ```
//!
//! Parts are applied in that order, on the shapes of the file ([`crate::format`]); the result is read like any problem
//! file, so that a scenario can do nothing that a file could not say.

use crate::diagnostic::Diagnostic;
use crate::policy::shipped_names;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Tables of a problem whose rows a scenario may add, remove and change.
pub const TABLES: [&str; 9] =
    ["periods", "grades", "classes", "students", "courses", "teachers", "rooms", "gates", "pins"];

/// Changes to a problem.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Scenario {
    /// A label for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Changes of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyChange>,
    /// Rows to take out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<Remove>,
    /// Rows to alter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub change: Vec<Change>,
    /// Rows to put in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<Add>,
    /// More or fewer children.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub students: Vec<Growth>,
}

/// Changes of the policy.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyChange {
    /// A shipped policy that takes the place of the problem's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Fields of the policy.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// Weights by rule.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub weights: Map<String, Value>,
}

/// A row to take out. Whatever names it forgets it; children of a class, and classes of a grade, go with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    /// Its table.
    pub from: String,
    /// Its id; of a pin its position, from 0.
    pub id: Value,
}

/// A row to alter.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its table.
    #[serde(rename = "in")]
    pub table: String,
    /// Its id; of a pin its position, from 0.
    pub id: Value,
    /// Fields that take a new value.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// Lists that gain entries.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub plus: Map<String, Value>,
    /// Lists that lose entries.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub minus: Map<String, Value>,
    /// Whole numbers that grow, or shrink where negative; one that is absent has no bound and stays so.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub more: Map<String, Value>,
}

/// A row to put in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// Its table.
    pub to: String,
    /// A row it is a copy of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<Value>,
    /// Its fields.
    pub row: Map<String, Value>,
}

/// More or fewer children of a grade: copies of its children, evenly picked, or children taken out alike. A copy has no
/// family and no pin.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// The grade; every grade where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Percent of the children of each grade, rounded up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<i64>,
    /// Children of each grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// A fault of a scenario at its place.
pub(super) fn fault(code: &'static str, place: String, value: impl Into<String>, facts: Vec<String>) -> Diagnostic {
    Diagnostic { code, place, value: value.into(), facts }
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// E100 for what is no TOML, or a part of the wrong shape; E102 for a part that scenarios do not have. All at once.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        const PARTS: [&str; 6] = ["name", "policy", "remove", "change", "add", "students"];
        let table: toml::Table = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            vec![fault("E100", format!("line {line}"), "", vec![error.message().to_string()])]
        })?;
        let mut errors = Vec::new();
        for key in table.keys().filter(|key| !PARTS.contains(&key.as_str())) {
            errors.push(fault("E102", key.clone(), key.as_str(), vec![PARTS.join(", ")]));
        }
        let scenario = Self {
            name: one(&table, "name", &mut errors).unwrap_or_default(),
            policy: one(&table, "policy", &mut errors),
            remove: rows(&table, "remove", &mut errors),
            change: rows(&table, "change", &mut errors),
            add: rows(&table, "add", &mut errors),
            students: rows(&table, "students", &mut errors),
        };
        scenario.check(&mut errors);
        if errors.is_empty() { Ok(scenario) } else { Err(errors) }
    }

    /// The scenario as the text of a file.
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// What can be told without a problem: names of tables and policies, and the size of a growth.
    fn check(&self, errors: &mut Vec<Diagnostic>) {
        let named = self.remove.iter().enumerate().map(|(ix, row)| (format!("remove[{ix}].from"), &row.from));
        let named =
            named.chain(self.change.iter().enumerate().map(|(ix, row)| (format!("change[{ix}].in"), &row.table)));
        let named = named.chain(self.add.iter().enumerate().map(|(ix, row)| (format!("add[{ix}].to"), &row.to)));
        for (place, table) in named.filter(|(_, table)| !TABLES.contains(&table.as_str())) {
            errors.push(fault("E102", place, table, vec![TABLES.join(", ")]));
        }
        if let Some(name) = self.policy.as_ref().and_then(|policy| policy.name.as_ref())
            && !shipped_names().contains(&name.as_str())
        {
            errors.push(fault("E102", "policy.name".into(), name, vec![shipped_names().join(", ")]));
        }
        for (ix, row) in self.students.iter().enumerate() {
            let place = format!("students[{ix}]");
            match (row.percent, row.count) {
                (Some(percent), None) if !(-100..=1_000).contains(&percent) => {
                    let facts = vec!["-100".into(), "1000".into()];
                    errors.push(fault("E103", format!("{place}.percent"), percent.to_string(), facts));
                }
                (None, Some(count)) if !(-100_000..=100_000).contains(&count) => {
                    let facts = vec!["-100000".into(), "100000".into()];
                    errors.push(fault("E103", format!("{place}.count"), count.to_string(), facts));
                }
                (Some(_), None) | (None, Some(_)) => {}
                _ => errors.push(fault("E100", place, "", vec!["one of `percent` and `count` is wanted".into()])),
            }
        }
    }
}

fn one<T: DeserializeOwned>(table: &toml::Table, key: &str, errors: &mut Vec<Diagnostic>) -> Option<T> {
    read(key.to_string(), table.get(key)?.clone(), errors)
}

fn rows<T: DeserializeOwned>(table: &toml::Table, key: &str, errors: &mut Vec<Diagnostic>) -> Vec<T> {
    match table.get(key) {
        None => Vec::new(),
        Some(toml::Value::Array(rows)) => {
            let rows = rows.iter().enumerate();
            rows.filter_map(|(ix, row)| read(format!("{key}[{ix}]"), row.clone(), errors)).collect()
        }
        Some(_) => {
            errors.push(fault("E100", key.to_string(), "", vec![format!("a list is wanted: [[{key}]]")]));
            Vec::new()
        }
    }
}

fn read<T: DeserializeOwned>(place: String, value: toml::Value, errors: &mut Vec<Diagnostic>) -> Option<T> {
    match value.try_into() {
        Ok(read) => Some(read),
        Err(error) => {
            errors.push(fault("E100", place, "", vec![error.message().to_string()]));
            None
        }
    }
}

/// Building scenarios in code.
impl Scenario {
    /// One changed row.
    pub(crate) fn change(table: &str, id: impl Into<Value>, part: &str, fields: Value) -> Self {
        let fields = fields.as_object().cloned().unwrap_or_default();
        let mut change = Change { table: table.to_string(), id: id.into(), ..Change::default() };
        match part {
            "set" => change.set = fields,
            "plus" => change.plus = fields,
            "minus" => change.minus = fields,
            _ => change.more = fields,
        }
        Self { change: vec![change], ..Self::default() }
    }

    /// One row out.
    pub(crate) fn without(table: &str, id: impl Into<Value>) -> Self {
        Self { remove: vec![Remove { from: table.to_string(), id: id.into() }], ..Self::default() }
    }

    /// One row in.
    pub(crate) fn with(table: &str, like: Option<&str>, row: Value) -> Self {
        let row = row.as_object().cloned().unwrap_or_default();
        let add = Add { to: table.to_string(), like: like.map(Value::from), row };
        Self { add: vec![add], ..Self::default() }
    }

    /// Fields of the policy.
    pub(crate) fn policy(fields: Value) -> Self {
        let set = fields.as_object().cloned().unwrap_or_default();
        Self { policy: Some(PolicyChange { set, ..PolicyChange::default() }), ..Self::default() }
    }

    /// Several at once: the parts of each in turn; of two values for one field the later.
    pub fn all<'s>(scenarios: impl Iterator<Item = &'s Self>) -> Self {
        let mut whole = Self::default();
        for part in scenarios {
            if !part.name.is_empty() {
                let plus = if whole.name.is_empty() { "" } else { " + " };
                whole.name = format!("{}{plus}{}", whole.name, part.name);
            }
            if let Some(policy) = &part.policy {
                let own = whole.policy.get_or_insert_default();
                own.name = policy.name.clone().or(own.name.take());
                own.set.extend(policy.set.clone());
                own.weights.extend(policy.weights.clone());
            }
            whole.remove.extend(part.remove.iter().cloned());
            whole.change.extend(part.change.iter().cloned());
            whole.add.extend(part.add.iter().cloned());
            whole.students.extend(part.students.iter().cloned());
        }
        whole
    }
}
