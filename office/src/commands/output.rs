//! Data on stdout, talk on stderr, files whole or not at all.

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

/// Writes a file whole or not at all: a temporary file beside it, then a rename. Says what went wrong.
pub(super) fn write(path: &Path, bytes: &[u8], lang: Lang) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        make_readable(&file)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    });
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

/// Gives a temporary file the rights of a file made by hand.
#[cfg(unix)]
fn make_readable(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// JSON text with one newline at the end.
pub(super) fn json(value: &serde_json::Value) -> String {
    paipian::format::to_text(value)
}
