//! Ids of the published plan that no longer exist (L501–L505), and sections of it that no usable plan keeps (L506).

use super::basis::Basis;
use super::{Finding, pins};
use crate::format::ProblemFile;
use crate::problem::SectionPin;
use std::collections::BTreeSet;

/// One finding a kind of id.
pub(super) fn check(file: &ProblemFile, basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let Some(plan) = &file.published else { return };
    kept(basis, findings);
    let sections = &plan.sections;
    gone("L501", file.courses.iter().map(|row| &row.id), sections.iter().map(|row| &row.course), findings);
    gone("L502", file.periods.iter().map(|row| &row.id), sections.iter().flat_map(|row| &row.pattern), findings);
    gone("L503", file.rooms.iter().map(|row| &row.id), sections.iter().filter_map(|row| row.room.as_ref()), findings);
    let staff = sections.iter().flat_map(|row| row.lead.iter().chain(&row.assistants));
    gone("L504", file.teachers.iter().map(|row| &row.id), staff, findings);
    gone("L505", file.students.iter().map(|row| &row.id), plan.seats.0.iter().map(|(student, _)| student), findings);
}

/// L506: what a published section asks for, taken as a pin, that no rule of the section allows any more. Sections that
/// name something that is gone are told of by L501–L505.
fn kept(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    for section in basis.problem.published.iter().flat_map(|plan| &plan.sections) {
        let (Some(course), Some(pattern), Some(room), Some(lead)) =
            (section.course, section.pattern, section.room, section.lead)
        else {
            continue;
        };
        let pin = SectionPin { name: section.name.clone(), course: Some(course), pattern: Some(pattern), room, lead };
        if let Err((reason, others)) = pins::patterns(basis, &pin) {
            // Of a pattern that is gone the periods are told by L502.
            let subject = std::iter::once(section.name.clone()).chain(others.into_iter().filter(|_| reason != "L301"));
            findings.push(Finding::new("L506", subject.collect(), vec![reason.to_string()]));
        }
    }
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
