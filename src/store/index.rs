//! The index: sorted quads of integers beside a dictionary of terms, in one file of checksummed pages.
//!
//! Comes in: an [`Archive`](crate::archive::Archive). Goes out: an [`Index`], of which a query reads the pages that it needs and no others, so that a
//! large graph answers at once. It is never the truth: it knows of which state of the archive it was made, every page has
//! a checksum that is looked at before the page is used, and whatever is missing, damaged or of another version
//! is made anew. Documents that came since are laid over it ([`snapshot`]), so that one more document costs no rewrite.
//!
//! Each document is a named graph; the default graph is their union, each triple once. An entity has one label in all
//! of them (`rdfs:label` and `skos:prefLabel`), whatever forms of its name the documents have (`skos:altLabel`).

mod build;
mod dataset;
mod dictionary;
mod heap;
mod infer;
mod keep;
mod layout;
mod lines;
mod names;
mod page;
mod place;
#[cfg(feature = "rocksdb")]
pub mod rocksdb;
mod snapshot;
mod sorted;
mod term;

pub use build::Error as BuildError;
pub use infer::Inferred;
pub use keep::{Kept, check, path, rebuild, refresh, size};
pub use snapshot::{Opened, Snapshot};

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use layout::{MAGIC, Page, Pages, SECTIONS, SLOTS, Section, TAIL, TERMS, Tail};
use oxigraph::model::Term;
use page::Key;

use crate::archive::State;

/// Why an index cannot be used. It is made anew.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Damage(String);

/// A file of an index, or its bytes.
enum Source {
    File(Mutex<File>),
    Memory(Vec<u8>),
}

/// The order in which quads are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Spog,
    Posg,
    Ospg,
    Gspo,
}

impl Order {
    const ALL: [Self; 4] = [Self::Spog, Self::Posg, Self::Ospg, Self::Gspo];

    /// The columns of a quad (subject, predicate, object, graph) in this order.
    fn key(self, [s, p, o, g]: Key) -> Key {
        match self {
            Self::Spog => [s, p, o, g],
            Self::Posg => [p, o, s, g],
            Self::Ospg => [o, s, p, g],
            Self::Gspo => [g, s, p, o],
        }
    }

    /// What is known of a quad, in this order.
    fn columns(self, [s, p, o, g]: [Option<u32>; 4]) -> [Option<u32>; 4] {
        match self {
            Self::Spog => [s, p, o, g],
            Self::Posg => [p, o, s, g],
            Self::Ospg => [o, s, p, g],
            Self::Gspo => [g, s, p, o],
        }
    }

    /// The quad of a key.
    fn quad(self, [a, b, c, d]: Key) -> Key {
        match self {
            Self::Spog => [a, b, c, d],
            Self::Posg => [c, a, b, d],
            Self::Ospg => [b, c, a, d],
            Self::Gspo => [b, c, d, a],
        }
    }

    fn section(self) -> Section {
        match self {
            Self::Spog => Section::Spog,
            Self::Posg => Section::Posg,
            Self::Ospg => Section::Ospg,
            Self::Gspo => Section::Gspo,
        }
    }
}

/// An index that was opened: its directory is read, its pages are when they are needed.
pub struct Index {
    source: Source,
    tail: Tail,
    sections: Vec<Pages>,
    /// Pages of terms and slots that were read.
    raw: [Vec<OnceLock<Box<[u8]>>>; 2],
    /// Pages of keys that were read.
    keys: [Vec<OnceLock<Box<[Key]>>>; SECTIONS - 2],
    /// The first damage that was met: some readers cannot pass it on.
    damage: OnceLock<Damage>,
}

