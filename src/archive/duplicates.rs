//! Documents that print the same text, such as two papers with the copy of one agency.
//!
//! In come [`DocumentRecord`]s in any order; out comes which of them are [`Copies`]. Texts are compared if their
//! fingerprints have a part in common, and print the same if half of their shingles are the same ([`LEAST_LIKENESS`]),
//! or if that holds along a chain of texts. The first published leads, of one day the one of the least identifier, so that
//! the order of the documents does not matter. Nothing is left out: both documents stay, and count as one source.
//!
//! Of 8,588 news texts 6 pairs are as like as that, and all are the same report; of the 5 pairs between 0.4 and 0.5 there
//! are two that tell of different things in the same words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::overlap;
use super::record::DocumentRecord;
use crate::source::fingerprint::{Fingerprint, likeness, shingles};

/// Share of common shingles from which two texts print the same; [`overlap`] finds pairs for this share.
pub const LEAST_LIKENESS: f64 = 0.5;

/// Documents by the one whose text they print.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Copies {
    leaders: BTreeMap<String, String>,
}

impl Copies {
    /// The document whose text the document prints; `None` if it is the first to print it.
    pub fn leader(&self, id: &str) -> Option<&str> {
        self.leaders.get(id).map(String::as_str)
    }

    /// How many documents print the text of another.
    pub fn len(&self) -> usize {
        self.leaders.len()
    }

    /// Whether every text is printed once.
    pub fn is_empty(&self) -> bool {
        self.leaders.is_empty()
    }

    /// Each of them with the document whose text it prints, in order of identifiers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.leaders.iter().map(|(id, leader)| (id.as_str(), leader.as_str()))
    }
}

/// What is compared of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Print {
    /// As the record has it.
    pub date: Option<String>,
    /// As records carry it; empty of a text without words.
    pub fingerprint: String,
    /// Of the text ([`crate::source::fingerprint`]).
    pub shingles: Vec<u32>,
}

impl Print {
    /// Of a record.
    pub fn of(record: &DocumentRecord) -> Self {
        let shingles = shingles(&record.text);
        let given = record.fingerprint.as_deref().and_then(Fingerprint::from_text);
        let fingerprint = given.or_else(|| Fingerprint::of(&shingles)).map(|found| found.to_text());
        Self { date: record.date.clone(), fingerprint: fingerprint.unwrap_or_default(), shingles }
    }
}

/// Collects documents to find [`Copies`]. Memory holds four bytes a word, and some thirty a word of texts that are to be compared.
#[derive(Clone, Debug, Default)]
pub struct Collector {
    entries: Vec<Entry>,
}

/// A text; what sorts first leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    is_undated: bool,
    date: Option<String>,
    id: String,
    fingerprint: Fingerprint,
    shingles: Vec<u32>,
}

impl Collector {
    /// Adds one document; a text without words is like no other.
    pub fn add(&mut self, record: &DocumentRecord) {
        self.add_print(&record.id, Print::of(record));
    }

    /// Adds a document by the print of its text.
    pub fn add_print(&mut self, id: &str, print: Print) {
        let Print { date, fingerprint, shingles } = print;
        let Some(fingerprint) = Fingerprint::from_text(&fingerprint).filter(|_| !shingles.is_empty()) else {
            return;
        };
        self.entries.push(Entry {
            is_undated: date.is_none(),
            date,
            id: id.to_owned(),
            fingerprint,
            shingles,
        });
    }

    /// Which documents print the text of another.
    pub fn finish(mut self) -> Copies {
        self.entries.sort_unstable();
        let mut groups = Groups::new(self.entries.len());
        self.join_equal(&mut groups);
        self.join_alike(&mut groups);
        let id = |at: usize| self.entries.get(at).map_or_else(String::new, |entry| entry.id.clone());
        let mut leaders = (0..self.entries.len()).map(|at| (at, groups.find(at))).collect::<Vec<_>>();
        leaders.retain(|(at, leader)| at != leader);
        Copies { leaders: leaders.into_iter().map(|(at, leader)| (id(at), id(leader))).collect() }
    }

    /// Equal texts first: of a text that is printed a thousand times one is compared with others.
    fn join_equal(&self, groups: &mut Groups) {
        let mut first: BTreeMap<&[u32], usize> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let leader = *first.entry(&entry.shingles).or_insert(at);
            groups.join(leader, at);
        }
    }

    /// Words that many texts have in common, such as those below every article of a paper, make a bucket of all of them: within
    /// the buckets only those are compared that may share half ([`overlap`]).
    fn join_alike(&self, groups: &mut Groups) {
        let suspects = self.suspects(groups);
        let texts = suspects.iter().filter_map(|at| self.entries.get(*at));
        let sets: Vec<&[u32]> = texts.map(|entry| entry.shingles.as_slice()).collect();
        overlap::pairs(&sets, &mut |one, other| {
            let (Some(&one), Some(&other)) = (suspects.get(one), suspects.get(other)) else { return };
            if groups.find(one) != groups.find(other) && self.are_alike(one, other) {
                groups.join(one, other);
            }
        });
    }

    /// Texts that have a part of their fingerprint in common with another, in order.
    fn suspects(&self, groups: &mut Groups) -> Vec<usize> {
        let mut bands: Vec<(usize, u32, usize)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate().filter(|(at, _)| groups.find(*at) == *at) {
            bands.extend(entry.fingerprint.bands().map(|(band, key)| (band, key, at)));
        }
        bands.sort_unstable();
        let buckets = bands.chunk_by(|one, other| one.0 == other.0 && one.1 == other.1);
        let mut found: Vec<usize> =
            buckets.filter(|bucket| bucket.len() > 1).flatten().map(|(_, _, at)| *at).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn are_alike(&self, one: usize, other: usize) -> bool {
        let Some((one, other)) = self.entries.get(one).zip(self.entries.get(other)) else { return false };
        let mut bands = one.fingerprint.bands().zip(other.fingerprint.bands());
        bands.any(|(one, other)| one == other) && likeness(&one.shingles, &other.shingles) >= LEAST_LIKENESS
    }
}

/// Union-find whose roots are the smallest members.
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
