//! What makes a problem invalid (contract, section 1), clause by clause, and what does not.

#[path = "random/full.rs"]
mod full;

use full::full;
use paipian::diagnostic::{CODES, Diagnostic};
use paipian::load;
use serde_json::{Value, json};

/// What loading reports; every report is of a known code with as many facts as the code has.
fn reported(problem: &Value) -> Vec<Diagnostic> {
    let errors = load::problem(&problem.to_string()).err().unwrap_or_default();
    for error in &errors {
        let entry = CODES.iter().find(|entry| entry.code == error.code).unwrap_or_else(|| panic!("{error:?}"));
        assert_eq!(entry.facts.len(), error.facts.len(), "{error:?} should hold {:?}", entry.facts);
        assert!(!error.place.is_empty(), "{error:?}");
    }
    errors
}

/// JSON pointer of a place as diagnostics name it: `students[0].class` → `/students/0/class`. A name that holds dots
/// itself can only stand last, after `weights`.
fn pointer(place: &str) -> String {
    match place.split_once("weights.") {
        Some((before, name)) => format!("/{}weights/{name}", before.replace('.', "/")),
        None => format!("/{}", place.replace(['.', '['], "/").replace(']', "")),
    }
}

/// Sets the field at a place, which may be new in its object.
fn set(problem: &mut Value, place: &str, value: Value) {
    let pointer = pointer(place);
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer begins with /");
    match problem.pointer_mut(parent).unwrap_or_else(|| panic!("{place} is nowhere")) {
        Value::Object(fields) => {
            fields.insert(name.to_string(), value);
        }
        Value::Array(items) if name == items.len().to_string() => items.push(value),
        Value::Array(items) => items[name.parse::<usize>().expect("an index")] = value,
        _ => panic!("{place} is in no list or object"),
    }
}

