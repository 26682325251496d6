//! Taking damage out of an archive in place: what is whole stays, what is not is set aside and named.
//!
//! Comes in: the folder of a graph that does not open. Goes out: a list of what is wrong and, with [`repair`], a graph
//! that opens, with every whole record in its order. The files as they were stay beside the new ones under names that
//! end in `.damaged-1`, `.damaged-2` and so on: nothing is ever deleted. The new records take their place by one rename.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::manifest::{self, FORMAT, Manifest, Settings, hex};
use super::segment::{self, FILE_HEAD, Found, Hash, Kind, Scanner};
use super::{Error, Lost, Repair, manifest_path, open, read, records_path, settings_path};
use crate::diagnostic::Diagnostic;
use crate::file::{Beside, Lasting};
use crate::graph::iri::Base;

/// Bytes that are searched at once for the next record.
const CHUNK: usize = 1 << 20;

/// What is wrong with the graph in `folder`; changes nothing.
///
/// # Errors
/// If there are no records at all to look at, or the files cannot be read.
pub(super) fn survey(folder: &Path) -> Result<Repair, Error> {
    Ok(Survey::of(folder)?.report(folder))
}

/// Sets the damage aside, keeps all that is whole, and says what was lost.
///
/// # Errors
/// If another process writes, the disk refuses, or the base of the graph is lost with all records.
pub(super) fn repair(folder: &Path) -> Result<Repair, Error> {
    let lock = open::lock(folder)?;
    let survey = Survey::of(folder)?;
    let mut report = survey.report(folder);
    let records = records_path(folder);
    if survey.base_is_lost {
        let base = survey.base.clone().ok_or_else(|| Error::NoSettings(folder.to_owned()))?;
        let path = settings_path(folder);
        report.aside.extend(set_aside(&path).map_err(Error::io("set aside", &path))?);
        let settings = Settings { format: FORMAT.to_owned(), base };
        manifest::replace(&path, &settings).map_err(Error::io("write", &path))?;
    }
    if !survey.lost.is_empty() || !survey.has_head {
        report.aside.extend(set_aside(&records).map_err(Error::io("set aside", &records))?);
        rewrite(&records, &survey.sound).map_err(Error::io("write", &records))?;
    }
    let content = survey.manifest();
    if survey.old_manifest.as_ref() != Some(&content) {
        let path = manifest_path(folder);
        if survey.old_manifest.is_none() {
            report.aside.extend(set_aside(&path).map_err(Error::io("set aside", &path))?);
        }
        manifest::replace(&path, &content).map_err(Error::io("write", &path))?;
    }
    drop(lock);
    Ok(report)
}

/// A record that is whole.
struct Sound {
    offset: u64,
    end: u64,
}

/// Bytes that are no whole record.
struct Gap {
    offset: u64,
    end: u64,
    /// The document, where the head still says it.
    id: Option<String>,
    why: String,
}

/// All that is in the files of an archive.
#[derive(Default)]
struct Survey {
    sound: Vec<Sound>,
    lost: Vec<Gap>,
    /// By document: the number of its last whole record, and whether that adds it.
    latest: BTreeMap<String, (usize, bool)>,
    /// By document: the number of the last whole record before its last damaged one.
    latest_lost: BTreeMap<String, usize>,
    hash: Hash,
    has_head: bool,
    is_missing: bool,
    old_manifest: Option<Manifest>,
    base_is_lost: bool,
    base: Option<String>,
}

