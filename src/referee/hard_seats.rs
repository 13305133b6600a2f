//! Hard rules about the seats of a student.

use super::tally::Tally;
use super::view::View;
use std::collections::BTreeMap;

/// `seat_fit`: one violation for each seat in a post, in a course not for the student's grade, in a club not wished
/// for, or in a pattern not fully attended. A pin that the student holds the course stands in for grade and wish.
pub(super) fn seat_fit(view: &View<'_>, tally: &mut Tally) {
    for student in &view.students {
        for &section in &student.seats {
            let section = &view.sections[section];
            let subject = [student.row.id.as_str(), section.id];
            let missed = section.periods.iter().find(|period| !student.attends.contains(period));
            if section.course.kind == "post" {
                tally.violation("seat_fit", "seat_fit.post", &subject, &[]);
            } else if !view.grade_fits(student, section.course) {
                tally.violation("seat_fit", "seat_fit.grade", &subject, &[]);
            } else if !view.wish_fits(student, section.course) {
                tally.violation("seat_fit", "seat_fit.wish", &subject, &[]);
            } else if let Some(&period) = missed {
                tally.violation("seat_fit", "seat_fit.attendance", &subject, &[&view.periods[period].id]);
            }
        }
    }
}

/// `seat_clash`: one violation for each pair of a student's sections with clashing periods; and one for each of a
/// student's sections of one club beyond the first, of one open course beyond `max_per_student`.
pub(super) fn seat_clash(view: &View<'_>, tally: &mut Tally) {
    const RULE: &str = "seat_clash";
    for student in &view.students {
        let id = student.row.id.as_str();
        for (i, &a) in student.seats.iter().enumerate() {
            for &b in &student.seats[i + 1..] {
                let (a, b) = (&view.sections[a], &view.sections[b]);
                if let Some((p, q)) = view.clash(a, b) {
                    tally.violation(RULE, "seat_clash.pair", &[id, a.id, b.id], &[&p.id, &q.id]);
                }
            }
        }
        let mut held: BTreeMap<&str, u64> = BTreeMap::new();
        for &section in &student.seats {
            let section = &view.sections[section];
            let course = section.course;
            let held = held.entry(course.id.as_str()).or_default();
            *held += 1;
            let subject = [id, course.id.as_str(), section.id];
            if course.kind == "club" && *held > 1 {
                tally.violation(RULE, "seat_clash.club_again", &subject, &[]);
            } else if course.kind == "open" && *held > course.max_per_student {
                tally.violation(RULE, "seat_clash.open_again", &subject, &[&course.max_per_student]);
            }
        }
    }
}
