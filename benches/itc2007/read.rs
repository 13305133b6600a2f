//! Text to instance and timetable, and back. Every fault of a file is told at once, each with its line and what might
//! help.
//!
//! `.ctt` is the format of the competition; `.ectt`, its extension by Bonutti, De Cesco, Di Gaspero and Schaerf (Annals
//! of Operations Research 194, 2012), is read as well, and what UD2 does not judge in it is checked for its shape alone.

use super::instance::{Course, Curriculum, Instance, Meeting, Room};
use std::collections::BTreeMap;
use std::fmt;

/// A fault of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// From 1; 0 for the file as a whole.
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}", self.text),
            line => write!(f, "line {line}: {}", self.text),
        }
    }
}

/// Periods a day may have: a day of a curriculum is the bits of a word.
pub(crate) const MOST_PERIODS_A_DAY: usize = 28;
/// Greatest number in a file: sums of all costs then fit their type.
const MOST: usize = 1_000_000;
/// Most courses, rooms, curricula and periods: the tables of the search are laid out flat, with narrow numbers.
const MOST_ROWS: usize = 2_000;

const SECTIONS: [&str; 5] = ["COURSES", "ROOMS", "CURRICULA", "UNAVAILABILITY_CONSTRAINTS", "ROOM_CONSTRAINTS"];

/// Columns of a section's rows; a curriculum has more by as many as its second column says.
const fn columns(section: usize, extended: bool) -> &'static [&'static str] {
    match (section, extended) {
        (0, false) => &["course", "teacher", "lectures", "min_working_days", "students"],
        (0, true) => &["course", "teacher", "lectures", "min_working_days", "students", "double_lectures"],
        (1, false) => &["room", "capacity"],
        (1, true) => &["room", "capacity", "site"],
        (2, _) => &["curriculum", "number of courses", "courses…"],
        (3, _) => &["course", "day", "period"],
        _ => &["course", "room"],
    }
}

/// A row and its line.
type Row<'t> = (usize, Vec<&'t str>);

