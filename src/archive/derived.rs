//! Files that are derived of a graph and can be made anew: put in place as a whole or not at all.
//!
//! Comes in: the place of a file and who writes its content. Goes out: the file, in place of the old one. It is never synced:
//! after a loss of power it is perhaps damaged, which whoever reads it sees. What processes left that were ended while they
//! wrote is removed.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// How the names of unfinished files end.
const UNFINISHED: &str = ".tmp";

/// Writes `target` by `write`. Readers see the old file or the new one.
///
/// # Errors
/// Those of `write`, and what `failed` makes of it if the disk refuses.
pub fn put<E>(
    target: &Path,
    failed: impl Fn(io::Error) -> E,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let folder = target.parent().unwrap_or(target);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}-");
    fs::create_dir_all(folder).map_err(&failed)?;
    clear_unfinished(folder, &prefix);
    if target.is_dir() {
        // Only an empty one goes: nobody's files are deleted.
        fs::remove_dir(target).map_err(&failed)?;
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any new file; the umask takes from it what it takes.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut beside = builder.tempfile_in(folder).map_err(&failed)?;
    // Held until the file is in place: whoever finds it without a lock knows that its process has ended.
    let _ = beside.as_file().try_lock();
    let mut buffered = BufWriter::with_capacity(1 << 18, beside.as_file_mut());
    write(&mut buffered)?;
    buffered.flush().map_err(&failed)?;
    drop(buffered);
    beside.persist(target).map(drop).map_err(|error| failed(error.error))
}

/// Removes what processes left that were ended while they wrote: the files that nobody holds a lock on.
fn clear_unfinished(folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(prefix) || !name.ends_with(UNFINISHED) {
            continue;
        }
        let file = OpenOptions::new().write(true).open(entry.path());
        if file.is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
