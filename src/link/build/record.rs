//! What a reader of inputs gives: an entry, or something to add to one, with where it comes from.

use std::borrow::Cow;

use crate::link::entry::Entry;
use crate::link::wire::{Reader, put_number};

/// Name of a source and its licence, where it is stated.
pub(super) type Source = (Cow<'static, str>, Cow<'static, str>);

/// One record of an input.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// What is said. Without a label it only adds to an entry that other records give.
    pub(super) entry: Entry,
    /// Where it is from.
    pub(super) source: Source,
    /// Whether it may be one of several of the same identifier in its input.
    pub(super) is_addition: bool,
    /// Items of Wikidata that it is an instance of: its class is known when all subclasses are.
    pub(super) instance_of: Vec<u32>,
}

impl Record {
    /// A whole entry.
    pub(super) fn new(entry: Entry, source: impl Into<Cow<'static, str>>) -> Self {
        let source = (source.into(), Cow::Borrowed(""));
        Self { entry, source, is_addition: false, instance_of: Vec::new() }
    }

    /// Writes the value under which it is sorted, behind its identifier: its place comes first (numbers of the input, from 0, and
    /// of the line, from 1).
    pub(super) fn write(&self, place: (u32, u64), source: u32, value: &mut Vec<u8>) {
        value.extend(place.0.to_be_bytes());
        value.extend(place.1.to_be_bytes());
        value.push(u8::from(self.is_addition));
        put_number(value, u64::from(source));
        put_number(value, self.instance_of.len() as u64);
        self.instance_of.iter().for_each(|item| put_number(value, u64::from(*item)));
        self.entry.write(value);
    }
}

/// A record as it comes back from sorting.
#[derive(Debug)]
pub(super) struct Sorted {
    /// What is said.
    pub(super) entry: Entry,
    /// Its source, as the sources were numbered when they were met.
    pub(super) source: u32,
    /// Numbers of the input, from 0, and the line, from 1.
    pub(super) place: (u32, u64),
    /// See [`Record`].
    pub(super) is_addition: bool,
    /// See [`Record`].
    pub(super) instance_of: Vec<u32>,
}

impl Sorted {
    /// Reads the value of a pair.
    pub(super) fn from_value(value: &[u8]) -> Option<Self> {
        let mut reader = Reader(value);
        let place = (u32::from_be_bytes(reader.fixed()?), u64::from_be_bytes(reader.fixed()?));
        let is_addition = reader.fixed::<1>()? != [0];
        let source = u32::try_from(reader.number()?).ok()?;
        let count = reader.count()?;
        let instance_of = (0..count).map(|_| u32::try_from(reader.number()?).ok()).collect::<Option<_>>()?;
        Some(Self { entry: Entry::read(&mut reader)?, source, place, is_addition, instance_of })
    }
}
