//! Where things stand in the file of an index.
//!
//! ```text
//! file      = "chancery-names\0\0" page* directory tail
//! page      = entries (up to 128 of them) | names (a finite state transducer and lists of entries, see `shard`); zstd
//! directory = contents ( offset:u64 length:u32 crc32:u32 expanded:u32 )* per page of entries,
//!             ( offset:u64 length:u32 crc32:u32 expanded:u32 first-key )* per page of names
//! tail      = version:u32 keys:u32 directory:u64 length:u64 crc32:u32 tail_crc32:u32
//! ```
//!
//! Numbers are little endian; those of the contents and lengths of texts have seven bits a byte. The tail is as long as
//! it is in every version, so that whatever is missing, cut off or changed is noticed before it is used.

use super::wire::{Reader, put_number, put_text};

/// First bytes of the file.
pub(super) const MAGIC: [u8; 16] = *b"chancery-names\0\0";
/// Version of the format.
pub(super) const VERSION: u32 = 1;
/// Bytes of the tail.
pub(super) const TAIL: usize = 32;
/// Entries of a page.
pub(super) const ENTRIES: u32 = 128;
/// Bytes that a page may expand to; a larger one is damaged.
pub(super) const MAX_EXPANDED: u32 = 1 << 28;

/// One input that an index was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputInfo {
    /// File name without its folder.
    pub name: String,
    /// What kind of file it was taken for.
    pub kind: String,
    /// Entries and additions to entries read from it.
    pub records: u64,
    /// Lines, or what counts as one, that were read.
    pub lines: u64,
}

/// What is in an index, counted when it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Entries.
    pub entries: u64,
    /// Keys of names and identifiers.
    pub keys: u64,
    /// What it was made of, in the order in which it was given.
    pub inputs: Vec<InputInfo>,
    /// Names of sources with their entries; an entry counts for each source that knows it.
    pub sources: Vec<(String, u64)>,
    /// Licences of the sources as they state them, in the order of `sources`; empty where none is stated.
    pub licences: Vec<String>,
    /// Classes and finer kinds (`Place/city`) with their entries, sorted.
    pub classes: Vec<(String, u64)>,
}

impl Contents {
    fn write(&self, out: &mut Vec<u8>) {
        put_number(out, self.entries);
        put_number(out, self.keys);
        put_number(out, self.inputs.len() as u64);
        for input in &self.inputs {
            put_text(out, &input.name);
            put_text(out, &input.kind);
            put_number(out, input.records);
            put_number(out, input.lines);
        }
        for list in [&self.sources, &self.classes] {
            put_number(out, list.len() as u64);
            for (name, count) in list {
                put_text(out, name);
                put_number(out, *count);
            }
        }
        put_number(out, self.licences.len() as u64);
        self.licences.iter().for_each(|licence| put_text(out, licence));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let (entries, keys) = (reader.number()?, reader.number()?);
        let inputs = (0..reader.count()?).map(|_| {
            let (name, kind) = (reader.text()?, reader.text()?);
            Some(InputInfo { name, kind, records: reader.number()?, lines: reader.number()? })
        });
        let inputs = inputs.collect::<Option<_>>()?;
        let mut counted = || -> Option<Vec<(String, u64)>> {
            (0..reader.count()?).map(|_| Some((reader.text()?, reader.number()?))).collect()
        };
        let (sources, classes) = (counted()?, counted()?);
        let licences = (0..reader.count()?).map(|_| reader.text()).collect::<Option<_>>()?;
        Some(Self { entries, keys, inputs, sources, licences, classes })
    }
}

/// A piece of the file with its checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) offset: u64,
    pub(super) length: u32,
    pub(super) crc: u32,
}

