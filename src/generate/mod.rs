//! Realistic schools of any size: the same parameters give the same bytes on every machine.
//!
//! The order of the files is the order of making: bells ([`calendar`]), grades, classes and children ([`roll`]), the
//! periods their families opt into ([`attendance`]), the clubs on offer ([`catalog`], [`courses`]) and the wishes for
//! them ([`wishes`]), then what it takes to serve them: the counting arguments ([`counts`]) say how many sections each
//! period needs, and [`people`], [`rooms`] and [`gates`] provide at least that many leads, places and waves, with a
//! margin that shrinks from 40 % at `tight` 0 to 6 % at `tight` 1000. All arithmetic is on whole numbers; every part
//! draws from its own stream of one ChaCha8 generator, so that parts do not disturb each other.

mod attendance;
mod calendar;
mod catalog;
mod counts;
mod courses;
mod dice;
mod gates;
mod names;
mod people;
mod roll;
mod rooms;
mod wishes;

use crate::format::{FORMAT, ProblemFile, TermRow};
use crate::policy::{self, Regulation};
use thiserror::Error;

/// Fewest children of a generated school.
pub const MIN_STUDENTS: u32 = 40;
/// Most children of a generated school.
pub const MAX_STUDENTS: u32 = 12_000;

/// Which grades a school has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Grades 1–6 (小学).
    Primary,
    /// Grades 1–9 (九年一贯制学校).
    Nine,
    /// Grades 7–9 (初中).
    Junior,
}

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerateParams {
    /// Children on the roll, [`MIN_STUDENTS`]..=[`MAX_STUDENTS`].
    pub students: u32,
    /// The same seed gives the same school.
    pub seed: u64,
    /// Name of a shipped policy.
    pub policy: String,
    /// How scarce staff, rooms, club seats and gates are, in thousandths: 0 ample, 1000 scarce.
    pub tight: u32,
    /// Which grades.
    pub profile: Profile,
}

/// Why no school was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GenerateError {
    /// Too few or too many children.
    #[error("{students} students: the generator makes schools of {MIN_STUDENTS} to {MAX_STUDENTS}")]
    Students {
        /// What was asked for.
        students: u32,
    },
    /// `tight` is beyond its scale.
    #[error("tight {tight}: the scale is 0 to 1000 thousandths")]
    Tight {
        /// What was asked for.
        tight: u32,
    },
    /// No shipped policy has that name.
    #[error("`{name}` is not a shipped policy")]
    Policy {
        /// What was asked for.
        name: String,
    },
}

/// Makes a school. Time and memory are linear in the number of students.
///
/// # Errors
/// When a parameter is out of range or the policy is unknown.
pub fn generate(params: &GenerateParams) -> Result<ProblemFile, GenerateError> {
    let shipped =
        policy::shipped(&params.policy).ok_or_else(|| GenerateError::Policy { name: params.policy.clone() })?;
    generate_under(params, &shipped)
}

/// The same under a regulation of one's own, whatever name `params` has.
///
/// # Errors
/// When a parameter is out of range.
pub fn generate_under(params: &GenerateParams, regulation: &Regulation) -> Result<ProblemFile, GenerateError> {
    let &GenerateParams { students, seed, tight, profile, .. } = params;
    if !(MIN_STUDENTS..=MAX_STUDENTS).contains(&students) {
        return Err(GenerateError::Students { students });
    }
    if tight > 1000 {
        return Err(GenerateError::Tight { tight });
    }
    let policy = regulation.problem_policy();

    let calendar = calendar::make(regulation, profile, students);
    let mut roll = roll::make(seed, profile, students, &calendar);
    attendance::fill(seed, &calendar, &mut roll);
    let mut clubs = courses::clubs(seed, &calendar, &roll, &policy);
    wishes::fill(seed, &roll.years, &mut roll.pupils, &clubs, !policy.minutes.is_empty());
    courses::size_clubs(tight, &roll, &mut clubs, &policy);
    let counts = counts::make(&calendar, &roll, &policy, tight);
    let general = courses::general(&calendar, &roll, &counts, &policy);
    let (rooms, homes) = rooms::make(seed, tight, &calendar, &roll, &clubs, &counts);
    let teachers = people::make(seed, tight, &calendar, &clubs, &general, &counts);
    let (gates, gate_of) = gates::make(&calendar, &roll, tight);

    let mut rows: Vec<_> = clubs.into_iter().map(|club| club.row).collect();
    rows.extend(general);
    Ok(ProblemFile {
        format: FORMAT.to_string(),
        name: Some(names::school(seed, profile)),
        term: Some(TermRow {
            start: Some("2026-09-07".to_string()),
            weeks: Some(18),
            cycle_weeks: 1,
            holidays: ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07", "2027-01-01"]
                .map(str::to_string)
                .to_vec(),
            makeups: Vec::new(),
        }),
        policy,
        periods: calendar.periods,
        grades: roll.years.iter().enumerate().map(|(y, year)| year.row(&gate_of[y])).collect(),
        classes: roll.classes.iter().zip(homes).map(|(class, home)| class.row(&roll.years, home)).collect(),
        students: roll.pupils.into_iter().enumerate().map(|(s, pupil)| pupil.row(s, students, &roll.classes)).collect(),
        courses: rows,
        teachers,
        rooms,
        gates,
        pins: Vec::new(),
        published: None,
        registry: None,
    })
}
