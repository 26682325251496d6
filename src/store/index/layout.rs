//! Where things stand in the file of an index.
//!
//! ```text
//! file      = "chancery-index\0\0" page* directory tail
//! directory = per section: entries:u64 pages:u32 ( offset:u64 length:u32 crc32:u32 first:[u32;4] )*
//! tail      = version:u32 terms:u32 records:u64 bytes:u64 hash:[32] directory:u64 length:u64 crc32:u32 tail_crc32:u32
//! ```
//!
//! All numbers are little endian. The tail is as long as it is in every version and says with what state of the archive
//! the index was made, so that any part that is missing, cut off or changed is noticed before it is used.

use super::page::{KEYS, Key};
use crate::archive::State;

/// First bytes of the file.
pub(super) const MAGIC: [u8; 16] = *b"chancery-index\0\0";
/// Version of the format. A file of another one is made anew.
pub(super) const VERSION: u32 = 1;
/// Bytes of the tail.
pub(super) const TAIL: usize = 80;
/// Terms of a page.
pub(super) const TERMS: usize = 128;
/// Slots of a page of the hash table.
pub(super) const SLOTS: usize = 1024;
/// Sections of the file.
pub(super) const SECTIONS: usize = 7;

/// What is kept in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Bytes of terms by number.
    Terms,
    /// Numbers of terms by hash.
    Slots,
    /// Quads by subject, predicate, object, graph.
    Spog,
    /// Quads by predicate, object, subject, graph.
    Posg,
    /// Quads by object, subject, predicate, graph.
    Ospg,
    /// Quads by graph, subject, predicate, object.
    Gspo,
    /// Names as the documents have them: entity, kind, form, graph.
    Names,
}

impl Section {
    /// Entries of a full page.
    pub(super) fn entries(self) -> usize {
        match self {
            Self::Terms => TERMS,
            Self::Slots => SLOTS,
            _ => KEYS,
        }
    }
}

/// A piece of the file with its checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) offset: u64,
    pub(super) length: u32,
    pub(super) crc: u32,
    /// The first key, of sorted quads and names.
    pub(super) first: Key,
}

/// The pages of a section and how many entries are in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pages {
    pub(super) entries: u64,
    pub(super) pages: Vec<Page>,
}

pub(super) fn write_directory(sections: &[Pages]) -> Vec<u8> {
    let mut out = Vec::new();
    for section in sections {
        out.extend(section.entries.to_le_bytes());
        out.extend((section.pages.len() as u32).to_le_bytes());
        for page in &section.pages {
            out.extend(page.offset.to_le_bytes());
            out.extend(page.length.to_le_bytes());
            out.extend(page.crc.to_le_bytes());
            page.first.iter().for_each(|number| out.extend(number.to_le_bytes()));
        }
    }
    out
}

/// The sections of a directory whose pages lie before `end`; `None` if that is no directory.
pub(super) fn read_directory(mut bytes: &[u8], end: u64) -> Option<Vec<Pages>> {
    let sections = [
        Section::Terms,
        Section::Slots,
        Section::Spog,
        Section::Posg,
        Section::Ospg,
        Section::Gspo,
        Section::Names,
    ];
    let mut found = Vec::with_capacity(SECTIONS);
    for section in sections {
        let entries = u64::from_le_bytes(take(&mut bytes)?);
        let count = u32::from_le_bytes(take(&mut bytes)?) as usize;
        if entries.div_ceil(section.entries() as u64) != count as u64 || count > bytes.len() / 32 {
            return None;
        }
        let mut pages = Vec::with_capacity(count);
        for _ in 0..count {
            let offset = u64::from_le_bytes(take(&mut bytes)?);
            let length = u32::from_le_bytes(take(&mut bytes)?);
            let crc = u32::from_le_bytes(take(&mut bytes)?);
            let mut first = Key::default();
            for number in &mut first {
                *number = u32::from_le_bytes(take(&mut bytes)?);
            }
            if offset.checked_add(u64::from(length))? > end {
                return None;
            }
            pages.push(Page { offset, length, crc, first });
        }
        found.push(Pages { entries, pages });
    }
    bytes.is_empty().then_some(found)
}

/// The end of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) state: State,
    pub(super) terms: u32,
    pub(super) directory: u64,
    pub(super) length: u64,
    pub(super) crc: u32,
}

impl Tail {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(TAIL);
        out.extend(VERSION.to_le_bytes());
        out.extend(self.terms.to_le_bytes());
        out.extend(self.state.records.to_le_bytes());
        out.extend(self.state.bytes.to_le_bytes());
        out.extend(self.state.hash);
        out.extend(self.directory.to_le_bytes());
        out.extend(self.length.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
        out.extend(crc32fast::hash(&out).to_le_bytes());
        out
    }

    /// Reads a tail; on failure says what is wrong.
    pub(super) fn parse(mut bytes: &[u8]) -> Result<Self, String> {
        let (whole, cut) = (bytes, || "it is cut short".to_owned());
        let body = whole.len().checked_sub(4).and_then(|end| whole.split_at_checked(end));
        let Some((body, mut crc)) = body.filter(|_| whole.len() == TAIL) else { return Err(cut()) };
        if take(&mut crc).map(u32::from_le_bytes) != Some(crc32fast::hash(body)) {
            return Err("its end is damaged or missing".to_owned());
        }
        let version = take(&mut bytes).map(u32::from_le_bytes).ok_or_else(cut)?;
        if version != VERSION {
            return Err(format!("it has version {version}, not {VERSION}"));
        }
        Self::fields(bytes).ok_or_else(cut)
    }

    fn fields(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let terms = u32::from_le_bytes(take(bytes)?);
        let (records, end) = (u64::from_le_bytes(take(bytes)?), u64::from_le_bytes(take(bytes)?));
        let state = State { records, bytes: end, hash: take(bytes)? };
        let (directory, length) = (u64::from_le_bytes(take(bytes)?), u64::from_le_bytes(take(bytes)?));
        Some(Self { state, terms, directory, length, crc: u32::from_le_bytes(take(bytes)?) })
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}
