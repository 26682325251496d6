//! Giving back the room that dead records take.
//!
//! Comes in: an archive that is open for writing. Goes out: the same archive in a file without the records that were
//! replaced or taken out; what is live keeps its bytes and its order, and the canonical hash does not change. The new file
//! is written beside the old one, read back, synced, and takes its place by one rename.
//!
//! Of a document that was taken out a note stays, some 100 bytes with its id and hashes and nothing of its text: a server that
//! holds the document is to lose it by a later push, too.
//!
//! A manifest that counted the old file would call the new one damaged. Between the two stands a manifest that
//! counts nothing: both files are whole under it, so that a kill at any point leaves the old or the new archive. A reader that
//! opened the old file goes on reading it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::at::At;
use super::manifest::{self, Manifest, hex};
use super::open::{self, Scan};
use super::segment::{self, FILE_HEAD, Found, Hash, Kind, Scanner};
use super::{Archive, Error, manifest_path, records_path};
use crate::file::sync_folder;

/// What [`Archive::compact`] took out, or would.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Records that went, by document, in the order of their ids.
    pub dead: BTreeMap<String, Dead>,
    /// Records that stay.
    pub kept: u64,
    /// Bytes of the record file before.
    pub bytes_before: u64,
    /// Bytes of the record file afterwards.
    pub bytes_after: u64,
}

/// The dead records of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dead {
    /// Earlier states.
    pub states: u64,
    /// Notes that it was taken out; of a document that is not live the first of them stays.
    pub removals: u64,
    /// Whether a later state of it is live.
    pub is_live: bool,
}

/// The records that stay, in the order of the file, and what goes.
struct Plan {
    spans: Vec<(u64, u64)>,
    hash: Hash,
    report: Compacted,
}

impl Archive {
    /// Rewrites the record file without dead records, but for one note of each document that was taken out. `keeps_versions`:
    /// earlier states of live documents stay.
    ///
    /// # Errors
    /// If the archive was opened for reading or is damaged, or the disk refuses; the archive is then as it was.
    pub fn compact(&mut self, keeps_versions: bool) -> Result<Compacted, Error> {
        self.flush()?;
        let plan = self.plan(keeps_versions)?;
        if plan.report.dead.is_empty() {
            return Ok(plan.report);
        }
        let beside = beside(&self.folder);
        let written = self.write_beside(&beside, &plan);
        let (file, scan) = written.inspect_err(|_| drop(fs::remove_file(&beside)))?;
        self.switch(&beside, file, scan)?;
        Ok(plan.report)
    }

    /// What [`Archive::compact`] would take out.
    ///
    /// # Errors
    /// If the record file cannot be read.
    pub fn preview_compaction(&self, keeps_versions: bool) -> Result<Compacted, Error> {
        Ok(self.plan(keeps_versions)?.report)
    }

    fn plan(&self, keeps_versions: bool) -> Result<Plan, Error> {
        let path = records_path(&self.folder);
        let reader = BufReader::with_capacity(1 << 16, At::begin(&self.file));
        let mut scanner = Scanner::new(reader, FILE_HEAD, self.end).map_err(Error::io("read", &path))?;
        let live: BTreeSet<u64> = self.live.values().map(|place| place.offset).collect();
        let report = Compacted { bytes_before: self.end, bytes_after: FILE_HEAD, ..Compacted::default() };
        let mut plan = Plan { spans: Vec::new(), hash: Hash::default(), report };
        let mut noted = BTreeSet::new();
        while let Some(found) = scanner.next(false).map_err(Error::io("read", &path))? {
            let is_live = self.live.contains_key(&found.head.id);
            let is_version = keeps_versions && is_live && found.head.kind == Kind::Put;
            let is_note = !is_live && found.head.kind == Kind::Remove && noted.insert(found.head.id.clone());
            if is_version || is_note || live.contains(&found.offset) {
                plan.keep(&found);
            } else {
                plan.drop(found, is_live);
            }
        }
        if scanner.offset() != self.end {
            return Err(Error::damaged(&path, scanner.offset(), "no valid record begins here"));
        }
        Ok(plan)
    }

