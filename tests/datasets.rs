//! Every shipped school is of the contract's shape, valid, and told of in the `origin.md` beside it.

mod support;

use paipian::format::read_problem;
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
