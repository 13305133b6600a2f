//! The sections a plan could have.

use crate::milp::adapter::{Model, Term, Var};
use crate::plan::{Plan, Section};
use crate::problem::{CourseId, Id, PatternId, Pin, Problem, SectionPin, TeacherId};
use std::collections::BTreeSet;

/// A section a plan could have.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its course.
    pub course: CourseId,
    /// Its pattern.
    pub pattern: PatternId,
    /// The name that a pin or the published plan gives it.
    pub name: Option<String>,
    /// Section pins that name it.
    pub pins: Vec<usize>,
    /// The published section of its name and course.
    pub published: Option<usize>,
    /// Whether the plan has it.
    pub open: Var,
    /// By room: it is there.
    pub rooms: Vec<Var>,
    /// By person: leads it.
    pub leads: Vec<Var>,
    /// By person: assists it.
    pub assistants: Vec<Var>,
    /// By student: sits in it.
    pub seats: Vec<Var>,
}

impl Slot {
    /// `factor` for a person who works in it, as lead or assistant.
    pub fn works(&self, person: TeacherId, factor: i64) -> [Term; 2] {
        [(self.leads[person.ix()], factor as f64), (self.assistants[person.ix()], factor as f64)]
    }

    /// Whether exchanging the two changes nothing.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        self.pattern == other.pattern && self.name.is_none() && other.name.is_none()
    }
}

/// The slots, and the groups of slots that bear one name. None when there would be more variables than `most`.
pub(super) fn lay(problem: &Problem, model: &mut Model, most: usize) -> Option<(Vec<Slot>, Vec<Vec<usize>>)> {
    let mut slots: Vec<Slot> = Vec::new();
    let each = 1 + problem.rooms.len() + 2 * problem.teachers.len() + problem.students.len();
    for (pattern, row) in problem.patterns.iter() {
        for _ in 0..count(problem, pattern) {
            if model.size() + each > most {
                return None;
            }
            slots.push(slot(problem, model, Section::new(row.course, pattern, None)));
        }
    }
    let mut namesakes = Vec::new();
    for name in names(problem) {
        let mut bearers = Vec::new();
        for (pattern, row) in problem.patterns.iter().filter(|(pattern, _)| may_bear(problem, name, *pattern)) {
            if model.size() + each > most {
                return None;
            }
            bearers.push(slots.len());
            let section = Plan::named(problem, name, Section::new(row.course, pattern, None));
            slots.push(slot(problem, model, section));
        }
        namesakes.push(bearers);
    }
    Some((slots, namesakes))
}

fn slot(problem: &Problem, model: &mut Model, section: Section) -> Slot {
    let mut binaries = |count: usize| (0..count).map(|_| model.binary(0.0)).collect::<Vec<_>>();
    Slot {
        course: section.course,
        pattern: section.pattern,
        open: binaries(1)[0],
        rooms: binaries(problem.rooms.len()),
        leads: binaries(problem.teachers.len()),
        assistants: binaries(problem.teachers.len()),
        seats: binaries(problem.students.len()),
        name: section.name,
        pins: section.pins,
        published: section.published,
    }
}

/// Sections without a name that a plan could want on a pattern: as many as its children can fill or its post asks
/// for, and those that only a teacher's pin calls for.
fn count(problem: &Problem, pattern: PatternId) -> usize {
    let row = &problem.patterns[pattern];
    let course = &problem.courses[row.course];
    let pinned = problem.teachers.rows().iter().filter(|person| person.pinned_to.contains(&row.course)).count();
    let children = problem
        .students
        .iter()
        .filter(|(id, student)| student.attends.covers(row.periods) && problem.may_hold(*id, row.course));
    let wanted = match (course.kind.has_seats(), course.min_size) {
        (false, _) => course.fill as usize + pinned,
        (true, 0) => children.count() + pinned,
        (true, least) => children.count() / least as usize,
    };
    wanted.min(course.max_sections as usize).min(course.max_parallel as usize)
}

fn section_pins<'p>(problem: &'p Problem, name: &'p str) -> impl Iterator<Item = &'p SectionPin> {
    problem.pins.iter().filter_map(move |pin| match pin {
        Pin::Section(pin) if pin.name == name => Some(pin),
        _ => None,
    })
}

fn names(problem: &Problem) -> BTreeSet<&str> {
    let pinned = problem.pins.iter().filter_map(|pin| match pin {
        Pin::Section(pin) => Some(pin.name.as_str()),
        _ => None,
    });
    let published = problem.published.iter().flat_map(|plan| &plan.sections).map(|section| section.name.as_str());
    pinned.chain(published).collect()
}

/// Whether a section of that name may meet in the pattern, by its pins, or else by the course it was published with.
fn may_bear(problem: &Problem, name: &str, pattern: PatternId) -> bool {
    let row = &problem.patterns[pattern];
    let mut pins = section_pins(problem, name).peekable();
    if pins.peek().is_none() {
        let mut published = problem.published.iter().flat_map(|plan| &plan.sections);
        return published.any(|section| section.name == name && section.course == Some(row.course));
    }
    pins.all(|pin| {
        pin.course.is_none_or(|course| course == row.course) && pin.pattern.is_none_or(|periods| periods == row.periods)
    })
}
