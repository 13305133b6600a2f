//! The engine beside the exact model of the whole problem: for generated schools, what each finds and proves.
//!
//! `cargo run --release --example whole -- SECONDS STUDENTS:TIGHT:SEED…`, seconds for each of the two, tightness in
//! thousandths. Scores are hard / shortfall / cost. A bound of one above the plan of the other is an error.

#![expect(clippy::print_stdout, reason = "a measurement for people")]

use paipian::clock::Watch;
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load::load;
use paipian::milp::whole::{self, Verdict};
use paipian::score::Score;
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use std::sync::atomic::AtomicBool;

fn main() {
    let mut words = std::env::args().skip(1);
    let seconds: f64 = words.next().and_then(|word| word.parse().ok()).unwrap_or(60.0);
    println!("| students | tight | seed | paipian | its bound | exact model | its bound | closes after |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for word in words {
        let numbers: Vec<u32> = word.split(':').filter_map(|number| number.parse().ok()).collect();
        let &[students, tight, seed] = numbers.as_slice() else {
            println!("{word}: not STUDENTS:TIGHT:SEED");
            continue;
        };
        let seed = u64::from(seed);
        let profile = Profile::Primary;
        let params = GenerateParams { students, seed, policy: "nanchang".into(), tight, profile };
        let file = generate(&params).expect("parameters in range");
        let problem = load(&file).expect("generated schools are valid");
        let params = Params { limit: Limit::Seconds(seconds), seed, gap: 0.0, ..Params::default() };
        let ours =
            solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("the engine agrees with itself");
        let bound = Score { hard: 0, shortfall: ours.bound.shortfall, cost: ours.bound.cost };
        let watch = Watch::start();
        let exact = match whole::solve(&problem, seconds) {
            Verdict::Solved(exact) => {
                let score = exact.plan.score(&problem);
                let closed = if exact.proven { format!("{:.0} s", watch.seconds()) } else { "–".into() };
                assert!(bound <= score, "a bound above a plan");
                assert!(exact.bound <= ours.score, "a plan below a bound");
                format!("{score} | {} | {closed}", exact.bound.cost)
            }
            Verdict::Impossible => "impossible | – | –".into(),
            Verdict::Unknown => "– | – | –".into(),
        };
        let tight = f64::from(tight) / 1_000.0;
        println!("| {students} | {tight:.1} | {seed} | {} | {} | {exact} |", ours.score, ours.bound.cost);
    }
}
