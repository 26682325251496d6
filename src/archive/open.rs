//! Creating and opening an archive, with recovery.
//!
//! Records up to where the manifest says were synced: anything wrong there is damage. Behind that, a last record that is
//! not whole is a torn end, left by a process that was killed while it wrote and never acknowledged; it is
//! left out and, when opened for writing, cut.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::at::At;
use super::manifest::{self, FORMAT, Manifest, Settings, hex};
use super::segment::{self, FILE_HEAD, Found, Hash, Kind, Scanner};
use super::{Archive, Error, Place, Writer, compact, manifest_path, records_path, settings_path};
use crate::diagnostic::Diagnostic;
use crate::file::{is_unfinished, sync_folder};
use crate::graph::iri::Base;

impl Archive {
    /// Makes an empty archive in `folder` and opens it for writing.
    ///
    /// # Errors
    /// If there is one, the folder holds other files, or the disk refuses.
    pub fn create(folder: &Path, base: &Base) -> Result<Self, Error> {
        if settings_path(folder).exists() {
            return Err(Error::Exists(folder.to_owned()));
        }
        refuse_foreign(folder)?;
        let archive = folder.join("archive");
        fs::create_dir_all(&archive).map_err(Error::io("create", &archive))?;
        let lock = lock(folder)?;
        let records = records_path(folder);
        start_records(&records).map_err(Error::io("write", &records))?;
        let manifest = manifest_path(folder);
        manifest::replace(&manifest, &Manifest::empty()).map_err(Error::io("write", &manifest))?;
        // Written last: a directory without settings is not a graph yet.
        let settings = Settings { format: FORMAT.to_owned(), base: base.as_str().to_owned() };
        let path = settings_path(folder);
        manifest::replace(&path, &settings).map_err(Error::io("write", &path))?;
        if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_folder(parent).map_err(Error::io("sync", parent))?;
        }
        Self::open_locked(folder, lock)
    }

    /// Opens an archive for reading. A torn end is left out and reported in [`Archive::findings`].
    ///
    /// # Errors
    /// If there is none, or it is damaged.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let base = read_settings(folder)?;
        let mut manifest = read_manifest(folder)?;
        loop {
            let opened = Self::open_beside(folder, &base, &manifest);
            if !matches!(opened, Err(Error::Damaged { .. })) {
                return opened;
            }
            // A process beside may have put a compacted file in place since the manifest was read.
            let now = read_manifest(folder)?;
            if now == manifest {
                return opened;
            }
            manifest = now;
        }
    }

    /// The records with a manifest that was read before them: a writer beside only ever adds behind it.
    fn open_beside(folder: &Path, base: &Base, manifest: &Manifest) -> Result<Self, Error> {
        let path = records_path(folder);
        let file = File::open(&path).map_err(unopened("read", &path))?;
        let Scan { live, records, end, hash, torn: torn_bytes } = scan(&path, &file, manifest, false)?;
        let findings = torn_bytes.map(|bytes| torn(&path, end, bytes, "was left out")).into_iter().collect();
        let (folder, base) = (folder.to_owned(), base.clone());
        Ok(Self { folder, base, live, records, end, hash, findings, file, writer: None })
    }

    /// Opens an archive for writing, as the only process. A torn end is cut and reported in [`Archive::findings`]. The
    /// checksum of every record is looked at: a damaged graph is never extended.
    ///
    /// # Errors
    /// If there is none, it is damaged, another process writes, or the disk refuses.
    pub fn open_writable(folder: &Path) -> Result<Self, Error> {
        // First: in a folder that is no graph no lock file is to be made.
        read_settings(folder)?;
        Self::open_locked(folder, lock(folder)?)
    }

    pub(super) fn open_locked(folder: &Path, lock: Lock) -> Result<Self, Error> {
        let base = read_settings(folder)?;
        compact::clear_unfinished(folder);
        let manifest = read_manifest(folder)?;
        let path = records_path(folder);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .map_err(unopened("open for writing", &path))?;
        let Scan { live, records, end, hash, torn: torn_bytes } = scan(&path, &file, &manifest, true)?;
        let mut findings = Vec::new();
        if let Some(bytes) = torn_bytes {
            file.set_len(end).map_err(Error::io("cut the torn end of", &path))?;
            findings.push(torn(&path, end, bytes, "was cut"));
        }
        file.seek(SeekFrom::Start(end)).map_err(Error::io("read", &path))?;
        let reading = File::open(&path).map_err(Error::io("read", &path))?;
        let is_dirty = end != manifest.bytes;
        let writer = Some(Writer { file, _lock: lock, is_dirty, is_broken: false });
        Ok(Self {
            folder: folder.to_owned(),
            base,
            live,
            records,
            end,
            hash,
            findings,
            file: reading,
            writer,
        })
    }
}

