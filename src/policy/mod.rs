//! The policies: every rule of a regulation as data, with value, unit, class, clause and quote.
//!
//! A policy file is TOML: `name`, `title`, `document` and one `[[rule]]` a rule. A rule whose `key` names a field of
//! [`PolicyFile`] (`special_cap`, `special_share.junior`, `weights.load`, …) reaches the problem; the others are what
//! no plan decides but its reader must be told (end times, fee caps, satisfaction thresholds, papers). Five files are
//! shipped, one per document; a school's own file has the same shape.

mod shipped;
mod values;

pub use shipped::{shipped, shipped_names};
pub use values::{MinutesRule, Policy};

use crate::format::{MinutesRow, PolicyFile};
use crate::rules::RULES;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How far a rule binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// Binds every plan.
    #[serde(rename = "H")]
    Hard,
    /// Binds, but a school may depart from it with a recorded reason (原则上).
    #[serde(rename = "H°")]
    HardInPrinciple,
    /// Decides, by date, who and what may serve at all.
    #[serde(rename = "E")]
    Eligibility,
    /// An aim that good plans come closer to.
    #[serde(rename = "S")]
    Aim,
    /// Must be complete before a plan is published.
    #[serde(rename = "D")]
    Completeness,
    /// Only reported.
    #[serde(rename = "R")]
    Report,
}

/// One rule of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRule {
    /// Unique in its policy.
    pub id: String,
    /// The field of the problem's policy that the rule fills; none for a rule no plan decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The number, text, list or table the rule sets.
    pub value: toml::Value,
    /// What `value` counts.
    pub unit: String,
    /// How far it binds.
    pub class: Class,
    /// Whether the document says 「原则上」.
    #[serde(default)]
    pub principle: bool,
    /// The document's own clause number.
    pub clause: String,
    /// Words of the clause, verbatim.
    pub quote: String,
    /// The reading chosen where the clause is ambiguous, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
}

/// A policy: a document and its rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ShippedPolicy {
    /// Its label, in Latin letters.
    pub name: String,
    /// The document's title.
    pub title: String,
    /// Who issued it, and its number.
    pub document: String,
    /// Its rules, in the order of the file.
    pub rules: Vec<PolicyRule>,
    problem: PolicyFile,
}

/// What is wrong with a policy file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// No TOML, or a field of the head is missing.
    #[error("the policy file cannot be read: {cause}")]
    Syntax {
        /// The parser's words.
        cause: String,
    },
    /// A rule is not of the shape of [`PolicyRule`], or its value does not fit its key.
    #[error("rule `{rule}`: {cause}")]
    Rule {
        /// The rule's id, or `#n` (from 1) where it has none.
        rule: String,
        /// What is wrong.
        cause: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    title: String,
    document: String,
    #[serde(default)]
    rule: Vec<toml::Value>,
}

impl ShippedPolicy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// Every rule that is malformed, at once.
    pub fn parse(text: &str) -> Result<Self, Vec<PolicyError>> {
        let head: Head = toml::from_str(text)
            .map_err(|error| vec![PolicyError::Syntax { cause: error.to_string().trim_end().to_string() }])?;
        let mut problem = defaults(&head.name);
        let mut rules: Vec<PolicyRule> = Vec::new();
        let mut errors = Vec::new();
        for (index, row) in head.rule.into_iter().enumerate() {
            let id =
                row.get("id").and_then(toml::Value::as_str).map_or_else(|| format!("#{}", index + 1), str::to_string);
            let fault = |cause: String| PolicyError::Rule { rule: id.clone(), cause: cause.trim_end().to_string() };
            match row.try_into::<PolicyRule>() {
                Err(error) => errors.push(fault(error.to_string())),
                Ok(rule) => {
                    if rules.iter().any(|other| other.id == rule.id) {
                        errors.push(fault("the id is used twice".to_string()));
                    }
                    if let Some(key) = &rule.key
                        && let Err(cause) = lay_in(&mut problem, key, &rule.value)
                    {
                        errors.push(fault(cause));
                    }
                    rules.push(rule);
                }
            }
        }
        if errors.is_empty() {
            Ok(Self { name: head.name, title: head.title, document: head.document, rules, problem })
        } else {
            Err(errors)
        }
    }

    /// The policy a problem carries: every field and every weight is present (`special_cap` only where there is one).
    pub fn problem_policy(&self) -> PolicyFile {
        self.problem.clone()
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&PolicyRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// The contract's defaults, each written out.
fn defaults(name: &str) -> PolicyFile {
    PolicyFile {
        name: Some(name.to_string()),
        want: Some(2),
        wish_values: Some(vec![100, 80, 65, 50, 40, 30, 20, 10]),
        special_cap: None,
        special_share: ["primary_lower", "primary_upper", "junior"].map(|stage| (stage.to_string(), 0)).into(),
        share_kinds: Some(vec!["after_school".to_string()]),
        share_from: Some(0),
        minutes: Vec::new(),
        external_needs_assistant: Some(false),
        min_block: Some(0),
        max_break: Some(15),
        wave_minutes: Some(5),
        max_waves: Some(6),
        weights: RULES.iter().filter_map(|rule| Some((rule.name.to_string(), rule.weight?.unsigned_abs()))).collect(),
    }
}

/// Puts `value` into the field that `key` names.
fn lay_in(policy: &mut PolicyFile, key: &str, value: &toml::Value) -> Result<(), String> {
    match key.split_once('.') {
        Some(("special_share", stage)) => {
            let share = policy.special_share.get_mut(stage).ok_or_else(|| format!("`{stage}` is not a stage"))?;
            *share = whole(value)?;
            if *share > 100 {
                return Err(format!("{share} percent is more than the whole"));
            }
        }
        Some(("weights", rule)) => {
            *policy.weights.get_mut(rule).ok_or_else(|| format!("`{rule}` is not a rule with a weight"))? =
                whole(value)?;
        }
        Some(_) => return Err(format!("`{key}` is not a field of a problem's policy")),
        None => match key {
            "want" => policy.want = Some(whole(value)?),
            "wish_values" => policy.wish_values = Some(typed(value)?),
            "special_cap" => policy.special_cap = Some(whole(value)?),
            "share_kinds" => policy.share_kinds = Some(typed(value)?),
            "share_from" => policy.share_from = Some(whole(value)?),
            "minutes" => policy.minutes = typed::<Vec<MinutesRow>>(value)?,
            "external_needs_assistant" => policy.external_needs_assistant = Some(typed(value)?),
            "min_block" => policy.min_block = Some(whole(value)?),
            "max_break" => policy.max_break = Some(whole(value)?),
            "wave_minutes" => policy.wave_minutes = Some(whole(value)?),
            "max_waves" => policy.max_waves = Some(whole(value)?),
            _ => return Err(format!("`{key}` is not a field of a problem's policy")),
        },
    }
    Ok(())
}

fn whole(value: &toml::Value) -> Result<u64, String> {
    let number = value.as_integer().ok_or_else(|| format!("{value} is not a whole number"))?;
    u64::try_from(number).map_err(|_| format!("{number} is negative"))
}

fn typed<'de, T: Deserialize<'de>>(value: &toml::Value) -> Result<T, String> {
    value.clone().try_into().map_err(|error: toml::de::Error| error.to_string())
}
