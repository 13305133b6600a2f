//! The gates, one row each: which rules, which resources, and what refuses on a date.

use super::Case;
use super::papers::{has, lacking, missing, stale};
use crate::dates::{date_of, years_after};
use crate::policy::{PolicyRule, Regulation};
use chrono::NaiveDate;

/// What refuses on a date: the facts, or none where the gate is open.
type Refuses = fn(&Case<'_>, &PolicyRule, &Regulation, NaiveDate) -> Option<Vec<String>>;

/// Whether a gate looks at a case for a rule.
type Applies = fn(&Case<'_>, &PolicyRule, &Regulation) -> bool;

/// A gate.
pub(super) struct Gate {
    pub(super) rules: &'static [&'static str],
    /// Its code among the findings of `lint`.
    pub(super) code: &'static str,
    /// Kinds of resource it looks at.
    pub(super) kinds: &'static [&'static str],
    pub(super) applies: Applies,
    pub(super) refuses: Refuses,
    /// Whether it bars by itself.
    pub(super) bars: bool,
}

const ANY: Applies = |_, _, _| true;
const OUTSIDE: Applies = |case, _, _| case.outside;
/// From outside, and not through an organisation that the rule looks at in its place.
const ITSELF: Applies = |case, rule, _| {
    let kinds = kinds_of(rule);
    let of_organisations = kinds.is_empty() || kinds.contains(&"organisation");
    case.outside && (case.resource.by.is_none() || !of_organisations)
};
/// With a course of the rule's categories.
const TEACHING: Applies = |case, rule, regulation| !categories(case, rule, regulation).is_empty();
/// Everything that may be sent, used or taught.
const RESOURCES: &[&str] = &["organisation", "person", "venue", "course"];
/// Every kind that a gate looks at.
const KINDS: &[&str] = &["organisation", "person", "venue", "course", "student"];

/// Every gate, in the order of their codes.
pub(super) const GATES: &[Gate] = &[
    Gate {
        rules: &["W1"],
        code: "L601",
        kinds: &["person"],
        applies: |case, rule, regulation| OUTSIDE(case, rule, regulation) && TEACHING(case, rule, regulation),
        refuses: credential,
        bars: true,
    },
    Gate {
        rules: &["W2", "W3", "W4", "W5", "W6", "W7"],
        code: "L601",
        kinds: &["person"],
        applies: TEACHING,
        refuses: credential,
        bars: true,
    },
    Gate { rules: &["W8"], code: "L602", kinds: &["person"], applies: OUTSIDE, refuses: age, bars: true },
    Gate {
        rules: &["W9"],
        code: "L603",
        kinds: &["person"],
        applies: |case, _, _| case.resource.by.is_some(),
        refuses: papers,
        bars: true,
    },
    Gate { rules: &["W10"], code: "L604", kinds: &["person"], applies: OUTSIDE, refuses: entry, bars: true },
    Gate { rules: &["W11"], code: "L605", kinds: &["person"], applies: ANY, refuses: dismissed, bars: true },
    Gate { rules: &["V1"], code: "L606", kinds: &["venue"], applies: OUTSIDE, refuses: venue, bars: true },
    Gate { rules: &["V2"], code: "L607", kinds: &["organisation"], applies: ANY, refuses: years, bars: true },
    Gate { rules: &["V4"], code: "L608", kinds: RESOURCES, applies: ITSELF, refuses: standing, bars: true },
    Gate { rules: &["V5"], code: "L609", kinds: RESOURCES, applies: ITSELF, refuses: agreement, bars: true },
    Gate { rules: &["V6"], code: "L610", kinds: RESOURCES, applies: OUTSIDE, refuses: satisfaction, bars: false },
    Gate { rules: &["V7"], code: "L611", kinds: &["organisation"], applies: ANY, refuses: ban, bars: true },
    Gate { rules: &["V8"], code: "L612", kinds: &["organisation"], applies: ANY, refuses: blacklist, bars: true },
    Gate { rules: &["V9"], code: "L613", kinds: &["venue"], applies: OUTSIDE, refuses: papers, bars: true },
    Gate {
        rules: &["Q9"],
        code: "L614",
        kinds: &["course"],
        applies: ANY,
        refuses: |case, _, _, _| case.resource.new_teaching.then(Vec::new),
        bars: true,
    },
    Gate { rules: &["V13"], code: "L615", kinds: &["course"], applies: OUTSIDE, refuses: papers, bars: true },
    Gate { rules: &["S6"], code: "L616", kinds: &["student"], applies: ANY, refuses: papers, bars: true },
    Gate { rules: &["W21"], code: "L617", kinds: &["person"], applies: ANY, refuses: papers, bars: false },
];

impl Gate {
    /// Whether the gate looks at a case for a rule. A rule whose scope names kinds of resource is about those alone.
    pub(super) fn looks_at(&self, case: &Case<'_>, rule: &PolicyRule, regulation: &Regulation) -> bool {
        let kind = case.resource.kind.as_str();
        let scope = kinds_of(rule);
        self.kinds.contains(&kind)
            && (scope.is_empty() || scope.contains(&kind))
            && (self.applies)(case, rule, regulation)
    }
}

/// Kinds of resource that a rule's scope names; none where it is about all.
fn kinds_of(rule: &PolicyRule) -> Vec<&str> {
    rule.scope.split('/').filter(|word| KINDS.contains(word)).collect()
}

