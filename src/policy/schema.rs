//! The JSON Schema of a policy file, made from the catalogue.

use super::catalogue::{KEYS, ROWS, Shape};
use crate::format::words::STAGES;
use serde_json::{Value, json};

fn shape(shape: Shape) -> Value {
    let words = json!({ "type": "array", "items": { "type": "string" } });
    match shape {
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Clock => json!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$" }),
        Shape::MonthDay => json!({ "type": "string", "pattern": "^[01][0-9]-[0-3][0-9]$" }),
        Shape::Bands => json!({ "type": "array", "items": { "type": "integer" }, "minItems": 3, "maxItems": 3 }),
        Shape::Wholes => json!({ "type": "array", "items": { "type": "integer", "minimum": 0 } }),
        Shape::Words => json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 }),
        Shape::OneOf(these) => json!({ "type": "array", "items": { "enum": these }, "minItems": 1 }),
        Shape::AnyWords => words,
        Shape::Alternatives => json!({ "type": "array", "items": words }),
        Shape::Minutes => json!({ "type": "array", "items": {
            "type": "object", "required": ["category", "min"], "additionalProperties": false,
            "properties": { "category": { "type": "string" }, "stage": { "enum": STAGES }, "need": { "type": "string" },
                            "min": { "type": "integer", "minimum": 0 } } } }),
        Shape::Table(fields) => {
            let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
            let properties: serde_json::Map<String, Value> =
                fields.iter().map(|(name, of)| ((*name).to_string(), self::shape(*of))).collect();
            json!({ "type": "object", "required": names, "additionalProperties": false, "properties": properties })
        }
    }
}

/// Value and unit of a rule that goes by its row, or by its key.
fn values() -> Vec<Value> {
    let by_row = ROWS.iter().map(|row| {
        json!({ "if": { "properties": { "id": { "const": row.id } }, "not": { "required": ["key"] } },
                "then": { "properties": { "value": shape(row.shape), "unit": { "const": row.unit } } } })
    });
    let by_key = KEYS.iter().map(|(key, of, unit)| {
        let pattern = if key.ends_with('.') { format!("^{}", key.replace('.', "\\.")) } else { format!("^{key}$") };
        json!({ "if": { "required": ["key"], "properties": { "key": { "pattern": pattern } } },
                "then": { "properties": { "value": shape(*of), "unit": { "const": unit } } } })
    });
    by_row.chain(by_key).collect()
}

/// The JSON Schema of a policy file (TOML, as the tables it stands for).
pub fn policy_file_schema() -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let ids: Vec<&str> = ROWS.iter().map(|row| row.id).collect();
    let id = json!({ "description": "a row of the catalogue, or an id of the policy's own",
                     "anyOf": [{ "enum": ids }, { "pattern": "^X" }] });
    let valid = json!({ "type": "object", "additionalProperties": false, "properties": {
        "from": text("first day, YYYY-MM-DD"), "until": text("last day, YYYY-MM-DD"),
        "note": text("what the document says about it") } });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "PolicyFile",
        "description": "A regulation with its rules, or a layer that overrides one rule by rule.",
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "title"],
        "properties": {
            "name": text("its label, in Latin letters"),
            "title": text("the document's title"),
            "document": text("who issued it, and its number"),
            "valid": valid,
            "layer": { "enum": ["district", "school"] },
            "extends": text("the policy below: a shipped name, or a path relative to this file"),
            "rule": { "type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "title", "value", "unit", "scope", "class", "clause", "quote"],
                "properties": {
                    "id": id,
                    "title": text("what it is called"),
                    "key": text("the field of the problem's policy that it fills"),
                    "value": { "description": "the number, text, list or table it sets" },
                    "unit": text("what the value counts"),
                    "scope": text("what one keeping or breaking of it is about"),
                    "class": { "enum": ["H", "H°", "E", "S", "D", "R"] },
                    "principle": { "type": "boolean", "default": false, "description": "whether the document says 原则上" },
                    "clause": text("the document's own clause number"),
                    "quote": text("words of the clause, verbatim"),
                    "reading": text("the reading chosen where the clause is ambiguous"),
                    "ask": text("what a person confirms where no program can decide"),
                    "valid": valid,
                },
                "allOf": values(),
            } },
            "override": { "type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "reason"],
                "properties": {
                    "id": id,
                    "value": { "description": "the value from here on" },
                    "unit": text("the rule's unit, if said again"),
                    "applies": { "type": "boolean", "default": true },
                    "reason": text("why; the compliance report prints it"),
                },
            } },
        },
    })
}
