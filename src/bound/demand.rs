//! The children's part of the Lagrangian: at given prices each child takes the best seats for itself alone.
//!
//! A **column** of a child is a set of clubs on disjoint attended patterns, with the wishes it leaves unmet. The periods
//! it leaves are filled one by one from open and care courses at the price of their class, with as many special ones as
//! the share still asks for. Columns are listed once; a price then values each by a sum and a short sort.
//! Left out, so that the value stays a lower bound: `max_per_student` of open courses, `category_minutes`, whole
//! patterns of open courses that meet more than once.

use super::layout::{Layout, SCALE};
use crate::problem::{PatternId, PeriodSet, Problem, StudentId};
use crate::rules;
use rayon::prelude::*;

/// Most columns listed for one child; a child with more counts as losing and paying nothing.
const COLUMNS: usize = 4096;
/// Children priced together by one worker.
const CHUNK: usize = 64;

/// A set of clubs a child may hold together.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// Cost of the wishes it leaves unmet, in parts of [`SCALE`].
    loss: i64,
    /// The child's options in it, as bits.
    options: u64,
    periods: PeriodSet,
    /// Minutes that count towards the special share.
    special: i64,
}

#[derive(Debug, Clone)]
struct Child {
    /// Position of the first option in the prices.
    first: usize,
    /// Number of options.
    options: usize,
    /// Empty for a child with too many: it counts as losing and paying nothing.
    columns: Vec<Column>,
    attends: PeriodSet,
    grade: usize,
    /// Special minutes owed.
    owed: i64,
    /// Whether an attended period without a seat is owed.
    covered: bool,
}

/// All children.
#[derive(Debug, Clone)]
pub(super) struct Demand {
    children: Vec<Child>,
}

/// What the children take at given prices.
pub(super) struct Taken {
    /// Least total of losses and prices, in parts of [`SCALE`].
    pub(super) value: i64,
    /// By option: whether it is taken.
    pub(super) options: Vec<bool>,
    /// By class and period: seats taken.
    pub(super) general: Vec<i32>,
}

impl Demand {
    pub(super) fn new(problem: &Problem, layout: &mut Layout) -> Self {
        let weight = |rule| problem.policy.weights[rules::position(rule)];
        let losses = Losses { wish: weight("wish"), none_of_top: weight("none_of_top") };
        let attending = problem.students.ids().filter(|&student| !problem.students[student].attends.is_empty());
        Self { children: attending.map(|student| Child::new(problem, layout, student, &losses)).collect() }
    }

    /// The best of each child at prices by [`Layout`]. `owed` is the price of an owed student-minute, in parts of
    /// [`SCALE`].
    pub(super) fn price(&self, layout: &Layout, prices: &[i64], owed: i64, lossless: bool) -> Taken {
        let fill = Fill::new(layout, prices, owed);
        let parts: Vec<(i64, Vec<(usize, u64)>, Vec<i32>)> = self
            .children
            .par_chunks(CHUNK)
            .map(|children| {
                let mut value = 0;
                let mut taken = Vec::with_capacity(children.len());
                let mut general = vec![0; layout.general_len()];
                for child in children {
                    let (least, options) = child.least(&fill, prices, lossless, &mut general);
                    value += least;
                    taken.push((child.first, options));
                }
                (value, taken, general)
            })
            .collect();
        let mut sum = Taken { value: 0, options: vec![false; layout.options.len()], general: vec![0; layout.general_len()] };
        for (value, taken, general) in parts {
            sum.value += value;
            for (first, mut options) in taken {
                while options != 0 {
                    sum.options[first + options.trailing_zeros() as usize] = true;
                    options &= options - 1;
                }
            }
            sum.general.iter_mut().zip(general).for_each(|(sum, part)| *sum += part);
        }
        sum
    }
}

struct Losses {
    wish: i64,
    none_of_top: i64,
}

impl Child {
    fn new(problem: &Problem, layout: &mut Layout, student: StudentId, losses: &Losses) -> Self {
        let who = &problem.students[student];
        let first = layout.options.len();
        let mut options: Vec<(usize, PatternId)> = Vec::new();
        let pinned = who.pinned_to.iter().filter(|course| !who.wishes.contains(course));
        for (rank, &course) in who.wishes.iter().chain(pinned).enumerate() {
            if problem.may_hold(student, course) && !who.pinned_off.contains(&course) {
                let attended = |&pattern: &PatternId| who.attends.covers(problem.patterns[pattern].periods);
                options.extend(problem.courses[course].patterns.iter().filter(attended).map(|pattern| (rank, pattern)));
            }
        }
        let many = options.len() > 64;
        if many {
            options.clear();
        }
        let mut child = Self {
            first,
            options: options.len(),
            columns: Vec::new(),
            attends: who.attends,
            grade: problem.grade_of(student).0 as usize,
            owed: who.special_owed,
            covered: who.owed_coverage,
        };
        layout.options.extend(options.iter().map(|&(_, pattern)| (student, pattern)));
        let empty = Column { loss: 0, options: 0, periods: PeriodSet::EMPTY, special: 0 };
        child.list(problem, &options, 0, empty, PeriodSet::EMPTY);
        if many || child.columns.len() > COLUMNS {
            child.columns.clear();
        }
        for column in &mut child.columns {
            let held = |rank: usize| {
                options.iter().enumerate().any(|(ix, option)| option.0 == rank && column.options >> ix & 1 == 1)
            };
            let value: i64 = (0..who.wishes.len()).filter(|&rank| held(rank)).map(|rank| who.wish_values[rank]).sum();
            let none = who.want > 0 && !who.wishes.is_empty() && !(0..who.wishes.len().min(3)).any(held);
            column.loss =
                SCALE * (losses.wish * (who.wish_best - value).max(0) + losses.none_of_top * i64::from(none));
        }
        child.columns.sort_by_key(|column| (column.loss, column.options));
        child
    }

