//! The courses of a school: clubs sized to what families wish for; open courses, base care and posts for everyone.

use super::calendar::{Bell, Calendar, LESSON, Stage};
use super::catalog::{CLUBS, ClubEntry, Meets, OPENS, VENUES};
use super::counts::Counts;
use super::dice::{Dice, Stream};
use super::names;
use super::roll::Roll;
use crate::format::{CourseRow, PolicyFile};

/// From this size on, popular clubs meet apart for the lower and upper grades.
const APART_FROM: usize = 900;

/// The lessons of one section of a club, as (day, lesson).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(pub(super) Vec<(usize, usize)>);

impl Pattern {
    /// Whether a child with these lessons attends all of it.
    pub(super) fn attended(&self, lessons: &[u8; 5]) -> bool {
        self.0.iter().all(|&(day, lesson)| lessons[day] & (1 << lesson) != 0)
    }
}

/// A club on offer.
#[derive(Debug)]
pub(super) struct Club {
    pub(super) row: CourseRow,
    pub(super) entry: &'static ClubEntry,
    /// 1–9.
    pub(super) grades: Vec<usize>,
    /// Popularity.
    pub(super) weight: usize,
    pub(super) patterns: Vec<Pattern>,
}

impl Club {
    /// Minutes of one section in a cycle.
    pub(super) fn minutes(&self) -> u64 {
        self.patterns[0].0.len() as u64 * LESSON
    }

    pub(super) fn max_sections(&self) -> u64 {
        self.row.max_sections.unwrap_or(1)
    }
}

/// The clubs on offer, not yet sized. The number grows with the school: 9 kinds for 120 children, all from about 2,200.
pub(super) fn clubs(seed: u64, calendar: &Calendar, roll: &Roll, policy: &PolicyFile) -> Vec<Club> {
    let mut dice = Dice::new(seed, Stream::Clubs);
    let students = roll.pupils.len();
    let venues = students >= 300;
    let kinds = 7 + students / 56;
    let here = |entry: &&ClubEntry| {
        roll.years.iter().any(|year| in_stages(entry.stages, year.stage))
            && (venues || VENUES.iter().all(|venue| venue.0 != entry.feature))
    };
    let mut out = Vec::new();
    for entry in CLUBS.iter().filter(here).take(kinds) {
        for group in groups(entry, roll, students >= APART_FROM) {
            let years: Vec<_> = roll.years.iter().filter(|year| group.contains(&year.stage)).collect();
            let Some(first) = years.first() else { continue };
            let bell = &calendar.bells[first.bell];
            let grades: Vec<usize> = years.iter().map(|year| year.grade).collect();
            let patterns = patterns(&mut dice, entry.meets, students);
            let mark = mark(&group, here_of(entry.stages, roll));
            let mut max_size = entry.size.1;
            if let Some(cap) = policy.special_cap {
                max_size = max_size.min(cap);
            }
            let of_grades =
                roll.pupils.iter().filter(|pupil| group.contains(&roll.years[pupil.year].stage)).count() as u64;
            let row = CourseRow {
                id: format!("{}{}", entry.id, mark.0),
                name: Some(format!("{}{}", entry.name, mark.1)),
                kind: "club".to_string(),
                category: Some(entry.category.to_string()),
                special: true,
                grades: years.iter().map(|year| year.id()).collect(),
                min_size: entry.size.0.min((of_grades / 8).max(3)),
                max_size: Some(max_size),
                patterns: patterns.iter().map(|pattern| ids(bell, pattern)).collect(),
                skill: Some(entry.skill.to_string()),
                features: if entry.feature.is_empty() {
                    vec!["classroom".to_string()]
                } else {
                    vec![entry.feature.to_string()]
                },
                assistants: entry.assistants,
                min_minutes: if VENUES.iter().any(|venue| venue.0 == entry.feature) { 60 } else { 0 },
                fee: if policy.name.as_deref() == Some("chongming") { 0 } else { entry.fee * 100 },
                ..blank()
            };
            let weight = entry.weight * (80 + dice.below(41)) / 100;
            out.push(Club { row, entry, grades, weight, patterns });
        }
    }
    out
}

