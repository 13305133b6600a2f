//! Hard rules about sections by themselves: their rooms, sizes, numbers and journeys.

use super::calendar::{Period, clock_of};
use super::tally::{Tally, count};
use super::view::{Section, View};
use std::collections::{BTreeMap, BTreeSet};

/// `room_fit`: one violation for each section whose room is missing where one is needed, lacks a feature, is not among
/// the course's `rooms` (if any are named), is not cleared, or is closed in a period of the pattern. A post needs a room
/// only if it names `rooms` or `features`; a room it has without need is looked at all the same. An unknown room is
/// left to `reference`.
pub(super) fn room_fit(view: &View<'_>, tally: &mut Tally) {
    for section in &view.sections {
        let course = section.course;
        let Some(room) = section.room else {
            let needed = course.kind != "post" || !course.rooms.is_empty() || !course.features.is_empty();
            if needed && section.room_id.is_none() {
                tally.violation("room_fit", "room_fit.missing", &[section.id], &[]);
            }
            continue;
        };
        let subject = [section.id, room.id.as_str()];
        let closed = section.periods.iter().map(|&p| view.periods[p].id).find(|id| room.closed.iter().any(|c| c == id));
        if let Some(feature) = course.features.iter().find(|feature| !room.features.contains(feature)) {
            tally.violation("room_fit", "room_fit.feature", &subject, &[feature]);
        } else if !course.rooms.is_empty() && !course.rooms.contains(&room.id) {
            tally.violation("room_fit", "room_fit.not_named", &subject, &[]);
        } else if !room.cleared {
            tally.violation("room_fit", "room_fit.not_cleared", &subject, &[]);
        } else if let Some(period) = closed {
            tally.violation("room_fit", "room_fit.closed", &subject, &[&period]);
        }
    }
}

/// `room_clash`: one violation for each (room, week, day, moment t) where a meeting starts in the room at t and more
/// than `parallel` of its sections meet at t (start ≤ t < end).
pub(super) fn room_clash(view: &View<'_>, tally: &mut Tally) {
    for room in &view.problem.rooms {
        let here: Vec<usize> = (0..view.sections.len())
            .filter(|&section| view.sections[section].room.is_some_and(|other| std::ptr::eq(other, room)))
            .collect();
        let periods = |section: usize| view.sections[section].periods.iter().map(|&period| &view.periods[period]);
        let moments: BTreeSet<(u64, u64, i128)> =
            here.iter().flat_map(|&section| periods(section)).map(|p| (p.week, p.day, p.start)).collect();
        for (week, day, t) in moments {
            let meets = |p: &Period<'_>| p.date() == (week, day) && p.start <= t && t < p.end;
            let at_once: Vec<usize> = here.iter().copied().filter(|&section| periods(section).any(meets)).collect();
            if count(at_once.len()) > i128::from(room.parallel) {
                let mut subject = vec![room.id.as_str()];
                subject.extend(view.ids(at_once));
                let facts: [&dyn std::fmt::Display; 4] = [&week, &day, &clock_of(t), &room.parallel];
                tally.violation("room_clash", "room_clash.over", &subject, &facts);
            }
        }
    }
}

/// `size`: one violation for each section with fewer seats than `min_size` (not posts), or more than its limit.
pub(super) fn size(view: &View<'_>, tally: &mut Tally) {
    for section in &view.sections {
        let seats = count(section.seats.len());
        let least = section.course.min_size;
        let limit = view.limit(section);
        if let Some(limit) = limit.filter(|&limit| seats > limit) {
            tally.violation("size", "size.many", &[section.id], &[&seats, &limit]);
        } else if section.course.kind != "post" && seats < i128::from(least) {
            tally.violation("size", "size.few", &[section.id], &[&seats, &least]);
        }
    }
}

/// `sections`: one violation for each section of a course beyond `max_sections`, and for each (course, period) in which
/// more than `max_parallel` of its sections meet, by period id alone.
pub(super) fn sections(view: &View<'_>, tally: &mut Tally) {
    for course in &view.problem.courses {
        let of_course: Vec<&Section<'_>> =
            view.sections.iter().filter(|section| std::ptr::eq(section.course, course)).collect();
        if let Some(most) = course.max_sections {
            for section in of_course.iter().skip(usize::try_from(most).unwrap_or(usize::MAX)) {
                tally.violation("sections", "sections.total", &[section.id, &course.id], &[&most]);
            }
        }
        let mut at_once: BTreeMap<usize, i128> = BTreeMap::new();
        for &period in of_course.iter().flat_map(|section| &section.periods) {
            *at_once.entry(period).or_default() += 1;
        }
        for (period, meeting) in at_once {
            if let Some(most) = course.max_parallel.filter(|&most| meeting > i128::from(most)) {
                let subject = [course.id.as_str(), view.periods[period].id];
                tally.violation("sections", "sections.parallel", &subject, &[&meeting, &most]);
            }
        }
    }
}

/// `travel`: one violation for each offsite section with a block shorter than 2 × travel + the greater of the course's
/// `min_minutes` and the policy's `min_block`. A block is a run of its periods of one day with breaks of at most
/// `max_break`, from first start to last end.
pub(super) fn travel(view: &View<'_>, tally: &mut Tally) {
    for section in &view.sections {
        let Some(offsite) = section.room.and_then(|room| room.offsite.as_ref()) else { continue };
        let stay = section.course.min_minutes.max(view.problem.policy.min_block.unwrap_or(0));
        let needed = 2 * i128::from(offsite.travel) + i128::from(stay);
        let mut blocks: Vec<(usize, (u64, u64), i128, i128)> = Vec::new();
        for &index in &section.periods {
            let period = &view.periods[index];
            match blocks.last_mut() {
                Some((_, date, _, end)) if *date == period.date() && period.start - *end <= view.max_break() => {
                    *end = period.end.max(*end);
                }
                _ => blocks.push((index, period.date(), period.start, period.end)),
            }
        }
        let short = blocks.iter().find(|(_, _, start, end)| end - start < needed);
        if let Some((first, _, start, end)) = short {
            let subject = [section.id, view.periods[*first].id];
            tally.violation("travel", "travel.block", &subject, &[&(end - start), &needed]);
        }
    }
}
