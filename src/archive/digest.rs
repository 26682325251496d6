//! What networks, events and names need of each document, without its text, kept below `KG/index`.
//!
//! Comes in: an archive. Goes out: a [`Sketch`] of each live document, in the order of their ids, and the [`Print`] of its text. The
//! file `KG/index/digests` is never the truth: it names the state of each document that it holds, so that documents that
//! changed since are read from the archive; a block that is damaged is as good as none. The same documents give the same
//! bytes, whatever the order in which they came.
//!
//! ```text
//! file      = block* directory tail
//! block     = zstd frame of heads (code.rs), zstd frame of the rest, prints of the texts
//! print     = length date length fingerprint length shingles, four bytes each      (lengths of seven bits a byte)
//! directory = count:u32 ( ( length:u32 crc32:u32 ){3} count:u32 ( id_length:u16 id state:[16] )* )*
//! tail      = directory_length:u32 directory_crc32:u32 version:u32 "chadigst"
//! ```
//!
//! Heads are apart because most commands are about a few actors: who is in which document is read of all, the rest of few.

mod code;
mod file;
mod keep;
pub mod sketch;

pub(super) use file::state_of;
pub use keep::{check, path, rebuild, refresh, size};
pub use sketch::Sketch;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use rayon::prelude::*;

use super::at;
use super::duplicates::Print;
use super::record::DocumentRecord;
use super::{Archive, Error};
use file::{Block, File, Raw};

/// Documents of a block.
const BLOCK: usize = 64;
/// Blocks that a thread works on at least: what is collected apart has to be put together.
const LEAST_SHARE: usize = 2;

/// The digests of an archive: those that are kept, and the archive for all others.
#[derive(Debug)]
pub struct Digests<'a> {
    archive: &'a Archive,
    file: Option<File>,
    /// Whether a block was damaged when it was read.
    is_damaged: AtomicBool,
    note: Option<String>,
}

/// What is read of documents.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'w> {
    /// All of it.
    All,
    /// Of all documents: without what statements have beyond their heads.
    Heads,
    /// Of the documents with these ids: all of it.
    Of(&'w BTreeSet<String>),
}

/// Documents that are neighbours, and the block that those of them are in that are kept.
#[derive(Default)]
struct Task<'t> {
    block: Option<&'t Block>,
    /// Place in the block, or none: then it is read from the archive.
    documents: Vec<(&'t str, Option<usize>)>,
}

/// The documents of a task, of which sketches can be made.
struct Loaded {
    raw: Option<Raw>,
    documents: Vec<Source>,
}

/// Where a sketch comes from.
enum Source {
    /// The place in the block.
    Kept(usize, String),
    Record(Box<Result<DocumentRecord, Error>>),
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

