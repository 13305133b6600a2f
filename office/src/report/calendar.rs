//! The dates of a term on which a section meets.

use super::view::View;
use super::words;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeSet;

/// Weeks of a term that does not say.
const DEFAULT_WEEKS: u64 = 18;
/// More weeks than any term has.
const MOST_WEEKS: u64 = 60;

/// The first day of the term, when it is given and a date.
pub(super) fn term_start(view: &View) -> Option<NaiveDate> {
    view.problem.term.as_ref()?.start.as_ref()?.parse().ok()
}

/// `2026年9月7日起，18周`, or what is known of it.
pub(super) fn term_label(view: &View) -> String {
    let weeks = view.problem.term.as_ref().and_then(|term| term.weeks).map(|weeks| format!("{weeks}周"));
    let start = term_start(view).map(|date| format!("{}起", long_date(date)));
    [start, weeks].into_iter().flatten().collect::<Vec<_>>().join("，共")
}

/// `2026年9月7日`.
pub(super) fn long_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Labels of the meetings of a section over the term, in order, holidays left out: `9/7`, or `1周` without a start.
pub(super) fn meetings(view: &View, section: usize) -> Vec<String> {
    let days: BTreeSet<(u64, u64)> =
        view.sections[section].periods.iter().map(|&p| (view.periods[p].row.week, view.periods[p].row.day)).collect();
    let term = view.problem.term.as_ref();
    let weeks = term.and_then(|term| term.weeks).unwrap_or(DEFAULT_WEEKS).min(MOST_WEEKS);
    let start = term_start(view);
    let holidays: BTreeSet<NaiveDate> =
        term.iter().flat_map(|term| &term.holidays).filter_map(|day| day.parse().ok()).collect();
    let days_a_week = days.iter().map(|(_, day)| day).collect::<BTreeSet<_>>().len();
    let mut labels = Vec::new();
    for week in 1..=weeks {
        let in_cycle = (week - 1) % view.cycle_weeks + 1;
        for &(_, day) in days.iter().filter(|(of, _)| *of == in_cycle) {
            match start {
                Some(start) => {
                    let monday = start - Days::new(u64::from(start.weekday().num_days_from_monday()));
                    let date = monday + Days::new((week - 1) * 7 + day.saturating_sub(1).min(6));
                    if date >= start && !holidays.contains(&date) {
                        labels.push(format!("{}/{}", date.month(), date.day()));
                    }
                }
                None if days_a_week > 1 => labels.push(format!("{week}{}", words::day(day))),
                None => labels.push(format!("{week}周")),
            }
        }
    }
    labels
}
