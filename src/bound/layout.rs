//! Where each price stands: one vector of prices, in six parts.
//!
//! | part | one price for each | what it pays for |
//! | --- | --- | --- |
//! | options | (child, pattern of a wished club) | the seat |
//! | general | (class of open and care courses, child or all, period) | a seat of the class |
//! | homes | (school class, child or all, period) | a seat in care in the home room of the class |
//! | staff | (group of people, period) | a lead or an assistant |
//! | rooms | (kind of room, moment) | a place for one section |
//! | spots | (day, gate, slot) | a leaver |

use crate::problem::{ClassId, CourseId, CourseKind, Id, PatternId, PeriodSet, Problem, RoomId, StudentId, TeacherId};
use std::collections::{BTreeMap, BTreeSet};

/// Prices and values are whole numbers in parts of this: a point of cost is `SCALE`, so that fen a minute stay whole.
pub(super) const SCALE: i64 = 60_000;

/// Students a school may have for each child to have its own prices of seats in open and care courses: in a larger one
/// sections are full, and a price for all is as good and raised sooner.
const ALONE_STUDENTS: usize = 300;

/// Prices of the same seats: a row of one price a period for each child, or in a larger school one row for all.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    first: usize,
    /// By row: by period, the children who attend.
    children: Vec<Vec<i64>>,
    /// By student: the row.
    row_of: Vec<Option<usize>>,
}

impl Rows {
    /// Each row with its children, by period.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &[i64])> {
        self.children.iter().enumerate().map(|(ix, children)| (self.first + ix, &children[..]))
    }

    /// The row of a child.
    pub(super) fn of(&self, student: StudentId) -> Option<usize> {
        self.row_of[student.ix()]
    }
}

/// Open or care courses that a child cannot tell apart: the same grades, special or not, the same of what is owed.
#[derive(Debug, Clone)]
pub(super) struct Class {
    pub(super) for_grade: Vec<bool>,
    pub(super) special: bool,
    /// The category of its courses, if some child is owed minutes of it.
    pub(super) category: Option<u32>,
    /// Whether its seats are in care that is not special, in rooms.
    pub(super) care: bool,
    /// Periods in which some course of the class may meet.
    pub(super) periods: PeriodSet,
    /// By period: children of its grades who attend.
    pub(super) children: Vec<i64>,
    pub(super) rows: Rows,
}

/// A class that has a home room, and care there.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) class: ClassId,
    pub(super) room: RoomId,
    /// Periods in which some care course may meet there.
    pub(super) periods: PeriodSet,
    /// Categories of such courses, of those owed to some child.
    pub(super) categories: Vec<u32>,
    pub(super) rows: Rows,
}

/// People who can do the same: those who may lead a course, or assist.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) people: Vec<TeacherId>,
    /// Whether a lead of the group who comes from outside needs an assistant beside.
    pub(super) escorted: bool,
}

/// Rooms that are alike for every course.
#[derive(Debug, Clone)]
pub(super) struct RoomKind {
    /// One of them.
    pub(super) sample: RoomId,
    /// Sections all of them hold at once.
    pub(super) places: i64,
}

/// The places of the prices.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// By school class: its grade.
    pub(super) grades: Vec<usize>,
    pub(super) periods: usize,
    pub(super) minutes: Vec<i64>,
    /// By period: minutes that count towards the special share.
    pub(super) share_minutes: Vec<i64>,
    pub(super) options: Vec<(StudentId, PatternId)>,
    /// Whether each child has its own rows of prices.
    pub(super) alone: bool,
    /// Rows of prices of seats in open and care courses.
    rows: usize,
    pub(super) classes: Vec<Class>,
    /// By course: its class, if it is open or care.
    pub(super) class_of: Vec<Option<usize>>,
    pub(super) homes: Vec<Home>,
    /// By school class: its home.
    pub(super) home_of: Vec<Option<usize>>,
    pub(super) groups: Vec<Group>,
    /// By course: the group that leads it.
    pub(super) led_by: Vec<usize>,
    /// The group that assists.
    pub(super) assistants: usize,
    pub(super) kinds: Vec<RoomKind>,
    /// By room: its kind.
    pub(super) kind_of: Vec<usize>,
    /// Spots that have a price.
    pub(super) spots: usize,
}

