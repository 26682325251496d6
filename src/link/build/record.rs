//! What a reader of inputs gives: an entry, or something to add to one, with where it comes from.

use crate::link::entry::Entry;
use crate::link::wire::{Reader, put_number, put_text};

/// One record of an input.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// What is said. Without a label it only adds to an entry that other records give.
    pub(super) entry: Entry,
    /// Name of the source and its licence, where it is stated.
    pub(super) source: (String, String),
    /// Numbers of the input, from 0, and the line, from 1.
    pub(super) place: (u32, u64),
    /// Whether it may be one of several of the same identifier in its input.
    pub(super) is_addition: bool,
    /// Items of Wikidata that it is an instance of: its class is known when all subclasses are.
    pub(super) instance_of: Vec<u32>,
}

impl Record {
    /// A whole entry.
    pub(super) fn new(entry: Entry, source: &str) -> Self {
        let source = (source.to_owned(), String::new());
        Self { entry, source, place: (0, 0), is_addition: false, instance_of: Vec::new() }
    }

    /// Writes the value under which it is sorted, behind its identifier: its place comes first.
    pub(super) fn write(&self, value: &mut Vec<u8>) {
        value.extend(self.place.0.to_be_bytes());
        value.extend(self.place.1.to_be_bytes());
        value.push(u8::from(self.is_addition));
        put_text(value, &self.source.0);
        put_text(value, &self.source.1);
        put_number(value, self.instance_of.len() as u64);
        self.instance_of.iter().for_each(|item| put_number(value, u64::from(*item)));
        self.entry.write(value);
    }

    /// Reads the value of a pair.
    pub(super) fn from_value(value: &[u8]) -> Option<Self> {
        let mut reader = Reader(value);
        let place = (u32::from_be_bytes(reader.fixed()?), u64::from_be_bytes(reader.fixed()?));
        let is_addition = reader.fixed::<1>()? != [0];
        let source = (reader.text()?, reader.text()?);
        let count = reader.count()?;
        let instance_of = (0..count).map(|_| u32::try_from(reader.number()?).ok()).collect::<Option<_>>()?;
        Some(Self { entry: Entry::read(&mut reader)?, source, place, is_addition, instance_of })
    }
}
