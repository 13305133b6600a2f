//! The policies: every rule of a regulation as data, with value, unit, scope, class, clause and quote.
//!
//! A policy file is TOML: `name`, `title`, `document` and one `[[rule]]` a rule. A rule whose `key` names a field of
//! [`PolicyFile`] (`special_cap`, `special_share.junior`, `weights.load`, …) reaches the problem; the others are read by
//! `lint` and by the compliance report, or ticked off by a person. Five files are shipped, one per document. A layer (a
//! district's or a school's file) `extends` one and overrides it rule by rule, each with a reason.

mod catalogue;
mod features;
mod lay;
mod read;
mod schema;
mod shipped;
mod values;

pub use catalogue::{KEPT, ROWS, Row};
pub use features::{FEATURES, Feature};
pub use schema::policy_file_schema;
pub use shipped::{shipped, shipped_names};
pub use values::{MinutesRule, Policy};

use crate::diagnostic::Diagnostic;
use crate::format::PolicyFile;
use serde::Serialize;

/// How far a rule binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

impl Class {
    const WORDS: [(&'static str, Self); 6] = [
        ("H", Self::Hard),
        ("H°", Self::HardInPrinciple),
        ("E", Self::Eligibility),
        ("S", Self::Aim),
        ("D", Self::Completeness),
        ("R", Self::Report),
    ];

    /// Its sign in files.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, class)| *class == self).map_or("", |(word, _)| word)
    }

    fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, class)| *class)
    }
}

/// When a rule is in force. Dates are `YYYY-MM-DD`, both inclusive; an open end is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Validity {
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What the document says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One rule of a policy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PolicyRule {
    /// The row of the catalogue ([`ROWS`]), or an id that begins with `X` for a rule of the policy's own.
    pub id: String,
    /// What it is called, in Chinese.
    pub title: String,
    /// The field of the problem's policy that the rule fills; none for a rule no plan decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The number, text, list or table the rule sets.
    pub value: toml::Value,
    /// What `value` counts.
    pub unit: String,
    /// What one keeping or breaking of the rule is about: `school-day`, `student-week`, `section`, …
    pub scope: String,
    /// How far it binds.
    pub class: Class,
    /// Whether the document says 「原则上」.
    pub principle: bool,
    /// The document's own clause number.
    pub clause: String,
    /// Words of the clause, verbatim.
    pub quote: String,
    /// The reading chosen where the clause is ambiguous, in our words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What a person confirms where no program can decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// When it is in force; the document's own where it says nothing.
    pub valid: Validity,
    /// Whether it applies to the school: a layer may say that it does not.
    pub applies: bool,
    /// The layers that changed it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

/// A layer's word on a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Override {
    /// `district` or `school`.
    pub layer: String,
    /// The layer's title.
    pub title: String,
    /// The value below the layer.
    pub was: toml::Value,
    /// Whether the rule still applies.
    pub applies: bool,
    /// Why.
    pub reason: String,
}

/// A document with its rules, and the layers laid over it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regulation {
    /// Its label, in Latin letters.
    pub name: String,
    /// The document's title.
    pub title: String,
    /// Who issued it, and its number.
    pub document: String,
    /// When it is in force.
    pub valid: Validity,
    /// Titles of the layers, the lowest first.
    pub layers: Vec<String>,
    /// Its rules, in the order of the file.
    pub rules: Vec<PolicyRule>,
}

impl Regulation {
    /// Reads a policy file. `base` gives the policy that a layer extends, by the name or path it wrote.
    ///
    /// # Errors
    /// Every fault, with line and column as its place.
    pub fn parse(text: &str, base: &dyn Fn(&str) -> Option<Self>) -> Result<Self, Vec<Diagnostic>> {
        let sheet = read::read(text)?;
        let mut errors = Vec::new();
        let below = sheet.extends.as_ref().and_then(|(name, at)| {
            let below = base(name);
            if below.is_none() {
                errors.push(fault("E208", at, name, &[]));
            }
            below
        });
        let mut regulation = match below {
            Some(below) => Self {
                name: sheet.name.clone(),
                layers: below.layers.iter().cloned().chain([sheet.title.clone()]).collect(),
                ..below
            },
            None => Self {
                name: sheet.name.clone(),
                title: sheet.title.clone(),
                document: sheet.document.clone(),
                valid: sheet.valid.clone(),
                layers: Vec::new(),
                rules: Vec::new(),
            },
        };
        for (rule, at) in &sheet.rules {
            match regulation.rules.iter().any(|other| other.id == rule.id) {
                true => errors.push(fault("E209", at, &rule.id, &[])),
                false => regulation.rules.push(rule.clone()),
            }
        }
        if errors.is_empty() {
            let below = sheet.extends.as_ref().map_or("", |(name, _)| name);
            let layer = (sheet.layer.as_deref().unwrap_or("school"), sheet.title.as_str(), below);
            sheet.overrides.iter().for_each(|row| regulation.override_rule(row, layer, &mut errors));
        }
        let laid = lay::problem_policy(&regulation);
        if errors.is_empty()
            && let Err((rule, cause)) = laid
        {
            let at = sheet.rules.iter().find(|(other, _)| other.id == rule).map(|(_, at)| at.clone());
            let over = sheet.overrides.iter().find(|row| row.id == rule).map(|row| row.place.clone());
            errors.push(fault("E204", &over.or(at).unwrap_or_default(), &rule, &[&cause]));
        }
        if errors.is_empty() { Ok(regulation) } else { Err(errors) }
    }