/// A place and what is put there.
type Edit = (&'static str, fn() -> Value);

/// A clause of the contract, what breaks it, and what must be reported.
struct Clause {
    clause: &'static str,
    edits: &'static [Edit],
    code: &'static str,
    place: &'static str,
}

macro_rules! clauses {
    ($($clause:literal: $($at:literal = $value:tt),+ => $code:literal $place:literal;)*) => {
        &[$(Clause {
            clause: $clause,
            edits: &[$(($at, || json!($value))),+],
            code: $code,
            place: $place,
        }),*]
    };
}

const CLAUSES: &[Clause] = clauses! {
    "another format": "format" = "paipian/2" => "E101" "format";
    "the published plan has another format": "published.format" = "x" => "E101" "published.format";
    // Words.
    "a kind of period": "periods[0].kind" = "noon" => "E102" "periods[0].kind";
    "a stage": "grades[0].stage" = "senior" => "E102" "grades[0].stage";
    "a kind of course": "courses[2].kind" = "lesson" => "E102" "courses[2].kind";
    "a kind of teacher": "teachers[0].kind" = "parent" => "E102" "teachers[0].kind";
    "a name in exempt": "students[0].exempt[1]" = "wish" => "E102" "students[0].exempt[1]";
    "a stage of the share": "policy.special_share.senior" = 1 => "E102" "policy.special_share.senior";
    "a stage of minutes": "policy.minutes[0].stage" = "x" => "E102" "policy.minutes[0].stage";
    "a kind of the share": "policy.share_kinds[1]" = "x" => "E102" "policy.share_kinds[1]";
    "a key of weights": "policy.weights.nonsense" = 1 => "E102" "policy.weights.nonsense";
    "the five have weights of their own": "policy.weights.disruption" = 1 => "E102" "policy.weights.disruption";
    "hard rules have no weight": "policy.weights.size" = 1 => "E102" "policy.weights.size";
    // Days and weeks.
    "day 0": "periods[3].day" = 0 => "E103" "periods[3].day";
    "day 8": "periods[3].day" = 8 => "E103" "periods[3].day";
    "week 0": "periods[3].week" = 0 => "E103" "periods[3].week";
    "a week beyond the cycle": "periods[3].week" = 3 => "E103" "periods[3].week";
    "a second week in a cycle of one": "term.cycle_weeks" = 1 => "E103" "periods[3].week";
    "no cycle_weeks are one": "term.cycle_weeks" = null => "E103" "periods[3].week";
    "no term is a cycle of one": "term" = null => "E103" "periods[3].week";
    // Ids.
    "a period twice": "periods[4]" = { "id": "sat", "day": 7, "start": "09:00", "end": "10:00", "kind": "weekend" }
        => "E104" "periods[4].id";
    "a grade twice": "grades[2]" = { "id": "g1", "stage": "junior" } => "E104" "grades[2].id";
    "a class twice": "classes[2]" = { "id": "c1", "grade": "g1" } => "E104" "classes[2].id";
    "a student twice": "students[2]" = { "id": "s1", "class": "c1", "attends": [] } => "E104" "students[2].id";
    "a course twice": "courses[5]" = { "id": "care", "kind": "open", "patterns": [] } => "E104" "courses[5].id";
    "a teacher twice": "teachers[2]" = { "id": "t1", "kind": "staff" } => "E104" "teachers[2].id";
    "a room twice": "rooms[2]" = { "id": "r1", "capacity": 1 } => "E104" "rooms[2].id";
    "a gate twice": "gates[2]" = { "id": "east", "per_wave": 1 } => "E104" "gates[2].id";
    "an empty id of a period": "periods[4]" = { "id": "", "day": 7, "start": "09:00", "end": "10:00", "kind": "weekend" }
        => "E106" "periods[4].id";
    "an empty id of a student": "students[2]" = { "id": "", "class": "c1", "attends": [] } => "E106" "students[2].id";
    "an empty id of a teacher": "teachers[2]" = { "id": "", "kind": "staff" } => "E106" "teachers[2].id";
    "an empty id of a section": "pins[0].section" = "" => "E106" "pins[0].section";
    // References.
    "gate of a grade": "grades[0].gate" = "north" => "E105" "grades[0].gate";
    "grade of a class": "classes[0].grade" = "g9" => "E105" "classes[0].grade";
    "home of a class": "classes[0].home" = "r9" => "E105" "classes[0].home";
    "class of a student": "students[0].class" = "c9" => "E105" "students[0].class";
    "attended period": "students[0].attends[1]" = "mon9" => "E105" "students[0].attends[1]";
    "wish": "students[0].wishes[1]" = "ghost" => "E105" "students[0].wishes[1]";
    "grade of a course": "courses[0].grades[0]" = "g9" => "E105" "courses[0].grades[0]";
    "period of a pattern": "courses[0].patterns[0][1]" = "mon9" => "E105" "courses[0].patterns[0][1]";
    "lead of a course": "courses[0].leads[0]" = "t9" => "E105" "courses[0].leads[0]";
    "room of a course": "courses[0].rooms[0]" = "r9" => "E105" "courses[0].rooms[0]";
    "unavailable period": "teachers[0].unavailable[0]" = "mon9" => "E105" "teachers[0].unavailable[0]";
    "period to avoid": "teachers[0].avoid[0]" = "mon9" => "E105" "teachers[0].avoid[0]";
    "closed period": "rooms[0].closed[0]" = "mon9" => "E105" "rooms[0].closed[0]";
    "course of a section pin": "pins[0].course" = "ghost" => "E105" "pins[0].course";
    "period of a section pin": "pins[0].pattern[1]" = "mon9" => "E105" "pins[0].pattern[1]";
    "room of a section pin": "pins[0].room" = "r9" => "E105" "pins[0].room";
    "lead of a section pin": "pins[0].lead" = "t9" => "E105" "pins[0].lead";
    "student of a pin": "pins[1].student" = "s9" => "E105" "pins[1].student";
    "course of a student pin": "pins[1].course" = "ghost" => "E105" "pins[1].course";
    "teacher of a pin": "pins[2].teacher" = "t9" => "E105" "pins[2].teacher";
    "course of a teacher pin": "pins[2].course" = "ghost" => "E105" "pins[2].course";
    "an empty reference": "classes[0].home" = "" => "E105" "classes[0].home";
    // Times.
    "an hour of one digit": "periods[3].start" = "9:00" => "E107" "periods[3].start";
    "24:00": "periods[3].end" = "24:00" => "E107" "periods[3].end";
    "minute 60": "periods[3].start" = "08:60" => "E107" "periods[3].start";
    "seconds": "periods[3].start" = "09:00:00" => "E107" "periods[3].start";
    "a sign": "periods[3].start" = "+9:00" => "E107" "periods[3].start";
    "other digits": "periods[3].start" = "０９:00" => "E107" "periods[3].start";
    "ends when it starts": "periods[3].end" = "09:00" => "E108" "periods[3].end";
    "ends before it starts": "periods[3].end" = "08:59" => "E108" "periods[3].end";
    // Clashes.
    "attended periods clash": "students[0].attends" = ["mon1", "mon1late"] => "E109" "students[0].attends[1]";
    "a period attended twice": "students[0].attends" = ["sat", "mon1", "sat"] => "E109" "students[0].attends[2]";
    "an empty pattern": "courses[0].patterns[1]" = [] => "E110" "courses[0].patterns[1]";
    "a pattern repeats a period": "courses[0].patterns[1]" = ["sat", "sat"] => "E111" "courses[0].patterns[1][1]";
    "a pattern clashes": "courses[0].patterns[1]" = ["mon1", "mon1late"] => "E112" "courses[0].patterns[1][1]";
    "two patterns alike": "courses[0].patterns[1]" = ["mon2", "mon1"] => "E113" "courses[0].patterns[1]";
    "care of two periods": "courses[3].patterns[1]" = ["mon2", "sat"] => "E114" "courses[3].patterns[1]";
    // Wishes.
    "a wish for an open course": "students[0].wishes[1]" = "tutoring" => "E115" "students[0].wishes[1]";
    "a wish for care": "students[0].wishes[1]" = "care" => "E115" "students[0].wishes[1]";
    "a wish for a post": "students[0].wishes[1]" = "duty" => "E115" "students[0].wishes[1]";
    "a wish twice": "students[0].wishes[1]" = "football" => "E116" "students[0].wishes[1]";
    // Numbers.
    "wave_minutes 0": "policy.wave_minutes" = 0 => "E118" "policy.wave_minutes";
    "parallel 0": "rooms[0].parallel" = 0 => "E118" "rooms[0].parallel";
    "escort_per 0": "rooms[0].offsite.escort_per" = 0 => "E118" "rooms[0].offsite.escort_per";
    "offsite without travel": "rooms[0].offsite" = { "escort_per": 3 } => "E100" "rooms[0].offsite";
    "beyond what sums can hold": "rooms[0].cost" = 1_000_000_001 => "E120" "rooms[0].cost";
    "a wave longer than a day": "policy.wave_minutes" = 1441 => "E120" "policy.wave_minutes";
    // Pins that are of none of the three forms.
    "a pin of nothing": "pins[1]" = {} => "E119" "pins[1]";
    "a pin of two": "pins[1]" = { "student": "s1", "teacher": "t1", "course": "football" } => "E119" "pins[1]";
    "a student pinned to nothing": "pins[1]" = { "student": "s1" } => "E119" "pins[1]";
    "a student pinned to a room": "pins[1]" = { "student": "s1", "course": "football", "room": "r1" } => "E119" "pins[1]";
    "a section that is never": "pins[0].never" = true => "E119" "pins[0]";
    "a day that is no date": "registry" = { "school": { "filed": "2026-02-30" } } => "E131" "registry.school.filed";
    // The shape of the published plan.
    "a published section without a course": "published.sections[0]" = { "id": "x", "pattern": [] }
        => "E100" "published.sections[0]";
    "published seats that are no lists": "published.seats.s1" = "football#1" => "E100" "published.seats.s1";
};

#[test]
fn the_full_problem_is_valid() {
    assert_eq!(reported(&full()), []);
}

#[test]
fn each_clause_is_reported_alone_and_in_its_place() {
    for Clause { clause, edits, code, place } in CLAUSES {
        let mut problem = full();
        for (at, value) in *edits {
            set(&mut problem, at, value());
        }
        let found: Vec<(&str, String)> =
            reported(&problem).into_iter().map(|error| (error.code, error.place)).collect();
        assert_eq!(found, [(*code, place.to_string())], "{clause}");
    }
}

#[test]
fn every_code_is_reported_by_some_clause() {
    // E117 has a test of its own: every number, made negative. E2… are codes of policies (`policies/layers.rs`).
    for entry in CODES.iter().filter(|entry| entry.code.starts_with("E1") && entry.code != "E117") {
        assert!(CLAUSES.iter().any(|clause| clause.code == entry.code), "{} has no clause here", entry.code);
    }
}

#[test]
fn all_that_is_wrong_is_reported_at_once() {
    // Clauses that bear on rows of their own.
    let together = [
        "a key of weights",
        "day 8",
        "minute 60",
        "gate of a grade",
        "home of a class",
        "attended period",
        "a wish for care",
        "lead of a course",
        "care of two periods",
        "period to avoid",
        "parallel 0",
        "a gate twice",
        "teacher of a pin",
        "student of a pin",
        "another format",
    ];
    let mut problem = full();
    let mut expected = Vec::new();
    for name in together {
        let clause = CLAUSES.iter().find(|clause| clause.clause == name).expect("a clause of the table");
        clause.edits.iter().for_each(|(at, value)| set(&mut problem, at, value()));
        expected.push((clause.code, clause.place.to_string()));
    }
    let mut found: Vec<(&str, String)> =
        reported(&problem).into_iter().map(|error| (error.code, error.place)).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_row_of_a_wrong_shape_is_reported_at_once() {
    let mut problem = full();
    for place in
        ["periods[1].start", "students[0].wishes", "students[1].class", "courses[3].special", "gates[1].per_wave"]
    {
        set(&mut problem, place, json!({ "odd": 1 }));
    }
    let found: Vec<String> = reported(&problem).into_iter().map(|error| error.place).collect();
    for row in ["periods[1]", "students[0]", "students[1]", "courses[3]", "gates[1]"] {
        assert!(found.iter().any(|place| place.starts_with(row)), "{row} is not among {found:?}");
    }
}

/// Objects of the contract with the fields that they require.
const REQUIRED: &[(&str, &[&str])] = &[
    ("", &["format", "periods", "grades", "classes", "students", "courses", "teachers", "rooms", "policy"]),
    ("periods[0]", &["id", "day", "start", "end", "kind"]),
    ("grades[0]", &["id", "stage"]),
    ("classes[0]", &["id", "grade"]),
    ("students[0]", &["id", "class", "attends"]),
    ("courses[0]", &["id", "kind", "patterns"]),
    ("teachers[0]", &["id", "kind"]),
    ("rooms[0]", &["id", "capacity"]),
    ("rooms[0].offsite", &["travel"]),
    ("gates[0]", &["id", "per_wave"]),
    ("policy.minutes[0]", &["category", "min"]),
    ("published", &["format", "sections", "seats", "waves"]),
    ("published.sections[0]", &["id", "course", "pattern"]),
    ("published.waves[0]", &["section", "period", "wave"]),
];

/// Every place of the full problem that is not inside `meta`.
fn places(value: &Value, place: String, found: &mut Vec<String>) {
    let dot = if place.is_empty() { "" } else { "." };
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields.iter().filter(|(name, _)| *name != "meta") {
                places(inner, format!("{place}{dot}{name}"), found);
            }
        }
        Value::Array(items) => {
            for (ix, inner) in items.iter().enumerate() {
                places(inner, format!("{place}[{ix}]"), found);
            }
        }
        _ => {}
    }
    if !place.is_empty() {
        found.push(place);
    }
}

