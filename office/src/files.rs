//! Files written whole or not at all: a temporary file beside the target, then a rename.

use std::fs;
use std::io::{Error, Write};
use std::path::Path;

/// Puts `bytes` at `path`, replacing what is there, with the rights of a file made by hand. A link is followed; a pipe
/// or a device, such as `/dev/stdout`, is written to and stays what it is.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let there = fs::metadata(path);
    if there.as_ref().is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let path = &if there.is_ok() { fs::canonicalize(path)? } else { path.to_path_buf() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // The crate's own message names the temporary file.
    let mut file = builder.tempfile_in(folder).map_err(|error| Error::from(error.kind()))?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
