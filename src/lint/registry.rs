//! What is on file against what the problem allows (L601–L622): the gates' rulings as findings, and where they
//! contradict `cleared`.

use super::Finding;
use super::offer::in_force;
use crate::admission::{Ruling, applicable, rulings};
use crate::dates::sessions;
use crate::format::ProblemFile;
use crate::policy::Regulation;
use std::collections::BTreeSet;

/// Findings about the registry; none without one.
pub(super) fn check(file: &ProblemFile, regulation: Option<&Regulation>, findings: &mut Vec<Finding>) {
    let (Some(registry), Some(regulation)) = (&file.registry, regulation) else { return };
    let days = sessions(file).len();
    if days == 0 && !registry.resources.is_empty() {
        findings.push(Finding::new("L622", vec![], vec![]));
        return;
    }
    let in_force = |ruling: &Ruling| regulation.rule(&ruling.rule).is_some_and(|rule| in_force(file, regulation, rule));
    let rulings: Vec<Ruling> = rulings(file, regulation).into_iter().filter(in_force).collect();
    for ruling in &rulings {
        let (Some(first), Some(last)) = (ruling.dates.first(), ruling.dates.last()) else { continue };
        let span = [first.to_string(), last.to_string(), ruling.dates.len().to_string(), days.to_string()];
        let facts = span.into_iter().chain(ruling.facts.iter().cloned()).collect();
        let mut finding = Finding::new(ruling.code, vec![ruling.resource.clone()], facts);
        if let Some(rule) = regulation.rule(&ruling.rule) {
            finding.cite(regulation, rule);
        }
        findings.push(finding);
    }
    let barred: BTreeSet<&str> = rulings.iter().filter(|r| r.bars).map(|r| r.resource.as_str()).collect();
    let organisations = || registry.resources.iter().filter(|row| row.kind == "organisation");
    let refused = |id: &str, by: Option<&String>| {
        let sender = by.is_some_and(|by| organisations().any(|row| row.id == *by && barred.contains(row.id.as_str())));
        barred.contains(id) || sender
    };
    let cleared = |kind: &str, of: Option<&String>| match kind {
        "person" => file.teachers.iter().find(|row| Some(&row.id) == of).map(|row| row.cleared),
        "venue" => file.rooms.iter().find(|row| Some(&row.id) == of).map(|row| row.cleared),
        _ => None,
    };
    let (mut against, mut needless) = (Vec::new(), Vec::new());
    for row in &registry.resources {
        match (cleared(&row.kind, row.of.as_ref()), refused(&row.id, row.by.as_ref())) {
            (Some(true), true) => against.push(row.id.clone()),
            (Some(false), false) if !applicable(file, row, regulation).is_empty() => needless.push(row.id.clone()),
            _ => {}
        }
    }
    let on_file =
        |kind: &str, id: &String| registry.resources.iter().any(|row| row.kind == kind && row.of.as_ref() == Some(id));
    let outsiders =
        file.teachers.iter().filter(|row| row.kind == "external" && row.cleared && !on_file("person", &row.id));
    let outsiders = outsiders.map(|row| row.id.clone()).collect();
    let venues = file.rooms.iter().filter(|row| row.offsite.is_some() && row.cleared && !on_file("venue", &row.id));
    let venues = venues.map(|row| row.id.clone()).collect();
    let lists: [(&'static str, Vec<String>); 4] =
        [("L618", against), ("L619", needless), ("L620", outsiders), ("L621", venues)];
    for (code, ids) in lists {
        if !ids.is_empty() {
            let count = ids.len().to_string();
            findings.push(Finding::new(code, ids, vec![count]));
        }
    }
}