impl Layout {
    pub(super) fn new(problem: &Problem) -> Self {
        let periods = problem.calendar.periods.len();
        let counts = |at: usize| {
            let kind = problem.calendar.periods.rows()[at].kind;
            problem.policy.share_kinds.contains(&kind)
        };
        let minutes: Vec<i64> = problem.calendar.periods.rows().iter().map(|period| period.minutes()).collect();
        let mut layout = Self {
            grades: problem.classes.iter().map(|(_, row)| row.grade.ix()).collect(),
            periods,
            share_minutes: (0..periods).map(|at| if counts(at) { minutes[at] } else { 0 }).collect(),
            minutes,
            options: Vec::new(),
            alone: problem.students.len() <= ALONE_STUDENTS,
            rows: 0,
            classes: Vec::new(),
            class_of: vec![None; problem.courses.len()],
            homes: Vec::new(),
            home_of: vec![None; problem.classes.len()],
            groups: Vec::new(),
            led_by: vec![0; problem.courses.len()],
            assistants: 0,
            kinds: Vec::new(),
            kind_of: Vec::new(),
            spots: 0,
        };
        let owed = problem.students.rows().iter().flat_map(|who| &who.category_owed);
        let owed: BTreeSet<u32> = owed.filter(|owed| owed.1 > 0).map(|owed| owed.0).collect();
        layout.find_classes(problem, &owed);
        layout.find_homes(problem, &owed);
        layout.find_groups(problem);
        layout.find_kinds(problem);
        layout
    }

    /// Rows of prices for some children.
    fn rows_for(&mut self, problem: &Problem, holds: impl Fn(StudentId) -> bool) -> Rows {
        let mut rows = Rows { first: self.rows, children: Vec::new(), row_of: vec![None; problem.students.len()] };
        for (student, who) in problem.students.iter().filter(|&(student, _)| holds(student)) {
            if self.alone || rows.children.is_empty() {
                rows.children.push(vec![0; self.periods]);
            }
            let row = rows.children.len() - 1;
            rows.row_of[student.ix()] = Some(rows.first + row);
            who.attends.iter().for_each(|period| rows.children[row][period.ix()] += 1);
        }
        self.rows += rows.children.len();
        rows
    }

    fn find_classes(&mut self, problem: &Problem, owed: &BTreeSet<u32>) {
        let mut found: BTreeMap<(Vec<bool>, bool, bool, Option<u32>), usize> = BTreeMap::new();
        for (course, row) in problem.courses.iter() {
            if !matches!(row.kind, CourseKind::Open | CourseKind::Care) {
                continue;
            }
            let care = row.kind == CourseKind::Care && row.needs_room && !row.special;
            let category = row.category.filter(|category| owed.contains(category));
            let key = (row.for_grade.clone(), row.special, care, category);
            let class = *found.entry(key).or_insert_with(|| {
                self.classes.push(Class {
                    for_grade: row.for_grade.clone(),
                    special: row.special,
                    category,
                    care,
                    periods: PeriodSet::EMPTY,
                    children: vec![0; self.periods],
                    rows: Rows::default(),
                });
                self.classes.len() - 1
            });
            self.class_of[course.ix()] = Some(class);
            for pattern in row.patterns.iter() {
                self.classes[class].periods = self.classes[class].periods.or(problem.patterns[pattern].periods);
            }
        }
        for ix in 0..self.classes.len() {
            let for_grade = self.classes[ix].for_grade.clone();
            let rows = self.rows_for(problem, |student| for_grade[problem.grade_of(student).ix()]);
            let class = &mut self.classes[ix];
            for (_, children) in rows.iter() {
                class.children.iter_mut().zip(children).for_each(|(sum, children)| *sum += children);
            }
            class.rows = rows;
        }
    }

    fn find_homes(&mut self, problem: &Problem, owed: &BTreeSet<u32>) {
        let care: Vec<CourseId> =
            problem.courses.ids().filter(|&course| problem.courses[course].kind == CourseKind::Care).collect();
        for (class, row) in problem.classes.iter() {
            let Some(room) = row.home else { continue };
            let (mut periods, mut categories) = (PeriodSet::EMPTY, Vec::new());
            for &course in &care {
                let that = &problem.courses[course];
                if that.needs_room && !that.special && that.for_grade[row.grade.ix()] && that.room_fits[room.ix()] {
                    let patterns = that.patterns.iter().map(|pattern| problem.patterns[pattern].periods);
                    let open = patterns.filter(|&periods| !problem.rooms[room].closed.meets(periods));
                    periods = open.fold(periods, PeriodSet::or);
                    let category = that.category.filter(|category| owed.contains(category));
                    categories.extend(category.filter(|category| !categories.contains(category)));
                }
            }
            if periods.is_empty() {
                continue;
            }
            let rows = self.rows_for(problem, |student| problem.students[student].class == class);
            self.home_of[class.ix()] = Some(self.homes.len());
            self.homes.push(Home { class, room, periods, categories, rows });
        }
    }

    fn find_groups(&mut self, problem: &Problem) {
        let mut found: BTreeMap<(Vec<TeacherId>, bool), usize> = BTreeMap::new();
        let mut group = |people: Vec<TeacherId>, escorted: bool, groups: &mut Vec<Group>| {
            *found.entry((people.clone(), escorted)).or_insert_with(|| {
                groups.push(Group { people, escorted });
                groups.len() - 1
            })
        };
        for (course, row) in problem.courses.iter() {
            let people = row.leads.iter().copied();
            let people = people.filter(|&person| !problem.teachers[person].pinned_off.contains(&course)).collect();
            let escorted = problem.policy.external_needs_assistant && row.kind.has_seats() && row.assistants == 0;
            self.led_by[course.ix()] = group(people, escorted, &mut self.groups);
        }
        let staff = problem.teachers.iter().filter(|(_, row)| row.staff && row.cleared).map(|(person, _)| person);
        self.assistants = group(staff.collect(), false, &mut self.groups);
    }

