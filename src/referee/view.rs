//! The problem and the plan with every id followed, which all rules but `reference` read.
//!
//! What `reference` reports is not in here: sections left out, seats and waves that name nothing.

use super::calendar::Period;
use super::resolve;
use super::tally::{Tally, sum};
use crate::format::{CourseRow, GradeRow, PlanFile, ProblemFile, RoomRow, StudentRow, TeacherRow, WaveRow};
use std::collections::{BTreeMap, BTreeSet};

/// A section that counts.
pub(super) struct Section<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// Its course.
    pub(super) course: &'a CourseRow,
    /// Its periods by time, as indexes.
    pub(super) periods: Vec<usize>,
    /// The room it names, known or not.
    pub(super) room_id: Option<&'a str>,
    /// Its room, if known.
    pub(super) room: Option<&'a RoomRow>,
    /// The lead it names, known or not.
    pub(super) lead_id: Option<&'a str>,
    /// Its lead, if known.
    pub(super) lead: Option<&'a TeacherRow>,
    /// Its known assistants, each once.
    pub(super) assistants: Vec<&'a TeacherRow>,
    /// How many different assistants it names that are unknown.
    pub(super) unknown_assistants: usize,
    /// Its known lead and assistants as indexes of teachers, each once, the lead first.
    pub(super) people: Vec<usize>,
    /// Its students as indexes, each once.
    pub(super) seats: Vec<usize>,
}

/// A student with what follows from the row.
pub(super) struct Student<'a> {
    /// The row.
    pub(super) row: &'a StudentRow,
    /// The room of the class.
    pub(super) home: Option<&'a str>,
    /// The grade.
    pub(super) grade: Option<&'a GradeRow>,
    /// Attended periods as indexes.
    pub(super) attends: BTreeSet<usize>,
    /// Sections as indexes, each once, in the order of the file.
    pub(super) seats: Vec<usize>,
}

/// How a group leaves.
#[derive(Clone, Copy)]
pub(super) struct Departure<'a> {
    /// None where the school has no gates.
    pub(super) gate: Option<&'a str>,
    /// Number of the wave, from 0.
    pub(super) wave: i128,
}

