//! Data on stdout, talk on stderr, files whole or not at all.

use crate::files::write_whole;
use crate::words::Lang;
use std::io::Write;
use std::path::Path;

/// Prints data. A reader who hangs up ends the output quietly.
pub(super) fn data(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Says something to the person at the terminal.
pub(super) fn say(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// Writes a file whole or not at all. Says what went wrong.
pub(super) fn write(path: &Path, bytes: &[u8], lang: Lang) -> bool {
    let written = write_whole(path, bytes);
    if let Err(error) = &written {
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
    written.is_ok()
}

/// JSON text with one newline at the end.
pub(super) fn json(value: &serde_json::Value) -> String {
    paipian::format::to_text(value)
}
