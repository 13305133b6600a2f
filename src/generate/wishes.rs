//! What families ask for: clubs ranked by taste, how many they want, and who needs tutoring.

use super::courses::Club;
use super::dice::{Dice, Stream};
use super::roll::{Pupil, Year};

/// Share of children with 0, 1, … 6 wishes, per mille.
const LENGTHS: [usize; 7] = [110, 90, 170, 250, 190, 110, 80];

/// `tutoring`: whether the policy has a rule that refers to the need.
pub(super) fn fill(seed: u64, years: &[Year], pupils: &mut [Pupil], clubs: &[Club], tutoring: bool) {
    let mut dice = Dice::new(seed, Stream::Wishes);
    for pupil in pupils.iter_mut().filter(|pupil| !pupil.attends.is_empty()) {
        let year = &years[pupil.year];
        let favourite = *dice.pick(&["sports", "art", "science", "culture", "labour", "sports", "science"]);
        let mut weights: Vec<usize> = clubs
            .iter()
            .map(|club| {
                if !club.grades.contains(&year.grade) {
                    return 0;
                }
                let taste = if club.row.category.as_deref() == Some(favourite) { 3 } else { 1 };
                let possible =
                    if club.patterns.iter().any(|pattern| pattern.attended(&pupil.lessons)) { 12 } else { 1 };
                club.weight * taste * possible
            })
            .collect();
        for _ in 0..dice.weighted(&LENGTHS) {
            if weights.iter().all(|&weight| weight == 0) {
                break;
            }
            let club = dice.weighted(&weights);
            weights[club] = 0;
            pupil.wishes.push(club);
        }
        pupil.wish_ids = pupil.wishes.iter().map(|&club| clubs[club].row.id.clone()).collect();
        pupil.want = match dice.below(1000) {
            0..80 => Some(1),
            80..120 => Some(3),
            120..130 => Some(0),
            _ => None,
        };
        let hours: u32 = pupil.lessons.iter().map(|lessons| lessons.count_ones()).sum();
        if tutoring && year.grade >= 2 && hours >= 4 && dice.chance(50) {
            pupil.needs.push("tutoring".to_string());
        }
    }
}
