//! Random plans of any school, from nearly sound to wild, and ways to spoil a plan's file.

use super::Dice;
use paipian::format::{CourseRow, FORMAT, PeriodRow, PlanFile, ProblemFile, Seats, SectionRow, StudentRow, WaveRow};
use paipian::referee::judge;
use std::collections::{BTreeMap, BTreeSet};

type Periods<'p> = BTreeMap<&'p str, &'p PeriodRow>;

fn clash(a: &PeriodRow, b: &PeriodRow) -> bool {
    (a.week, a.day) == (b.week, b.day) && a.start < b.end && b.start < a.end
}

/// A plan whose every id exists. How careful its rooms, staff, seats and waves are chosen is itself left to the dice.
pub(crate) fn plan(dice: &mut Dice, problem: &ProblemFile) -> PlanFile {
    let periods: Periods = problem.periods.iter().map(|row| (row.id.as_str(), row)).collect();
    let care = *dice.pick(&[0, 50, 95, 100]);
    let sections = sections(dice, problem, &periods, care);
    let seats = seats(dice, problem, &periods, &sections, care);
    let waves = waves(dice, problem, &periods, &sections, &seats, care);
    PlanFile { format: FORMAT.into(), sections, seats, waves, meta: serde_json::Value::Null }
}

fn sections(dice: &mut Dice, problem: &ProblemFile, periods: &Periods, care: usize) -> Vec<SectionRow> {
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut rows = Vec::new();
    let people: Vec<&str> = problem.teachers.iter().map(|row| row.id.as_str()).collect();
    let rooms: Vec<&str> = problem.rooms.iter().map(|row| row.id.as_str()).collect();
    let often = *dice.pick(&[30, 60, 90]);
    for course in &problem.courses {
        let mut serial = 0;
        for pattern in &course.patterns {
            for _ in 0..if dice.chance(often) { dice.between(1, 2) } else { 0 } {
                // Pins and the published plan go by these ids.
                serial += dice.between(1, 10).saturating_sub(8).max(1);
                let free = |taken: &BTreeSet<(&str, &str)>, who: &str| {
                    let busy = |id: &String| taken.contains(&(who, id.as_str()));
                    !pattern.iter().any(busy)
                };
                let careful = dice.chance(care);
                let able: Vec<&str> = problem
                    .teachers
                    .iter()
                    .filter(|row| {
                        let skill = course.skill.as_deref().unwrap_or(if course.kind == "care" { "care" } else { "" });
                        (skill.is_empty() || row.skills.iter().any(|other| other == skill))
                            && (course.leads.is_empty() || course.leads.contains(&row.id))
                            && row.cleared
                            && !pattern.iter().any(|id| row.unavailable.contains(id))
                    })
                    .map(|row| row.id.as_str())
                    .filter(|who| free(&used, who))
                    .collect();
                let fit: Vec<&str> = problem
                    .rooms
                    .iter()
                    .filter(|row| {
                        row.cleared
                            && course.features.iter().all(|feature| row.features.contains(feature))
                            && (course.rooms.is_empty() || course.rooms.contains(&row.id))
                    })
                    .map(|row| row.id.as_str())
                    .filter(|room| free(&used, room))
                    .collect();
                if careful && (able.is_empty() || fit.is_empty()) && dice.chance(80) {
                    continue;
                }
                let lead = dice.maybe(95, if careful { &able } else { &people }).copied();
                let roomless = course.kind == "post" && course.rooms.is_empty() && course.features.is_empty();
                let luck = if roomless { 10 } else { 95 };
                let room = dice.maybe(luck, if careful { &fit } else { &rooms }).copied();
                let spare: Vec<&str> = people.iter().copied().filter(|who| free(&used, who)).collect();
                let pool = if careful { &spare } else { &people };
                let mut assistants: BTreeSet<&str> = BTreeSet::new();
                for _ in 0..if careful { course.assistants } else { dice.between(0, 2) } {
                    assistants.extend(dice.maybe(90, pool));
                }
                // The lead who also assists is a fault of its own.
                if careful || dice.chance(90) {
                    assistants.retain(|&who| Some(who) != lead);
                }
                for &who in assistants.iter().chain(&lead).chain(&room) {
                    used.extend(pattern.iter().flat_map(|id| {
                        let period = periods[id.as_str()];
                        periods.values().filter(|other| clash(period, other)).map(move |other| (who, other.id.as_str()))
                    }));
                }
                let mut pattern = pattern.clone();
                dice.shuffle(&mut pattern);
                rows.push(SectionRow {
                    id: format!("{}#{serial}", course.id),
                    course: course.id.clone(),
                    pattern,
                    room: room.map(str::to_string),
                    lead: lead.map(str::to_string),
                    assistants: assistants.into_iter().map(str::to_string).collect(),
                });
            }
        }
    }
    if dice.chance(50) {
        dice.shuffle(&mut rows);
    }
    rows
}

/// A section as a student sees it.
struct Offer<'p> {
    course: &'p CourseRow,
    meets: Vec<&'p PeriodRow>,
    limit: u64,
    taken: u64,
}

