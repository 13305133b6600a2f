//! Every shipped school is of the contract's shape, valid, and told of in the `origin.md` beside it.

mod support;

use paipian::format::{read_plan, read_problem};
use paipian::referee::judge;
use std::fs;
use std::path::Path;

fn check(folder: &str, at_least: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets").join(folder);
    let origin = fs::read_to_string(folder.join("origin.md")).expect("an origin.md");
    let mut schools = 0;
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let label = path.display().to_string();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let problem =
            read_problem(&fs::read_to_string(&path).expect("a text")).unwrap_or_else(|e| panic!("{label}: {e:?}"));
        support::assert_valid(&label, &problem);
        assert!(origin.contains(&format!("`{stem}.json`")), "{label}: origin.md does not name it");
        schools += 1;
    }
    assert!(schools >= at_least, "{folder:?} holds {schools} schools");
}

#[test]
fn demo_is_sound() {
    check("demo", 1);
}

#[test]
fn tiny_schools_are_sound() {
    check("tiny", 6);
}

#[test]
fn hard_schools_are_sound() {
    check("hard", 7);
}

/// The best score known of each school is that of a stored plan, which the referee judges, and no bound exceeds it.
fn check_best(folder: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets").join(folder);
    let text = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let best: toml::Table = text("best.toml").parse().expect("a TOML file");
    let schools = best["school"].as_array().expect("schools");
    let named = |end: &str| fs::read_dir(folder.join(end)).expect("a folder").filter_map(Result::ok).map(|e| e.path());
    let problems = named("").filter(|path| path.extension().is_some_and(|end| end == "json")).count();
    assert_eq!((schools.len(), named("best").count()), (problems, problems), "each school has its best plan");
    for school in schools {
        let word = |key: &str| school[key].as_str().expect("a word");
        let number = |value: &toml::Value| u64::try_from(value.as_integer().expect("a number")).expect("not negative");
        let problem = read_problem(&text(word("problem"))).expect("a problem");
        let plan = read_plan(&text(word("plan"))).expect("a plan");
        let judged = judge(&problem, &plan);
        let told = ["hard", "shortfall", "cost"].map(|key| number(&school[key]));
        assert_eq!(told, [judged.hard, judged.shortfall, judged.cost], "{}", word("problem"));
        let (shortfall, cost) = (number(&school["bound"]["shortfall"]), number(&school["bound"]["cost"]));
        assert!((shortfall, cost) <= (judged.shortfall, judged.cost), "{}: a bound above a plan", word("problem"));
        assert!(word("command").starts_with("paipian solve"));
    }
}

#[test]
fn the_best_scores_known_are_those_of_stored_plans() {
    ["tiny", "hard", "small", "demo"].into_iter().for_each(check_best);
}
