//! `paipian whatif` as it is called: what it writes, and that every figure of page and workbook is in the JSON.

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs the command on the school of forty with two scenarios, and whatever else is asked.
fn whatif(out: &Path, more: &[&str]) -> Output {
    let small = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../datasets/small");
    fs::write(out.join("cap.toml"), "policy = { set = { special_cap = 20 } }").expect("written");
    fs::write(out.join("more.toml"), "name = \"多一成\"\n[[students]]\npercent = 10").expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_paipian"));
    command.current_dir(out).arg("whatif").arg(small.join("school40.json"));
    command.arg("--plan").arg(small.join("best/school40.json"));
    command.args(["cap.toml", "more.toml", "--steps", "1", "--marginal", "2", "--frontier", "--out", "out"]).args(more);
    command.output().expect("the program runs")
}

/// Numbers of a text, as they are written.
fn numbers(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|part| part.trim_matches('.'));
    parts.filter(|part| !part.is_empty()).map(str::to_string).collect()
}

/// Numbers of a JSON value, those in its texts and a part of one as tenths of a percent among them.
fn told(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|entry| told(entry, all)),
        Value::Object(fields) => fields.values().for_each(|entry| told(entry, all)),
        Value::String(text) => all.extend(numbers(text)),
        Value::Number(number) => {
            let part = number.as_f64().expect("a number").abs();
            all.extend([part.to_string(), format!("{:.1}", part * 100.0)]);
            // Money is shown in yuan.
            all.extend([(part / 100.0).to_string(), format!("{:.2}", part / 100.0)]);
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[test]
fn every_figure_of_page_and_workbook_is_in_the_json() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = whatif(dir.path(), &["--json"]);
    assert!(output.status.code().is_some_and(|code| code <= 1), "{}", String::from_utf8_lossy(&output.stderr));
    let out = dir.path().join("out");
    let text = fs::read_to_string(out.join("whatif.json")).expect("the JSON");
    let json: Value = serde_json::from_str(&text).expect("a value");
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).expect("JSON"), json);
    let mut known = BTreeSet::new();
    told(&json, &mut known);
    // Ranks count the rows of the JSON.
    known.extend((0..100).map(|rank| rank.to_string()));

    let page = fs::read_to_string(out.join("whatif.html")).expect("the page");
    let body = page.split("<main>").nth(1).expect("a body");
    let shown = |piece: &str| {
        piece.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map(|(text, _)| text.to_string())
    };
    let cells = body.split("<td").skip(1).chain(body.split("<text").skip(1)).filter_map(shown);
    let cells: Vec<String> = cells.collect();
    assert!(cells.len() > 100, "{}", cells.len());
    let mut strange: Vec<(String, String)> = Vec::new();
    let mut check = |cell: &str| {
        let missing = numbers(cell).into_iter().filter(|number| !known.contains(number));
        strange.extend(missing.map(|number| (number, cell.to_string())));
    };
    cells.iter().for_each(|cell| check(cell));

    let mut book: Xlsx<_> = open_workbook(out.join("whatif.xlsx")).expect("the workbook");
    let sheets = book.sheet_names();
    assert_eq!(sheets.len(), 6, "{sheets:?}");
    for sheet in sheets {
        let range = book.worksheet_range(&sheet).expect("a sheet");
        // The first rows are title, note and headings.
        for cell in range.rows().skip(3).flatten() {
            match cell {
                Data::Float(number) => check(&number.abs().to_string()),
                Data::String(text) => check(text),
                _ => {}
            }
        }
    }
    assert!(strange.is_empty(), "{strange:?}");
    for ix in 0..3 {
        for file in ["problem", "plan"] {
            assert!(out.join(format!("{ix}.{file}.json")).is_file(), "{ix} {file}");
        }
    }
}

#[test]
fn a_scenario_that_cannot_be_applied_is_told_and_nothing_is_written() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("wrong.toml"), "[[remove]]\nfrom = \"rooms\"\nid = \"nowhere\"\n[oops]")
        .expect("written");
    let output = whatif(dir.path(), &["wrong.toml"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("wrong.toml") && said.contains("E102"), "{said}");
    assert!(!dir.path().join("out").exists());
}
