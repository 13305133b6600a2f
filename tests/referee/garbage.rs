//! Plans and problems that make no sense: the referee judges them all the same.

use crate::school;
use paipian::format::{OffsiteRow, PinRow, PlanFile, ProblemFile, SectionRow, WaveRow};
use paipian::referee::judge;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const PERIODS: &[&str] =
    &["mon1", "mon2", "tue0", "tue1", "tue1late", "tue2", "tue_evening", "tue1odd", "wed1", "wed2", "never", ""];
const COURSES: &[&str] = &["football", "choir", "swim", "chess", "reading", "care", "duty", "desk", "ghost"];
const PEOPLE: &[&str] = &["t1", "t2", "t3", "t4", "x1", "x2", "nobody"];
const ROOMS: &[&str] = &["field", "r1", "r2", "r3", "pool", "nowhere"];
const STUDENTS: &[&str] = &["s1", "s2", "s3", "s4", "s5", "s9"];
const SECTIONS: &[&str] = &["a", "b", "c", "d", "e", "f", "football#1", "swim#1", "ghost"];
const GATES: &[&str] = &["east", "west", "north"];

fn pick(rng: &mut ChaCha8Rng, from: &[&str]) -> String {
    from[rng.random_range(0..from.len())].to_string()
}

fn maybe(rng: &mut ChaCha8Rng, from: &[&str]) -> Option<String> {
    rng.random_bool(0.8).then(|| pick(rng, from))
}

fn some_of(rng: &mut ChaCha8Rng, from: &[&str], most: usize) -> Vec<String> {
    (0..rng.random_range(0..=most)).map(|_| pick(rng, from)).collect()
}

fn number(rng: &mut ChaCha8Rng) -> u64 {
    match rng.random_range(0..6) {
        0 => u64::MAX,
        1 => u64::MAX / 3,
        2 => 0,
        _ => rng.random_range(0..100),
    }
}

fn garbage_plan(rng: &mut ChaCha8Rng, problem: &ProblemFile) -> PlanFile {
    let section = |rng: &mut ChaCha8Rng| {
        let course = pick(rng, COURSES);
        let patterns = problem.courses.iter().find(|row| row.id == course).map(|row| row.patterns.clone());
        let pattern = match patterns.filter(|patterns| !patterns.is_empty() && rng.random_bool(0.8)) {
            Some(patterns) => patterns[rng.random_range(0..patterns.len())].clone(),
            None => some_of(rng, PERIODS, 3),
        };
        SectionRow {
            id: pick(rng, SECTIONS),
            course,
            pattern,
            room: maybe(rng, ROOMS),
            lead: maybe(rng, PEOPLE),
            assistants: some_of(rng, PEOPLE, 3),
        }
    };
    let wave = |rng: &mut ChaCha8Rng| WaveRow {
        section: pick(rng, SECTIONS),
        period: pick(rng, PERIODS),
        gate: maybe(rng, GATES),
        wave: number(rng),
    };
    let mut plan = PlanFile {
        format: String::new(),
        sections: (0..rng.random_range(0..20)).map(|_| section(rng)).collect(),
        seats: paipian::format::Seats::default(),
        waves: (0..rng.random_range(0..20)).map(|_| wave(rng)).collect(),
        meta: serde_json::Value::Null,
    };
    plan.seats.0 = (0..8).map(|_| (pick(rng, STUDENTS), some_of(rng, SECTIONS, 8))).collect();
    plan
}

/// Breaks the problem itself: numbers out of all bounds, clocks that are none, ids that are repeated or lead nowhere.
fn garble(rng: &mut ChaCha8Rng, problem: &mut ProblemFile) {
    let period = rng.random_range(0..problem.periods.len());
    problem.periods[period].end = pick(rng, &["", "25:00", "1:3", "éé:00", "00:00", "23:59", "十五:四十"]);
    problem.periods[period].week = number(rng);
    for course in &mut problem.courses {
        (course.min_size, course.assistants, course.fill) = (number(rng), number(rng), number(rng));
        course.max_size = Some(number(rng));
        course.max_sections = Some(number(rng));
        course.max_parallel = Some(number(rng));
        (course.max_per_student, course.min_minutes) = (number(rng), number(rng));
        course.patterns.push(some_of(rng, PERIODS, 3));
    }
    for room in &mut problem.rooms {
        (room.capacity, room.parallel, room.cost) = (number(rng), number(rng), number(rng));
        room.offsite = Some(OffsiteRow { travel: number(rng), escort_per: Some(number(rng)) });
    }
    for teacher in &mut problem.teachers {
        (teacher.pay, teacher.target_minutes) = (number(rng), Some(number(rng)));
    }
    for student in &mut problem.students {
        student.want = Some(number(rng));
        student.class = pick(rng, &["c1", "c5", "c9"]);
        student.attends = some_of(rng, PERIODS, 6);
        student.wishes = some_of(rng, COURSES, 5);
        student.family = maybe(rng, &["f1", "f2"]);
    }
    problem.gates.iter_mut().for_each(|gate| gate.per_wave = number(rng));
    problem.students.push(problem.students[0].clone());
    let policy = &mut problem.policy;
    policy.wish_values = Some(vec![number(rng), number(rng), number(rng)]);
    policy.special_share.insert("primary_lower".into(), number(rng));
    policy.special_share.insert("junior".into(), number(rng));
    (policy.max_break, policy.wave_minutes, policy.max_waves) =
        (Some(number(rng)), Some(number(rng)), Some(number(rng)));
    (policy.min_block, policy.share_from, policy.special_cap) =
        (Some(number(rng)), Some(number(rng)), Some(number(rng)));
    policy.weights = [("wish".to_string(), number(rng)), ("money".to_string(), number(rng))].into();
    problem.pins = (0..10)
        .map(|_| PinRow {
            section: maybe(rng, SECTIONS).filter(|_| rng.random_bool(0.3)),
            course: maybe(rng, COURSES),
            pattern: rng.random_bool(0.5).then(|| some_of(rng, PERIODS, 2)),
            room: maybe(rng, ROOMS),
            lead: maybe(rng, PEOPLE),
            student: maybe(rng, STUDENTS).filter(|_| rng.random_bool(0.5)),
            teacher: maybe(rng, PEOPLE),
            never: rng.random_bool(0.5),
        })
        .collect();
}

#[test]
fn no_plan_makes_the_referee_panic() {
    let (problem, _) = school::small();
    for seed in 0..2000 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut problem = problem.clone();
        if seed % 2 == 0 {
            garble(&mut rng, &mut problem);
        }
        problem.published = Some(garbage_plan(&mut rng, &problem));
        let plan = garbage_plan(&mut rng, &problem);
        let judgement = judge(&problem, &plan);
        crate::check_sums(&judgement);
        assert_eq!(judgement, judge(&problem, &plan), "the same files, the same judgement");
    }
}

#[test]
fn an_empty_problem_and_plan_are_judged() {
    let (mut problem, mut plan) = school::small();
    plan.sections.clear();
    plan.seats.0.clear();
    plan.waves.clear();
    let judgement = judge(&problem, &plan);
    // Attended minutes 180 + 120 + 240 + 180 + 60 = 780, 10 each; one duty of 60 minutes, 20 each.
    assert_eq!((judgement.hard, judgement.shortfall), (0, 7800 + 1200));
    problem.students.clear();
    problem.courses.clear();
    problem.periods.clear();
    problem.teachers.clear();
    assert_eq!(judge(&problem, &plan).shortfall, 0);
}
