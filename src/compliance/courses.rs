//! Measures of courses and sections: sizes, the library, elements and fields, categories (Q5–Q16, Q18, V12, …).

use super::ground::{Ground, Section, course, day, grade, length, of_category, resource, section};
use super::{Case, Figure, Measured, Side, Status, Unit, many, per_mille};
use crate::offer::{self, SERVICE, span};
use crate::policy::PolicyRule;
use std::collections::{BTreeMap, BTreeSet};

/// Q5: the rolls of special sections.
pub(super) fn sizes(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let cap = rule.whole().unwrap_or(i64::MAX);
    let special = ground.taught().filter(|section| section.course.special);
    Measured::judged(Side::AtMost, special.map(|s| section(s, many(s.roll.len()), Some(cap), Unit::People)).collect())
}

/// Q6: courses for children against rooms they may use.
pub(super) fn library(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let (courses, rooms) = crate::lint::library(ground.problem);
    let figure = Figure::new(courses, Side::AtLeast, rooms * rule.whole().unwrap_or(0), Unit::Count);
    let met = figure.margin.is_some_and(|margin| margin >= 0);
    let status = if met { Status::Met } else { Status::NotMet };
    let measured = Measured { figure: Some(figure), looked_at: 1, broken: usize::from(!met), ..Measured::of(status) };
    measured.note("library", vec![courses.to_string(), rooms.to_string()])
}

/// Q7: for every grade with written homework, days on which it attends and has somewhere to do it, of all such days.
pub(super) fn homework_first(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let words = rule.words("");
    let mut cases = Vec::new();
    for row in ground.file.grades.iter().filter(|grade| grade.stage != "primary_lower") {
        let minutes = homework_minutes(ground, &row.id, &words);
        let helped = minutes.iter().filter(|minutes| **minutes > 0).count();
        if !minutes.is_empty() {
            cases.push(grade(&row.id, many(helped), Some(many(minutes.len())), Unit::Days));
        }
    }
    Measured::judged(Side::AtLeast, cases)
}

/// For every day on which the grade attends: minutes with a section of these categories that is open to it.
pub(super) fn homework_minutes(ground: &Ground<'_>, grade: &str, words: &[&str]) -> Vec<i64> {
    let own = ground.pupils.iter().filter(|pupil| pupil.grade.is_some_and(|of| of.id == grade));
    let attended = own.flat_map(|pupil| &pupil.attends).filter(|row| SERVICE.contains(&row.kind.as_str()));
    let mut days: BTreeMap<(u64, u64), BTreeSet<(i64, i64)>> = BTreeMap::new();
    for row in attended {
        days.entry((row.week, row.day)).or_default();
    }
    let open = |section: &&Section<'_>| {
        let grades = &section.course.grades;
        of_category(section.course, words) && (grades.is_empty() || grades.iter().any(|of| of == grade))
    };
    for row in ground.taught().filter(open).flat_map(|section| &section.periods) {
        if let Some(spans) = days.get_mut(&(row.week, row.day)) {
            spans.insert(span(row));
        }
    }
    let union = |spans: &BTreeSet<(i64, i64)>| {
        let (mut minutes, mut reached) = (0, 0);
        for &(start, end) in spans {
            minutes += (end - start.max(reached)).max(0);
            reached = reached.max(end);
        }
        minutes
    };
    days.values().map(union).collect()
}

/// Q10: sections that people from outside lead in categories that are not theirs.
pub(super) fn outsiders(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let words = rule.words("");
    let led = || ground.taught().filter(|s| s.lead.is_some_and(|lead| lead.kind == "external"));
    let academic = led().filter(|s| of_category(s.course, &words));
    let academic = academic.map(|s| section(s, 1, Some(0), Unit::Count)).collect();
    let looked_at = led().count();
    if looked_at == 0 { Measured::of(Status::NotApplicable) } else { Measured::broken(looked_at, academic) }
}

/// Q11: part of the children who take some sport.
pub(super) fn sport(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let words = rule.words("");
    let there = || ground.pupils.iter().filter(|pupil| !pupil.attends.is_empty());
    let active = there().filter(|pupil| pupil.held.iter().any(|&ix| of_category(ground.sections[ix].course, &words)));
    let all = there().count();
    Measured::told(per_mille(many(active.count()), many(all)), Unit::PerMille, all)
}