/// Sets `max_sections` and `max_parallel` from the wishes among each child's first two: the seats of all sections are
/// 140 % of those wishes at `tight` 0 and 70 % at 1000, to the nearest section and at least one each.
pub(super) fn size_clubs(tight: u32, roll: &Roll, clubs: &mut [Club], policy: &PolicyFile) {
    let want = policy.want.unwrap_or(2) as usize;
    let mut demand = vec![0u64; clubs.len()];
    for pupil in &roll.pupils {
        for &club in pupil.wishes.iter().take(want) {
            demand[club] += 1;
        }
    }
    let percent = 140 - 70 * u64::from(tight) / 1000;
    for (club, &wishes) in clubs.iter_mut().zip(&demand) {
        let size = club.row.max_size.unwrap_or(30);
        let sections = ((wishes * percent + 50 * size) / (100 * size)).max(1);
        club.row.max_sections = Some(sections);
        club.row.max_parallel = Some(sections.div_ceil(club.patterns.len() as u64) + u64::from(sections > 1));
    }
}

/// Open courses, base care and posts.
pub(super) fn general(calendar: &Calendar, roll: &Roll, counts: &Counts, policy: &PolicyFile) -> Vec<CourseRow> {
    let mut rows = Vec::new();
    for entry in &OPENS {
        for stage in [Stage::Lower, Stage::Upper, Stage::Junior] {
            let years: Vec<_> = roll.years.iter().filter(|year| year.stage == stage).collect();
            let Some(first) = years.first().filter(|_| in_stages(entry.stages, stage)) else { continue };
            let bell = &calendar.bells[first.bell];
            let mark = mark(&[stage], here_of(entry.stages, roll));
            let attending = counts.attending(stage);
            let tutoring = entry.category == "tutoring";
            rows.push(CourseRow {
                id: format!("{}{}", entry.id, mark.0),
                name: Some(format!("{}{}", entry.name, mark.1)),
                kind: "open".to_string(),
                category: Some(entry.category.to_string()),
                special: entry.special,
                grades: years.iter().map(|year| year.id()).collect(),
                min_size: if tutoring { 2 } else { (attending / 10).clamp(2, 12) },
                max_size: Some(match policy.special_cap {
                    _ if tutoring => 16,
                    Some(cap) if entry.special => cap,
                    _ => 40,
                }),
                max_per_student: entry.per_student,
                patterns: (0..5)
                    .filter(|day| entry.days & (1 << day) != 0)
                    .flat_map(|day| bell.lessons[day].iter().map(|id| vec![id.clone()]))
                    .collect(),
                skill: if entry.skill.is_empty() { None } else { Some(entry.skill.to_string()) },
                features: vec![if entry.feature.is_empty() { "classroom" } else { entry.feature }.to_string()],
                ..blank()
            });
        }
    }
    for band in &counts.bands {
        let (first, last) = (roll.years[band.years[0]].grade, roll.years[band.years[band.years.len() - 1]].grade);
        rows.push(CourseRow {
            id: if first == last { format!("care-g{first}") } else { format!("care-g{first}-{last}") },
            name: Some(format!("{}课后托管", names::grades(first, last))),
            kind: "care".to_string(),
            category: Some("care".to_string()),
            grades: band.years.iter().map(|&year| roll.years[year].id()).collect(),
            patterns: calendar.bells[band.bell].all().map(|id| vec![id.clone()]).collect(),
            features: vec!["classroom".to_string()],
            ..blank()
        });
    }
    for (bell, posts) in calendar.bells.iter().zip(&counts.posts) {
        let every = || bell.lessons.iter().flatten().map(|id| vec![id.clone()]).collect();
        for (id, name, skill, fill) in [
            ("gate-duty", "校门值守", None, posts.gate),
            ("patrol", "楼层巡查", None, posts.patrol),
            ("health-room", "卫生室值班", Some("health".to_string()), posts.health),
        ] {
            rows.push(CourseRow {
                id: format!("{id}{}", tail(bell.suffix)),
                name: Some(name.to_string()),
                kind: "post".to_string(),
                category: Some("duty".to_string()),
                patterns: every(),
                skill,
                fill,
                ..blank()
            });
        }
    }
    rows
}

