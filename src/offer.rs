//! The offer as a regulation looks at it: days of service, ends by season and district, what a course's record tells.

use crate::format::{CourseRow, PeriodRow, ProblemFile, ResourceRow};
use crate::policy::{PolicyRule, minutes};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Kinds of period that are the service of a day.
pub const SERVICE: &[&str] = &["after_school", "evening"];

/// The periods of one day of the cycle. Minutes of the day.
#[derive(Debug, Clone)]
pub struct Day<'f> {
    /// Week of the cycle.
    pub week: u64,
    /// 1 = Monday.
    pub day: u64,
    /// Earliest start.
    pub start: i64,
    /// Latest end.
    pub end: i64,
    /// Minutes in which some period is in session.
    pub net: i64,
    /// Its periods, by start.
    pub periods: Vec<&'f PeriodRow>,
}

impl Day<'_> {
    /// From first start to last end, breaks included.
    pub fn length(&self) -> i64 {
        self.end - self.start
    }
}

/// Minutes of the day at which a period starts and ends.
pub fn span(row: &PeriodRow) -> (i64, i64) {
    (minutes(&row.start).unwrap_or(0), minutes(&row.end).unwrap_or(0))
}

/// The days that have periods of these kinds, in order.
pub fn days<'f>(file: &'f ProblemFile, kinds: &[&str]) -> Vec<Day<'f>> {
    let mut by_day: BTreeMap<(u64, u64), Vec<&PeriodRow>> = BTreeMap::new();
    for row in file.periods.iter().filter(|row| kinds.contains(&row.kind.as_str())) {
        by_day.entry((row.week, row.day)).or_default().push(row);
    }
    let day = |((week, day), mut periods): ((u64, u64), Vec<&'f PeriodRow>)| {
        periods.sort_by_key(|row| span(row));
        let (mut net, mut reached) = (0, 0);
        for (start, end) in periods.iter().map(|row| span(row)) {
            net += (end - start.max(reached)).max(0);
            reached = reached.max(end);
        }
        let start = periods.iter().map(|row| span(row).0).min().unwrap_or(0);
        Day { week, day, start, end: reached, net, periods }
    };
    by_day.into_iter().map(day).collect()
}

/// The earliest end on a date by a rule of seasons (T4): both ends of the summer season belong to it.
pub fn season_end(rule: &PolicyRule, on: NaiveDate) -> Option<i64> {
    let day = format!("{:02}-{:02}", on.month(), on.day());
    let (from, to) = (rule.value.get("from")?.as_str()?, rule.value.get("to")?.as_str()?);
    let summer = if from <= to {
        from <= day.as_str() && day.as_str() <= to
    } else {
        day.as_str() >= from || day.as_str() <= to
    };
    rule.clock(if summer { "summer" } else { "winter" })
}

/// The earliest end by a rule of districts (T5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DistrictEnd {
    /// The rule's own time.
    Named(i64),
    /// Another district: the end of work there.
    Elsewhere(i64),
    /// The registry does not say enough; the rule's own time, for comparison.
    Unknown(i64),
}

/// Which end the school's district has.
pub fn district_end(rule: &PolicyRule, file: &ProblemFile) -> Option<DistrictEnd> {
    let named = rule.clock("end")?;
    let school = file.registry.as_ref().and_then(|registry| registry.school.as_ref());
    Some(match in_district(file, rule) {
        Some(true) => DistrictEnd::Named(named),
        Some(false) => match school.and_then(|school| school.work_ends.as_deref()).and_then(minutes) {
            Some(end) => DistrictEnd::Elsewhere(end),
            None => DistrictEnd::Unknown(named),
        },
        None => DistrictEnd::Unknown(named),
    })
}

/// Whether the school is in one of the districts that a rule names; none where its district is not on file.
pub fn in_district(file: &ProblemFile, rule: &PolicyRule) -> Option<bool> {
    let school = file.registry.as_ref()?.school.as_ref()?;
    Some(rule.words("districts").contains(&school.district.as_deref()?))
}

/// The resource on file of a kind about an id.
pub fn resource<'f>(file: &'f ProblemFile, kind: &str, of: &str) -> Option<&'f ResourceRow> {
    let resources = file.registry.iter().flat_map(|registry| &registry.resources);
    resources.into_iter().find(|row| row.kind == kind && row.of.as_deref() == Some(of))
}

/// What a course's record lacks of the fields wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lacking<'w> {
    /// Fields known to be missing.
    pub missing: Vec<&'w str>,
    /// Fields that only a registered plan could tell, and the course has none on file.
    pub unknown: Vec<&'w str>,
}

/// Looks the fields up, in the course's row and in what is on file about it.
pub fn fields<'w>(file: &ProblemFile, course: &CourseRow, wanted: &[&'w str]) -> Lacking<'w> {
    let on_file = resource(file, "course", &course.id);
    let mut lacking = Lacking::default();
    for &field in wanted {
        if on_file.is_some_and(|row| row.plan.iter().any(|known| known == field)) {
            continue;
        }
        let told = match field {
            "name" => course.name.as_deref().is_some_and(|name| !name.trim().is_empty()),
            "time" | "schedule" => !course.patterns.is_empty(),
            "size" => course.max_size.is_some() || course.special && file.policy.special_cap.is_some(),
            "conditions" => !course.features.is_empty() || !course.rooms.is_empty(),
            "staff" => {
                let skill = course.skill.as_deref().unwrap_or("");
                file.teachers.iter().any(|row| {
                    (course.leads.is_empty() || course.leads.contains(&row.id))
                        && (skill.is_empty() || row.skills.iter().any(|known| known == skill))
                })
            }
            // The kind of a course is its form, its grades are its audience (none: everyone), no fee is a fee of nothing.
            "form" | "audience" | "fee" => true,
            _ => {
                match on_file {
                    Some(_) => lacking.missing.push(field),
                    None => lacking.unknown.push(field),
                }
                continue;
            }
        };
        if !told {
            lacking.missing.push(field);
        }
    }
    lacking
}

/// Courses whose records a rule of fields (Q14, Q15, Q16) looks at: special ones for Q14, all but posts for the others.
pub fn recorded<'f>(file: &'f ProblemFile, rule: &PolicyRule) -> impl Iterator<Item = &'f CourseRow> {
    let special_only = rule.id == "Q14";
    file.courses.iter().filter(move |row| row.kind != "post" && (row.special || !special_only))
}

/// Fields of the school's own plan (Q17) or of what it told families (S7) that are not on file; none when nothing is.
pub fn school_fields<'w>(file: &ProblemFile, rule: &'w PolicyRule) -> Option<Vec<&'w str>> {
    let school = file.registry.as_ref()?.school.as_ref()?;
    let told = if rule.id == "Q17" { &school.plan } else { &school.disclosed };
    (!told.is_empty()).then(|| rule.words("").into_iter().filter(|word| !told.iter().any(|t| t == word)).collect())
}

/// What an organisation's file lacks by a rule of papers (V3): those all must have, and one of those it may choose from.
pub fn vendor_file(resource: &ResourceRow, rule: &PolicyRule) -> Vec<String> {
    let has = |word: &str| {
        resource.papers.iter().any(|paper| paper.paper == word)
            || word == "yearly_reports" && !resource.years.is_empty()
    };
    let mut missing: Vec<String> =
        rule.words("all").into_iter().filter(|word| !has(word)).map(str::to_string).collect();
    let any = rule.words("any");
    if !any.iter().any(|word| has(word)) {
        missing.push(any.join("/"));
    }
    missing
}
