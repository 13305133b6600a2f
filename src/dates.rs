//! The dates of a term: on which days there is service, and like which day of the cycle.

use crate::format::ProblemFile;
use chrono::{Datelike, Days, Months, NaiveDate};

/// More weeks than any term has.
const MOST_WEEKS: u64 = 60;

/// A date with service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Session {
    /// The date.
    pub date: NaiveDate,
    /// Calendar week of the term, from 1.
    pub term_week: u64,
    /// Week of the cycle, from 1.
    pub week: u64,
    /// Day of the cycle: 1 = Monday.
    pub day: u64,
}

/// A date in a file; none when it is no `YYYY-MM-DD`.
pub fn date(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// A date in a file that may be absent.
pub fn date_of(text: Option<&String>) -> Option<NaiveDate> {
    date(text?)
}

/// The date so many years later; 29 February becomes 28.
pub fn years_after(date: NaiveDate, years: i64) -> Option<NaiveDate> {
    months_after(date, years.checked_mul(12)?)
}

/// The date so many months later.
pub fn months_after(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    date.checked_add_months(Months::new(u32::try_from(months).ok()?))
}

/// Every date of the term that has a period, in order: holidays left out, make-up days put in. Empty when the term
/// does not say when it starts and how long it is.
pub fn sessions(file: &ProblemFile) -> Vec<Session> {
    let Some(term) = &file.term else { return Vec::new() };
    let (Some(start), Some(weeks)) = (date_of(term.start.as_ref()), term.weeks) else { return Vec::new() };
    let cycle = term.cycle_weeks.max(1);
    let Some(monday) = start.checked_sub_days(Days::new(u64::from(start.weekday().num_days_from_monday()))) else {
        return Vec::new();
    };
    let served = |week: u64, day: u64| file.periods.iter().any(|row| (row.week, row.day) == (week, day));
    let off: Vec<NaiveDate> = term.holidays.iter().filter_map(|text| date(text)).collect();
    let made_up: Vec<(NaiveDate, u64)> =
        term.makeups.iter().filter_map(|row| Some((date(&row.date)?, row.day))).collect();
    let mut sessions = Vec::new();
    for term_week in 1..=weeks.min(MOST_WEEKS) {
        let week = (term_week - 1) % cycle + 1;
        for weekday in 1..=7 {
            let Some(date) = monday.checked_add_days(Days::new((term_week - 1) * 7 + weekday - 1)) else { continue };
            let stands_for = made_up.iter().find(|(day, _)| *day == date).map(|(_, day)| *day);
            let day = stands_for.unwrap_or(weekday);
            if date >= start && (stands_for.is_some() || !off.contains(&date)) && served(week, day) {
                sessions.push(Session { date, term_week, week, day });
            }
        }
    }
    sessions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(term: &str) -> ProblemFile {
        let text = format!(
            r#"{{ "format": "paipian/1", "policy": {{}}, "term": {term}, "grades": [], "classes": [], "students": [],
            "courses": [], "teachers": [], "rooms": [], "periods": [
              {{ "id": "a", "day": 1, "start": "16:00", "end": "17:00", "kind": "after_school" }},
              {{ "id": "b", "day": 4, "start": "16:00", "end": "17:00", "kind": "after_school" }} ] }}"#
        );
        crate::format::read_problem(&text).expect("a problem")
    }

    #[test]
    fn holidays_go_and_make_up_days_come() {
        let file = school(
            r#"{ "start": "2026-09-29", "weeks": 2, "holidays": ["2026-10-01"], "makeups": [{ "date": "2026-10-10", "day": 4 }] }"#,
        );
        let dates: Vec<String> = sessions(&file).iter().map(|s| format!("{} {}", s.date, s.day)).collect();
        assert_eq!(dates, ["2026-10-05 1", "2026-10-08 4", "2026-10-10 4"]);
    }

    #[test]
    fn a_term_without_dates_has_no_sessions() {
        assert_eq!(sessions(&school(r#"{ "weeks": 2 }"#)), []);
        assert_eq!(sessions(&school(r#"{ "start": "soon", "weeks": 2 }"#)), []);
    }

    #[test]
    fn birthdays_of_leap_days_fall_on_the_28th() {
        let born = date("2008-02-29").expect("a date");
        assert_eq!(years_after(born, 18), date("2026-02-28"));
    }
}
