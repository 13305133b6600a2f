//! What changes against the published plan.

use super::tally::Tally;
use super::view::{Student, View};
use crate::format::SectionRow;
use std::collections::{BTreeMap, BTreeSet};

/// `disruption.gone`, `.moved`, `.lead`, `.room`: published sections, matched by id and course to sections that count;
/// each that has no match is gone; each with another pattern (as a set) is moved; with the same pattern, another lead
/// and another room count each, compared by id, null being equal to null. A lead or room that the plan names and that is
/// unknown is absent, hence null. Of a repeated published id the first counts.
pub(super) fn sections(view: &View<'_>, tally: &mut Tally) {
    for (id, before) in published_sections(view) {
        let Some(now) = view.section(id).filter(|now| now.course.id == before.course) else {
            tally.charge("disruption.gone", "disruption.gone", 1, &[id], &[&before.course]);
            continue;
        };
        let periods: BTreeSet<&str> = now.periods.iter().map(|&period| view.periods[period].id).collect();
        if periods != before.pattern.iter().map(String::as_str).collect() {
            let mut subject = vec![id];
            subject.extend(before.pattern.iter().map(String::as_str));
            tally.charge("disruption.moved", "disruption.moved", 1, &subject, &[]);
            continue;
        }
        let lead = now.lead.map(|lead| lead.id.as_str());
        if lead != before.lead.as_deref() {
            let subject = [id, before.lead.as_deref().unwrap_or_default(), lead.unwrap_or_default()];
            tally.charge("disruption.lead", "disruption.lead", 1, &subject, &[]);
        }
        let room = now.room.map(|room| room.id.as_str());
        if room != before.room.as_deref() {
            let subject = [id, before.room.as_deref().unwrap_or_default(), room.unwrap_or_default()];
            tally.charge("disruption.room", "disruption.room", 1, &subject, &[]);
        }
    }
}

/// `disruption.seat`: each published (student, section), counted once, whose pattern the student still attends in full
/// and may still hold by `seat_fit`, with a period in which the student now has no seat of that course.
pub(super) fn seats(view: &View<'_>, tally: &mut Tally) {
    let published = published_sections(view);
    let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (student, list) in view.problem.published.iter().flat_map(|plan| &plan.seats.0) {
        pairs.extend(list.iter().map(|section| (student.as_str(), section.as_str())));
    }
    for (student_id, section_id) in pairs {
        let Some(&student) = view.student_of.get(student_id) else { continue };
        let Some(section) = published.get(section_id) else { continue };
        if is_lost(view, &view.students[student], section) {
            tally.charge("disruption.seat", "disruption.seat", 1, &[student_id, section_id], &[&section.course]);
        }
    }
}

/// Whether the student may still hold the published seat and lacks a seat of the course in a period of it.
fn is_lost(view: &View<'_>, student: &Student<'_>, section: &SectionRow) -> bool {
    let Some(course) = view.course_of.get(section.course.as_str()) else { return false };
    let attended = |period: &String| view.period_of.get(period.as_str()).is_some_and(|p| student.attends.contains(p));
    if course.kind == "post" || !view.grade_fits(student, course) || !view.wish_fits(student, course) {
        return false;
    }
    if !section.pattern.iter().all(attended) {
        return false;
    }
    let seats = student.seats.iter().map(|&seat| &view.sections[seat]).filter(|seat| seat.course.id == course.id);
    let held: BTreeSet<&str> = seats.flat_map(|seat| &seat.periods).map(|&period| view.periods[period].id).collect();
    section.pattern.iter().any(|period| !held.contains(period.as_str()))
}

/// Published sections by id; of a repeated id the first.
fn published_sections<'a>(view: &View<'a>) -> BTreeMap<&'a str, &'a SectionRow> {
    let mut sections = BTreeMap::new();
    for section in view.problem.published.iter().flat_map(|plan| &plan.sections) {
        sections.entry(section.id.as_str()).or_insert(section);
    }
    sections
}