fn seats(dice: &mut Dice, problem: &ProblemFile, periods: &Periods, sections: &[SectionRow], care: usize) -> Seats {
    let course_of: BTreeMap<&str, &CourseRow> = problem.courses.iter().map(|row| (row.id.as_str(), row)).collect();
    let grade_of: BTreeMap<&str, &String> = problem.classes.iter().map(|row| (row.id.as_str(), &row.grade)).collect();
    let offer = |section: &SectionRow| {
        let course = course_of[section.course.as_str()];
        let room = problem.rooms.iter().find(|row| Some(&row.id) == section.room.as_ref());
        let cap = problem.policy.special_cap.filter(|_| course.special);
        let limit = [course.max_size, room.map(|row| row.capacity), cap].into_iter().flatten().min().unwrap_or(40);
        let meets = section.pattern.iter().map(|id| periods[id.as_str()]).collect();
        Offer { course, meets, limit, taken: 0 }
    };
    let mut offers: Vec<Offer> = sections.iter().map(offer).collect();
    let mut order: Vec<usize> = (0..sections.len()).collect();
    let mut seats = Vec::new();
    for student in &problem.students {
        let attends: BTreeSet<&str> = student.attends.iter().map(String::as_str).collect();
        let grade = grade_of[student.class.as_str()];
        let mut held = Vec::new();
        let mut courses: Vec<&str> = Vec::new();
        let mut busy: Vec<&PeriodRow> = Vec::new();
        dice.shuffle(&mut order);
        // Clubs first, base care last.
        order.sort_by_key(|&ix| offers[ix].course.kind == "care");
        for &ix in &order {
            let Offer { course, meets, limit, taken } = &mut offers[ix];
            if dice.chance(care) {
                let once = course.kind == "care" || !courses.contains(&course.id.as_str());
                let fits = *taken < *limit
                    && once
                    && course.kind != "post"
                    && meets.iter().all(|period| attends.contains(period.id.as_str()))
                    && (course.grades.is_empty() || course.grades.contains(grade))
                    && (course.kind != "club" || student.wishes.contains(&course.id))
                    && !meets.iter().any(|period| busy.iter().any(|other| clash(period, other)));
                if !fits {
                    continue;
                }
                busy.extend(meets.iter());
            } else if !dice.chance(12) {
                continue;
            }
            *taken += 1;
            courses.push(&course.id);
            held.push(sections[ix].id.clone());
        }
        if !held.is_empty() || dice.chance(5) {
            seats.push((student.id.clone(), held));
        }
    }
    Seats(seats)
}

/// Takes sections and seats that break a hard rule out of a plan, and lays its waves anew: what is left breaks few.
pub(crate) fn mend(dice: &mut Dice, problem: &ProblemFile, plan: &mut PlanFile) {
    let periods: Periods = problem.periods.iter().map(|row| (row.id.as_str(), row)).collect();
    for _ in 0..6 {
        let mut bad: BTreeSet<String> = BTreeSet::new();
        let mut unseat: BTreeSet<(String, String)> = BTreeSet::new();
        let judgement = judge(problem, plan);
        for finding in &judgement.findings {
            match (finding.rule, finding.subject.as_slice()) {
                ("seat_fit" | "seat_clash", [student, sections @ ..]) => {
                    unseat.extend(sections.last().map(|section| (student.clone(), section.clone())));
                }
                ("staff_minutes" | "room_clash" | "staff_clash", subject) => {
                    let named = |row: &&SectionRow| {
                        let mut parts = row.lead.iter().chain(&row.assistants).chain([&row.id]);
                        parts.any(|part| subject.contains(part))
                    };
                    bad.extend(plan.sections.iter().filter(named).map(|row| row.id.clone()).take(1));
                }
                ("room_fit" | "staff_fit" | "size" | "assistants" | "sections" | "travel", subject) => {
                    let named = |row: &&SectionRow| subject.contains(&row.id) || subject.first() == Some(&row.course);
                    bad.extend(plan.sections.iter().filter(named).map(|row| row.id.clone()).take(1));
                }
                _ => {}
            }
        }
        if bad.is_empty() && unseat.is_empty() {
            break;
        }
        plan.sections.retain(|row| !bad.contains(&row.id));
        for (student, held) in &mut plan.seats.0 {
            held.retain(|section| !bad.contains(section) && !unseat.contains(&(student.clone(), section.clone())));
        }
    }
    plan.waves = waves(dice, problem, &periods, &plan.sections, &plan.seats, 100);
    for (number, row) in plan.waves.iter_mut().enumerate() {
        row.wave = number as u64;
    }
}

