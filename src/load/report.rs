//! Collecting diagnostics: ids of one kind, and the nearest one to a misspelt id.

use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;

/// A diagnostic.
pub(super) fn at(code: &'static str, place: String, value: impl Into<String>, facts: Vec<String>) -> Diagnostic {
    Diagnostic { code, place, value: value.into(), facts }
}

/// The ids of one kind with the place of each.
pub(super) struct Ids<'f> {
    kind: &'static str,
    at: BTreeMap<&'f str, usize>,
}

impl<'f> Ids<'f> {
    /// Collects the ids of a list; empty and repeated ones are reported at their place.
    pub(super) fn collect(
        kind: &'static str,
        list: &str,
        ids: impl Iterator<Item = &'f String>,
        errors: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut found = BTreeMap::new();
        for (ix, id) in ids.enumerate() {
            let place = format!("{list}[{ix}].id");
            if id.is_empty() {
                errors.push(at("E106", place, "", vec![]));
            } else if let Some(first) = found.get(id.as_str()) {
                errors.push(at("E104", place, id, vec![format!("{list}[{first}].id")]));
            } else {
                found.insert(id.as_str(), ix);
            }
        }
        Self { kind, at: found }
    }

    /// Position of an id.
    pub(super) fn get(&self, id: &str) -> Option<usize> {
        self.at.get(id).copied()
    }

    /// Position of an id; one that refers to nothing is reported.
    pub(super) fn find(&self, id: &str, place: impl FnOnce() -> String, errors: &mut Vec<Diagnostic>) -> Option<usize> {
        let found = self.get(id);
        if found.is_none() {
            errors.push(at("E105", place(), id, vec![self.kind.to_string(), self.nearest(id).unwrap_or_default()]));
        }
        found
    }

    /// The id with the fewest edits, if that is at most two and less than the id's length.
    fn nearest(&self, id: &str) -> Option<String> {
        let word: Vec<char> = id.chars().collect();
        self.at
            .keys()
            .map(|candidate| (edits(&word, candidate), *candidate))
            .filter(|&(distance, _)| distance <= 2 && distance < word.len())
            .min()
            .map(|(_, candidate)| candidate.to_string())
    }
}

/// Levenshtein distance in characters.
fn edits(word: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (i, b) in other.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &a) in word.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[word.len()]
}