    fn override_rule(
        &mut self,
        row: &read::OverrideRow,
        (layer, title, below): (&str, &str, &str),
        errors: &mut Vec<Diagnostic>,
    ) {
        let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == row.id) else {
            errors.push(fault("E210", &row.place, &row.id, &[below]));
            return;
        };
        if let Some((unit, at)) = &row.unit
            && *unit != rule.unit
        {
            errors.push(fault("E207", at, unit, &[&rule.unit]));
        }
        if let (Some(value), Some(located)) = (&row.value, &row.spanned)
            && let Some((shape, _)) = catalogue::shape_of(&rule.id, rule.key.as_deref())
        {
            read::check(shape, value, located, errors);
        }
        rule.overrides.push(Override {
            layer: layer.to_string(),
            title: title.to_string(),
            was: rule.value.clone(),
            applies: row.applies,
            reason: row.reason.clone(),
        });
        rule.applies = row.applies;
        if let Some(value) = &row.value {
            rule.value = value.clone();
        }
    }

    /// The policy a problem carries: every field and every weight is present (`special_cap` only where there is one).
    pub fn problem_policy(&self) -> PolicyFile {
        lay::problem_policy(self).unwrap_or_else(|_| lay::defaults(&self.name))
    }

    /// The rule of that id, if it applies.
    pub fn rule(&self, id: &str) -> Option<&PolicyRule> {
        self.rules.iter().find(|rule| rule.id == id && rule.applies)
    }

    /// 《title》 and the number of the rule's clause.
    pub fn clause(&self, rule: &PolicyRule) -> String {
        format!("《{}》{}", self.title, rule.clause)
    }
}

/// Two policies compared: rules only one of them has, and rules that differ, by id in the order of the first.
pub fn diff<'r>(one: &'r Regulation, other: &'r Regulation) -> Vec<(Option<&'r PolicyRule>, Option<&'r PolicyRule>)> {
    let find = |regulation: &'r Regulation, id: &str| regulation.rules.iter().find(|rule| rule.id == id);
    let bare = |rule: &PolicyRule| {
        (rule.value.clone(), rule.unit.clone(), rule.class, rule.principle, rule.applies, rule.key.clone())
    };
    let mut pairs = Vec::new();
    for rule in &one.rules {
        let there = find(other, &rule.id);
        if there.is_none_or(|there| bare(there) != bare(rule)) {
            pairs.push((Some(rule), there));
        }
    }
    pairs.extend(other.rules.iter().filter(|rule| find(one, &rule.id).is_none()).map(|rule| (None, Some(rule))));
    pairs
}

impl PolicyRule {
    /// The value as a whole number.
    pub fn whole(&self) -> Option<i64> {
        self.value.as_integer()
    }

    /// A whole number of the value's table.
    pub fn field(&self, name: &str) -> Option<i64> {
        self.value.get(name)?.as_integer()
    }

    /// The value, or a field of its table, as minutes of the day.
    pub fn clock(&self, name: &str) -> Option<i64> {
        minutes(if name.is_empty() { self.value.as_str()? } else { self.value.get(name)?.as_str()? })
    }

    /// Words of the value (`""`), or of a field of its table.
    pub fn words(&self, name: &str) -> Vec<&str> {
        let list = if name.is_empty() { Some(&self.value) } else { self.value.get(name) };
        list.and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str).collect()
    }

    /// The value as falling percents.
    pub fn bands(&self) -> Vec<i64> {
        self.value.as_array().into_iter().flatten().filter_map(toml::Value::as_integer).collect()
    }
}

/// Minutes of the day of a clock time `HH:MM`.
pub(crate) fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str, below: i64| {
        let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i64>().ok().filter(|&n| digits && n < below)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

fn fault(code: &'static str, place: &str, value: &str, facts: &[&str]) -> Diagnostic {
    let facts = facts.iter().map(|fact| (*fact).to_string()).collect();
    Diagnostic { code, place: place.to_string(), value: value.to_string(), facts }
}
