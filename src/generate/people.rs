//! Teachers: the school's own staff, enough of them for every day and for the week, and coaches from outside.

use super::calendar::{Calendar, DAYS, LESSON};
use super::catalog::ClubEntry;
use super::counts::Counts;
use super::courses::Club;
use super::dice::{Dice, Stream};
use super::names;
use crate::format::{CourseRow, TeacherRow};
use std::collections::{BTreeMap, BTreeSet};

/// Minutes one member of staff, or one coach, gives to the clubs of one skill in a cycle.
const PER_SKILL: (u64, u64) = (240, 360);
/// Fen an hour: staff.
const STAFF_PAY: u64 = 4_000;

/// Counting: on every day, staff who lead care and are there all day number at least [`Counts::people`] with the margin
/// on top, and the minutes they may serve in a cycle at least [`Counts::minutes`] with the margin. People from outside
/// and the school doctors come on top.
pub(super) fn make(
    seed: u64,
    tight: u32,
    calendar: &Calendar,
    clubs: &[Club],
    general: &[CourseRow],
    counts: &Counts,
) -> Vec<TeacherRow> {
    let mut dice = Dice::new(seed, Stream::People);
    let mut staff: Vec<TeacherRow> = Vec::new();
    let mut there = [0usize; 5];
    let mut minutes = 0;
    let long_day = if calendar.bells.iter().any(|bell| bell.midday.is_some()) { 240 } else { 150 };
    let enough = |there: &[usize; 5], minutes: u64| {
        minutes >= counts.with_margin(counts.minutes)
            && (0..5).all(|day| there[day] as u64 >= counts.with_margin(counts.people[day] as u64))
    };
    while !enough(&there, minutes) {
        let mut person = teacher("staff", &mut dice);
        person.skills.push("care".to_string());
        person.pay = STAFF_PAY;
        let most = [360, 480, 600][dice.weighted(&[30, 60, 10])];
        person.max_minutes = Some(most);
        person.max_minutes_day = Some(long_day);
        minutes += most;
        let away = if dice.chance(100) { Some(dice.below(DAYS.len())) } else { None };
        if let Some(day) = away {
            person.unavailable = calendar.bells.iter().flat_map(|bell| bell.lessons[day].iter().cloned()).collect();
        }
        if dice.chance(180) {
            let day = if dice.chance(500) { 4 } else { dice.below(DAYS.len()) };
            if away != Some(day) {
                person.avoid = calendar.bells.iter().map(|bell| bell.lessons[day][1].clone()).collect();
            }
        }
        for (day, there) in there.iter_mut().enumerate() {
            *there += usize::from(away != Some(day));
        }
        staff.push(person);
    }
    let fair = counts.minutes * 1000 / minutes.max(1);
    for person in &mut staff {
        let target = person.max_minutes.unwrap_or(0) * fair / 1000;
        person.target_minutes = Some(target.next_multiple_of(30));
    }
    give_skills(&mut dice, tight, clubs, general, &mut staff);
    staff.extend(doctors(&mut dice, calendar, counts, long_day));
    for (index, person) in staff.iter_mut().enumerate() {
        person.id = format!("t{:03}", index + 1);
    }
    staff.extend(outsiders(&mut dice, tight, calendar, clubs));
    let mut names_used = BTreeSet::new();
    for person in &mut staff {
        while !names_used.insert(person.name.clone()) {
            person.name = Some(names::adult(&mut dice));
        }
    }
    staff
}

/// Minutes of all sections a club may have, by skill.
fn need_by_skill<'a>(clubs: impl Iterator<Item = &'a Club>) -> BTreeMap<&'static str, (u64, &'static ClubEntry)> {
    let mut need = BTreeMap::new();
    for club in clubs {
        need.entry(club.entry.skill).or_insert((0, club.entry)).0 += club.max_sections() * club.minutes();
    }
    need
}

/// People per skill: one for every `each` minutes, 30 % more at `tight` 0, 10 % fewer at 1000.
fn people_for(minutes: u64, each: u64, tight: u32) -> u64 {
    let percent = 130 - 40 * u64::from(tight) / 1000;
    (minutes * percent).div_ceil(100 * each).max(1)
}

