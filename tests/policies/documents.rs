//! The shipped policies are complete, and the table of what acts on each row is the one in their README.

use paipian::compliance::{trace, trace_features};
use paipian::policy::{Class, KEPT, ROWS, shipped, shipped_names};
use std::path::Path;

#[test]
fn every_policy_has_the_rows_of_its_document_and_no_others() {
    for name in shipped_names() {
        let policy = shipped(name).expect("shipped");
        let own: Vec<&str> = policy.rules.iter().map(|rule| rule.id.as_str()).collect();
        let wanted: Vec<&str> = ROWS.iter().filter(|row| row.policies.contains(name)).map(|row| row.id).collect();
        let (mut a, mut b) = (own.clone(), wanted);
        a.sort_unstable();
        b.sort_unstable();
        assert_eq!(a, b, "{name}");
        for rule in &policy.rules {
            let told = [&rule.title, &rule.unit, &rule.scope, &rule.clause, &rule.quote];
            assert!(told.iter().all(|text| !text.trim().is_empty()), "{name} {}", rule.id);
            assert!(rule.reading.is_some(), "{name} {}: say how it is read", rule.id);
            let in_principle = rule.class == Class::HardInPrinciple;
            assert!(!in_principle || rule.principle, "{name} {}: H° is for 原则上", rule.id);
        }
    }
}

#[test]
fn rows_that_the_score_keeps_name_its_rules() {
    for (id, rules) in KEPT {
        assert!(ROWS.iter().any(|row| row.id == *id), "{id}");
        let known = |name: &&str| paipian::rules::RULES.iter().any(|rule| rule.name == *name);
        assert!(rules.iter().all(known), "{id}");
    }
    let unwritten = ROWS.iter().filter(|row| row.policies.is_empty());
    assert!(unwritten.into_iter().all(|row| KEPT.iter().any(|(id, _)| *id == row.id)));
}

/// The tables between their marks in `models/policies/README.md`.
#[test]
fn the_tables_of_the_readme_are_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/policies/README.md");
    for (mark, made) in [("table", trace()), ("features", trace_features())] {
        let text = std::fs::read_to_string(&path).expect("a README");
        let (begin, end) = (format!("<!-- {mark}: begin -->\n"), format!("<!-- {mark}: end -->"));
        let (before, rest) = text.split_once(&begin).expect("a begin");
        let (table, after) = rest.split_once(&end).expect("an end");
        if std::env::var_os("PAIPIAN_BLESS").is_some() {
            std::fs::write(&path, format!("{before}{begin}{made}{end}{after}")).expect("written");
        } else {
            assert!(table == made, "the {mark} is not the program's: write it anew with PAIPIAN_BLESS=1");
        }
    }
}

#[test]
fn something_acts_on_every_row() {
    for line in trace().lines().skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, _, _, key, finding, measure, person] = cells[..] else { panic!("{line}") };
        let acts = [key, finding, measure, person].iter().any(|cell| !cell.is_empty());
        assert!(acts, "{id}: nothing acts on it");
        // Where no program part looks, every policy that has the row names what a person confirms.
        if [key, finding, measure].iter().all(|cell| cell.is_empty()) {
            for name in shipped_names() {
                let policy = shipped(name).expect("shipped");
                assert!(policy.rule(id).is_none_or(|rule| rule.ask.is_some()), "{name} {id}");
            }
        }
    }
}

#[test]
fn only_nanchang_has_quota_and_cap() {
    for name in shipped_names() {
        let problem = shipped(name).expect("a shipped name").problem_policy();
        let shares: Vec<u64> = problem.special_share.values().copied().collect();
        if *name == "nanchang" {
            assert_eq!((shares, problem.special_cap), (vec![30, 60, 50], Some(35)));
        } else {
            assert_eq!((shares, problem.special_cap), (vec![0, 0, 0], None));
        }
        assert_eq!(problem.weights.len(), 18);
    }
}