fn tail(suffix: &str) -> String {
    if suffix.is_empty() { String::new() } else { format!("-{suffix}") }
}

/// Whether `stages` (letters) names `stage`.
fn in_stages(stages: &str, stage: Stage) -> bool {
    stages.contains(letter(stage))
}

fn letter(stage: Stage) -> char {
    match stage {
        Stage::Lower => 'l',
        Stage::Upper => 'u',
        Stage::Junior => 'j',
    }
}

/// The stages that share sections of a club: those of one bell, apart where the school is large and the club popular.
fn groups(entry: &ClubEntry, roll: &Roll, large: bool) -> Vec<Vec<Stage>> {
    let mut out: Vec<(usize, Vec<Stage>)> = Vec::new();
    for year in roll.years.iter().filter(|year| in_stages(entry.stages, year.stage)) {
        match out.last_mut() {
            Some((_, stages)) if stages.contains(&year.stage) => {}
            Some((bell, stages)) if *bell == year.bell && !(large && entry.weight >= 55) => stages.push(year.stage),
            _ => out.push((year.bell, vec![year.stage])),
        }
    }
    out.into_iter().map(|(_, stages)| stages).collect()
}

/// How many of the stages named by `stages` the school has.
fn here_of(stages: &str, roll: &Roll) -> usize {
    [Stage::Lower, Stage::Upper, Stage::Junior]
        .iter()
        .filter(|&&stage| in_stages(stages, stage) && roll.years.iter().any(|year| year.stage == stage))
        .count()
}

/// What tells the variants of a course apart, of which the school has `stages` stages: end of the id, end of the name.
fn mark(group: &[Stage], stages: usize) -> (&'static str, &'static str) {
    match group {
        _ if group.len() == stages => ("", ""),
        [Stage::Lower] => ("-l", "（低年级）"),
        [Stage::Upper] => ("-u", "（中高年级）"),
        [Stage::Junior] => ("-j", "（初中）"),
        _ => ("-p", "（小学）"),
    }
}

/// The sections a club may be opened in: two to four patterns, five at a large school.
fn patterns(dice: &mut Dice, meets: Meets, students: usize) -> Vec<Pattern> {
    let mut days = [0, 1, 2, 3, 4];
    dice.shuffle(&mut days);
    let count = if students >= 2000 { 5 } else { 2 + dice.below(3) };
    let mut out: Vec<Pattern> = match meets {
        Meets::Double => days[..count].iter().map(|&day| Pattern(vec![(day, 0), (day, 1)])).collect(),
        Meets::Twice => [(0, 2), (1, 3), (2, 4), (0, 3), (1, 4)][..count]
            .iter()
            .map(|&(a, b)| Pattern(vec![(a, 0), (b, 0)]))
            .collect(),
        Meets::Once => days[..count].iter().map(|&day| Pattern(vec![(day, usize::from(dice.chance(400)))])).collect(),
    };
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

fn ids(bell: &Bell, pattern: &Pattern) -> Vec<String> {
    pattern.0.iter().map(|&(day, lesson)| bell.lessons[day][lesson].clone()).collect()
}

/// A course with nothing but defaults.
fn blank() -> CourseRow {
    CourseRow {
        id: String::new(),
        name: None,
        kind: String::new(),
        category: None,
        special: false,
        grades: Vec::new(),
        min_size: 1,
        max_size: None,
        max_sections: None,
        max_parallel: None,
        max_per_student: 1,
        patterns: Vec::new(),
        skill: None,
        leads: Vec::new(),
        features: Vec::new(),
        rooms: Vec::new(),
        assistants: 0,
        min_minutes: 0,
        fill: 0,
        fee: 0,
    }
}