/// A header's key, its line and its values.
type Header<'t> = BTreeMap<&'t str, (usize, Vec<&'t str>)>;

struct Reader<'t> {
    faults: Vec<Fault>,
    header: Header<'t>,
    /// By section: its line and its rows.
    sections: [Option<(usize, Vec<Row<'t>>)>; 5],
    extended: bool,
}

/// Reads an instance.
///
/// # Errors
/// Every fault found, in the order of the lines.
pub(crate) fn instance(text: &str) -> Result<Instance, Vec<Fault>> {
    let mut reader =
        Reader { faults: Vec::new(), header: Header::new(), sections: Default::default(), extended: false };
    reader.part(text);
    let instance = reader.build();
    reader.faults.sort_by_key(|fault| fault.line);
    if reader.faults.is_empty() { Ok(instance) } else { Err(reader.faults) }
}

impl<'t> Reader<'t> {
    fn fault(&mut self, line: usize, text: String) {
        self.faults.push(Fault { line, text });
    }

    /// Parts the text into header, sections and rows.
    fn part(&mut self, text: &'t str) {
        let mut open: Option<usize> = None;
        let mut ended = false;
        for (line, words) in (1..).zip(text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>())) {
            let Some(&first) = words.first() else { continue };
            let key = first.strip_suffix(':');
            if ended {
                self.fault(line, "text after `END.`: remove it".into());
                return;
            }
            if first == "END." {
                ended = true;
            } else if let Some(section) = key.and_then(|key| SECTIONS.iter().position(|&name| name == key)) {
                if words.len() > 1 {
                    self.fault(line, format!("`{first}` stands alone on its line: put its rows below it"));
                }
                let later = (section + 1..SECTIONS.len()).find(|&later| self.sections[later].is_some());
                match (&self.sections[section], later) {
                    (Some((before, _)), _) => self.fault(line, format!("`{first}` again, first in line {before}")),
                    (None, Some(later)) => {
                        self.fault(line, format!("`{first}` belongs before `{}:`", SECTIONS[later]));
                    }
                    (None, None) => {}
                }
                self.sections[section].get_or_insert((line, Vec::new()));
                open = Some(section);
            } else if let (Some(section), None) = (open, key) {
                if let Some((_, rows)) = &mut self.sections[section] {
                    rows.push((line, words));
                }
            } else if let (Some(key), None) = (key, open) {
                if let Some((before, _)) = self.header.insert(key, (line, words[1..].to_vec())) {
                    self.fault(line, format!("`{first}` again, first in line {before}"));
                }
            } else if open.is_some() {
                self.fault(line, format!("no section is called `{first}`; they are {}", SECTIONS.join(", ")));
            } else {
                self.fault(line, format!("`{first}` is no header: a header line is `Key: value`"));
            }
        }
        if !ended {
            self.fault(0, "no `END.` at the end: the file may have been cut off".into());
        }
    }

    /// A whole number.
    fn number(&mut self, line: usize, what: &str, text: &str, least: usize) -> usize {
        match text.parse::<usize>() {
            Ok(number) if (least..=MOST).contains(&number) => number,
            _ => {
                self.fault(line, format!("{what} is `{text}`: a whole number from {least} to {MOST} belongs here"));
                least
            }
        }
    }

    /// A header's number; `None` where it is missing or wrong, which has then been told.
    fn scalar(&mut self, key: &'static str, least: usize) -> Option<usize> {
        let Some((line, values)) = self.header.remove(key) else {
            self.fault(0, format!("no header line `{key}:`"));
            return None;
        };
        let [value] = values[..] else {
            self.fault(line, format!("`{key}:` has {} values: it takes one", values.len()));
            return None;
        };
        let faults = self.faults.len();
        let number = self.number(line, key, value, least);
        (self.faults.len() == faults).then_some(number)
    }

    /// The rows of a section that have the columns they need, after comparing their number with the header's.
    fn rows(&mut self, section: usize, counted: Option<usize>) -> Vec<Row<'t>> {
        let name = SECTIONS[section];
        let Some((line, rows)) = self.sections[section].take() else {
            self.fault(0, format!("no section `{name}:`"));
            return Vec::new();
        };
        if let Some(counted) = counted
            && counted != rows.len()
        {
            self.fault(line, format!("`{name}:` has {} rows, but the header says {counted}", rows.len()));
        }
        let columns = columns(section, self.extended);
        let (whole, odd): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|(_, words)| match section {
            2 => words.len() >= 2,
            _ => words.len() == columns.len(),
        });
        for (line, words) in odd {
            let say = columns.join(" ");
            self.fault(line, format!("{} fields in a row of `{name}:`, which reads <{say}>", words.len()));
        }
        whole
    }

    /// Enters a name; tells one that stands already.
    fn enter<'n>(&mut self, names: &mut BTreeMap<&'n str, usize>, what: &str, line: usize, name: &'n str) {
        let number = names.len();
        if names.contains_key(name) {
            self.fault(line, format!("{what} `{name}` again: names are given once"));
        }
        names.entry(name).or_insert(number);
    }

    fn find(&mut self, names: &BTreeMap<&str, usize>, what: &str, line: usize, name: &str) -> Option<usize> {
        let found = names.get(name).copied();
        if found.is_none() {
            self.fault(line, format!("{what} `{name}` is not in the file{}", nearest(names, name)));
        }
        found
    }

    fn build(&mut self) -> Instance {
        let name = self.header.remove("Name").map_or(String::new(), |(_, words)| words.join(" "));
        let courses = self.scalar("Courses", 1);
        let rooms = self.scalar("Rooms", 1);
        let days = self.scalar("Days", 1).unwrap_or(0);
        let periods_a_day = self.scalar("Periods_per_day", 1).unwrap_or(0);
        let curricula = self.scalar("Curricula", 0);
        self.extended = self.header.contains_key("UnavailabilityConstraints");
        let unavailable = self.scalar(if self.extended { "UnavailabilityConstraints" } else { "Constraints" }, 0);
        let unsuitable = if self.extended { self.scalar("RoomConstraints", 0) } else { None };
        if self.extended && self.header.remove("Min_Max_Daily_Lectures").is_none() {
            self.fault(0, "no header line `Min_Max_Daily_Lectures:`".into());
        }
        for (key, (line, _)) in std::mem::take(&mut self.header) {
            self.fault(line, format!("no header is called `{key}:`"));
        }
        if periods_a_day > MOST_PERIODS_A_DAY {
            self.fault(0, format!("{periods_a_day} periods a day: at most {MOST_PERIODS_A_DAY} are read"));
        }
        let mut instance =
            Instance { name, days, periods_a_day, courses: Vec::new(), rooms: Vec::new(), curricula: Vec::new() };
        let rows = |section: usize| self.sections[section].as_ref().map_or(0, |(_, rows)| rows.len());
        if rows(0).max(rows(1)).max(rows(2)).max(days.saturating_mul(periods_a_day)) > MOST_ROWS {
            self.fault(0, format!("more than {MOST_ROWS} courses, rooms, curricula or periods: too large to search"));
            return instance;
        }
        let (course_names, room_names) = (self.courses(&mut instance, courses), self.rooms_of(&mut instance, rooms));
        self.curricula(&mut instance, &course_names, curricula);
        self.unavailability(&mut instance, &course_names, unavailable);
        if self.extended {
            for (line, row) in self.rows(4, unsuitable) {
                self.find(&course_names, "course", line, row[0]);
                self.find(&room_names, "room", line, row[1]);
            }
        } else if let Some((line, _)) = self.sections[4] {
            self.fault(line, "`ROOM_CONSTRAINTS:` belongs to .ectt, with `UnavailabilityConstraints:` above".into());
        }
        self.fits(&instance);
        instance
    }

    fn courses(&mut self, instance: &mut Instance, counted: Option<usize>) -> BTreeMap<&'t str, usize> {
        let mut names = BTreeMap::new();
        for (line, row) in self.rows(0, counted) {
            self.enter(&mut names, "course", line, row[0]);
            let lectures = self.number(line, "lectures", row[2], 0);
            let min_days = self.number(line, "min_working_days", row[3], 0);
            let students = self.number(line, "students", row[4], 0) as i64;
            if self.extended {
                self.number(line, "double_lectures", row[5], 0);
            }
            if names.len() > instance.courses.len() {
                let (name, teacher) = (row[0].to_string(), row[1].to_string());
                let unavailable = vec![false; instance.periods()];
                let curricula = Vec::new();
                instance.courses.push(Course { name, teacher, lectures, min_days, students, curricula, unavailable });
            }
        }
        names
    }

    fn rooms_of(&mut self, instance: &mut Instance, counted: Option<usize>) -> BTreeMap<&'t str, usize> {
        let mut names = BTreeMap::new();
        for (line, row) in self.rows(1, counted) {
            self.enter(&mut names, "room", line, row[0]);
            let capacity = self.number(line, "capacity", row[1], 0) as i64;
            if names.len() > instance.rooms.len() {
                instance.rooms.push(Room { name: row[0].to_string(), capacity });
            }
        }
        names
    }

    fn curricula(&mut self, instance: &mut Instance, courses: &BTreeMap<&str, usize>, counted: Option<usize>) {
        let mut names = BTreeMap::new();
        for (line, row) in self.rows(2, counted) {
            self.enter(&mut names, "curriculum", line, row[0]);
            let size = self.number(line, "number of courses", row[1], 0);
            if size != row.len() - 2 {
                self.fault(line, format!("curriculum `{}` lists {} courses, but says {size}", row[0], row.len() - 2));
            }
            let mut members: Vec<usize> = Vec::new();
            for name in &row[2..] {
                match self.find(courses, "course", line, name) {
                    Some(course) if members.contains(&course) => {
                        self.fault(line, format!("course `{name}` twice in curriculum `{}`", row[0]));
                    }
                    Some(course) => members.push(course),
                    None => {}
                }
            }
            if names.len() > instance.curricula.len() {
                for &course in &members {
                    instance.courses[course].curricula.push(instance.curricula.len());
                }
                instance.curricula.push(Curriculum { name: row[0].to_string(), courses: members });
            }
        }
    }

    fn unavailability(&mut self, instance: &mut Instance, courses: &BTreeMap<&str, usize>, counted: Option<usize>) {
        for (line, row) in self.rows(3, counted) {
            let course = self.find(courses, "course", line, row[0]);
            let day = self.below(line, "day", row[1], instance.days);
            let period = self.below(line, "period", row[2], instance.periods_a_day);
            if let (Some(course), Some(day), Some(period)) = (course, day, period) {
                instance.courses[course].unavailable[day * instance.periods_a_day + period] = true;
            }
        }
    }

    /// A number counted from 0; a wrong `end` has been told elsewhere.
    fn below(&mut self, line: usize, what: &str, text: &str, end: usize) -> Option<usize> {
        match text.parse::<usize>() {
            Ok(number) if number < end => return Some(number),
            _ if end > 0 => self.fault(line, format!("{what} is `{text}`: it counts from 0 to {}", end - 1)),
            _ => {}
        }
        None
    }

    /// What no timetable can keep.
    fn fits(&mut self, instance: &Instance) {
        if !self.faults.is_empty() {
            return;
        }
        for course in &instance.courses {
            let open = course.unavailable.iter().filter(|&&closed| !closed).count();
            if course.lectures > open {
                let (name, lectures) = (&course.name, course.lectures);
                self.fault(0, format!("course `{name}` has {lectures} lectures, but only {open} periods to meet in"));
            }
        }
        let (lectures, places) = (instance.lectures(), instance.rooms.len() * instance.periods());
        if lectures > places {
            self.fault(0, format!("{lectures} lectures, but only {places} places (rooms × periods)"));
        }
    }
}