/// Why the record file of a graph could not be opened: one that is gone is damage, not a wrong name.
fn unopened(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |error| match error.kind() {
        io::ErrorKind::NotFound => Error::damaged(path, 0, "it is missing"),
        _ => Error::io(action, path)(error),
    }
}

/// An empty folder, or what an interrupted [`Archive::create`] left, may become a graph.
fn refuse_foreign(folder: &Path) -> Result<(), Error> {
    if holds_records(folder) {
        return Err(Error::NoSettings(folder.to_owned()));
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(Error::io("make a graph in", folder)(source)),
    };
    for entry in entries {
        let name = entry.map_err(Error::io("read", folder))?.file_name();
        // Versions before this one called what they had not finished `settings.json.new`.
        let is_left = name == "settings.json.new" || is_unfinished(&name.to_string_lossy(), "settings.json");
        if name != "archive" && name != "lock" && !is_left {
            return Err(Error::NotEmpty(folder.to_owned()));
        }
    }
    Ok(())
}

fn holds_records(folder: &Path) -> bool {
    fs::metadata(records_path(folder)).is_ok_and(|file| file.len() > FILE_HEAD)
}

fn start_records(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(&segment::file_head())?;
    file.sync_all()
}

/// The right to write, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    /// Closing the file is not enough: a process that was just started by another thread may still hold a copy of it.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

pub(super) fn lock(folder: &Path) -> Result<Lock, Error> {
    let path = folder.join("lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(Error::io("open for writing", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            let is_read = (&file).take(32).read_to_string(&mut pid).is_ok();
            let pid = Some(pid.trim().to_owned()).filter(|pid| is_read && !pid.is_empty());
            return Err(Error::InUse { folder: folder.to_owned(), pid });
        }
        Err(TryLockError::Error(source)) => return Err(Error::io("lock", &path)(source)),
    }
    // Only a help for people: the lock is the system's and ends with the process. A full disk must not keep a graph shut.
    let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
    Ok(Lock(file))
}

pub(super) fn read_settings(folder: &Path) -> Result<Base, Error> {
    let path = settings_path(folder);
    let settings: Settings = manifest::read(&path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory if holds_records(folder) => {
            Error::NoSettings(folder.to_owned())
        }
        io::ErrorKind::NotADirectory if folder.is_file() => Error::IsFile(folder.to_owned()),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::NotAGraph(folder.to_owned()),
        io::ErrorKind::InvalidData => Error::damaged(&path, 0, source.to_string()),
        _ => Error::io("read", &path)(source),
    })?;
    if settings.format != FORMAT {
        return Err(Error::Format { folder: folder.to_owned(), found: settings.format });
    }
    Ok(Base::new(&settings.base)?)
}

fn read_manifest(folder: &Path) -> Result<Manifest, Error> {
    let path = manifest_path(folder);
    manifest::read(&path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::damaged(&path, 0, "it is missing"),
        io::ErrorKind::InvalidData => Error::damaged(&path, 0, source.to_string()),
        _ => Error::io("read", &path)(source),
    })
}

pub(super) struct Scan {
    pub(super) live: BTreeMap<String, Place>,
    pub(super) records: u64,
    pub(super) end: u64,
    pub(super) hash: Hash,
    /// Bytes behind the last whole record.
    pub(super) torn: Option<u64>,
}

