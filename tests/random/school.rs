//! A small random school that leaves no clause of the contract untouched.

use super::{Dice, plan, spoil_file};
use paipian::format::{
    ClassRow, CourseRow, FORMAT, GateRow, GradeRow, MinutesRow, OffsiteRow, PeriodRow, PinRow, PolicyFile, ProblemFile,
    RoomRow, StudentRow, TeacherRow, TermRow,
};
use paipian::rules::RULES;
use std::collections::{BTreeMap, BTreeSet};

/// Bells of a day: (start, end, kind). Some touch, some overlap, two are the same.
const BELLS: &[(&str, &str, &str)] = &[
    ("12:00", "13:00", "midday"),
    ("12:30", "13:10", "midday"),
    ("15:40", "16:40", "after_school"),
    ("15:40", "16:40", "after_school"),
    ("15:40", "16:20", "after_school"),
    ("16:00", "17:00", "after_school"),
    ("16:40", "17:40", "after_school"),
    ("16:45", "17:45", "after_school"),
    ("17:05", "17:33", "after_school"),
    ("16:30", "18:00", "evening"),
    ("17:50", "18:20", "evening"),
    ("18:00", "19:30", "evening"),
    ("09:00", "11:00", "weekend"),
    ("11:07", "12:10", "weekend"),
    ("00:00", "23:59", "weekend"),
];
const STAGES: &[&str] = &["primary_lower", "primary_upper", "junior"];
const KINDS: &[&str] = &["midday", "after_school", "evening", "weekend"];
const CATEGORIES: &[&str] = &["sports", "arts", "tutoring", "科技"];
const SKILLS: &[&str] = &["football", "music", "care", "书法"];
const FEATURES: &[&str] = &["field", "piano", "lab"];
const NEEDS: &[&str] = &["tutoring", "speech"];
const EXEMPTIONS: &[&str] = &["coverage", "special_share", "category_minutes", "late_waves"];

/// Ids of the rows that the parts of a school refer to.
struct Ids {
    periods: Vec<PeriodRow>,
    grades: Vec<String>,
    courses: Vec<String>,
    teachers: Vec<String>,
    rooms: Vec<String>,
}

/// A valid school of that seed: 6 to 30 students, up to 12 courses, 1 or 2 weeks.
pub(crate) fn school(seed: u64) -> ProblemFile {
    let dice = &mut Dice::new(seed);
    let cycle_weeks = dice.between(1, 2);
    let number = |prefix: &str, count: u64| -> Vec<String> { (0..count).map(|n| format!("{prefix}{n}")).collect() };
    let ids = Ids {
        periods: periods(dice, cycle_weeks),
        grades: number("年级", dice.between(1, 4)),
        courses: number("c", dice.between(4, 12)),
        teachers: number("t", dice.between(2, 8)),
        rooms: number("r", dice.between(2, 6)),
    };
    let gates: Vec<GateRow> = if dice.chance(30) {
        Vec::new()
    } else {
        let row = |id: &String| GateRow { id: id.clone(), per_wave: dice.between(0, 6) };
        number("gate ", 2).iter().map(row).collect()
    };
    let grades: Vec<GradeRow> = ids
        .grades
        .iter()
        .map(|id| GradeRow {
            id: id.clone(),
            stage: dice.pick(STAGES).to_string(),
            gate: dice.maybe(70, &gates).map(|gate| gate.id.clone()),
        })
        .collect();
    let classes: Vec<ClassRow> = (0..dice.between(1, 5))
        .map(|n| ClassRow {
            id: format!("k{n}"),
            grade: dice.pick(&ids.grades).clone(),
            home: dice.maybe(70, &ids.rooms).cloned(),
        })
        .collect();
    let courses: Vec<CourseRow> = (0..ids.courses.len()).map(|n| course(dice, &ids, n)).collect();
    let clubs: Vec<String> = courses.iter().filter(|row| row.kind == "club").map(|row| row.id.clone()).collect();
    let students: Vec<StudentRow> =
        (0..dice.between(6, 30)).map(|n| student(dice, &ids, n, &classes, &clubs)).collect();
    let teachers = ids.teachers.iter().map(|id| teacher(dice, &ids, id)).collect();
    let rooms = ids.rooms.iter().map(|id| room(dice, &ids, id)).collect();
    let pins = (0..dice.between(0, 6)).map(|_| pin(dice, &ids, &students, &courses)).collect();
    let mut problem = ProblemFile {
        format: FORMAT.into(),
        name: dice.chance(50).then(|| format!("school {seed}")),
        term: (cycle_weeks > 1 || dice.chance(50)).then(|| TermRow {
            start: Some("2026-09-07".into()),
            weeks: Some(18),
            cycle_weeks,
            holidays: Vec::new(),
            makeups: Vec::new(),
        }),
        policy: policy(dice),
        periods: ids.periods,
        grades,
        classes,
        students,
        courses,
        teachers,
        rooms,
        gates,
        pins,
        published: None,
        registry: None,
    };
    if dice.chance(60) {
        let mut published = plan(dice, &problem);
        if dice.chance(60) {
            for _ in 0..dice.between(1, 6) {
                spoil_file(dice, &problem, &mut published);
            }
        }
        problem.published = Some(published);
    }
    problem
}

