//! Measures of people: own staff, willingness, load, duty, assistants, platform staff, hand-over (W12–W20).

use super::courses::{day_count, special_by_day};
use super::ground::{Ground, day, length, section, teacher};
use super::{Case, Figure, Measured, Side, Status, Unit, many, per_mille};
use crate::offer::{SERVICE, span};
use crate::policy::PolicyRule;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Platform staff that a day asks for (NC 20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnsiteDay {
    /// Week of the cycle.
    pub week: u64,
    /// 1 = Monday.
    pub day: u64,
    /// Special sections that meet on the day.
    pub classes: i64,
    /// People to send.
    pub staff: i64,
    /// Whether the document leaves this number of classes open.
    pub unclear: bool,
}

/// W12: minutes that the school's own people lead, of all.
pub(super) fn own_staff(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let minutes = |own: bool| -> i64 {
        let led = ground.taught().filter(|s| s.lead.is_some_and(|lead| (lead.kind == "staff") == own));
        led.flat_map(|s| &s.periods).map(|row| length(row)).sum()
    };
    let (own, others) = (minutes(true), minutes(false));
    Measured::told(per_mille(own, own + others), Unit::PerMille, ground.sections.len())
}

/// W13: sections in which someone works who is not available; minutes in periods they asked to be spared are told.
pub(super) fn willing(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let forced = ground.sections.iter().filter(|s| {
        let people = s.row.lead.iter().chain(&s.row.assistants);
        let mut rows = people.filter_map(|id| ground.file.teachers.iter().find(|row| row.id == *id));
        rows.any(|row| s.periods.iter().any(|period| row.unavailable.contains(&period.id)))
    });
    let forced = forced.map(|s| section(s, 1, Some(0), Unit::Count)).collect();
    Measured::broken(ground.sections.len(), forced).note("avoided", vec![ground.judged("avoid").to_string()])
}

/// Minutes that each teacher leads and assists in the cycle.
pub(super) fn minutes_of(ground: &Ground<'_>) -> BTreeMap<String, i64> {
    let mut minutes: BTreeMap<String, i64> = BTreeMap::new();
    for section in &ground.sections {
        let own: i64 = section.periods.iter().map(|row| length(row)).sum();
        for id in section.row.lead.iter().chain(&section.row.assistants) {
            *minutes.entry(id.clone()).or_default() += own;
        }
    }
    minutes
}

/// W14: from the least to the most loaded of the staff with a fair share; each against that share.
pub(super) fn load(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let minutes = minutes_of(ground);
    let of = |id: &String| minutes.get(id).copied().unwrap_or(0);
    let shared = ground.file.teachers.iter().filter_map(|row| Some((row, i64::try_from(row.target_minutes?).ok()?)));
    let mut cases: Vec<Case> =
        shared.map(|(row, target)| teacher(row, of(&row.id), Some(target), Unit::Minutes)).collect();
    cases.sort_by_key(|case| case.wanted.unwrap_or(0) - case.measured);
    let (most, least) = (cases.iter().map(|c| c.measured).max(), cases.iter().map(|c| c.measured).min());
    let spread = most.unwrap_or(0) - least.unwrap_or(0);
    let over = cases.iter().filter(|case| case.wanted.is_some_and(|target| case.measured > target)).count();
    let measured = Measured { cases, broken: over, ..Measured::told(spread, Unit::Minutes, over) };
    Measured { looked_at: measured.cases.len(), ..measured }
}

/// W16: days on which each person's service ends at the hour or later.
pub(super) fn late_days(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let hour = rule.clock("").unwrap_or(24 * 60);
    let mut days: BTreeMap<&str, BTreeSet<(u64, u64)>> = BTreeMap::new();
    for section in &ground.sections {
        let late = section.periods.iter().filter(|row| span(row).1 >= hour).map(|row| (row.week, row.day));
        let late: BTreeSet<(u64, u64)> = late.collect();
        for id in section.row.lead.iter().chain(&section.row.assistants) {
            days.entry(id).or_default().extend(&late);
        }
    }
    let staff = ground.file.teachers.iter().filter(|row| row.kind == "staff");
    let mut cases: Vec<Case> = staff
        .filter_map(|row| Some(teacher(row, many(days.get(row.id.as_str())?.len()), None, Unit::Days)))
        .filter(|case| case.measured > 0)
        .collect();
    cases.sort_by_key(|case| -case.measured);
    let most = cases.first().map_or(0, |case| case.measured);
    Measured { looked_at: cases.len(), cases, ..Measured::told(most, Unit::Days, 0) }
}

/// W17: days of service without a post of each kind; posts go by the words in their ids, names and skills.
pub(super) fn posts(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let mut looked_at = 0;
    let mut lacking = Vec::new();
    for key in ground.served(SERVICE).into_keys() {
        for post in ["duty", "health", "gate"] {
            let words = rule.words(post);
            let kept = ground.sections.iter().any(|s| {
                let told = [Some(&s.course.id), s.course.name.as_ref(), s.course.skill.as_ref()];
                s.course.kind == "post"
                    && s.lead.is_some()
                    && s.periods.iter().any(|row| (row.week, row.day) == key)
                    && words.iter().any(|word| told.iter().flatten().any(|text| text.contains(word)))
            });
            looked_at += 1;
            if !kept {
                lacking.push(Case { name: post.to_string(), ..day(key, 0, 1, Unit::People) });
            }
        }
    }
    if looked_at == 0 { Measured::of(Status::NotApplicable) } else { Measured::broken(looked_at, lacking) }
}

/// W18: sections led from outside without an assistant.
pub(super) fn assistants(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let led = || ground.taught().filter(|s| s.lead.is_some_and(|lead| lead.kind == "external"));
    let alone = led().filter(|s| s.row.assistants.is_empty());
    let alone = alone.map(|s| section(s, 0, Some(1), Unit::People)).collect();
    let looked_at = led().count();
    if looked_at == 0 { Measured::of(Status::NotApplicable) } else { Measured::broken(looked_at, alone) }
}

/// People to send for so many classes a day, and whether the document leaves it open.
fn staff_for(rule: &PolicyRule, classes: i64) -> (i64, bool) {
    let field = |name| rule.field(name).unwrap_or(0);
    let unclear = classes == field("unclear");
    let staff = if classes <= field("none") {
        0
    } else if classes <= field("one") {
        1
    } else {
        2
    };
    (staff, unclear)
}

/// Platform staff, day by day.
pub(super) fn onsite_days(ground: &Ground<'_>, rule: &PolicyRule) -> Vec<OnsiteDay> {
    let days = special_by_day(ground).into_iter();
    days.map(|((week, day), classes)| {
        let (staff, unclear) = staff_for(rule, classes);
        OnsiteDay { week, day, classes, staff, unclear }
    })
    .collect()
}

/// W19: platform staff on file against what the days ask for.
pub(super) fn onsite(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let days = onsite_days(ground, rule);
    let school = ground.file.registry.as_ref().and_then(|registry| registry.school.as_ref());
    let sent = school.and_then(|school| school.onsite).and_then(|sent| i64::try_from(sent).ok());
    let most = days.iter().map(|day| day.staff).max().unwrap_or(0);
    let unclear = days.iter().filter(|day| day.unclear).count();
    let mut measured = match sent {
        Some(sent) => Measured::judged(
            Side::AtLeast,
            days.iter().map(|day| day_count((day.week, day.day), sent, day.staff)).collect(),
        ),
        None if most == 0 => Measured { looked_at: days.len(), ..Measured::of(Status::Met) },
        None => Measured::told(most, Unit::People, days.len()),
    };
    if days.is_empty() {
        measured.status = Status::NotApplicable;
    }
    if unclear > 0 {
        measured = measured.note("unclear_count", vec![unclear.to_string()]);
    }
    measured
}

/// W20: children's periods in sections that nobody leads.
pub(super) fn hand_over(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let unled = ground.taught().filter(|s| s.lead.is_none() && !s.roll.is_empty());
    let unled: Vec<Case> = unled.map(|s| section(s, many(s.roll.len()), Some(0), Unit::People)).collect();
    let looked_at = ground.taught().count();
    let measured = Measured::broken(looked_at, unled);
    if measured.status == Status::Met {
        let figure = Some(Figure::new(0, Side::AtMost, 0, Unit::Count));
        return Measured { figure, ..measured.with_status(Status::NeedsPerson) };
    }
    measured
}
