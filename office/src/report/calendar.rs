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

fn weeks(view: &View) -> u64 {
    view.problem.term.as_ref().and_then(|term| term.weeks).unwrap_or(DEFAULT_WEEKS).min(MOST_WEEKS)
}

/// The dates of a week and day of the cycle over the term, in order, each with whether it is a holiday. None without
/// the first day of the term.
pub(super) fn dates(view: &View, week: u64, day: u64) -> Vec<(NaiveDate, bool)> {
    let Some(start) = term_start(view) else { return Vec::new() };
    let term = view.problem.term.as_ref();
    let holidays: BTreeSet<NaiveDate> =
        term.iter().flat_map(|term| &term.holidays).filter_map(|day| day.parse().ok()).collect();
    let into_week = u64::from(start.weekday().num_days_from_monday());
    let in_term = (1..=weeks(view)).filter(|number| (number - 1) % view.cycle_weeks + 1 == week);
    let after_monday = in_term.map(|number| (number - 1) * 7 + day.saturating_sub(1).min(6));
    let date = |days: u64| start.checked_add_days(Days::new(days.checked_sub(into_week)?));
    after_monday.filter_map(date).map(|date| (date, holidays.contains(&date))).collect()
}

/// Labels of the meetings of a section over the term, in order, holidays left out: `9/7`, or `1周` without a start.
pub(super) fn meetings(view: &View, section: usize) -> Vec<String> {
    let days: BTreeSet<(u64, u64)> =
        view.sections[section].periods.iter().map(|&p| (view.periods[p].row.week, view.periods[p].row.day)).collect();
    if term_start(view).is_some() {
        let dates = days.iter().flat_map(|&(week, day)| dates(view, week, day));
        let met: BTreeSet<NaiveDate> = dates.filter(|(_, holiday)| !holiday).map(|(date, _)| date).collect();
        return met.iter().map(|date| format!("{}/{}", date.month(), date.day())).collect();
    }
    let several = days.iter().map(|(_, day)| day).collect::<BTreeSet<_>>().len() > 1;
    let mut labels = Vec::new();
    for number in 1..=weeks(view) {
        for &(_, day) in days.iter().filter(|(week, _)| *week == (number - 1) % view.cycle_weeks + 1) {
            labels.push(if several { format!("{number}{}", words::day(day)) } else { format!("{number}周") });
        }
    }
    labels
}