    /// Lists every set of the options from `at` on that fits beside `held`.
    fn list(&mut self, problem: &Problem, options: &[(usize, PatternId)], at: usize, held: Column, busy: PeriodSet) {
        if self.columns.len() > COLUMNS {
            return;
        }
        let Some(&(rank, pattern)) = options.get(at) else {
            self.columns.push(held);
            return;
        };
        self.list(problem, options, at + 1, held, busy);
        let row = &problem.patterns[pattern];
        if busy.meets(row.clashes) {
            return;
        }
        let next = (at + 1..options.len()).find(|&ix| options[ix].0 != rank).unwrap_or(options.len());
        let special = if problem.courses[row.course].special { row.share_minutes } else { 0 };
        let with = Column {
            loss: 0,
            options: held.options | 1 << at,
            periods: held.periods.or(row.periods),
            special: held.special + special,
        };
        self.list(problem, options, next, with, busy.or(row.periods));
    }

    /// The least of all columns, its options as bits; what fills its gaps is added to `general`.
    fn least(&self, fill: &Fill, prices: &[i64], lossless: bool, general: &mut [i32]) -> (i64, u64) {
        let own = &prices[self.first..self.first + self.options];
        let mut best: Option<(i64, &Column)> = None;
        for column in &self.columns {
            let mut sum = if lossless { 0 } else { column.loss };
            if best.is_some_and(|(least, _)| sum >= least) {
                if lossless { continue } else { break }
            }
            let mut options = column.options;
            while options != 0 {
                sum += own[options.trailing_zeros() as usize];
                options &= options - 1;
            }
            if best.is_some_and(|(least, _)| sum >= least) {
                continue;
            }
            sum += fill.cost(self, column, None);
            if best.is_none_or(|(least, _)| sum < least) {
                best = Some((sum, column));
            }
        }
        let Some((least, column)) = best else { return (0, 0) };
        fill.cost(self, column, Some(general));
        (least, column.options)
    }
}

/// The cheapest seats of open and care courses, by grade and period.
struct Fill<'l> {
    layout: &'l Layout,
    /// grade × period: cheapest seat of any class, or the price of none, and its place in the general seats.
    any: Vec<(i64, u32)>,
    /// grade × period: cheapest special seat.
    special: Vec<(i64, u32)>,
    owed: i64,
}

const NONE: u32 = u32::MAX;

impl<'l> Fill<'l> {
    fn new(layout: &'l Layout, prices: &[i64], owed: i64) -> Self {
        let cells = layout.grades * layout.periods;
        let mut any = vec![(i64::MAX / 4, NONE); cells];
        let mut special = vec![(i64::MAX / 4, NONE); cells];
        for (class, row) in layout.classes.iter().enumerate() {
            for (grade, _) in row.for_grade.iter().enumerate().filter(|(_, fits)| **fits) {
                for period in row.periods.iter() {
                    let place = class * layout.periods + period.0 as usize;
                    let price = (prices[layout.general_at() + place], place as u32);
                    let cell = grade * layout.periods + period.0 as usize;
                    any[cell] = any[cell].min(price);
                    if row.special {
                        special[cell] = special[cell].min(price);
                    }
                }
            }
        }
        Self { layout, any, special, owed }
    }

    /// The least cost of the periods that a column leaves.
    fn cost(&self, child: &Child, column: &Column, mut general: Option<&mut [i32]>) -> i64 {
        let layout = self.layout;
        let base = child.grade * layout.periods;
        let mut sum = 0;
        let mut need = (child.owed - column.special).max(0);
        // (rise, share minutes, period, place of the seat it takes the place of): what a special seat costs more.
        let mut rises = [(0i64, 0i64, 0u32, NONE); 128];
        let mut count = 0;
        for period in child.attends.minus(column.periods).iter() {
            let at = period.0 as usize;
            let without = if child.covered { self.owed.saturating_mul(10 * layout.minutes[at]) } else { 0 };
            let (seat, place) = self.any[base + at];
            let (least, place) = if seat <= without { (seat, place) } else { (without, NONE) };
            sum += least;
            if let Some(general) = &mut general
                && place != NONE
            {
                general[place as usize] += 1;
            }
            if need > 0 && layout.share_minutes[at] > 0 {
                let (special, other) = self.special[base + at];
                if other == place && place != NONE {
                    need -= layout.share_minutes[at];
                } else if other != NONE {
                    rises[count] = (special - least, layout.share_minutes[at], period.0, place);
                    count += 1;
                }
            }
        }
        if need <= 0 {
            return sum;
        }
        let rises = &mut rises[..count];
        let equal = rises.iter().all(|rise| rise.1 == rises[0].1);
        if equal {
            rises.sort_unstable();
        } else {
            rises.sort_unstable_by(|a, b| (a.0 * b.1, a.2).cmp(&(b.0 * a.1, b.2)));
        }
        for &(rise, minutes, period, place) in rises.iter() {
            if need <= 0 {
                break;
            }
            let part = if equal || need >= minutes { rise } else { (rise * need).div_euclid(minutes) };
            if part > self.owed.saturating_mul(need.min(minutes)) {
                continue;
            }
            sum += part;
            need -= minutes;
            if let Some(general) = &mut general {
                if place != NONE {
                    general[place as usize] -= 1;
                }
                general[self.special[base + period as usize].1 as usize] += 1;
            }
        }
        sum + self.owed.saturating_mul(need.max(0))
    }
}