/// Everything with every id followed.
pub(super) struct View<'a> {
    /// As given.
    pub(super) problem: &'a ProblemFile,
    /// Periods that could be read.
    pub(super) periods: Vec<Period<'a>>,
    /// Index of each period.
    pub(super) period_of: BTreeMap<&'a str, usize>,
    /// Every course.
    pub(super) course_of: BTreeMap<&'a str, &'a CourseRow>,
    /// Every student, by index.
    pub(super) students: Vec<Student<'a>>,
    /// Index of each student.
    pub(super) student_of: BTreeMap<&'a str, usize>,
    /// Sections that count.
    pub(super) sections: Vec<Section<'a>>,
    /// Index of the first section of an id; none where that one is left out.
    pub(super) section_of: BTreeMap<&'a str, Option<usize>>,
    /// Sections each teacher works in, as indexes, in any role.
    pub(super) work: Vec<Vec<usize>>,
    /// Waves that name known things: section, period and departure, in the order of the file.
    pub(super) waves: Vec<(usize, usize, Departure<'a>)>,
    /// Leavers of each (section, period) that has some, as indexes of students.
    pub(super) groups: BTreeMap<(usize, usize), Vec<usize>>,
    /// Departure of each group that has a wave; of two the first listed.
    pub(super) departures: BTreeMap<(usize, usize), Departure<'a>>,
    /// (student, course) of pins that say the student holds the course.
    pinned: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> View<'a> {
    /// Follows every id; what does not resolve is told to `tally` as `reference`.
    pub(super) fn new(problem: &'a ProblemFile, plan: &'a PlanFile, tally: &mut Tally) -> Self {
        let periods: Vec<Period<'a>> = problem.periods.iter().filter_map(Period::read).collect();
        let period_of = first_index(periods.iter().map(|period| period.id));
        let mut students = students_of(problem, &period_of);
        let student_of = first_index(students.iter().map(|student| student.row.id.as_str()));
        let course_of = first_row(problem.courses.iter().map(|course| (course.id.as_str(), course)));
        let teacher_of = first_index(problem.teachers.iter().map(|teacher| teacher.id.as_str()));
        let room_of = first_row(problem.rooms.iter().map(|room| (room.id.as_str(), room)));

        let known = resolve::Known { problem, periods: &periods, period_of: &period_of, course_of: &course_of };
        let (mut sections, section_of) = resolve::sections(&known, &teacher_of, &room_of, plan, tally);
        resolve::seats(plan, &student_of, &section_of, &mut students, &mut sections, tally);
        let waves = resolve::waves(&known, plan, &section_of, tally);

        let mut work = vec![Vec::new(); problem.teachers.len()];
        for (index, section) in sections.iter().enumerate() {
            for &person in &section.people {
                work[person].push(index);
            }
        }
        let groups = groups_of(&periods, &students, &sections);
        let mut departures = BTreeMap::new();
        for (section, period, departure) in &waves {
            if groups.contains_key(&(*section, *period)) {
                departures.entry((*section, *period)).or_insert(*departure);
            }
        }
        let pinned = problem.pins.iter().filter(|pin| pin.section.is_none() && !pin.never);
        let pinned = pinned.filter_map(|pin| Some((pin.student.as_deref()?, pin.course.as_deref()?))).collect();
        Self {
            problem,
            periods,
            period_of,
            course_of,
            students,
            student_of,
            sections,
            section_of,
            work,
            waves,
            groups,
            departures,
            pinned,
        }
    }

    /// The section of an id, if it counts.
    pub(super) fn section(&self, id: &str) -> Option<&Section<'a>> {
        self.section_of.get(id).copied().flatten().map(|index| &self.sections[index])
    }

    /// Minutes a section meets in one cycle.
    pub(super) fn minutes(&self, section: &Section<'_>) -> i128 {
        sum(section.periods.iter().map(|&period| self.periods[period].minutes()))
    }

    /// The first two clashing periods of two sections.
    pub(super) fn clash(&self, a: &Section<'_>, b: &Section<'_>) -> Option<(&Period<'a>, &Period<'a>)> {
        for &p in &a.periods {
            for &q in &b.periods {
                let (p, q) = (&self.periods[p], &self.periods[q]);
                if p.clashes(q) {
                    return Some((p, q));
                }
            }
        }
        None
    }

    /// Most seats of a section: the least of the course's `max_size`, the capacity of the room and, for a special
    /// course, the policy's `special_cap`; none without any of them. An unknown room binds nothing.
    pub(super) fn limit(&self, section: &Section<'_>) -> Option<i128> {
        let cap = self.problem.policy.special_cap.filter(|_| section.course.special);
        let capacity = section.room.map(|room| room.capacity);
        [section.course.max_size, capacity, cap].into_iter().flatten().min().map(i128::from)
    }

    /// Whether a pin says that the student holds the course, which stands in for the wish and the grade.
    pub(super) fn is_pinned(&self, student: &Student<'_>, course: &CourseRow) -> bool {
        self.pinned.contains(&(student.row.id.as_str(), course.id.as_str()))
    }

    /// Whether the course is for the student's grade, or a pin says so.
    pub(super) fn grade_fits(&self, student: &Student<'_>, course: &CourseRow) -> bool {
        let listed = student.grade.is_some_and(|grade| course.grades.contains(&grade.id));
        course.grades.is_empty() || listed || self.is_pinned(student, course)
    }

    /// Whether the course is no club, or one the student wished for, or a pin says so.
    pub(super) fn wish_fits(&self, student: &Student<'_>, course: &CourseRow) -> bool {
        course.kind != "club" || student.row.wishes.contains(&course.id) || self.is_pinned(student, course)
    }

    /// Whether the student has a seat in a section of the course.
    pub(super) fn holds(&self, student: &Student<'_>, course: &str) -> bool {
        student.seats.iter().any(|&section| self.sections[section].course.id == course)
    }

    /// The stage of a student.
    pub(super) fn stage(&self, student: &Student<'a>) -> Option<&'a str> {
        student.grade.map(|grade| grade.stage.as_str())
    }

    /// Whether the student is exempt from a rule.
    pub(super) fn is_exempt(&self, student: &Student<'_>, rule: &str) -> bool {
        student.row.exempt.iter().any(|name| name == rule)
    }

    /// Clubs the student wants.
    pub(super) fn want(&self, student: &Student<'_>) -> u64 {
        student.row.want.or(self.problem.policy.want).unwrap_or(2)
    }

    /// The policy's `max_break`, in minutes.
    pub(super) fn max_break(&self) -> i128 {
        i128::from(self.problem.policy.max_break.unwrap_or(15))
    }

    /// The policy's `wave_minutes`; 0, which is invalid, is taken for 1.
    pub(super) fn wave_minutes(&self) -> i128 {
        i128::from(self.problem.policy.wave_minutes.unwrap_or(5)).max(1)
    }

    /// Ids of sections.
    pub(super) fn ids(&self, sections: impl IntoIterator<Item = usize>) -> Vec<&'a str> {
        sections.into_iter().map(|section| self.sections[section].id).collect()
    }
}