impl Index {
    /// Opens the index in a file.
    ///
    /// # Errors
    /// [`Damage`] if there is none or it cannot be used.
    pub fn open(path: &Path) -> Result<Self, Damage> {
        let found = std::fs::metadata(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Damage("it is missing".to_owned()),
            _ => unreadable(&error),
        })?;
        if !found.is_file() {
            return Err(Damage("it is no file".to_owned()));
        }
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        Self::read(Source::File(Mutex::new(file)), found.len())
    }

    /// An index from its bytes.
    ///
    /// # Errors
    /// [`Damage`] if they are those of no index.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Damage> {
        let length = bytes.len() as u64;
        Self::read(Source::Memory(bytes), length)
    }

    fn read(source: Source, length: u64) -> Result<Self, Damage> {
        let head = source.bytes(0, MAGIC.len().min(usize::try_from(length).unwrap_or(0)))?;
        if head != MAGIC {
            return Err(Damage("it is no index".to_owned()));
        }
        let Some(end) = length.checked_sub(TAIL as u64) else {
            return Err(Damage("it is cut short".to_owned()));
        };
        let tail = Tail::parse(&source.bytes(end, TAIL)?).map_err(Damage)?;
        let size = usize::try_from(tail.length).ok();
        let Some(size) = size.filter(|_| tail.directory.checked_add(tail.length) == Some(end)) else {
            return Err(Damage("it is cut short".to_owned()));
        };
        let directory = source.bytes(tail.directory, size)?;
        let sections = if crc32fast::hash(&directory) == tail.crc {
            layout::read_directory(&directory, tail.directory)
        } else {
            None
        };
        let fits = |sections: &Vec<Pages>| {
            let entries = |section: Section| sections.get(section as usize).map_or(0, |found| found.entries);
            entries(Section::Terms) == u64::from(tail.terms)
                && entries(Section::Slots).is_power_of_two()
                && entries(Section::Slots) > u64::from(tail.terms)
        };
        let Some(sections) = sections.filter(fits) else {
            return Err(Damage("its directory is damaged".to_owned()));
        };
        let count = |section: usize| sections.get(section).map_or(0, |found| found.pages.len());
        let raw = std::array::from_fn(|section| empty(count(section)));
        let keys = std::array::from_fn(|section| empty(count(section + 2)));
        Ok(Self { source, tail, sections, raw, keys, damage: OnceLock::new() })
    }

    /// The state of the archive that it was made of.
    pub fn state(&self) -> &State {
        &self.tail.state
    }

    /// The number of quads in named graphs.
    pub fn len(&self) -> u64 {
        self.pages(Section::Gspo).entries
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first damage that was met while pages were read: then no answer can be trusted.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.get()
    }

    /// Reads every page.
    ///
    /// # Errors
    /// [`Damage`] if one has a wrong checksum.
    pub fn verify(&self) -> Result<(), Damage> {
        for (section, pages) in self.sections.iter().enumerate() {
            for (number, page) in pages.pages.iter().enumerate() {
                self.checked(section, number, page)?;
            }
        }
        Ok(())
    }

    fn pages(&self, section: Section) -> &Pages {
        &self.sections[section as usize]
    }

    /// The number of terms; those of snapshots and queries have higher numbers.
    fn terms(&self) -> u32 {
        self.tail.terms
    }

    /// The number of a term, if it is in the dictionary.
    fn find(&self, term: &Term) -> Result<Option<u32>, Damage> {
        let encoded = term::encode(term, &mut |bytes| self.find_bytes(bytes))?;
        encoded.map_or(Ok(None), |bytes| self.find_bytes(&bytes))
    }

    fn find_bytes(&self, bytes: &[u8]) -> Result<Option<u32>, Damage> {
        let mask = self.pages(Section::Slots).entries as usize - 1;
        let start = dictionary::slot(bytes, mask);
        for step in 0..=mask {
            let at = (start + step) & mask;
            let page = self.raw(Section::Slots, at / SLOTS)?;
            let slot = term::u32_at(page, at % SLOTS * 4)
                .ok_or_else(|| self.damaged(Section::Slots as usize, at / SLOTS))?;
            let Some(number) = slot.checked_sub(1) else { return Ok(None) };
            if self.term_bytes(number)? == bytes {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The bytes of a term.
    fn term_bytes(&self, number: u32) -> Result<&[u8], Damage> {
        let (page, inner) = (number as usize / TERMS, number as usize % TERMS);
        let broken = || self.damaged(Section::Terms as usize, page);
        let count = (self.terms() as usize).saturating_sub(page * TERMS).min(TERMS);
        if inner >= count {
            return Err(broken());
        }
        let bytes = self.raw(Section::Terms, page)?;
        let end = |inner: usize| term::u32_at(bytes, inner * 4).ok_or_else(broken);
        let start = if inner == 0 { 0 } else { end(inner - 1)? };
        let head = count * 4;
        bytes.get(head + start as usize..head + end(inner)? as usize).ok_or_else(broken)
    }

    /// The term of a number.
    fn term(&self, number: u32) -> Result<Term, Damage> {
        let bytes = self.term_bytes(number)?;
        term::decode(number, bytes, &|part| self.term_bytes(part).ok())
            .ok_or_else(|| self.damaged(Section::Terms as usize, number as usize / TERMS))
    }

    /// A page of terms or slots.
    fn raw(&self, section: Section, number: usize) -> Result<&[u8], Damage> {
        let section = section as usize;
        let cell = self.raw[section].get(number).ok_or_else(|| self.damaged(section, number))?;
        if let Some(page) = cell.get() {
            return Ok(page);
        }
        let bytes = self.checked(section, number, &self.sections[section].pages[number])?;
        Ok(cell.get_or_init(|| bytes.into_boxed_slice()))
    }

    /// A page of keys.
    fn keys(&self, section: Section, number: usize) -> Result<&[Key], Damage> {
        let entries = self.pages(section).entries;
        let section = section as usize;
        let cell = self.keys[section - 2].get(number).ok_or_else(|| self.damaged(section, number))?;
        if let Some(page) = cell.get() {
            return Ok(page);
        }
        let page = &self.sections[section].pages[number];
        let bytes = self.checked(section, number, page)?;
        let count = usize::try_from(entries).unwrap_or(usize::MAX) - number * page::KEYS;
        let keys = page::unpack(&bytes, page.first, count.min(page::KEYS));
        let keys = keys.ok_or_else(|| self.damaged(section, number))?;
        Ok(cell.get_or_init(|| keys.into_boxed_slice()))
    }

    /// The bytes of a page, if they are those that were written.
    fn checked(&self, section: usize, number: usize, page: &Page) -> Result<Vec<u8>, Damage> {
        let bytes = self.source.bytes(page.offset, page.length as usize);
        let bytes = bytes.inspect_err(|damage| {
            self.damage.get_or_init(|| damage.clone());
        })?;
        if crc32fast::hash(&bytes) != page.crc {
            return Err(self.damaged(section, number));
        }
        Ok(bytes)
    }

    fn damaged(&self, section: usize, number: usize) -> Damage {
        let damage = Damage(format!("page {} of section {} is damaged", number + 1, section + 1));
        self.damage.get_or_init(|| damage.clone());
        damage
    }
}

fn empty<T>(count: usize) -> Vec<OnceLock<T>> {
    (0..count).map(|_| OnceLock::new()).collect()
}

fn unreadable(error: &io::Error) -> Damage {
    Damage(format!("it cannot be read: {error}"))
}

impl Source {
    fn bytes(&self, offset: u64, length: usize) -> Result<Vec<u8>, Damage> {
        match self {
            Self::Memory(all) => {
                let start = usize::try_from(offset).ok();
                let found = start.and_then(|start| all.get(start..start.checked_add(length)?));
                found.map(<[u8]>::to_vec).ok_or_else(|| Damage("it is cut short".to_owned()))
            }
            Self::File(file) => {
                let Ok(mut file) = file.lock() else { return Err(Damage("it cannot be read".to_owned())) };
                let mut bytes = vec![0; length];
                file.seek(SeekFrom::Start(offset))
                    .and_then(|_| file.read_exact(&mut bytes))
                    .map_err(|error| unreadable(&error))?;
                Ok(bytes)
            }
        }
    }
}
