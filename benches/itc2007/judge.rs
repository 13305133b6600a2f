//! The judge: counts a timetable by the rules of the competition with naive loops, from the instance alone. It shares
//! no code with the state of the search.
//!
//! Counted as the official validator does: the formulation UD2 of Bonutti, De Cesco, Di Gaspero and Schaerf, Annals of
//! Operations Research 194, 2012, section 3.

use super::instance::{Instance, Meeting};

/// What a timetable breaks and what it costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Lectures too few or too many.
    pub(crate) lectures: i64,
    /// Pairs of conflicting courses in one period.
    pub(crate) conflicts: i64,
    /// Lectures in a period in which their course cannot be taught.
    pub(crate) availability: i64,
    /// Lectures beyond the first in a room and period.
    pub(crate) room_occupation: i64,
    /// Students without a seat, lecture by lecture; weight 1.
    pub(crate) room_capacity: i64,
    /// Days missing from the spread of a course, times 5.
    pub(crate) min_working_days: i64,
    /// Lectures without another of the curriculum beside them, times 2.
    pub(crate) compactness: i64,
    /// Rooms of a course beyond the first; weight 1.
    pub(crate) room_stability: i64,
}

impl Judgement {
    /// Violations of the hard constraints.
    pub(crate) fn hard(&self) -> i64 {
        self.lectures + self.conflicts + self.availability + self.room_occupation
    }

    /// The weighted sum of the soft terms: the objective of the competition.
    pub(crate) fn total(&self) -> i64 {
        self.room_capacity + self.min_working_days + self.compactness + self.room_stability
    }
}

/// Judges a timetable. As for the official validator, a second lecture of a course in the same period does not count,
/// and is missing from the course's lectures.
pub(crate) fn judge(instance: &Instance, timetable: &[Meeting]) -> Judgement {
    let mut judgement = Judgement::default();
    let mut counted: Vec<Meeting> = Vec::new();
    for meeting in timetable {
        let again =
            |other: &Meeting| (other.course, other.day, other.period) == (meeting.course, meeting.day, meeting.period);
        if !counted.iter().any(again) {
            counted.push(*meeting);
        }
    }
    let meets = |course: usize, day: usize, period: usize| {
        counted.iter().any(|meeting| (meeting.course, meeting.day, meeting.period) == (course, day, period))
    };

    for (number, course) in instance.courses.iter().enumerate() {
        let own: Vec<&Meeting> = counted.iter().filter(|meeting| meeting.course == number).collect();
        judgement.lectures += (own.len() as i64 - course.lectures as i64).abs();
        let days = (0..instance.days).filter(|&day| own.iter().any(|meeting| meeting.day == day)).count();
        judgement.min_working_days += 5 * (course.min_days as i64 - days as i64).max(0);
        let rooms = (0..instance.rooms.len()).filter(|&room| own.iter().any(|meeting| meeting.room == room)).count();
        judgement.room_stability += (rooms as i64 - 1).max(0);
        for meeting in own {
            let period = meeting.day * instance.periods_a_day + meeting.period;
            judgement.availability += i64::from(course.unavailable[period]);
            judgement.room_capacity += (course.students - instance.rooms[meeting.room].capacity).max(0);
        }
    }
    for (at, one) in counted.iter().enumerate() {
        for other in &counted[at + 1..] {
            let together = (one.day, one.period) == (other.day, other.period);
            judgement.conflicts += i64::from(together && instance.conflict(one.course, other.course));
        }
    }
    for day in 0..instance.days {
        for period in 0..instance.periods_a_day {
            for room in 0..instance.rooms.len() {
                let inside = |meeting: &&Meeting| (meeting.day, meeting.period, meeting.room) == (day, period, room);
                judgement.room_occupation += (counted.iter().filter(inside).count() as i64 - 1).max(0);
            }
            for curriculum in &instance.curricula {
                let lectures = |period| curriculum.courses.iter().filter(|&&c| meets(c, day, period)).count() as i64;
                let before = period > 0 && lectures(period - 1) > 0;
                let after = period + 1 < instance.periods_a_day && lectures(period + 1) > 0;
                if !before && !after {
                    judgement.compactness += 2 * lectures(period);
                }
            }
        }
    }
    judgement
}
