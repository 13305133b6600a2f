//! A regulation by the name of a shipped policy or the path of a policy file, every error said.

use super::input::{diagnostics, language, read};
use super::output::say;
use crate::words::Lang;
use paipian::diagnostic::Diagnostic;
use paipian::policy::{Regulation, shipped, shipped_names};
use std::path::{Path, PathBuf};

/// Most layers over a document: a district's and a school's, and room for a mistake to be told.
const MOST_LAYERS: usize = 8;

/// Reads a policy file's text. What a layer extends is a shipped name, or a path relative to the layer's file.
///
/// # Errors
/// Every fault of the file.
pub(super) fn parse(path: &Path, text: &str) -> Result<Regulation, Vec<Diagnostic>> {
    fn below(folder: &Path, name: &str, left: usize) -> Option<Regulation> {
        if let Some(regulation) = shipped(name) {
            return Some(regulation);
        }
        let path: PathBuf = folder.join(name);
        let text = std::fs::read_to_string(&path).ok()?;
        let left = left.checked_sub(1)?;
        Regulation::parse(&text, &|name| below(path.parent()?, name, left)).ok()
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    Regulation::parse(text, &|name| below(folder, name, MOST_LAYERS))
}

/// The regulation of a name or path; none when there is none, which has been said.
pub(super) fn of(named: &str, asked: Option<Lang>) -> Option<Regulation> {
    if let Some(regulation) = shipped(named) {
        return Some(regulation);
    }
    let path = Path::new(named);
    if !path.exists() {
        let names = shipped_names();
        say(&match language(asked) {
            Lang::Zh => {
                format!(
                    "错误 F016 没有叫“{named}”的政策，也没有这个文件\n  建议：用其中一个：{}，或写对文件路径",
                    names.join("、")
                )
            }
            Lang::En => format!(
                "error F016 there is no policy and no file `{named}`\n  maybe: use one of {}, or check the path",
                names.join(", ")
            ),
        });
        return None;
    }
    let text = read(path, asked)?;
    match parse(path, &text) {
        Ok(regulation) => Some(regulation),
        Err(errors) => {
            diagnostics(path, &errors, language(asked));
            None
        }
    }
}

/// The regulation that an option names, or else the shipped one that the problem names, or none, which is said; whether
/// an option was right.
pub(super) fn chosen(
    option: Option<&String>,
    problem: Option<&String>,
    asked: Option<Lang>,
) -> Result<Option<Regulation>, ()> {
    match option {
        Some(named) => of(named, asked).map(Some).ok_or(()),
        None => {
            let found = problem.and_then(|name| shipped(name));
            if let (Some(name), None) = (problem, &found) {
                say(&match language(asked) {
                    Lang::Zh => format!("规定“{name}”不是随附的，条款、准入和合规没有核对；用 --policy 指明它的文件"),
                    Lang::En => format!(
                        "the policy `{name}` is not a shipped one: clauses, admission and compliance are not looked at; name its file with --policy"
                    ),
                });
            }
            Ok(found)
        }
    }
}
