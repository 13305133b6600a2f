//! The roll: grades, classes of about forty, and children with their families.

use super::Profile;
use super::calendar::{Calendar, Stage};
use super::dice::{Dice, Stream};
use super::names;
use crate::format::{ClassRow, GradeRow, StudentRow};

/// Children of a class, usually and at most.
const CLASS: (usize, usize) = (40, 45);

/// A grade.
#[derive(Debug)]
pub(super) struct Year {
    /// 1–9.
    pub(super) grade: usize,
    pub(super) stage: Stage,
    /// Its bell in the calendar.
    pub(super) bell: usize,
}

impl Year {
    pub(super) fn id(&self) -> String {
        format!("g{}", self.grade)
    }

    pub(super) fn row(&self, gate: &str) -> GradeRow {
        GradeRow { id: self.id(), stage: self.stage.name().to_string(), gate: Some(gate.to_string()) }
    }
}

/// A class.
#[derive(Debug)]
pub(super) struct Class {
    /// Its grade, by index.
    pub(super) year: usize,
    /// From 1 in its grade.
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) size: usize,
}

impl Class {
    pub(super) fn row(&self, years: &[Year], home: String) -> ClassRow {
        ClassRow { id: self.id.clone(), grade: years[self.year].id(), home: Some(home) }
    }
}

/// A child.
#[derive(Debug)]
pub(super) struct Pupil {
    pub(super) name: String,
    /// By index.
    pub(super) class: usize,
    /// By index.
    pub(super) year: usize,
    pub(super) attends: Vec<String>,
    /// Attended lessons by day: bit 0 the first, bit 1 the second.
    pub(super) lessons: [u8; 5],
    /// Attended middays.
    pub(super) midday: [bool; 5],
    pub(super) wishes: Vec<usize>,
    pub(super) wish_ids: Vec<String>,
    pub(super) want: Option<u64>,
    pub(super) needs: Vec<String>,
    pub(super) family: Option<usize>,
    pub(super) exempt: Vec<String>,
}

impl Pupil {
    pub(super) fn row(self, index: usize, students: u32, classes: &[Class]) -> StudentRow {
        let width = students.to_string().len().max(4);
        StudentRow {
            id: format!("s{:0width$}", index + 1),
            name: Some(self.name),
            class: classes[self.class].id.clone(),
            attends: self.attends,
            wishes: self.wish_ids,
            want: self.want,
            needs: self.needs,
            family: self.family.map(|family| format!("f{:0width$}", family + 1)),
            exempt: self.exempt,
        }
    }
}

#[derive(Debug)]
pub(super) struct Roll {
    pub(super) years: Vec<Year>,
    pub(super) classes: Vec<Class>,
    pub(super) pupils: Vec<Pupil>,
}

pub(super) fn make(seed: u64, profile: Profile, students: u32, calendar: &Calendar) -> Roll {
    let mut dice = Dice::new(seed, Stream::Roll);
    let grades = match profile {
        Profile::Primary => 1..=6,
        Profile::Nine => 1..=9,
        Profile::Junior => 7..=9,
    };
    let years: Vec<Year> = grades
        .map(|grade| {
            let stage = Stage::of_grade(grade);
            Year { grade, stage, bell: calendar.bell_of(stage) }
        })
        .collect();
    let classes = classes(&mut dice, students as usize, years.len(), &years);
    let mut pupils = Vec::with_capacity(students as usize);
    for (index, class) in classes.iter().enumerate() {
        for _ in 0..class.size {
            pupils.push(Pupil {
                name: names::child(&mut dice, None),
                class: index,
                year: class.year,
                attends: Vec::new(),
                lessons: [0; 5],
                midday: [false; 5],
                wishes: Vec::new(),
                wish_ids: Vec::new(),
                want: None,
                needs: Vec::new(),
                family: None,
                exempt: Vec::new(),
            });
        }
    }
    families(&mut dice, &mut pupils);
    Roll { years, classes, pupils }
}

/// Grades of nearly equal size, some children moved from one to the next; classes of equal size in each grade.
fn classes(dice: &mut Dice, students: usize, grades: usize, years: &[Year]) -> Vec<Class> {
    let mut sizes: Vec<usize> =
        (0..grades).map(|grade| students / grades + usize::from(grade < students % grades)).collect();
    let swing = students / grades / 12;
    for grade in 1..grades {
        let moved = dice.below(swing + 1);
        if dice.chance(500) {
            sizes[grade] += moved;
            sizes[grade - 1] -= moved;
        } else {
            sizes[grade - 1] += moved;
            sizes[grade] -= moved;
        }
    }
    let mut classes = Vec::new();
    for (year, &size) in sizes.iter().enumerate() {
        let count = ((size + CLASS.0 / 2) / CLASS.0).max(size.div_ceil(CLASS.1)).max(1);
        for number in 1..=count {
            let size = size / count + usize::from(number <= size % count);
            classes.push(Class { year, number, id: format!("{}c{number}", years[year].id()), size });
        }
    }
    classes
}

/// About 12 % of the children have a brother or sister at the school: other grades, or twins in one class.
fn families(dice: &mut Dice, pupils: &mut [Pupil]) {
    let mut order: Vec<usize> = (0..pupils.len()).collect();
    dice.shuffle(&mut order);
    let with_siblings = pupils.len() * 12 / 100;
    let mut family = 0;
    let mut next = 0;
    while next + 3 <= with_siblings {
        let count = if dice.chance(60) { 3 } else { 2 };
        let surname = names::surname(dice);
        for &index in &order[next..next + count] {
            pupils[index].family = Some(family);
            pupils[index].name = names::child(dice, Some(surname));
        }
        family += 1;
        next += count;
    }
}
