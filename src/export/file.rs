//! Files that are either the old ones or wholly the new ones: written beside the target, flushed and renamed.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::file::{Beside, Lasting};

/// Why a file could not be written. The old file, if there was one, is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder of the target is missing or cannot be written to.
    #[error("cannot write {}: cannot create a file in {}; {}", path.display(), folder.display(), remedy(source))]
    Folder {
        /// The target.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Writing, flushing or renaming failed.
    #[error("cannot write {}; {}; nothing was changed", path.display(), remedy(source))]
    Write {
        /// The target.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A device or a pipe did not take what was written.
    #[error("cannot write to {}; {}", path.display(), remedy(source))]
    Device {
        /// The target.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The target is a folder.
    #[error("cannot write {}: it is a folder; name a file in it", path.display())]
    IsFolder {
        /// The target.
        path: PathBuf,
    },
}

/// Writes `path` by `write`: a device or a pipe as it stands, anything else into a temporary file in the same folder, which takes the target's place only when all
/// of it is on disk. Returns what `write` returns.
pub fn write_atomically<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T, Error> {
    if path.is_dir() {
        return Err(Error::IsFolder { path: path.to_owned() });
    }
    // A link is kept and what it points to replaced.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // A device or a pipe has no content to keep whole, and must not be replaced by a file.
    if std::fs::metadata(&target).is_ok_and(|found| !found.is_file()) {
        let place = OpenOptions::new().write(true).open(&target);
        let result = place.and_then(|mut place| {
            let mut buffered = BufWriter::with_capacity(1 << 16, &mut place);
            write(&mut buffered).and_then(|result| buffered.flush().map(|()| result))
        });
        return result.map_err(|source| Error::Device { path: path.to_owned(), source });
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let mut beside = Beside::new(&target, Lasting::Content).map_err(|source| Error::Folder {
        path: path.to_owned(),
        folder: folder.to_owned(),
        // Not the error itself: it has the name of the temporary file, which means nothing to anyone.
        source: source.kind().into(),
    })?;
    let result = beside.fill(write).map_err(failed)?;
    beside.place().map_err(failed)?;
    Ok(result)
}

/// Files of one folder that belong together, such as two for each document. Each is the old one or wholly the new one; that all are on
/// the disk is waited for once, at the end: waiting for each of ten thousand takes minutes.
#[derive(Debug)]
pub struct Together<'f> {
    folder: &'f Path,
}

impl<'f> Together<'f> {
    /// Files in `folder`, which is there.
    pub fn in_folder(folder: &'f Path) -> Self {
        Self { folder }
    }

    /// Writes a file.
    ///
    /// # Errors
    /// It cannot be written, and is as it was.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), Error> {
        let target = self.folder.join(name);
        let is_other = std::fs::symlink_metadata(&target).is_ok_and(|found| !found.is_file());
        if is_other || cfg!(not(target_os = "linux")) {
            return write_atomically(&target, |out| out.write_all(content));
        }
        let written = Beside::of_many(&target).and_then(|mut beside| {
            beside.file().write_all(content)?;
            beside.place()
        });
        written.map_err(|source| Error::Write { path: target, source })
    }

    /// Waits until all of it is on the disk.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn finish(self) -> Result<(), Error> {
        #[cfg(target_os = "linux")]
        {
            let path = self.folder;
            let synced = std::fs::File::open(path).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
            synced.map_err(|source| Error::Write { path: path.to_owned(), source })?;
        }
        Ok(())
    }
}

/// What can be done about an error of the system.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "create the folder first",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that you may write to"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "make room or choose another disk"
        }
        _ => "choose another place with -o",
    }
}

#[cfg(test)]
mod tests {
    use super::write_atomically;
    use std::io;

    #[test]
    fn an_old_file_survives_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.dot");
        write_atomically(&path, |out| out.write_all(b"old")).unwrap();
        let error = write_atomically(&path, |out| {
            out.write_all(&[b'x'; 100_000])?;
            Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(
            error.unwrap_err().to_string().ends_with("make room or choose another disk; nothing was changed")
        );
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what another process left is not written by this module")]
    fn what_a_killed_process_left_is_cleared_and_what_a_live_one_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [
            ".chancery-a.dot-Ab1Cd2.tmp",
            ".chancery-a.dot-Xy9Zw8.tmp",
            ".chancery-b.dot-Ab1Cd2.tmp",
            ".chancery-a.dot-x.tmp",
        ] {
            std::fs::write(at(name), "half").unwrap();
        }
        let live = std::fs::File::open(at(".chancery-a.dot-Xy9Zw8.tmp")).unwrap();
        live.try_lock().unwrap();
        write_atomically(&at("a.dot"), |out| {
            // A second export of the same target leaves the file of this one alone.
            write_atomically(&at("a.dot"), |inner| inner.write_all(b"inner"))
                .map_err(|error| io::Error::other(error.to_string()))?;
            out.write_all(b"outer")
        })
        .unwrap();
        assert_eq!(std::fs::read(at("a.dot")).unwrap(), b"outer");
        assert!(!at(".chancery-a.dot-Ab1Cd2.tmp").exists(), "its process has ended");
        assert!(at(".chancery-a.dot-Xy9Zw8.tmp").exists(), "its process lives");
        assert!(
            at(".chancery-b.dot-Ab1Cd2.tmp").exists() && at(".chancery-a.dot-x.tmp").exists(),
            "not ours"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);
    }

    #[test]
    fn a_missing_folder_and_a_folder_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/network.dot");
        let message = write_atomically(&path, |_| Ok(())).unwrap_err().to_string();
        assert!(
            message.contains("missing/network.dot") && message.ends_with("create the folder first"),
            "{message}"
        );
        let message = write_atomically(folder.path(), |_| Ok(())).unwrap_err().to_string();
        assert!(message.ends_with("it is a folder; name a file in it"), "{message}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_stays_a_pipe() {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let (reader, bytes) = (path.clone(), [b'x'; 100_000]);
        let reader = std::thread::spawn(move || std::fs::read(reader).unwrap());
        write_atomically(&path, |out| out.write_all(&bytes)).unwrap();
        assert!(reader.join().unwrap() == bytes);
        assert!(path.metadata().unwrap().file_type().is_fifo());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.dot"), folder.path().join("b.dot"));
        write_atomically(&path, |out| out.write_all(b"1")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write_atomically(&link, |out| out.write_all(b"2")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"2");
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    }
}
