//! A timetable under search: every lecture in a place of its own, in a period in which its course can be taught and
//! does not meet already. What is left of the hard constraints are conflicts, which are counted. Moves are evaluated
//! without changing anything, in time that does not depend on the size of the instance.

use super::instance::{Instance, Meeting};
use super::tables::{CLOSED, COUNT, DAY, EDGE, LONELY, OWN, Tables};

/// No lecture.
pub(crate) const NONE: u32 = u32::MAX;

/// Hard violations and weighted soft cost, or a change of them. Ordered as they are compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cost {
    pub(crate) hard: i64,
    pub(crate) soft: i64,
}

/// The timetable and its indexes.
#[derive(Debug, Clone)]
pub(crate) struct State<'t> {
    pub(crate) tables: &'t Tables,
    /// By lecture; [`NONE`] while it is lifted.
    pub(crate) place_of: Vec<u32>,
    /// By place.
    pub(crate) at: Vec<u32>,
    pub(crate) cost: Cost,
    /// course × period: lectures of conflicting courses, with [`OWN`] and [`CLOSED`].
    clash: Vec<u16>,
    /// course × room: lectures.
    in_room: Vec<u16>,
    /// course × day: lectures.
    on_day: Vec<u16>,
    /// By course: days with lectures.
    days_used: Vec<i32>,
    /// curriculum × day: periods with lectures, from bit [`EDGE`].
    busy: Vec<u32>,
    /// curriculum × period: lectures.
    count: Vec<u16>,
    /// By curriculum: lectures beyond the first of a period, over all periods.
    crowd: Vec<u16>,
}

impl<'t> State<'t> {
    /// The timetable without any lecture.
    pub(crate) fn empty(tables: &'t Tables) -> Self {
        let curricula = tables.member.len() / tables.courses;
        Self {
            tables,
            place_of: vec![NONE; tables.lectures()],
            at: vec![NONE; tables.places()],
            cost: Cost {
                hard: 0,
                soft: (0..tables.courses)
                    .map(|course| {
                        // A course counts its rooms beyond the first, also while all its lectures are lifted.
                        let taught = tables.lectures_from[course] < tables.lectures_from[course + 1];
                        i64::from(DAY * tables.min_days[course] - i32::from(taught))
                    })
                    .sum(),
            },
            clash: tables.closed.clone(),
            in_room: vec![0; tables.courses * tables.rooms],
            on_day: vec![0; tables.courses * tables.days],
            days_used: vec![0; tables.courses],
            busy: vec![0; curricula * tables.days],
            count: vec![0; curricula * tables.periods],
            crowd: vec![0; curricula],
        }
    }

    /// The same timetable with all indexes and the cost built anew.
    pub(crate) fn rebuilt(&self) -> Self {
        let mut fresh = Self::empty(self.tables);
        for (lecture, &place) in (0..).zip(&self.place_of) {
            if place != NONE {
                fresh.put(lecture, place as usize);
            }
        }
        fresh
    }

    /// The lectures with their places.
    pub(crate) fn meetings(&self, instance: &Instance) -> Vec<Meeting> {
        let meeting = |(lecture, &place): (usize, &u32)| {
            let (course, place) = (self.tables.course_of[lecture].into(), place as usize);
            let (period, room) = (usize::from(self.tables.period_of[place]), self.tables.room_of[place].into());
            Meeting { course, room, day: period / instance.periods_a_day, period: period % instance.periods_a_day }
        };
        self.place_of.iter().enumerate().filter(|(_, place)| **place != NONE).map(meeting).collect()
    }

    /// Course, period and room of a placed lecture.
    #[inline]
    pub(crate) fn where_is(&self, lecture: u32) -> (usize, usize, usize) {
        let place = self.place_of[lecture as usize] as usize;
        let tables = self.tables;
        (tables.course_of[lecture as usize].into(), tables.period_of[place].into(), tables.room_of[place].into())
    }

