//! Committing and removing documents.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Seek, SeekFrom, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::manifest::{self, Manifest, hex};
use super::segment::{self, Hash, Head, Kind};
use super::{Archive, DocumentRecord, Error, Place, manifest_path, records_path};
use crate::graph::{DocumentGraph, RelationIris, vocabulary};

/// What a commit did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// The document was not there.
    New,
    /// The document was there in just this state: nothing was written.
    Unchanged,
    /// The text or its metadata differ: the document is now a revision of the content with this hash.
    NewVersion {
        /// Hash of the earlier content.
        of: String,
    },
    /// The same text and metadata, but something else was read in it (another ontology or program).
    Reanalysed,
}

/// What a removal took out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// N-Quads lines of triples that no other document supports, in order.
    pub quads: Vec<String>,
    /// The number of triples that other documents support too and that therefore stay.
    pub kept: usize,
}

impl Archive {
    /// Adds a document: complete or not at all. When this returns, a kill of the process no longer loses it.
    ///
    /// # Errors
    /// If the archive was opened for reading, the record does not fit the format, or the disk refuses; the
    /// documents committed before stay.
    pub fn commit(&mut self, record: &DocumentRecord, relations: &RelationIris) -> Result<Committed, Error> {
        let mut graph = DocumentGraph::build(record, &self.base, relations);
        let (payload_hash, content_hash) = (payload_hash(record, &graph)?, content_hash(record));
        let before = self.live.get(&record.id).cloned();
        let done = compared(before.as_ref(), &payload_hash, &content_hash);
        if done == Committed::Unchanged {
            return Ok(done);
        }
        let revision_of = match (&done, &before) {
            (Committed::NewVersion { of }, _) => Some(of.clone()),
            (_, Some(place)) => self.read_body(&record.id, place)?.revision_of,
            _ => None,
        };
        if let Some(hash) = &revision_of {
            let older = self.base.document_version(&record.id, hash.get(..16).unwrap_or(hash));
            graph.insert(graph.document().clone(), vocabulary::PROV_WAS_REVISION_OF, older);
        }
        let json = to_json(&record.id, &Stored { revision_of: revision_of.as_deref(), record })?;
        let refused = |error: io::Error| Error::Record { id: record.id.clone(), why: error.to_string() };
        let body = segment::pack(&json, &graph.to_nquads()).map_err(refused)?;
        let place = self.append(Kind::Put, &record.id, &body, payload_hash, content_hash)?;
        self.live.insert(record.id.clone(), place);
        Ok(done)
    }

    /// What [`Archive::commit`] would do with a document.
    ///
    /// # Errors
    /// If the record does not fit the format.
    pub fn preview_commit(
        &self,
        record: &DocumentRecord,
        relations: &RelationIris,
    ) -> Result<Committed, Error> {
        let graph = DocumentGraph::build(record, &self.base, relations);
        let hash = payload_hash(record, &graph)?;
        Ok(compared(self.live.get(&record.id), &hash, &content_hash(record)))
    }

    /// Whether a document of that id, text and metadata is in the archive: then its analysis can be spared.
    pub fn holds_content(&self, record: &DocumentRecord) -> bool {
        self.live.get(&record.id).is_some_and(|place| place.content_hash == content_hash(record))
    }

    /// Takes a document out and says which triples went with it.
    ///
    /// # Errors
    /// If there is no such document, the archive was opened for reading or is damaged, or the disk refuses.
    pub fn remove(&mut self, id: &str) -> Result<Removed, Error> {
        self.remove_all(&[id])?.pop().ok_or_else(|| Error::Unknown(id.to_owned()))
    }

    /// Takes documents out, one after the other, and says which triples went with each. The archive is read once.
    ///
    /// # Errors
    /// If one is not there or named twice, the archive was opened for reading or is damaged: then nothing is taken out. If the disk
    /// refuses, some may be.
    pub fn remove_all(&mut self, ids: &[&str]) -> Result<Vec<Removed>, Error> {
        let removed = self.preview_removals(ids)?;
        for id in ids {
            let Some(place) = self.live.get(*id) else { return Err(Error::Unknown((*id).to_owned())) };
            let (payload_hash, content_hash) = (place.payload_hash, place.content_hash);
            self.append(Kind::Remove, id, &[], payload_hash, content_hash)?;
            self.live.remove(*id);
        }
        Ok(removed)
    }

    /// What [`Archive::remove`] would take out.
    ///
    /// # Errors
    /// If there is no such document or the archive is damaged.
    pub fn preview_removal(&self, id: &str) -> Result<Removed, Error> {
        self.preview_removals(&[id])?.pop().ok_or_else(|| Error::Unknown(id.to_owned()))
    }

    /// What [`Archive::remove_all`] would take out with each: a triple of several of them goes with the last. Memory holds the triples
    /// of these documents.
    ///
    /// # Errors
    /// If one is not there or named twice, or the archive is damaged.
    pub fn preview_removals(&self, ids: &[&str]) -> Result<Vec<Removed>, Error> {
        let mut named = BTreeSet::new();
        if let Some(id) = ids.iter().find(|id| !self.live.contains_key(**id) || !named.insert(**id)) {
            return Err(Error::Unknown((*id).to_owned()));
        }
        let graph_of = |id: &str| format!(" {} .", self.base.document(id));
        let mut going: Vec<BTreeSet<String>> = Vec::new();
        for id in ids {
            let (nquads, graph) = (self.nquads_of(&[id])?.concat(), graph_of(id));
            going.push(nquads.lines().map(|line| triple_of(line, &graph).to_owned()).collect());
        }
        // By triple: the last of them that supports it.
        let mut only: HashMap<&str, usize> = HashMap::new();
        for (at, triples) in going.iter().enumerate() {
            only.extend(triples.iter().map(|triple| (triple.as_str(), at)));
        }
        for id in self.live.keys().filter(|id| !named.contains(id.as_str())) {
            if only.is_empty() {
                break;
            }
            let (nquads, graph) = (self.nquads_of(&[id])?.concat(), graph_of(id));
            for line in nquads.lines() {
                only.remove(triple_of(line, &graph));
            }
        }
        let removed = ids.iter().zip(&going).enumerate().map(|(at, (id, triples))| {
            let graph = graph_of(id);
            let gone = triples.iter().filter(|triple| only.get(triple.as_str()) == Some(&at));
            let quads: Vec<String> = gone.map(|triple| format!("{triple}{graph}")).collect();
            Removed { kept: triples.len() - quads.len(), quads }
        });
        Ok(removed.collect())
    }

