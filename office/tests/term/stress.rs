//! Killed at random moments, two writers at once, a full disk, a file that may not be written, a file that is damaged:
//! whatever was acknowledged stays, nothing is half there, and the message says what to do.

use super::called::term;
use super::school::{Dice, begun, by, generated};
use paipian::reopt::Event;
use paipian_office::store::{Act, Entry, Store, StoreError, Term};
use sqlx::{Connection, SqliteConnection};
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ON: &str = "2026-09-08";

fn store(folder: &Path) -> (PathBuf, Store) {
    let path = folder.join("term.db");
    let store = begun(&path, &generated(40), 4);
    (path, store)
}

/// Runs statements on the file itself, as no program of ours does.
fn meddle(path: &Path, statements: &[&str]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("opens");
        for statement in statements {
            sqlx::query(sqlx::AssertSqlSafe(*statement)).execute(&mut connection).await.expect("runs");
        }
        connection.close().await.expect("closes");
    });
}

#[test]
fn killed_at_two_hundred_moments() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, mut store) = store(dir.path());
    let term = store.term().expect("read");
    let (school, plan) = (term.problem().expect("a school"), term.plan().expect("a plan"));
    drop(store);
    let clubs: Vec<&str> = school.courses.iter().filter(|row| row.kind == "club").map(|row| row.id.as_str()).collect();
    let mut dice = Dice::new(3);
    let (mut kept, mut cut, mut before_any, mut length) = (0, 0, 0, Duration::from_millis(60));
    for ix in 0..200 {
        let row = &school.students[dice.below(school.students.len())];
        let (seated, held) = &plan.seats.0[dice.below(plan.seats.0.len())];
        let period = row.attends.first().cloned().unwrap_or_default();
        let why = format!("kill {ix}");
        let args: Vec<&str> = match ix % 5 {
            0 if !period.is_empty() => vec!["opt-out", &row.id, &period],
            1 if !period.is_empty() => vec!["opt-in", &row.id, &period],
            2 if !held.is_empty() => vec!["attend", "mark", &held[0], "--handed-to", seated],
            3 if ix % 20 == 3 => vec!["nightly", "--rounds", "1"],
            _ => vec!["wish", "enter", &row.id, clubs[dice.below(clubs.len())]],
        };
        let begun = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_paipian"));
        command.current_dir(dir.path()).args(["term", "--who", "test", "--on", ON, "--why", &why]).args(&args);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
        let moment = length * dice.below(1_300) as u32 / 1_000;
        let mut ended = None;
        while ended.is_none() && begun.elapsed() < moment {
            ended = child.try_wait().expect("waited for");
        }
        child.kill().expect("killed");
        let status = child.wait().expect("waited for");
        // About half of them get to their end, however busy the machine is.
        length = if ended.is_some() { length * 9 / 10 } else { length * 11 / 10 };
        let mut store = Store::open(&path).unwrap_or_else(|error| panic!("{args:?}: {error:?}"));
        store.verify().unwrap_or_else(|error| panic!("{args:?} killed after {moment:?}: {error:?}"));
        let entries: Vec<Entry> =
            store.journal(1).expect("a journal").into_iter().filter(|entry| entry.why == why).collect();
        let lines = match args[0] {
            "nightly" | "wish" => 2,
            _ => 1,
        };
        assert!(entries.is_empty() || entries.len() == lines, "{args:?}: {} lines of {lines}", entries.len());
        if status.success() {
            assert_eq!(entries.len(), lines, "{args:?} was acknowledged");
            kept += 1;
        } else if status.code().is_none() {
            cut += 1;
            before_any += usize::from(entries.is_empty());
        }
    }
    assert!(
        kept > 20 && cut > 60 && before_any > 0,
        "{kept} acknowledged, {cut} cut short, {before_any} of them unwritten"
    );
}

