//! probe
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use std::sync::atomic::AtomicBool;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let seconds: f64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let seed: u64 = std::env::args().nth(3).map_or(1, |s| s.parse().unwrap());
    let text = std::fs::read_to_string(path).unwrap();
    let problem = paipian::load::problem(&text).unwrap().1;
    let stop = AtomicBool::new(false);
    let mut next = 0.0;
    let out = solve(&problem, None, &Params { limit: Limit::Seconds(seconds), seed, threads: 2, gap: 0.0, ..Params::default() }, &stop, |r| {
        if r.seconds >= next { eprintln!("  {:.1} s step {} {:?} {} sections", r.seconds, r.steps, r.score, r.sections); next = r.seconds + seconds / 5.0; }
    }).unwrap();
    let mut line = String::new();
    for (ix, rule) in paipian::rules::RULES.iter().enumerate() {
        let points = out.tally.points(&problem, ix);
        if points != 0 { line += &format!("{} {} ", rule.name, points); }
    }
    println!("{line}");
    println!("{:?} bound {:?} gap {:.3} {:.1} s", out.score, out.bound, out.gap(), out.seconds);
    if std::env::args().nth(4).is_some() {
        let mut plan = out.plan.clone();
        plan.recall(&problem);
        let before = plan.score(&problem);
        let t = std::time::Instant::now();
        paipian::seating::seat_exactly(&problem, &mut plan, &paipian::milp::adapter::Limits::whole(60.0, None));
        println!("seat {:?} -> {:?} {:?}", before, plan.score(&problem), t.elapsed());
    }
}