    /// Whether a course may be put into a period: it can be taught and does not meet then.
    #[inline]
    pub(crate) fn is_open(&self, course: usize, period: usize) -> bool {
        self.clash[course * self.tables.periods + period] <= COUNT
    }

    /// Lectures in a period that conflict with a course.
    #[inline]
    pub(crate) fn clashes(&self, course: usize, period: usize) -> i32 {
        i32::from(self.clash[course * self.tables.periods + period] & COUNT)
    }

    /// What a course pays to have one more lecture in a room.
    #[inline]
    pub(crate) fn room_price(&self, course: usize, room: usize) -> i32 {
        let at = course * self.tables.rooms + room;
        self.tables.standing[at] + i32::from(self.in_room[at] == 0)
    }

    /// Lectures of a curriculum in a period.
    pub(crate) fn lectures_then(&self, curriculum: usize, period: usize) -> u16 {
        self.count[curriculum * self.tables.periods + period]
    }

    /// Whether a course lacks days, stands, changes rooms, or has a lonely lecture in one of its curricula.
    pub(crate) fn is_costly(&self, course: usize) -> bool {
        let tables = self.tables;
        let rooms = course * tables.rooms..(course + 1) * tables.rooms;
        let used: Vec<usize> = rooms.filter(|&at| self.in_room[at] > 0).collect();
        let lonely = |lecture: u32| {
            let (_, period, _) = self.where_is(lecture);
            let day = usize::from(tables.day_of[period]);
            let beside = tables.bit(period) << 1 | tables.bit(period) >> 1;
            let alone = |&curriculum: &u32| self.busy[curriculum as usize * tables.days + day] & beside == 0;
            tables.curricula[course].iter().any(alone)
        };
        self.days_used[course] < tables.min_days[course]
            || used.len() > 1
            || used.iter().any(|&at| tables.standing[at] > 0)
            || tables.lectures_of(course).any(lonely)
    }

    /// Puts a lifted lecture into an empty place, in a period that is open to it.
    pub(crate) fn put(&mut self, lecture: u32, place: usize) {
        let tables = self.tables;
        let course = usize::from(tables.course_of[lecture as usize]);
        let (period, room) = (usize::from(tables.period_of[place]), usize::from(tables.room_of[place]));
        let day = usize::from(tables.day_of[period]);
        debug_assert!(self.at[place] == NONE && self.place_of[lecture as usize] == NONE);
        self.at[place] = lecture;
        self.place_of[lecture as usize] = place as u32;
        self.cost.hard += i64::from(self.clashes(course, period));
        self.clash[course * tables.periods + period] |= OWN;
        for &rival in &tables.rivals[course] {
            self.clash[usize::from(rival) * tables.periods + period] += 1;
        }
        self.cost.soft += i64::from(self.room_price(course, room));
        self.in_room[course * tables.rooms + room] += 1;
        let on_day = &mut self.on_day[course * tables.days + day];
        *on_day += 1;
        if *on_day == 1 {
            let missing = |used: i32| (tables.min_days[course] - used).max(0);
            self.cost.soft += i64::from(DAY * (missing(self.days_used[course] + 1) - missing(self.days_used[course])));
            self.days_used[course] += 1;
        }
        for &curriculum in &tables.curricula[course] {
            let curriculum = curriculum as usize;
            self.cost.soft += i64::from(LONELY * self.lonely_with(curriculum, period));
            let count = &mut self.count[curriculum * tables.periods + period];
            self.crowd[curriculum] += u16::from(*count > 0);
            *count += 1;
            self.busy[curriculum * tables.days + day] |= tables.bit(period);
        }
    }