/// T10, Q12, W15: periods with a section of the categories (T10), of all the tracks (Q12); people who lead them (W15).
pub(super) fn offered(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let periods: BTreeSet<&str> =
        ground.taught().flat_map(|section| &section.periods).map(|row| row.id.as_str()).collect();
    let with = |words: &[&str], id: &str| {
        ground.taught().any(|s| of_category(s.course, words) && s.periods.iter().any(|row| row.id == id))
    };
    if rule.id == "W15" {
        let words = rule.words("");
        let leads: BTreeSet<&str> = ground
            .taught()
            .filter(|s| of_category(s.course, &words))
            .filter_map(|s| s.lead.map(|lead| lead.id.as_str()))
            .collect();
        return Measured::told(many(leads.len()), Unit::People, leads.len());
    }
    let tracks: Vec<Vec<&str>> = match rule.value.as_table() {
        Some(table) => table.keys().map(|track| rule.words(track)).collect(),
        None => vec![rule.words("")],
    };
    let full = periods.iter().filter(|id| tracks.iter().all(|words| with(words, id))).count();
    Measured::told(many(full), Unit::Count, periods.len())
}

/// Q13: sections that lack an element: time, content, place (posts need none), form, staff.
pub(super) fn elements(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let lacking = ground.sections.iter().filter(|s| {
        s.periods.is_empty()
            || s.course.name.as_deref().is_none_or(|name| name.trim().is_empty())
            || s.room.is_none() && s.course.kind != "post"
            || s.lead.is_none()
    });
    let lacking = lacking.map(|s| section(s, 1, Some(0), Unit::Count)).collect();
    Measured::broken(ground.sections.len(), lacking)
}

/// Q14, Q15, Q16: courses whose record lacks a field; a person's where only a plan on file could tell.
pub(super) fn fields(ground: &Ground<'_>, rule: &PolicyRule) -> Measured {
    let wanted = rule.words("");
    let (mut looked_at, mut unknown, mut lacking) = (0, 0, Vec::new());
    for row in offer::recorded(ground.file, rule) {
        let found = offer::fields(ground.file, row, &wanted);
        looked_at += 1;
        unknown += usize::from(!found.unknown.is_empty());
        if !found.missing.is_empty() {
            lacking.push(course(row, many(found.missing.len()), Some(0), Unit::Count));
        }
    }
    if looked_at == 0 {
        return Measured::of(Status::NotApplicable);
    }
    let measured = Measured::broken(looked_at, lacking);
    let measured = if unknown > 0 { measured.note("unknown_fields", vec![unknown.to_string()]) } else { measured };
    if unknown > 0 && measured.status == Status::Met { measured.with_status(Status::NeedsPerson) } else { measured }
}

/// Q18: the shortest period, told because a length may not be taken for granted.
pub(super) fn shortest(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let shortest = ground.file.periods.iter().map(length).min();
    let figure = shortest.map(|minutes| Figure::bare(minutes, Unit::Minutes));
    Measured { figure, looked_at: ground.file.periods.len(), ..Measured::of(Status::NotApplicable) }
}

/// V12: organisations that come as a package, of whose courses some open and some do not.
pub(super) fn packages(ground: &Ground<'_>, _: &PolicyRule) -> Measured {
    let resources = || ground.file.registry.iter().flat_map(|registry| &registry.resources);
    let packages: Vec<_> = resources().filter(|row| row.kind == "organisation" && row.package).collect();
    let opens = |id: &str| ground.sections.iter().any(|section| section.course.id == id);
    let torn = packages.iter().filter_map(|package| {
        let own = resources().filter(|row| row.kind == "course" && row.by.as_ref() == Some(&package.id));
        let (open, closed): (Vec<_>, Vec<_>) = own.filter_map(|row| row.of.as_deref()).partition(|id| opens(id));
        (!open.is_empty() && !closed.is_empty())
            .then(|| resource(package, many(open.len()), Some(many(open.len() + closed.len())), Unit::Count))
    });
    let torn: Vec<Case> = torn.collect();
    if packages.is_empty() { Measured::of(Status::NotApplicable) } else { Measured::broken(packages.len(), torn) }
}

/// Special sections that meet on each day of the cycle.
pub(super) fn special_by_day(ground: &Ground<'_>) -> BTreeMap<(u64, u64), i64> {
    let mut days: BTreeMap<(u64, u64), i64> = BTreeMap::new();
    ground.served(SERVICE).into_keys().for_each(|key| {
        days.insert(key, 0);
    });
    for section in ground.taught().filter(|section| section.course.special) {
        let keys: BTreeSet<(u64, u64)> = section.periods.iter().map(|row| (row.week, row.day)).collect();
        keys.into_iter().for_each(|key| *days.entry(key).or_default() += 1);
    }
    days
}

/// A day's case with a count.
pub(super) fn day_count(key: (u64, u64), measured: i64, wanted: i64) -> Case {
    day(key, measured, wanted, Unit::People)
}
