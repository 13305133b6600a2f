//! The bound of `late_waves`: how many minutes beyond the last wave that is not late all plans together must wait.

use super::day::{Charge, Day, dearest};
use super::layout::SCALE;
use crate::problem::Problem;

/// At least so many minutes of `late_waves` in every plan without hard violations, on top of `owed`, which must be at
/// most what the other shortfall rules owe in any such plan. Cost: a linear model a day, of some thousand rows whatever
/// the number of children.
pub fn late_waves(problem: &Problem, owed: i64) -> i64 {
    let days: Vec<Day> = problem.calendar.days.ids().map(|day| Day::new(problem, day).apart()).collect();
    let shortest = days.iter().flat_map(|day| day.parties.keys().flatten()).map(|child| child.minutes).min();
    let Some(shortest) = shortest else { return 0 };
    let charge = Charge::late(problem);
    let mut sum = 0;
    let mut parties: Vec<(i64, usize)> = Vec::new();
    for day in &days {
        let prices = day.prices(&charge);
        sum -= day.paid(&prices);
        for (party, &count) in &day.parties {
            // Leaving a child without a seat owes ten times the period.
            let seatless: i64 = party.iter().map(|child| child.minutes * SCALE).sum();
            let cost = day.cheapest(&charge, party, &prices).0.min(seatless);
            sum += cost * count as i64;
            parties.push((cost, count));
        }
    }
    // It is on top of `owed` once that is used up.
    let absent =
        if owed > 0 { usize::try_from(owed / (10 * shortest)).unwrap_or(usize::MAX).saturating_add(1) } else { 0 };
    let late = (sum - dearest(parties, absent)).max(0);
    -(-late).div_euclid(SCALE / 10)
}
