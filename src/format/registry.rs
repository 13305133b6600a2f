//! The shape of the registry: what the school has on file about resources, fees and itself. Optional in a problem.
//!
//! It decides nothing in the score: `cleared` of teachers and rooms does. `lint` and the compliance report read it, and
//! say where it contradicts `cleared`. Dates are `YYYY-MM-DD`; a paper without a date is in force without end.

use super::read::absent_is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is on file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RegistryFile {
    /// The school itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<SchoolRow>,
    /// Organisations, people, venues, courses, the platform, and children's documents.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceRow>,
    /// Fees that children do not pay in full.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub reductions: Vec<ReductionRow>,
    /// Rules that a person has looked into.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub ticks: Vec<TickRow>,
}

/// Facts about the school that rules ask for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SchoolRow {
    /// The district, as the policy names districts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// When work usually ends there, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_ends: Option<String>,
    /// Platform staff at the school on a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onsite: Option<u64>,
    /// What the school's plan for the programme deals with.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<String>,
    /// What families have been told.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub disclosed: Vec<String>,
    /// When the plan was filed with the bureau.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<String>,
    /// Average minutes of written homework a day, by grade.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub homework: BTreeMap<String, u64>,
    /// Surveys the school has made.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub surveys: Vec<SurveyRow>,
}

/// A resource that the programme draws on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ResourceRow {
    /// Unique among resources.
    pub id: String,
    /// `organisation`, `person`, `venue`, `course`, `platform` or `student`.
    pub kind: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The teacher, room, course or student of the problem that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The organisation among the resources that provides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Its standing, in time.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<StateRow>,
    /// The agreement with the school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementRow>,
    /// Papers, certificates and checks.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperRow>,
    /// Yearly inspections or reports.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<YearRow>,
    /// Satisfaction surveys.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub surveys: Vec<SurveyRow>,
    /// A person's date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// A person's whole years of work in the subject when the term starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experience: Option<u64>,
    /// A venue's area, square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<u64>,
    /// A venue that has just opened and has no yearly inspections yet.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_false")]
    pub new: bool,
    /// A venue for high-risk sport, such as swimming.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_false")]
    pub high_risk: bool,
    /// A venue's comfort for the midday rest, 1 the best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
    /// A course that teaches what lessons have not yet taught.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_false")]
    pub new_teaching: bool,
    /// What a course's plan deals with.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<String>,
    /// What the course costs outside the school, fen a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub market: Option<u64>,
    /// An organisation whose courses come all together or not at all.
    #[serde(default, deserialize_with = "absent_is_default", skip_serializing_if = "is_false")]
    pub package: bool,
}

/// A state that a resource entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StateRow {
    /// The day it did.
    pub on: String,
    /// `candidate`, `reviewed`, `announced`, `whitelisted`, `filed`, `exited` or `blacklisted`.
    pub state: String,
}

/// An agreement.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AgreementRow {
    /// When it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// When it was filed with the bureau.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<String>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperRow {
    /// Its word, such as `teacher_certificate`, `entry_check`, `fire`.
    pub paper: String,
    /// The category of courses it is about; none: whatever its holder teaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A year's inspection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct YearRow {
    /// The year.
    pub year: u64,
    /// Whether it was passed.
    pub passed: bool,
}

/// A survey.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SurveyRow {
    /// The day it closed.
    pub on: String,
    /// Of the school: `demand`, `quality` or `parents`. Of a resource: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Satisfied, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u64>,
}

/// A child's reduction of fees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReductionRow {
    /// The student.
    pub student: String,
    /// Percent of every fee that the family does not pay.
    pub percent: u64,
}

/// A rule that a person has looked into.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TickRow {
    /// Id of the rule.
    pub rule: String,
    /// Who.
    pub by: String,
    /// When.
    pub on: String,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}
