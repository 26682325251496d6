//! Searching sorted keys, of an index or in memory.

use std::ops::Range;

use super::layout::Section;
use super::page::{KEYS, Key};
use super::{Damage, Index};

/// Keys in order, in which positions are found and from which stretches are read.
#[derive(Clone, Copy)]
pub(super) enum Sorted<'a> {
    /// Of a section of an index.
    Pages(&'a Index, Section),
    /// In memory.
    Slice(&'a [Key]),
}

impl<'a> Sorted<'a> {
    /// The positions of the keys that begin with `prefix`.
    pub(super) fn range(self, prefix: Prefix) -> Result<Range<u64>, Damage> {
        Ok(self.position(prefix, false)?..self.position(prefix, true)?)
    }

    /// The first position whose key begins with `prefix` or is greater or, if `after`, is greater.
    pub(super) fn position(self, prefix: Prefix, after: bool) -> Result<u64, Damage> {
        let is_before = |key: &Key| {
            let start = whole(*key) & prefix.mask;
            start < prefix.value || after && start == prefix.value
        };
        match self {
            Self::Slice(keys) => Ok(keys.partition_point(is_before) as u64),
            Self::Pages(index, section) => {
                let pages = &index.pages(section).pages;
                let Some(page) = pages.partition_point(|page| is_before(&page.first)).checked_sub(1) else {
                    return Ok(0);
                };
                let inner = index.keys(section, page)?.partition_point(is_before);
                Ok((page * KEYS + inner) as u64)
            }
        }
    }

    /// The keys from a position on, as many as are at hand; empty at the end.
    pub(super) fn stretch(self, position: u64) -> Result<&'a [Key], Damage> {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        match self {
            Self::Slice(keys) => Ok(keys.get(position..).unwrap_or_default()),
            Self::Pages(index, section) => {
                if position as u64 >= index.pages(section).entries {
                    return Ok(&[]);
                }
                let keys = index.keys(section, position / KEYS)?;
                Ok(keys.get(position % KEYS..).unwrap_or_default())
            }
        }
    }
}

/// A walk over the keys that begin with a prefix.
pub(super) struct Walk<'a> {
    sorted: Sorted<'a>,
    prefix: Prefix,
    at: u64,
    stretch: &'a [Key],
}

/// The first columns of a key: as one number, with the bits that count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Prefix {
    value: u128,
    mask: u128,
}

impl Prefix {
    /// The columns before the first that is not known.
    pub(super) fn of(columns: [Option<u32>; 4]) -> Self {
        let count = columns.iter().take_while(|column| column.is_some()).count();
        Self::start(columns.map(Option::unwrap_or_default), count)
    }

    /// The first columns of a key.
    fn start(key: Key, columns: usize) -> Self {
        let mask = match columns {
            0 => 0,
            count => u128::MAX << (32 * (4 - count.min(4))),
        };
        Self { value: whole(key) & mask, mask }
    }

    fn fits(self, key: Key) -> bool {
        whole(key) & self.mask == self.value
    }
}

/// A key as one number, which sorts as the key does.
fn whole([a, b, c, d]: Key) -> u128 {
    u128::from(a) << 96 | u128::from(b) << 64 | u128::from(c) << 32 | u128::from(d)
}

/// Keys of a run that are looked at one by one before the end of the run is searched.
const STEPS: usize = 8;

impl<'a> Walk<'a> {
    pub(super) fn new(sorted: Sorted<'a>, prefix: Prefix) -> Result<Self, Damage> {
        let at = sorted.position(prefix, false)?;
        Ok(Self { sorted, prefix, at, stretch: &[] })
    }

    /// The key at the walk's place; `None` at its end.
    pub(super) fn current(&mut self) -> Result<Option<Key>, Damage> {
        if self.stretch.is_empty() {
            self.stretch = self.sorted.stretch(self.at)?;
        }
        Ok(self.stretch.first().copied().filter(|key| self.prefix.fits(*key)))
    }

    /// Goes to the next key.
    pub(super) fn step(&mut self) {
        self.at += 1;
        self.stretch = self.stretch.get(1..).unwrap_or_default();
    }

    /// Goes to the next key that differs from `key` in the first `columns`.
    pub(super) fn skip(&mut self, key: &Key, columns: usize) -> Result<(), Damage> {
        let prefix = Prefix::start(*key, columns);
        for _ in 0..STEPS {
            self.step();
            match self.current()? {
                Some(next) if prefix.fits(next) => {}
                _ => return Ok(()),
            }
        }
        // Never backwards, even if what is damaged says so.
        self.at = self.sorted.position(prefix, true)?.max(self.at);
        self.stretch = &[];
        Ok(())
    }
}
