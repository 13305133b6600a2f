//! The rule `reference`: follows the ids of a plan, reports those that lead nowhere, and keeps the rest.

use super::calendar::Period;
use super::tally::Tally;
use super::view::{Departure, Section, Student, gate_is_known};
use crate::format::{CourseRow, PlanFile, ProblemFile, RoomRow, SectionRow};
use std::collections::{BTreeMap, BTreeSet};

const RULE: &str = "reference";

/// What is known of the problem when a plan's ids are followed.
pub(super) struct Known<'v, 'a> {
    /// As given.
    pub(super) problem: &'a ProblemFile,
    /// Periods that could be read.
    pub(super) periods: &'v [Period<'a>],
    /// Index of each period.
    pub(super) period_of: &'v BTreeMap<&'a str, usize>,
    /// Every course.
    pub(super) course_of: &'v BTreeMap<&'a str, &'a CourseRow>,
}

/// The sections that count, and the index of the first section of each id (none: it is left out).
type Sections<'a> = (Vec<Section<'a>>, BTreeMap<&'a str, Option<usize>>);

/// `reference` of sections. One violation for each section left out: its id was used before, its course does not exist,
/// or its pattern is not one of the course's (compared as sets; one that lists a period twice is none). One for each
/// section kept that names any unknown room or person, whatever the number of names; the unknown is then absent. One
/// for each (section, known person) assisting more than once.
///
/// Of a repeated id the first section is the one that seats and waves mean, also when that one is left out.
pub(super) fn sections<'a>(
    known: &Known<'_, 'a>,
    teacher_of: &BTreeMap<&'a str, usize>,
    room_of: &BTreeMap<&'a str, &'a RoomRow>,
    plan: &'a PlanFile,
    tally: &mut Tally,
) -> Sections<'a> {
    let mut sections = Vec::new();
    let mut section_of = BTreeMap::new();
    for row in &plan.sections {
        let id = row.id.as_str();
        if section_of.contains_key(id) {
            tally.violation(RULE, "reference.section_repeated", &[id], &[]);
            continue;
        }
        section_of.insert(id, None);
        let Some(course) = known.course_of.get(row.course.as_str()) else {
            tally.violation(RULE, "reference.section_course", &[id], &[&row.course]);
            continue;
        };
        if !is_pattern_of(course, &row.pattern) {
            let pattern = row.pattern.join(", ");
            tally.violation(RULE, "reference.section_pattern", &[id, &course.id], &[&pattern]);
            continue;
        }
        section_of.insert(id, Some(sections.len()));
        sections.push(section(known, teacher_of, room_of, row, course, tally));
    }
    (sections, section_of)
}

fn section<'a>(
    known: &Known<'_, 'a>,
    teacher_of: &BTreeMap<&'a str, usize>,
    room_of: &BTreeMap<&'a str, &'a RoomRow>,
    row: &'a SectionRow,
    course: &'a CourseRow,
    tally: &mut Tally,
) -> Section<'a> {
    let mut periods: Vec<usize> =
        row.pattern.iter().filter_map(|period| known.period_of.get(period.as_str())).copied().collect();
    periods.sort_by_key(|&period| (known.periods[period].date(), known.periods[period].start, period));
    let room = row.room.as_deref().and_then(|id| room_of.get(id)).copied();
    let lead = row.lead.as_deref().and_then(|id| teacher_of.get(id)).copied();

    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for assistant in &row.assistants {
        *times.entry(assistant).or_default() += 1;
    }
    let assistants: Vec<usize> = times.keys().filter_map(|id| teacher_of.get(id)).copied().collect();
    let unknown: BTreeSet<&str> = times.keys().filter(|id| !teacher_of.contains_key(*id)).copied().collect();

    let mut names: Vec<&str> = Vec::new();
    names.extend(row.room.as_deref().filter(|_| room.is_none()));
    names.extend(row.lead.as_deref().filter(|_| lead.is_none()));
    names.extend(&unknown);
    if !names.is_empty() {
        tally.violation(RULE, "reference.section_names", &[&row.id], &[&names.join(", ")]);
    }
    for (assistant, times) in times.iter().filter(|(id, times)| **times > 1 && !unknown.contains(*id)) {
        tally.violation(RULE, "reference.assistant_repeated", &[&row.id, assistant], &[times]);
    }

    let mut people: Vec<usize> = lead.into_iter().collect();
    people.extend(assistants.iter().copied().filter(|assistant| Some(*assistant) != lead));
    Section {
        id: &row.id,
        course,
        periods,
        room_id: row.room.as_deref(),
        room,
        lead_id: row.lead.as_deref(),
        lead: lead.map(|index| &known.problem.teachers[index]),
        assistants: assistants.iter().map(|&index| &known.problem.teachers[index]).collect(),
        unknown_assistants: unknown.len(),
        people,
        seats: Vec::new(),
    }
}

