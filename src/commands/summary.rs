//! What came of a build, in numbers: articles by what became of them, entities and statements.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::Tally;
use crate::archive::{Archive, Committed, DocumentRecord, Error};
use crate::diagnostic::counted;

/// What came of a build.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) tally: Tally,
    pub(super) new: usize,
    pub(super) changed: usize,
    pub(super) reanalysed: usize,
    pub(super) unchanged: usize,
    pub(super) entities: HashSet<u64>,
    pub(super) statements: usize,
    pub(super) words: usize,
    /// Articles without a day of publication.
    pub(super) undated: usize,
    /// Statements by status.
    pub(super) statuses: BTreeMap<String, usize>,
    /// Statements by relation.
    pub(super) predicates: BTreeMap<String, usize>,
    /// The documents that are counted, by a hash of their identifiers.
    documents: HashSet<u64>,
    /// Whether one of them was counted twice.
    is_again: bool,
}

impl Summary {
    /// Adds what came of another round.
    pub(super) fn absorb(&mut self, other: Self) {
        self.tally.absorb(other.tally);
        self.new += other.new;
        self.changed += other.changed;
        self.reanalysed += other.reanalysed;
        self.unchanged += other.unchanged;
        self.statements += other.statements;
        self.words += other.words;
        self.undated += other.undated;
        self.entities.extend(other.entities);
        self.is_again |= other.is_again || !self.documents.is_disjoint(&other.documents);
        self.documents.extend(other.documents);
        for (sum, counts) in [(&mut self.statuses, other.statuses), (&mut self.predicates, other.predicates)]
        {
            for (name, count) in counts {
                *sum.entry(name).or_default() += count;
            }
        }
    }

    /// Counts a document, and what became of it.
    pub(super) fn count(&mut self, record: &DocumentRecord, done: &Committed) {
        match done {
            Committed::New => self.new += 1,
            Committed::NewVersion { .. } => self.changed += 1,
            Committed::Reanalysed => self.reanalysed += 1,
            Committed::Unchanged => self.unchanged += 1,
        }
        self.undated += usize::from(record.date.is_none());
        self.is_again |= !self.documents.insert(hash_of(&record.id));
        self.count_content(record);
    }

    fn count_content(&mut self, record: &DocumentRecord) {
        self.statements += record.statements.len();
        self.words += record.text.split_whitespace().count();
        for statement in &record.statements {
            *self.statuses.entry(statement.status.clone()).or_default() += 1;
            *self.predicates.entry(statement.predicate.clone()).or_default() += 1;
        }
        self.entities.extend(record.entities.iter().map(|entity| hash_of(&entity.iri)));
    }

    /// Counts what the graph holds of the documents that it counted, where one was counted in several states.
    ///
    /// # Errors
    /// If a record cannot be read.
    pub(super) fn recount(&mut self, archive: &Archive) -> Result<(), Error> {
        if !std::mem::take(&mut self.is_again) {
            return Ok(());
        }
        (self.statements, self.words) = (0, 0);
        (self.entities, self.statuses, self.predicates) = Default::default();
        for id in archive.ids().filter(|id| self.documents.contains(&hash_of(id))).collect::<Vec<_>>() {
            self.count_content(&archive.record(id)?);
        }
        Ok(())
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let documents = self.tally.documents;
        write!(f, "{}", counted(documents, "article"))?;
        let parts = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.reanalysed, "read anew"),
            (self.unchanged, "unchanged"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if !parts.is_empty() {
            write!(f, " ({})", parts.join(", "))?;
        }
        let (entities, statements) = (self.entities.len(), self.statements);
        write!(f, ", {}, {}", counted(entities, "entity"), counted(statements, "statement"))?;
        f.write_str(&self.tally.left_out())
    }
}

/// A number that stands for a text, where only equality matters.
pub(super) fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
