//! Gates: how many, whose they are, and how many children each lets out in one wave.

use super::calendar::Calendar;
use super::roll::Roll;
use crate::format::GateRow;

const GATES: [&str; 4] = ["south", "north", "east", "west"];
/// Waves that are not late, as the policies count them.
const WAVES: usize = 6;
/// Two full groups fit one wave.
const AT_LEAST: usize = 80;

/// The gates, and the gate id of each grade.
///
/// `per_wave` × 6 holds all leavers of the fullest end of a bell through their own gate, with 60 % to spare at `tight` 0
/// and 20 % at `tight` 1000 (groups leave whole).
pub(super) fn make(calendar: &Calendar, roll: &Roll, tight: u32) -> (Vec<GateRow>, Vec<String>) {
    let count = match roll.pupils.len() {
        0..400 => 1,
        400..2000 => 2,
        2000..5000 => 3,
        _ => 4,
    };
    let gate_of = |year: usize| year * count / roll.years.len();
    let mut leavers = vec![vec![[[0usize; 2]; 5]; calendar.bells.len()]; count];
    for pupil in &roll.pupils {
        for (day, &lessons) in pupil.lessons.iter().enumerate() {
            if lessons != 0 {
                let last = usize::from(lessons & 2 != 0);
                leavers[gate_of(pupil.year)][roll.years[pupil.year].bell][day][last] += 1;
            }
        }
    }
    let percent = 160 - 40 * tight as usize / 1000;
    let rows = leavers
        .iter()
        .enumerate()
        .map(|(gate, bells)| {
            let peak = bells.iter().flatten().flatten().copied().max().unwrap_or(0);
            let per_wave = (peak * percent).div_ceil(100 * WAVES).max(AT_LEAST).next_multiple_of(10);
            GateRow { id: GATES[gate].to_string(), per_wave: per_wave as u64 }
        })
        .collect();
    (rows, (0..roll.years.len()).map(|year| GATES[gate_of(year)].to_string()).collect())
}