fn periods(dice: &mut Dice, cycle_weeks: u64) -> Vec<PeriodRow> {
    let mut rows = Vec::new();
    for week in 1..=cycle_weeks {
        for day in 1..=7 {
            if dice.chance(if rows.is_empty() { 100 } else { 35 }) {
                for _ in 0..dice.between(1, 5) {
                    let &(start, end, kind) = dice.pick(BELLS);
                    let id = format!("{}{week}.{day}.{}", if dice.chance(50) { "p" } else { "课" }, rows.len());
                    let (start, end, kind) = (start.into(), end.into(), kind.into());
                    rows.push(PeriodRow { id, week, day, start, end, kind });
                }
            }
        }
    }
    dice.shuffle(&mut rows);
    rows.truncate(24);
    rows
}

fn clash(a: &PeriodRow, b: &PeriodRow) -> bool {
    (a.week, a.day) == (b.week, b.day) && a.start < b.end && b.start < a.end
}

/// Up to `most` periods no two of which clash, in random order.
fn apart(dice: &mut Dice, periods: &[PeriodRow], most: u64) -> Vec<String> {
    let mut chosen: Vec<&PeriodRow> = Vec::new();
    for _ in 0..most {
        let period = dice.pick(periods);
        if !chosen.iter().any(|other| clash(other, period)) {
            chosen.push(period);
        }
    }
    chosen.into_iter().map(|period| period.id.clone()).collect()
}

fn names(ids: &[PeriodRow]) -> Vec<String> {
    ids.iter().map(|row| row.id.clone()).collect()
}

fn words(dice: &mut Dice, percent: usize, list: &[&str]) -> Vec<String> {
    dice.each(percent, list).into_iter().map(str::to_string).collect()
}

fn course(dice: &mut Dice, ids: &Ids, number: usize) -> CourseRow {
    // Care, a post and an open course are always there; most are clubs.
    let kind = match number {
        0 => "care",
        1 => "post",
        2 => "open",
        _ => dice.pick(&["club", "club", "club", "open", "care"]),
    };
    let mut sets: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    let mut patterns = Vec::new();
    for _ in 0..dice.between(1, 6) {
        let most = if kind == "care" { 1 } else { dice.between(1, 3) };
        let pattern = apart(dice, &ids.periods, most);
        if sets.insert(pattern.iter().cloned().collect()) {
            patterns.push(pattern);
        }
    }
    CourseRow {
        id: ids.courses[number].clone(),
        name: None,
        kind: kind.into(),
        category: dice.maybe(60, CATEGORIES).map(|word| word.to_string()),
        special: dice.chance(50),
        grades: if dice.chance(40) { dice.each(60, &ids.grades) } else { Vec::new() },
        min_size: if dice.chance(50) { 1 } else { dice.between(0, 6) },
        max_size: dice.some(60, 0, 12),
        max_sections: dice.some(40, 0, 3),
        max_parallel: dice.some(40, 0, 2),
        max_per_student: if dice.chance(60) { 1 } else { dice.between(0, 3) },
        patterns,
        skill: if dice.chance(60) { Some(dice.pick(SKILLS).to_string()) } else { dice.chance(20).then(String::new) },
        leads: if dice.chance(25) { dice.each(50, &ids.teachers) } else { Vec::new() },
        features: if dice.chance(30) { words(dice, 40, FEATURES) } else { Vec::new() },
        rooms: if dice.chance(25) { dice.each(50, &ids.rooms) } else { Vec::new() },
        assistants: if dice.chance(75) { 0 } else { dice.between(1, 2) },
        min_minutes: if dice.chance(50) { 0 } else { dice.between(1, 60) },
        fill: if kind == "post" || dice.chance(10) { dice.between(0, 2) } else { 0 },
        fee: dice.between(0, 100),
    }
}

