//! Rooms: a home room for each class, special rooms for the clubs, venues outside, and enough places at once.

use super::calendar::{Calendar, DAYS};
use super::catalog::{SPECIAL_ROOMS, VENUES};
use super::counts::Counts;
use super::courses::Club;
use super::dice::{Dice, Stream};
use super::names;
use super::roll::Roll;
use crate::format::{OffsiteRow, RoomRow};

/// Seats of a classroom.
const CLASSROOM: u64 = 46;

/// Rooms that serve as classrooms after school, in the order schools give them up.
const SPARE: [&str; 6] = ["阶梯教室", "少先队活动室", "心理活动室", "录播教室", "党员活动室", "会议室"];

/// The rooms, and the id of each class's home room.
///
/// Counting: cleared places at the school that are open all day number at least [`Counts::at_once`] with the margin on
/// every day, and ordinary classrooms among them at least [`Counts::at_once`]: a day without any club still has its places.
pub(super) fn make(
    seed: u64,
    tight: u32,
    calendar: &Calendar,
    roll: &Roll,
    clubs: &[Club],
    counts: &Counts,
) -> (Vec<RoomRow>, Vec<String>) {
    let mut dice = Dice::new(seed, Stream::Rooms);
    let mut rooms = Vec::new();
    let mut homes = Vec::new();
    for class in &roll.classes {
        let grade = roll.years[class.year].grade;
        let id = format!("r{grade}{:02}", class.number);
        rooms.push(room(&id, names::home_room(grade, class.number), CLASSROOM, 1, &["classroom"]));
        homes.push(id);
    }
    for (feature, name, parallel, capacity) in SPECIAL_ROOMS {
        special_rooms(
            &mut rooms,
            &mut dice,
            tight,
            calendar,
            clubs,
            (feature, name, parallel, capacity),
            roll.pupils.len(),
        );
    }
    let most = counts.at_once.iter().copied().max().unwrap_or(0) as u64;
    let mut number = 0;
    while places(&rooms, calendar, "classroom") < most || places(&rooms, calendar, "") < counts.with_margin(most) {
        number += 1;
        let name = SPARE
            .get(number - 1)
            .map_or_else(|| format!("多功能教室{}", number - SPARE.len()), |&name| name.to_string());
        rooms.push(room(&format!("m{number:02}"), name, CLASSROOM, 1, &["classroom"]));
    }
    if roll.pupils.len() >= 300 {
        let mut old = room("old-hall", "旧礼堂（待修缮）".to_string(), 100, 2, &["gym", "music"]);
        old.cleared = false;
        rooms.push(old);
        for (feature, name, travel, escort_per) in VENUES {
            if clubs.iter().all(|club| club.entry.feature != feature) {
                continue;
            }
            let mut venue = room(feature, name.to_string(), 60, 1, &[feature]);
            venue.parallel = 1 + roll.pupils.len() as u64 / 3000;
            venue.offsite = Some(OffsiteRow { travel, escort_per: Some(escort_per) });
            venue.cost = if feature == "museum" { 0 } else { 12_000 };
            let closed = if feature == "museum" { 0 } else { 3 };
            venue.closed = calendar.bells.iter().flat_map(|bell| bell.lessons[closed].iter().cloned()).collect();
            rooms.push(venue);
        }
    }
    (rooms, homes)
}

/// Rooms with one feature: as many as the clubs' sections that ask for it fill, nine of ten lessons in use; as many at
/// `tight` 0, a quarter fewer at 1000; at least one where the school has a field, a library or a club that asks for it.
fn special_rooms(
    rooms: &mut Vec<RoomRow>,
    dice: &mut Dice,
    tight: u32,
    calendar: &Calendar,
    clubs: &[Club],
    (feature, name, parallel, capacity): (&str, &str, u64, u64),
    students: usize,
) {
    let lessons: u64 = clubs
        .iter()
        .filter(|club| club.entry.feature == feature)
        .map(|club| club.max_sections() * club.patterns[0].0.len() as u64)
        .sum();
    let ever = lessons > 0 || feature == "field" || (feature == "library" && students >= 200);
    let percent = 100 - 25 * u64::from(tight) / 1000;
    let wanted = (lessons * percent).div_ceil(900).max(u64::from(ever));
    let count = wanted.div_ceil(parallel);
    for number in 1..=count {
        let id = if count == 1 { feature.to_string() } else { format!("{feature}{number}") };
        let name = if count == 1 { name.to_string() } else { format!("{name}{number}") };
        let mut features = vec![feature];
        if matches!(feature, "library" | "calligraphy") {
            features.push("classroom");
        }
        let mut room = room(&id, name, capacity, parallel, &features);
        if students < 300 {
            room.parallel = parallel.min(2);
        }
        if matches!(feature, "gym" | "computer" | "music") && number == 1 && dice.chance(600) {
            // The school team, maintenance or the orchestra has it for an afternoon.
            let day = dice.below(DAYS.len());
            room.closed = calendar.bells.iter().flat_map(|bell| bell.lessons[day].iter().cloned()).collect();
        }
        rooms.push(room);
    }
}

/// Places at once on the worst day in cleared rooms of the school with the feature (empty: any).
fn places(rooms: &[RoomRow], calendar: &Calendar, feature: &str) -> u64 {
    let usable = |room: &&RoomRow| {
        room.cleared
            && room.offsite.is_none()
            && (feature.is_empty() || room.features.iter().any(|other| other == feature))
    };
    let on = |day: usize| {
        let closed = |room: &RoomRow| {
            calendar.bells.iter().flat_map(|bell| &bell.lessons[day]).any(|period| room.closed.contains(period))
        };
        rooms.iter().filter(usable).filter(|room| !closed(room)).map(|room| room.parallel).sum::<u64>()
    };
    (0..DAYS.len()).map(on).min().unwrap_or(0)
}

fn room(id: &str, name: String, capacity: u64, parallel: u64, features: &[&str]) -> RoomRow {
    RoomRow {
        id: id.to_string(),
        name: Some(name),
        capacity,
        features: features.iter().map(|feature| (*feature).to_string()).collect(),
        closed: Vec::new(),
        parallel,
        cost: 0,
        cleared: true,
        offsite: None,
    }
}