/// Categories of the person's courses that a credential rule is about. A rule with categories is about those; one without
/// is about the categories that no other credential rule names, and about people whose courses have none.
fn categories<'c>(case: &Case<'c>, rule: &PolicyRule, regulation: &Regulation) -> Vec<Option<&'c str>> {
    let named = |rule: &PolicyRule, category: &str| rule.words("categories").contains(&category);
    let fallback = rule.words("categories").is_empty();
    let others =
        || regulation.rules.iter().filter(|other| other.unit == "papers" && other.applies && other.id != rule.id);
    let about = |category: &&str| match fallback {
        true => !others().any(|other| named(other, category)),
        false => named(rule, category),
    };
    let mut categories: Vec<Option<&str>> = case.categories.iter().copied().filter(about).map(Some).collect();
    if fallback && case.categories.is_empty() {
        categories.push(None);
    }
    categories
}

fn credential(case: &Case<'_>, rule: &PolicyRule, regulation: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let mut categories = categories(case, rule, regulation).into_iter();
    let found = categories.find_map(|category| Some((category, lacking(case.resource, rule, category, on)?)));
    found.map(|(category, lacking)| {
        let have = case.resource.experience.map_or_else(String::new, |years| years.to_string());
        let wanted = rule.field("years").unwrap_or(0).to_string();
        vec![category.unwrap_or_default().to_string(), lacking, have, wanted]
    })
}

fn age(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let years = rule.whole()?;
    let born = date_of(case.resource.born.as_ref());
    let grown = born.and_then(|born| years_after(born, years));
    match grown {
        Some(grown) if grown <= on => None,
        Some(grown) => Some(vec![grown.to_string(), years.to_string()]),
        None => Some(vec![String::new(), years.to_string()]),
    }
}

fn papers(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    missing(case.resource, &rule.words(""), on).map(|missing| vec![missing])
}

fn entry(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let months = rule.field("months").unwrap_or(12);
    stale(case.resource, &rule.words("papers"), months, on).map(|stale| vec![stale, months.to_string()])
}

fn dismissed(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let percent = case.satisfied(on)?;
    let least = *rule.bands().last()?;
    (percent < least).then(|| vec![percent.to_string(), least.to_string()])
}

fn satisfaction(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let (percent, least) = (case.satisfied(on)?, rule.whole()?);
    (percent < least).then(|| vec![percent.to_string(), least.to_string()])
}

fn venue(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let resource = case.resource;
    let mut words = rule.words("always");
    let mut lacking: Vec<String> = Vec::new();
    if resource.high_risk {
        words.extend(rule.words("high_risk"));
    }
    let area = resource.area.and_then(|area| i64::try_from(area).ok());
    if !resource.new {
        match area {
            None => lacking.push("area".to_string()),
            Some(area) => {
                for word in ["fire", "environment"] {
                    if rule.field(word).is_some_and(|from| area >= from) && !has(resource, word, None, on) {
                        lacking.push(word.to_string());
                    }
                }
            }
        }
        lacking.extend(failed_years(case, rule.field("years").unwrap_or(0)).map(|_| "yearly_reports".to_string()));
    }
    lacking.splice(0..0, words.into_iter().filter(|word| !has(resource, word, None, on)).map(str::to_string));
    let shown = area.map_or_else(String::new, |area| area.to_string());
    (!lacking.is_empty()).then(|| vec![lacking.join(", "), shown])
}

/// The latest so many yearly results that are failed, or how many there are when they are too few.
fn failed_years(case: &Case<'_>, wanted: i64) -> Option<String> {
    let mut rows: Vec<(u64, bool)> = case.resource.years.iter().map(|row| (row.year, row.passed)).collect();
    rows.sort_unstable_by(|a, b| b.cmp(a));
    let wanted = usize::try_from(wanted).unwrap_or(0);
    let latest = &rows[..rows.len().min(wanted)];
    let failed: Vec<String> = latest.iter().filter(|(_, passed)| !passed).map(|(year, _)| year.to_string()).collect();
    if !failed.is_empty() {
        Some(failed.join(", "))
    } else if latest.len() < wanted {
        Some(format!("{}/{wanted}", latest.len()))
    } else {
        None
    }
}

fn years(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, _: NaiveDate) -> Option<Vec<String>> {
    failed_years(case, rule.whole()?).map(|failed| vec![failed])
}

fn standing(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let state = case.state(on).map_or("", |(state, _)| state);
    (!rule.words("").contains(&state)).then(|| vec![state.to_string()])
}

fn agreement(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let agreement = case.resource.agreement.clone().unwrap_or_default();
    let done = |date: Option<&String>| date_of(date).is_some_and(|date| date <= on);
    let mut lacking: Vec<&str> = rule
        .words("")
        .into_iter()
        .filter(|step| !done(if *step == "filed" { agreement.filed.as_ref() } else { agreement.signed.as_ref() }))
        .collect();
    if lacking.is_empty() && date_of(agreement.until.as_ref()).is_some_and(|until| until < on) {
        lacking.push("until");
    }
    (!lacking.is_empty()).then(|| vec![lacking.join(", ")])
}

fn ban(case: &Case<'_>, rule: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let years = rule.whole()?;
    let exits = case.resource.history.iter().filter(|row| row.state == "exited");
    let exits = exits.filter_map(|row| crate::dates::date(&row.on)).filter(|exit| *exit <= on);
    let last = exits.max()?;
    let end = years_after(last, years)?;
    (on < end).then(|| vec![last.to_string(), end.to_string()])
}

fn blacklist(case: &Case<'_>, _: &PolicyRule, _: &Regulation, on: NaiveDate) -> Option<Vec<String>> {
    let (state, since) = case.state(on)?;
    (state == "blacklisted").then(|| vec![since.to_string()])
}
