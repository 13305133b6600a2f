//! Whatever a file holds, loading it answers with diagnostics and not with a panic; and what loads can be judged.

#[path = "random/full.rs"]
mod full;
mod random;

use full::full;
use paipian::diagnostic::{CODES, Diagnostic};
use paipian::format::PlanFile;
use paipian::load;
use paipian::plan::Plan;
use paipian::problem::Problem;
use paipian::referee::judge;
use paipian::rules::RULES;
use proptest::prelude::*;
use proptest::sample::Index;
use random::{Dice, mend, plan, school, spoil_file};
use serde_json::{Map, Value, json};

/// One blow to a JSON text: where, which, and with what.
#[derive(Debug, Clone)]
struct Blow {
    at: Index,
    other: Index,
    kind: Kind,
    value: Value,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Replace,
    Delete,
    /// Puts the value of another place here.
    Copy,
    Swap,
    /// Repeats an item of a list.
    Repeat,
    Rename,
}

fn value() -> impl Strategy<Value = Value> {
    let numbers = prop_oneof![
        Just(json!(0)),
        Just(json!(-1)),
        Just(json!(i64::MIN)),
        Just(json!(u64::MAX)),
        Just(json!(1_000_000_000_u64)),
        Just(json!(1e300)),
        Just(json!(-0.0)),
        (0_u64..2000).prop_map(|n| json!(n)),
    ];
    let texts = prop_oneof![
        Just(json!("")),
        Just(json!("12:00")),
        Just(json!("25:61")),
        Just(json!("paipian/1")),
        Just(json!("\u{0}\u{feff}排片\u{1f4a5}")),
        ".{0,12}".prop_map(|text| json!(text)),
    ];
    let leaves = prop_oneof![Just(json!(null)), Just(json!(true)), numbers, texts];
    leaves.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map("[a-z]{0,6}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn blow() -> impl Strategy<Value = Blow> {
    let kinds = prop_oneof![
        3 => Just(Kind::Replace),
        2 => Just(Kind::Delete),
        3 => Just(Kind::Copy),
        2 => Just(Kind::Swap),
        1 => Just(Kind::Repeat),
        1 => Just(Kind::Rename),
    ];
    (any::<Index>(), any::<Index>(), kinds, value()).prop_map(|(at, other, kind, value)| Blow {
        at,
        other,
        kind,
        value,
    })
}

/// JSON pointers of everything in a value.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_string());
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                pointers(inner, &format!("{here}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(ix, inner)| pointers(inner, &format!("{here}/{ix}"), found));
        }
        _ => {}
    }
}

fn strike(whole: &mut Value, blow: &Blow) {
    let mut places = Vec::new();
    pointers(whole, "", &mut places);
    let (at, other) = (blow.at.get(&places), blow.other.get(&places));
    let there = whole.pointer(other).cloned().unwrap_or_default();
    let here = whole.pointer(at).cloned().unwrap_or_default();
    let parent = at.rsplit_once('/').map(|(parent, name)| (parent, name.replace("~1", "/").replace("~0", "~")));
    let slot = |whole: &mut Value, place: &str, value: Value| {
        if let Some(slot) = whole.pointer_mut(place) {
            *slot = value;
        }
    };
    match blow.kind {
        Kind::Replace => slot(whole, at, blow.value.clone()),
        Kind::Copy => slot(whole, at, there),
        Kind::Swap => {
            slot(whole, at, there);
            slot(whole, other, here);
        }
        Kind::Delete | Kind::Repeat | Kind::Rename => {
            let Some((parent, name)) = parent else { return };
            match whole.pointer_mut(parent) {
                Some(Value::Object(fields)) => {
                    let value = fields.remove(&name);
                    if let (Kind::Rename, Some(value)) = (blow.kind, value) {
                        fields.insert(blow.value.as_str().unwrap_or("x").to_string(), value);
                    }
                }
                Some(Value::Array(items)) => match (blow.kind, name.parse::<usize>()) {
                    (Kind::Delete, Ok(ix)) if ix < items.len() => drop(items.remove(ix)),
                    _ => items.push(here),
                },
                _ => {}
            }
        }
    }
}

fn assert_told(errors: &[Diagnostic]) {
    assert!(!errors.is_empty(), "a file is refused without a reason");
    for error in errors {
        let entry = CODES.iter().find(|entry| entry.code == error.code).unwrap_or_else(|| panic!("{error:?}"));
        assert_eq!(entry.facts.len(), error.facts.len(), "{error:?} should hold {:?}", entry.facts);
    }
}

