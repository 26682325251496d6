//! The keys under which an entry is found.
//!
//! Comes in: an entry. Goes out: its keys, each with how sure it is. They lie behind each other in memory that serves entry after
//! entry, as a dump has tens of millions of names.

use crate::link::entry::{Entry, NameKind};
use crate::link::normalise::{self, Keys};
use crate::link::shard::Space;
use crate::ontology::Class;

/// Keys of one entry.
#[derive(Default)]
pub(super) struct Found {
    bytes: Vec<u8>,
    list: Vec<(usize, NameKind)>,
    keys: Keys,
}

/// Keys of an entry that are compared with those before: of things with more names some keys come twice, and are one
/// when they are merged.
const COMPARED: usize = 64;

/// States where the family name comes first, also as it is written in English: China, Taiwan, Hong Kong, Macao, North and South
/// Korea, Vietnam, Cambodia.
const FAMILY_FIRST: [&str; 8] = ["Q148", "Q865", "Q8646", "Q14773", "Q423", "Q884", "Q881", "Q424"];

impl Found {
    /// Takes the keys of an entry in place of those of the one before.
    pub(super) fn of(&mut self, entry: &Entry) {
        self.bytes.clear();
        self.list.clear();
        for identifier in &entry.identifiers {
            self.add(Space::Identifier, identifier, NameKind::Label);
        }
        let mut keys = std::mem::take(&mut self.keys);
        for (kind, name) in entry.all_names() {
            keys.read(name);
            self.name(entry, kind, &keys);
        }
        self.keys = keys;
        if matches!(entry.class, Class::Organization | Class::GovernmentBody | Class::ArmedGroup)
            && let Some(initials) = normalise::initials(&entry.label)
        {
            self.add(Space::Plain, &initials, NameKind::Initials);
        }
    }

    /// The keys, each with how sure it is.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], NameKind)> {
        let ends = self.list.iter().skip(1).map(|(start, _)| *start).chain([self.bytes.len()]);
        let spans = self.list.iter().zip(ends);
        spans.map(|((start, kind), end)| (self.bytes.get(*start..end).unwrap_or_default(), *kind))
    }

    fn name(&mut self, entry: &Entry, kind: NameKind, keys: &Keys) {
        if kind != NameKind::Acronym {
            if entry.class == Class::Person
                && let Some(initialed) = keys.initialed()
            {
                self.add(Space::Initialed, keys.last_word(), kind);
                self.add(Space::Initialed, &initialed, kind);
                if entry.countries.iter().any(|country| FAMILY_FIRST.contains(&country.as_str())) {
                    self.add(Space::Initialed, keys.first_word(), kind);
                }
            }
            if keys.sound != keys.plain && !keys.is_mixed && kind != NameKind::Adjective {
                self.add(Space::Sound, &keys.sound, kind);
            }
        }
        self.add(Space::Plain, &keys.plain, kind);
    }

    fn add(&mut self, space: Space, text: &str, kind: NameKind) {
        if text.is_empty() {
            return;
        }
        let start = self.bytes.len();
        self.bytes.push(space.letter());
        self.bytes.extend_from_slice(text.as_bytes());
        let (before, own) = self.bytes.split_at(start);
        let mut end = start;
        for (known, surest) in self.list.iter_mut().rev().take(COMPARED) {
            if before.get(*known..end) == Some(own) {
                *surest = kind.min(*surest);
                self.bytes.truncate(start);
                return;
            }
            end = *known;
        }
        self.list.push((start, kind));
    }
}
