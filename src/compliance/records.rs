//! Measures of records: what the school has on file about surveys, plans and homework (Q8, Q17, S7, M1–M6).

use super::courses::homework_minutes;
use super::ground::{Ground, grade, resource};
use super::{Case, Figure, Measured, Side, Status, Unit, many};
use crate::admission::from_outside;
use crate::dates::{date, months_after};
use crate::format::{SchoolRow, SurveyRow};
use crate::lint::band;
use crate::offer;
use crate::policy::PolicyRule;
use chrono::NaiveDate;

/// Months before a term in which its demand may be surveyed.
const BEFORE: i64 = -3;

fn school<'a>(ground: &Ground<'a>) -> Option<&'a SchoolRow> {
    ground.file.registry.as_ref()?.school.as_ref()
}

fn last(surveys: &[SurveyRow]) -> Option<i64> {
    let told = surveys.iter().filter_map(|row| Some((date(&row.on)?, row.percent?)));
    told.max_by_key(|(on, _)| *on).and_then(|(_, percent)| i64::try_from(percent).ok())
}

/// Where homework may be done, for a policy that does not say it itself (Q7).
const HOMEWORK: [&str; 3] = ["care", "homework", "tutoring"];

/// Q8: average minutes of homework by grade, as recorded; told beside it, the grade with the least time for it on a day.
pub(super) fn homework(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let with_homework = ground.file.grades.iter().filter(|row| rule.field(&row.stage).is_some_and(|most| most > 0));
    let least = with_homework
        .filter_map(|row| homework_minutes(ground, &row.id, &HOMEWORK).into_iter().min().map(|least| (least, row)))
        .min_by_key(|(least, _)| *least);
    let measured = recorded_homework(ground, rule);
    match least {
        Some((least, row)) => measured.note("homework_time", vec![row.id.clone(), least.to_string()]),
        None => measured,
    }
}

fn recorded_homework(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let recorded = school(ground).map(|school| &school.homework);
    let cases = ground.file.grades.iter().filter_map(|row| {
        let minutes = i64::try_from(*recorded?.get(&row.id)?).ok()?;
        Some(grade(&row.id, minutes, Some(rule.field(&row.stage)?), Unit::Minutes))
    });
    let cases: Vec<Case> = cases.collect();
    if cases.is_empty() {
        return Measured::of(Status::NeedsPerson);
    }
    let all = cases.len() == ground.file.grades.len();
    let measured = Measured::judged(Side::AtMost, cases);
    if all || measured.status == Status::NotMet { measured } else { measured.with_status(Status::NeedsPerson) }
}

/// Q17, S7: fields that what is on file lacks.
pub(super) fn school_fields(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    match offer::school_fields(ground.file, rule) {
        None => Measured::of(Status::NeedsPerson),
        Some(missing) => {
            let figure = Some(Figure::new(many(missing.len()), Side::AtMost, 0, Unit::Count));
            let status = if missing.is_empty() { Status::Met } else { Status::NotMet };
            Measured { figure, looked_at: rule.words("").len(), broken: missing.len(), ..Measured::of(status) }
        }
    }
}

/// V3: organisations on file whose papers are not complete.
pub(super) fn vendor_files(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let resources = ground.file.registry.iter().flat_map(|registry| &registry.resources);
    let organisations = resources.filter(|row| row.kind == "organisation");
    let cases = organisations.map(|row| resource(row, many(offer::vendor_file(row, rule).len()), Some(0), Unit::Count));
    Measured::judged(Side::AtMost, cases.collect())
}

