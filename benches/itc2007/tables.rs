//! The instance in flat tables, as the search reads it.

use super::instance::Instance;

/// Weight of a day missing from a course's spread (competition report, section 2.2).
pub(crate) const DAY: i32 = 5;
/// Weight of a lonely lecture: one of a curriculum without another of it beside it.
pub(crate) const LONELY: i32 = 2;

/// In [`super::state::State`]'s clashes: the course meets then itself.
pub(crate) const OWN: u16 = 1 << 14;
/// In the clashes: the course cannot be taught then.
pub(crate) const CLOSED: u16 = 1 << 15;
/// In the clashes: the bits that count conflicting lectures.
pub(crate) const COUNT: u16 = OWN - 1;

/// A day of a curriculum is a word: bit `EDGE + period` is set when it has a lecture then. The edges stay 0, so that
/// periods beyond the day look empty.
pub(crate) const EDGE: u32 = 2;

/// Flat tables of an instance. Positions: course × period is `course * periods + period`, and so on; a place is
/// `period * rooms + room`.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) courses: usize,
    pub(crate) rooms: usize,
    pub(crate) days: usize,
    pub(crate) periods: usize,
    /// By period.
    pub(crate) day_of: Vec<u16>,
    /// By period: of the day.
    pub(crate) hour_of: Vec<u16>,
    /// By place.
    pub(crate) period_of: Vec<u16>,
    /// By place.
    pub(crate) room_of: Vec<u16>,
    /// By lecture.
    pub(crate) course_of: Vec<u16>,
    /// By course: its lectures from, and by the next course to.
    pub(crate) lectures_from: Vec<u32>,
    /// By course: a number for its teacher.
    pub(crate) teacher: Vec<u32>,
    /// By course.
    pub(crate) min_days: Vec<i32>,
    /// course × room: students without a seat.
    pub(crate) standing: Vec<i32>,
    /// course × period: closed or 0.
    pub(crate) closed: Vec<u16>,
    /// course × course: whether they conflict.
    pub(crate) conflict: Vec<bool>,
    /// course × course: whether a curriculum has both.
    pub(crate) fellows: Vec<bool>,
    /// By course: the courses in conflict.
    pub(crate) rivals: Vec<Vec<u16>>,
    /// By course: its curricula.
    pub(crate) curricula: Vec<Vec<u32>>,
    /// curriculum × course: whether it is in it.
    pub(crate) member: Vec<bool>,
    /// What one more lecture of a curriculum adds to its lonely ones, by the five periods around; the middle bit is its
    /// own. Where every period has at most one lecture.
    pub(crate) added: [i32; 32],
}

impl Tables {
    /// The tables of an instance that the reader has accepted.
    pub(crate) fn new(instance: &Instance) -> Self {
        let (courses, rooms, periods) = (instance.courses.len(), instance.rooms.len(), instance.periods());
        let pairs = |of: &dyn Fn(usize, usize) -> bool| -> Vec<bool> {
            (0..courses * courses)
                .map(|pair| pair / courses != pair % courses && of(pair / courses, pair % courses))
                .collect()
        };
        let conflict = pairs(&|a, b| instance.conflict(a, b));
        let shared = |a: usize, b: usize| {
            instance.courses[a].curricula.iter().any(|curriculum| instance.courses[b].curricula.contains(curriculum))
        };
        let lectures_from = (0..=courses)
            .map(|course| instance.courses[..course].iter().map(|course| course.lectures as u32).sum())
            .collect();
        let narrow = |number: usize| u16::try_from(number).expect("the reader bounds the size");
        Self {
            courses,
            rooms,
            days: instance.days,
            periods,
            day_of: (0..periods).map(|period| narrow(period / instance.periods_a_day)).collect(),
            hour_of: (0..periods).map(|period| narrow(period % instance.periods_a_day)).collect(),
            period_of: (0..periods * rooms).map(|place| narrow(place / rooms)).collect(),
            room_of: (0..periods * rooms).map(|place| narrow(place % rooms)).collect(),
            course_of: (0..courses)
                .flat_map(|course| vec![narrow(course); instance.courses[course].lectures])
                .collect(),
            lectures_from,
            teacher: instance
                .courses
                .iter()
                .map(|course| {
                    // The first course of the same teacher.
                    instance.courses.iter().take_while(|other| other.teacher != course.teacher).count() as u32
                })
                .collect(),
            min_days: instance.courses.iter().map(|course| course.min_days as i32).collect(),
            standing: instance
                .courses
                .iter()
                .flat_map(|course| instance.rooms.iter().map(|room| (course.students - room.capacity).max(0) as i32))
                .collect(),
            closed: instance
                .courses
                .iter()
                .flat_map(|course| course.unavailable.iter().map(|&closed| if closed { CLOSED } else { 0 }))
                .collect(),
            rivals: (0..courses)
                .map(|a| (0..courses).filter(|b| conflict[a * courses + b]).map(narrow).collect())
                .collect(),
            fellows: pairs(&shared),
            conflict,
            curricula: instance
                .courses
                .iter()
                .map(|course| course.curricula.iter().map(|&q| q as u32).collect())
                .collect(),
            member: instance
                .curricula
                .iter()
                .flat_map(|curriculum| (0..courses).map(|course| curriculum.courses.contains(&course)))
                .collect(),
            added: std::array::from_fn(|window| {
                let at = |bit: usize| window >> bit & 1 == 1;
                let alone = i32::from(!at(1) && !at(3));
                match at(2) {
                    true => alone,
                    false => alone - i32::from(at(1) && !at(0)) - i32::from(at(3) && !at(4)),
                }
            }),
        }
    }

    /// Places of the week.
    pub(crate) fn places(&self) -> usize {
        self.periods * self.rooms
    }

    /// The lectures of a course.
    pub(crate) fn lectures_of(&self, course: usize) -> std::ops::Range<u32> {
        self.lectures_from[course]..self.lectures_from[course + 1]
    }

    /// Lectures of all courses.
    pub(crate) fn lectures(&self) -> usize {
        self.course_of.len()
    }

    /// Bit of a period in the word of its day.
    #[inline]
    pub(crate) fn bit(&self, period: usize) -> u32 {
        1 << (EDGE + u32::from(self.hour_of[period]))
    }
}