#[test]
fn a_store_begins_whole_and_not_on_the_log_of_another() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, mut store) = store(dir.path());
    let copy = dir.path().join("copy.db");
    store.backup(&copy).expect("copied");
    let head = store.verify().expect("verifies").head;
    // The file alone has all that was acknowledged.
    let alone = dir.path().join("alone.db");
    fs::copy(&path, &alone).expect("copied");
    assert_eq!(Store::open(&alone).and_then(|mut store| store.verify()).expect("verifies").head, head);
    drop(store);
    let log = dir.path().join("term.db-wal");
    // A store closes on a thread of its own, and takes its log along.
    for _ in (0..2_000).take_while(|_| log.exists()) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!log.exists(), "the store closes");
    // The log of a store that is gone would be read into the new one.
    fs::remove_file(&path).expect("removed");
    fs::write(&log, b"what another store left").expect("written");
    let init = term(dir.path(), ON, &["init", "--lottery", "1"]);
    let said = String::from_utf8_lossy(&init.stderr).into_owned();
    assert!(init.status.code() == Some(2) && said.contains("F021") && said.contains("term.db-wal"), "{said}");
    assert_eq!(term(dir.path(), ON, &["restore", "copy.db"]).status.code(), Some(2));
    fs::remove_file(&log).expect("removed");
    assert_eq!(term(dir.path(), ON, &["restore", "copy.db"]).status.code(), Some(0));
    assert_eq!(Store::open(&path).and_then(|mut store| store.verify()).expect("verifies").head, head);
    fs::remove_file(&path).expect("removed");
    // Killed at any moment, `init` leaves a store with its seed, or none.
    let mut made = 0;
    for ix in 0..20 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paipian"));
        let mut child = command.current_dir(dir.path()).args(["term", "init", "--lottery", "9", "--file", "new.db"]);
        child = child.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = child.spawn().expect("the program runs");
        std::thread::sleep(Duration::from_millis(2 * ix));
        child.kill().expect("killed");
        child.wait().expect("waited for");
        let new = dir.path().join("new.db");
        if new.exists() {
            let mut store = Store::open(&new).expect("opens");
            store.verify().expect("verifies");
            assert_eq!(store.term().expect("read").lottery(), 9);
            drop(store);
            fs::remove_file(&new).expect("removed");
            let _ = fs::remove_file(dir.path().join("new.db-wal"));
            made += 1;
        }
    }
    assert!(made < 20, "some are killed before");
}

#[test]
fn writers_take_turns_and_readers_do_not_wait() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, mut first) = store(dir.path());
    let before = first.journal(1).expect("a journal").len();
    let pay = || [Act::Tariff { kind: "after_school".into(), session: 1, cap_month: None }];
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut store = Store::open(&path).expect("opens");
                for _ in 0..10 {
                    store.append(&by("crowd"), &pay(), &[], None).expect("waits its turn");
                }
            });
        }
        scope.spawn(|| {
            let mut store = Store::open(&path).expect("opens");
            for _ in 0..20 {
                store.term().expect("reads");
            }
        });
    });
    assert_eq!(first.journal(1).expect("a journal").len(), before + 40);
    first.verify().expect("verifies");

    // Whoever decided on what was there before is told, and nothing is written.
    let Term { seq, .. } = first.term().expect("read");
    Store::open(&path).expect("opens").append(&by("first"), &pay(), &[], Some(seq)).expect("kept");
    let late = first.append(&by("second"), &pay(), &[], Some(seq)).expect_err("too late");
    assert_eq!(late.code(), "F027");

    // A command that was overtaken looks again by itself.
    let children: Vec<String> =
        first.term().expect("read").problem().expect("a school").students.into_iter().map(|row| row.id).collect();
    std::thread::scope(|scope| {
        for student in &children[..8] {
            let folder = dir.path();
            scope.spawn(move || {
                let output = term(folder, ON, &["opt-out", student]);
                assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
            });
        }
    });
    first.verify().expect("verifies");

    // A writer that does not come back: others are told after a while, readers read on.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let held = runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("opens");
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.expect("locks");
        connection
    });
    let begun = Instant::now();
    first.term().expect("reads");
    Store::open(&path).expect("opens").journal(1).expect("reads");
    assert!(begun.elapsed() < Duration::from_secs(4), "readers do not wait for a writer");
    let busy = first.append(&by("third"), &pay(), &[], None).expect_err("locked");
    assert_eq!(busy.code(), "F023");
    drop(held);
    drop(runtime);
    first.append(&by("fourth"), &pay(), &[], None).expect("free again");
    first.verify().expect("verifies");
}

