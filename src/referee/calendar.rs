//! Periods as minutes of a day of the cycle.

use crate::format::PeriodRow;

/// A period whose clock times could be read.
pub(super) struct Period<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// Week of the cycle.
    pub(super) week: u64,
    /// Day of the week.
    pub(super) day: u64,
    /// First minute of the day.
    pub(super) start: i128,
    /// Minute of the day at which it is over.
    pub(super) end: i128,
    /// `midday`, `after_school`, `evening` or `weekend`.
    pub(super) kind: &'a str,
}

impl<'a> Period<'a> {
    /// Reads a row; none where a clock time is not `HH:MM`.
    pub(super) fn read(row: &'a PeriodRow) -> Option<Self> {
        let (start, end) = (minute_of(&row.start)?, minute_of(&row.end)?);
        Some(Self { id: &row.id, week: row.week, day: row.day, start, end, kind: &row.kind })
    }

    /// Its length in minutes.
    pub(super) fn minutes(&self) -> i128 {
        (self.end - self.start).max(0)
    }

    /// The day it is on.
    pub(super) fn date(&self) -> (u64, u64) {
        (self.week, self.day)
    }

    /// Whether both share a minute; touching ends share none.
    pub(super) fn clashes(&self, other: &Period<'_>) -> bool {
        self.date() == other.date() && self.start < other.end && other.start < self.end
    }
}

/// Minute of the day of `HH:MM`.
fn minute_of(clock: &str) -> Option<i128> {
    let (hour, minute) = clock.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (i128, i128) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// `HH:MM` of a minute of the day; hours go on past 24.
pub(super) fn clock_of(minute: i128) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