fn all_places() -> Vec<String> {
    let mut found = Vec::new();
    places(&full(), String::new(), &mut found);
    found
}

fn is_required(place: &str) -> bool {
    REQUIRED.iter().any(|(row, fields)| {
        let family = |place: &str| place.replace(|c: char| c.is_ascii_digit(), "");
        fields.iter().any(|field| {
            let dot = if row.is_empty() { "" } else { "." };
            family(&format!("{row}{dot}{field}")) == family(place)
        })
    })
}

#[test]
fn what_is_required_must_be_there() {
    for (row, fields) in REQUIRED {
        for field in *fields {
            for null in [false, true] {
                let mut problem = full();
                let object = if row.is_empty() { Some(&mut problem) } else { problem.pointer_mut(&pointer(row)) };
                let object = object.and_then(Value::as_object_mut).expect("an object");
                match null {
                    false => object.remove(*field),
                    true => object.insert((*field).into(), Value::Null),
                };
                let found = reported(&problem);
                let told = found.iter().any(|error| {
                    let here = error.place.starts_with(row) || row.is_empty();
                    error.code == "E100" && here && (null || error.facts[0].contains(field))
                });
                assert!(told, "{row} without {field} (null: {null}): {found:?}");
            }
        }
    }
}

#[test]
fn what_is_optional_may_be_null_or_absent() {
    for place in all_places() {
        // Items of lists are no fields. Without a cycle of two weeks the second week is beyond it.
        let second_week = ["term", "term.cycle_weeks", "periods[3].week"].contains(&place.as_str());
        // A pin keeps its form: it names one person and a course, or a section.
        let pin = place.starts_with("pins[")
            && (place.contains("[1]") || place.contains("[2]") || place.ends_with("section"));
        let stage = place.contains("special_share.") || place.contains("weights.") || place.contains(".seats.");
        // What refers to gates needs them.
        if place.ends_with(']') || is_required(&place) || second_week || pin || stage || place == "gates" {
            continue;
        }
        let mut problem = full();
        set(&mut problem, &place, Value::Null);
        assert_eq!(reported(&problem), [], "{place}: null");
        let pointer = pointer(&place);
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer begins with /");
        problem.pointer_mut(parent).and_then(Value::as_object_mut).expect("a field").remove(name);
        assert_eq!(reported(&problem), [], "{place}: absent");
    }
}

