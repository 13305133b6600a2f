//! What a plan costs the people who lead and assist.

use super::tally::{Tally, count, sum};
use super::view::View;
use std::collections::{BTreeMap, BTreeSet};

/// `load`: per teacher with a target over + 2 × over₂; over = max(0, load − target),
/// over₂ = max(0, load − floor(1.25 × target)); load = minutes of the sections they work in, posts included.
pub(super) fn load(view: &View<'_>, tally: &mut Tally) {
    for (teacher, work) in view.problem.teachers.iter().zip(&view.work) {
        let Some(target) = teacher.target_minutes.map(i128::from) else { continue };
        let load = sum(work.iter().map(|&section| view.minutes(&view.sections[section])));
        let over = (load - target).max(0);
        let over2 = (load - 5 * target / 4).max(0);
        tally.charge("load", "load.over", over + 2 * over2, &[&teacher.id], &[&load, &target]);
    }
}

/// `staff_days`: 1 for each (teacher, week, day) with any section. One finding for each teacher.
pub(super) fn staff_days(view: &View<'_>, tally: &mut Tally) {
    for (teacher, work) in view.problem.teachers.iter().zip(&view.work) {
        let periods = work.iter().flat_map(|&section| &view.sections[section].periods);
        let days: BTreeSet<(u64, u64)> = periods.map(|&period| view.periods[period].date()).collect();
        tally.charge("staff_days", "staff_days.days", count(days.len()), &[&teacher.id], &[&days.len()]);
    }
}

/// `staff_gap`: per (teacher, week, day, period kind), from the first start to the last end of their meetings of that
/// kind, the minutes of every stretch without a meeting of theirs of any kind that is longer than `max_break`.
pub(super) fn staff_gap(view: &View<'_>, tally: &mut Tally) {
    for (teacher, work) in view.problem.teachers.iter().zip(&view.work) {
        let mut days: BTreeMap<(u64, u64), Vec<Meeting<'_>>> = BTreeMap::new();
        for &period in work.iter().flat_map(|&section| &view.sections[section].periods) {
            let period = &view.periods[period];
            days.entry(period.date()).or_default().push((period.start, period.end, period.kind));
        }
        for ((week, day), mut meetings) in days {
            meetings.sort_unstable();
            let kinds: BTreeSet<&str> = meetings.iter().map(|meeting| meeting.2).collect();
            for kind in kinds {
                let gap = gap_of(&meetings, kind, view.max_break());
                let facts: [&dyn std::fmt::Display; 4] = [&week, &day, &kind, &gap];
                tally.charge("staff_gap", "staff_gap.gap", gap, &[&teacher.id], &facts);
            }
        }
    }
}

/// Start and end in minutes of the day, and kind of period.
type Meeting<'a> = (i128, i128, &'a str);

/// Idle minutes of one day for one kind; `meetings` by start.
fn gap_of(meetings: &[Meeting<'_>], kind: &str, max_break: i128) -> i128 {
    let of_kind = || meetings.iter().filter(|meeting| meeting.2 == kind);
    let (Some(first), Some(last)) = (of_kind().map(|m| m.0).min(), of_kind().map(|m| m.1).max()) else { return 0 };
    let mut gap = 0;
    let mut covered = first;
    for &(start, end, _) in meetings {
        let idle = start.min(last) - covered;
        if idle > max_break {
            gap += idle;
        }
        covered = covered.max(end);
    }
    gap
}

/// `avoid`: minutes a teacher works in periods they asked to avoid, added up over sections. One finding for each
/// teacher.
pub(super) fn avoid(view: &View<'_>, tally: &mut Tally) {
    for (teacher, work) in view.problem.teachers.iter().zip(&view.work) {
        let periods = work.iter().flat_map(|&section| &view.sections[section].periods);
        let periods = periods.map(|&period| &view.periods[period]);
        let avoided = periods.filter(|period| teacher.avoid.iter().any(|id| id == period.id));
        let minutes = sum(avoided.map(|period| period.minutes()));
        tally.charge("avoid", "avoid.minutes", minutes, &[&teacher.id], &[&minutes]);
    }
}
