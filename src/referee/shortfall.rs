//! What the school owes and the plan does not deliver, in student-minutes.

use super::tally::{Tally, ceil_div, count, sum};
use super::view::{Student, View};
use std::collections::BTreeSet;

/// `coverage`: 10 × minutes of every attended period in which the student has no seat. Nothing for exempt students.
pub(super) fn coverage(view: &View<'_>, tally: &mut Tally) {
    for student in view.students.iter().filter(|student| !view.is_exempt(student, "coverage")) {
        let seated: BTreeSet<usize> =
            student.seats.iter().flat_map(|&section| view.sections[section].periods.iter().copied()).collect();
        for &period in student.attends.iter().filter(|period| !seated.contains(period)) {
            let period = &view.periods[period];
            let minutes = period.minutes();
            let subject = [student.row.id.as_str(), period.id];
            tally.charge("coverage", "coverage.no_seat", 10 * minutes, &subject, &[&minutes]);
        }
    }
}

/// `special_share`: per student max(0, ceil(share × attended / 100) − special minutes), both over periods whose kind is
/// in `share_kinds`; special minutes add up over the student's seats in special sections, attended or not. Nothing for
/// exempt students and those who attend fewer than `share_from` such minutes.
pub(super) fn special_share(view: &View<'_>, tally: &mut Tally) {
    let policy = &view.problem.policy;
    let counts = |period: usize| match &policy.share_kinds {
        Some(kinds) => kinds.iter().any(|kind| kind == view.periods[period].kind),
        None => view.periods[period].kind == "after_school",
    };
    let minutes = |periods: &mut dyn Iterator<Item = usize>| {
        sum(periods.filter(|&period| counts(period)).map(|period| view.periods[period].minutes()))
    };
    for student in view.students.iter().filter(|student| !view.is_exempt(student, "special_share")) {
        let share = view.stage(student).and_then(|stage| policy.special_share.get(stage)).copied().unwrap_or(0);
        let attended = minutes(&mut student.attends.iter().copied());
        if attended < i128::from(policy.share_from.unwrap_or(0)) {
            continue;
        }
        let special = student.seats.iter().map(|&section| &view.sections[section]);
        let special = special.filter(|section| section.course.special);
        let special = sum(special.map(|section| minutes(&mut section.periods.iter().copied())));
        let owed = ceil_div(i128::from(share).saturating_mul(attended), 100);
        let facts: [&dyn std::fmt::Display; 3] = [&special, &owed, &share];
        tally.charge("special_share", "special_share.short", owed - special, &[&student.row.id], &facts);
    }
}

/// `category_minutes`: per student and `minutes` rule that applies (its stage or all, its need or all)
/// max(0, min(`min`, attended minutes of all kinds) − minutes of the student's seats in courses of the category).
pub(super) fn category_minutes(view: &View<'_>, tally: &mut Tally) {
    for student in view.students.iter().filter(|student| !view.is_exempt(student, "category_minutes")) {
        for rule in &view.problem.policy.minutes {
            let of_stage = rule.stage.is_none() || rule.stage.as_deref() == view.stage(student);
            let of_need = rule.need.as_ref().is_none_or(|need| student.row.needs.contains(need));
            if !of_stage || !of_need {
                continue;
            }
            let attended = sum(student.attends.iter().map(|&period| view.periods[period].minutes()));
            let owed = i128::from(rule.min).min(attended);
            let given = minutes_in(view, student, &rule.category);
            let facts: [&dyn std::fmt::Display; 3] = [&rule.category, &given, &owed];
            tally.charge("category_minutes", "category_minutes.short", owed - given, &[&student.row.id], &facts);
        }
    }
}

/// Minutes of a student's seats in courses of a category.
fn minutes_in(view: &View<'_>, student: &Student<'_>, category: &str) -> i128 {
    let sections = student.seats.iter().map(|&section| &view.sections[section]);
    let sections = sections.filter(|section| section.course.category.as_deref() == Some(category));
    sum(sections.map(|section| view.minutes(section)))
}

/// `posts`: 20 × minutes of every section that a post asks for, `fill` on each of its patterns, and does not have. A
/// section on the pattern counts whatever it lacks.
pub(super) fn posts(view: &View<'_>, tally: &mut Tally) {
    for course in view.problem.courses.iter().filter(|course| course.kind == "post") {
        for pattern in &course.patterns {
            let periods: BTreeSet<usize> =
                pattern.iter().filter_map(|period| view.period_of.get(period.as_str())).copied().collect();
            let there = view.sections.iter().filter(|section| {
                std::ptr::eq(section.course, course)
                    && section.periods.iter().copied().collect::<BTreeSet<_>>() == periods
            });
            let there = count(there.count());
            let minutes = sum(periods.iter().map(|&period| view.periods[period].minutes()));
            let missing = i128::from(course.fill) - there;
            let mut subject = vec![course.id.as_str()];
            subject.extend(pattern.iter().map(String::as_str));
            let amount = missing.saturating_mul(20 * minutes);
            tally.charge("posts", "posts.missing", amount, &subject, &[&there, &course.fill]);
        }
    }
}

/// `late_waves`: leavers, exempt ones left out, × minutes by which their wave starts after wave `max_waves` − 1.
pub(super) fn late_waves(view: &View<'_>, tally: &mut Tally) {
    let last = i128::from(view.problem.policy.max_waves.unwrap_or(6)) - 1;
    for (group, departure) in &view.departures {
        let bound = view.groups[group].iter().filter(|&&index| !view.is_exempt(&view.students[index], "late_waves"));
        let leavers = count(bound.count());
        let late = (departure.wave - last).max(0).saturating_mul(view.wave_minutes());
        let subject = [view.sections[group.0].id, view.periods[group.1].id];
        let facts: [&dyn std::fmt::Display; 3] = [&leavers, &departure.wave, &late];
        tally.charge("late_waves", "late_waves.late", leavers.saturating_mul(late), &subject, &facts);
    }
}
