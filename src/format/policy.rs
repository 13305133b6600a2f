//! The shape of the policy inside a problem file: complete in itself, what is missing takes the contract's default.

use super::read::absent_is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The numbers and weights of the rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
pub struct PolicyFile {
    /// A label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Clubs a child wants when the child's row says nothing; default 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub want: Option<u64>,
    /// Value of each rank of a wish; default 100 80 65 50 40 30 20 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish_values: Option<Vec<u64>>,
    /// Most seats of a special section; default none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special_cap: Option<u64>,
    /// Percent of attended minutes that must be special, by stage; default 0.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub special_share: BTreeMap<String, u64>,
    /// Kinds of period the share counts; default `after_school`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_kinds: Option<Vec<String>>,
    /// Students who attend fewer such minutes owe no share; default 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_from: Option<u64>,
    /// Minutes of a category that some students must get.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub minutes: Vec<MinutesRow>,
    /// Whether a section led from outside needs an assistant; default false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_needs_assistant: Option<bool>,
    /// Shortest stay at an offsite venue; default 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_block: Option<u64>,
    /// Longest break that does not interrupt; default 15.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_break: Option<u64>,
    /// Minutes from one wave to the next; default 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wave_minutes: Option<u64>,
    /// Waves that are not late; default 6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_waves: Option<u64>,
    /// Weight of each cost rule; what is missing takes the rule's default.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, u64>,
}

/// Students of `stage` (absent: all) with `need` (absent: all) get `min` minutes of `category`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MinutesRow {
    /// The category.
    pub category: String,
    /// `primary_lower`, `primary_upper` or `junior`.
    #[serde(default)]
    pub stage: Option<String>,
    /// A name from `needs`.
    #[serde(default)]
    pub need: Option<String>,
    /// Minutes in a cycle.
    pub min: u64,
}
