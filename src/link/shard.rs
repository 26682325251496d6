//! One page of names: a finite state transducer from keys to lists of entries.
//!
//! ```text
//! page = length:u32 fst lists     list = count ( entry-difference kind )*
//! ```
//!
//! The number of a key is `entry << 4 | kind << 1 | 1` where one entry has the key, which is most often so, else the
//! offset of a list `<< 1`. The first byte of a key says what it is ([`Space`]).

use fst::{IntoStreamer as _, Map, MapBuilder, Streamer as _};

use super::entry::NameKind;
use super::fuzzy::Near;
use super::index::EntryId;
use super::wire::{Reader, put_number};

/// What a key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    /// An identifier, as it is.
    Identifier,
    /// Last word of the name of a person, and first letter with last word.
    Initialed,
    /// A name, letter by letter.
    Plain,
    /// A name by sound, where that is another key.
    Sound,
}

impl Space {
    /// What its keys begin with.
    pub(super) fn letter(self) -> u8 {
        match self {
            Self::Identifier => b'#',
            Self::Initialed => b'.',
            Self::Plain => b'=',
            Self::Sound => b'~',
        }
    }

    /// `text` as a key.
    pub(super) fn key(self, text: &str) -> Vec<u8> {
        [&[self.letter()], text.as_bytes()].concat()
    }
}

/// One entry of a key, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) entry: EntryId,
    pub(super) kind: NameKind,
}

/// The bytes of a page and its first key.
pub(super) type Finished = (Vec<u8>, Vec<u8>);

/// Collects keys in their order.
#[derive(Default)]
pub(super) struct Writer {
    builder: Option<MapBuilder<Vec<u8>>>,
    first: Vec<u8>,
    bytes: usize,
    lists: Vec<u8>,
}

/// Bytes of keys after which a page is full.
const FULL: usize = 1 << 18;

impl Writer {
    /// Adds a key behind all others, with its entries in order.
    pub(super) fn push(&mut self, key: &[u8], postings: &[Posting]) -> Result<(), fst::Error> {
        let number = match postings {
            [one] => u64::from(one.entry.0) << 4 | (one.kind as u64) << 1 | 1,
            several => {
                let at = self.lists.len() as u64;
                put_number(&mut self.lists, several.len() as u64);
                let mut last = 0;
                for posting in several {
                    put_number(&mut self.lists, u64::from(posting.entry.0 - last));
                    self.lists.push(posting.kind as u8);
                    last = posting.entry.0;
                }
                at << 1
            }
        };
        self.bytes += key.len();
        if self.builder.is_none() {
            self.first = key.to_vec();
        }
        self.builder.get_or_insert_with(MapBuilder::memory).insert(key, number)
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes >= FULL
    }

    /// The page and its first key; `None` if it is empty.
    pub(super) fn finish(&mut self) -> Result<Option<Finished>, fst::Error> {
        let Some(builder) = self.builder.take() else { return Ok(None) };
        let map = builder.into_inner()?;
        let mut page = (map.len() as u32).to_le_bytes().to_vec();
        page.extend(map);
        page.append(&mut self.lists);
        self.bytes = 0;
        Ok(Some((page, std::mem::take(&mut self.first))))
    }
}

/// A page that was read.
#[derive(Debug)]
pub(super) struct Shard {
    map: Map<Vec<u8>>,
    lists: Vec<u8>,
}

impl Shard {
    /// Reads a page; `None` if the bytes are none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (map, lists) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        Some(Self { map: Map::new(map.to_vec()).ok()?, lists: lists.to_vec() })
    }

    /// The entries of a key; none if it is not there, `None` if the page is damaged.
    pub(super) fn get(&self, key: &[u8]) -> Option<Vec<Posting>> {
        self.map.get(key).map_or(Some(Vec::new()), |number| self.postings(number))
    }

    /// The first `limit` keys that begin with `prefix`, in order, with their entries.
    pub(super) fn prefixed(&self, prefix: &[u8], limit: usize) -> Option<Vec<(Vec<u8>, Vec<Posting>)>> {
        let mut stream = self.map.range().ge(prefix).into_stream();
        let mut found = Vec::new();
        while let Some((key, number)) = stream.next() {
            if found.len() == limit || !key.starts_with(prefix) {
                break;
            }
            found.push((key.to_vec(), self.postings(number)?));
        }
        Some(found)
    }

    /// The first `limit` keys that are near, in order, with their entries.
    pub(super) fn near(&self, near: &Near, limit: usize) -> Option<Vec<(Vec<u8>, Vec<Posting>)>> {
        let keys = near.search(&self.map, limit).into_iter();
        keys.map(|(key, number)| Some((key, self.postings(number)?))).collect()
    }

    fn postings(&self, number: u64) -> Option<Vec<Posting>> {
        let kind = |kind: u64| NameKind::ALL.get(kind as usize).copied();
        if number & 1 == 1 {
            let entry = EntryId(u32::try_from(number >> 4).ok()?);
            return Some(vec![Posting { entry, kind: kind(number >> 1 & 7)? }]);
        }
        let mut reader = Reader(self.lists.get(usize::try_from(number >> 1).ok()?..)?);
        let (count, mut last) = (reader.count()?, 0_u32);
        let mut postings = Vec::with_capacity(count);
        for _ in 0..count {
            last = last.checked_add(u32::try_from(reader.number()?).ok()?)?;
            let kind = kind(u64::from(reader.fixed::<1>()?[0]))?;
            postings.push(Posting { entry: EntryId(last), kind });
        }
        Some(postings)
    }
}
