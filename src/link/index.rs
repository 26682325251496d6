//! An index that was opened: its directory is read and checked, its pages are when they are needed.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use super::entry::Entry;
use super::file::Source;
use super::layout::{Contents, Directory, ENTRIES, MAGIC, Page, TAIL, Tail};
use super::normalise;
use super::shard::{Posting, Shard, Space};
use super::wire::Reader;

/// Why an index cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the index of names {name} cannot be used: {why}; make it anew with `chancery link index build`")]
pub struct Damage {
    /// The file.
    pub name: String,
    /// What is wrong with it, and where.
    pub why: String,
}

/// The number of an entry in one index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// An index of names. What was read of it stays in memory.
#[derive(Debug)]
pub struct Index {
    name: String,
    source: Source,
    directory: Directory,
    checksum: u32,
    entries: Vec<OnceLock<Vec<u8>>>,
    names: Vec<OnceLock<Shard>>,
}

impl Index {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Damage`] if there is none, or it cannot be used.
    pub fn open(path: &Path) -> Result<Self, Damage> {
        let name = path.display().to_string();
        match Source::open(path) {
            Ok(source) => Self::read(name, source),
            Err(error) => Err(Damage { name, why: error.to_string() }),
        }
    }

    /// Opens the bytes of a file; `name` is for messages.
    ///
    /// # Errors
    /// [`Damage`] if they are no index that can be used.
    pub fn from_bytes(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Damage> {
        Self::read(name.to_owned(), Source::Bytes(bytes.into()))
    }

    fn read(name: String, source: Source) -> Result<Self, Damage> {
        let fail = |why: String| Damage { name: name.clone(), why };
        let (tail, end) = tail(&source).map_err(fail)?;
        let bytes = checked(&source, tail.directory).map_err(fail)?;
        let directory = Directory::parse(&bytes, end)
            .filter(|_| tail.directory.offset + u64::from(tail.directory.length) == end)
            .ok_or_else(|| fail(format!("its directory at byte {} is damaged", tail.directory.offset)))?;
        let slots = |count: usize| (0..count).map(|_| OnceLock::new());
        let entries = slots(directory.entries.len()).collect();
        let names = (0..directory.names.len()).map(|_| OnceLock::new()).collect();
        Ok(Self { checksum: tail.directory.crc, name, source, directory, entries, names })
    }

    /// What it is called in messages: its path, or "bundled".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is in it, as counted when it was made.
    pub fn contents(&self) -> &Contents {
        &self.directory.contents
    }

    /// Bytes of the file.
    pub fn size(&self) -> u64 {
        self.source.length()
    }

    /// A checksum (CRC-32) of its directory, which holds those of all pages.
    pub fn checksum(&self) -> u32 {
        self.checksum
    }

    /// The entry of a number.
    ///
    /// # Errors
    /// [`Damage`] if its page is damaged, or there is no such entry.
    pub fn entry(&self, id: EntryId) -> Result<Entry, Damage> {
        let (page, within) = ((id.0 / ENTRIES) as usize, id.0 % ENTRIES);
        let bytes = self.page(page)?;
        let starts = bytes.get(..4 * ENTRIES as usize).map_or(&bytes[..0], |starts| starts);
        let start = starts.chunks_exact(4).nth(within as usize).and_then(|four| four.try_into().ok());
        let read = start.and_then(|start| {
            let from = u32::from_le_bytes(start) as usize;
            Entry::read(&mut Reader(bytes.get(from..).filter(|_| from > 0)?))
        });
        read.ok_or_else(|| self.damaged(format!("entry {} cannot be read", id.0)))
    }

    /// The entry with an identifier: `Q159`, `geonames:2017370`, `iso:RU`.
    ///
    /// # Errors
    /// [`Damage`] if a page is damaged.
    pub fn by_identifier(&self, identifier: &str) -> Result<Option<EntryId>, Damage> {
        let found = self.get(&Space::Identifier.key(identifier))?;
        Ok(found.first().map(|posting| posting.entry))
    }

    /// Reads and checks all pages and all entries.
    ///
    /// # Errors
    /// The first [`Damage`] that is met.
    pub fn verify(&self) -> Result<(), Damage> {
        for page in 0..self.names.len() {
            let shard = self.shard(page)?;
            shard.prefixed(b"", usize::MAX).ok_or_else(|| self.names_damaged(page))?;
        }
        for number in 0..self.directory.contents.entries {
            self.entry(EntryId(u32::try_from(number).unwrap_or(u32::MAX)))?;
        }
        Ok(())
    }

    /// The entries of a key.
    pub(super) fn get(&self, key: &[u8]) -> Result<Vec<Posting>, Damage> {
        let Some(page) = self.page_of(key) else { return Ok(Vec::new()) };
        self.shard(page)?.get(key).ok_or_else(|| self.names_damaged(page))
    }

    /// Keys that begin with `prefix`, from all pages that can have some, `limit` at most of each as `read` gives them.
    pub(super) fn scan<T>(
        &self,
        prefix: &[u8],
        limit: usize,
        read: impl Fn(&Shard, usize) -> Option<Vec<T>>,
    ) -> Result<Vec<T>, Damage> {
        let first = self.page_of(prefix).unwrap_or(0);
        let mut found = Vec::new();
        for page in first..self.names.len() {
            let begins = self.directory.names.get(page).map_or(&[][..], |(_, _, key)| key);
            if found.len() >= limit || (begins > prefix && !begins.starts_with(prefix)) {
                break;
            }
            let more = read(self.shard(page)?, limit - found.len());
            found.extend(more.ok_or_else(|| self.names_damaged(page))?);
        }
        Ok(found)
    }

    /// The last page whose first key is not behind `key`.
    fn page_of(&self, key: &[u8]) -> Option<usize> {
        self.directory.names.partition_point(|(_, _, first)| first.as_slice() <= key).checked_sub(1)
    }

    fn shard(&self, page: usize) -> Result<&Shard, Damage> {
        let damaged = || self.names_damaged(page);
        let (Some(slot), Some((place, expanded, _))) = (self.names.get(page), self.directory.names.get(page))
        else {
            return Err(damaged());
        };
        if let Some(shard) = slot.get() {
            return Ok(shard);
        }
        let shard = Shard::read(&self.unpack(*place, *expanded)?).ok_or_else(damaged)?;
        Ok(slot.get_or_init(|| shard))
    }

    fn page(&self, page: usize) -> Result<&[u8], Damage> {
        let missing = || self.damaged(format!("there is no page {page} of entries"));
        let slot = self.entries.get(page).ok_or_else(missing)?;
        if let Some(bytes) = slot.get() {
            return Ok(bytes);
        }
        let (place, expanded) = *self.directory.entries.get(page).ok_or_else(missing)?;
        let bytes = self.unpack(place, expanded)?;
        Ok(slot.get_or_init(|| bytes))
    }

    fn unpack(&self, place: Page, expanded: u32) -> Result<Vec<u8>, Damage> {
        let packed = checked(&self.source, place).map_err(|why| self.damaged(why))?;
        zstd::bulk::decompress(&packed, expanded as usize)
            .map_err(|error| self.damaged(format!("the page at byte {}: {error}", place.offset)))
    }

    fn names_damaged(&self, page: usize) -> Damage {
        let offset = self.directory.names.get(page).map_or(0, |(page, ..)| page.offset);
        self.damaged(format!("the page of names at byte {offset} is damaged"))
    }

    fn damaged(&self, why: String) -> Damage {
        Damage { name: self.name.clone(), why }
    }
}

/// The tail and where it begins, if the file is an index of this version.
fn tail(source: &Source) -> Result<(Tail, u64), String> {
    let read = |offset, length| source.read(offset, length).map_err(|error| error.to_string());
    let end = source.length().checked_sub(TAIL as u64).filter(|end| *end >= MAGIC.len() as u64);
    let end = end.ok_or_else(|| format!("it has {} bytes and is no index or cut short", source.length()))?;
    if read(0, MAGIC.len())?.as_ref() != MAGIC {
        return Err("it is a file of another kind".to_owned());
    }
    let tail = Tail::parse(&read(end, TAIL)?)?;
    if tail.keys != normalise::version() {
        return Err("its names were compared by other rules (another version of chancery)".to_owned());
    }
    Ok((tail, end))
}

/// The bytes of a page, if they are those that were written.
fn checked(source: &Source, page: Page) -> Result<Cow<'static, [u8]>, String> {
    let place =
        |what: &dyn std::fmt::Display| format!("{} bytes at byte {}: {what}", page.length, page.offset);
    let bytes = source.read(page.offset, page.length as usize).map_err(|error| place(&error))?;
    if crc32fast::hash(&bytes) != page.crc {
        return Err(place(&"their checksum is wrong"));
    }
    Ok(bytes)
}
