//! The sheet 规则 → the policy of the problem.

use super::cells;
use super::faults;
use super::findings::{Findings, Spot};
use super::headers::Sheet;
use super::known::Known;
use super::rule_items::{OWN_POLICY, RULE_ITEMS};
use super::tables::{Kind, table_word, word_of};
use super::vocabulary::{STAGES, WEIGHTS};
use crate::words::policy_name;
use paipian::format::PolicyFile;
use paipian::policy::{shipped, shipped_names};
use serde_json::{Map, Value, json};

/// Policies that the row 政策 may name.
pub struct Policies<'a> {
    /// Name and what the dropdown shows; either may be written.
    pub names: Vec<(String, String)>,
    /// The policy of a name.
    pub get: &'a dyn Fn(&str) -> Option<PolicyFile>,
}

impl Policies<'static> {
    /// The shipped policies.
    pub fn shipped() -> Self {
        let names = shipped_names().iter().map(|name| ((*name).to_string(), policy_name(name).to_string())).collect();
        Self { names, get: &|name| shipped(name).map(|policy| policy.problem_policy()) }
    }
}

impl Policies<'_> {
    /// The policy that a cell names.
    pub fn find(&self, written: &str) -> Option<PolicyFile> {
        let key = super::normal::fold(written).to_lowercase();
        let (name, _) = self.names.iter().find(|(name, shown)| *name == key || *shown == key)?;
        (self.get)(name)
    }

    /// What the dropdown shows.
    pub fn shown(&self) -> Vec<String> {
        self.names.iter().map(|(_, shown)| shown.clone()).collect()
    }
}

impl std::fmt::Debug for Policies<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Policies").field("names", &self.names).finish_non_exhaustive()
    }
}

/// Reads the sheet: the policy that is named, with the items that are written laid over it.
pub(super) fn read(sheet: &Sheet, policies: &Policies, known: &Known, findings: &mut Findings) -> PolicyFile {
    let mut base = PolicyFile::default();
    let mut items = Map::new();
    let mut minutes = Vec::new();
    let mut shares = Map::new();
    let mut weights = Map::new();
    for row in sheet.rows() {
        let spot = |field: &str| Spot::new(sheet, row, sheet.column(field));
        let item = match word(sheet, row, "item", known) {
            Ok(Some(item)) => item,
            Ok(None) => {
                findings.fault(&spot("item"), faults::blank(table_word(sheet.table, "item")));
                continue;
            }
            Err(wrong) => {
                wrong.into_iter().for_each(|fault| findings.fault(&spot("item"), fault));
                continue;
            }
        };
        let Some(column) = RULE_ITEMS.iter().find(|column| column.field == item) else { continue };
        let cell = sheet.cell(row, "value");
        if cell.is_blank() {
            findings.fault(&spot("value"), faults::blank(table_word(sheet.table, "value")));
            continue;
        }
        let value = match cells::value(column, cell, known) {
            Ok(value) => value.unwrap_or(json!([])),
            Err(wrong) => {
                wrong.into_iter().for_each(|fault| findings.fault(&spot("value"), fault));
                continue;
            }
        };
        let stage = match word(sheet, row, "stage", known) {
            Ok(stage) => stage,
            Err(wrong) => {
                wrong.into_iter().for_each(|fault| findings.fault(&spot("stage"), fault));
                continue;
            }
        };
        let subject = super::normal::fold(&sheet.cell(row, "subject").shown());
        match item.as_str() {
            "@policy" => {
                let name = value.as_str().unwrap_or("").to_string();
                if name != OWN_POLICY {
                    match policies.find(&name) {
                        Some(policy) => base = policy,
                        None => findings.fault(&spot("value"), faults::no_policy(&policies.shown())),
                    }
                }
                findings.place("policy".to_string(), spot("value"));
            }
            "special_share" => match stage {
                Some(stage) => {
                    findings.place(format!("policy.special_share.{stage}"), spot("value"));
                    shares.insert(stage, value);
                }
                None => findings.fault(&spot("stage"), faults::blank(table_word(sheet.table, "stage"))),
            },
            "minutes" | "weights" if subject.is_empty() => {
                findings.fault(&spot("subject"), faults::blank(table_word(sheet.table, "subject")));
            }
            "weights" => match word_of(&WEIGHTS, &subject) {
                Some(rule) => {
                    findings.place(format!("policy.weights.{rule}"), spot("value"));
                    weights.insert(rule.to_string(), value);
                }
                None => findings.fault(&spot("subject"), faults::not_word(&WEIGHTS)),
            },
            "minutes" => {
                let path = format!("policy.minutes[{}]", minutes.len());
                findings.place(path, spot("value"));
                let need = sheet.cell(row, "need");
                let need = (!need.is_blank()).then(|| super::normal::fold(&need.shown()));
                minutes.push(json!({"category": subject, "stage": stage, "need": need, "min": value}));
            }
            field => {
                findings.place(format!("policy.{field}"), spot("value"));
                items.insert(field.to_string(), value);
            }
        }
    }
    over(base, items, shares, weights, minutes)
}

fn word(sheet: &Sheet, row: usize, field: &str, known: &Known) -> Result<Option<String>, Vec<faults::Fault>> {
    let cell = sheet.cell(row, field);
    let Some(column) = sheet.table.column(field).filter(|_| !cell.is_blank()) else { return Ok(None) };
    if let (Kind::Word(_), "item") = (column.kind, field) {
        let shown = super::normal::fold(&cell.shown());
        if let Some(item) = RULE_ITEMS.iter().find(|item| item.is_called(&shown)) {
            return Ok(Some(item.field.to_string()));
        }
    }
    Ok(cells::value(column, cell, known)?.and_then(|word| word.as_str().map(str::to_string)))
}

fn over(
    base: PolicyFile,
    items: Map<String, Value>,
    shares: Map<String, Value>,
    weights: Map<String, Value>,
    minutes: Vec<Value>,
) -> PolicyFile {
    let mut policy = base;
    let number = |map: &Map<String, Value>| -> Vec<(String, u64)> {
        map.iter().filter_map(|(key, value)| Some((key.clone(), value.as_u64()?))).collect()
    };
    policy.special_share.extend(number(&shares));
    policy.weights.extend(number(&weights));
    if !minutes.is_empty() {
        policy.minutes = serde_json::from_value(Value::Array(minutes)).unwrap_or_default();
    }
    let Ok(Value::Object(mut fields)) = serde_json::to_value(&policy) else { return policy };
    fields.extend(items);
    serde_json::from_value(Value::Object(fields)).unwrap_or(policy)
}

/// The Chinese word for a stage of the contract.
pub(super) fn stage_shown(stage: &str) -> String {
    super::tables::shown_of(STAGES, stage)
}
