//! Reading problems and plans, with every error said, and choosing the language.

use super::output::say;
use crate::words::{self, Lang};
use paipian::diagnostic::Diagnostic;
use paipian::format::{PlanFile, ProblemFile};
use paipian::problem::Problem;
use paipian::whatif::Scenario;
use std::path::Path;

/// The language asked for, or that of the locale.
pub(super) fn language(asked: Option<Lang>) -> Lang {
    asked.unwrap_or_else(|| {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
        if locale.is_some_and(|locale| locale.to_lowercase().starts_with("zh")) { Lang::Zh } else { Lang::En }
    })
}

/// The language asked for, or Chinese for an input in Chinese, or that of the locale.
fn language_for(asked: Option<Lang>, text: &str) -> Lang {
    let chinese = || text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if asked.is_none() && chinese() { Lang::Zh } else { language(asked) }
}

/// The text of a file; none when it cannot be had, which has been said.
pub(super) fn read(path: &Path, asked: Option<Lang>) -> Option<String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let shown = path.display();
            say(&match language(asked) {
                Lang::Zh => format!("错误 F001 无法读取 {shown}：{error}\n  建议：检查路径和读取权限"),
                Lang::En => {
                    format!("error F001 cannot read {shown}: {error}\n  maybe: check the path and the right to read it")
                }
            });
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(_) => {
            let shown = path.display();
            say(&match language(asked) {
                Lang::Zh => format!(
                    "错误 F003 {shown} 不是 UTF-8 文本\n  建议：这里需要 JSON 文件；工作簿请先用 paipian import 导入"
                ),
                Lang::En => format!(
                    "error F003 {shown} is not UTF-8 text\n  maybe: a JSON file is wanted here; import a workbook first"
                ),
            });
            None
        }
    }
}

/// A problem that was read, with the language to speak of it.
pub(super) struct Read {
    /// Its file.
    pub(super) file: ProblemFile,
    /// Its values.
    pub(super) problem: Problem,
    /// Its text.
    pub(super) text: String,
    /// The language.
    pub(super) lang: Lang,
}

/// Reads a problem; says every error.
pub(super) fn problem(path: &Path, asked: Option<Lang>) -> Option<Read> {
    let text = read(path, asked)?;
    let lang = language_for(asked, &text);
    match paipian::load::problem(&text) {
        Ok((file, problem)) => Some(Read { file, problem, text, lang }),
        Err(errors) => {
            diagnostics(path, &errors, lang);
            None
        }
    }
}

/// Reads a plan; says every error.
pub(super) fn plan(path: &Path, lang: Lang) -> Option<PlanFile> {
    let text = read(path, Some(lang))?;
    match paipian::load::plan(&text) {
        Ok(plan) => Some(plan),
        Err(errors) => {
            diagnostics(path, &errors, lang);
            None
        }
    }
}

/// Reads a scenario and tries it on the problem; says every error. One without a name goes by that of its file.
pub(super) fn scenario(path: &Path, base: &ProblemFile, lang: Lang) -> Option<Scenario> {
    let text = read(path, Some(lang))?;
    let applied = Scenario::parse(&text).and_then(|scenario| scenario.apply(base).map(|_| scenario));
    match applied {
        Ok(mut scenario) => {
            if scenario.name.is_empty() {
                scenario.name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            }
            Some(scenario)
        }
        Err(errors) => {
            diagnostics(path, &errors, lang);
            None
        }
    }
}

/// Says every error of an input.
pub(super) fn diagnostics(path: &Path, errors: &[Diagnostic], lang: Lang) {
    let shown = path.display();
    for error in errors {
        let message = words::diagnostic(lang, error);
        let value = if error.value.is_empty() { String::new() } else { format!(" `{}`", error.value) };
        say(&match lang {
            Lang::Zh => format!(
                "错误 {} {shown} {}{value}：{}\n  建议：{}",
                error.code, error.place, message.cause, message.maybe
            ),
            Lang::En => format!(
                "error {} {shown} {}{value}: {}\n  maybe: {}",
                error.code, error.place, message.cause, message.maybe
            ),
        });
    }
    say(&match lang {
        Lang::Zh => format!("共 {} 处错误，未做任何处理", errors.len()),
        Lang::En => format!("{}; nothing was done", words::counted(errors.len(), "error")),
    });
}
