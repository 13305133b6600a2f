//! The invariants of the house, each a line of a table. A failure says file, line and remedy.

use paipian::referee;
use paipian::rules::RULES;
use paipian::score::Level;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A line of a file.
struct Line {
    /// From the root of the repository, with `/`.
    file: String,
    number: usize,
    text: String,
    /// The text without strings and comments.
    code: String,
    /// The signature of the free function that the line is in, or empty.
    signature: String,
}

impl Line {
    fn at(&self, remedy: &str) -> String {
        format!("{}:{}: `{}`: {remedy}", self.file, self.number, self.text.trim())
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a path of the repository whose name ends so, by name; build products excepted.
fn files(path: &str, end: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = vec![root().join(path)];
    while let Some(path) = left.pop() {
        let name = path.file_name().map_or("", |name| name.to_str().unwrap_or(""));
        if path.is_dir() {
            if name != "target" && name != ".git" {
                left.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
            }
        } else if path.is_file() && name.ends_with(end) {
            let inside = path.strip_prefix(root()).expect("below the root");
            found.push(inside.to_str().expect("names in UTF-8").replace('\\', "/"));
        }
    }
    found.sort();
    found
}

fn text_of(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn lines_of(file: &str) -> Vec<Line> {
    let mut signature = String::new();
    let mut whole = true;
    let mut lines = Vec::new();
    for (ix, text) in text_of(file).lines().enumerate() {
        let code = code_of(text);
        if !code.starts_with([' ', '}']) && has_word(&code, "fn") {
            (signature, whole) = (String::new(), false);
        }
        if !whole {
            signature.push_str(&code);
            whole = code.trim_end().ends_with(['{', '}', ';']);
        }
        let (file, text) = (file.to_string(), text.to_string());
        lines.push(Line { file, number: ix + 1, text, code: code.clone(), signature: signature.clone() });
        if code == "}" {
            signature.clear();
        }
    }
    lines
}

/// A line of Rust without its strings and its comment. Strings and comments over several lines are not followed.
fn code_of(line: &str) -> String {
    let mut code = String::new();
    let mut in_string = false;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if !in_string && line[at..].starts_with("//") {
            break;
        }
        if c == '"' && before != '\\' && before != '\'' {
            in_string = !in_string;
        }
        if !in_string {
            code.push(c);
        }
        before = c;
    }
    code
}

/// Rust files below any of the paths.
fn rust(paths: &[&str]) -> Vec<String> {
    paths.iter().flat_map(|path| files(path, ".rs")).collect()
}

fn rust_lines(paths: &[&str]) -> Vec<Line> {
    rust(paths).iter().flat_map(|file| lines_of(file)).collect()
}

/// Whether `word` stands in the text with no letter, digit or underscore on either side where it has one itself.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        let begins = !joins(word.chars().next()) || !joins(text[..at].chars().next_back());
        let ends = !joins(word.chars().next_back()) || !joins(text[at + word.len()..].chars().next());
        begins && ends
    })
}

#[test]
fn the_reader_of_this_file_sees_code() {
    assert_eq!(code_of("let a = \"println!(x)\"; // dbg!(a)"), "let a = \"; ");
    assert_eq!(code_of("if c == '\"' { f64 }"), "if c == '\"' { f64 }");
    assert!(
        has_word("x: f64,", "f64") && has_word("eprintln!(1)", "eprintln!") && has_word("#[ignore = 1]", "#[ignore")
    );
    assert!(!has_word("my_f64", "f64") && !has_word("eprintln!(1)", "println!") && !has_word("Planet", "Plan"));
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Words that some files must not hold.
struct Ban {
    words: &'static [&'static str],
    /// Files and folders it rules.
    within: &'static [&'static str],
    /// Files, and words of the signatures of functions, that it spares, each with the reason.
    but: &'static [(&'static str, &'static str)],
    remedy: &'static str,
}

const EVERYWHERE: &[&str] = &["src", "office", "tests", "benches"];
const THIS: (&str, &str) = ("tests/tidy.rs", "names what it looks for");

