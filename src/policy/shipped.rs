//! The five shipped policies, one per document.

use super::ShippedPolicy;

const SHIPPED: [(&str, &str); 5] = [
    ("tianning", include_str!("../../models/policies/tianning.toml")),
    ("chongming", include_str!("../../models/policies/chongming.toml")),
    ("yangjiang", include_str!("../../models/policies/yangjiang.toml")),
    ("nanchang", include_str!("../../models/policies/nanchang.toml")),
    ("tianjin", include_str!("../../models/policies/tianjin.toml")),
];

const NAMES: [&str; 5] = {
    let mut names = [""; 5];
    let mut index = 0;
    while index < names.len() {
        names[index] = SHIPPED[index].0;
        index += 1;
    }
    names
};

/// The names of the shipped policies.
pub fn shipped_names() -> &'static [&'static str] {
    &NAMES
}

/// The shipped policy of that name.
pub fn shipped(name: &str) -> Option<ShippedPolicy> {
    let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
    Some(ShippedPolicy::parse(text).expect("every shipped policy parses"))
}

#[cfg(test)]
mod tests {
    use super::super::{PolicyError, ShippedPolicy};
    use super::*;

    #[test]
    fn all_five_parse_and_are_complete() {
        for name in shipped_names() {
            let policy = shipped(name).expect("a shipped name");
            assert_eq!(&policy.name, name);
            let problem = policy.problem_policy();
            assert_eq!(problem.weights.len(), 18);
            assert_eq!(problem.special_share.len(), 3);
            assert!(policy.rules.iter().all(|rule| !rule.clause.is_empty() && !rule.quote.is_empty()));
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
        }
    }

    #[test]
    fn a_malformed_rule_is_named() {
        let text = "name = 'x'\ntitle = 'x'\ndocument = 'x'\n\
            [[rule]]\nid = 'Q5'\nkey = 'special_cap'\nvalue = -1\nunit = 'people'\nclass = 'H'\nclause = '1'\nquote = 'x'\n\
            [[rule]]\nid = 'Q6'\nvalue = 1\nunit = 'people'\nclass = 'Z'\nclause = '1'\nquote = 'x'\n";
        let errors = ShippedPolicy::parse(text).expect_err("two rules are wrong");
        let named: Vec<&str> = errors
            .iter()
            .filter_map(|e| if let PolicyError::Rule { rule, .. } = e { Some(rule.as_str()) } else { None })
            .collect();
        assert_eq!(named, ["Q5", "Q6"]);
    }
}
