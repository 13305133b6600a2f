//! The program as it is called: exit codes, what is left on the disk, and no panic whatever it is given.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn paipian(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paipian"));
    command.current_dir(folder).args(args).output().expect("the program runs")
}

/// A folder with a tiny school, its best plan, and files that are none.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let datasets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../datasets");
    fs::copy(datasets.join("tiny/share.json"), dir.path().join("problem.json")).expect("copied");
    fs::copy(datasets.join("tiny/best/share.json"), dir.path().join("plan.json")).expect("copied");
    fs::create_dir(dir.path().join("folder")).expect("made");
    for (name, bytes) in
        [("empty", &b""[..]), ("noise", b"\xff\xfe\0\x01"), ("cut.json", b"[1,"), ("null.json", b"null")]
    {
        fs::write(dir.path().join(name), bytes).expect("written");
    }
    dir
}

fn code(output: &Output) -> i32 {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    output.status.code().expect("an exit code")
}

#[test]
fn what_cannot_be_read_is_refused_by_every_command() {
    let dir = folder();
    let before = fs::read_dir(dir.path()).expect("a folder").count();
    for file in ["missing", "folder", "empty", "noise", "cut.json", "null.json"] {
        for args in [
            &["lint", file][..],
            &["solve", file, "-o", "new", "--steps", "1"],
            &["solve", "problem.json", "--start", file, "-o", "new", "--steps", "1"],
            &["check", file, "plan.json"],
            &["check", "problem.json", file],
            &["report", file, "plan.json", "--out", "new"],
            &["report", "problem.json", file, "--out", "new"],
            &["whatif", file, "--plan", "plan.json", "--steps", "1", "--out", "new"],
            &["whatif", "problem.json", "--plan", file, "--steps", "1", "--out", "new"],
            &["whatif", "problem.json", "--plan", "plan.json", "missing.toml", "--steps", "1", "--out", "new"],
            &["import", file, "-o", "new"],
        ] {
            let output = paipian(dir.path(), args);
            assert_eq!(code(&output), 2, "{args:?}");
            assert!(!output.stderr.is_empty(), "{args:?} says why");
        }
    }
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), before, "nothing is written");
}

#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing() {
    let dir = folder();
    let before = fs::read_dir(dir.path()).expect("a folder").count();
    for args in [
        &["solve", "problem.json", "-o", "missing/plan.json", "--steps", "1"][..],
        &["solve", "problem.json", "-o", "folder", "--steps", "1"],
        &["report", "problem.json", "plan.json", "--out", "plan.json"],
        &["template", "missing/school.xlsx"],
        &["generate", "--students", "40", "-o", "folder"],
        &["demo", "--out", "plan.json"],
        &["solve", "problem.json", "-o", "new", "--threads", "100000"],
        &["solve", "problem.json", "-o", "new", "--seconds", "NaN"],
        &["generate", "--students", "39", "-o", "new"],
        &["generate", "--students", "40", "--policy", "nowhere", "-o", "new"],
        &["report", "problem.json", "plan.json", "--out", "folder", "--only", "ics"],
    ] {
        assert_eq!(code(&paipian(dir.path(), args)), 2, "{args:?}");
    }
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), before);
    assert_eq!(fs::read_dir(dir.path().join("folder")).expect("a folder").count(), 0);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_devices_stay_what_they_are() {
    let dir = folder();
    fs::write(dir.path().join("real.json"), "old").expect("written");
    std::os::unix::fs::symlink("real.json", dir.path().join("link.json")).expect("linked");
    let solve = |to: &str| paipian(dir.path(), &["solve", "problem.json", "-o", to, "--steps", "1", "--json"]);
    assert_eq!(code(&solve("link.json")), 0);
    assert!(fs::symlink_metadata(dir.path().join("link.json")).expect("a link").is_symlink());
    let plan = fs::read(dir.path().join("real.json")).expect("a plan");
    let piped = solve("/dev/stdout");
    assert_eq!(code(&piped), 0);
    assert!(piped.stdout.starts_with(&plan), "the plan went into the pipe");
}

#[cfg(unix)]
#[test]
fn an_interrupted_search_leaves_its_best_plan() {
    let dir = folder();
    assert_eq!(code(&paipian(dir.path(), &["generate", "--students", "120", "-o", "school.json"])), 0);
    let mut search = Command::new(env!("CARGO_BIN_EXE_paipian"));
    search.current_dir(dir.path()).args(["solve", "school.json", "-o", "best.json", "--seconds", "600"]);
    let mut search = search.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
    let said = search.stderr.take().expect("a pipe");
    // The first line of progress comes after the first plan.
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(said));
    assert!(lines.by_ref().take(2).all(|line| line.is_ok()));
    let sent = Command::new("kill").args(["-INT", &search.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    assert_eq!(search.wait().expect("it ends").code(), Some(130));
    assert_eq!(code(&paipian(dir.path(), &["check", "school.json", "best.json"])), 0);
}
