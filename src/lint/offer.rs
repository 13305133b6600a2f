//! What the regulation asks of the offer as such, and what a published table needs of every course (L401–L413).

use super::{Finding, facts};
use crate::dates::{date_of, sessions};
use crate::format::ProblemFile;
use crate::offer::{self, DistrictEnd, SERVICE};
use crate::policy::{PolicyRule, Regulation};
use crate::problem::{CourseKind, Problem};

/// What a check may look at.
struct Offer<'a> {
    file: &'a ProblemFile,
    problem: &'a Problem,
}

type Check = fn(&Offer<'_>, &PolicyRule, &mut Vec<Finding>);

/// Rule by rule: its id, the code of what the check finds, and the check.
const CHECKS: &[(&str, &str, Check)] = &[
    ("Q6", "L401", courses_for_rooms),
    ("T1", "L402", days_a_week),
    ("T2", "L403", length_of_days),
    ("Q13", "L404", names),
    ("Q13", "L405", categories),
    ("T4", "L406", season_ends),
    ("T5", "L406", district_ends),
    ("T6", "L407", evening_ends),
    ("Q14", "L408", course_fields),
    ("Q15", "L408", course_fields),
    ("Q16", "L408", course_fields),
    ("V3", "L409", vendor_files),
    ("Q17", "L410", school_fields),
    ("S7", "L410", school_fields),
    ("W11", "L411", bands),
    ("M4", "L411", bands),
    ("T8", "L413", term_dates),
];

/// Ids of the rules that a check looks at, with the check's code.
pub(super) fn checked() -> impl Iterator<Item = (&'static str, &'static str)> {
    CHECKS.iter().map(|(rule, code, _)| (*rule, *code))
}

/// Rules of the regulation; and, whatever it asks, courses without name or category.
pub(super) fn check(
    file: &ProblemFile,
    problem: &Problem,
    regulation: Option<&Regulation>,
    findings: &mut Vec<Finding>,
) {
    let offer = Offer { file, problem };
    for (id, _, check) in CHECKS {
        let Some(regulation) = regulation else { break };
        let Some(rule) = regulation.rule(id).filter(|rule| in_force(file, regulation, rule)) else { continue };
        let from = findings.len();
        check(&offer, rule, findings);
        findings[from..].iter_mut().for_each(|finding| finding.cite(regulation, rule));
    }
    if regulation.is_none_or(|regulation| regulation.rule("Q13").is_none()) {
        unnamed(file, findings);
        uncategorized(file, findings);
    }
    for rule in regulation.iter().flat_map(|regulation| &regulation.rules) {
        let Some(regulation) = regulation.filter(|of| rule.applies && !in_force(file, of, rule)) else { continue };
        let until = rule.valid.until.clone().or_else(|| regulation.valid.until.clone()).unwrap_or_default();
        let mut finding = Finding::new("L412", vec![], vec![rule.id.clone(), rule.title.clone(), until]);
        finding.cite(regulation, rule);
        findings.push(finding);
    }
}

/// Whether the rule is in force on some date of the term; always, for a term without dates.
pub(crate) fn in_force(file: &ProblemFile, regulation: &Regulation, rule: &PolicyRule) -> bool {
    let sessions = sessions(file);
    let (Some(first), Some(last)) = (sessions.first(), sessions.last()) else { return true };
    let own = &rule.valid;
    let valid = if own.from.is_some() || own.until.is_some() { own } else { &regulation.valid };
    date_of(valid.from.as_ref()).is_none_or(|from| from <= last.date)
        && date_of(valid.until.as_ref()).is_none_or(|until| until >= first.date)
}

fn count(list: usize) -> i64 {
    i64::try_from(list).unwrap_or(i64::MAX)
}

fn courses_for_rooms(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let (courses, rooms) = library(offer.problem);
    let wanted = rooms * rule.whole().unwrap_or(0);
    if courses < wanted {
        findings.push(Finding::new("L401", vec![], facts([courses, rooms, wanted])));
    }
}

/// Courses for children, and rooms that one of them may use.
pub(crate) fn library(problem: &Problem) -> (i64, i64) {
    let taught = || problem.courses.rows().iter().filter(|course| course.kind != CourseKind::Post);
    let rooms = (0..problem.rooms.len()).filter(|&ix| taught().any(|course| course.room_fits[ix])).count();
    (count(taught().count()), count(rooms))
}

fn days_a_week(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let wanted = rule.whole().unwrap_or(0);
    let weeks = offer.file.periods.iter().map(|row| row.week).max().unwrap_or(0);
    let days = offer::days(offer.file, SERVICE);
    for week in 1..=weeks {
        let offered = count(days.iter().filter(|day| day.week == week).count());
        if offered < wanted {
            findings.push(Finding::new("L402", vec![], facts([week.cast_signed(), offered, wanted])));
        }
    }
}

fn ids(periods: &[&crate::format::PeriodRow]) -> Vec<String> {
    periods.iter().map(|row| row.id.clone()).collect()
}

fn length_of_days(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let wanted = rule.whole().unwrap_or(0);
    for day in offer::days(offer.file, SERVICE).iter().filter(|day| day.length() < wanted) {
        let figures = facts([day.week.cast_signed(), day.day.cast_signed(), day.length(), wanted]);
        findings.push(Finding::new("L403", ids(&day.periods), figures));
    }
}

/// Minutes of the day as a clock time.
fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn early(day: &offer::Day<'_>, earliest: i64, since: &str) -> Finding {
    let figures = vec![day.week.to_string(), day.day.to_string(), clock(day.end), clock(earliest), since.to_string()];
    Finding::new("L406", ids(&day.periods), figures)
}

fn season_ends(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let sessions = sessions(offer.file);
    for day in offer::days(offer.file, &["after_school"]) {
        let of_day = sessions.iter().filter(|session| (session.week, session.day) == (day.week, day.day));
        let short = of_day.filter_map(|session| Some((session.date, offer::season_end(rule, session.date)?)));
        let short = short.filter(|(_, earliest)| day.end < *earliest).min_by_key(|(date, earliest)| (-earliest, *date));
        if let Some((date, earliest)) = short {
            findings.push(early(&day, earliest, &date.to_string()));
        }
    }
}

fn district_ends(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let (DistrictEnd::Named(earliest) | DistrictEnd::Elsewhere(earliest)) =
        offer::district_end(rule, offer.file).unwrap_or(DistrictEnd::Unknown(0))
    else {
        return;
    };
    let days = offer::days(offer.file, &["after_school"]);
    findings.extend(days.iter().filter(|day| day.end < earliest).map(|day| early(day, earliest, "")));
}

fn evening_ends(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let latest = rule.clock("latest").unwrap_or(24 * 60);
    for day in offer::days(offer.file, &["evening"]).iter().filter(|day| day.end > latest) {
        let figures = vec![day.week.to_string(), day.day.to_string(), clock(day.end), clock(latest)];
        findings.push(Finding::new("L407", ids(&day.periods), figures));
    }
}

fn listed(code: &'static str, ids: Vec<String>, findings: &mut Vec<Finding>) {
    if !ids.is_empty() {
        let figures = facts([count(ids.len())]);
        findings.push(Finding::new(code, ids, figures));
    }
}

fn blank(text: Option<&String>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

fn unnamed(file: &ProblemFile, findings: &mut Vec<Finding>) {
    let nameless = file.courses.iter().filter(|row| blank(row.name.as_ref()));
    listed("L404", nameless.map(|row| row.id.clone()).collect(), findings);
}

fn uncategorized(file: &ProblemFile, findings: &mut Vec<Finding>) {
    let taught = file.courses.iter().filter(|row| row.kind == "club" || row.kind == "open");
    let without = taught.filter(|row| blank(row.category.as_ref()));
    listed("L405", without.map(|row| row.id.clone()).collect(), findings);
}

fn names(offer: &Offer<'_>, _: &PolicyRule, findings: &mut Vec<Finding>) {
    unnamed(offer.file, findings);
}

fn categories(offer: &Offer<'_>, _: &PolicyRule, findings: &mut Vec<Finding>) {
    uncategorized(offer.file, findings);
}

fn course_fields(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let wanted = rule.words("");
    let mut courses = Vec::new();
    let mut fields: Vec<&str> = Vec::new();
    for course in offer::recorded(offer.file, rule) {
        let missing = offer::fields(offer.file, course, &wanted).missing;
        if !missing.is_empty() {
            courses.push(course.id.clone());
            fields.extend(missing.into_iter().filter(|field| !fields.contains(field)).collect::<Vec<_>>());
        }
    }
    if !courses.is_empty() {
        let figures = vec![fields.join(", "), courses.len().to_string()];
        findings.push(Finding::new("L408", courses, figures));
    }
}

fn vendor_files(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let resources = offer.file.registry.iter().flat_map(|registry| &registry.resources);
    for resource in resources.filter(|row| row.kind == "organisation") {
        let missing = offer::vendor_file(resource, rule);
        if !missing.is_empty() {
            findings.push(Finding::new("L409", vec![resource.id.clone()], vec![missing.join(", ")]));
        }
    }
}

fn school_fields(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let missing = offer::school_fields(offer.file, rule).unwrap_or_default();
    if !missing.is_empty() {
        findings.push(Finding::new("L410", vec![], vec![missing.join(", ")]));
    }
}

/// The least band that a percent is below: 0 none, 1 a warning, 2 mend by a date, 3 out.
pub(crate) fn band(rule: &PolicyRule, percent: i64) -> usize {
    rule.bands().iter().filter(|least| percent < **least).count()
}

fn bands(offer: &Offer<'_>, rule: &PolicyRule, findings: &mut Vec<Finding>) {
    let kind = if rule.id == "M4" { "platform" } else { "person" };
    let resources = offer.file.registry.iter().flat_map(|registry| &registry.resources);
    for resource in resources.filter(|row| row.kind == kind) {
        let surveys = resource.surveys.iter().filter_map(|row| Some((row.on.as_str(), row.percent?)));
        let Some((_, percent)) = surveys.max_by_key(|(on, _)| *on) else { continue };
        let percent = i64::try_from(percent).unwrap_or(100);
        let below = band(rule, percent);
        // Out of the programme is the gate's word for a person.
        if below > 0 && (below < 3 || kind == "platform") {
            let word = ["warning", "rectify", "dismissed"][below - 1];
            let figures = vec![percent.to_string(), rule.bands()[below - 1].to_string(), word.to_string()];
            findings.push(Finding::new("L411", vec![resource.id.clone()], figures));
        }
    }
}

fn term_dates(offer: &Offer<'_>, _: &PolicyRule, findings: &mut Vec<Finding>) {
    if sessions(offer.file).is_empty() {
        findings.push(Finding::new("L413", vec![], vec![]));
    }
}
