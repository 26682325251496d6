//! Several indexes asked as one: the bundled one and those of a user. What has an identifier in common is one candidate.

use std::path::PathBuf;

use super::entry::Entry;
use super::find::{Candidate, Query, ranked};
use super::index::{Damage, Index};

/// Indexes in the order in which they are asked. Entries of later ones are added to what earlier ones know.
#[derive(Debug, Default)]
pub struct Layers {
    indexes: Vec<Index>,
}

impl Layers {
    /// The bundled index alone.
    ///
    /// # Errors
    /// [`Damage`] if the program is damaged.
    pub fn bundled() -> Result<Self, Damage> {
        Ok(Self { indexes: vec![Index::bundled()?] })
    }

    /// The bundled index, and after it those in `files`.
    ///
    /// # Errors
    /// [`Damage`] if a file is not there or no index.
    pub fn with_files(files: &[PathBuf]) -> Result<Self, Damage> {
        let mut layers = Self::bundled()?;
        for file in files {
            layers.push(Index::open(file)?);
        }
        Ok(layers)
    }

    /// Asks `index` after those that are there.
    pub fn push(&mut self, index: Index) {
        self.indexes.push(index);
    }

    /// The indexes, in order.
    pub fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    /// What a name may stand for; see [`Index::find`].
    ///
    /// # Errors
    /// [`Damage`] if a page that is needed is damaged.
    pub fn find(&self, name: &str, query: &Query) -> Result<Vec<Candidate>, Damage> {
        let mut found: Vec<Candidate> = Vec::new();
        for index in &self.indexes {
            for candidate in index.find(name, query)? {
                match found.iter_mut().find(|other| is_same(&other.entry, &candidate.entry)) {
                    Some(known) => {
                        if (candidate.how, -candidate.similarity) < (known.how, -known.similarity) {
                            (known.how, known.kind) = (candidate.how, candidate.kind);
                            (known.matched, known.similarity) = (candidate.matched, candidate.similarity);
                        }
                        add(&mut known.entry, candidate.entry);
                    }
                    None => found.push(self.enriched(candidate)?),
                }
            }
        }
        for candidate in &mut found {
            self.resolve(&mut candidate.entry.countries)?;
        }
        Ok(ranked(found, query.limit))
    }

    /// Codes of states (`iso:GE`) as the main identifiers of the states, where an index knows them.
    fn resolve(&self, countries: &mut Vec<String>) -> Result<(), Damage> {
        for country in countries.iter_mut().filter(|country| country.starts_with("iso:")) {
            for index in &self.indexes {
                if let Some(id) = index.by_identifier(country)? {
                    index.entry(id)?.identifier().clone_into(country);
                    break;
                }
            }
        }
        countries.sort();
        countries.dedup();
        Ok(())
    }

    /// With what the other indexes know of it under another name.
    fn enriched(&self, mut candidate: Candidate) -> Result<Candidate, Damage> {
        for index in self.indexes.iter().filter(|index| index.name() != candidate.index) {
            if let Some(id) = index.by_identifier(candidate.entry.identifier())? {
                add(&mut candidate.entry, index.entry(id)?);
            }
        }
        Ok(candidate)
    }

    /// What all indexes know of an identifier.
    ///
    /// # Errors
    /// [`Damage`] if a page that is needed is damaged.
    pub fn entry(&self, identifier: &str) -> Result<Option<Entry>, Damage> {
        let mut known: Option<Entry> = None;
        for index in &self.indexes {
            let Some(id) = index.by_identifier(identifier)? else { continue };
            let entry = index.entry(id)?;
            match &mut known {
                Some(known) => add(known, entry),
                None => known = Some(entry),
            }
        }
        Ok(known)
    }
}

/// Adds an entry of another index, whose sources are numbered otherwise.
fn add(known: &mut Entry, mut other: Entry) {
    other.sources.clear();
    known.absorb(other);
}

fn is_same(a: &Entry, b: &Entry) -> bool {
    a.identifiers.iter().any(|identifier| b.identifiers.contains(identifier))
}
