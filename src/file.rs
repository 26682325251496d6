//! How a file is put in place: written beside, on the disk first where that is promised, and renamed.
//!
//! Comes in: the place of a file, how long it must last, and who writes its content. Goes out: the file in place of the old one, or the
//! old one as it was. Readers see the one or the other, whatever happens between. What processes left that were ended while
//! they wrote is removed by the next that writes the same file. Nothing is appended here, and nothing cut in place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};

use tempfile::NamedTempFile;

/// How the names of unfinished files begin and end.
const UNFINISHED: [&str; 2] = [".chancery-", ".tmp"];
/// Letters of the target's name that are in that of the unfinished file: a name may have 255 bytes, and more is to come.
const MAX_NAME: usize = 50;
/// Random letters in the name of an unfinished file.
const RANDOM: usize = 6;
/// Bytes that are collected before they are handed to the system.
const BUFFER: usize = 1 << 18;
/// Bytes after which the disk is to have what was written so far.
const STEADY: usize = 1 << 24;

/// What a file has to outlast when it is in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// The process. It can be made anew: after a loss of power it is perhaps damaged, which whoever reads it sees. Its folder is made if
    /// it is not there, and an empty folder in its place goes.
    Derived,
    /// A loss of power as far as the file system allows: the content is on the disk before it has its name, and the name where a
    /// folder can be synced.
    Content,
    /// A loss of power, content and name, or it is an error.
    Name,
}

/// A file beside its place, to be written and put there. Dropped before that, it goes, and the old file stays.
#[derive(Debug)]
pub struct Beside {
    file: NamedTempFile,
    target: PathBuf,
    lasting: Lasting,
}

impl Beside {
    /// An empty file beside `target`, with the permissions of the old one. A link is kept, and what it points to replaced.
    ///
    /// # Errors
    /// The folder is not there or cannot be written to.
    pub fn new(target: &Path, lasting: Lasting) -> io::Result<Self> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let folder = folder_of(&target);
        if lasting == Lasting::Derived {
            fs::create_dir_all(folder)?;
            if target.is_dir() {
                // Only an empty one goes: nobody's files are deleted.
                fs::remove_dir(&target)?;
            }
        }
        clear_unfinished(folder, &prefix_of(&target));
        Self::open(target, lasting)
    }

    /// The same for one of many files of a folder, without a look at what was left there: that is another reading of the folder for
    /// each.
    ///
    /// # Errors
    /// The folder is not there or cannot be written to.
    pub fn of_many(target: &Path) -> io::Result<Self> {
        Self::open(target.to_owned(), Lasting::Derived)
    }

    fn open(target: PathBuf, lasting: Lasting) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        let prefix = prefix_of(&target);
        builder.prefix(&prefix).suffix(UNFINISHED[1]).rand_bytes(RANDOM);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let before = fs::metadata(&target).ok().filter(fs::Metadata::is_file);
            // As for any new file; the umask takes from it what it takes.
            let usual = || fs::Permissions::from_mode(0o666);
            builder.permissions(before.map_or_else(usual, |before| before.permissions()));
        }
        let file = builder.tempfile_in(folder_of(&target))?;
        // Held until the file is in place: whoever finds it without a lock knows that its process has ended. Not every file
        // system has locks; there nothing is ever cleared.
        let _ = file.as_file().try_lock();
        Ok(Self { file, target, lasting })
    }

    /// The file, to be written.
    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Fills it by `write`. What has to be on the disk in the end goes there while more is written: waiting for all of a hundred megabytes
    /// takes as long as making them.
    ///
    /// # Errors
    /// Those of `write`, and of the disk.
    pub fn fill<T>(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
        let file = self.file.as_file();
        let (ask, asked) = sync_channel(1);
        std::thread::scope(|scope| {
            // An error is told once only, so that it must not be lost here.
            let syncing = scope.spawn(move || asked.into_iter().try_for_each(|()| file.sync_data()));
            let mut buffered = BufWriter::with_capacity(BUFFER, Steady { file, ask, unsynced: 0 });
            let result = write(&mut buffered).and_then(|result| buffered.flush().map(|()| result));
            // What is left of a failure is not to be written after all.
            drop(buffered.into_parts());
            let synced =
                syncing.join().unwrap_or_else(|_| Err(io::Error::other("the disk was not waited for")));
            result.and_then(|result| synced.map(|()| result))
        })
    }

    /// Puts it in place of the old file.
    ///
    /// # Errors
    /// The disk refuses; the old file is as it was, unless it is only its folder that cannot be synced.
    pub fn place(self) -> io::Result<()> {
        let Self { file, target, lasting } = self;
        if lasting != Lasting::Derived {
            file.as_file().sync_all()?;
        }
        file.persist(&target).map_err(|error| error.error)?;
        match lasting {
            Lasting::Derived => Ok(()),
            // The file itself is safe.
            Lasting::Content => {
                let _ = sync_folder(folder_of(&target));
                Ok(())
            }
            Lasting::Name => sync_folder(folder_of(&target)),
        }
    }
}

/// A file that is sent to the disk from time to time by another thread.
struct Steady<'f> {
    file: &'f File,
    ask: SyncSender<()>,
    unsynced: usize,
}

impl Write for Steady<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file = self.file;
        let written = file.write(bytes)?;
        self.unsynced += written;
        // While the other thread is still busy there is time.
        if self.unsynced >= STEADY && self.ask.try_send(()).is_ok() {
            self.unsynced = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes `target` by `write`, and gives back what that gives.
///
/// # Errors
/// Those of `write`, and what `failed` makes of it if the disk refuses.
pub fn put<T, E>(
    target: &Path,
    lasting: Lasting,
    failed: impl Fn(io::Error) -> E,
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let mut beside = Beside::new(target, lasting).map_err(&failed)?;
    let mut buffered = BufWriter::with_capacity(BUFFER, beside.file());
    let result = write(&mut buffered)?;
    buffered.flush().map_err(&failed)?;
    drop(buffered);
    beside.place().map_err(failed)?;
    Ok(result)
}

/// Makes the names in a folder last.
///
/// # Errors
/// The folder cannot be opened, or its file system cannot do it.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Whether a file of that name is what a process left that was ended while it wrote `target`.
pub fn is_unfinished(name: &str, target: &str) -> bool {
    let [begin, end] = UNFINISHED;
    let short: String = target.chars().take(MAX_NAME).collect();
    is_random(name, &format!("{begin}{short}-"), end)
}

/// How the names of unfinished files for `target` begin.
fn prefix_of(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!("{}{}-", UNFINISHED[0], name.chars().take(MAX_NAME).collect::<String>())
}

fn is_random(name: &str, prefix: &str, end: &str) -> bool {
    let middle = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(end));
    middle.is_some_and(|middle| {
        middle.len() == RANDOM && middle.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes what processes left that were ended while they wrote: the files that nobody holds a lock on.
fn clear_unfinished(folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        if !is_random(&entry.file_name().to_string_lossy(), prefix, UNFINISHED[1]) {
            continue;
        }
        let file = OpenOptions::new().write(true).open(entry.path());
        let is_file = |file: &File| file.metadata().is_ok_and(|found| found.is_file());
        if file.is_ok_and(|file| is_file(&file) && file.try_lock().is_ok()) {
            // One that cannot be removed is in nobody's way but of the disk.
            let _ = fs::remove_file(entry.path());
        }
    }
}