/// A name that differs little, to offer.
fn nearest(names: &BTreeMap<&str, usize>, name: &str) -> String {
    let same = |known: &&&str| {
        known.eq_ignore_ascii_case(name)
            || known.strip_prefix('r') == Some(name)
            || name.strip_prefix('r') == Some(known)
    };
    names.keys().find(same).map_or(String::new(), |known| format!("; maybe: `{known}`"))
}

/// Reads a solution: lines `<course> <room> <day> <period>`.
///
/// # Errors
/// Every fault found, in the order of the lines.
pub(crate) fn timetable(instance: &Instance, text: &str) -> Result<Vec<Meeting>, Vec<Fault>> {
    let mut reader =
        Reader { faults: Vec::new(), header: Header::new(), sections: Default::default(), extended: false };
    let courses: BTreeMap<&str, usize> = instance.courses.iter().map(|course| course.name.as_str()).zip(0..).collect();
    let rooms: BTreeMap<&str, usize> = instance.rooms.iter().map(|room| room.name.as_str()).zip(0..).collect();
    let mut meetings = Vec::new();
    for (line, words) in (1..).zip(text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>())) {
        match words[..] {
            [] => {}
            [course, room, day, period] => {
                let course = reader.find(&courses, "course", line, course);
                let room = reader.find(&rooms, "room", line, room);
                let day = reader.below(line, "day", day, instance.days);
                let period = reader.below(line, "period", period, instance.periods_a_day);
                if let (Some(course), Some(room), Some(day), Some(period)) = (course, room, day, period) {
                    meetings.push(Meeting { course, room, day, period });
                }
            }
            _ => reader.fault(line, format!("{} fields: a line reads <course room day period>", words.len())),
        }
    }
    if reader.faults.is_empty() { Ok(meetings) } else { Err(reader.faults) }
}

/// Writes a solution, sorted by course, day and period.
pub(crate) fn write(instance: &Instance, timetable: &[Meeting]) -> String {
    let mut meetings = timetable.to_vec();
    meetings.sort_by_key(|meeting| (meeting.course, meeting.day, meeting.period, meeting.room));
    let line = |meeting: &Meeting| {
        let (course, room) = (&instance.courses[meeting.course].name, &instance.rooms[meeting.room].name);
        format!("{course} {room} {} {}\n", meeting.day, meeting.period)
    };
    meetings.iter().map(line).collect()
}
