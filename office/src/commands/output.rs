//! Data on stdout, talk on stderr, files whole or not at all.

use crate::files::write_whole;
use crate::report::ReportError;
use crate::words::Lang;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;

/// Prints data. A reader who hangs up ends the output quietly; any other failure ends the program.
pub(super) fn data(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        say(&format!("F004 stdout: {error}"));
        std::process::exit(2);
    }
}

/// Says something to the person at the terminal.
pub(super) fn say(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// Writes a file whole or not at all. Says what went wrong.
pub(super) fn write(path: &Path, bytes: &[u8], lang: Lang) -> bool {
    write_whole(path, bytes).inspect_err(|error| unwritable(path, error, lang)).is_ok()
}

/// Says that a file or folder cannot be written.
pub(super) fn unwritable(path: &Path, error: &Error, lang: Lang) {
    let shown = path.display();
    say(&match lang {
        Lang::Zh => {
            format!("错误 F002 无法写入 {shown}：{error}\n  建议：检查文件夹是否存在、是否有写入权限、磁盘是否已满")
        }
        Lang::En => {
            format!(
                "error F002 cannot write {shown}: {error}\n  maybe: make the folder, allow writing, or free some disk"
            )
        }
    });
}

/// Says why there is no report.
pub(super) fn no_report(error: &ReportError, lang: Lang) {
    match (error, lang) {
        (ReportError::Write { path, source }, _) => unwritable(path, source, lang),
        (ReportError::NoStart, Lang::Zh) => {
            say("错误 F015 没有开学日期，写不出日历\n  建议：在学期表（term.start）填上开学日期，如 2026-09-07");
        }
        (ReportError::NoStart, Lang::En) => {
            say(
                "error F015 no calendar without the first day of the term\n  maybe: set `term.start`, such as 2026-09-07",
            );
        }
        (ReportError::Workbook(_) | ReportError::Page(_), Lang::Zh) => say(&format!("错误 F014 无法写出报表：{error}")),
        (ReportError::Workbook(_) | ReportError::Page(_), Lang::En) => {
            say(&format!("error F014 cannot write the report: {error}"));
        }
    }
}

/// JSON text with one newline at the end.
pub(super) fn json(value: &serde_json::Value) -> String {
    paipian::format::to_text(value)
}
