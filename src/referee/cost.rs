//! What makes one good plan better than another: wishes, sections, rooms and money.

use super::tally::{Part, Tally, ceil_div, count, sum};
use super::view::{Section, View};
use std::collections::{BTreeMap, BTreeSet};

/// Values of the ranks where the policy names none.
const WISH_VALUES: &[u64] = &[100, 80, 65, 50, 40, 30, 20, 10];

/// `wish`: per student max(0, sum of the values of the first min(`want`, number of wishes) ranks − the values of the
/// wished clubs they hold, of whatever rank); ranks beyond `wish_values` are worth 0.
pub(super) fn wish(view: &View<'_>, tally: &mut Tally) {
    let values = view.problem.policy.wish_values.as_deref().unwrap_or(WISH_VALUES);
    let value = |rank: usize| values.get(rank).copied().map_or(0, i128::from);
    for student in &view.students {
        let wishes = &student.row.wishes;
        let wanted = usize::try_from(view.want(student)).unwrap_or(usize::MAX).min(wishes.len());
        let best = sum((0..wanted).map(value));
        let held = sum((0..wishes.len()).filter(|&rank| view.holds(student, &wishes[rank])).map(value));
        tally.charge("wish", "wish.loss", best - held, &[&student.row.id], &[&held, &best]);
    }
}

/// `none_of_top`: 1 for each student with `want` > 0 and a wish who holds none of their first three.
pub(super) fn none_of_top(view: &View<'_>, tally: &mut Tally) {
    for student in &view.students {
        let top: Vec<&str> = student.row.wishes.iter().take(3).map(String::as_str).collect();
        if view.want(student) > 0 && !top.is_empty() && !top.iter().any(|course| view.holds(student, course)) {
            let mut subject = vec![student.row.id.as_str()];
            subject.extend(top);
            tally.charge("none_of_top", "none_of_top.none", 1, &subject, &[]);
        }
    }
}

/// `small_section`: per club or open section max(0, ceil(2/3 × limit) − seats), the limit as in `size`; 0 without one.
pub(super) fn small_section(view: &View<'_>, tally: &mut Tally) {
    for section in view.sections.iter().filter(|section| matches!(section.course.kind.as_str(), "club" | "open")) {
        let Some(limit) = view.limit(section) else { continue };
        let wanted = ceil_div(2 * limit, 3);
        let seats = count(section.seats.len());
        tally.charge("small_section", "small_section.small", wanted - seats, &[section.id], &[&seats, &wanted]);
    }
}

/// `care_split`: per class and period, the care sections in which the class has students, beyond the first.
pub(super) fn care_split(view: &View<'_>, tally: &mut Tally) {
    let mut split: BTreeMap<(&str, usize), BTreeSet<usize>> = BTreeMap::new();
    for (index, section) in view.sections.iter().enumerate().filter(|(_, section)| section.course.kind == "care") {
        for &student in &section.seats {
            for &period in &section.periods {
                split.entry((&view.students[student].row.class, period)).or_default().insert(index);
            }
        }
    }
    for ((class, period), sections) in split {
        let mut subject = vec![class, view.periods[period].id];
        let beyond = count(sections.len()) - 1;
        subject.extend(view.ids(sections));
        tally.charge("care_split", "care_split.split", beyond, &subject, &[]);
    }
}

/// `away_from_home`: 1 for each seat in a care section whose room, by id, is not the `home` of the student's class; a
/// section without a room is not at home; classes without a home never. One finding for each (section, class).
pub(super) fn away_from_home(view: &View<'_>, tally: &mut Tally) {
    for section in view.sections.iter().filter(|section| section.course.kind == "care") {
        let mut away: BTreeMap<&str, i128> = BTreeMap::new();
        for &student in &section.seats {
            let student = &view.students[student];
            if student.home.is_some() && student.home != section.room_id {
                *away.entry(&student.row.class).or_default() += 1;
            }
        }
        for (class, seats) in away {
            tally.charge("away_from_home", "away_from_home.seats", seats, &[section.id, class], &[&seats]);
        }
    }
}

/// `money`: pay of the people and cost of the room of every section, fen per 60 minutes × minutes, summed with nothing
/// rounded and then divided into units of 1,000 fen, rounded up once. One finding for each section; its fact is in fen,
/// rounded up.
pub(super) fn money<'a>(view: &View<'a>, tally: &mut Tally) {
    let part = |section: &Section<'a>| {
        let pay = sum(section.people.iter().map(|&person| i128::from(view.problem.teachers[person].pay)));
        let rate = pay.saturating_add(section.room.map_or(0, |room| i128::from(room.cost)));
        let value = rate.saturating_mul(view.minutes(section));
        Part { value, subject: vec![section.id], facts: vec![ceil_div(value, 60)] }
    };
    let parts: Vec<Part<'_>> = view.sections.iter().map(part).collect();
    tally.charge_rounded_once("money", "money.section", 60 * 1000, &parts);
}
