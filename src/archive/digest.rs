//! What networks, events and names need of each document, without its text, kept below `KG/index`.
//!
//! Comes in: an archive. Goes out: a [`Digest`] of each live document, in the order of their ids. The file `KG/index/digests` is
//! never the truth: it names the state of each document that it holds, so that documents that changed since are read
//! from the archive; a block that is damaged is as good as none. The same documents give the same bytes, whatever the order
//! in which they came.
//!
//! ```text
//! file      = block* directory tail
//! block     = zstd frame of digests (code.rs), then their shingles, four bytes each
//! directory = count:u32 ( packed:u32 shingles:u32 crc32:u32 count:u32 ( id_length:u16 id state:[16] shingles:u32 )* )*
//! tail      = directory_length:u32 directory_crc32:u32 version:u32 "chadigst"
//! ```

mod code;
mod file;
mod keep;

pub use keep::{check, path, rebuild, refresh, size};

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::at;
use super::record::{DocumentRecord, EntityRecord, ObjectRecord, SpanRecord, StatementRecord};
use super::{Archive, Error};
use crate::source::fingerprint::{Fingerprint, shingles};
use file::{Block, File};

/// What is needed of a document that is not shown itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// The record without its text, with mentions by name only, and of places only where a statement's sentence and
    /// trigger are; all others are 0.
    pub record: DocumentRecord,
    /// Of the text ([`crate::source::fingerprint`]).
    pub shingles: Vec<u32>,
}

/// Documents of a block.
const BLOCK: usize = 64;

impl Digest {
    /// The digest of a record.
    pub fn of(mut record: DocumentRecord) -> Self {
        let shingles = shingles(&record.text);
        let given = record.fingerprint.as_deref().and_then(Fingerprint::from_text);
        record.fingerprint = given.or_else(|| Fingerprint::of(&shingles)).map(|found| found.to_text());
        (record.text, record.lang) = (String::new(), None);
        record.entities.iter_mut().for_each(strip_entity);
        record.statements.iter_mut().for_each(strip_statement);
        Self { record, shingles }
    }
}

fn strip_entity(entity: &mut EntityRecord) {
    entity.mentions.retain(|mention| mention.kind == "name");
    entity.mentions.iter_mut().for_each(|mention| (mention.start, mention.end) = (0, 0));
}

fn strip_statement(statement: &mut StatementRecord) {
    const NOWHERE: SpanRecord = SpanRecord { start: 0, end: 0 };
    statement.time_evidence = None;
    if let ObjectRecord::Text { start, end, .. } = &mut statement.object {
        (*start, *end) = (0, 0);
    }
    if let Some(quantity) = &mut statement.quantity {
        (quantity.start, quantity.end) = (0, 0);
    }
    let evidence = &mut statement.evidence;
    (evidence.end, evidence.subject, evidence.object) = (0, NOWHERE, NOWHERE);
    evidence.frame.clear();
}

/// The digests of an archive: those that are kept, and the archive for all others.
#[derive(Debug)]
pub struct Digests<'a> {
    archive: &'a Archive,
    file: Option<File>,
    /// Whether a block was damaged when it was read.
    is_damaged: AtomicBool,
    note: Option<String>,
}

/// Documents that are neighbours, and the block that those of them are in that are kept.
#[derive(Default)]
struct Task<'t> {
    block: Option<&'t Block>,
    /// Place in the block, or none: then it is read from the archive.
    documents: Vec<(&'t str, Option<usize>)>,
}

impl<'a> Digests<'a> {
    /// Those of `archive`, made anew if the file is missing, damaged or far behind; if it cannot be written, all is read
    /// from the archive.
    ///
    /// # Errors
    /// If the archive is damaged.
    pub fn open(archive: &'a Archive) -> Result<Self, Error> {
        keep::open(archive)
    }

    /// What was done about a file that could not be used or written.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Makes the file anew if a block was found to be damaged while it was read; returns what is to be said of it.
    pub fn mend(self) -> Option<String> {
        self.is_damaged.load(Ordering::Relaxed).then(|| {
            let mended = rebuild(self.archive);
            keep::told("it was damaged", mended.err())
        })
    }

    /// The digests of the live documents, in the order of their ids. Several threads read ahead by a fixed number.
    pub fn iter(&self) -> impl Iterator<Item = Result<Digest, Error>> {
        let mut tasks = self.tasks().into_iter();
        std::iter::from_fn(move || {
            let ahead = 2 * rayon::current_num_threads().max(1);
            let batch: Vec<Task<'_>> = tasks.by_ref().take(ahead).collect();
            let read = |task: Task<'_>| self.read(&task);
            let all: Vec<Vec<Result<Digest, Error>>> = batch.into_par_iter().map(read).collect();
            (!all.is_empty()).then_some(all)
        })
        .flatten()
        .flatten()
    }

    /// What is read together, in the order of the ids.
    fn tasks(&self) -> Vec<Task<'_>> {
        let blocks = self.file.as_ref().map_or(&[][..], File::blocks);
        let kept =
            blocks.iter().flat_map(|block| block.documents.iter().enumerate().map(move |it| (block, it)));
        let mut kept = kept.peekable();
        let mut tasks = vec![Task::default()];
        for (id, place) in &self.archive.live {
            while kept.next_if(|(_, (_, found))| found.id < *id).is_some() {}
            let state = file::state_of(place);
            let found = kept.next_if(|(_, (_, found))| found.id == *id);
            let found = found.filter(|(_, (_, found))| found.state == state);
            let block = found.map(|(block, _)| block);
            let full = tasks.last().is_some_and(|task| {
                let is_other = |one: &Block| task.block.is_some_and(|own| !std::ptr::eq(own, one));
                task.documents.len() >= 2 * BLOCK || block.is_some_and(is_other)
            });
            if full {
                tasks.push(Task::default());
            }
            if let Some(task) = tasks.last_mut() {
                task.block = task.block.or(block);
                task.documents.push((id, found.map(|(_, (at, _))| at)));
            }
        }
        tasks
    }

    fn read(&self, task: &Task<'_>) -> Vec<Result<Digest, Error>> {
        let mut kept = Vec::new();
        if let (Some(block), Some(file)) = (task.block, &self.file) {
            match file.read(block) {
                Some(digests) => kept = digests.into_iter().map(Some).collect(),
                None => self.is_damaged.store(true, Ordering::Relaxed),
            }
        }
        let one = |(id, at): &(&str, Option<usize>)| match at
            .and_then(|at| kept.get_mut(at))
            .and_then(Option::take)
        {
            Some(digest) => Ok(digest),
            None => self.archive.record(id).map(Digest::of),
        };
        task.documents.iter().map(one).collect()
    }
}
