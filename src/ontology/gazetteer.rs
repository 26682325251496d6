//! Names of states, places, bodies and groups, with what each name stands for.
//!
//! [`read`] takes the triples of `ontology/gazetteer/*.ttl` and of a user's own files; looking names up never judges
//! which of several senses is meant.

mod read;

use std::collections::HashMap;

pub(super) use self::read::read;
use super::Class;

/// How a name refers to its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// A name or a variant of it: "Russia", "the Russian Federation", "UN".
    Name,
    /// The adjective of a state or place: "Russian".
    Adjective,
    /// The people: "Russian", "Russians", "Dane".
    Demonym,
    /// The capital of a state, where the name can stand for the state: "Moscow". The entry is the state; the city has
    /// an entry of its own, with a [`Sense::Name`] of the same text.
    Capital,
}

/// Index of an entry in [`Gazetteer::entries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// One thing with names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Local name of its IRI.
    pub key: String,
    /// Preferred name.
    pub label: String,
    /// Its class.
    pub class: Class,
    /// The state that it belongs to (or is the seat of); for a body, what it is part of.
    pub state: Option<EntryId>,
    /// Wikidata identifier, such as `Q159`.
    pub wikidata: Option<String>,
    /// GeoNames identifier.
    pub geonames: Option<u32>,
    /// ISO 3166-1 alpha-2 code of a state, such as `UA`.
    pub iso: Option<String>,
    /// Years between which it existed, where it no longer does.
    pub years: Option<(Option<i16>, Option<i16>)>,
}

/// Names and their entries. Look-up only: the order of the map never reaches an output.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    /// In order of the files.
    pub entries: Vec<Entry>,
    aliases: HashMap<String, Vec<(EntryId, Sense)>>,
    /// Names of each entry, without adjectives and what stands for it.
    names: HashMap<EntryId, Vec<String>>,
    /// Parties by the letter that stands for them behind the name of a member.
    marks: HashMap<String, EntryId>,
    /// First words of aliases with the number of words of the longest alias that begins so.
    openers: HashMap<String, usize>,
}

impl Gazetteer {
    /// Adds an entry.
    pub fn add(&mut self, entry: Entry) -> EntryId {
        self.entries.push(entry);
        EntryId(u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds a name of an entry. Words are separated by single spaces; case is kept.
    pub fn name(&mut self, alias: &str, entry: EntryId, sense: Sense) {
        let senses = self.aliases.entry(alias.to_owned()).or_default();
        if !senses.contains(&(entry, sense)) {
            senses.push((entry, sense));
            if sense == Sense::Name {
                self.names.entry(entry).or_default().push(alias.to_owned());
            }
        }
        let words = alias.split(' ').count();
        let longest = self.openers.entry(alias.split(' ').next().unwrap_or("").to_owned()).or_default();
        *longest = (*longest).max(words);
    }

    /// What a name may stand for, in order of the files; empty if it is unknown.
    pub fn senses(&self, alias: &str) -> &[(EntryId, Sense)] {
        self.aliases.get(alias).map_or(&[], Vec::as_slice)
    }

    /// All names of an entry, in order of the files.
    pub fn names_of(&self, entry: EntryId) -> &[String] {
        self.names.get(&entry).map_or(&[], Vec::as_slice)
    }

    /// Adds the mark of a party.
    pub fn mark(&mut self, mark: &str, entry: EntryId) {
        self.marks.entry(mark.to_owned()).or_insert(entry);
    }

    /// The party that a mark behind a name stands for: "Reid (D-Nevada)".
    pub fn marked(&self, mark: &str) -> Option<EntryId> {
        self.marks.get(mark).copied()
    }

    /// The number of words of the longest name that begins with `word`; 0 if none does.
    pub fn longest_from(&self, word: &str) -> usize {
        self.openers.get(word).copied().unwrap_or(0)
    }
}

impl std::ops::Index<EntryId> for Gazetteer {
    type Output = Entry;

    fn index(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }
}
