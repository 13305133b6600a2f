//! The shape of a plan file.

use super::read::absent_is_default;
use schemars::JsonSchema;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A plan: the sections that open, who sits where, and when each group leaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanFile {
    /// Always `"paipian/1"`.
    pub format: String,
    /// What is open.
    pub sections: Vec<SectionRow>,
    /// Student → sections.
    pub seats: Seats,
    /// One for each (section, period) with leavers.
    pub waves: Vec<WaveRow>,
    /// Score, bound, seed, seconds, version, digest of the problem; free.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub meta: serde_json::Value,
}

/// A section (开班): one course in one pattern, one room, with its staff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SectionRow {
    /// Unique among sections.
    pub id: String,
    /// Its course.
    pub course: String,
    /// The periods it meets in: one of the course's patterns, in any order.
    pub pattern: Vec<String>,
    /// Its room; absent for a post that needs none.
    #[serde(default)]
    pub room: Option<String>,
    /// Its lead (主讲).
    #[serde(default)]
    pub lead: Option<String>,
    /// Its assistants (助教).
    #[serde(default, deserialize_with = "absent_is_default")]
    pub assistants: Vec<String>,
}

/// The departure of the leavers of one (section, period).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WaveRow {
    /// The section.
    pub section: String,
    /// The period after which they leave.
    pub period: String,
    /// The gate; null where the school has none.
    #[serde(default)]
    pub gate: Option<String>,
    /// They leave `wave` × `wave_minutes` after the period's end.
    pub wave: u64,
}

/// Student id → ids of the sections the student sits in, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seats(pub Vec<(String, Vec<String>)>);

impl Serialize for Seats {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (student, sections) in &self.0 {
            map.serialize_entry(student, sections)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Seats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Seats;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("an object from student id to a list of section ids")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seats, A::Error> {
                let mut seats = Seats::default();
                let mut seen = std::collections::BTreeSet::new();
                while let Some((student, sections)) = map.next_entry::<String, Vec<String>>()? {
                    if !seen.insert(student.clone()) {
                        return Err(A::Error::custom(format!("student `{student}` is listed twice")));
                    }
                    seats.0.push((student, sections));
                }
                Ok(seats)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl JsonSchema for Seats {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Seats".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<String, Vec<String>>::json_schema(generator)
    }
}