    /// Ends a batch: all that was committed now survives a loss of power, and the manifest counts it.
    ///
    /// # Errors
    /// If the archive was opened for reading or the disk refuses.
    pub fn flush(&mut self) -> Result<(), Error> {
        let (records, manifest) = (records_path(&self.folder), manifest_path(&self.folder));
        let saved = self.live.len();
        let content = Manifest { records: self.records, bytes: self.end, hash: hex(&self.hash) };
        let Some(writer) = self.writer.as_mut() else { return Err(Error::ReadOnly(self.folder.clone())) };
        if !writer.is_dirty {
            return Ok(());
        }
        writer.file.sync_data().map_err(Error::io("sync", &records))?;
        manifest::replace(&manifest, &content).map_err(|source| Error::Write {
            path: manifest,
            saved,
            source,
        })?;
        writer.is_dirty = false;
        Ok(())
    }

    fn append(
        &mut self,
        kind: Kind,
        id: &str,
        body: &[u8],
        payload_hash: Hash,
        content_hash: Hash,
    ) -> Result<Place, Error> {
        let too_long = |why: &str| Error::Record { id: id.to_owned(), why: why.to_owned() };
        let body_len = u32::try_from(body.len()).map_err(|_| too_long("it is over 4 GB"))?;
        let body_crc = crc32fast::hash(body);
        let head = Head { kind, id: id.to_owned(), body_len, body_crc, payload_hash, content_hash };
        let mut bytes = head.to_bytes().ok_or_else(|| too_long("its id is over 65,535 bytes"))?;
        let start = self.end + bytes.len() as u64;
        bytes.extend(body);
        self.write(&bytes)?;
        let place = Place { offset: self.end, body: start, body_len, body_crc, payload_hash, content_hash };
        self.end += bytes.len() as u64;
        self.records += 1;
        self.hash = head.chain(&self.hash);
        Ok(place)
    }

    /// Writes a whole record in one go; if that fails, cuts what came through.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let (path, saved, end) = (records_path(&self.folder), self.live.len(), self.end);
        let Some(writer) = self.writer.as_mut() else { return Err(Error::ReadOnly(self.folder.clone())) };
        if writer.is_broken {
            let source = io::Error::other("an earlier write failed and could not be undone");
            return Err(Error::Write { path, saved, source });
        }
        if let Err(source) = writer.file.write_all(bytes) {
            let undone = writer.file.set_len(end).and_then(|()| writer.file.seek(SeekFrom::Start(end)));
            writer.is_broken = undone.is_err();
            return Err(Error::Write { path, saved, source });
        }
        writer.is_dirty = true;
        Ok(())
    }
}

/// A line without its graph.
fn triple_of<'l>(line: &'l str, graph: &str) -> &'l str {
    line.strip_suffix(graph).unwrap_or(line)
}

/// What becomes of a document beside what is there under its id.
fn compared(before: Option<&Place>, payload_hash: &Hash, content_hash: &Hash) -> Committed {
    match before {
        None => Committed::New,
        Some(place) if place.payload_hash == *payload_hash => Committed::Unchanged,
        Some(place) if place.content_hash == *content_hash => Committed::Reanalysed,
        Some(place) => Committed::NewVersion { of: hex(&place.content_hash) },
    }
}

impl Drop for Archive {
    /// Best effort: a caller that needs to know calls [`Archive::flush`] itself.
    fn drop(&mut self) {
        if self.writer.is_some() {
            let _ = self.flush();
        }
    }
}

/// What the JSON of a body holds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Stored<'a> {
    revision_of: Option<&'a str>,
    record: &'a DocumentRecord,
}

fn to_json(id: &str, value: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::Record { id: id.to_owned(), why: error.to_string() })
}

/// Hash of all that would be written, without the link to an earlier version.
fn payload_hash(record: &DocumentRecord, graph: &DocumentGraph) -> Result<Hash, Error> {
    let mut hash = Sha256::new();
    hash.update(to_json(&record.id, record)?);
    hash.update([0]);
    hash.update(graph.to_nquads());
    Ok(hash.finalize().into())
}

/// Hash of the text and its metadata: each part with its length, so that no two documents run together.
fn content_hash(record: &DocumentRecord) -> Hash {
    let mut hash = Sha256::new();
    let none = None;
    let parts = [
        &Some(record.title.clone()),
        &record.date,
        &record.source,
        &record.url,
        &record.lang,
        &Some(record.text.clone()),
        &none,
    ];
    for part in parts {
        hash.update([u8::from(part.is_some())]);
        let part = part.as_deref().unwrap_or("");
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    // Added later: without one the hash is what it was.
    if let Some(author) = &record.author {
        hash.update(author);
    }
    hash.finalize().into()
}