const BANS: &[Ban] = &[
    Ban {
        words: &["f64", "f32"],
        within: &["src/score.rs", "src/rules", "src/referee", "src/problem", "src/plan"],
        but: &[("Whole", "writes the rows of a rule for the solver, whose numbers are f64; it scores nothing")],
        remedy: "scores are whole numbers: count in smaller units and round once",
    },
    Ban {
        words: &["HashMap", "HashSet", "RandomState", "FxHashMap", "FxHashSet"],
        within: &["src", "office/src"],
        but: &[
            ("office/src/report/index.rs", "looks ids up and never walks the map"),
            ("office/src/workbook/grid.rs", "looks cells up and never walks the map"),
        ],
        remedy: "use BTreeMap, BTreeSet or a vector by id: hash order would reach a result; or list the file with a reason",
    },
    Ban {
        words: &["print!", "println!", "eprint!", "eprintln!", "dbg!", "stdout", "stderr"],
        within: &["src"],
        but: &[],
        remedy: "the core prints nothing: return a value and let office/ show it",
    },
    Ban {
        words: &["Instant", "SystemTime", "Utc::now", "Local::now"],
        within: &["src"],
        but: &[("src/clock.rs", "the one file that reads the clock")],
        remedy: "ask `clock::Watch`",
    },
    Ban {
        words: &["std::fs", "std::net", "std::env", "File::open", "TcpStream"],
        within: &["src"],
        but: &[],
        remedy: "the core touches no files, network or environment: office/ does",
    },
    Ban {
        words: &["todo!", "unimplemented!", "dbg!", "#[ignore"],
        within: EVERYWHERE,
        but: &[THIS],
        remedy: "finish it or leave it out",
    },
    Ban {
        words: &[
            "crate::problem",
            "crate::plan",
            "crate::rules",
            "crate::policy",
            "crate::format",
            "Student",
            "Course",
            "Teacher",
            "Section",
            "Pattern",
            "Room",
            "Seat",
            "Wave",
            "Gate",
            "Plan",
            "Problem",
            "Tally",
            "Score",
        ],
        within: &["src/search"],
        but: &[],
        remedy: "search/ knows no school: say it through the trait `Model`",
    },
    Ban {
        words: &["good_lp", "highs"],
        within: &["src", "office/src", "tests", "benches"],
        but: &[("src/milp/adapter.rs", "the one file that talks to a solver"), THIS],
        remedy: "go through `milp`: only its adapter names a solver",
    },
    Ban { words: &["unsafe"], within: EVERYWHERE, but: &[THIS], remedy: "there is a safe way" },
];

#[test]
fn no_word_where_it_is_banned() {
    let mut faults = Vec::new();
    for ban in BANS {
        let spared = |line: &Line| ban.but.iter().any(|(but, _)| *but == line.file || has_word(&line.signature, but));
        for line in rust_lines(ban.within).iter().filter(|line| !spared(line)) {
            if ban.words.iter().any(|word| has_word(&line.code, word)) {
                faults.push(line.at(ban.remedy));
            }
        }
    }
    assert_none(&faults);
}

/// What each part of the core may use of the others: the parts of the score's side line by line, …
const SCORE: &[(&str, &[&str])] = &[
    ("admission", &["dates", "format", "policy"]),
    ("clock", &[]),
    ("compliance", &["admission", "dates", "format", "lint", "offer", "policy", "problem", "referee"]),
    ("dates", &["format"]),
    ("diagnostic", &[]),
    ("format", &[]),
    ("generate", &["format", "policy"]),
    ("lint", &["admission", "dates", "format", "offer", "policy", "problem"]),
    ("load", &["dates", "diagnostic", "format", "plan", "policy", "problem", "rules"]),
    ("offer", &["format", "policy"]),
    ("plan", &["format", "policy", "problem", "rules", "score"]),
    ("policy", &["diagnostic", "format", "problem", "rules"]),
    ("problem", &["policy"]),
    ("referee", &["format"]),
    // The rows of a rule stand beside its measure.
    ("rules", &["milp", "plan", "policy", "problem", "score"]),
    ("score", &[]),
    ("search", &["clock"]),
];

/// … and the engine's parts by rank: each may use the score's side and the parts of its own rank and below, but
/// never the referee or the generator.
const ENGINE: &[&[&str]] =
    &[&["milp", "release", "seating"], &["moves", "bound"], &["solve"], &["explain", "whatif", "reopt"]];

