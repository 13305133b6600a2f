//! Files written whole or not at all: a temporary file beside the target, then a rename.

use super::ReportError;
use std::io::Write;
use std::path::Path;

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), ReportError> {
    std::fs::create_dir_all(path).map_err(|source| ReportError::Write { path: path.to_path_buf(), source })
}

/// Puts `bytes` at `path`, replacing what is there.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let place = |source| ReportError::Write { path: path.to_path_buf(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666))
    };
    let mut file = builder.tempfile_in(folder).map_err(place)?;
    file.write_all(bytes).map_err(place)?;
    file.persist(path).map_err(|error| place(error.error))?;
    Ok(())
}