/// Loads both texts; what loads is read, judged, written and judged again, and engine and referee agree.
fn put_through(problem: &str, rows: &str) {
    let rows = load::plan(rows).map_err(|errors| assert_told(&errors)).ok();
    let (file, problem): (_, Problem) = match load::problem(problem) {
        Ok(loaded) => loaded,
        Err(errors) => return assert_told(&errors),
    };
    let published = file.published.clone().filter(|plan| plan.waves.iter().all(|row| row.wave <= 1_000_000_000));
    let empty = PlanFile {
        format: "paipian/1".into(),
        sections: Vec::new(),
        seats: Default::default(),
        waves: Vec::new(),
        meta: Value::Null,
    };
    for rows in [Some(empty), rows, published].into_iter().flatten() {
        let working = Plan::read(&problem, &rows);
        let judgement = judge(&file, &rows);
        for (ix, (rule, line)) in RULES.iter().zip(&judgement.rules).enumerate() {
            // Points of more than 2^62 may stand at the top of their type.
            if line.points < 1 << 62 {
                let value = working.tally().value(ix);
                assert_eq!(i128::from(value), i128::from(line.value), "`{}`, engine and referee", rule.name);
            }
        }
        judge(&file, &working.write(&problem));
    }
}

/// A valid problem with a plan of it, as JSON.
fn pair(seed: u64) -> (Value, Value) {
    let dice = &mut Dice::new(seed);
    let file = school(seed);
    let mut rows = plan(dice, &file);
    match seed % 3 {
        0 => mend(dice, &file, &mut rows),
        1 => spoil_file(dice, &file, &mut rows),
        _ => {}
    }
    let problem = if seed.is_multiple_of(4) { full() } else { serde_json::to_value(&file).expect("a shape") };
    let rows = if seed.is_multiple_of(4) {
        full()["published"].clone()
    } else {
        serde_json::to_value(&rows).expect("a shape")
    };
    (problem, rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 700, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn beaten_problems_do_not_panic(seed in 0_u64..200, blows in prop::collection::vec(blow(), 1..6)) {
        let (mut problem, rows) = pair(seed);
        blows.iter().for_each(|blow| strike(&mut problem, blow));
        put_through(&problem.to_string(), &rows.to_string());
    }

    #[test]
    fn beaten_plans_do_not_panic(seed in 0_u64..200, blows in prop::collection::vec(blow(), 1..8)) {
        let (problem, mut rows) = pair(seed);
        blows.iter().for_each(|blow| strike(&mut rows, blow));
        put_through(&problem.to_string(), &rows.to_string());
    }

    #[test]
    fn numbers_of_any_size_do_not_panic(seed in 0_u64..200, picks in prop::collection::vec((any::<Index>(), any::<Index>()), 1..20)) {
        let (mut problem, rows) = pair(seed);
        let mut places = Vec::new();
        pointers(&problem, "", &mut places);
        // Days and weeks have ranges of their own.
        let free = |place: &String| !place.starts_with("/periods/") && !place.starts_with("/term/");
        places.retain(|place| free(place) && problem.pointer(place).is_some_and(Value::is_number));
        for (at, size) in picks {
            let size = *size.get(&[0_u64, 1, 7, 1439, 1440, 1 << 20, 999_999_999, 1_000_000_000]);
            if let Some(slot) = problem.pointer_mut(at.get::<String>(&places)) {
                *slot = json!(size);
            }
        }
        put_through(&problem.to_string(), &rows.to_string());
    }

    #[test]
    fn torn_texts_do_not_panic(
        seed in 0_u64..200,
        at in any::<Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..12),
        cut in any::<bool>(),
    ) {
        let (problem, rows) = pair(seed);
        for (torn_problem, torn_plan) in [(true, false), (false, true)] {
            let tear = |value: &Value, tear: bool| {
                let mut text = value.to_string().into_bytes();
                if tear {
                    let at = at.index(text.len());
                    let end = if cut { text.len() } else { (at + bytes.len() / 2).min(text.len()) };
                    text.splice(at..end, bytes.iter().copied());
                }
                String::from_utf8_lossy(&text).into_owned()
            };
            put_through(&tear(&problem, torn_problem), &tear(&rows, torn_plan));
        }
    }

    #[test]
    fn random_texts_do_not_panic(text in any::<String>(), json in value()) {
        put_through(&text, &text);
        put_through(&json.to_string(), &json.to_string());
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"students\":[", "]}"), ("{\"meta\":[", "]}")] {
        for closed in [true, false] {
            let deep =
                format!("{}{}", open.repeat(100_000), if closed { close.repeat(100_000) } else { String::new() });
            put_through(&deep, &deep);
            let mut inside = full().to_string();
            inside.insert_str(1, &format!("\"extra\": {deep},"));
            put_through(&inside, &inside);
        }
    }
}
