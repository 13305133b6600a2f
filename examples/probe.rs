//! x
use paipian::search::*;
use rand::SeedableRng;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let seconds: f64 = args[2].parse().unwrap();
    let clock = Clock::start();
    let (_, problem) = paipian::load::problem(&text).unwrap();
    let catalogue = paipian::moves::Catalogue::new(&problem);
    println!("loaded {:.2}", clock.seconds());
    let mut school = paipian::moves::School::new(&problem, &catalogue, paipian::plan::Plan::empty(&problem), 10);
    let mut rng = Rng::seed_from_u64(1);
    school.construct(&mut rng);
    println!(
        "constructed {:.2} {} sections {}",
        clock.seconds(),
        school.value(),
        school.plan().open_sections().count()
    );
    let interrupt = std::sync::atomic::AtomicBool::new(false);
    let stop = Stop::new(clock, Limit::Seconds(seconds), &interrupt);
    let portfolio = Portfolio {
        workers: 2,
        seed: 1,
        round_work: 50_000,
        schedule: Schedule { hot: args[3].parse().unwrap(), cold: args[4].parse().unwrap() },
    };
    let mut last = 0.0;
    let (best, progress, why) = portfolio.run(&school, &stop, |p, m| {
        if clock.seconds() > last + seconds / 12.0 {
            last = clock.seconds();
            println!("{:.1}s round {} tries {} best {} ", last, p.rounds, p.tries, p.best);
            let _ = m;
        }
        None
    });
    println!(
        "{:?} {:.1} rounds {} tries {} best {}",
        why,
        clock.seconds(),
        progress.rounds,
        progress.tries,
        progress.best
    );
    let plan = best.plan();
    let fresh = paipian::rules::measure(&problem, plan);
    for (ix, rule) in paipian::rules::RULES.iter().enumerate() {
        if fresh.value(ix) != 0 || plan.tally().value(ix) != fresh.value(ix) {
            println!(
                "{:20} {:8} {:8}",
                rule.name,
                fresh.points(&problem, ix),
                if plan.tally().value(ix) == fresh.value(ix) { "ok" } else { "BAD" }
            );
        }
    }
    let mut kinds = [0; 4];
    for s in plan.open_sections() {
        kinds[problem.courses[plan.section(s).course].kind as usize] += 1;
    }
    println!("sections {kinds:?}");
}