/// Whether a wave names a gate that the school has, or none where it has none.
pub(super) fn gate_is_known(problem: &ProblemFile, wave: &WaveRow) -> bool {
    match &wave.gate {
        Some(gate) => problem.gates.iter().any(|row| row.id == *gate),
        None => problem.gates.is_empty(),
    }
}

fn students_of<'a>(problem: &'a ProblemFile, period_of: &BTreeMap<&str, usize>) -> Vec<Student<'a>> {
    let class_of = first_row(problem.classes.iter().map(|class| (class.id.as_str(), class)));
    let grade_of = first_row(problem.grades.iter().map(|grade| (grade.id.as_str(), grade)));
    let student = |row: &'a StudentRow| {
        let class = class_of.get(row.class.as_str());
        Student {
            row,
            home: class.and_then(|class| class.home.as_deref()),
            grade: class.and_then(|class| grade_of.get(class.grade.as_str())).copied(),
            attends: row.attends.iter().filter_map(|period| period_of.get(period.as_str())).copied().collect(),
            seats: Vec::new(),
        }
    };
    problem.students.iter().map(student).collect()
}

/// Leavers of each (section, period): its students whose last attended period of that week and day, the one that ends
/// latest, is the period. A student whose day ends with a midday period does not leave on that day. A student with two
/// seats in that period, which breaks `seat_clash`, leaves in two groups.
fn groups_of(
    periods: &[Period<'_>],
    students: &[Student<'_>],
    sections: &[Section<'_>],
) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, student) in students.iter().enumerate() {
        let mut last: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        for &period in &student.attends {
            let latest = last.entry(periods[period].date()).or_insert(period);
            if periods[period].end > periods[*latest].end {
                *latest = period;
            }
        }
        for &period in last.values().filter(|&&period| periods[period].kind != "midday") {
            for &section in student.seats.iter().filter(|&&section| sections[section].periods.contains(&period)) {
                groups.entry((section, period)).or_default().push(index);
            }
        }
    }
    groups
}

/// Index of each id; of a repeated one the first.
fn first_index<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    first_row(ids.enumerate().map(|(index, id)| (id, index)))
}

/// Row of each id; of a repeated one the first.
fn first_row<'a, T>(rows: impl Iterator<Item = (&'a str, T)>) -> BTreeMap<&'a str, T> {
    let mut first = BTreeMap::new();
    for (id, row) in rows {
        first.entry(id).or_insert(row);
    }
    first
}