#[test]
fn every_field_has_its_type() {
    for place in all_places() {
        let given = full().pointer(&pointer(&place)).expect("a place").clone();
        // `meta` is free; the labels of a stage or a student are no values.
        let wrong: &[Value] = match given {
            Value::Number(_) => &[json!("1"), json!(1.5), json!(true), json!([1]), json!(1e300)],
            Value::String(_) => &[json!(1), json!(true), json!(["x"]), json!({ "x": 1 })],
            Value::Bool(_) => &[json!(1), json!("true"), json!([])],
            Value::Array(_) => &[json!("x"), json!(1), json!({ "x": 1 }), json!([[[0]]])],
            Value::Object(_) => &[json!("x"), json!(1), json!(false)],
            Value::Null => &[],
        };
        for value in wrong {
            let mut problem = full();
            set(&mut problem, &place, value.clone());
            let found = reported(&problem);
            let here = |error: &Diagnostic| error.code == "E100" && error.place.starts_with(&place);
            assert!(found.iter().any(here), "{place} = {value}: {found:?}");
        }
    }
}

#[test]
fn no_number_may_be_negative() {
    let mut numbers = 0;
    for place in all_places() {
        let mut problem = full();
        if problem.pointer(&pointer(&place)).is_some_and(Value::is_number) {
            set(&mut problem, &place, json!(-1));
            let found = reported(&problem);
            let here = |error: &Diagnostic| error.code == "E117" && error.place == place && error.value == "-1";
            assert!(found.iter().any(here), "{place}: {found:?}");
            numbers += 1;
        }
    }
    assert!(numbers > 60, "only {numbers} numbers were tried");
}

