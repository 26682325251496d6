//! The archive: one checksummed record per document, append-only. It is the truth of a graph.
//!
//! Comes in: [`DocumentRecord`]s. Goes out: the same, and their quads, in the order of their ids, whatever
//! order they came in. A commit is complete or absent; what was acknowledged survives a kill, and after
//! [`Archive::flush`] a loss of power. Damage is named and never skipped over. Nothing here is ever edited in place.
//!
//! ```text
//! kg/settings.json           format and base IRI
//! kg/lock                    held by the one process that writes
//! kg/archive/records         records (the format is described in segment.rs)
//! kg/archive/manifest.json   count, bytes and running hash at the end of the last batch
//! kg/decisions.jsonl         what people decided about who is who (decisions.rs)
//! kg/files.jsonl             which file each document is named after (files.rs)
//! kg/left-out.json           how many inputs builds left out (left_out.rs)
//! kg/relations.json         relations of a user's own ontology (relations.rs)
//! kg/index/digests           derived: what networks need of the documents (digest.rs)
//! kg/index/facts             derived: what documents tell of who is who (resolve/known.rs)
//! ```

mod at;
mod compact;
pub mod decisions;
pub mod describe;
pub mod digest;
pub mod duplicates;
mod error;
pub mod files;
mod from_analysis;
pub mod ids;
pub mod left_out;
mod manifest;
mod open;
mod overlap;
mod read;
pub mod record;
mod relations;
mod repair;
mod segment;
mod state;
mod write;

pub use compact::{Compacted, Dead};
pub use decisions::{Decision, Decisions};
pub use digest::{Digests, Sketch};
pub use error::Error;
pub use files::Files;
pub use left_out::LeftOut;
pub use read::{Info, Stored};
pub use record::DocumentRecord;
pub use relations::{OwnRelation, OwnRelations};
pub use state::State;
pub use write::{Committed, Removed};

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::graph::iri::Base;
use segment::Hash;

/// A graph's directory, open for reading or, by one process at a time, for writing.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    base: Base,
    /// Live documents by id.
    live: BTreeMap<String, Place>,
    /// Records in the file, live or not.
    records: u64,
    /// One past the last whole record.
    end: u64,
    /// Running hash of the records.
    hash: Hash,
    /// What was found at opening.
    findings: Vec<Diagnostic>,
    /// The record file for reading: the one that was opened, whatever takes its place.
    file: File,
    writer: Option<Writer>,
}

/// What is wrong with the files of a graph, and what a repair keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Each damage, with its place; empty if all is well.
    pub findings: Vec<Diagnostic>,
    /// Records that are whole.
    pub kept: usize,
    /// Documents in them.
    pub documents: usize,
    /// Documents whose latest state is lost, by id.
    pub lost: Vec<Lost>,
    /// Damaged or missing records of which not even the document can be told.
    pub nameless: usize,
    /// The files as they were; empty if nothing was changed.
    pub aside: Vec<PathBuf>,
}

/// A document whose latest record is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Its id.
    pub id: String,
    /// Whether an earlier state of it is whole, and stands again.
    pub has_earlier: bool,
}

/// What only the writing process has.
#[derive(Debug)]
struct Writer {
    file: File,
    /// Holds the lock until it is dropped.
    _lock: open::Lock,
    /// Whether records were written since the last flush.
    is_dirty: bool,
    /// Whether a write failed and could not be undone.
    is_broken: bool,
}

/// Where a document's latest record stands.
#[derive(Clone, Debug)]
struct Place {
    offset: u64,
    body: u64,
    body_len: u32,
    body_crc: u32,
    payload_hash: Hash,
    content_hash: Hash,
}

impl Archive {
    /// The base IRI of the graph.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The graph's directory.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The number of live documents.
    pub fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether no document is in it.
    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }

    /// Whether a document of that id is in it.
    pub fn contains(&self, id: &str) -> bool {
        self.live.contains_key(id)
    }

    /// The ids of the live documents, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.live.keys().map(String::as_str)
    }

    /// What is wrong with the graph in `folder`, even if it does not open. Changes nothing.
    ///
    /// # Errors
    /// If there is no graph or its files cannot be read.
    pub fn survey(folder: &Path) -> Result<Repair, Error> {
        repair::survey(folder)
    }

    /// Makes a damaged graph usable in place: keeps every whole record, sets the files as they were aside and says which
    /// documents were lost. Building these from their sources brings them back.
    ///
    /// # Errors
    /// If there is no graph, another process writes, or the disk refuses.
    pub fn repair(folder: &Path) -> Result<Repair, Error> {
        repair::repair(folder)
    }

    /// What was found at opening: a torn end that was left out (reading) or cut (writing).
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}

fn records_path(folder: &Path) -> PathBuf {
    folder.join("archive").join("records")
}

fn manifest_path(folder: &Path) -> PathBuf {
    folder.join("archive").join("manifest.json")
}

fn settings_path(folder: &Path) -> PathBuf {
    folder.join("settings.json")
}

/// The bytes of a file that a graph may do without; none if it is not there.
fn read_if_there(path: &Path) -> Result<Vec<u8>, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}