    /// Writes the new file and reads it back; nothing of the archive is touched.
    fn write_beside(&self, beside: &Path, plan: &Plan) -> Result<(File, Scan), Error> {
        let refused = |source| Error::Write { path: beside.to_owned(), saved: self.live.len(), source };
        copy(&self.file, beside, &plan.spans).map_err(refused)?;
        let file =
            OpenOptions::new().read(true).write(true).open(beside).map_err(Error::io("read", beside))?;
        let scan = open::scan(beside, &file, &plan.manifest(), true)?;
        let is_same = scan.live.len() == self.live.len()
            && scan.live.iter().zip(&self.live).all(|((id, new), (other, old))| {
                id == other && (new.body_crc, new.payload_hash) == (old.body_crc, old.payload_hash)
            });
        match scan.torn {
            None if is_same && scan.end == plan.report.bytes_after => Ok((file, scan)),
            _ => Err(Error::damaged(beside, scan.end, "it was not written as it should be")),
        }
    }

    /// Puts the new file in the place of the old one.
    fn switch(&mut self, beside: &Path, mut file: File, scan: Scan) -> Result<(), Error> {
        let (records, path) = (records_path(&self.folder), manifest_path(&self.folder));
        let saved = self.live.len();
        let refused = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Write { path, saved, source }
        };
        let old = Manifest { records: self.records, bytes: self.end, hash: hex(&self.hash) };
        file.seek(SeekFrom::Start(scan.end)).map_err(Error::io("read", beside))?;
        let reading = File::open(beside).map_err(Error::io("read", beside))?;
        manifest::replace(&path, &Manifest::empty()).map_err(refused(&path))?;
        if let Err(source) = fs::rename(beside, &records) {
            let _ = manifest::replace(&path, &old);
            return Err(refused(&records)(source));
        }
        (self.live, self.records, self.end, self.hash) = (scan.live, scan.records, scan.end, scan.hash);
        self.file = reading;
        if let Some(writer) = self.writer.as_mut() {
            writer.file = file;
            writer.is_dirty = true;
        }
        // The name of the new file has to last before a manifest counts what is in it.
        records.parent().map_or(Ok(()), sync_folder).map_err(Error::io("sync", &records))?;
        self.flush()
    }
}

impl Plan {
    fn keep(&mut self, found: &Found) {
        self.hash = found.head.chain(&self.hash);
        self.report.kept += 1;
        self.report.bytes_after += found.end() - found.offset;
        match self.spans.last_mut() {
            Some((_, end)) if *end == found.offset => *end = found.end(),
            _ => self.spans.push((found.offset, found.end())),
        }
    }

    fn drop(&mut self, found: Found, is_live: bool) {
        let dead = self.report.dead.entry(found.head.id).or_default();
        dead.is_live = is_live;
        match found.head.kind {
            Kind::Put => dead.states += 1,
            Kind::Remove => dead.removals += 1,
        }
    }

    fn manifest(&self) -> Manifest {
        Manifest { records: self.report.kept, bytes: self.report.bytes_after, hash: hex(&self.hash) }
    }
}

/// Copies stretches of a record file into a new one and waits until the disk has it.
fn copy(old: &File, new: &Path, spans: &[(u64, u64)]) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(new)?;
    let mut out = BufWriter::with_capacity(1 << 18, &file);
    out.write_all(&segment::file_head())?;
    for &(start, end) in spans {
        let mut from = At::begin(old);
        from.seek(SeekFrom::Start(start))?;
        io::copy(&mut from.take(end - start), &mut out)?;
    }
    out.flush()?;
    drop(out);
    file.sync_all()
}

fn beside(folder: &Path) -> PathBuf {
    records_path(folder).with_extension("new")
}

/// Removes what a compaction left that was ended before its rename; only for who holds the lock.
pub(super) fn clear_unfinished(folder: &Path) {
    let _ = fs::remove_file(beside(folder));
}