/// M1, M2: surveys of the kind on file: of demand from three months before the term, of quality within it.
pub(super) fn surveys(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let (Some(first), Some(last)) = (ground.sessions.first(), ground.sessions.last()) else {
        return Measured::of(Status::NeedsPerson).note("no_dates", vec![]);
    };
    let demand = rule.id == "M1";
    let from = if demand { earlier(first.date) } else { first.date };
    let of_kind = |row: &&SurveyRow| row.kind.as_deref() == Some(if demand { "demand" } else { "quality" });
    let in_time = |row: &&SurveyRow| date(&row.on).is_some_and(|on| from <= on && on <= last.date);
    let made = school(ground).map_or(0, |school| school.surveys.iter().filter(of_kind).filter(in_time).count());
    let figure = Figure::new(many(made), Side::AtLeast, rule.whole().unwrap_or(0), Unit::Count);
    let status = if figure.margin.is_some_and(|margin| margin >= 0) { Status::Met } else { Status::NeedsPerson };
    Measured { figure: Some(figure), looked_at: made, ..Measured::of(status) }
}

fn earlier(on: NaiveDate) -> NaiveDate {
    let months = chrono::Months::new(u32::try_from(-BEFORE).unwrap_or(0));
    on.checked_sub_months(months).unwrap_or(on)
}

/// M3: the last survey of parents.
pub(super) fn parents(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let surveys = school(ground).map_or(&[][..], |school| &school.surveys);
    let own: Vec<SurveyRow> = surveys.iter().filter(|row| row.kind.as_deref() == Some("parents")).cloned().collect();
    let Some(percent) = last(&own) else { return Measured::of(Status::NeedsPerson) };
    let figure = Figure::new(percent * 10, Side::AtLeast, rule.whole().unwrap_or(0) * 10, Unit::PerMille);
    let met = figure.margin.is_some_and(|margin| margin >= 0);
    let status = if met { Status::Met } else { Status::NotMet };
    Measured { figure: Some(figure), looked_at: own.len(), broken: usize::from(!met), ..Measured::of(status) }
}

/// M4: the platform's last survey against the first band.
pub(super) fn platform(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let resources = ground.file.registry.iter().flat_map(|registry| &registry.resources);
    let platforms = resources.filter(|row| row.kind == "platform");
    let least = rule.bands().first().copied().unwrap_or(0) * 10;
    let cases = platforms.filter_map(|row| {
        let percent = last(&row.surveys)?;
        Some((resource(row, percent * 10, Some(least), Unit::PerMille), band(rule, percent)))
    });
    let (cases, bands): (Vec<Case>, Vec<usize>) = cases.unzip();
    if cases.is_empty() {
        return Measured::of(Status::NeedsPerson);
    }
    let word = ["", "warning", "rectify", "dismissed"][bands.into_iter().max().unwrap_or(0)];
    let measured = Measured::judged(Side::AtLeast, cases);
    if word.is_empty() { measured } else { measured.note("band", vec![word.to_string()]) }
}

/// M5: outside resources on file without a survey in the year before the term ends.
pub(super) fn reviews(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let Some(end) = ground.sessions.last().map(|session| session.date) else {
        return Measured::of(Status::NeedsPerson).note("no_dates", vec![]);
    };
    let resources = ground.file.registry.iter().flat_map(|registry| &registry.resources);
    let reviewed = resources.filter(|row| matches!(row.kind.as_str(), "organisation" | "person" | "venue"));
    let outside = reviewed.filter(|row| from_outside(ground.file, row));
    let wanted = rule.whole().unwrap_or(0);
    let recent = |row: &&SurveyRow| {
        date(&row.on).is_some_and(|on| on <= end && months_after(on, 12).is_none_or(|next| end < next))
    };
    let cases = outside.map(|row| {
        let made = row.surveys.iter().filter(recent).count();
        resource(row, many(made), Some(wanted), Unit::Count)
    });
    let measured = Measured::judged(Side::AtLeast, cases.collect());
    match measured.status {
        Status::NotMet => measured,
        _ => measured.with_status(Status::NeedsPerson),
    }
}

/// M6: the plan is on file with the bureau before the term ends.
pub(super) fn filed(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let filed = school(ground).and_then(|school| date(school.filed.as_ref()?));
    let end = ground.sessions.last().map(|session| session.date);
    match filed {
        Some(filed) if end.is_none_or(|end| filed <= end) => Measured { looked_at: 1, ..Measured::of(Status::Met) },
        _ => Measured::of(Status::NeedsPerson),
    }
}