impl Survey {
    fn of(folder: &Path) -> Result<Self, Error> {
        let path = records_path(folder);
        let mut survey = Self {
            old_manifest: manifest::read(&manifest_path(folder)).ok(),
            base_is_lost: base_is_lost(folder)?,
            ..Self::default()
        };
        match File::open(&path) {
            Ok(file) => survey.walk(&path, &file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => survey.is_missing = true,
            Err(error) => return Err(Error::io("read", &path)(error)),
        }
        Ok(survey)
    }

    fn walk(&mut self, path: &Path, file: &File) -> Result<(), Error> {
        let failed = || Error::io("read", path);
        let len = file.metadata().map_err(failed())?.len();
        let mut head = vec![0; len.min(FILE_HEAD) as usize];
        read_at(file, 0, &mut head).map_err(failed())?;
        match segment::file_version(&head) {
            Some(segment::VERSION) => self.has_head = true,
            Some(newer) => {
                return Err(Error::Format { folder: path.to_owned(), found: format!("records/{newer}") });
            }
            None => {}
        }
        // The scanner reads ahead through a buffer: whoever else moved in its file would make it read elsewhere.
        let bodies = File::open(path).map_err(failed())?;
        let mut at = FILE_HEAD.min(len);
        while at < len {
            let buffered = BufReader::with_capacity(1 << 16, file);
            let mut scanner = Scanner::new(buffered, at, len).map_err(failed())?;
            while let Some(found) = scanner.next(true).map_err(failed())? {
                at = found.end();
                self.record(&bodies, found).map_err(failed())?;
            }
            if at < len {
                let end = next_head(file, at + 1, len).map_err(failed())?.unwrap_or(len);
                let id = id_of_broken_head(file, at, end).map_err(failed())?;
                let why = if end == len {
                    "a record that does not reach its end"
                } else {
                    "bytes that do not begin like a record"
                };
                self.gap(Gap { offset: at, end, id, why: why.to_owned() });
                at = end;
            }
        }
        Ok(())
    }

    fn record(&mut self, file: &File, found: Found) -> io::Result<()> {
        let (offset, end) = (found.offset, found.end());
        let why = match found.head.kind {
            _ if found.is_sound == Some(false) => Some("its checksum is wrong".to_owned()),
            Kind::Put => self.misunderstood(file, &found)?,
            Kind::Remove => None,
        };
        if let Some(why) = why {
            self.gap(Gap { offset, end, id: Some(found.head.id), why });
            return Ok(());
        }
        self.hash = found.head.chain(&self.hash);
        self.sound.push(Sound { offset, end });
        self.latest.insert(found.head.id, (self.sound.len(), found.head.kind == Kind::Put));
        Ok(())
    }

    /// Why a body with the right checksum cannot be used, if so. The first one says what the base was.
    fn misunderstood(&mut self, file: &File, found: &Found) -> io::Result<Option<String>> {
        let mut body = vec![0; found.head.body_len as usize];
        read_at(file, found.body, &mut body)?;
        Ok(match read::stored(&body) {
            Err(error) => Some(error.to_string()),
            Ok(stored) if stored.record.id != found.head.id => Some("it holds another document".to_owned()),
            Ok(stored) => {
                if self.base_is_lost && self.base.is_none() {
                    self.base = base_of(&stored.nquads, &found.head.id);
                }
                None
            }
        })
    }

    fn gap(&mut self, gap: Gap) {
        if let Some(id) = &gap.id {
            self.latest_lost.insert(id.clone(), self.sound.len());
        }
        self.lost.push(gap);
    }

    fn manifest(&self) -> Manifest {
        let bytes = FILE_HEAD + self.sound.iter().map(|sound| sound.end - sound.offset).sum::<u64>();
        Manifest { records: self.sound.len() as u64, bytes, hash: hex(&self.hash) }
    }

    fn report(&self, folder: &Path) -> Repair {
        let (records, manifest) = (records_path(folder), manifest_path(folder));
        let mut findings = Vec::new();
        let mut tell = |path: &Path, message: String| {
            findings.push(Diagnostic::error(path.display().to_string(), message));
        };
        if self.base_is_lost {
            tell(&settings_path(folder), "it is missing or damaged".to_owned());
        }
        if self.is_missing {
            tell(&records, "it is missing".to_owned());
        } else if !self.has_head {
            tell(&records, "it does not begin like a record file".to_owned());
        }
        for gap in &self.lost {
            let of = gap.id.as_ref().map_or_else(String::new, |id| format!(", document \"{id}\""));
            let (offset, bytes) = (gap.offset, gap.end - gap.offset);
            tell(&records, format!("{bytes} bytes at byte {offset}{of}: {}", gap.why));
        }
        let counted = self.old_manifest.as_ref().map(|manifest| manifest.records);
        let found = (self.sound.len() + self.lost.len()) as u64;
        match counted {
            None => tell(
                &manifest,
                "it is missing or damaged: whether records were lost at the end cannot be told".to_owned(),
            ),
            Some(counted) if counted > found => tell(
                &manifest,
                format!("it counts {counted} records, but there are {found}: {} are gone", counted - found),
            ),
            Some(_) => {}
        }
        Repair {
            findings,
            kept: self.sound.len(),
            documents: self.latest.values().filter(|(_, is_put)| *is_put).count(),
            lost: self.lost_documents(),
            nameless: self.lost.iter().filter(|gap| gap.id.is_none()).count()
                + usize::try_from(counted.unwrap_or(0).saturating_sub(found)).unwrap_or(usize::MAX),
            aside: Vec::new(),
        }
    }

    /// Documents whose latest state is lost. What a later whole record replaced or took out is no loss.
    fn lost_documents(&self) -> Vec<Lost> {
        let lost = self.latest_lost.iter().filter_map(|(id, &after)| match self.latest.get(id) {
            Some(&(number, _)) if number > after => None,
            Some(&(_, true)) => Some(Lost { id: id.clone(), has_earlier: true }),
            _ => Some(Lost { id: id.clone(), has_earlier: false }),
        });
        lost.collect()
    }
}

/// Whether the settings cannot be used. A format that is newer is an error: nothing is damaged then.
fn base_is_lost(folder: &Path) -> Result<bool, Error> {
    match open::read_settings(folder) {
        Ok(_) => Ok(false),
        Err(Error::NotAGraph(_)) if !records_path(folder).is_file() => {
            Err(Error::NotAGraph(folder.to_owned()))
        }
        Err(Error::NotAGraph(_) | Error::NoSettings(_) | Error::Damaged { .. } | Error::Base(_)) => Ok(true),
        Err(error) => Err(error),
    }
}

/// The base that gives document `id` the IRI of the graph that its quads are in.
fn base_of(nquads: &str, id: &str) -> Option<String> {
    let graph = nquads.lines().next()?.strip_suffix("> .")?.rsplit_once('<')?.1;
    let base = graph.get(..graph.rfind("document/")?)?;
    Base::new(base)
        .ok()
        .filter(|base| base.document(id).as_str() == graph)
        .map(|base| base.as_str().to_owned())
}

/// Where the next valid head begins, from byte `from` on.
fn next_head(file: &File, from: u64, len: u64) -> io::Result<Option<u64>> {
    let mut at = from;
    let mut chunk = vec![0; CHUNK];
    while at + 4 <= len {
        let size = usize::try_from(len - at).unwrap_or(CHUNK).min(CHUNK);
        let window = chunk.get_mut(..size).unwrap_or_default();
        read_at(file, at, window)?;
        for mark in segment::marks(window) {
            let offset = at + mark as u64;
            if Scanner::new(BufReader::new(file), offset, len)?.next(false)?.is_some() {
                return Ok(Some(offset));
            }
        }
        // A mark may lie across the border of two chunks.
        at += size.saturating_sub(3).max(1) as u64;
    }
    Ok(None)
}

/// The id in a head whose checksum is wrong, if it can still be read.
fn id_of_broken_head(file: &File, offset: u64, end: u64) -> io::Result<Option<String>> {
    let mut bytes = vec![0; usize::try_from(end - offset).unwrap_or(CHUNK).min(1 << 12)];
    read_at(file, offset, &mut bytes)?;
    Ok(segment::readable_id(&bytes))
}

/// Writes the whole records into a new file, which takes the place of the old one.
fn rewrite(path: &Path, sound: &[Sound]) -> io::Result<()> {
    let mut beside = Beside::new(path, Lasting::Name)?;
    let mut out = BufWriter::with_capacity(1 << 16, beside.file());
    out.write_all(&segment::file_head())?;
    if !sound.is_empty() {
        let mut old = File::open(path)?;
        for record in sound {
            old.seek(SeekFrom::Start(record.offset))?;
            io::copy(&mut (&mut old).take(record.end - record.offset), &mut out)?;
        }
    }
    out.flush()?;
    drop(out);
    beside.place()
}

/// Keeps a file as it is under another name too; none if it is not there.
pub(super) fn set_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut number = 1;
    loop {
        let aside = path.with_file_name(format!("{name}.damaged-{number}"));
        match fs::hard_link(path, &aside) {
            Ok(()) => return Ok(Some(aside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            // Not every file system has links.
            Err(_) if !aside.exists() => return fs::copy(path, &aside).map(|_| Some(aside)),
            Err(error) => return Err(error),
        }
    }
}

fn read_at(mut file: &File, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}
