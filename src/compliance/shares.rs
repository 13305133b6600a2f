//! The special share (NC 7): per student and per grade, on the cycle, and on the weeks the term really has (Q1–Q4).

use super::ground::{Ground, Pupil, length, student};
use super::{Case, Figure, Measured, Side, Status, Unit, many, per_mille};
use crate::policy::PolicyRule;
use serde::Serialize;
use std::collections::BTreeMap;

/// The rules by stage.
const STAGES: [(&str, &str); 3] = [("Q1", "primary_lower"), ("Q2", "primary_upper"), ("Q3", "junior")];

/// A student's special share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PupilShare {
    /// Id of the student.
    pub student: String,
    /// Name of the student.
    pub name: String,
    /// Id of the class.
    pub class: String,
    /// Id of the grade.
    pub grade: String,
    /// Minutes of special courses in the cycle.
    pub special: i64,
    /// Minutes attended in the cycle, of the kinds of period that count.
    pub attended: i64,
    /// Minutes wanted; none for a student the rule does not bind.
    pub wanted: Option<i64>,
    /// The same over the dates of the term.
    pub term_special: i64,
    /// The same over the dates of the term.
    pub term_attended: i64,
    /// Weeks of the term in which the student falls short, counting the days that those weeks have.
    pub short_weeks: usize,
    /// `exempt`, `few_minutes`, or empty.
    pub unbound: &'static str,
}

/// A grade's special share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GradeShare {
    /// Id of the grade.
    pub grade: String,
    /// The share wanted, percent.
    pub wanted: i64,
    /// Students who attend.
    pub students: usize,
    /// Students the rule binds.
    pub bound: usize,
    /// Of those, who reach it.
    pub met: usize,
    /// Special minutes of all, in tenths of a percent of attended minutes.
    pub average: i64,
    /// The least share of a bound student, in tenths of a percent.
    pub least: Option<i64>,
}

/// The share that a stage owes, percent.
fn percent(ground: &Ground<'_>, stage: &str) -> Option<i64> {
    let (rule, _) = STAGES.iter().find(|(_, of)| *of == stage)?;
    ground.regulation.rule(rule)?.whole()
}

/// Attended minutes below which no share is owed.
fn from(ground: &Ground<'_>) -> i64 {
    ground.regulation.rule("Q4").and_then(PolicyRule::whole).unwrap_or(0)
}

fn owed(percent: i64, attended: i64) -> i64 {
    (percent * attended + 99) / 100
}

fn share_of(ground: &Ground<'_>, pupil: &Pupil<'_>) -> Option<PupilShare> {
    let grade = pupil.grade?;
    let wanted = percent(ground, &grade.stage)?;
    let kinds = ground.file.policy.share_kinds.as_deref();
    let counts = |kind: &String| kinds.map_or(kind == "after_school", |kinds| kinds.contains(kind));
    let mut days: BTreeMap<(u64, u64), (i64, i64)> = BTreeMap::new();
    for row in pupil.attends.iter().filter(|row| counts(&row.kind)) {
        let day = days.entry((row.week, row.day)).or_default();
        day.1 += length(row);
        if ground.sits(pupil, row, |section| section.course.special) {
            day.0 += length(row);
        }
    }
    let sum = |list: &mut dyn Iterator<Item = (i64, i64)>| list.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    let (special, attended) = sum(&mut days.values().copied());
    if attended == 0 {
        return None;
    }
    let mut weeks: BTreeMap<u64, (i64, i64)> = BTreeMap::new();
    for session in &ground.sessions {
        if let Some((special, attended)) = days.get(&(session.week, session.day)) {
            let week = weeks.entry(session.term_week).or_default();
            *week = (week.0 + special, week.1 + attended);
        }
    }
    let (term_special, term_attended) = sum(&mut weeks.values().copied());
    let from = from(ground);
    let unbound = if pupil.row.exempt.iter().any(|rule| rule == "special_share") {
        "exempt"
    } else if attended < from {
        "few_minutes"
    } else {
        ""
    };
    let short = |(special, attended): &&(i64, i64)| *attended >= from && *special < owed(wanted, *attended);
    Some(PupilShare {
        student: pupil.row.id.clone(),
        name: pupil.row.name.clone().unwrap_or_else(|| pupil.row.id.clone()),
        class: pupil.row.class.clone(),
        grade: grade.id.clone(),
        special,
        attended,
        wanted: unbound.is_empty().then(|| owed(wanted, attended)),
        term_special,
        term_attended,
        short_weeks: if unbound.is_empty() { weeks.values().filter(short).count() } else { 0 },
        unbound,
    })
}

/// The share of every student of a stage that owes one.
pub(super) fn pupils(ground: &Ground<'_>) -> Vec<PupilShare> {
    ground.pupils.iter().filter_map(|pupil| share_of(ground, pupil)).collect()
}

/// The share of every grade of such a stage.
pub(super) fn grades(ground: &Ground<'_>) -> Vec<GradeShare> {
    let shares = pupils(ground);
    let line = |grade: &crate::format::GradeRow| {
        let wanted = percent(ground, &grade.stage)?;
        let own: Vec<&PupilShare> = shares.iter().filter(|share| share.grade == grade.id).collect();
        let bound: Vec<&&PupilShare> = own.iter().filter(|share| share.wanted.is_some()).collect();
        let reaches = |share: &&&&PupilShare| share.wanted.is_some_and(|wanted| share.special >= wanted);
        Some(GradeShare {
            grade: grade.id.clone(),
            wanted,
            students: own.len(),
            bound: bound.len(),
            met: bound.iter().filter(reaches).count(),
            average: per_mille(own.iter().map(|s| s.special).sum(), own.iter().map(|s| s.attended).sum()),
            least: bound.iter().map(|share| per_mille(share.special, share.attended)).min(),
        })
    };
    ground.file.grades.iter().filter_map(line).collect()
}

/// Q1–Q3: the worst student by missing minutes; the figure is that student's share.
pub(super) fn share(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let stage = STAGES.iter().find(|(id, _)| *id == rule.id).map_or("", |(_, stage)| stage);
    let mut cases: Vec<Case> = Vec::new();
    let mut worst: Option<(i64, i64)> = None;
    let mut short = 0;
    for pupil in ground.pupils.iter().filter(|pupil| pupil.grade.is_some_and(|grade| grade.stage == stage)) {
        let Some(share) = share_of(ground, pupil) else { continue };
        if let Some(wanted) = share.wanted {
            cases.push(student(pupil.row, share.special, Some(wanted), Unit::Minutes));
            let one = (share.special - wanted, per_mille(share.special, share.attended));
            worst = Some(worst.map_or(one, |other| other.min(one)));
            short += usize::from(share.short_weeks > 0 && share.special >= wanted);
        }
    }
    let mut measured = Measured::judged(Side::AtLeast, cases);
    if let Some((_, least)) = worst {
        measured.figure = Some(Figure::new(least, Side::AtLeast, rule.whole().unwrap_or(0) * 10, Unit::PerMille));
    }
    if short > 0 {
        measured = measured.note("short_share_weeks", vec![short.to_string()]);
    }
    measured
}

/// Q4: whom the shares bind.
pub(super) fn base(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let shares = pupils(ground);
    let few = shares.iter().filter(|share| share.unbound == "few_minutes").count();
    let exempt = shares.iter().filter(|share| share.unbound == "exempt").count();
    let figure = Some(Figure::bare(many(few), Unit::People));
    let measured = Measured { figure, looked_at: shares.len(), ..Measured::of(Status::Met) };
    measured.note("unbound", vec![few.to_string(), exempt.to_string()])
}