/// Whether a list of periods is one of the course's patterns: the same set, no period twice.
fn is_pattern_of(course: &CourseRow, pattern: &[String]) -> bool {
    let set: BTreeSet<&String> = pattern.iter().collect();
    set.len() == pattern.len() && course.patterns.iter().any(|other| other.iter().collect::<BTreeSet<_>>() == set)
}

/// `reference` of seats. One violation for each listed seat that names an unknown student, an unknown section or both;
/// one for each (student, section) listed more than once, which is one seat elsewhere. Seats in a section that is left
/// out are not counted, whoever they name.
pub(super) fn seats<'a>(
    plan: &'a PlanFile,
    student_of: &BTreeMap<&str, usize>,
    section_of: &BTreeMap<&str, Option<usize>>,
    students: &mut [Student<'a>],
    sections: &mut [Section<'a>],
    tally: &mut Tally,
) {
    let mut times: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (student_id, list) in &plan.seats.0 {
        for section_id in list {
            let Some(section) = section_of.get(section_id.as_str()) else {
                tally.violation(RULE, "reference.seat_section", &[student_id, section_id], &[]);
                continue;
            };
            let Some(section) = *section else { continue };
            let Some(&student) = student_of.get(student_id.as_str()) else {
                tally.violation(RULE, "reference.seat_student", &[student_id, section_id], &[]);
                continue;
            };
            let times = times.entry((student, section)).or_default();
            *times += 1;
            if *times == 1 {
                students[student].seats.push(section);
                sections[section].seats.push(student);
            }
        }
    }
    for ((student, section), times) in times.iter().filter(|(_, times)| **times > 1) {
        let subject = [students[*student].row.id.as_str(), sections[*section].id];
        tally.violation(RULE, "reference.seat_repeated", &subject, &[times]);
    }
}

/// `reference` of waves. One violation for each wave that names an unknown section, period or gate; a null gate is
/// unknown unless the school has no gates. Waves of a section that is left out are not counted, whatever they name.
pub(super) fn waves<'a>(
    known: &Known<'_, 'a>,
    plan: &'a PlanFile,
    section_of: &BTreeMap<&str, Option<usize>>,
    tally: &mut Tally,
) -> Vec<(usize, usize, Departure<'a>)> {
    let mut waves = Vec::new();
    for row in &plan.waves {
        let gate = row.gate.as_deref();
        let subject = [row.section.as_str(), row.period.as_str()];
        let Some(section) = section_of.get(row.section.as_str()) else {
            tally.violation(RULE, "reference.wave_section", &subject, &[]);
            continue;
        };
        let Some(section) = *section else { continue };
        let Some(&period) = known.period_of.get(row.period.as_str()) else {
            tally.violation(RULE, "reference.wave_period", &subject, &[]);
            continue;
        };
        if !gate_is_known(known.problem, row) {
            tally.violation(RULE, "reference.wave_gate", &subject, &[&gate.unwrap_or_default()]);
            continue;
        }
        waves.push((section, period, Departure { gate, wave: i128::from(row.wave) }));
    }
    waves
}
