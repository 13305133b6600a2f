//! Papers on file, on a date.

use crate::dates::{date_of, months_after};
use crate::format::{PaperRow, ResourceRow};
use crate::policy::PolicyRule;
use chrono::NaiveDate;

/// Whether the paper is in force on the date.
fn in_force(paper: &PaperRow, on: NaiveDate) -> bool {
    date_of(paper.from.as_ref()).is_none_or(|from| from <= on)
        && date_of(paper.until.as_ref()).is_none_or(|until| on <= until)
}

/// Whether a paper of that word, about that category if it says one, is in force.
pub(super) fn has(resource: &ResourceRow, word: &str, category: Option<&str>, on: NaiveDate) -> bool {
    let about =
        |paper: &PaperRow| paper.category.is_none() || category.is_none() || paper.category.as_deref() == category;
    resource.papers.iter().any(|paper| paper.paper == word && about(paper) && in_force(paper, on))
}

/// The words of which no paper is in force, parted by `, `; none when all are.
pub(super) fn missing(resource: &ResourceRow, words: &[&str], on: NaiveDate) -> Option<String> {
    let missing: Vec<&str> = words.iter().copied().filter(|word| !has(resource, word, None, on)).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// Like [`missing`], of papers that are good for so many months where they do not say how long.
pub(super) fn stale(resource: &ResourceRow, words: &[&str], months: i64, on: NaiveDate) -> Option<String> {
    let fresh = |word: &&str| {
        resource.papers.iter().filter(|paper| paper.paper == *word && in_force(paper, on)).any(|paper| {
            paper.until.is_some()
                || date_of(paper.from.as_ref()).is_none_or(|from| months_after(from, months).is_none_or(|end| on < end))
        })
    };
    let stale: Vec<&str> = words.iter().copied().filter(|word| !fresh(word)).collect();
    (!stale.is_empty()).then(|| stale.join(", "))
}

/// What a credential rule lacks: the alternatives none of which is on file. `years` stands for the rule's years of
/// experience.
pub(super) fn lacking(
    resource: &ResourceRow,
    rule: &PolicyRule,
    category: Option<&str>,
    on: NaiveDate,
) -> Option<String> {
    let years = rule.field("years").unwrap_or(0);
    let experienced = resource.experience.is_some_and(|have| i64::try_from(have).is_ok_and(|have| have >= years));
    let all = rule.value.get("all").and_then(toml::Value::as_array);
    let lacking: Vec<String> = all
        .into_iter()
        .flatten()
        .filter_map(|alternatives| {
            let words: Vec<&str> = alternatives.as_array()?.iter().filter_map(toml::Value::as_str).collect();
            let met = words.iter().any(|word| match *word {
                "years" => experienced,
                word => has(resource, word, category, on),
            });
            (!met).then(|| words.join("/"))
        })
        .collect();
    (!lacking.is_empty()).then(|| lacking.join(", "))
}
