//! An instance of curriculum-based course timetabling: what a `.ctt` file gives.
//!
//! Di Gaspero, McCollum and Schaerf, The Second International Timetabling Competition (ITC-2007): Curriculum-based
//! Course Timetabling (Track 3), Queen's University Belfast, 2007, sections 2 and 3.

/// A course: lectures of one teacher for the same students.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Course {
    pub(crate) name: String,
    pub(crate) teacher: String,
    /// Lectures a week.
    pub(crate) lectures: usize,
    /// Days that the lectures should be spread over.
    pub(crate) min_days: usize,
    pub(crate) students: i64,
    /// Positions in [`Instance::curricula`], rising.
    pub(crate) curricula: Vec<usize>,
    /// By period: whether the course may not be taught then.
    pub(crate) unavailable: Vec<bool>,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) name: String,
    pub(crate) capacity: i64,
}

/// A curriculum: courses with students in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Curriculum {
    pub(crate) name: String,
    /// Positions in [`Instance::courses`], each once.
    pub(crate) courses: Vec<usize>,
}

/// All that is given. A period is counted through the week: day × periods a day + period of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instance {
    pub(crate) name: String,
    pub(crate) days: usize,
    pub(crate) periods_a_day: usize,
    pub(crate) courses: Vec<Course>,
    pub(crate) rooms: Vec<Room>,
    pub(crate) curricula: Vec<Curriculum>,
}

impl Instance {
    /// Periods of the week.
    pub(crate) fn periods(&self) -> usize {
        self.days * self.periods_a_day
    }

    /// Lectures of all courses.
    pub(crate) fn lectures(&self) -> usize {
        self.courses.iter().map(|course| course.lectures).sum()
    }

    /// Whether two different courses may not meet at once: one teacher, or a curriculum of both.
    pub(crate) fn conflict(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.courses[a], &self.courses[b]);
        a.teacher == b.teacher || a.curricula.iter().any(|curriculum| b.curricula.contains(curriculum))
    }
}

/// A lecture that has been given its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Meeting {
    pub(crate) course: usize,
    pub(crate) room: usize,
    pub(crate) day: usize,
    /// Of the day.
    pub(crate) period: usize,
}
