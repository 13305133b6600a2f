//! The cycle: periods, days, and sets of periods as bits.

use super::ids::{DayId, Id, PeriodId, Table};

/// Most periods a cycle may have: the bits of a [`PeriodSet`].
pub const MAX_PERIODS: usize = 128;

/// A set of periods, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PeriodSet(pub u128);

impl PeriodSet {
    /// No period.
    pub const EMPTY: Self = Self(0);

    /// The set of one period.
    #[inline]
    pub fn of(period: PeriodId) -> Self {
        Self(1 << period.0)
    }
    /// Whether the period is in the set.
    #[inline]
    pub fn has(self, period: PeriodId) -> bool {
        self.0 >> period.0 & 1 == 1
    }
    /// Whether every period of `other` is in the set.
    #[inline]
    pub fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }
    /// Whether the sets share a period.
    #[inline]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
    /// Periods in either set.
    #[inline]
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// Periods in both sets.
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// Periods of this set that are not in `other`.
    #[inline]
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    /// Whether there is no period.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Number of periods.
    #[inline]
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }
    /// The periods, ascending.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = PeriodId> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            (left != 0).then(|| {
                let period = PeriodId(left.trailing_zeros());
                left &= left - 1;
                period
            })
        })
    }
}

impl FromIterator<PeriodId> for PeriodSet {
    fn from_iter<T: IntoIterator<Item = PeriodId>>(periods: T) -> Self {
        periods.into_iter().fold(Self::EMPTY, |set, period| set.or(Self::of(period)))
    }
}

/// What kind of time a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodKind {
    /// Noon (午托).
    Midday,
    /// After classes.
    AfterSchool,
    /// Evening study.
    Evening,
    /// Saturday or Sunday.
    Weekend,
}

impl PeriodKind {
    /// Every kind, in the contract's order.
    pub const ALL: [Self; 4] = [Self::Midday, Self::AfterSchool, Self::Evening, Self::Weekend];
}

/// One cell of the cycle. Minutes of the day; `start` < `end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Id in the file.
    pub name: String,
    /// The day it lies in.
    pub day: DayId,
    /// First minute of the day.
    pub start: u32,
    /// Minute of the day at which it is over.
    pub end: u32,
    /// Kind of time.
    pub kind: PeriodKind,
    /// Periods that share a minute with it, itself included.
    pub clashes: PeriodSet,
    /// Periods at whose first minute this period is in session, itself included.
    pub in_session_at_start_of: PeriodSet,
    /// Whether its first minute is not that of an earlier period of the day: one period stands for each moment.
    pub opens_moment: bool,
    /// The period that stands for the moment of its first minute.
    pub moment: PeriodId,
}

impl Period {
    /// Length in minutes.
    #[inline]
    pub fn minutes(&self) -> i64 {
        i64::from(self.end - self.start)
    }
}

/// A (week, day) that has periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Week of the cycle, from 1.
    pub week: u32,
    /// 1 = Monday … 7 = Sunday.
    pub day: u32,
    /// Its periods.
    pub periods: PeriodSet,
    /// Its periods by start, then end, then id.
    pub in_order: Vec<PeriodId>,
}

/// The cycle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Periods in the order of the file.
    pub periods: Table<PeriodId, Period>,
    /// Days by week, then day.
    pub days: Table<DayId, Day>,
    /// Periods of each [`PeriodKind`], by its position in [`PeriodKind::ALL`].
    pub of_kind: [PeriodSet; 4],
}

/// A period as the file gives it: (id, week, day, start, end, kind).
pub type RawPeriod = (String, u32, u32, u32, u32, PeriodKind);

impl Calendar {
    /// Builds the calendar. At most [`MAX_PERIODS`] periods, each with start < end.
    pub fn new(raw: Vec<RawPeriod>) -> Self {
        let mut keys: Vec<(u32, u32)> = raw.iter().map(|period| (period.1, period.2)).collect();
        keys.sort_unstable();
        keys.dedup();
        let day_of = |week, day| DayId::at(keys.binary_search(&(week, day)).expect("every day was collected"));
        let spans: Vec<(DayId, u32, u32)> = raw.iter().map(|p| (day_of(p.1, p.2), p.3, p.4)).collect();
        let others = |test: &dyn Fn(&(DayId, u32, u32)) -> bool| -> PeriodSet {
            spans.iter().enumerate().filter(|(_, span)| test(span)).map(|(ix, _)| PeriodId::at(ix)).collect()
        };
        let mut of_kind = [PeriodSet::EMPTY; 4];
        let mut periods = Vec::new();
        for (ix, (name, _, _, start, end, kind)) in raw.into_iter().enumerate() {
            let (day, ..) = spans[ix];
            of_kind[kind as usize] = of_kind[kind as usize].or(PeriodSet::of(PeriodId::at(ix)));
            let moment = spans.iter().position(|span| span.0 == day && span.1 == start).expect("itself at least");
            periods.push(Period {
                name,
                day,
                start,
                end,
                kind,
                clashes: others(&|span| span.0 == day && span.1 < end && start < span.2),
                in_session_at_start_of: others(&|span| span.0 == day && start <= span.1 && span.1 < end),
                opens_moment: moment == ix,
                moment: PeriodId::at(moment),
            });
        }
        let periods = Table::<PeriodId, Period>::new(periods);
        let days = keys
            .iter()
            .enumerate()
            .map(|(ix, &(week, day))| {
                let mut in_order: Vec<PeriodId> = periods.ids().filter(|&p| periods[p].day.ix() == ix).collect();
                in_order.sort_by_key(|&p| (periods[p].start, periods[p].end, p));
                Day { week, day, periods: in_order.iter().copied().collect(), in_order }
            })
            .collect();
        Self { periods, days: Table::new(days), of_kind }
    }

    /// Minutes of all periods of a set.
    pub fn minutes(&self, set: PeriodSet) -> i64 {
        set.iter().map(|period| self.periods[period].minutes()).sum()
    }

    /// Every period that shares a minute with one of the set.
    pub fn clashes(&self, set: PeriodSet) -> PeriodSet {
        set.iter().fold(PeriodSet::EMPTY, |all, period| all.or(self.periods[period].clashes))
    }

    /// The last period of each day of the set by end: what a child who attends the set leaves after. Midday periods
    /// have no leavers.
    pub fn last_of_days(&self, attends: PeriodSet) -> PeriodSet {
        self.days
            .rows()
            .iter()
            .filter_map(|day| attends.and(day.periods).iter().max_by_key(|&p| self.periods[p].end))
            .filter(|&period| self.periods[period].kind != PeriodKind::Midday)
            .collect()
    }
}
