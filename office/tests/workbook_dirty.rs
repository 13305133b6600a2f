//! Every broken input of `datasets/dirty` gives exactly the messages that stand beside it. To write them anew after a
//! change of wording, run with `PAIPIAN_BLESS=1` and read the difference.

use paipian_office::words::Lang;
use paipian_office::workbook::source::grids;
use paipian_office::workbook::{CellError, Seams, annotate, import, listing};
use std::fs;
use std::path::{Path, PathBuf};

fn datasets(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../datasets").join(name)
}

/// The first line says whether the input imports; findings follow as the program prints them.
fn told(input: &Path) -> String {
    match import(input, &Seams::real()) {
        Ok(imported) => format!("可以导入\n{}", listing(&imported.warnings, Lang::Zh)),
        Err(findings) => format!("不能导入\n{}", listing(&findings, Lang::Zh)),
    }
}

#[test]
fn every_broken_input_is_told_as_expected() {
    let folder = datasets("dirty");
    let mut inputs: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("datasets/dirty is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "xlsx"))
        .collect();
    inputs.sort();
    assert!(inputs.len() >= 14, "{} inputs", inputs.len());
    let mut wrong = Vec::new();
    for input in inputs {
        let expected = input.with_extension("expected.txt");
        let told = told(&input);
        if std::env::var_os("PAIPIAN_BLESS").is_some() {
            fs::write(&expected, &told).expect("datasets/dirty is writable");
        }
        if fs::read_to_string(&expected).ok().as_deref() != Some(&told) {
            wrong.push(format!("{}:\n{told}", input.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_school_in_other_clothes_is_the_same_problem() {
    let read = |name: &str| import(&datasets("dirty").join(name), &Seams::real()).map(|imported| imported.problem);
    let plain = read("03-gb18030");
    assert!(plain.is_ok());
    for name in ["01-ids-as-numbers.xlsx", "06-merged-cells.xlsx", "07-full-width.xlsx", "29-typing-habits.xlsx"] {
        assert_eq!(read(name), plain, "{name}");
    }
}

/// Saved by LibreOffice, as `origin.md` tells.
#[test]
fn a_school_saved_by_libreoffice_comes_in_whole() {
    let text = fs::read_to_string(datasets("small/school40.json")).expect("datasets/small is there");
    let problem = paipian::format::read_problem(&text).expect("a problem file");
    for name in ["small/school40.xlsx", "small/school40.ods", "small/school40-typed.xlsx"] {
        let imported = import(&datasets(name), &Seams::real()).expect("it imports");
        assert_eq!(imported.problem, problem, "{name}");
        assert_eq!(imported.warnings, [], "{name}");
    }
}

/// The copy holds what the user typed, and the findings beside it.
#[test]
fn an_annotated_copy_reads_like_the_original() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join("批注.xlsx");
    for name in ["24-everything.xlsx", "05-blank-rows.xlsx", "26-utf8-bom", "25-one-wish-a-row.xlsx"] {
        let input = datasets("dirty").join(name);
        let grids = grids(&input).expect("it opens");
        let told = import(&input, &Seams::real()).map_or_else(|findings| findings, |imported| imported.warnings);
        fs::write(&copy, annotate(&grids, &told, Lang::Zh).expect("xlsx holds it")).expect("written");
        let again = import(&copy, &Seams::real()).map_or_else(|findings| findings, |imported| imported.warnings);
        let gist = |findings: &[CellError]| -> Vec<String> {
            let own = findings.iter().filter(|finding| finding.row > 0);
            own.map(|finding| format!("{} {}", finding.place(Lang::Zh), finding.reason.zh)).collect()
        };
        assert_eq!(gist(&again), gist(&told), "{name}");
    }
}
