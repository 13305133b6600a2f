//! Moves evaluated a second, on an instance of the size of comp02: each kind alone, and the whole loop of annealing.

#[path = "mod.rs"]
#[allow(dead_code, reason = "each target uses its part of the model")]
mod itc2007;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use itc2007::moves::{Timetabling, name_of};
use itc2007::{read, sample::sample, start::start, tables::Tables};
use paipian::clock::Watch;
use paipian::search::{Acceptance, Limit, Model, Rng, Selection, Stop, anneal};
use rand::SeedableRng;
use std::hint::black_box;
use std::sync::atomic::AtomicBool;

/// Tries of an iteration.
const TRIES: u64 = 100_000;

fn moves(c: &mut Criterion) {
    let instance = read::instance(&sample(82, 16, 5, 5, 1)).expect("the sample is valid");
    let tables = Tables::new(&instance);
    let rng = &mut Rng::seed_from_u64(1);
    let mut model = Timetabling::new(start(&tables, rng).expect("the lectures fit"));
    let (acceptance, interrupt) = (Acceptance::default(), AtomicBool::new(false));
    let stop = Stop::new(Watch::start(), Limit::Rounds(u64::MAX), &interrupt);
    let mut selection = Selection::even(model.kinds());
    let mut cool = |model: &mut Timetabling, temperature: f64, work: u64| {
        anneal(model, &mut selection, &acceptance, temperature, work, rng, &stop)
    };
    for temperature in [30.0, 10.0, 4.0, 2.0, 1.0, 0.5] {
        cool(&mut model, temperature, 10 * TRIES);
    }

    let mut group = c.benchmark_group("itc2007");
    group.throughput(Throughput::Elements(TRIES));
    for kind in 0..model.kinds() {
        let mut rng = Rng::seed_from_u64(7);
        group.bench_function(name_of(kind), |b| {
            b.iter(|| {
                for _ in 0..TRIES {
                    if model.attempt(kind, &mut rng) {
                        black_box(model.energy());
                        model.take_back();
                    }
                }
            });
        });
    }
    // A chain counts its lectures as work: `anneal` evaluates somewhat fewer moves than it is told work.
    group.bench_function("anneal", |b| b.iter(|| cool(&mut model, 0.5, TRIES)));
    group.finish();
}

criterion_group!(benches, moves);
criterion_main!(benches);