    fn find_kinds(&mut self, problem: &Problem) {
        let mut found = BTreeMap::new();
        for (room, row) in problem.rooms.iter() {
            let fits: Vec<CourseId> =
                problem.courses.ids().filter(|&c| problem.courses[c].room_fits[room.ix()]).collect();
            let travel = row.offsite.map(|offsite| offsite.travel);
            let key = (fits, row.capacity, row.closed, row.cost, travel);
            let kind = *found.entry(key).or_insert_with(|| {
                self.kinds.push(RoomKind { sample: room, places: 0 });
                self.kinds.len() - 1
            });
            self.kinds[kind].places += i64::from(row.parallel);
            self.kind_of.push(kind);
        }
    }

    /// Prices of another problem, by what they are for; 0 for what it does not have. Periods, grades, children and courses
    /// with their patterns must be the same; people and rooms may be added at the end, and capacities differ. A period in
    /// which rooms were closed starts from what they cost at other times.
    pub(super) fn carried(&self, problem: &Problem, (from, before): (&Self, &Problem), prices: &[i64]) -> Vec<i64> {
        let mut carried = vec![0; self.len()];
        let of_option: BTreeMap<(StudentId, PatternId), i64> =
            from.options.iter().copied().zip(prices.iter().copied()).collect();
        let options = self.options.iter().map(|option| of_option.get(option).copied().unwrap_or(0));
        carried.iter_mut().zip(options).for_each(|(price, known)| *price = known);
        let mut opened = Vec::new();
        let mut row = |to: usize, at: usize| {
            carried[to..to + self.periods].copy_from_slice(&prices[at..at + self.periods]);
        };
        let course_of = |of: &dyn Fn(usize) -> bool| (0..self.led_by.len()).find(|&course| of(course));
        let mut rows = |to: &Rows, old: &Rows| {
            let pairs = to.iter().zip(old.iter());
            pairs.for_each(|((to, _), (old, _))| row(self.seat(to, 0), from.seat(old, 0)));
        };
        for (class, to) in self.classes.iter().enumerate() {
            let known = course_of(&|course| self.class_of[course] == Some(class));
            if let Some(old) = known.and_then(|course| from.class_of[course]) {
                rows(&to.rows, &from.classes[old].rows);
            }
        }
        for to in &self.homes {
            if let Some(old) = from.home_of[to.class.ix()] {
                rows(&to.rows, &from.homes[old].rows);
            }
        }
        for group in 0..self.groups.len() {
            let known = course_of(&|course| self.led_by[course] == group);
            let old = known.map_or(from.assistants, |course| from.led_by[course]);
            row(self.staff_at() + group * self.periods, from.staff_at() + old * self.periods);
        }
        for (kind, of_kind) in self.kinds.iter().enumerate() {
            let Some(&old) = from.kind_of.get(of_kind.sample.ix()) else { continue };
            let (to, at) = (self.rooms_at() + kind * self.periods, from.rooms_at() + old * self.periods);
            row(to, at);
            let closed = before.rooms[of_kind.sample].closed;
            let known: Vec<i64> =
                problem.calendar.periods.ids().filter(|&p| !closed.has(p)).map(|p| prices[at + p.ix()]).collect();
            let usual = known.iter().sum::<i64>() / (known.len() as i64).max(1);
            for period in closed.minus(problem.rooms[of_kind.sample].closed).iter() {
                opened.push((to + period.ix(), usual));
            }
        }
        opened.into_iter().for_each(|(place, usual)| carried[place] = usual);
        if self.spots == from.spots {
            let at = self.spots_at();
            carried[at..].copy_from_slice(&prices[from.spots_at()..]);
        }
        carried
    }

    fn general_at(&self) -> usize {
        self.options.len()
    }

    /// Number of the prices that fill the gaps of children: general and homes.
    fn filling_len(&self) -> usize {
        self.rows * self.periods
    }

    /// The price of a row of seats in open and care courses.
    pub(super) fn seat(&self, row: usize, period: usize) -> usize {
        self.general_at() + row * self.periods + period
    }

    pub(super) fn staff_at(&self) -> usize {
        self.general_at() + self.filling_len()
    }

    pub(super) fn staff_len(&self) -> usize {
        self.groups.len() * self.periods
    }

    pub(super) fn rooms_at(&self) -> usize {
        self.staff_at() + self.staff_len()
    }

    pub(super) fn spots_at(&self) -> usize {
        self.rooms_at() + self.kinds.len() * self.periods
    }

    /// Number of prices.
    pub(super) fn len(&self) -> usize {
        self.spots_at() + self.spots
    }
}
