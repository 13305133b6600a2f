//! Which periods each family opts into, and the few whom a rule does not bind.

use super::calendar::Calendar;
use super::dice::{Dice, Stream};
use super::roll::Roll;

/// Habits of families, per mille: every day both lessons; every day the first; some days both; mixed; not at all.
const HABITS: [usize; 5] = [620, 110, 120, 70, 80];

pub(super) fn fill(seed: u64, calendar: &Calendar, roll: &mut Roll) {
    let mut dice = Dice::new(seed, Stream::Attendance);
    for pupil in &mut roll.pupils {
        let bell = &calendar.bells[roll.years[pupil.year].bell];
        let habit = dice.weighted(&HABITS);
        pupil.lessons = match habit {
            0 => [3; 5],
            1 => [1; 5],
            2 => {
                let mut days = [3, 3, 3, 3, 0];
                if dice.chance(600) {
                    days[3] = 0;
                }
                if dice.chance(350) {
                    days[2] = 0;
                }
                dice.shuffle(&mut days);
                days
            }
            3 => {
                let mut days = [0; 5];
                while days.iter().filter(|&&lessons| lessons != 0).count() < 2 {
                    days = std::array::from_fn(|_| [3, 1, 0, 3, 2][dice.weighted(&[4, 4, 2, 0, 1])]);
                }
                days
            }
            _ => [0; 5],
        };
        if habit == 0 && dice.chance(180) {
            pupil.lessons[4] = if dice.chance(500) { 1 } else { 0 };
        }
        if bell.midday.is_some() && habit != 4 && dice.chance(500) {
            pupil.midday = [true; 5];
            if dice.chance(150) {
                pupil.midday[dice.below(5)] = false;
            }
        }
        for day in 0..5 {
            if pupil.midday[day] {
                pupil.attends.extend(bell.midday.iter().map(|ids| ids[day].clone()));
            }
            for lesson in 0..2 {
                if pupil.lessons[day] & (1 << lesson) != 0 {
                    pupil.attends.push(bell.lessons[day][lesson].clone());
                }
            }
        }
        if !pupil.attends.is_empty() {
            if dice.chance(12) {
                pupil.exempt.push("special_share".to_string());
            } else if dice.chance(4) {
                pupil.exempt.push("late_waves".to_string());
            }
        }
    }
}
