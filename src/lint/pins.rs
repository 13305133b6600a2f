//! Pins that no plan with hard 0 keeps (L301–L320).

use super::basis::Basis;
use super::{Finding, facts};
use crate::problem::{
    Course, CourseId, CourseKind, Id, Pattern, PatternId, PeriodId, PeriodSet, Pin, RoomId, SectionPin, StudentId,
    TeacherId,
};
use std::collections::BTreeMap;

/// Sections, then children, then people.
pub(super) fn check(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let held = sections(basis, findings);
    together(basis, &held, findings);
    for (student, who) in basis.problem.students.iter().filter(|(_, who)| !who.pinned_to.is_empty()) {
        let kept = who.pinned_to.iter().filter(|&&course| child(basis, student, course, findings));
        clashes(basis, student, &kept.copied().collect::<Vec<_>>(), findings);
    }
    crowds(basis, findings);
    for (teacher, who) in basis.problem.teachers.iter() {
        for &course in &who.pinned_to {
            let code = if who.pinned_off.contains(&course) {
                "L315"
            } else if !basis.open_patterns(course).any(|pattern| basis.usable[pattern].leads.contains(&teacher)) {
                "L316"
            } else {
                continue;
            };
            findings.push(Finding::new(code, vec![who.name.clone(), course_name(basis, course)], vec![]));
        }
    }
}

fn course_name(basis: &Basis<'_>, course: CourseId) -> String {
    basis.problem.courses[course].name.clone()
}

/// A pinned section with every pattern it can have.
struct Held<'p> {
    name: &'p str,
    patterns: Vec<PatternId>,
    room: Option<RoomId>,
    lead: Option<TeacherId>,
}

/// Each pinned section by itself; those that can exist are returned. Several pins of one section are one demand.
fn sections<'p>(basis: &Basis<'p>, findings: &mut Vec<Finding>) -> Vec<Held<'p>> {
    let problem: &'p crate::problem::Problem = basis.problem;
    let mut merged: BTreeMap<&'p str, Option<SectionPin>> = BTreeMap::new();
    for pin in &problem.pins {
        let Pin::Section(pin) = pin else { continue };
        let entry = merged.entry(&pin.name).or_insert_with(|| Some(pin.clone()));
        *entry = entry.take().and_then(|known| merge(known, pin));
    }
    let mut held = Vec::new();
    for (name, pin) in merged {
        let Some(pin) = pin else {
            findings.push(Finding::new("L310", vec![name.to_string()], vec![]));
            continue;
        };
        match patterns(basis, &pin) {
            Ok(patterns) => held.push(Held { name, patterns, room: pin.room, lead: pin.lead }),
            Err((code, others)) => {
                let subject = std::iter::once(name.to_string()).chain(others).collect();
                findings.push(Finding::new(code, subject, vec![]));
            }
        }
    }
    held
}

/// What both pins ask for, unless they differ.
fn merge(mut known: SectionPin, other: &SectionPin) -> Option<SectionPin> {
    fn both<T: Copy + PartialEq>(one: &mut Option<T>, other: Option<T>) -> bool {
        let agree = one.is_none() || other.is_none() || *one == other;
        *one = one.or(other);
        agree
    }
    (both(&mut known.course, other.course)
        && both(&mut known.pattern, other.pattern)
        && both(&mut known.room, other.room)
        && both(&mut known.lead, other.lead))
    .then_some(known)
}

