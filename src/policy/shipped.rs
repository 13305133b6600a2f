//! The five shipped policies, one per document.

use super::Regulation;

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
pub fn shipped(name: &str) -> Option<Regulation> {
    let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
    Some(Regulation::parse(text, &|_| None).expect("every shipped policy parses"))
}
