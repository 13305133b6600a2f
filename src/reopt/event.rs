//! What happens in a term after a plan is published, as changes of the problem.

use crate::diagnostic::Diagnostic;
use crate::format::{PinRow, ProblemFile, StudentRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One event. In a file of events each line is one, such as `{"event":"opt_in","student":"s1","periods":["mon1"]}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A family opts into periods (参加).
    OptIn {
        /// The child.
        student: String,
        /// Periods, none of them attended yet or clashing with one that is.
        periods: Vec<String>,
    },
    /// A family opts out of periods (退出).
    OptOut {
        /// The child.
        student: String,
        /// Periods; empty: all of them.
        #[serde(default)]
        periods: Vec<String>,
    },
    /// A family lists its wishes anew (志愿): a standing wish until it is granted or replaced.
    Wish {
        /// The child.
        student: String,
        /// Clubs, best first.
        wishes: Vec<String>,
        /// How many; as before when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        want: Option<u64>,
    },
    /// A child joins the roll.
    Enrol {
        /// The child's row.
        row: Box<StudentRow>,
    },
    /// A child leaves the roll; pins on the child vanish.
    Leave {
        /// The child.
        student: String,
    },
    /// A teacher cannot serve.
    Away {
        /// The teacher.
        teacher: String,
        /// Periods; empty: in none at all, and pins on the teacher vanish.
        #[serde(default)]
        periods: Vec<String>,
    },
    /// A teacher can serve again.
    Back {
        /// The teacher.
        teacher: String,
        /// Periods; empty: in all.
        #[serde(default)]
        periods: Vec<String>,
    },
    /// A room is closed.
    Close {
        /// The room.
        room: String,
        /// Periods; empty: all.
        #[serde(default)]
        periods: Vec<String>,
    },
    /// A room is open again.
    Open {
        /// The room.
        room: String,
        /// Periods; empty: all.
        #[serde(default)]
        periods: Vec<String>,
    },
    /// A teacher or a room may serve, or may not (white list, papers, checks).
    Clear {
        /// The teacher.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        teacher: Option<String>,
        /// The room.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<String>,
        /// Whether they may.
        cleared: bool,
    },
}

fn unknown(place: &str, kind: &str, id: &str) -> Vec<Diagnostic> {
    let facts = vec![kind.to_string(), String::new()];
    vec![Diagnostic { code: "E105", place: place.to_string(), value: id.to_string(), facts }]
}

impl Event {
    /// The child it is about.
    pub fn student(&self) -> Option<&str> {
        match self {
            Self::OptIn { student, .. }
            | Self::OptOut { student, .. }
            | Self::Wish { student, .. }
            | Self::Leave { student } => Some(student),
            Self::Enrol { row } => Some(&row.id),
            _ => None,
        }
    }

    /// The teacher it is about.
    pub fn teacher(&self) -> Option<&str> {
        match self {
            Self::Away { teacher, .. } | Self::Back { teacher, .. } => Some(teacher),
            Self::Clear { teacher, .. } => teacher.as_deref(),
            _ => None,
        }
    }

    /// Changes the problem, and returns the pins that vanished: those on a child who left or attends no pattern of the
    /// pinned course any more, and those on a teacher who is wholly away. Whether what came out is valid is for
    /// [`crate::load`] to say.
    ///
    /// # Errors
    /// Ids that refer to nothing; the problem is then unchanged. `place` is where the event stands.
    pub fn apply(&self, file: &mut ProblemFile, place: &str) -> Result<Vec<PinRow>, Vec<Diagnostic>> {
        self.check_periods(file, place)?;
        match self {
            Self::OptIn { student, periods } => {
                let row = find(&mut file.students, student, "student", place, |row| &row.id)?;
                row.attends.extend(periods.iter().cloned());
            }
            Self::OptOut { student, periods } => {
                let row = find(&mut file.students, student, "student", place, |row| &row.id)?;
                row.attends.retain(|period| !periods.is_empty() && !periods.contains(period));
                return Ok(drop_unattended(file, student));
            }
            Self::Wish { student, wishes, want } => {
                for wish in wishes {
                    if !file.courses.iter().any(|course| &course.id == wish) {
                        return Err(unknown(place, "course", wish));
                    }
                }
                let row = find(&mut file.students, student, "student", place, |row| &row.id)?;
                row.wishes.clone_from(wishes);
                row.want = want.or(row.want);
            }
            Self::Enrol { row } => file.students.push((**row).clone()),
            Self::Leave { student } => {
                find(&mut file.students, student, "student", place, |row| &row.id)?;
                file.students.retain(|row| &row.id != student);
                return Ok(drop_pins(file, |pin| pin.student.as_ref() == Some(student)));
            }
            Self::Away { teacher, periods } => {
                let all: Vec<String> = file.periods.iter().map(|period| period.id.clone()).collect();
                let row = find(&mut file.teachers, teacher, "teacher", place, |row| &row.id)?;
                add(&mut row.unavailable, if periods.is_empty() { &all } else { periods });
                if periods.is_empty() {
                    return Ok(drop_pins(file, |pin| {
                        (pin.teacher.as_ref() == Some(teacher) && !pin.never) || pin.lead.as_ref() == Some(teacher)
                    }));
                }
            }
            Self::Back { teacher, periods } => {
                let row = find(&mut file.teachers, teacher, "teacher", place, |row| &row.id)?;
                row.unavailable.retain(|period| !periods.is_empty() && !periods.contains(period));
            }
            Self::Close { room, periods } => {
                let all: Vec<String> = file.periods.iter().map(|period| period.id.clone()).collect();
                let row = find(&mut file.rooms, room, "room", place, |row| &row.id)?;
                add(&mut row.closed, if periods.is_empty() { &all } else { periods });
            }
            Self::Open { room, periods } => {
                let row = find(&mut file.rooms, room, "room", place, |row| &row.id)?;
                row.closed.retain(|period| !periods.is_empty() && !periods.contains(period));
            }
            Self::Clear { teacher, room, cleared } => {
                if let Some(teacher) = teacher {
                    find(&mut file.teachers, teacher, "teacher", place, |row| &row.id)?.cleared = *cleared;
                }
                if let Some(room) = room {
                    find(&mut file.rooms, room, "room", place, |row| &row.id)?.cleared = *cleared;
                }
            }
        }
        Ok(Vec::new())
    }

    fn check_periods(&self, file: &ProblemFile, place: &str) -> Result<(), Vec<Diagnostic>> {
        let named = match self {
            Self::OptIn { periods, .. }
            | Self::OptOut { periods, .. }
            | Self::Away { periods, .. }
            | Self::Back { periods, .. }
            | Self::Close { periods, .. }
            | Self::Open { periods, .. } => periods.as_slice(),
            _ => &[],
        };
        let exists = |id: &&String| !file.periods.iter().any(|period| &period.id == *id);
        let errors: Vec<Diagnostic> = named.iter().filter(exists).flat_map(|id| unknown(place, "period", id)).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

fn find<'f, T>(
    rows: &'f mut [T],
    id: &str,
    kind: &str,
    place: &str,
    id_of: impl Fn(&T) -> &String,
) -> Result<&'f mut T, Vec<Diagnostic>> {
    rows.iter_mut().find(|row| id_of(row) == id).ok_or_else(|| unknown(place, kind, id))
}

fn add(list: &mut Vec<String>, more: &[String]) {
    for id in more {
        if !list.contains(id) {
            list.push(id.clone());
        }
    }
}

fn drop_pins(file: &mut ProblemFile, vanishes: impl Fn(&PinRow) -> bool) -> Vec<PinRow> {
    let (gone, kept) = std::mem::take(&mut file.pins).into_iter().partition(vanishes);
    file.pins = kept;
    gone
}

/// Drops the pins that give a child a course of which they attend no pattern.
fn drop_unattended(file: &mut ProblemFile, student: &str) -> Vec<PinRow> {
    let Some(row) = file.students.iter().find(|row| row.id == student) else { return Vec::new() };
    let attends = row.attends.clone();
    let reachable = |course: &String| {
        let patterns = file.courses.iter().filter(|row| &row.id == course).flat_map(|row| &row.patterns);
        patterns.into_iter().any(|pattern| pattern.iter().all(|period| attends.contains(period)))
    };
    let gone: Vec<PinRow> = file
        .pins
        .iter()
        .filter(|pin| {
            pin.student.as_deref() == Some(student) && !pin.never && !pin.course.as_ref().is_some_and(reachable)
        })
        .cloned()
        .collect();
    file.pins.retain(|pin| !gone.contains(pin));
    gone
}
