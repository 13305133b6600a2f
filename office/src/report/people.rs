//! Students with their seats, classes, grades, and the groups that leave together.

use super::index::Index;
use super::view::{Period, Section};
use super::words;
use paipian::format::{GradeRow, PlanFile, ProblemFile, StudentRow};
use std::collections::BTreeMap;

/// A grade.
#[derive(Debug)]
pub(super) struct Grade<'a> {
    pub(super) row: &'a GradeRow,
    pub(super) name: String,
}

/// A class with its students.
#[derive(Debug)]
pub(super) struct Class<'a> {
    /// Id of its home room.
    pub(super) home: Option<&'a str>,
    pub(super) name: String,
    pub(super) grade: Option<usize>,
    pub(super) students: Vec<usize>,
}

/// A student and where they sit.
#[derive(Debug)]
pub(super) struct Student<'a> {
    pub(super) id: &'a str,
    /// None when only the plan names them.
    pub(super) row: Option<&'a StudentRow>,
    pub(super) name: String,
    pub(super) class: Option<usize>,
    /// Periods opted into, in order.
    pub(super) attends: Vec<usize>,
    /// Sections sat in, in order, each once.
    pub(super) sections: Vec<usize>,
    /// Sections the plan does not have.
    pub(super) strays: Vec<&'a str>,
}

/// The leavers of one (section, period) and when they go.
#[derive(Debug)]
pub(super) struct Departure<'a> {
    pub(super) section: usize,
    pub(super) period: usize,
    /// Gate id; None without a wave, or in a school without gates.
    pub(super) gate: Option<&'a str>,
    pub(super) gate_name: String,
    /// None when the plan gives the group no wave.
    pub(super) wave: Option<u64>,
    /// Minutes of the day; the period's end without a wave.
    pub(super) at: u64,
    /// In the order of the students.
    pub(super) leavers: Vec<usize>,
}

/// Grades, classes and students of a problem, students by class.
pub(super) fn roster<'a>(
    problem: &'a ProblemFile,
    period_of: &Index,
) -> (Vec<Grade<'a>>, Vec<Class<'a>>, Vec<Student<'a>>) {
    let grades: Vec<Grade> =
        problem.grades.iter().map(|row| Grade { row, name: words::grade(&row.id, &row.stage) }).collect();
    let grade_of = Index::of(grades.iter().map(|grade| grade.row.id.as_str()));
    let mut classes: Vec<Class> = problem
        .classes
        .iter()
        .map(|row| {
            let grade = grade_of.get(&row.grade);
            let name = grade
                .map_or_else(|| row.id.clone(), |g| words::class(&row.id, &grades[g].row.id, &grades[g].row.stage));
            Class { home: row.home.as_deref(), name, grade, students: Vec::new() }
        })
        .collect();
    let class_of = Index::of(problem.classes.iter().map(|row| row.id.as_str()));
    let mut students: Vec<Student> = problem
        .students
        .iter()
        .map(|row| {
            let mut attends: Vec<usize> = row.attends.iter().filter_map(|id| period_of.get(id)).collect();
            attends.sort_unstable();
            attends.dedup();
            Student {
                id: &row.id,
                row: Some(row),
                name: row.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| row.id.clone()),
                class: class_of.get(&row.class),
                attends,
                sections: Vec::new(),
                strays: Vec::new(),
            }
        })
        .collect();
    students.sort_by_key(|student| student.class.unwrap_or(usize::MAX));
    for (position, student) in students.iter().enumerate() {
        if let Some(class) = student.class {
            classes[class].students.push(position);
        }
    }
    (grades, classes, students)
}

/// Puts the plan's seats into students and sections. Students only the plan names are appended.
pub(super) fn seat<'a>(
    plan: &'a PlanFile,
    section_of: &Index,
    students: &mut Vec<Student<'a>>,
    sections: &mut [Section<'a>],
) {
    let mut student_of = Index::of(students.iter().map(|student| student.id));
    for (id, held) in &plan.seats.0 {
        let position = student_of.add(id, students.len());
        if position == students.len() {
            students.push(Student {
                id,
                row: None,
                name: words::unknown(id),
                class: None,
                attends: Vec::new(),
                sections: Vec::new(),
                strays: Vec::new(),
            });
        }
        let student = &mut students[position];
        for section in held {
            match section_of.get(section) {
                Some(section) => student.sections.push(section),
                None => student.strays.push(section),
            }
        }
        student.sections.sort_unstable();
        student.sections.dedup();
    }
    for (position, student) in students.iter().enumerate() {
        for &section in &student.sections {
            sections[section].seats.push(position);
        }
    }
}

/// Every (section, period) with leavers, with the first wave the plan lists for it.
/// A student leaves after the attended period with the latest end of its week and day; nobody leaves at midday.
pub(super) fn departures<'a>(
    problem: &ProblemFile,
    plan: &'a PlanFile,
    periods: &[Period],
    sections: &[Section],
    section_of: &Index,
    students: &[Student],
) -> BTreeMap<(usize, usize), Departure<'a>> {
    let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (position, student) in students.iter().enumerate() {
        for period in last_periods(student, periods) {
            for &section in &student.sections {
                if sections[section].periods.binary_search(&period).is_ok() {
                    groups.entry((period, section)).or_default().push(position);
                }
            }
        }
    }
    let period_of = Index::of(periods.iter().map(|period| period.row.id.as_str()));
    let mut waves = BTreeMap::new();
    for wave in &plan.waves {
        if let (Some(section), Some(period)) = (section_of.get(&wave.section), period_of.get(&wave.period)) {
            waves.entry((period, section)).or_insert(wave);
        }
    }
    let gates = Index::of(problem.gates.iter().map(|gate| gate.id.as_str()));
    let wave_minutes = problem.policy.wave_minutes.unwrap_or(5);
    let departure = |((period, section), leavers): ((usize, usize), Vec<usize>)| {
        let row = waves.get(&(period, section));
        let gate = row.and_then(|row| row.gate.as_deref());
        let gate_name = match (row, gate) {
            (None, _) => "（未排批次）".to_string(),
            (_, Some(id)) if gates.get(id).is_some() => words::gate(id),
            (_, Some(id)) => words::unknown(id),
            (_, None) if problem.gates.is_empty() => "校门".to_string(),
            (_, None) => "（未定校门）".to_string(),
        };
        let wave = row.map(|row| row.wave);
        let at = periods[period].end.saturating_add(wave.unwrap_or(0).saturating_mul(wave_minutes));
        ((period, section), Departure { section, period, gate, gate_name, wave, at, leavers })
    };
    groups.into_iter().map(departure).collect()
}

/// The last attended period of each week and day, midday ones left out.
pub(super) fn last_periods(student: &Student, periods: &[Period]) -> Vec<usize> {
    let mut last: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    for &period in &student.attends {
        let row = periods[period].row;
        let held = last.entry((row.week, row.day)).or_insert(period);
        if periods[period].end > periods[*held].end {
            *held = period;
        }
    }
    last.into_values().filter(|&period| periods[period].row.kind != "midday").collect()
}