/// The patterns that a pinned section can have with its room and lead, or the first reason that leaves none: each step
/// keeps only what some rule of the section allows.
pub(crate) fn patterns(basis: &Basis<'_>, pin: &SectionPin) -> Result<Vec<PatternId>, (&'static str, Vec<String>)> {
    let problem = basis.problem;
    let of_pin = |(id, pattern): (PatternId, &Pattern)| {
        let fits = pin.course.is_none_or(|course| course == pattern.course)
            && pin.pattern.is_none_or(|periods| periods == pattern.periods);
        fits.then_some(id)
    };
    let mut left: Vec<PatternId> = problem.patterns.iter().filter_map(of_pin).collect();
    if left.is_empty() {
        let periods = pin.pattern.unwrap_or_default();
        return Err((if periods.is_empty() { "L307" } else { "L301" }, basis.period_names(periods).collect()));
    }
    let mut keep = |code: &'static str, id: &str, test: &dyn Fn(&Pattern, &Course) -> bool| {
        left.retain(|&id| {
            let pattern = &problem.patterns[id];
            test(pattern, &problem.courses[pattern.course])
        });
        if left.is_empty() { Err((code, vec![id.to_string()])) } else { Ok(()) }
    };
    if let Some(room) = pin.room {
        let row = &problem.rooms[room];
        keep("L302", &row.name, &|_, course| course.room_fits[room.ix()])?;
        keep("L303", &row.name, &|pattern, _| !row.closed.meets(pattern.periods))?;
    }
    if let Some(lead) = pin.lead {
        let row = &problem.teachers[lead];
        keep("L304", &row.name, &|_, course| course.lead_fits[lead.ix()])?;
        keep("L305", &row.name, &|_, _| row.cleared)?;
        keep("L306", &row.name, &|pattern, _| !row.unavailable.meets(pattern.periods))?;
        keep("L320", &row.name, &|pattern, _| !row.pinned_off.contains(&pattern.course))?;
    }
    left.retain(|&pattern| {
        let usable = &basis.usable[pattern];
        usable.open
            && pin.room.is_none_or(|room| usable.rooms.contains(&room))
            && pin.lead.is_none_or(|lead| usable.leads.contains(&lead))
    });
    if left.is_empty() { Err(("L307", vec![])) } else { Ok(left) }
}

/// What the pinned sections ask for together. Only what holds for all patterns a section can have is counted.
fn together(basis: &Basis<'_>, held: &[Held<'_>], findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    let mut by_lead: BTreeMap<TeacherId, Vec<&Held<'_>>> = BTreeMap::new();
    let mut by_room: BTreeMap<RoomId, Vec<&Held<'_>>> = BTreeMap::new();
    let mut by_course: BTreeMap<CourseId, Vec<&Held<'_>>> = BTreeMap::new();
    for section in held {
        section.lead.into_iter().for_each(|lead| by_lead.entry(lead).or_default().push(section));
        section.room.into_iter().for_each(|room| by_room.entry(room).or_default().push(section));
        let course = problem.patterns[section.patterns[0]].course;
        if section.patterns.iter().all(|&pattern| problem.patterns[pattern].course == course) {
            by_course.entry(course).or_default().push(section);
        }
    }
    for (lead, sections) in by_lead {
        for (ix, one) in sections.iter().enumerate() {
            for other in sections[..ix].iter().filter(|other| always_clash(basis, &one.patterns, &other.patterns)) {
                let subject = [&problem.teachers[lead].name, other.name, one.name];
                findings.push(Finding::new("L308", subject.map(str::to_string).to_vec(), vec![]));
            }
        }
    }
    for (room, sections) in by_room {
        let row = &problem.rooms[room];
        let crowded =
            crowd(problem.calendar.periods.ids(), &sections, row.parallel, |pattern| problem.patterns[pattern].moments);
        if let Some((_, names)) = crowded.into_iter().max_by_key(|(_, names)| names.len()) {
            let figures = facts([names.len() as i64, i64::from(row.parallel)]);
            findings.push(Finding::new("L309", std::iter::once(row.name.clone()).chain(names).collect(), figures));
        }
    }
    for (course, sections) in by_course {
        let row = &problem.courses[course];
        if sections.len() > row.max_sections as usize {
            let names = sections.iter().map(|section| section.name.to_string());
            let figures = facts([sections.len() as i64, i64::from(row.max_sections)]);
            findings.push(Finding::new("L317", std::iter::once(row.name.clone()).chain(names).collect(), figures));
        }
        let ids = problem.calendar.periods.ids();
        for (period, names) in crowd(ids, &sections, row.max_parallel, |pattern| problem.patterns[pattern].periods) {
            let figures = facts([names.len() as i64, i64::from(row.max_parallel)]);
            let subject = vec![row.name.clone(), problem.calendar.periods[period].name.clone()];
            findings.push(Finding::new("L318", subject, figures));
        }
    }
}