    /// Lifts a lecture from its place.
    pub(crate) fn lift(&mut self, lecture: u32) {
        let tables = self.tables;
        let (course, period, room) = self.where_is(lecture);
        let day = usize::from(tables.day_of[period]);
        let place = self.place_of[lecture as usize] as usize;
        self.at[place] = NONE;
        self.place_of[lecture as usize] = NONE;
        for &curriculum in &tables.curricula[course] {
            let curriculum = curriculum as usize;
            let count = &mut self.count[curriculum * tables.periods + period];
            *count -= 1;
            if *count == 0 {
                self.busy[curriculum * tables.days + day] &= !tables.bit(period);
            } else {
                self.crowd[curriculum] -= 1;
            }
            self.cost.soft -= i64::from(LONELY * self.lonely_with(curriculum, period));
        }
        let on_day = &mut self.on_day[course * tables.days + day];
        *on_day -= 1;
        if *on_day == 0 {
            let missing = |used: i32| (tables.min_days[course] - used).max(0);
            self.cost.soft += i64::from(DAY * (missing(self.days_used[course] - 1) - missing(self.days_used[course])));
            self.days_used[course] -= 1;
        }
        self.in_room[course * tables.rooms + room] -= 1;
        self.cost.soft -= i64::from(self.room_price(course, room));
        for &rival in &tables.rivals[course] {
            self.clash[usize::from(rival) * tables.periods + period] -= 1;
        }
        self.clash[course * tables.periods + period] &= !OWN;
        self.cost.hard -= i64::from(self.clashes(course, period));
    }

    /// What one more lecture in a period adds to the lonely ones of a curriculum, with any number in each period.
    fn lonely_with(&self, curriculum: usize, period: usize) -> i32 {
        let tables = self.tables;
        let busy = self.busy[curriculum * tables.days + usize::from(tables.day_of[period])];
        let window = busy >> tables.hour_of[period] & 31;
        if self.crowd[curriculum] == 0 {
            return tables.added[window as usize];
        }
        let count = |period: usize| i32::from(self.count[curriculum * tables.periods + period]);
        let set = |bit: u32| window >> bit & 1 == 1;
        let mut added = i32::from(!set(1) && !set(3));
        if !set(2) && set(1) && !set(0) {
            added -= count(period - 1);
        }
        if !set(2) && set(3) && !set(4) {
            added -= count(period + 1);
        }
        added
    }

    /// What it changes to move a lecture to a place, whose lecture, if any, comes to the place left. None if a course
    /// could then not be taught, or would meet twice at once, or more than `conflicts` conflicts would be added.
    #[inline]
    pub(crate) fn change(&self, lecture: u32, place: usize, conflicts: i32) -> Option<Cost> {
        let tables = self.tables;
        let (course, from, room) = self.where_is(lecture);
        let (to, target) = (usize::from(tables.period_of[place]), usize::from(tables.room_of[place]));
        let guest = self.at[place];
        if from == to {
            if room == target {
                return None;
            }
            let mut soft = self.other_room(course, room, target);
            if guest != NONE {
                soft += self.other_room(tables.course_of[guest as usize].into(), target, room);
            }
            return Some(Cost { hard: 0, soft: soft.into() });
        }
        let clash = self.clash[course * tables.periods + to];
        if clash > COUNT {
            return None;
        }
        let mut hard = i32::from(clash) - self.clashes(course, from);
        if guest == NONE {
            if hard > conflicts {
                return None;
            }
            let soft = self.other_room(course, room, target)
                + self.other_day(course, from, to)
                + LONELY * self.other_period(course, from, to, course);
            return Some(Cost { hard: hard.into(), soft: soft.into() });
        }
        let other = usize::from(tables.course_of[guest as usize]);
        let clash = self.clash[other * tables.periods + from];
        if clash > COUNT {
            return None;
        }
        hard += i32::from(clash) - self.clashes(other, to);
        hard -= 2 * i32::from(tables.conflict[course * tables.courses + other]);
        if hard > conflicts {
            return None;
        }
        let soft = self.other_room(course, room, target)
            + self.other_room(other, target, room)
            + self.other_day(course, from, to)
            + self.other_day(other, to, from)
            + LONELY * (self.other_period(course, from, to, other) + self.other_period(other, to, from, course));
        Some(Cost { hard: hard.into(), soft: soft.into() })
    }