    /// Those of `archive` as far as the file has them; all others are read from the archive, and nothing is written.
    pub fn as_kept(archive: &'a Archive) -> Self {
        keep::as_kept(archive)
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

    /// Hands a sketch of each live document that is wanted to `take`, in the order of their ids. Other threads read ahead by a
    /// fixed number while those before are looked at.
    ///
    /// # Errors
    /// If a record that must be read is damaged, and those of `take`.
    pub fn each<E: From<Error>>(
        &self,
        wanted: Wanted<'_>,
        mut take: impl FnMut(Sketch<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (ahead, read) = sync_channel(2 * threads());
        std::thread::scope(|scope| {
            scope.spawn(move || self.read_ahead(wanted, &ahead));
            read.into_iter().try_for_each(|loaded| self.hand_over(loaded, &mut take))
        })
    }

    /// Collects the sketches that are wanted: as many threads as there are work on neighbouring documents each, in the order of their
    /// ids, and what they collected comes in that order.
    ///
    /// # Errors
    /// If a record that must be read is damaged, and those of `add`.
    pub fn collect<T: Send, E: From<Error> + Send>(
        &self,
        wanted: Wanted<'_>,
        start: impl Fn() -> T + Sync,
        add: impl Fn(&mut T, Sketch<'_>) -> Result<(), E> + Sync,
    ) -> Result<Vec<T>, E> {
        let tasks = self.tasks(wanted);
        let size = tasks.len().div_ceil(threads()).max(LEAST_SHARE);
        let collect = |tasks: &[Task<'_>]| {
            let mut collected = start();
            let mut take = |sketch: Sketch<'_>| add(&mut collected, sketch);
            tasks.iter().try_for_each(|task| self.hand_over(self.load(task, wanted), &mut take))?;
            Ok(collected)
        };
        let found: Vec<Result<T, E>> = tasks.par_chunks(size).map(collect).collect();
        found.into_iter().collect()
    }

    /// The print of each live document, in the order of their ids.
    ///
    /// # Errors
    /// If a record that must be read is damaged.
    pub fn prints(&self) -> impl Iterator<Item = Result<(&str, Print), Error>> {
        self.tasks(Wanted::All).into_iter().flat_map(move |task| {
            let kept = task.block.zip(self.file.as_ref()).map(|(block, file)| file.prints(block));
            if let Some(None) = kept {
                self.is_damaged.store(true, Ordering::Relaxed);
            }
            let mut kept = kept.flatten().unwrap_or_default();
            task.documents.into_iter().map(move |(id, at)| match at.and_then(|at| kept.get_mut(at)) {
                Some(print) => Ok((id, std::mem::take(print))),
                None => Ok((id, Print::of(&self.archive.record(id)?))),
            })
        })
    }

    fn read_ahead(&self, wanted: Wanted<'_>, ahead: &SyncSender<Loaded>) {
        for tasks in self.tasks(wanted).chunks(2 * threads()) {
            let loaded: Vec<Loaded> = tasks.par_iter().map(|task| self.load(task, wanted)).collect();
            // Nobody takes what follows a failure.
            if loaded.into_iter().any(|loaded| ahead.send(loaded).is_err()) {
                return;
            }
        }
    }

    /// What is read together, in the order of the ids.
    fn tasks(&self, wanted: Wanted<'_>) -> Vec<Task<'_>> {
        let blocks = self.file.as_ref().map_or(&[][..], File::blocks);
        let kept =
            blocks.iter().flat_map(|block| block.documents.iter().enumerate().map(move |it| (block, it)));
        let mut kept = kept.peekable();
        let mut tasks = vec![Task::default()];
        for (id, place) in &self.archive.live {
            while kept.next_if(|(_, (_, found))| found.id < *id).is_some() {}
            let state = file::state_of(place);
            let found = kept.next_if(|(_, (_, found))| found.id == *id);
            if matches!(wanted, Wanted::Of(ids) if !ids.contains(id)) {
                continue;
            }
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

    fn load(&self, task: &Task<'_>, wanted: Wanted<'_>) -> Loaded {
        let with_rest = !matches!(wanted, Wanted::Heads);
        let kept = task.block.zip(self.file.as_ref()).map(|(block, file)| file.read(block, with_rest));
        if let Some(None) = kept {
            self.is_damaged.store(true, Ordering::Relaxed);
        }
        let raw = kept.flatten();
        let source = |&(id, at): &(&str, Option<usize>)| match at.filter(|_| raw.is_some()) {
            Some(at) => Source::Kept(at, id.to_owned()),
            None => Source::Record(Box::new(self.archive.record(id))),
        };
        let documents = task.documents.iter().map(source).collect();
        Loaded { raw, documents }
    }

    fn hand_over<E: From<Error>>(
        &self,
        loaded: Loaded,
        take: &mut impl FnMut(Sketch<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Loaded { raw, documents } = loaded;
        let each = |parts: Option<file::Parts<'_>>| {
            for source in documents {
                let record = match source {
                    Source::Record(record) => (*record)?,
                    Source::Kept(at, id) => {
                        let kept =
                            parts.as_ref().and_then(|(heads, rest)| code::decode(heads, rest.as_ref(), at));
                        if let Some(sketch) = kept.filter(|sketch| sketch.id == id) {
                            take(sketch)?;
                            continue;
                        }
                        self.is_damaged.store(true, Ordering::Relaxed);
                        self.archive.record(&id)?
                    }
                };
                take(Sketch::of(&record))?;
            }
            Ok(())
        };
        match raw {
            Some(raw) => raw.with(each),
            None => each(None),
        }
    }
}

fn threads() -> usize {
    rayon::current_num_threads().max(1)
}