/// Lists the records of a file. Bodies are read behind the end of the manifest, and `reads_all` of them before it too.
pub(super) fn scan(path: &Path, file: &File, manifest: &Manifest, reads_all: bool) -> Result<Scan, Error> {
    let len = file.metadata().map_err(Error::io("read", path))?.len();
    check_file_head(path, file)?;
    if len < manifest.bytes {
        let what = format!(
            "it ends here, but the manifest counts {} records in {} bytes",
            manifest.records, manifest.bytes
        );
        return Err(Error::damaged(path, len, what));
    }
    let mut scan =
        Scan { live: BTreeMap::new(), records: 0, end: FILE_HEAD, hash: Hash::default(), torn: None };
    let mut scanner = Scanner::new(BufReader::with_capacity(1 << 16, At::begin(file)), FILE_HEAD, len)
        .map_err(Error::io("read", path))?;
    loop {
        if scan.end == manifest.bytes {
            check_manifest(path, &scan, manifest)?;
        }
        let is_behind = scan.end >= manifest.bytes;
        let Some(found) = scanner.next(is_behind || reads_all).map_err(Error::io("read", path))? else {
            break;
        };
        if found.is_sound == Some(false) {
            if found.end() < len || !is_behind {
                let what = format!("the record of \"{}\" has a wrong checksum", found.head.id);
                return Err(Error::damaged(path, found.offset, what));
            }
            break;
        }
        scan.add(found);
    }
    if scan.end < manifest.bytes {
        let what = format!("record {} has no valid head", scan.records + 1);
        return Err(Error::damaged(path, scanner.offset().min(scan.end), what));
    }
    scan.torn = torn_bytes(path, file, scan.end, len)?;
    Ok(scan)
}

impl Scan {
    fn add(&mut self, found: Found) {
        self.hash = found.head.chain(&self.hash);
        self.records += 1;
        self.end = found.end();
        let head = found.head;
        match head.kind {
            Kind::Put => {
                let place = Place {
                    offset: found.offset,
                    body: found.body,
                    body_len: head.body_len,
                    body_crc: head.body_crc,
                    payload_hash: head.payload_hash,
                    content_hash: head.content_hash,
                };
                self.live.insert(head.id, place);
            }
            Kind::Remove => {
                self.live.remove(&head.id);
            }
        }
    }
}

fn check_file_head(path: &Path, mut file: &File) -> Result<(), Error> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).map_err(Error::io("read", path))?;
    file.take(FILE_HEAD).read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    match segment::file_version(&bytes) {
        Some(segment::VERSION) => Ok(()),
        Some(newer) => Err(Error::Format { folder: path.to_owned(), found: format!("records/{newer}") }),
        None => Err(Error::damaged(path, 0, "it does not begin like a record file")),
    }
}

fn check_manifest(path: &Path, scan: &Scan, manifest: &Manifest) -> Result<(), Error> {
    if scan.records != manifest.records {
        let what = format!("the manifest counts {}, but there are {}", manifest.records, scan.records);
        return Err(Error::damaged(path, scan.end, what));
    }
    if hex(&scan.hash) != manifest.hash {
        return Err(Error::damaged(
            path,
            scan.end,
            "the records are not those that the manifest was written for",
        ));
    }
    Ok(())
}

/// The length of a torn end. A valid head in it means that the record before is damaged, not torn.
fn torn_bytes(path: &Path, mut file: &File, end: u64, len: u64) -> Result<Option<u64>, Error> {
    if end == len {
        return Ok(None);
    }
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(end + 1)).map_err(Error::io("read", path))?;
    file.read_to_end(&mut tail).map_err(Error::io("read", path))?;
    if segment::holds_head(&tail) {
        return Err(Error::damaged(path, end, "no valid record begins here, but one follows"));
    }
    Ok(Some(len - end))
}

fn torn(path: &Path, offset: u64, bytes: u64, what: &str) -> Diagnostic {
    let message = format!("a record that was not written to its end ({bytes} bytes at byte {offset}) {what}");
    Diagnostic::warning(path.display().to_string(), message)
        .hint("it was never acknowledged; build the same input again to add it")
}
