//! Fixed work of the engine on generated schools, mostly of 1,200 students, counted by criterion.

mod school;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use paipian::bound::{Aim, Dive, Prices, Tree};
use paipian::format::ProblemFile;
use paipian::milp::adapter::Limits;
use paipian::moves::{Catalogue, School};
use paipian::plan::Plan;
use paipian::problem::{CourseKind, Id, Problem, SectionId, TeacherId};
use paipian::referee::judge;
use paipian::release::{Effort, release};
use paipian::reopt::{Desk, Event};
use paipian::search::{Model, Rng};
use paipian::seating::seat_exactly;
use rand::SeedableRng;
use std::cell::LazyCell;
use std::hint::black_box;

/// Energy of an owed student-minute, as `solve` sets it.
const SHORTFALL: i64 = 10;

fn school(students: u32) -> (ProblemFile, Problem) {
    school::school(students, 300, 1).expect("the parameters are in range")
}

fn constructed<'p>(problem: &'p Problem, catalogue: &'p Catalogue) -> School<'p> {
    let mut school = School::new(problem, catalogue, Plan::empty(problem), SHORTFALL);
    school.construct(None, &mut Rng::seed_from_u64(1));
    school
}

/// Section moves that change no seat: another lead, evaluated and taken back.
fn delta(c: &mut Criterion) {
    let (_, problem) = school(1_200);
    let catalogue = Catalogue::new(&problem);
    let mut plan = constructed(&problem, &catalogue).into_plan();
    let moves: Vec<(SectionId, TeacherId)> = plan
        .open_sections()
        .flat_map(|section| {
            let course = &problem.courses[plan.section(section).course];
            course.leads.iter().take(4).map(move |&lead| (section, lead)).collect::<Vec<_>>()
        })
        .filter(|&(section, lead)| plan.section(section).lead != Some(lead))
        .collect();
    let mut group = c.benchmark_group("delta");
    group.throughput(Throughput::Elements(moves.len() as u64));
    group.bench_function("another lead", |b| {
        b.iter(|| {
            for &(section, lead) in &moves {
                let mark = plan.mark();
                plan.set_lead(&problem, section, Some(lead));
                black_box(plan.score(&problem));
                plan.take_back(&problem, &mark);
            }
        });
    });
    group.finish();
}

/// Each kind of move of the search, tried and taken back: those of sections repair the seats they touch.
fn moves(c: &mut Criterion) {
    let (_, problem) = school(1_200);
    let catalogue = Catalogue::new(&problem);
    let mut school = constructed(&problem, &catalogue);
    let mut group = c.benchmark_group("moves");
    group.throughput(Throughput::Elements(1));
    for kind in 0..school.kinds() {
        let mut rng = Rng::seed_from_u64(7);
        group.bench_function(paipian::moves::name_of(kind), |b| {
            b.iter(|| {
                if school.attempt(kind, &mut rng) {
                    black_box(school.energy());
                    school.take_back();
                }
            });
        });
    }
    group.finish();
}

/// Stages from scratch.
fn stages(c: &mut Criterion) {
    let (file, problem) = school(1_200);
    let catalogue = Catalogue::new(&problem);
    let mut group = c.benchmark_group("stages");
    group.sample_size(10);
    group.bench_function("open: the first plan of 1,200 students", |b| b.iter(|| constructed(&problem, &catalogue)));
    let plan = constructed(&problem, &catalogue).into_plan();
    group.bench_function("release: the waves of 1,200 students", |b| {
        b.iter(|| {
            let mut plan = plan.clone();
            release(&problem, &mut plan, &Effort::QUICK)
        });
    });
    let (_, small) = school(120);
    let small_catalogue = Catalogue::new(&small);
    let small_plan = constructed(&small, &small_catalogue).into_plan();
    group.bench_function("seat: 120 students exactly", |b| {
        b.iter(|| seat_exactly(&small, &mut small_plan.clone(), &Limits::whole(60.0, None)));
    });
    let written = plan.write(&problem);
    group.bench_function("judge: the referee on 1,200 students", |b| b.iter(|| judge(&file, &written)));
    group.finish();
}

fn dive<'t, 'p>(prices: &'t Prices<'p>, steps: u32) -> Dive<'t, 'p> {
    Tree::new(prices).dive(0, steps, Limits::whole(60.0, None)).expect("the tree has a part")
}

/// The best seats of 4,000 children in the clubs of a dive, from the prices of a bound.
fn seats(c: &mut Criterion) {
    let (_, problem) = school(4_000);
    // Some twenty seconds, for this bench alone.
    let dived = LazyCell::new(|| {
        let catalogue = Catalogue::new(&problem);
        let mut prices = Prices::new(&problem, Aim::Cost);
        prices.raise_in(1_000);
        let mut school = School::new(&problem, &catalogue, Plan::empty(&problem), SHORTFALL);
        school.construct(Some(&mut dive(&prices, 300)), &mut Rng::seed_from_u64(1));
        let plan = school.into_plan();
        let mut places = vec![0; problem.patterns.len()];
        for section in plan.open_sections().map(|section| plan.section(section)) {
            if problem.courses[section.course].kind == CourseKind::Club {
                places[section.pattern.ix()] += problem.limit(section.course, section.room) as usize;
            }
        }
        (prices, places)
    });
    let mut group = c.benchmark_group("seats");
    group.sample_size(10);
    group.bench_function("clubs: 4,000 students", |b| {
        let (prices, places) = &*dived;
        b.iter(|| dive(prices, 0).seats(places));
    });
    group.finish();
}

/// One event answered at the desk: a child opts out of a period, and back in.
fn desk(c: &mut Criterion) {
    let mut group = c.benchmark_group("desk");
    group.sample_size(20);
    for students in [1_200, 12_000] {
        let (file, problem) = school(students);
        let catalogue = Catalogue::new(&problem);
        let mut plan = constructed(&problem, &catalogue).into_plan();
        release(&problem, &mut plan, &Effort::QUICK);
        let mut desk = Desk::new(&file, &plan.write(&problem)).expect("the school is valid");
        let present = file.students.iter().filter(|row| !row.attends.is_empty()).step_by(students as usize / 100);
        let events: Vec<Event> = present
            .flat_map(|row| {
                let (student, periods) = (row.id.clone(), vec![row.attends[0].clone()]);
                let out = Event::OptOut { student: student.clone(), periods: periods.clone() };
                [out, Event::OptIn { student, periods }]
            })
            .collect();
        let mut next = events.iter().cycle();
        group.bench_function(format!("one event, {students} students"), |b| {
            b.iter(|| black_box(next.next().map(|event| desk.answer(event, "event"))));
        });
    }
    group.finish();
}

criterion_group!(benches, delta, moves, stages, seats, desk);
criterion_main!(benches);
