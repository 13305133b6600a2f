//! Measures of children: places, wishes, help, leaving, midday rooms, participation (S1–S8, L1, V10, M7).

use super::ground::{Ground, resource, student};
use super::{Case, Figure, Measured, Side, Status, Unit, many, per_mille};
use crate::offer;
use crate::policy::PolicyRule;

/// S1: children with an attended period and no seat in it.
pub(super) fn placed(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let bound = || {
        let exempt = |row: &crate::format::StudentRow| row.exempt.iter().any(|rule| rule == "coverage");
        ground.pupils.iter().filter(move |pupil| !pupil.attends.is_empty() && !exempt(pupil.row))
    };
    let cases = bound().filter_map(|pupil| {
        let without = pupil.attends.iter().filter(|row| !ground.sits(pupil, row, |_| true)).count();
        (without > 0).then(|| student(pupil.row, many(without), Some(0), Unit::Count))
    });
    let mut cases: Vec<Case> = cases.collect();
    cases.sort_by_key(|case| -case.measured);
    Measured::broken(bound().count(), cases)
}

/// S2: children with a seat in a period that the family did not opt into.
pub(super) fn unforced(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let cases = ground.pupils.iter().filter_map(|pupil| {
        let periods = pupil.held.iter().flat_map(|&ix| &ground.sections[ix].periods);
        let forced = periods.filter(|row| !pupil.attends.iter().any(|own| own.id == row.id)).count();
        (forced > 0).then(|| student(pupil.row, many(forced), Some(0), Unit::Count))
    });
    Measured::broken(ground.pupils.len(), cases.collect())
}

/// S3: part of the children with wishes who hold the first; the first three are told.
pub(super) fn wishes(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let wishing: Vec<_> = ground.pupils.iter().filter(|pupil| !pupil.row.wishes.is_empty()).collect();
    let holds = |most: usize| {
        let held = |pupil: &&&super::ground::Pupil<'_>| {
            let top = pupil.row.wishes.iter().take(most);
            top.into_iter().any(|wish| pupil.held.iter().any(|&ix| ground.sections[ix].course.id == *wish))
        };
        per_mille(many(wishing.iter().filter(held).count()), many(wishing.len()))
    };
    if wishing.is_empty() {
        return Measured::of(Status::NotApplicable);
    }
    Measured::told(holds(1), Unit::PerMille, wishing.len()).note("top_three", vec![holds(3).to_string()])
}

/// S8: children whom a rule of minutes gives too little.
pub(super) fn weak_learners(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let rows = rule.value.as_array().into_iter().flatten();
    let rules: Vec<crate::format::MinutesRow> = rows.filter_map(|row| row.clone().try_into().ok()).collect();
    let mut cases = Vec::new();
    for row in &rules {
        for pupil in &ground.pupils {
            let stage = row.stage.as_deref().is_none_or(|of| pupil.grade.is_some_and(|grade| grade.stage == of));
            let need = row.need.as_ref().is_none_or(|need| pupil.row.needs.contains(need));
            if !stage || !need || pupil.row.exempt.iter().any(|rule| rule == "category_minutes") {
                continue;
            }
            let attended: i64 = pupil.attends.iter().map(|row| super::ground::length(row)).sum();
            let of = |period: &&&crate::format::PeriodRow| {
                ground.sits(pupil, period, |section| section.course.category.as_ref() == Some(&row.category))
            };
            let given: i64 = pupil.attends.iter().filter(of).map(|row| super::ground::length(row)).sum();
            let wanted = i64::try_from(row.min).unwrap_or(i64::MAX).min(attended);
            cases.push(student(pupil.row, given, Some(wanted), Unit::Minutes));
        }
    }
    Measured::judged(Side::AtLeast, cases)
}

/// L1: faults of waves and late leavers, as the referee counts them.
pub(super) fn batches(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let (faults, late) = (ground.judged("waves"), ground.judged("late_waves"));
    let status = if faults == 0 && late == 0 { Status::Met } else { Status::NotMet };
    let broken = usize::from(status == Status::NotMet);
    let figure = Some(Figure::new(faults, Side::AtMost, 0, Unit::Count));
    let measured = Measured { figure, looked_at: ground.pupils.len(), broken, ..Measured::of(status) };
    measured.note("late_minutes", vec![late.to_string()])
}

/// V10: midday rooms by comfort: a room of a lower grade ranks no worse than that of a higher; and their papers.
pub(super) fn midday_rooms(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let order = |id: &str| ground.file.grades.iter().position(|grade| grade.id == id);
    let midday = ground.taught().filter(|s| s.periods.iter().any(|row| row.kind == "midday"));
    let (mut placed, mut unranked) = (Vec::new(), 0);
    let mut any = false;
    for section in midday {
        any = true;
        let grades = section.roll.iter().filter_map(|&ix| order(&ground.pupils[ix].grade?.id));
        let lowest = grades.min();
        let on_file = section.room.and_then(|room| offer::resource(ground.file, "venue", &room.id));
        match (on_file.and_then(|row| Some((row, row.rank?))), lowest) {
            (Some((row, rank)), Some(grade)) => placed.push((grade, rank, row)),
            (None, _) => unranked += 1,
            _ => {}
        }
    }
    if !any {
        return Measured::of(Status::NotApplicable);
    }
    let better_above = placed.iter().filter(|(grade, rank, _)| placed.iter().any(|(g, r, _)| g > grade && r < rank));
    let rank = |rank: u64| i64::try_from(rank).unwrap_or(i64::MAX);
    let has = |row: &crate::format::ResourceRow, word: &str| row.papers.iter().any(|paper| paper.paper == word);
    let unapproved = placed.iter().filter(|(_, _, row)| rule.words("").iter().any(|word| !has(row, word)));
    let cases: Vec<Case> =
        better_above.chain(unapproved).map(|(_, r, row)| resource(row, rank(*r), None, Unit::Count)).collect();
    let measured = Measured::broken(placed.len(), cases);
    if unranked > 0 && measured.status == Status::Met {
        return measured.with_status(Status::NeedsPerson).note("nothing_on_file", vec![]);
    }
    measured
}

/// M7: children with at least one seat, of all on the roll.
pub(super) fn participation(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let seated = ground.pupils.iter().filter(|pupil| !pupil.held.is_empty()).count();
    Measured::told(per_mille(many(seated), many(ground.pupils.len())), Unit::PerMille, ground.pupils.len())
}
