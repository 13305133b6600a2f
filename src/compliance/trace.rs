//! Traceability: for every row of the catalogue the policies that have it and what acts on it, as a table in Markdown.

use super::MEASURES;
use crate::lint::rules_checked;
use crate::policy::{FEATURES, KEPT, ROWS, shipped, shipped_names};
use std::collections::BTreeSet;

/// The table. Every cell is read from the tables that the program runs on: keys from the policies, codes from the checks
/// and gates of `lint`, files from the measures of the compliance report.
pub fn trace() -> String {
    let policies: Vec<_> = shipped_names().iter().filter_map(|name| shipped(name)).collect();
    let mut text = String::from(
        "| row | about | policies (class, clause) | in the score | finding of `lint` | line of the compliance report | a person confirms |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for row in ROWS {
        let rules = policies.iter().filter_map(|policy| Some((policy, policy.rule(row.id)?)));
        let rules: Vec<_> = rules.collect();
        let cited: Vec<String> = rules
            .iter()
            .map(|(policy, rule)| {
                let principle = if rule.principle { ", 原则上" } else { "" };
                format!("{} ({}, {}{principle})", policy.name, rule.class.word(), rule.clause)
            })
            .collect();
        let keys: BTreeSet<String> =
            rules.iter().filter_map(|(_, rule)| rule.key.as_ref()).map(|key| format!("key `{key}`")).collect();
        let kept = KEPT.iter().filter(|(id, _)| *id == row.id).flat_map(|(_, rules)| rules.iter());
        let score = keys.into_iter().chain(kept.map(|rule| format!("rule `{rule}`"))).collect::<Vec<_>>();
        let codes: BTreeSet<&str> = rules_checked().filter(|(id, _)| *id == row.id).map(|(_, code)| code).collect();
        let measure = MEASURES.iter().find(|(ids, _, _)| ids.contains(&row.id));
        let line = match measure {
            Some((_, file, _)) => format!("measured: `src/compliance/{file}.rs`"),
            None if codes.is_empty() => String::new(),
            None => "from the findings: `src/admission/`".to_string(),
        };
        let asked = rules.iter().filter(|(_, rule)| rule.ask.is_some()).map(|(policy, _)| policy.name.clone());
        let cited = if cited.is_empty() { "in no document; meant by all".to_string() } else { cited.join("; ") };
        let cells = [
            row.id.to_string(),
            row.topic.to_string(),
            cited,
            score.join(" "),
            codes.into_iter().collect::<Vec<_>>().join(" "),
            line,
            asked.collect::<Vec<_>>().join(", "),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// The features that the documents demand and the rows that carry them, as a table in Markdown.
pub fn trace_features() -> String {
    let mut text = String::from("| feature | about | rows |\n| --- | --- | --- |\n");
    for (id, topic, rows) in FEATURES {
        text.push_str(&format!("| {id} | {topic} | {} |\n", rows.join(" ")));
    }
    text
}
