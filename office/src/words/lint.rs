//! What the program says about findings of `lint`: cause and remedy, one table a language.

use super::{Lang, Message, Names, fill, kind_word, lint_en, lint_zh, number, terms};
use paipian::lint::{CODES, Finding};

/// Ids of a list that are told one by one.
const TOLD: usize = 6;

/// Code → cause and remedy.
pub(super) type Sentences = &'static [(&'static str, &'static str, &'static str)];

/// The table of a language.
pub(super) fn sentences(lang: Lang) -> Sentences {
    match lang {
        Lang::Zh => lint_zh::SENTENCES,
        Lang::En => lint_en::SENTENCES,
    }
}

/// The ids beyond those told; `{f0}` is their number.
fn more(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "等，另有 {f0} 项",
        Lang::En => " and {f0} more",
    }
}

/// What a finding says: the cause, and what would mend it.
pub(super) fn say(lang: Lang, names: &Names<'_>, finding: &Finding) -> Message {
    let Some((_, cause, maybe)) = sentences(lang).iter().find(|(code, _, _)| *code == finding.code) else {
        return Message { cause: finding.code.to_string(), maybe: String::new() };
    };
    let kinds = CODES.iter().find(|entry| entry.code == finding.code).map_or(&[][..], |entry| entry.subject);
    let kind_at = |index: usize| kinds.get(index).or(kinds.last()).copied().unwrap_or_default().trim_end_matches('*');
    let subject =
        |index: usize| finding.subject.get(index).map_or_else(String::new, |id| names.of(lang, kind_at(index), id));
    let list = |from: usize| {
        let all = finding.subject.len();
        let told = (from..all.min(from + TOLD)).map(subject).collect::<Vec<_>>().join(lang.words().comma);
        let left = all.saturating_sub(from + TOLD);
        if left == 0 { told } else { told + &fill(more(lang), |_| left.to_string()) }
    };
    let fact = |index: usize| finding.facts.get(index).map_or("", String::as_str);
    let told = |sentence: &str| {
        fill(sentence, |key| {
            let (letter, index) = key.split_at(1);
            if let Some(from) = index.strip_suffix('+') {
                return list(number(from));
            }
            let index = number(index);
            match letter {
                "s" => subject(index),
                "k" => kind_word(lang, fact(index)),
                "w" => terms::list(lang, fact(index)),
                "d" => names.date(lang, fact(index), fact(index + 1)),
                _ => fact(index).to_string(),
            }
        })
    };
    Message { cause: told(cause), maybe: told(maybe) }
}

#[cfg(test)]
mod tests {
    use super::super::{lint, tests::places};
    use super::*;
    use paipian::format::{read_plan, read_problem};

    #[test]
    fn every_code_has_words_that_find_their_places() {
        for lang in [Lang::Zh, Lang::En] {
            assert!(
                sentences(lang).iter().map(|(code, _, _)| *code).eq(CODES.iter().map(|entry| entry.code)),
                "{lang:?}"
            );
            for (entry, (_, cause, maybe)) in CODES.iter().zip(sentences(lang)) {
                assert!(!cause.is_empty() && !maybe.is_empty(), "{lang:?} {}", entry.code);
                for place in places(cause).into_iter().chain(places(maybe)) {
                    let (letter, index) = place.split_at(1);
                    let listed = index.ends_with('+');
                    let index: usize = index.trim_end_matches('+').parse().expect("a place");
                    let there = match letter {
                        "s" => entry.subject.get(index).is_some_and(|kind| kind.ends_with('*') == listed),
                        "d" => entry.facts.get(index..index + 2) == Some(&["week", "day"]),
                        "f" | "k" | "w" => index < entry.facts.len(),
                        _ => false,
                    };
                    assert!(there, "{lang:?} {}: {place}", entry.code);
                }
            }
        }
    }

    #[test]
    fn a_shortage_is_told_with_its_time_and_figures() {
        let problem = r#"{ "format": "paipian/1", "policy": {}, "grades": [], "classes": [], "students": [], "rooms": [],
          "periods": [ { "id": "wed2", "day": 3, "start": "16:50", "end": "17:50", "kind": "after_school" } ],
          "courses": [], "teachers": [] }"#;
        let problem = read_problem(problem).expect("a problem");
        let plan = read_plan(r#"{ "format": "paipian/1", "sections": [], "seats": {}, "waves": [] }"#).expect("a plan");
        let names = Names::new(&problem, &plan);
        let finding = Finding {
            code: "L201",
            severity: paipian::lint::Severity::Shortage,
            subject: vec!["wed2".into()],
            facts: ["312", "280", "32", "19200"].map(String::from).to_vec(),
            clause: None,
            rule: None,
        };
        assert_eq!(
            lint(Lang::Zh, &names, &finding).cause,
            "周三 16:50–17:50：312 名学生留校，场地最多容纳 280 人，至少缺 32 个座位"
        );
        let many = Finding { code: "L114", subject: (0..9).map(|ix| format!("t{ix}")).collect(), ..finding };
        assert!(lint(Lang::En, &names, &many).cause.contains("`t5` and 3 more"));
    }
}