/// Waves of the leavers, some forgotten, some doubled, and now and then one for nobody.
fn waves(
    dice: &mut Dice,
    problem: &ProblemFile,
    periods: &Periods,
    sections: &[SectionRow],
    seats: &Seats,
    care: usize,
) -> Vec<WaveRow> {
    let pattern_of: BTreeMap<&str, &[String]> =
        sections.iter().map(|row| (row.id.as_str(), row.pattern.as_slice())).collect();
    let students: BTreeMap<&str, &StudentRow> = problem.students.iter().map(|row| (row.id.as_str(), row)).collect();
    let gate_of: BTreeMap<&str, &String> = problem
        .classes
        .iter()
        .filter_map(|class| {
            let grade = problem.grades.iter().find(|row| row.id == class.grade)?;
            Some((class.id.as_str(), grade.gate.as_ref()?))
        })
        .collect();
    let mut groups: BTreeMap<(&str, &str), Option<&String>> = BTreeMap::new();
    for (student, held) in &seats.0 {
        let student = students[student.as_str()];
        let attends: Vec<&PeriodRow> = student.attends.iter().map(|id| periods[id.as_str()]).collect();
        for section in held {
            for period in pattern_of[section.as_str()] {
                let row = periods[period.as_str()];
                let later = |other: &&PeriodRow| (other.week, other.day) == (row.week, row.day) && other.end > row.end;
                let last = student.attends.contains(period) && !attends.iter().any(later);
                if last && row.kind != "midday" {
                    groups.insert((section, period), gate_of.get(student.class.as_str()).copied());
                }
            }
        }
    }
    let mut rows = Vec::new();
    let wave = |dice: &mut Dice| if dice.chance(2) { dice.between(0, 1_000_000_000) } else { dice.between(0, 8) };
    for ((section, period), home) in groups {
        let times = if dice.chance(care.max(60)) { 1 } else { dice.between(0, 3) };
        for _ in 0..times {
            let gate = match home {
                Some(gate) if dice.chance(care) => Some(gate.clone()),
                _ => dice.maybe(100, &problem.gates).map(|gate| gate.id.clone()),
            };
            rows.push(WaveRow { section: section.into(), period: period.into(), gate, wave: wave(dice) });
        }
    }
    if care < 100 {
        for _ in 0..dice.between(0, 2) {
            if let Some(section) = dice.maybe(100, sections) {
                rows.push(WaveRow {
                    section: section.id.clone(),
                    period: dice.pick(&problem.periods).id.clone(),
                    gate: dice.maybe(100, &problem.gates).map(|gate| gate.id.clone()),
                    wave: wave(dice),
                });
            }
        }
    }
    rows
}

/// Breaks one thing of a plan file: ids that repeat, that lead nowhere, or that stand where they should not.
pub(crate) fn spoil_file(dice: &mut Dice, problem: &ProblemFile, plan: &mut PlanFile) {
    let nowhere = dice.pick(&["", "nowhere", "gone#1", "已删除"]).to_string();
    let person = dice.pick(&problem.teachers).id.clone();
    let period = dice.pick(&problem.periods).id.clone();
    let section = dice.maybe(100, &plan.sections).map_or(nowhere.clone(), |row| row.id.clone());
    match dice.below(4) {
        0 if !plan.sections.is_empty() => {
            let last = dice.below(plan.sections.len());
            match dice.below(14) {
                // An id used before, once or twice, with the same content or another.
                0 => plan.sections[last].id = section,
                1 => plan.sections.push(plan.sections[last].clone()),
                2 => plan.sections[last].course = nowhere,
                3 => plan.sections[last].course = dice.pick(&problem.courses).id.clone(),
                4 => plan.sections[last].pattern.push(nowhere),
                5 => plan.sections[last].pattern.push(period),
                6 => plan.sections[last].pattern.clear(),
                7 => {
                    let again = plan.sections[last].pattern.clone();
                    plan.sections[last].pattern.extend(again);
                }
                8 => plan.sections[last].room = Some(nowhere),
                9 => plan.sections[last].lead = Some(nowhere),
                10 => plan.sections[last].assistants.push(nowhere),
                11 => {
                    let again = plan.sections[last].assistants.first().cloned().unwrap_or(nowhere);
                    plan.sections[last].assistants.extend([again.clone(), again]);
                }
                12 => {
                    let lead = plan.sections[last].lead.clone();
                    plan.sections[last].assistants.extend(lead);
                }
                _ => plan.sections[last].assistants.push(person),
            }
        }
        1 if !plan.seats.0.is_empty() => {
            let last = dice.below(plan.seats.0.len());
            match dice.below(5) {
                // A student who is not there, in place of one who is.
                0 if !plan.seats.0.iter().any(|(student, _)| *student == nowhere) => plan.seats.0[last].0 = nowhere,
                1 => plan.seats.0[last].1.push(nowhere),
                2 => plan.seats.0[last].1.extend([section.clone(), section]),
                3 => {
                    let again = plan.seats.0[last].1.clone();
                    plan.seats.0[last].1.extend(again);
                }
                _ => plan.seats.0[last].1.push(section),
            }
        }
        2 if !plan.waves.is_empty() => {
            let last = dice.below(plan.waves.len());
            match dice.below(7) {
                0 => plan.waves[last].section = nowhere,
                1 => plan.waves[last].section = section,
                2 => plan.waves[last].period = nowhere,
                3 => plan.waves[last].period = period,
                4 => plan.waves[last].gate = Some(nowhere),
                5 => plan.waves[last].gate = None,
                _ => plan.waves.push(WaveRow { wave: dice.between(0, 9), ..plan.waves[last].clone() }),
            }
        }
        _ => dice.shuffle(&mut plan.waves),
    }
}
