//! Ids of the published plan that no longer exist (L501–L505).

use super::Finding;
use crate::format::ProblemFile;
use std::collections::BTreeSet;

/// One finding a kind of id.
pub(super) fn check(file: &ProblemFile, findings: &mut Vec<Finding>) {
    let Some(plan) = &file.published else { return };
    let sections = &plan.sections;
    gone("L501", file.courses.iter().map(|row| &row.id), sections.iter().map(|row| &row.course), findings);
    gone("L502", file.periods.iter().map(|row| &row.id), sections.iter().flat_map(|row| &row.pattern), findings);
    gone("L503", file.rooms.iter().map(|row| &row.id), sections.iter().filter_map(|row| row.room.as_ref()), findings);
    let staff = sections.iter().flat_map(|row| row.lead.iter().chain(&row.assistants));
    gone("L504", file.teachers.iter().map(|row| &row.id), staff, findings);
    gone("L505", file.students.iter().map(|row| &row.id), plan.seats.0.iter().map(|(student, _)| student), findings);
}

fn gone<'f>(
    code: &'static str,
    known: impl Iterator<Item = &'f String>,
    named: impl Iterator<Item = &'f String>,
    findings: &mut Vec<Finding>,
) {
    let known: BTreeSet<&String> = known.collect();
    let missing: BTreeSet<&String> = named.filter(|id| !known.contains(id)).collect();
    if !missing.is_empty() {
        let count = missing.len().to_string();
        findings.push(Finding::new(code, missing.into_iter().cloned().collect(), vec![count]));
    }
}
