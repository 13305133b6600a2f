//! The counting arguments: how many sections, leads and minutes each day needs before anything is provided.
//!
//! In one lesson of one stage, `share` percent of the attending children (at least 45, for the clubs they want) sit in
//! special sections of [`SPECIAL_FILL`] on average and the rest, by care band, in care of [`CARE_FILL`]. Sections that
//! are needed are rounded up per stage and per band. Rooms and people serve the lessons of one bell in turn, so a day
//! needs the fuller lesson of each bell, added over the bells (they overlap).

use super::calendar::{Calendar, LESSON, MIDDAY, Stage};
use super::roll::Roll;
use crate::format::PolicyFile;

/// Seats taken in a special section, on average.
const SPECIAL_FILL: usize = 28;
/// Seats taken in a care section, on average.
const CARE_FILL: usize = 40;
/// Special share in percent that families want where no document sets a higher one.
const USUAL_SHARE: usize = 45;
/// Below this class size several grades share their care.
const JOINT_BELOW: usize = 22;

/// Grades whose care is one course.
#[derive(Debug)]
pub(super) struct Band {
    /// By index.
    pub(super) years: Vec<usize>,
    pub(super) bell: usize,
    stage: Stage,
    /// Attending children by day and lesson.
    attending: [[usize; 2]; 5],
    /// At midday.
    midday: [usize; 5],
}

/// Sections wanted of each post, in every lesson of a bell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posts {
    pub(super) gate: u64,
    pub(super) patrol: u64,
    pub(super) health: u64,
}

impl Posts {
    fn total(self) -> usize {
        (self.gate + self.patrol + self.health) as usize
    }
}

/// What a school must be able to serve.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) bands: Vec<Band>,
    /// By bell.
    pub(super) posts: Vec<Posts>,
    /// Sections that meet at once, by day, posts not counted.
    pub(super) at_once: [usize; 5],
    /// People that serve at once, by day: leads, posts and assistants.
    pub(super) people: [usize; 5],
    /// Minutes of all of them in a cycle.
    pub(super) minutes: u64,
    /// What is provided beyond the need, per mille.
    pub(super) margin: u64,
}

impl Counts {
    /// Children of a stage in the fullest lesson of the week.
    pub(super) fn attending(&self, stage: Stage) -> u64 {
        let of_stage = |day: usize, lesson: usize| {
            self.bands.iter().filter(|band| band.stage == stage).map(|band| band.attending[day][lesson]).sum::<usize>()
        };
        (0..5).flat_map(|day| [of_stage(day, 0), of_stage(day, 1)]).max().unwrap_or(0) as u64
    }

    /// `need` with the margin on top.
    pub(super) fn with_margin(&self, need: u64) -> u64 {
        (need * (1000 + self.margin)).div_ceil(1000)
    }
}

pub(super) fn make(calendar: &Calendar, roll: &Roll, policy: &PolicyFile, tight: u32) -> Counts {
    let mut bands = bands(roll);
    for pupil in &roll.pupils {
        let band = bands.iter_mut().find(|band| band.years.contains(&pupil.year)).expect("every grade has a band");
        for day in 0..5 {
            band.midday[day] += usize::from(pupil.midday[day]);
            for lesson in 0..2 {
                band.attending[day][lesson] += usize::from(pupil.lessons[day] & (1 << lesson) != 0);
            }
        }
    }
    let posts: Vec<Posts> = (0..calendar.bells.len())
        .map(|bell| {
            let children = roll.pupils.iter().filter(|pupil| roll.years[pupil.year].bell == bell).count() as u64;
            Posts { gate: 1 + children / 2500, patrol: 1 + children / 1500, health: 1 + children / 4000 }
        })
        .collect();

    let mut counts = Counts {
        bands,
        posts,
        at_once: [0; 5],
        people: [0; 5],
        minutes: 0,
        margin: u64::from(400 - 340 * tight / 1000),
    };
    for day in 0..5 {
        for bell in 0..calendar.bells.len() {
            let sections = [0, 1].map(|lesson| sections(&counts.bands, policy, bell, day, lesson));
            // Leads of the care and special sections, one assistant for every twelve of them, and the posts.
            let people = sections.map(|count| count + count.div_ceil(12) + counts.posts[bell].total());
            counts.at_once[day] += sections[0].max(sections[1]);
            counts.people[day] += people[0].max(people[1]);
            counts.minutes += (people[0] + people[1]) as u64 * LESSON;
        }
        let midday: usize = counts.bands.iter().map(|band| band.midday[day].div_ceil(CARE_FILL)).sum();
        counts.minutes += midday as u64 * MIDDAY;
    }
    counts
}

/// Sections that one lesson of one bell needs.
fn sections(bands: &[Band], policy: &PolicyFile, bell: usize, day: usize, lesson: usize) -> usize {
    let mut total = 0;
    for stage in [Stage::Lower, Stage::Upper, Stage::Junior] {
        let owed = policy.special_share.get(stage.name()).map_or(0, |&share| share as usize);
        let share = owed.max(USUAL_SHARE);
        let mut special = 0;
        for band in bands.iter().filter(|band| band.bell == bell && band.stage == stage) {
            let children = band.attending[day][lesson];
            let in_special = (children * share).div_ceil(100);
            special += in_special;
            total += (children - in_special).div_ceil(CARE_FILL);
        }
        total += special.div_ceil(SPECIAL_FILL);
    }
    total
}

/// One band a grade, or one a stage half where classes are small.
fn bands(roll: &Roll) -> Vec<Band> {
    let joint = roll.pupils.len() < JOINT_BELOW * roll.classes.len();
    let mut bands: Vec<Band> = Vec::new();
    for (index, year) in roll.years.iter().enumerate() {
        let half = |grade: usize| (Stage::of_grade(grade), grade.div_ceil(2).min(4));
        match bands.last_mut() {
            Some(band) if joint && half(roll.years[band.years[0]].grade) == half(year.grade) => band.years.push(index),
            _ => bands.push(Band {
                years: vec![index],
                bell: year.bell,
                stage: year.stage,
                attending: [[0; 2]; 5],
                midday: [0; 5],
            }),
        }
    }
    bands
}