/// Edits that leave the problem valid.
const VALID: &[(&str, &[Edit])] = &[
    ("a club wish for another grade", &[("students[0].wishes", || json!(["chess"]))]),
    ("a wish for a club that meets when the child is gone", &[("students[1].wishes", || json!(["football"]))]),
    (
        "published ids that are gone",
        &[(
            "published.sections[0]",
            || json!({ "id": "x", "course": "gone", "pattern": ["gone"], "room": "gone", "lead": "gone", "assistants": ["gone"] }),
        )],
    ),
    (
        "published seats and waves of nobody",
        &[
            ("published.seats", || json!({ "gone": ["gone", "gone"], "s1": ["gone"] })),
            ("published.waves", || json!([{ "section": "gone", "period": "gone", "gate": "gone", "wave": 3 }])),
        ],
    ),
    (
        "a published section twice",
        &[(
            "published.sections",
            || json!([{ "id": "a", "course": "care", "pattern": [] }, { "id": "a", "course": "care", "pattern": [] }]),
        )],
    ),
    ("periods that touch", &[("students[0].attends", || json!(["mon1", "mon2"]))]),
    (
        "the same hour of another week",
        &[
            (
                "periods[3]",
                || json!({ "id": "sat", "week": 2, "day": 1, "start": "15:40", "end": "16:40", "kind": "midday" }),
            ),
            ("students[0].attends", || json!(["mon1", "sat"])),
        ],
    ),
    ("the first and last minute", &[("periods[3].start", || json!("00:00")), ("periods[3].end", || json!("23:59"))]),
    ("a child who attends nothing", &[("students[0].attends", || json!([]))]),
    ("a family of one", &[("students[0].family", || json!("alone"))]),
    (
        "words listed twice",
        &[
            ("students[0].needs", || json!(["x", "x"])),
            ("students[0].exempt", || json!(["coverage", "coverage"])),
            ("teachers[0].skills", || json!(["x", "x"])),
            ("teachers[0].unavailable", || json!(["sat", "sat"])),
            ("rooms[0].features", || json!(["x", "x"])),
            ("rooms[0].closed", || json!(["sat", "sat"])),
            ("courses[0].grades", || json!(["g1", "g1"])),
            ("policy.share_kinds", || json!(["midday", "midday"])),
        ],
    ),
    ("an id of another kind", &[("gates[1].id", || json!("g1")), ("grades[1].gate", || json!("g1"))]),
    (
        "numbers that are 0",
        &[
            ("policy.want", || json!(0)),
            ("policy.special_cap", || json!(0)),
            ("policy.max_waves", || json!(0)),
            ("policy.max_break", || json!(0)),
            ("policy.weights.wish", || json!(0)),
            ("courses[0].min_size", || json!(0)),
            ("courses[0].max_size", || json!(0)),
            ("courses[0].max_sections", || json!(0)),
            ("courses[0].max_parallel", || json!(0)),
            ("courses[0].max_per_student", || json!(0)),
            ("rooms[0].capacity", || json!(0)),
            ("rooms[0].offsite.travel", || json!(0)),
            ("gates[0].per_wave", || json!(0)),
            ("teachers[0].max_minutes", || json!(0)),
            ("term.weeks", || json!(0)),
        ],
    ),
    ("a least size above the greatest", &[("courses[0].min_size", || json!(99))]),
    ("a share above the whole", &[("policy.special_share.junior", || json!(130))]),
    ("no wish values and no kinds", &[("policy.wish_values", || json!([])), ("policy.share_kinds", || json!([]))]),
    ("an empty policy", &[("policy", || json!({}))]),
    ("a course without patterns", &[("courses[4].patterns", || json!([]))]),
    ("a pin of a section alone", &[("pins[0]", || json!({ "section": "any id at all" }))]),
    ("the same pin twice", &[("pins[1]", || json!({ "teacher": "t1", "course": "football", "never": true }))]),
    ("a pin to a course the child did not wish", &[("pins[1]", || json!({ "student": "s1", "course": "care" }))]),
    (
        "fields that the contract does not name",
        &[
            ("extra", || json!({ "deep": [1, -2, null] })),
            ("policy.fee_cap", || json!(-1)),
            ("policy.minutes[0].why", || json!("reason")),
            ("term.note", || json!([])),
            ("periods[0].note", || json!(1)),
            ("students[0].teacher", || json!({})),
            ("courses[0].colour", || json!(null)),
            ("rooms[0].offsite.address", || json!("x")),
            ("pins[0].reason", || json!("x")),
            ("published.sections[0].note", || json!(1)),
            ("published.note", || json!(1)),
        ],
    ),
];

