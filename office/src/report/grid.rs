//! Two layouts of sections in time: lanes (a column a period, one section a cell) and weeks (a column a day).

use super::entry::Entry;
use super::view::View;
use super::words;
use std::collections::{BTreeMap, BTreeSet};

/// Most columns of a table on one sheet of paper.
const MOST_COLUMNS: usize = 12;

/// A row of lanes: what is the same along the row, and at most one section in each column.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) head: String,
    pub(super) sub: String,
    pub(super) cells: Vec<Option<Entry>>,
}

/// A part of a lane table that fits a sheet of paper.
#[derive(Debug)]
pub(super) struct LaneTable {
    /// Day and times of each column.
    pub(super) columns: Vec<(String, String)>,
    pub(super) lanes: Vec<Lane>,
}

/// The week of a class, teacher or room: times down, days across.
#[derive(Debug)]
pub(super) struct Week {
    /// `单周`; empty when all weeks are alike.
    pub(super) name: String,
    pub(super) days: Vec<String>,
    pub(super) slots: Vec<Slot>,
}

/// One line of a week.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) kind: String,
    pub(super) time: String,
    /// For each day: its cell; None where that day has no such period.
    pub(super) cells: Vec<Option<Vec<Entry>>>,
}

impl View<'_> {
    /// Splits periods into parts of at most [`MOST_COLUMNS`] columns, by week and then between days.
    pub(super) fn parts(&self, periods: &[usize]) -> Vec<Vec<usize>> {
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for day in self.days_of(periods) {
            let week = self.periods[day[0]].row.week;
            match parts.last_mut() {
                Some(part) if self.periods[part[0]].row.week == week && part.len() + day.len() <= MOST_COLUMNS => {
                    part.extend(day);
                }
                _ => parts.push(day),
            }
        }
        parts
    }

    /// Sections spread over rows so that no cell holds two; the row of a section is the first that is free in all its
    /// periods. `periods` are the columns; a section outside all of them has no row.
    pub(super) fn lanes(&self, head: &str, sub: &str, sections: &[usize], periods: &[usize]) -> Vec<Lane> {
        let column_of: BTreeMap<usize, usize> = periods.iter().enumerate().map(|(column, &p)| (p, column)).collect();
        let mut lanes: Vec<Lane> = Vec::new();
        for &section in sections {
            let cells: Vec<(usize, usize)> =
                self.sections[section].periods.iter().filter_map(|p| Some((*column_of.get(p)?, *p))).collect();
            if cells.is_empty() {
                continue;
            }
            let free = |lane: &Lane| cells.iter().all(|&(column, _)| lane.cells[column].is_none());
            let row = lanes.iter().position(free).unwrap_or_else(|| {
                let cells = std::iter::repeat_with(|| None).take(periods.len()).collect();
                lanes.push(Lane { head: head.to_string(), sub: sub.to_string(), cells });
                lanes.len() - 1
            });
            for (column, period) in cells {
                lanes[row].cells[column] = Some(self.entry(section, period));
            }
        }
        lanes
    }

    /// The lanes of all courses among `sections`, one course after another.
    pub(super) fn course_lanes(&self, sections: &[usize], periods: &[usize]) -> Vec<Lane> {
        let same = |a: &usize, b: &usize| self.sections[*a].row.course == self.sections[*b].row.course;
        sections
            .chunk_by(same)
            .flat_map(|group| self.lanes(&self.course_label(group[0]), &self.audience(group[0]), group, periods))
            .collect()
    }

    /// Lane tables, one for each part of the periods in use, of the lanes that `rows` makes for those columns.
    pub(super) fn lane_tables(&self, sections: &[usize], rows: impl Fn(&[usize]) -> Vec<Lane>) -> Vec<LaneTable> {
        self.parts(&self.periods_of(sections))
            .into_iter()
            .map(|part| LaneTable {
                columns: part.iter().map(|&p| (self.day_kind(p), self.periods[p].times())).collect(),
                lanes: rows(&part),
            })
            .filter(|table| !table.lanes.is_empty())
            .collect()
    }

    /// `周一`, or `周一午间` for a period that is not after school.
    pub(super) fn day_kind(&self, period: usize) -> String {
        let kind = self.periods[period].row.kind.as_str();
        let kind = if kind == "after_school" { "" } else { words::period_kind(kind) };
        format!("{}{kind}", self.day_label(period))
    }

    /// `足球〔体育〕`, without the number of the section.
    pub(super) fn course_label(&self, section: usize) -> String {
        let section = &self.sections[section];
        let name = match section.course {
            Some(course) => course.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&course.id).to_string(),
            None => words::unknown(&section.row.course),
        };
        match section.course.and_then(|course| course.category.as_deref()) {
            Some(category) => format!("{name}〔{}〕", words::category(category)),
            None => name,
        }
    }

    /// Every period in which one of the sections meets, in order.
    pub(super) fn periods_of(&self, sections: &[usize]) -> Vec<usize> {
        let used: BTreeSet<usize> = sections.iter().flat_map(|&s| self.sections[s].periods.iter().copied()).collect();
        used.into_iter().collect()
    }

    /// Periods at the hours at which one of the sections meets, on whatever day.
    pub(super) fn hours_of(&self, sections: &[usize]) -> Vec<usize> {
        let hours = |p: usize| {
            let period = &self.periods[p];
            (period.row.week, period.start, period.end, period.row.kind.as_str())
        };
        let used: BTreeSet<_> = self.periods_of(sections).into_iter().map(hours).collect();
        (0..self.periods.len()).filter(|&p| used.contains(&hours(p))).collect()
    }

    /// Sections in which a student of the classes sits.
    pub(super) fn sections_of_classes(&self, of: impl Fn(usize) -> bool) -> Vec<usize> {
        let classes = self.classes.iter().enumerate().filter(|(class, _)| of(*class));
        let students = classes.flat_map(|(_, class)| class.students.iter().copied());
        let used: BTreeSet<usize> = students.flat_map(|s| self.students[s].sections.iter().copied()).collect();
        used.into_iter().collect()
    }

    /// Weeks of the given sections, with `note` (section, period) as the note of each entry.
    pub(super) fn weeks(
        &self,
        sections: &[usize],
        periods: &[usize],
        note: impl Fn(usize, usize) -> String,
    ) -> Vec<Week> {
        let week_of = |p: &usize| self.periods[*p].row.week;
        periods
            .chunk_by(|a, b| week_of(a) == week_of(b))
            .map(|week| {
                let days: BTreeSet<u64> = week.iter().map(|&p| self.periods[p].row.day).collect();
                let slot_of = |p: usize| self.line_of(week, p);
                let slots: BTreeSet<(u64, u64, &str)> = week.iter().map(|&p| slot_of(p)).collect();
                let cell = |p: usize| -> Vec<Entry> {
                    let here = sections.iter().filter(|&&s| self.sections[s].periods.binary_search(&p).is_ok());
                    here.map(|&s| Entry { note: note(s, p), ..self.entry(s, p) }).collect()
                };
                Week {
                    name: words::week(self.periods[week[0]].row.week, self.cycle_weeks),
                    days: days.iter().map(|&day| words::day(day)).collect(),
                    slots: slots
                        .into_iter()
                        .map(|slot| Slot {
                            kind: words::period_kind(slot.2).to_string(),
                            time: self.times(week.iter().copied().filter(|&p| slot_of(p) == slot)),
                            cells: days
                                .iter()
                                .map(|&day| {
                                    let mut at =
                                        week.iter().filter(|&&p| self.periods[p].row.day == day && slot_of(p) == slot);
                                    at.next().map(|&p| cell(p))
                                })
                                .collect(),
                        })
                        .collect(),
                }
            })
            .collect()
    }

    /// The line of a week on which a period stands, as a key that sorts by time. Days of different hours share lines
    /// (the first period of each, the second, …) unless periods of one day overlap: then every time has its line.
    fn line_of(&self, week: &[usize], p: usize) -> (u64, u64, &str) {
        let period = &self.periods[p];
        let overlaps = |&a: &usize, &b: &usize| {
            let (a, b) = (&self.periods[a], &self.periods[b]);
            a.row.day == b.row.day && a.start < b.end && b.start < a.end
        };
        let bells_differ = week.iter().enumerate().any(|(ix, a)| week[ix + 1..].iter().any(|b| overlaps(a, b)));
        if bells_differ {
            return (period.start, period.end, period.row.kind.as_str());
        }
        let of_kind = week.iter().map(|&other| &self.periods[other]).filter(|other| other.row.kind == period.row.kind);
        let first = of_kind.clone().map(|other| other.start).min().unwrap_or(period.start);
        let rank = of_kind.filter(|other| other.row.day == period.row.day && other.start < period.start).count();
        (first, rank as u64, period.row.kind.as_str())
    }

    /// The times of periods, each once, the most usual first.
    fn times(&self, periods: impl Iterator<Item = usize>) -> String {
        let mut counts: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        for p in periods {
            *counts.entry((self.periods[p].start, self.periods[p].end)).or_default() += 1;
        }
        let mut times: Vec<_> = counts.into_iter().collect();
        times.sort_by_key(|&(time, count)| (std::cmp::Reverse(count), time));
        let clock = super::view::clock;
        times
            .iter()
            .map(|&((start, end), _)| format!("{}–{}", clock(start), clock(end)))
            .collect::<Vec<_>>()
            .join(" / ")
    }
}
