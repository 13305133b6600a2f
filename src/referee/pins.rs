//! The hard rule about pins.

use super::tally::Tally;
use super::view::View;
use crate::format::PinRow;
use std::collections::BTreeSet;

/// `pins`: one violation for each pin not kept. A section pin wants a section of that id, not left out, with the
/// course, pattern (as a set), room and lead it names. A student pin wants a seat, or no seat, in a section of the
/// course; a teacher pin wants the teacher as lead, or not as lead, of a section of it.
pub(super) fn pins(view: &View<'_>, tally: &mut Tally) {
    for pin in &view.problem.pins {
        if let Some(section) = &pin.section {
            section_pin(view, tally, pin, section);
            continue;
        }
        let Some(course) = &pin.course else { continue };
        let (person, kept, cases) = if let Some(student) = &pin.student {
            let row = view.student_of.get(student.as_str()).map(|&index| &view.students[index]);
            let holds = row.is_some_and(|student| view.holds(student, course));
            (student, holds != pin.never, ["pins.student_must", "pins.student_never"])
        } else if let Some(teacher) = &pin.teacher {
            let leads = view
                .sections
                .iter()
                .any(|section| section.course.id == *course && section.lead.is_some_and(|lead| lead.id == *teacher));
            (teacher, leads != pin.never, ["pins.teacher_must", "pins.teacher_never"])
        } else {
            continue;
        };
        if !kept {
            tally.violation("pins", cases[usize::from(pin.never)], &[person, course], &[]);
        }
    }
}

fn section_pin(view: &View<'_>, tally: &mut Tally, pin: &PinRow, id: &str) {
    let Some(section) = view.section(id) else {
        tally.violation("pins", "pins.section_missing", &[id], &[]);
        return;
    };
    let periods: BTreeSet<&str> = section.periods.iter().map(|&period| view.periods[period].id).collect();
    let pattern_kept = |wanted: &Vec<String>| wanted.iter().map(String::as_str).collect::<BTreeSet<_>>() == periods;
    if let Some(course) = pin.course.as_ref().filter(|course| **course != section.course.id) {
        tally.violation("pins", "pins.section_course", &[id, course], &[]);
    } else if let Some(pattern) = pin.pattern.as_ref().filter(|pattern| !pattern_kept(pattern)) {
        let mut subject = vec![id];
        subject.extend(pattern.iter().map(String::as_str));
        tally.violation("pins", "pins.section_pattern", &subject, &[]);
    } else if let Some(room) = pin.room.as_deref().filter(|room| section.room_id != Some(*room)) {
        tally.violation("pins", "pins.section_room", &[id, room], &[]);
    } else if let Some(lead) = pin.lead.as_deref().filter(|lead| section.lead_id != Some(*lead)) {
        tally.violation("pins", "pins.section_lead", &[id, lead], &[]);
    }
}