#[test]
fn what_the_contract_allows_is_valid() {
    for (name, edits) in VALID {
        let mut problem = full();
        edits.iter().for_each(|(at, value)| set(&mut problem, at, value()));
        assert_eq!(reported(&problem), [], "{name}");
    }
}

#[test]
fn a_school_of_nothing_is_valid() {
    let empty = json!({ "format": "paipian/1", "policy": {}, "periods": [], "grades": [], "classes": [], "students": [],
                        "courses": [], "teachers": [], "rooms": [] });
    assert_eq!(reported(&empty), []);
    assert!(load::problem(&format!("\u{feff}{empty}")).is_ok(), "a byte order mark is no fault");
}

#[test]
fn more_periods_than_a_cycle_holds_are_reported() {
    let mut problem = full();
    let row = |n: usize| json!({ "id": format!("p{n}"), "day": 1 + n % 7, "start": "09:00", "end": "10:00", "kind": "weekend" });
    let rows = problem["periods"].as_array_mut().expect("a list");
    rows.extend((rows.len()..128).map(row));
    assert_eq!(reported(&problem), []);
    problem["periods"].as_array_mut().expect("a list").push(row(128));
    let found: Vec<(&str, String)> = reported(&problem).into_iter().map(|error| (error.code, error.place)).collect();
    assert_eq!(found, [("E120", "periods".to_string())]);
}
