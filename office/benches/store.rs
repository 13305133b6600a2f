//! One event of a family as the office has it: read from the store, answered, and on the disk.

use criterion::{Criterion, criterion_group, criterion_main};
use paipian::format::to_text;
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::reopt::Event;
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use paipian_office::enrol;
use paipian_office::store::{Act, Signature, Store, sha};
use std::hint::black_box;
use std::sync::atomic::AtomicBool;

const ON: &str = "2026-09-08";

fn event(c: &mut Criterion) {
    let mut group = c.benchmark_group("store");
    group.sample_size(20);
    for students in [1_200, 12_000] {
        let params =
            GenerateParams { students, seed: 1, policy: "nanchang".into(), tight: 300, profile: Profile::Primary };
        let school = generate(&params).expect("the parameters are in range");
        let problem = paipian::load::load(&school).expect("a valid school");
        let once = Params { limit: Limit::Rounds(1), seed: 1, ..Params::default() };
        let outcome = solve(&problem, None, &once, &AtomicBool::new(false), |_| {}).expect("a plan");
        let folder = tempfile::tempdir().expect("a folder");
        let by = Signature { who: "bench".into(), why: String::new() };
        let first = Act::Init { lottery: 7, credits: Default::default() };
        let mut store = Store::create(&folder.path().join("term.db"), &by, first).expect("a new store");
        let text = to_text(&school);
        store.append(&by, &[Act::Import { document: sha(&[&text]) }], &[text], None).expect("kept");
        let plan = outcome.plan.write(&problem);
        enrol::version(&mut store, &by, &plan, "solved", Some("2026-09-07")).expect("published");
        let present = school.students.iter().filter(|row| !row.attends.is_empty()).step_by(students as usize / 100);
        let events: Vec<Event> = present
            .flat_map(|row| {
                let (student, periods) = (row.id.clone(), vec![row.attends[0].clone()]);
                let out = Event::OptOut { student: student.clone(), periods: periods.clone() };
                [out, Event::OptIn { student, periods }]
            })
            .collect();
        let mut next = events.iter().cycle();
        group.bench_function(format!("one event recorded and answered, {students} students"), |b| {
            b.iter(|| {
                let event = next.next().expect("they go round").clone();
                black_box(enrol::ask(&mut store, &by, &[(event, ON.into())], ON)).expect("kept")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, event);
criterion_main!(benches);
