//! Bells: when the after-school periods of each stage lie.

use super::Profile;
use crate::format::PeriodRow;
use crate::policy::Regulation;

/// School days as period ids begin; each has two lessons after school.
pub(super) const DAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];
/// Minutes of an after-school period.
pub(super) const LESSON: u64 = 60;
/// Minutes of the midday period (午托).
pub(super) const MIDDAY: u64 = 90;
/// Minutes between the two lessons of a day.
const BREAK: u64 = 10;
/// Where no document sets an end: two lessons from 15:40.
const USUAL_END: u64 = 17 * 60 + 50;
/// Friday ends earlier where no document sets an end.
const FRIDAY_EARLIER: u64 = 40;
/// From this size on, the lower grades of a primary stage have bells of their own.
const SPLIT_FROM: u32 = 3000;

/// A stage of schooling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Lower,
    Upper,
    Junior,
}

impl Stage {
    pub(super) fn of_grade(grade: usize) -> Self {
        match grade {
            1..=2 => Self::Lower,
            3..=6 => Self::Upper,
            _ => Self::Junior,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lower => "primary_lower",
            Self::Upper => "primary_upper",
            Self::Junior => "junior",
        }
    }
}

/// The periods of the stages that share bells.
#[derive(Debug)]
pub(super) struct Bell {
    /// Ends the ids of its periods and posts; empty for the first.
    pub(super) suffix: &'static str,
    pub(super) stages: Vec<Stage>,
    /// Period ids by day and lesson.
    pub(super) lessons: [[String; 2]; 5],
    /// Midday period ids by day, where the policy has 午托.
    pub(super) midday: Option<[String; 5]>,
}

impl Bell {
    /// Every period, in order of time.
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        (0..5).flat_map(|day| self.midday.iter().map(move |ids| &ids[day]).chain(&self.lessons[day]))
    }
}

#[derive(Debug)]
pub(super) struct Calendar {
    pub(super) periods: Vec<PeriodRow>,
    pub(super) bells: Vec<Bell>,
}

impl Calendar {
    /// The bell of a stage.
    pub(super) fn bell_of(&self, stage: Stage) -> usize {
        self.bells.iter().position(|bell| bell.stages.contains(&stage)).expect("every stage has a bell")
    }
}

pub(super) fn make(policy: &Regulation, profile: Profile, students: u32) -> Calendar {
    let split = students >= SPLIT_FROM;
    let floor = earliest_end(policy);
    let groups: Vec<(&'static str, Vec<Stage>, u64)> = match profile {
        Profile::Primary if split => vec![("", vec![Stage::Lower], 0), ("u", vec![Stage::Upper], 20)],
        Profile::Primary => vec![("", vec![Stage::Lower, Stage::Upper], 0)],
        Profile::Nine if split => {
            vec![("", vec![Stage::Lower], 0), ("u", vec![Stage::Upper], 20), ("j", vec![Stage::Junior], 40)]
        }
        Profile::Nine => vec![("", vec![Stage::Lower, Stage::Upper], 0), ("j", vec![Stage::Junior], 30)],
        Profile::Junior => vec![("", vec![Stage::Junior], 0)],
    };
    let later = if profile == Profile::Junior { 30 } else { 0 };
    let mut periods = Vec::new();
    let bells = groups
        .into_iter()
        .map(|(suffix, stages, shift)| bell(&mut periods, suffix, stages, shift + later, floor, policy))
        .collect();
    periods.sort_by(|a: &PeriodRow, b: &PeriodRow| (a.day, &a.start, &a.id).cmp(&(b.day, &b.start, &b.id)));
    Calendar { periods, bells }
}

fn bell(
    periods: &mut Vec<PeriodRow>,
    suffix: &'static str,
    stages: Vec<Stage>,
    shift: u64,
    floor: Option<u64>,
    policy: &Regulation,
) -> Bell {
    let mut add = |id: String, day: usize, start: u64, minutes: u64, kind: &str| {
        let day = day as u64 + 1;
        let (start, end) = (clock(start), clock(start + minutes));
        periods.push(PeriodRow { id: id.clone(), week: 1, day, start, end, kind: kind.to_string() });
        id
    };
    let lessons = std::array::from_fn(|day| {
        let end = floor.unwrap_or(if day == 4 { USUAL_END - FRIDAY_EARLIER } else { USUAL_END }) + shift;
        let first = end - 2 * LESSON - BREAK;
        [1, 2].map(|lesson| {
            let start = first + (lesson - 1) * (LESSON + BREAK);
            add(format!("{}{lesson}{suffix}", DAYS[day]), day, start, LESSON, "after_school")
        })
    });
    let midday = midday_lessons(policy).map(|_| {
        std::array::from_fn(|day| {
            add(format!("{}0{suffix}", DAYS[day]), day, 12 * 60 + 10 + shift.min(20), MIDDAY, "midday")
        })
    });
    Bell { suffix, stages, lessons, midday }
}

/// The latest end that the document asks for (rules T4 and T5), in minutes of the day.
fn earliest_end(policy: &Regulation) -> Option<u64> {
    let by_season = policy.rule("T4").and_then(|rule| rule.clock("summer"));
    let by_district = policy.rule("T5").and_then(|rule| rule.clock("end"));
    by_season.max(by_district).map(i64::unsigned_abs)
}

/// Lessons of midday care that the document provides for (rule T3).
fn midday_lessons(policy: &Regulation) -> Option<i64> {
    policy.rule("T3")?.field("midday").filter(|&lessons| lessons > 0)
}

fn clock(minutes: u64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
