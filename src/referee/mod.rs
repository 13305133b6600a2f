//! The independent judge: reads the file shapes only, with naive loops on purpose, and shares no code with the engine.

mod calendar;
mod catalogue;
mod cost;
mod cost_staff;
mod cost_waves;
mod disruption;
mod hard_people;
mod hard_seats;
mod hard_sections;
mod hard_waves;
mod judgement;
mod pins;
mod resolve;
mod shortfall;
mod tally;
mod view;

pub use catalogue::{CASES, CaseEntry, RULES, RuleEntry};
pub use judgement::{Finding, Judgement, Level, RuleLine};

use crate::format::{PlanFile, ProblemFile};
use tally::Tally;
use view::View;

/// Judges a plan: every rule of section 4 of the contract, counted from scratch.
///
/// The problem is taken to be valid. Of an invalid one, what does not resolve is skipped and numbers saturate: the
/// result then means nothing, but no input makes this function panic.
///
/// Cost: linear in students, seats and sections, quadratic in the sections of one person, room or student.
pub fn judge(problem: &ProblemFile, plan: &PlanFile) -> Judgement {
    let mut tally = Tally::default();
    let view = View::new(problem, plan, &mut tally);
    for rule in [
        hard_sections::room_fit,
        hard_sections::room_clash,
        hard_people::staff_fit,
        hard_people::staff_clash,
        hard_people::staff_minutes,
        hard_sections::size,
        hard_seats::seat_fit,
        hard_seats::seat_clash,
        hard_people::assistants,
        hard_sections::sections,
        hard_sections::travel,
        hard_waves::waves,
        pins::pins,
        shortfall::coverage,
        shortfall::special_share,
        shortfall::category_minutes,
        shortfall::posts,
        shortfall::late_waves,
        cost::wish,
        cost::none_of_top,
        cost_staff::load,
        cost_staff::staff_days,
        cost_staff::staff_gap,
        cost_staff::avoid,
        cost::small_section,
        cost::care_split,
        cost::away_from_home,
        cost::money,
        cost_waves::wave_wait,
        cost_waves::wave_gate,
        cost_waves::siblings,
        disruption::sections,
        disruption::seats,
    ] {
        rule(&view, &mut tally);
    }
    tally.judgement(problem)
}
