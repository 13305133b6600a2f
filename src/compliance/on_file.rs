//! Lines that the gates decide: what is on file, and whom and what the plan uses of which nothing is.

use super::ground::Ground;
use super::{Measured, Status};
use crate::admission::applicable;
use crate::format::ResourceRow;
use crate::lint::Finding;
use crate::offer;
use crate::policy::PolicyRule;
use std::collections::BTreeMap;

/// Findings that leave the decision to a person: a survey below the threshold of V6, no training, a warning band.
const FOR_A_PERSON: &[&str] = &["L610", "L617", "L411"];

/// Not met where a gate bars; a person's where that is left to one, where nothing is on file of something the plan uses,
/// or without dates; else met.
pub(super) fn line(ground: &Ground<'_>, rule: &PolicyRule, findings: &[Finding]) -> Measured {
    let concerns = |row: &&ResourceRow| applicable(ground.file, row, ground.regulation).contains(&rule.id.as_str());
    let looked_at = ground.file.registry.iter().flat_map(|registry| &registry.resources).filter(concerns).count();
    let unfiled = unfiled(ground).iter().filter(concerns).count();
    let dateless = ground.sessions.is_empty();
    let status = if looked_at + unfiled == 0 {
        Status::NotApplicable
    } else if findings.iter().any(|finding| !FOR_A_PERSON.contains(&finding.code)) {
        Status::NotMet
    } else if dateless || unfiled > 0 || !findings.is_empty() {
        Status::NeedsPerson
    } else {
        Status::Met
    };
    let mut measured = Measured { looked_at, broken: findings.len(), ..Measured::of(status) };
    if dateless && status == Status::NeedsPerson {
        measured = measured.note("no_dates", vec![]);
    }
    if unfiled > 0 {
        measured = measured.note("unfiled", vec![unfiled.to_string()]);
    }
    measured
}

/// People who lead or assist, offsite rooms, courses that meet and children with a seat, of which nothing is on file: as
/// resources with nothing on them.
fn unfiled(ground: &Ground<'_>) -> Vec<ResourceRow> {
    let mut used: BTreeMap<(&str, &str), Option<String>> = BTreeMap::new();
    for section in ground.taught() {
        let outside = section.lead.filter(|lead| lead.kind == "external").map(|lead| lead.id.clone());
        let by = used.entry(("course", &section.course.id)).or_default();
        *by = by.take().or(outside);
        section.row.lead.iter().chain(&section.row.assistants).for_each(|id| {
            used.insert(("person", id), None);
        });
        if let Some(room) = section.room.filter(|room| room.offsite.is_some()) {
            used.insert(("venue", &room.id), None);
        }
    }
    for pupil in ground.pupils.iter().filter(|pupil| !pupil.held.is_empty()) {
        used.insert(("student", &pupil.row.id), None);
    }
    let nothing = used.into_iter().filter(|((kind, id), _)| offer::resource(ground.file, kind, id).is_none());
    let row = |((kind, id), by): ((&str, &str), Option<String>)| ResourceRow {
        id: id.to_string(),
        kind: kind.to_string(),
        of: Some(id.to_string()),
        by,
        ..ResourceRow::default()
    };
    nothing.map(row).collect()
}