/// Where more than `most` of the sections are, whatever pattern each has.
fn crowd(
    places: impl Iterator<Item = PeriodId>,
    sections: &[&Held<'_>],
    most: u32,
    of: impl Fn(PatternId) -> PeriodSet,
) -> Vec<(PeriodId, Vec<String>)> {
    let at = |place: PeriodId| {
        let there = sections.iter().filter(|section| section.patterns.iter().all(|&pattern| of(pattern).has(place)));
        (place, there.map(|section| section.name.to_string()).collect::<Vec<_>>())
    };
    places.map(at).filter(|(_, names)| names.len() > most as usize).collect()
}

fn always_clash(basis: &Basis<'_>, one: &[PatternId], other: &[PatternId]) -> bool {
    let patterns = &basis.problem.patterns;
    one.iter().all(|&a| other.iter().all(|&b| patterns[a].clashes_with(&patterns[b])))
}

/// Whether a child can hold a course it is pinned to; the reason is found where not.
fn child(basis: &Basis<'_>, student: StudentId, course: CourseId, findings: &mut Vec<Finding>) -> bool {
    let (who, row) = (&basis.problem.students[student], &basis.problem.courses[course]);
    let attends = |pattern| who.attends.covers(basis.problem.patterns[pattern].periods);
    let code = if who.pinned_off.contains(&course) {
        "L314"
    } else if row.kind != CourseKind::Post && !row.patterns.iter().any(attends) {
        "L312"
    } else if row.kind == CourseKind::Post || basis.attended(student, course).next().is_none() {
        "L313"
    } else {
        return true;
    };
    findings.push(Finding::new(code, vec![who.name.clone(), row.name.clone()], vec![]));
    false
}

/// Courses a child is pinned to of which every pattern clashes with every one of another.
fn clashes(basis: &Basis<'_>, student: StudentId, courses: &[CourseId], findings: &mut Vec<Finding>) {
    let patterns = |course| basis.attended(student, course).collect::<Vec<_>>();
    for (ix, &one) in courses.iter().enumerate() {
        for &other in courses[..ix].iter().filter(|&&other| other != one) {
            if always_clash(basis, &patterns(one), &patterns(other)) {
                let subject =
                    [&basis.problem.students[student].name, &course_name(basis, other), &course_name(basis, one)];
                findings.push(Finding::new("L311", subject.map(String::clone).to_vec(), vec![]));
            }
        }
    }
}

/// More children pinned to a course than `max_sections` sections of its greatest limit seat.
fn crowds(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    let mut pinned: BTreeMap<CourseId, u64> = BTreeMap::new();
    for student in problem.students.rows() {
        let mut courses = student.pinned_to.clone();
        courses.sort_unstable();
        courses.dedup();
        courses.into_iter().for_each(|course| *pinned.entry(course).or_default() += 1);
    }
    for (course, children) in pinned.into_iter().filter(|(course, _)| basis.can_open(*course)) {
        let rooms = basis.open_patterns(course).flat_map(|pattern| &basis.usable[pattern].rooms);
        let limit = rooms.map(|&room| u64::from(problem.limit(course, Some(room)))).max().unwrap_or(0);
        let most = limit.saturating_mul(u64::from(problem.courses[course].max_sections));
        if problem.courses[course].kind != CourseKind::Post && children > most {
            let figures = facts([super::seats::whole(children), super::seats::whole(most)]);
            findings.push(Finding::new("L319", vec![course_name(basis, course)], figures));
        }
    }
}
