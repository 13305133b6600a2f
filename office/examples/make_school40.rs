//! Makes the tables of `datasets/small/school40.xlsx` as a school would fill them in, and the problem they must give:
//! `cargo run --release -p paipian-office --example make_school40 -- FOLDER`. `origin.md` beside the dataset says how
//! the workbook was then opened and saved by LibreOffice.

use paipian::format::{ProblemFile, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian_office::workbook::{fill, workbook};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

const DAYS: [(&str, &str); 5] = [("mon", "周一"), ("tue", "周二"), ("wed", "周三"), ("thu", "周四"), ("fri", "周五")];
const YEARS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let params = GenerateParams {
        students: 40,
        seed: 40,
        policy: "nanchang".to_string(),
        tight: 300,
        profile: Profile::Primary,
    };
    let generated = generate(&params)?;
    let mut value = serde_json::to_value(&generated)?;
    rename(&mut value, &chinese_ids(&generated));
    let mut problem: ProblemFile = serde_json::from_value(value)?;
    problem.name = Some("临江小学".to_string());
    std::fs::write(folder.join("school40.json"), to_text(&problem))?;
    std::fs::write(folder.join("school40.xlsx"), workbook(&fill(&problem)?)?)?;
    Ok(())
}

/// The ids a school would write: 周一1, 三年级, 三年级1班, 2026001.
fn chinese_ids(problem: &ProblemFile) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for period in &problem.periods {
        for (short, day) in DAYS {
            if let Some(nth) = period.id.strip_prefix(short) {
                ids.insert(period.id.clone(), format!("{day}{nth}"));
            }
        }
    }
    for (at, year) in YEARS.iter().enumerate() {
        ids.insert(format!("g{}", at + 1), format!("{year}年级"));
        for class in 1..=9 {
            ids.insert(format!("g{}c{class}", at + 1), format!("{year}年级{class}班"));
        }
    }
    for (at, student) in problem.students.iter().enumerate() {
        ids.insert(student.id.clone(), format!("2026{:03}", at + 1));
    }
    ids
}

fn rename(value: &mut Value, ids: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(id) = ids.get(text) {
                *text = id.clone();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, ids)),
        Value::Object(fields) => fields.values_mut().for_each(|field| rename(field, ids)),
        _ => {}
    }
}