fn student(dice: &mut Dice, ids: &Ids, number: u64, classes: &[ClassRow], clubs: &[String]) -> StudentRow {
    let most = dice.between(0, 9);
    let mut wishes = dice.each(50, clubs);
    dice.shuffle(&mut wishes);
    StudentRow {
        id: format!("s{number}"),
        name: None,
        class: dice.pick(classes).id.clone(),
        attends: apart(dice, &ids.periods, most),
        wishes,
        want: dice.some(40, 0, 4),
        needs: words(dice, 30, NEEDS),
        family: dice.some(50, 0, 5).map(|family| format!("f{family}")),
        exempt: if dice.chance(25) { words(dice, 40, EXEMPTIONS) } else { Vec::new() },
    }
}

fn teacher(dice: &mut Dice, ids: &Ids, id: &str) -> TeacherRow {
    let periods = names(&ids.periods);
    TeacherRow {
        id: id.into(),
        name: None,
        kind: if dice.chance(70) { "staff" } else { "external" }.into(),
        skills: words(dice, 60, SKILLS),
        unavailable: dice.each(10, &periods),
        avoid: dice.each(15, &periods),
        max_minutes: dice.some(40, 0, 500),
        max_minutes_day: dice.some(40, 0, 200),
        target_minutes: dice.some(60, 0, 300),
        pay: if dice.chance(40) { 0 } else { dice.between(1, 9000) },
        cleared: dice.chance(90),
    }
}

fn room(dice: &mut Dice, ids: &Ids, id: &str) -> RoomRow {
    let offsite = dice.chance(30);
    RoomRow {
        id: id.into(),
        name: None,
        capacity: dice.between(0, 15),
        features: words(dice, 50, FEATURES),
        closed: dice.each(8, &names(&ids.periods)),
        parallel: dice.between(1, 3),
        cost: if dice.chance(50) { 0 } else { dice.between(1, 3000) },
        cleared: dice.chance(90),
        offsite: offsite.then(|| OffsiteRow { travel: dice.between(0, 25), escort_per: dice.some(60, 1, 5) }),
    }
}

fn pin(dice: &mut Dice, ids: &Ids, students: &[StudentRow], courses: &[CourseRow]) -> PinRow {
    let course = dice.pick(courses);
    let never = dice.chance(30);
    match dice.below(3) {
        0 => PinRow {
            section: Some(format!("{}#{}", course.id, dice.between(1, 3))),
            // Now and then a pin that names another course than the id suggests, or a pattern of none.
            course: dice.chance(70).then(|| dice.maybe(80, &[course]).unwrap_or(&&courses[0]).id.clone()),
            pattern: if dice.chance(80) { dice.maybe(50, &course.patterns).cloned() } else { Some(Vec::new()) },
            room: dice.maybe(40, &ids.rooms).cloned(),
            lead: dice.maybe(40, &ids.teachers).cloned(),
            ..PinRow::default()
        },
        1 => PinRow {
            student: Some(dice.pick(students).id.clone()),
            course: Some(course.id.clone()),
            never,
            ..PinRow::default()
        },
        _ => PinRow {
            teacher: Some(dice.pick(&ids.teachers).clone()),
            course: Some(course.id.clone()),
            never,
            ..PinRow::default()
        },
    }
}

fn policy(dice: &mut Dice) -> PolicyFile {
    let cost_rules: Vec<&str> = RULES.iter().filter(|rule| rule.weight.is_some()).map(|rule| rule.name).collect();
    let minutes = (0..dice.between(0, 3)).map(|_| MinutesRow {
        category: dice.pick(CATEGORIES).to_string(),
        stage: dice.maybe(50, STAGES).map(|word| word.to_string()),
        need: dice.maybe(50, NEEDS).map(|word| word.to_string()),
        min: dice.between(0, 200),
    });
    let minutes = minutes.collect();
    let shares: BTreeMap<String, u64> =
        words(dice, 70, STAGES).into_iter().map(|stage| (stage, dice.between(0, 130))).collect();
    let weights = dice.each(30, &cost_rules);
    PolicyFile {
        name: Some("random".into()),
        want: dice.some(50, 0, 4),
        wish_values: dice.chance(50).then(|| (0..dice.below(5)).map(|_| dice.between(0, 100)).collect()),
        special_cap: dice.some(50, 0, 10),
        special_share: shares,
        share_kinds: dice.chance(50).then(|| words(dice, 60, KINDS)),
        share_from: dice.some(50, 0, 200),
        minutes,
        external_needs_assistant: dice.chance(60).then(|| dice.chance(70)),
        min_block: dice.some(50, 0, 90),
        max_break: dice.some(50, 0, 30),
        wave_minutes: dice.some(60, 1, 12),
        max_waves: dice.some(60, 0, 4),
        weights: weights.into_iter().map(|name| (name.to_string(), dice.between(0, 40))).collect(),
    }
}
