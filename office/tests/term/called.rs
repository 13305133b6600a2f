//! `paipian term …` as it is called: every subcommand, its exit code and what it leaves in the store.

use super::school::{generated, solved};
use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian_office::store::{Entry, Store};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `paipian term` on the store of a folder, on a day.
pub(crate) fn term(folder: &Path, on: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paipian"));
    command.current_dir(folder).args(["--lang", "en", "term", "--who", "test", "--on", on]).args(args);
    let output = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{args:?}: {said}");
    output
}

fn done(folder: &Path, on: &str, args: &[&str]) -> Value {
    let output = term(folder, on, &[args, &["--json"]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

fn refused(folder: &Path, on: &str, args: &[&str], code: &str) {
    let journal = lines(folder);
    let output = term(folder, on, args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
    assert!(said.contains(&format!("error {code}")) && said.contains("maybe:"), "{args:?}: {said}");
    assert_eq!(lines(folder), journal, "{args:?} changes nothing");
}

/// The journal of a folder's store; none without a store.
fn lines(folder: &Path) -> Option<Vec<Entry>> {
    Store::open(&folder.join("term.db")).ok().map(|mut store| store.journal(1).expect("a journal"))
}

/// A folder with a store whose plan is in force from the first day of the term, and what the school and plan are.
fn open(folder: &Path) -> (ProblemFile, PlanFile) {
    // The registry of Tianning: white list, agreement, papers, exit.
    open_under(folder, "tianning")
}

/// The numbers of Nanchang, and what another regulation says of the term.
fn open_under(folder: &Path, regulation: &str) -> (ProblemFile, PlanFile) {
    let mut school = generated(60);
    school.policy.name = Some(regulation.into());
    fs::write(folder.join("problem.json"), to_text(&school)).expect("written");
    fs::write(folder.join("plan.json"), to_text(&solved(&school, 8))).expect("written");
    done(folder, "2026-08-20", &["init", "--lottery", "7"]);
    done(folder, "2026-08-20", &["import", "problem.json"]);
    done(folder, "2026-09-01", &["plan", "read", "plan.json"]);
    done(folder, "2026-09-01", &["publish", "--from", "2026-09-07"]);
    let plan = fs::read_to_string(folder.join("plan.json")).expect("read");
    (school, paipian::load::plan(&plan).expect("a plan"))
}

#[test]
fn every_subcommand() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    refused(at, "2026-08-20", &["history"], "F020");
    let (school, plan) = open(at);
    let outsider = school.teachers.iter().find(|row| row.kind == "external").map_or("", |row| row.id.as_str());
    refused(at, "2026-08-20", &["init", "--lottery", "7"], "F021");
    refused(at, "2026-09-07", &["import", "problem.json"], "F066");
    // A night before the first day of the plan in force.
    let night = done(at, "2026-09-02", &["nightly", "--rounds", "1"]);
    assert_eq!((&night["after"][0], night["version"].as_u64()), (&Value::from(0), Some(2)));
    let on = "2026-09-08";

    // Wishes: a round, a list, its review and confirmation, the waiting lists.
    let clubs: Vec<&str> = school.courses.iter().filter(|row| row.kind == "club").map(|row| row.id.as_str()).collect();
    let child = school.students.iter().find(|row| !row.wishes.is_empty() && !row.attends.is_empty()).expect("a child");
    let own = child.wishes.clone();
    done(at, on, &["wish", "open", "2026-09-01", "2026-09-10"]);
    refused(at, on, &["wish", "open", "2026-09-10", "2026-09-01"], "F064");
    refused(at, "2026-09-11", &["wish", "enter", &child.id, clubs[0]], "F062");
    refused(at, on, &["wish", "enter", &child.id, "nothing"], "E105");
    let told = done(at, on, &["wish", "enter", &child.id, clubs[1], clubs[0]]);
    assert_eq!(told["answer"]["student"], child.id);
    refused(at, on, &["wish", "confirm", &child.id], "F063");
    done(at, on, &["wish", "review", &child.id, "--reject"]);
    let back =
        Store::open(&at.join("term.db")).and_then(|mut store| store.term()).expect("read").problem().expect("a school");
    assert_eq!(back.students.iter().find(|row| row.id == child.id).map(|row| &row.wishes), Some(&own), "turned down");
    done(at, on, &["wish", "enter", &child.id, clubs[0], "--want", "7"]);
    done(at, on, &["wish", "review", &child.id, "--reject"]);
    let now = Store::open(&at.join("term.db")).and_then(|mut store| store.term()).expect("read").problem();
    let want = now.and_then(|school| school.students.into_iter().find(|row| row.id == child.id)?.want);
    assert_eq!(want, child.want.or(school.policy.want).or(Some(2)), "how many were wanted before, too");
    done(at, on, &["wish", "enter", &child.id, clubs[0]]);
    done(at, on, &["wish", "review", &child.id]);
    done(at, on, &["wish", "confirm", &child.id]);
    assert!(done(at, on, &["wish", "waiting"])["waiting"].is_array());

    // A family goes, comes back, another joins and leaves; one asks for later.
    let told = done(at, on, &["opt-out", &child.id, &child.attends[0]]);
    assert!(told["answer"]["uncovered"].as_array().is_some_and(Vec::is_empty));
    done(at, on, &["opt-in", &child.id, &child.attends[0]]);
    refused(at, on, &["opt-in", &child.id, &child.attends[0]], "E109");
    let later = done(at, on, &["opt-out", &child.id, "--from", "2026-09-20"]);
    assert_eq!((&later["later"], &later["answer"]), (&Value::from("2026-09-20"), &Value::Null));
    let class = school.classes[0].id.as_str();
    done(at, on, &["opt-in", "new-child", &school.periods[0].id, "--class", class]);
    done(at, on, &["opt-out", "new-child", "--left"]);
    refused(at, on, &["opt-out", "new-child"], "E105");

    // By hand: a seat in a section of the same course and time, or none.
    refused(at, on, &["move", &child.id, "--to", "nowhere#1"], "F054");
    refused(at, on, &["move", "nobody", "--to", "nowhere#1"], "F052");
    let (student, held) = plan.seats.0.iter().find(|(id, held)| *id != child.id && !held.is_empty()).expect("a seat");
    done(at, on, &["move", student, "--from", &held[0]]);
    refused(at, on, &["move", student, "--from", &held[0]], "F053");
    done(at, on, &["move", student, "--to", &held[0]]);

    // The registry: step by step, papers, an agreement, a survey, an exit and its ban; `cleared` follows the gates.
    let cleared = |on: &str| {
        done(at, on, &["plan", "write", "--output", "now.json", "--problem", "school.json"]);
        let school = fs::read_to_string(at.join("school.json")).expect("read");
        let (school, _) = paipian::load::problem(&school).expect("a problem");
        school.teachers.iter().find(|row| row.id == outsider).map(|row| row.cleared)
    };
    assert_eq!(cleared(on), Some(true));
    done(at, on, &["resource", "add", "vendor", "--kind", "organisation", "--passed", "2023,2024,2025"]);
    let add =
        ["resource", "add", "coach", "--kind", "person", "--of", outsider, "--by", "vendor", "--born", "1990-02-03"];
    done(at, on, &add);
    assert_eq!(cleared(on), Some(false), "a candidate does not serve");
    refused(at, on, &add, "F068");
    refused(at, on, &["resource", "add", "other", "--kind", "venue", "--of", "nowhere"], "E105");
    refused(at, on, &["resource", "step", "other", "filed"], "F055");
    refused(at, on, &["resource", "step", "vendor", "crowned"], "F056");
    done(at, on, &["resource", "step", "vendor", "filed"]);
    refused(at, on, &["resource", "step", "vendor", "reviewed"], "F058");
    done(at, on, &["resource", "agree", "vendor", "--signed", "2026-08-01", "--filed", "2026-08-02"]);
    for paper in ["teacher_certificate", "employment", "credential_filed"] {
        assert_eq!(cleared(on), Some(false), "{paper} is lacking");
        done(at, on, &["resource", "paper", "coach", paper, "--until", "2027-10-15"]);
    }
    assert_eq!(cleared(on), Some(true), "everything is on file");
    let slip = term(at, on, &["resource", "paper", "coach", "teacher_certificat"]);
    assert!(slip.status.success() && String::from_utf8_lossy(&slip.stderr).contains("no regulation asks"));
    assert_eq!(done(at, on, &["survey", "vendor", "--satisfied", "84", "--answers", "100"])["verdict"], "exit_due");
    assert_eq!(done(at, on, &["survey", "vendor", "--satisfied", "85", "--answers", "100"])["verdict"], "good");
    assert_eq!(cleared(on), Some(true), "whether it goes is for people to decide");
    refused(at, on, &["survey", "vendor", "--satisfied", "2", "--answers", "1"], "F059");
    refused(at, on, &["survey", "nobody", "--satisfied", "1", "--answers", "1"], "F055");
    done(at, on, &["resource", "step", "vendor", "exited"]);
    assert_eq!(cleared(on), Some(false), "whoever it sends goes with it");
    refused(at, "2029-09-07", &["resource", "step", "vendor", "filed"], "F057");
    let listed = done(at, on, &["resource", "list"]);
    let vendor = listed["resources"].as_array().expect("a list").iter().find(|row| row["resource"]["id"] == "vendor");
    assert_eq!(vendor.map(|row| (&row["state"], &row["serves"])), Some((&Value::from("exited"), &Value::from(false))));
    refused(at, on, &["resource", "step", "vendor", "exited"], "F058");
    done(at, on, &["resource", "add", "villain", "--kind", "organisation", "--state", "blacklisted"]);
    refused(at, on, &["resource", "step", "villain", "exited"], "F058");
    refused(at, on, &["resource", "step", "villain", "candidate"], "F058");
    let lead = plan.sections.iter().find_map(|row| row.lead.as_deref().filter(|id| *id != outsider)).expect("a lead");
    done(at, on, &["resource", "away", lead, "--from", "2026-09-10", "--until", "2026-09-11"]);
    refused(at, on, &["resource", "away", lead, "--from", "2026-09-11", "--until", "2026-09-11"], "F067");
    done(at, on, &["resource", "back", lead, "--from", "2026-09-10"]);
    refused(at, on, &["resource", "back", lead, "--from", "2026-09-10"], "F072");
    done(at, on, &["resource", "away", lead, "--from", "2026-09-10", "--until", "2026-09-11"]);
    refused(at, on, &["resource", "away", lead, "--from", "2026-09-11", "--until", "2026-09-10"], "F064");
    refused(at, "Tuesday", &["history"], "F064");

    // The roll call and the sheets of a day: every child of a day is somewhere, and handed to someone.
    let sheets = done(at, on, &["attend", "sheet"]);
    let sheets = sheets["sheets"].as_array().expect("sheets");
    assert!(!sheets.is_empty());
    for sheet in sheets {
        let handed: usize = sheet["hands_over"]
            .as_object()
            .expect("to whom")
            .values()
            .map(|who| who.as_array().map_or(0, Vec::len))
            .sum();
        assert_eq!(Some(handed), sheet["students"].as_array().map(Vec::len));
    }
    let section = sheets[0]["section"].as_str().expect("a section");
    let present = sheets[0]["students"][0].as_str().expect("a child");
    done(at, on, &["attend", "mark", section, "--absent", present, "--handed-to", "gate"]);
    refused(at, on, &["attend", "mark", section, "--absent", "nobody"], "F053");
    refused(at, on, &["attend", "mark", section, "--leave", "nobody"], "F053");
    refused(at, on, &["attend", "mark", section, "--lead", "nobody"], "F070");
    refused(at, on, &["attend", "mark", "nowhere#1"], "F065");

    // A night, its versions, and the same night again.
    let night = done(at, on, &["nightly", "--rounds", "2"]);
    assert_eq!(night["after"][0], 0);
    let version = night["version"].as_u64().expect("a version").to_string();
    done(at, on, &["plan", "replay", &version]);
    refused(at, on, &["plan", "replay", "1"], "F061");
    refused(at, on, &["publish", "9"], "F061");
    assert_eq!(done(at, on, &["plan", "list"])["versions"].as_array().map(Vec::len), Some(3));
    done(at, on, &["plan", "write", "--output", "now.json", "--problem", "school.json"]);
    let checked =
        Command::new(env!("CARGO_BIN_EXE_paipian")).current_dir(at).args(["check", "school.json", "now.json"]).output();
    assert_eq!(checked.expect("runs").status.code(), Some(0), "the plan in force is usable");
    done(at, on, &["plan", "solve", "--steps", "1"]);

    // Money.
    let kind = school.periods[0].kind.as_str();
    done(at, on, &["ledger", "tariff", kind, "--session", "350", "--cap", "1000"]);
    done(at, on, &["ledger", "relief", student, "50"]);
    refused(at, on, &["ledger", "relief", "nobody", "50"], "F052");
    for month in ["2026-13", "2026-9", "September"] {
        refused(at, on, &["ledger", "bill", month], "F069");
        refused(at, on, &["ledger", "hours", month], "F069");
    }
    assert_eq!(term(at, on, &["ledger", "pay", student, "-9223372036854775808"]).status.code(), Some(2));
    let bill = done(at, on, &["ledger", "bill", "2026-09"]);
    let total = bill["fen"].as_i64().expect("fen");
    assert!(total > 0);
    let again = done(at, on, &["ledger", "bill", "2026-09"]);
    assert_eq!((&again["lines"], &again["fen"]), (&Value::from(0), &Value::from(0)), "billed once");
    let shown = done(at, on, &["ledger", "show"]);
    assert_eq!(shown["total"], total);
    let owed = done(at, on, &["ledger", "show", student]);
    done(at, on, &["ledger", "pay", student, &owed["balance"].to_string()]);
    assert_eq!(done(at, on, &["ledger", "show", student])["balance"], 0);
    refused(at, on, &["ledger", "pay", "nobody", "1"], "F052");
    assert!(done(at, on, &["ledger", "hours", "2026-09"])["hours"].as_array().is_some_and(|rows| !rows.is_empty()));

    // Who, when and why; a backup, a restore of it, and of an earlier plan.
    let lines = done(at, on, &["history", "--of", &child.id]);
    let lines = lines["journal"].as_array().expect("lines");
    assert!(lines.len() >= 9 && lines.iter().all(|line| line["who"] == "test"), "{}", lines.len());
    let head = done(at, on, &["verify"])["head"].clone();
    done(at, on, &["backup", "copy.db"]);
    refused(at, on, &["backup", "copy.db"], "F021");
    done(at, on, &["restore", "copy.db", "--file", "again.db"]);
    assert_eq!(done(at, on, &["verify", "--file", "again.db"])["head"], head);
    let restored = term(at, on, &["restore", "--plan", "1"]);
    assert!(matches!(restored.status.code(), Some(0 | 1)));
    assert_ne!(done(at, on, &["verify"])["head"], head);
    refused(at, on, &["restore", "--plan", "99"], "F061");
}

#[test]
fn a_restored_plan_is_the_old_plan_and_comes_into_force() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    let (school, plan) = open(at);
    let lead = plan.sections.iter().find_map(|row| row.lead.clone()).expect("a lead");
    done(at, "2026-09-08", &["resource", "away", &lead, "--from", "2026-09-09", "--until", "2026-09-09"]);
    done(at, "2026-09-08", &["nightly", "--rounds", "1"]);
    done(at, "2026-09-09", &["nightly", "--rounds", "1"]);
    done(at, "2026-09-10", &["restore", "--plan", "1"]);
    done(at, "2026-09-10", &["publish", "--from", "2026-09-11"]);
    done(at, "2026-09-10", &["plan", "write", "--output", "now.json"]);
    let now = fs::read_to_string(at.join("now.json")).expect("read");
    let now = paipian::load::plan(&now).expect("a plan");
    let seats = |plan: &PlanFile| {
        let mut seats = plan.seats.0.clone();
        seats.iter_mut().for_each(|(_, held)| held.sort());
        seats.retain(|(_, held)| !held.is_empty());
        seats.sort();
        seats
    };
    assert_eq!(seats(&now), seats(&plan), "who sits where");
    assert_eq!(now.sections.len(), plan.sections.len());
    assert!(school.students.len() >= now.seats.0.len());
}

/// Store and plan of a small school in a folder, the plan in force from 7 September on.
fn stays_of(folder: &Path, student: &str) -> Vec<(String, Option<String>)> {
    let now = Store::open(&folder.join("term.db")).and_then(|mut store| store.term()).expect("read");
    let own = now.rows.all("stay").map(|(_, stay)| stay).filter(|stay| stay["student"] == student);
    own.map(|stay| (stay["from"].as_str().unwrap_or("").into(), stay["until"].as_str().map(str::to_string))).collect()
}

#[test]
fn who_opts_out_pays_to_the_day_before_and_a_refund_names_its_seats() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    let (school, plan) = open(at);
    let kind = school.periods[0].kind.as_str();
    done(at, "2026-09-08", &["ledger", "tariff", kind, "--session", "350"]);
    let student = &plan.seats.0.iter().find(|(_, held)| held.len() > 1).expect("a child").0;
    // The night's plan begins in ten days; the family goes in three.
    done(at, "2026-09-08", &["nightly", "--rounds", "1", "--from", "2026-09-18"]);
    let bill = done(at, "2026-09-08", &["ledger", "bill", "2026-09"]);
    assert!(bill["fen"].as_i64() > Some(0));
    done(at, "2026-09-11", &["opt-out", student]);
    for (from, until) in stays_of(at, student) {
        let until = until.expect("every stay has ended");
        assert!(until.as_str() < "2026-09-11", "{from} to {until}");
    }
    let own = |value: &Value| value["charges"].as_array().map_or(0, Vec::len);
    let before = done(at, "2026-09-11", &["ledger", "show", student]);
    done(at, "2026-09-11", &["ledger", "bill", "2026-09"]);
    let after = done(at, "2026-09-11", &["ledger", "show", student]);
    let lines = after["charges"].as_array().expect("lines");
    assert!(own(&after) > own(&before) && after["balance"].as_i64() < before["balance"].as_i64());
    let back: Vec<&Value> = lines.iter().filter(|line| line["fen"].as_i64() < Some(0)).collect();
    assert!(
        !back.is_empty() && back.iter().all(|line| line["stay"].is_string() && line["sessions"].as_i64() < Some(0))
    );
    // Days of school from 7 to 10 September: what is left to pay is the seats of those.
    let day_of = |id: &str| school.periods.iter().find(|row| row.id == id).map_or(0, |row| row.day);
    let sat: Vec<&str> = plan.seats.0.iter().find(|(id, _)| id == student).map_or(vec![], |(_, held)| {
        let rows = plan.sections.iter().filter(|row| held.contains(&row.id));
        rows.flat_map(|row| row.pattern.iter().map(String::as_str)).collect()
    });
    let days = sat.iter().filter(|period| day_of(period) <= 4).count() as i64;
    let seats: i64 =
        lines.iter().filter(|line| line["what"] == "seat").map(|line| line["fen"].as_i64().expect("fen")).sum();
    assert_eq!(seats, 350 * days);
    done(at, "2026-09-11", &["verify"]);
}

#[test]
fn a_school_read_in_again_keeps_what_families_said_meanwhile() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    let on = "2026-08-25";
    let school = generated(40);
    fs::write(at.join("problem.json"), to_text(&school)).expect("written");
    done(at, "2026-08-20", &["init", "--lottery", "7"]);
    done(at, on, &["import", "problem.json"]);
    let clubs: Vec<&str> = school.courses.iter().filter(|row| row.kind == "club").map(|row| row.id.as_str()).collect();
    let [first, second] = [&school.students[0], &school.students[1]];
    done(at, on, &["wish", "enter", &first.id, clubs[1], clubs[0]]);
    done(at, on, &["wish", "enter", &second.id, clubs[2]]);
    done(at, on, &["resource", "add", "vendor", "--kind", "organisation"]);
    done(at, on, &["ledger", "relief", &first.id, "30"]);
    // The workbook is mended: a name, and one child and one club fewer.
    let mut mended = school.clone();
    mended.students.retain(|row| row.id != second.id);
    mended.pins.retain(|pin| pin.student.as_ref() != Some(&second.id));
    mended.rooms[0].name = Some("mended".into());
    fs::write(at.join("mended.json"), to_text(&mended)).expect("written");
    let output = term(at, on, &["import", "mended.json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(0) && said.contains("E105") && said.contains(&second.id), "{said}");
    let now = Store::open(&at.join("term.db")).and_then(|mut store| store.term()).expect("read");
    let now = now.problem().expect("a school");
    assert_eq!(now.students.len(), school.students.len() - 1);
    let row = now.students.iter().find(|row| row.id == first.id).expect("a child");
    assert_eq!(row.wishes, [clubs[1], clubs[0]]);
    assert!(now.rooms.iter().any(|row| row.name.as_deref() == Some("mended")));
    let registry = now.registry.expect("a registry");
    assert!(registry.resources.iter().any(|row| row.id == "vendor"));
    assert!(registry.reductions.iter().any(|row| row.student == first.id && row.percent == 30));
    done(at, on, &["verify"]);
}

#[test]
fn an_earlier_plan_comes_back_after_the_school_has_changed() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    let (school, plan) = open(at);
    let mut present = school.students.iter().filter(|row| row.attends.len() > 1);
    for _ in 0..3 {
        let row = present.next().expect("a child who attends");
        done(at, "2026-09-08", &["opt-out", &row.id, &row.attends[0]]);
    }
    let last = present.next().expect("a child who attends");
    done(at, "2026-09-08", &["opt-out", &last.id, "--left"]);
    done(at, "2026-09-08", &["nightly", "--rounds", "2"]);
    let restored = term(at, "2026-09-09", &["restore", "--plan", "1"]);
    let said = String::from_utf8_lossy(&restored.stderr).into_owned();
    assert!(restored.status.code() == Some(0) && said.contains("closest"), "{said}");
    done(at, "2026-09-09", &["publish", "--from", "2026-09-10"]);
    done(at, "2026-09-09", &["plan", "write", "--output", "now.json", "--problem", "school.json"]);
    let checked =
        Command::new(env!("CARGO_BIN_EXE_paipian")).current_dir(at).args(["check", "school.json", "now.json"]).output();
    assert_eq!(checked.expect("runs").status.code(), Some(0), "the plan in force is usable");
    let now = paipian::load::plan(&fs::read_to_string(at.join("now.json")).expect("read")).expect("a plan");
    let of = |plan: &PlanFile, id: &str| {
        plan.seats
            .0
            .iter()
            .find(|(student, _)| student == id)
            .map(|(_, held)| held.iter().cloned().collect::<std::collections::BTreeSet<_>>())
    };
    let untouched = plan.seats.0.iter().filter(|(id, held)| !held.is_empty() && of(&now, id) == of(&plan, id)).count();
    assert!(untouched + 12 > plan.seats.0.len(), "{untouched} of {} sit as they did", plan.seats.0.len());
    done(at, "2026-09-09", &["verify"]);
}

#[test]
fn no_bill_is_above_the_cap_of_the_regulation() {
    for (regulation, most) in [("tianjin", 18_000), ("chongming", 0)] {
        let dir = tempfile::tempdir().expect("a folder");
        let at = dir.path();
        let (school, plan) = open_under(at, regulation);
        done(at, "2026-09-08", &["ledger", "tariff", &school.periods[0].kind, "--session", "1200"]);
        let needy = &plan.seats.0.iter().find(|(_, held)| held.len() > 2).expect("a child").0;
        done(at, "2026-09-08", &["ledger", "relief", needy, "50"]);
        done(at, "2026-09-08", &["ledger", "bill", "2026-09"]);
        let shown = done(at, "2026-09-08", &["ledger", "show"]);
        let owed: Vec<(&String, i64)> = shown["balances"]
            .as_object()
            .expect("balances")
            .iter()
            .map(|(student, fen)| (student, fen.as_i64().expect("fen")))
            .collect();
        assert!(owed.iter().all(|(_, fen)| *fen <= most), "{regulation}: {owed:?}");
        assert!(owed.iter().filter(|(_, fen)| *fen == most).count() > 10, "{regulation}: the cap binds");
        assert!(owed.iter().any(|(student, fen)| *student == needy && *fen == most / 2), "{regulation}: half of it");
        done(at, "2026-09-08", &["verify"]);
    }
}
