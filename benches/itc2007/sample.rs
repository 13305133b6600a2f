//! An instance of our own making, for tests and benches: a faculty whose years take some courses together.

use paipian::search::{Rng, once_in, pick};
use rand::SeedableRng;

/// Text of an instance in `.ctt`, the same for the same seed.
pub(crate) fn sample(courses: usize, rooms: usize, days: usize, periods_a_day: usize, seed: u64) -> String {
    let rng = &mut Rng::seed_from_u64(seed);
    let mut rows = String::new();
    let mut free = rooms * days * periods_a_day * 7 / 10;
    for course in 0..courses {
        let lectures = (1 + pick(rng, 5)).min(free).min(days * periods_a_day / 2);
        free -= lectures;
        let min_days = 1 + pick(rng, lectures.clamp(1, days));
        let students = 5 + pick(rng, 40) * (1 + pick(rng, 5));
        rows += &format!("c{course} t{} {lectures} {min_days} {students}\n", pick(rng, courses));
    }
    rows += "\nROOMS:\n";
    for room in 0..rooms {
        rows += &format!("r{room} {}\n", 20 + 15 * pick(rng, 2 * rooms));
    }
    let curricula = courses * 3 / 4;
    rows += "\nCURRICULA:\n";
    for curriculum in 0..curricula {
        // Courses of one year stand near each other.
        let (first, size) = (pick(rng, courses), 2 + pick(rng, 4));
        let mut members: Vec<usize> = (0..size).map(|_| (first + pick(rng, 7)) % courses).collect();
        members.sort_unstable();
        members.dedup();
        let names: Vec<String> = members.iter().map(|course| format!("c{course}")).collect();
        rows += &format!("q{curriculum} {} {}\n", names.len(), names.join(" "));
    }
    let mut constraints = String::new();
    let mut closed = 0;
    for course in (0..courses).filter(|_| pick(rng, 3) == 0).collect::<Vec<_>>() {
        for day in 0..days {
            for period in 0..periods_a_day {
                if once_in(rng, 4) {
                    constraints += &format!("c{course} {day} {period}\n");
                    closed += 1;
                }
            }
        }
    }
    format!(
        "Name: Sample\nCourses: {courses}\nRooms: {rooms}\nDays: {days}\nPeriods_per_day: {periods_a_day}\n\
         Curricula: {curricula}\nConstraints: {closed}\n\nCOURSES:\n{rows}\nUNAVAILABILITY_CONSTRAINTS:\n{constraints}\nEND.\n"
    )
}
