//! Measures of time: days, lengths, ends (T1–T8).

use super::ground::{Ground, day};
use super::{Case, Figure, Measured, Side, Status, Unit, many};
use crate::offer::{DistrictEnd, SERVICE, days, district_end, season_end};
use crate::policy::PolicyRule;
use std::collections::{BTreeMap, BTreeSet};

/// T1: days of a week of the cycle on which sections meet. Weeks of the term that holidays shorten are told.
pub(super) fn days_a_week(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let wanted = rule.whole().unwrap_or(0);
    let served = ground.served(SERVICE);
    let weeks: BTreeSet<u64> = ground.file.periods.iter().map(|row| row.week).collect();
    let case = |week: u64| Case {
        kind: "week",
        id: week.to_string(),
        name: week.to_string(),
        measured: many(served.keys().filter(|(of, _)| *of == week).count()),
        wanted: Some(wanted),
        unit: Unit::Days,
    };
    let mut measured = Measured::judged(Side::AtLeast, weeks.into_iter().map(case).collect());
    let mut by_week: BTreeMap<u64, i64> = BTreeMap::new();
    ground.sessions.iter().for_each(|session| *by_week.entry(session.term_week).or_default() += 1);
    let short = by_week.values().filter(|days| **days < wanted).count();
    if short > 0 && measured.status == Status::Met {
        measured = measured.note("short_weeks", vec![short.to_string(), by_week.len().to_string()]);
    }
    measured
}

/// T2: from first start to last end of a day's sections; the net minutes are told.
pub(super) fn length_of_days(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let wanted = rule.whole().unwrap_or(0);
    let cases = ground.served(SERVICE).into_iter();
    let measured = Measured::judged(
        Side::AtLeast,
        cases.map(|(key, (start, end))| day(key, end - start, wanted, Unit::Minutes)).collect(),
    );
    let net = days(ground.file, SERVICE).iter().map(|day| day.net).min();
    match net {
        Some(net) => measured.note("net_minutes", vec![net.to_string()]),
        None => measured,
    }
}

/// T3: lessons at midday, where there is midday care, and in the afternoon, by the clock.
pub(super) fn lessons(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let lesson = rule.field("lesson_minutes").unwrap_or(40).max(1);
    let mut cases = Vec::new();
    for (kind, field) in [("midday", "midday"), ("after_school", "afternoon")] {
        let wanted = rule.field(field).unwrap_or(0);
        let served = ground.served(&[kind]).into_iter();
        cases.extend(served.map(|(key, (start, end))| day(key, (end - start) / lesson, wanted, Unit::Lessons)));
    }
    Measured::judged(Side::AtLeast, cases)
}

/// For every date of service: the least the end must be. `floor` says it for a date.
fn by_date(ground: &Ground<'_>, floor: impl Fn(chrono::NaiveDate) -> Option<i64>) -> Measured {
    let served = ground.served(&["after_school"]);
    let cases = ground.sessions.iter().filter_map(|session| {
        let (_, end) = *served.get(&(session.week, session.day))?;
        let id = session.date.to_string();
        let wanted = Some(floor(session.date)?);
        Some(Case { kind: "date", name: id.clone(), id, measured: end, wanted, unit: Unit::Clock })
    });
    let cases: Vec<Case> = cases.collect();
    if ground.sessions.is_empty() {
        return Measured::of(Status::NeedsPerson).note("no_dates", vec![]);
    }
    Measured::judged(Side::AtLeast, cases)
}

/// T4: the end of each date by its season.
pub(super) fn season_ends(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    by_date(ground, |date| season_end(rule, date))
}

/// T5: the end of each day by the district.
pub(super) fn district_ends(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let Some(end) = district_end(rule, ground.file) else { return Measured::of(Status::NeedsPerson) };
    let (DistrictEnd::Named(earliest) | DistrictEnd::Elsewhere(earliest) | DistrictEnd::Unknown(earliest)) = end;
    let cases = ground.served(&["after_school"]).into_iter();
    let measured =
        Measured::judged(Side::AtLeast, cases.map(|(key, (_, end))| day(key, end, earliest, Unit::Clock)).collect());
    match end {
        DistrictEnd::Unknown(_) if measured.status != Status::NotApplicable => {
            measured.with_status(Status::NeedsPerson).note("district_unknown", vec![])
        }
        _ => measured,
    }
}

/// T6: the end of each evening, and children of other stages in it.
pub(super) fn evening_ends(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let latest = rule.clock("latest").unwrap_or(24 * 60);
    let stages = rule.words("stages");
    let cases = ground.served(&["evening"]).into_iter();
    let mut measured =
        Measured::judged(Side::AtMost, cases.map(|(key, (_, end))| day(key, end, latest, Unit::Clock)).collect());
    let strangers = ground.pupils.iter().filter(|pupil| {
        pupil.attends.iter().any(|row| row.kind == "evening")
            && pupil.grade.is_some_and(|grade| !stages.contains(&grade.stage.as_str()))
    });
    let strangers = strangers.count();
    if strangers > 0 {
        measured = measured.with_status(Status::NotMet).note("other_stages", vec![strangers.to_string()]);
        measured.broken += strangers;
    }
    measured
}

/// T7: from dismissal to the earliest end, and at least the length that T2 or T3 asks for.
pub(super) fn windows(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let regulation = ground.regulation;
    let of_lessons = |rule: &PolicyRule| Some(rule.field("afternoon")? * rule.field("lesson_minutes")?);
    let least =
        regulation.rule("T2").and_then(PolicyRule::whole).or_else(|| regulation.rule("T3").and_then(of_lessons));
    let least = least.unwrap_or(0);
    let served = ground.served(&["after_school"]);
    let mut cases: BTreeMap<(u64, u64), Case> = BTreeMap::new();
    let (mut unknown, mut dateless) = (false, false);
    let mut add = |key: (u64, u64), floor: i64| {
        if let Some(&(start, end)) = served.get(&key) {
            let wanted = least.max(floor - start);
            let case = day(key, end - start, wanted, Unit::Minutes);
            let worst = cases.entry(key).or_insert_with(|| case.clone());
            if worst.wanted < case.wanted {
                *worst = case;
            }
        }
    };
    if let Some(rule) = regulation.rule("T5")
        && let Some(end) = district_end(rule, ground.file)
    {
        let (DistrictEnd::Named(floor) | DistrictEnd::Elsewhere(floor) | DistrictEnd::Unknown(floor)) = end;
        unknown = matches!(end, DistrictEnd::Unknown(_));
        served.keys().for_each(|key| add(*key, floor));
    }
    if let Some(rule) = regulation.rule("T4") {
        dateless = ground.sessions.is_empty();
        for session in &ground.sessions {
            add((session.week, session.day), season_end(rule, session.date).unwrap_or(0));
        }
    }
    let measured = Measured::judged(Side::AtLeast, cases.into_values().collect());
    match (unknown, dateless) {
        (true, _) => measured.with_status(Status::NeedsPerson).note("district_unknown", vec![]),
        (_, true) => measured.with_status(Status::NeedsPerson).note("no_dates", vec![]),
        _ => measured,
    }
}

/// T8: a term that says its dates gives tables of week, month and term.
pub(super) fn tables(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let weeks: BTreeSet<u64> = ground.sessions.iter().map(|session| session.term_week).collect();
    if weeks.is_empty() {
        return Measured { broken: 1, ..Measured::of(Status::NotMet).note("no_dates", vec![]) };
    }
    Measured {
        figure: Some(Figure::bare(many(ground.sessions.len()), Unit::Count)),
        looked_at: weeks.len(),
        ..Measured::of(Status::Met)
    }
}