impl Page {
    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.offset.to_le_bytes());
        out.extend(self.length.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
    }

    /// Reads a page that lies before `end`.
    fn read(reader: &mut Reader<'_>, end: u64) -> Option<Self> {
        let offset = u64::from_le_bytes(reader.fixed()?);
        let length = u32::from_le_bytes(reader.fixed()?);
        let crc = u32::from_le_bytes(reader.fixed()?);
        (offset.checked_add(u64::from(length))? <= end).then_some(Self { offset, length, crc })
    }
}

/// What is where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Directory {
    pub(super) contents: Contents,
    /// Pages of entries with the bytes that each expands to.
    pub(super) entries: Vec<(Page, u32)>,
    /// Pages of names with the bytes that each expands to, and the first key of each.
    pub(super) names: Vec<(Page, u32, Vec<u8>)>,
}

impl Directory {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.contents.write(&mut out);
        put_number(&mut out, self.entries.len() as u64);
        for (page, expanded) in &self.entries {
            page.write(&mut out);
            out.extend(expanded.to_le_bytes());
        }
        put_number(&mut out, self.names.len() as u64);
        for (page, expanded, first) in &self.names {
            page.write(&mut out);
            out.extend(expanded.to_le_bytes());
            put_number(&mut out, first.len() as u64);
            out.extend(first);
        }
        out
    }

    /// Reads a directory whose pages lie before `end`; `None` if that is none.
    pub(super) fn parse(bytes: &[u8], end: u64) -> Option<Self> {
        let mut reader = Reader(bytes);
        let contents = Contents::read(&mut reader)?;
        let mut entries = Vec::new();
        for _ in 0..reader.count()? {
            entries.push((Page::read(&mut reader, end)?, u32::from_le_bytes(reader.fixed()?)));
        }
        if contents.entries.div_ceil(u64::from(ENTRIES)) != entries.len() as u64
            || entries.iter().any(|(_, expanded)| *expanded > MAX_EXPANDED)
        {
            return None;
        }
        let mut names = Vec::new();
        for _ in 0..reader.count()? {
            let page = Page::read(&mut reader, end)?;
            let expanded = u32::from_le_bytes(reader.fixed()?);
            let length = reader.count()?;
            names.push((page, expanded, reader.bytes(length)?.to_vec()));
        }
        let is_sorted = names.is_sorted_by(|a, b| a.2 < b.2);
        if names.iter().any(|(_, expanded, _)| *expanded > MAX_EXPANDED) {
            return None;
        }
        (is_sorted && reader.0.is_empty()).then_some(Self { contents, entries, names })
    }
}

/// The end of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    /// What the keys of names depend on.
    pub(super) keys: u32,
    pub(super) directory: Page,
}

impl Tail {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(TAIL);
        out.extend(VERSION.to_le_bytes());
        out.extend(self.keys.to_le_bytes());
        out.extend(self.directory.offset.to_le_bytes());
        out.extend(u64::from(self.directory.length).to_le_bytes());
        out.extend(self.directory.crc.to_le_bytes());
        out.extend(crc32fast::hash(&out).to_le_bytes());
        out
    }

    /// Reads a tail; on failure says what is wrong.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let cut = || "it is cut short".to_owned();
        let (body, crc) = bytes.split_at_checked(TAIL - 4).ok_or_else(cut)?;
        if crc != crc32fast::hash(body).to_le_bytes() {
            return Err("its end is damaged or missing".to_owned());
        }
        let mut reader = Reader(body);
        let version = reader.fixed().map(u32::from_le_bytes).ok_or_else(cut)?;
        if version != VERSION {
            return Err(format!("it has version {version}, not {VERSION}"));
        }
        Self::fields(reader).ok_or_else(cut)
    }

    fn fields(mut reader: Reader<'_>) -> Option<Self> {
        let keys = u32::from_le_bytes(reader.fixed()?);
        let (offset, length) = (u64::from_le_bytes(reader.fixed()?), u64::from_le_bytes(reader.fixed()?));
        let crc = u32::from_le_bytes(reader.fixed()?);
        Some(Self { keys, directory: Page { offset, length: u32::try_from(length).ok()?, crc } })
    }
}