    #[inline]
    fn other_room(&self, course: usize, from: usize, to: usize) -> i32 {
        if from == to {
            return 0;
        }
        let (from, to) = (course * self.tables.rooms + from, course * self.tables.rooms + to);
        self.tables.standing[to] - self.tables.standing[from] + i32::from(self.in_room[to] == 0)
            - i32::from(self.in_room[from] == 1)
    }

    #[inline]
    fn other_day(&self, course: usize, from: usize, to: usize) -> i32 {
        let (from, to) = (usize::from(self.tables.day_of[from]), usize::from(self.tables.day_of[to]));
        if from == to {
            return 0;
        }
        let used = self.days_used[course];
        let then = used + i32::from(self.on_day[course * self.tables.days + to] == 0)
            - i32::from(self.on_day[course * self.tables.days + from] == 1);
        let missing = |used: i32| (self.tables.min_days[course] - used).max(0);
        DAY * (missing(then) - missing(used))
    }

    /// Change of the lonely lectures in the curricula of a course when one of its lectures goes to another period,
    /// without the curricula that `other`, which goes the other way, is in too: there nothing changes.
    #[inline]
    fn other_period(&self, course: usize, from: usize, to: usize, other: usize) -> i32 {
        let tables = self.tables;
        let fellows = tables.fellows[course * tables.courses + other];
        let (day, then) = (usize::from(tables.day_of[from]), usize::from(tables.day_of[to]));
        let (hour, later) = (tables.hour_of[from], tables.hour_of[to]);
        let mut sum = 0;
        for &curriculum in &tables.curricula[course] {
            let curriculum = curriculum as usize;
            if fellows && tables.member[curriculum * tables.courses + other] {
                continue;
            }
            if self.crowd[curriculum] > 0 {
                sum += self.crowded(curriculum, from, to);
                continue;
            }
            let without = self.busy[curriculum * tables.days + day] & !(1 << (EDGE + u32::from(hour)));
            let with = if day == then { without } else { self.busy[curriculum * tables.days + then] };
            sum += tables.added[(with >> later & 31) as usize] - tables.added[(without >> hour & 31) as usize];
        }
        sum
    }

    /// The same for one curriculum, with any number of lectures in a period.
    #[cold]
    fn crowded(&self, curriculum: usize, from: usize, to: usize) -> i32 {
        let tables = self.tables;
        let lonely = |moved: bool| -> i32 {
            let count = |period: usize| {
                let stays = i32::from(self.count[curriculum * tables.periods + period]);
                stays + if moved { i32::from(period == to) - i32::from(period == from) } else { 0 }
            };
            let day = |period: usize| tables.day_of[period];
            let sum = |of: u16| -> i32 {
                let own = (0..tables.periods).filter(|&period| day(period) == of);
                own.filter(|&period| {
                    let before = period > 0 && day(period - 1) == of && count(period - 1) > 0;
                    let after = period + 1 < tables.periods && day(period + 1) == of && count(period + 1) > 0;
                    !before && !after
                })
                .map(count)
                .sum()
            };
            sum(day(from)) + if day(from) == day(to) { 0 } else { sum(day(to)) }
        };
        lonely(true) - lonely(false)
    }

    /// Moves a lecture to a place, whose lecture, if any, comes to the place left.
    pub(crate) fn exchange(&mut self, lecture: u32, place: usize) {
        let left = self.place_of[lecture as usize] as usize;
        let guest = self.at[place];
        self.lift(lecture);
        if guest != NONE {
            self.lift(guest);
            self.put(guest, left);
        }
        self.put(lecture, place);
    }

    /// Whether a course can ever be taught in a period.
    pub(crate) fn can_ever(&self, course: usize, period: usize) -> bool {
        self.tables.closed[course * self.tables.periods + period] & CLOSED == 0
    }
}