/// Deals the skills of the clubs that staff lead, at most two each while there is anyone with fewer; then tutoring to
/// half of the staff and calligraphy to a few.
fn give_skills(dice: &mut Dice, tight: u32, clubs: &[Club], general: &[CourseRow], staff: &mut [TeacherRow]) {
    let mut cards: Vec<String> = Vec::new();
    for (skill, (minutes, _)) in need_by_skill(clubs.iter().filter(|club| !club.entry.outside)) {
        for _ in 0..people_for(minutes, PER_SKILL.0, tight) {
            cards.push(skill.to_string());
        }
    }
    if general.iter().any(|course| course.skill.as_deref() == Some("calligraphy")) {
        for _ in 0..staff.len().div_ceil(20) {
            cards.push("calligraphy".to_string());
        }
    }
    dice.shuffle(&mut cards);
    let mut order: Vec<usize> = (0..staff.len()).collect();
    dice.shuffle(&mut order);
    for (index, card) in cards.into_iter().take(2 * order.len()).enumerate() {
        let person = &mut staff[order[index % order.len()]];
        if !person.skills.contains(&card) {
            person.skills.push(card);
        }
    }
    let mut tutors = 0;
    for person in staff.iter_mut() {
        if dice.chance(500) || tutors == 0 {
            person.skills.push("tutoring".to_string());
            tutors += 1;
        }
    }
}

/// School doctors: enough to keep every health room open in every lesson, one absent.
fn doctors(dice: &mut Dice, calendar: &Calendar, counts: &Counts, long_day: u64) -> Vec<TeacherRow> {
    let rooms: u64 = counts.posts.iter().map(|posts| posts.health).sum();
    let lessons = (calendar.bells[0].lessons.len() * 2) as u64;
    let count = (rooms * lessons * LESSON).div_ceil(480) + 1;
    (0..count)
        .map(|_| TeacherRow {
            skills: vec!["health".to_string()],
            pay: STAFF_PAY,
            max_minutes: Some(480),
            max_minutes_day: Some(long_day),
            target_minutes: Some((rooms * lessons * LESSON / count).next_multiple_of(30)),
            ..teacher("staff", dice)
        })
        .collect()
}

/// Coaches from outside: one skill each, there on some of the days their club may meet on; a few lack their papers.
fn outsiders(dice: &mut Dice, tight: u32, calendar: &Calendar, clubs: &[Club]) -> Vec<TeacherRow> {
    let mut out = Vec::new();
    for (skill, (minutes, _)) in need_by_skill(clubs.iter().filter(|club| club.entry.outside)) {
        for number in 0..people_for(minutes, PER_SKILL.1, tight) {
            let mut days = [false; 5];
            for club in clubs.iter().filter(|club| club.entry.skill == skill) {
                for &(day, _) in club.patterns.iter().flat_map(|pattern| &pattern.0) {
                    days[day] = true;
                }
            }
            if number > 0 && days.iter().filter(|&&day| day).count() > 2 {
                let skipped = dice.below(DAYS.len());
                days[skipped] = false;
            }
            let mut person = teacher("external", dice);
            person.skills.push(skill.to_string());
            person.unavailable = (0..5)
                .filter(|&day| !days[day])
                .flat_map(|day| calendar.bells.iter().flat_map(move |bell| bell.lessons[day].iter().cloned()))
                .collect();
            let middays = calendar.bells.iter().flat_map(|bell| bell.midday.iter().flatten().cloned());
            person.unavailable.extend(middays);
            person.pay = dice.between(8, 18) * 1_000;
            person.max_minutes = Some([240, 360, 480][dice.below(3)]);
            person.cleared = number == 0 || !dice.chance(120);
            person.id = format!("x{:03}", out.len() + 1);
            out.push(person);
        }
    }
    if let Some(last) = out.last_mut().filter(|_| clubs.len() >= 20) {
        last.cleared = false;
    }
    out
}

fn teacher(kind: &str, dice: &mut Dice) -> TeacherRow {
    TeacherRow {
        id: String::new(),
        name: Some(names::adult(dice)),
        kind: kind.to_string(),
        skills: Vec::new(),
        unavailable: Vec::new(),
        avoid: Vec::new(),
        max_minutes: None,
        max_minutes_day: None,
        target_minutes: None,
        pay: 0,
        cleared: true,
    }
}
