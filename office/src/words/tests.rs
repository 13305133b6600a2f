//! Every rule, case and code has words in every language, and every sentence finds what its places ask for.

use super::{Lang, Names, counted, diagnostic, fill, finding, rule_name};
use paipian::diagnostic::{CODES, Diagnostic};
use paipian::format::{read_plan, read_problem};
use paipian::referee::{CASES, Finding, RULES};
use std::cell::RefCell;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// The keys of the places of every alternative.
pub(super) fn places(template: &str) -> Vec<String> {
    let keys = RefCell::new(Vec::new());
    for alternative in template.split('|') {
        fill(alternative, |key| {
            keys.borrow_mut().push(key.to_string());
            String::new()
        });
    }
    keys.into_inner()
}

#[test]
fn every_rule_has_a_name() {
    for lang in LANGS {
        let words = lang.words();
        assert!(words.rules.iter().map(|(rule, _)| *rule).eq(RULES.iter().map(|rule| rule.name)), "{lang:?}");
        assert!(RULES.iter().all(|rule| rule_name(lang, rule.name) != words.rule));
    }
}

#[test]
fn the_glossary_names_the_rules_as_the_program_does() {
    let glossary = include_str!("../../../GLOSSARY.md");
    for rule in RULES {
        let row =
            format!("| {} | {} | `{}` |", rule_name(Lang::Zh, rule.name), rule_name(Lang::En, rule.name), rule.name);
        assert!(glossary.lines().any(|line| line == row), "GLOSSARY.md lacks: {row}");
    }
}

#[test]
fn one_is_singular() {
    assert_eq!(
        [counted(1, "error"), counted(0, "error"), counted(2, "pinned child")],
        ["1 error", "0 errors", "2 pinned children"]
    );
    let of = |number: &'static str| fill("{n0:person} {v0:is:are} left|nobody is left", move |_| number.to_string());
    assert_eq!([of("1"), of("12"), of("")], ["1 person is left", "12 people are left", "nobody is left"]);
}

#[test]
fn every_case_has_a_sentence_that_finds_its_words() {
    for lang in LANGS {
        let words = lang.words();
        assert!(words.findings.iter().map(|(case, _)| *case).eq(CASES.iter().map(|entry| entry.case)), "{lang:?}");
        for (entry, (_, sentence)) in CASES.iter().zip(words.findings) {
            for place in places(sentence) {
                let (letter, index) = place.split_at(1);
                let listed = index.ends_with('+');
                let index: usize = index.trim_end_matches('+').parse().expect("a place");
                let there = match letter {
                    "s" => entry.subject.get(index).is_some_and(|kind| kind.ends_with('*') == listed),
                    "d" => entry.facts.get(index..index + 2) == Some(&["week", "day"]),
                    "f" | "p" | "c" | "k" | "y" => index < entry.facts.len(),
                    _ => false,
                };
                assert!(there, "{lang:?} {}: {place}", entry.case);
            }
        }
    }
}

#[test]
fn every_code_has_a_cause_and_a_remedy() {
    for lang in LANGS {
        let words = lang.words();
        assert!(words.diagnostics.iter().map(|(code, _, _)| *code).eq(CODES.iter().map(|entry| entry.code)));
        for (entry, (_, cause, maybe)) in CODES.iter().zip(words.diagnostics) {
            assert!(!cause.is_empty() && !maybe.is_empty(), "{lang:?} {}", entry.code);
            for place in places(cause).into_iter().chain(places(maybe)) {
                let fact = place.strip_prefix(['f', 'k']).and_then(|index| index.parse::<usize>().ok());
                assert!(
                    place == "value" || place == "place" || fact.is_some_and(|index| index < entry.facts.len()),
                    "{lang:?} {}: {place}",
                    entry.code
                );
            }
        }
    }
}

#[test]
fn people_and_times_go_by_name() {
    let problem = r#"{ "format": "paipian/1", "policy": {}, "grades": [], "classes": [], "students": [], "rooms": [],
      "periods": [ { "id": "wed1", "day": 3, "start": "15:40", "end": "16:40", "kind": "after_school" } ],
      "courses": [ { "id": "football", "name": "足球", "kind": "club", "patterns": [["wed1"]] } ],
      "teachers": [ { "id": "t1", "name": "王丽", "kind": "staff" } ] }"#;
    let plan = r#"{ "format": "paipian/1", "seats": {}, "waves": [],
      "sections": [ { "id": "football#1", "course": "football", "pattern": ["wed1"] } ] }"#;
    let mut problem = read_problem(problem).expect("a problem");
    let plan = read_plan(plan).expect("a plan");
    let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_string()).collect::<Vec<_>>();
    let clash = Finding {
        rule: "staff_clash",
        case: "staff_clash.pair",
        subject: strings(&["t1", "football#1", "choir#2"]),
        amount: 1,
        facts: strings(&["wed1", "wed9"]),
    };
    let names = Names::new(&problem, &plan);
    assert_eq!(
        finding(Lang::Zh, &names, &clash),
        "王丽（t1）撞课：足球（football#1）（周三 15:40–16:40）与「choir#2」（「wed9」）时间重叠。"
    );
    assert_eq!(
        finding(Lang::En, &names, &clash),
        "王丽 (t1) is in two places: 足球 (football#1) (Wed 15:40–16:40) and `choir#2` (`wed9`) overlap."
    );
    let no_gate = Finding {
        rule: "reference",
        case: "reference.wave_gate",
        subject: strings(&["football#1", "wed1"]),
        amount: 1,
        facts: strings(&[""]),
    };
    assert_eq!(
        finding(Lang::En, &names, &no_gate),
        "The wave of 足球 (football#1) after Wed 15:40–16:40 names no gate."
    );
    let money = Finding { rule: "money", case: "money.section", facts: strings(&["1205"]), ..no_gate };
    assert_eq!(finding(Lang::Zh, &names, &money), "足球（football#1）一个周期的课酬和场地费共 12.05 元。");

    problem.term = Some(paipian::format::TermRow {
        start: None,
        weeks: None,
        cycle_weeks: 2,
        holidays: Vec::new(),
        makeups: Vec::new(),
    });
    let names = Names::new(&problem, &plan);
    assert_eq!(names.of(Lang::Zh, "period", "wed1"), "第1周周三 15:40–16:40");
    assert_eq!(names.of(Lang::En, "period", "wed1"), "week 1 Wed 15:40–16:40");
}

#[test]
fn a_remedy_names_the_nearest_id_where_there_is_one() {
    let of = |nearest: &str| Diagnostic {
        code: "E105",
        place: "students[17].wishes[0]".into(),
        value: "footbal".into(),
        facts: vec!["course".into(), nearest.into()],
    };
    let message = diagnostic(Lang::Zh, &of("football"));
    assert_eq!(message.cause, "找不到编号为“footbal”的课程");
    assert_eq!(message.maybe, "是不是“football”？");
    assert_eq!(diagnostic(Lang::En, &of("")).maybe, "add it, or use an id that exists");
}