#[test]
fn a_full_disk_and_a_file_that_may_not_be_written_leave_the_old_state() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, mut store) = store(dir.path());
    let before = store.journal(1).expect("a journal");
    let child_of_school = store.term().expect("read").problem().expect("a school").students[0].id.clone();
    drop(store);
    // No file may grow: writes fail as on a full disk.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' --lang en term --on {ON} plan read plan.json",
        env!("CARGO_BIN_EXE_paipian")
    );
    assert_eq!(term(dir.path(), ON, &["plan", "write", "--output", "plan.json"]).status.code(), Some(0));
    let full = Command::new("sh").current_dir(dir.path()).args(["-c", &script]).output().expect("runs");
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    assert_eq!(full.status.code(), Some(2), "{said}");
    assert!(said.contains("error F025") && said.contains("nothing was changed"), "{said}");

    // Whoever may not write is told so. The superuser may always: it becomes another for this.
    let mode = |path: &Path, mode: u32| {
        let rights = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(path, rights).expect("set");
    };
    for file in fs::read_dir(dir.path()).expect("a folder").flatten() {
        mode(&file.path(), 0o444);
    }
    mode(dir.path(), 0o555);
    let almighty = fs::File::create(dir.path().join("probe")).is_ok();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paipian"));
        command.current_dir(dir.path()).args(["--lang", "en", "term", "--on", ON]).args(args);
        let command = if almighty { command.uid(65_534) } else { &mut command };
        command.output().expect("runs")
    };
    let denied = run(&["opt-out", &child_of_school]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    mode(elsewhere.path(), 0o777);
    let copy = elsewhere.path().join("copy.db").display().to_string();
    let read = [run(&["verify"]), run(&["history"]), run(&["restore", "term.db", "--file", &copy])];
    mode(dir.path(), 0o755);
    for file in fs::read_dir(dir.path()).expect("a folder").flatten() {
        mode(&file.path(), 0o644);
    }
    let said = String::from_utf8_lossy(&denied.stderr).into_owned();
    assert_eq!(denied.status.code(), Some(2), "{said}");
    assert!(said.contains("error F024"), "{said}");
    for output in read {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "it can still be read, and copied: {said}");
    }

    let mut store = Store::open(&path).expect("opens");
    let now = store.journal(1).expect("a journal");
    assert_eq!(now[..before.len()], before[..]);
    store.verify().expect("the old state is intact");
}

#[test]
fn damage_is_recognised() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, mut store) = store(dir.path());
    let student = store.term().expect("read").problem().expect("a school").students[0].id.clone();
    let event = Event::OptOut { student, periods: vec![] };
    paipian_office::enrol::ask(&mut store, &by("one event"), &[(event, ON.into())], ON).expect("kept");
    let entries = store.journal(1).expect("a journal");
    let term = store.term().expect("read");
    meddle(&path, &["PRAGMA wal_checkpoint(TRUNCATE)"]);
    drop(store);
    let sound = fs::read(&path).expect("read");
    let again = |bytes: &[u8]| {
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(dir.path().join(format!("term.db{end}")));
        }
        fs::write(&path, bytes).expect("written");
    };

    // Someone writes around the journal: the first thing that does not fit is named.
    for (statement, named) in [
        ("UPDATE journal SET who = 'nobody' WHERE seq = 2", "journal line 2"),
        ("UPDATE journal SET body = replace(body, '7', '8') WHERE seq = 1", "journal line 1"),
        ("DELETE FROM journal WHERE seq = 3", "journal line 3"),
        ("UPDATE stay SET body = replace(body, '2026', '2025') WHERE id = (SELECT min(id) FROM stay)", "table stay"),
        ("DELETE FROM student WHERE id = (SELECT max(id) FROM student)", "table student"),
        ("UPDATE document SET body = body || ' '", "document"),
    ] {
        again(&sound);
        meddle(&path, &[statement]);
        let error = Store::open(&path).and_then(|mut store| store.verify()).expect_err(statement);
        let said = error.say(paipian_office::words::Lang::En);
        assert!(error.code() == "F026" && said.contains(named) && said.contains("restore"), "{statement}: {said}");
    }

    // Bytes flip, or the end is missing: told, or of no consequence.
    let mut dice = Dice::new(5);
    let mut told = 0;
    for ix in 0..40 {
        let mut bytes = sound.clone();
        if ix % 8 == 0 {
            bytes.truncate(dice.below(bytes.len()));
        } else {
            for _ in 0..8 {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        again(&bytes);
        let read = Store::open(&path).and_then(|mut store| {
            store.verify()?;
            Ok((store.journal(1)?, store.term()?))
        });
        match read {
            Ok((now, tables)) => {
                assert_eq!((&now, &tables.rows), (&entries, &term.rows), "damage that nobody can see");
            }
            Err(error) => {
                assert!(["F022", "F026", "F029"].contains(&error.code()), "{error:?}");
                told += 1;
            }
        }
    }
    assert!(told > 20, "{told} of 40");
    again(b"");
    assert!(matches!(Store::open(&path), Err(StoreError::NotATerm(_))), "an empty file is no store");
    again(b"not a database, but long enough to be looked at as one, if only it had the right first bytes in it.......");
    assert!(matches!(Store::open(&path), Err(StoreError::NotATerm(_))), "nor is text");
}