/// The parts that a part may use; none if the tables do not know it.
fn may_use(part: &str) -> Option<Vec<&'static str>> {
    if let Some((_, used)) = SCORE.iter().find(|(name, _)| *name == part) {
        return Some(used.to_vec());
    }
    let rank = ENGINE.iter().position(|parts| parts.contains(&part))?;
    let below = SCORE.iter().map(|(name, _)| *name).filter(|name| !["referee", "generate"].contains(name));
    Some(below.chain(ENGINE[..=rank].iter().flat_map(|parts| parts.iter().copied())).collect())
}

#[test]
fn dependence_goes_one_way() {
    let mut faults = Vec::new();
    for line in rust_lines(&["src"]) {
        let part = line.file.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default().to_string();
        for (at, found) in line.code.match_indices("crate::") {
            let rest = &line.code[at + found.len()..];
            let used: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if rest.starts_with('{') {
                faults.push(line.at("name one part a `use crate::part`, so that this test can read it"));
            }
            if used.is_empty() || used == part || part == "lib" {
                continue;
            }
            match may_use(&part) {
                None => faults.push(line.at("enter the part in SCORE or ENGINE of tests/tidy.rs")),
                Some(allowed) if !allowed.contains(&used.as_str()) => {
                    faults
                        .push(line.at(&format!("{part} may use {allowed:?}, not {used}: move the code or pass it in")));
                }
                Some(_) => {}
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_file_says_what_it_is() {
    let mut faults = Vec::new();
    for file in rust(EVERYWHERE) {
        if !text_of(&file).starts_with("//! ") {
            faults.push(format!("{file}:1: open the file with a `//!` line that says what is in it"));
        }
    }
    assert_none(&faults);
}

/// Lines of a file: more is worth a look; much more is too much.
const SOFT: usize = 400;
const HARD: usize = 600;

#[test]
fn no_file_is_too_long() {
    let mut faults = Vec::new();
    for file in rust(EVERYWHERE) {
        let lines = text_of(&file).lines().count();
        if lines > HARD {
            faults.push(format!("{file}:{lines}: more than {HARD} lines: part it"));
        } else if lines > SOFT {
            #[expect(clippy::print_stdout, reason = "a report for people, shown with --nocapture")]
            {
                println!("{file}: {lines} lines, more than {SOFT}");
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn nothing_depends_on_one_machine() {
    let mut faults = Vec::new();
    let index = "registry+https://github.com/rust-lang/crates.io-index";
    for line in lines_of("Cargo.lock") {
        if let Some(source) = line.text.strip_prefix("source = ")
            && source.trim_matches('"') != index
        {
            faults.push(line.at("packages come from crates.io: resolve without a mirror"));
        }
    }
    let ends = [".rs", ".toml", ".md", ".json", ".html", "Makefile", ".yml", ".txt", ".sh"];
    for file in ends.iter().flat_map(|end| files("", end)).filter(|file| file != THIS.0) {
        for line in lines_of(&file) {
            for path in ["/work/", "/root/", "/tmp/", "/home/"] {
                let starts = |at: usize| {
                    let before = line.text[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && !".-_}/~".contains(c))
                };
                if line.text.match_indices(path).any(|(at, _)| starts(at)) {
                    faults.push(line.at("a path of one machine: make it relative"));
                }
            }
        }
    }
    assert_none(&faults);
}

/// Names in a table of words: the first strings of the rows of `const RULES` in a language's file.
fn words_of(file: &str) -> Vec<String> {
    let text = text_of(file);
    let table = text.split("const RULES").nth(1).and_then(|rest| rest.split("];").next()).unwrap_or_default();
    table.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.split('"').next()).map(str::to_string).collect()
}

#[test]
fn one_set_of_rules_everywhere() {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let own = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    let formulation = text_of("models/formulation.md");
    let headings: Vec<&str> = formulation.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let mut lists = vec![
        ("src/referee/catalogue.rs".to_string(), own(&referee::RULES.iter().map(|rule| rule.name).collect::<Vec<_>>())),
        ("models/formulation.md".to_string(), own(&headings)),
    ];
    let languages = files("office/src/words", ".rs");
    let languages = languages.into_iter().filter(|file| text_of(file).contains("const RULES"));
    lists.extend(languages.map(|file| (file.clone(), words_of(&file))));
    let mut faults = Vec::new();
    for (file, names) in lists {
        let missing: Vec<&&str> = rules.iter().filter(|rule| !names.iter().any(|name| name == *rule)).collect();
        let extra: Vec<&String> = names.iter().filter(|name| !rules.contains(&name.as_str())).collect();
        if !missing.is_empty() || !extra.is_empty() {
            faults.push(format!("{file}:1: add {missing:?}, remove {extra:?}"));
        } else if names != rules {
            faults.push(format!("{file}:1: put the rules in the order of src/rules/mod.rs, each once"));
        }
    }
    assert_none(&faults);
}

#[test]
fn a_rule_is_one_file() {
    let mut faults = Vec::new();
    let expected: BTreeSet<String> =
        RULES.iter().map(|rule| format!("src/rules/{}.rs", rule.name.replace('.', "_"))).collect();
    let found: BTreeSet<String> =
        files("src/rules", ".rs").into_iter().filter(|file| !file.ends_with("mod.rs")).collect();
    for file in expected.symmetric_difference(&found) {
        faults.push(format!("{file}:1: a rule is one file of its name, entered in RULES of src/rules/mod.rs"));
    }
    for rule in &RULES {
        let file = format!("src/rules/{}.rs", rule.name.replace('.', "_"));
        let opening = format!("//! `{}` ({}", rule.name, level_word(rule.level));
        if found.contains(&file) && !text_of(&file).starts_with(&opening) {
            faults.push(format!("{file}:1: open with `{opening}…` and the formula in words"));
        }
        if found.contains(&file) && !text_of(&file).contains("//! Contract ") {
            faults.push(format!("{file}:1: say the clause: `//! Contract 4.…`"));
        }
    }
    assert_none(&faults);
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Hard => "hard",
        Level::Shortfall => "shortfall",
        Level::Cost => "cost",
    }
}

#[test]
fn the_formulation_states_level_weight_and_source() {
    let text = text_of("models/formulation.md");
    let mut faults = Vec::new();
    for section in text.split("\n### ").skip(1) {
        let (name, body) = section.split_once('\n').expect("a heading and a body");
        let Some(rule) = RULES.iter().find(|rule| rule.name == name) else { continue };
        let line = 1 + text[..text.find(&format!("### {name}\n")).expect("found above")].lines().count();
        let level = match rule.weight {
            None => format!("Level: {}.", level_word(rule.level)),
            Some(weight) => format!("Level: cost, weight {weight}."),
        };
        if !body.starts_with(&level) {
            faults.push(format!("models/formulation.md:{line}: `{name}` begins with `{level}`"));
        }
        if !body.contains("Source:") {
            faults.push(format!("models/formulation.md:{line}: `{name}` says its `Source:`"));
        }
    }
    assert_none(&faults);
}

#[test]
fn default_weights_are_those_of_the_contract() {
    // (rule, default weight) of the contract, section 4.3.
    let contract = [
        ("wish", 1),
        ("none_of_top", 150),
        ("load", 1),
        ("staff_days", 8),
        ("staff_gap", 1),
        ("avoid", 1),
        ("small_section", 2),
        ("care_split", 6),
        ("away_from_home", 1),
        ("money", 1),
        ("wave_wait", 1),
        ("wave_gate", 1),
        ("siblings", 3),
        ("disruption.gone", 80),
        ("disruption.moved", 60),
        ("disruption.lead", 30),
        ("disruption.room", 15),
        ("disruption.seat", 20),
    ];
    let ours: Vec<(&str, i64)> = RULES.iter().filter_map(|rule| Some((rule.name, rule.weight?))).collect();
    assert_eq!(ours, contract, "src/rules: a default weight is fixed by the contract");
    let theirs: Vec<(&str, i64)> = referee::RULES
        .iter()
        .filter(|rule| rule.level == referee::Level::Cost)
        .map(|rule| (rule.name, i64::try_from(rule.weight).expect("a small weight")))
        .collect();
    assert_eq!(theirs, contract, "src/referee/catalogue.rs: a default weight is fixed by the contract");
}

#[test]
fn every_rule_has_a_spoiler() {
    let spoilers: String = files("tests/referee", ".rs").iter().map(|file| text_of(file)).collect();
    let mut faults = Vec::new();
    for rule in &RULES {
        let name = rule.name;
        let speaks = |n: u32| spoilers.contains(&format!("(\"{name}\", {n}"));
        if !(1..=9).any(speaks) {
            faults.push(format!("tests/referee/main.rs:1: no spoiler expects `(\"{name}\", n)` with n > 0: add one"));
        }
    }
    assert_none(&faults);
}
