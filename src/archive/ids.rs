//! The ids inside a document: entities by their ids, and whether each stands once and all that are named are there.
//!
//! Comes in: a [`DocumentRecord`], also one that somebody else wrote. Goes out: its entities by id, and the first thing that is
//! wrong with its ids. A record is never mended.

use std::collections::{BTreeSet, HashMap};

use super::record::{DocumentRecord, EntityRecord, ObjectRecord, StatementRecord};

/// What is wrong with the ids of a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The document has none.
    #[error("the document has no id")]
    NoDocument,
    /// Two entities or two statements are called the same.
    #[error("document \"{document}\": {kind} \"{id}\" is there twice; give each {kind} an id of its own")]
    Twice {
        /// Identifier of the document.
        document: String,
        /// `entity` or `statement`.
        kind: &'static str,
        /// The local id.
        id: String,
    },
    /// An id of an entity that the document does not have.
    #[error("document \"{document}\": {whose} names the entity \"{id}\", which the document does not have")]
    Foreign {
        /// Identifier of the document.
        document: String,
        /// What names it.
        whose: String,
        /// The local id.
        id: String,
    },
}

impl DocumentRecord {
    /// Its entities by their local ids, for who looks up many.
    pub fn entities_by_id(&self) -> HashMap<&str, &EntityRecord> {
        self.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect()
    }

    /// Looks whether each id stands once and names something of the document.
    ///
    /// # Errors
    /// The first id of which that is not so.
    pub fn check_ids(&self) -> Result<(), IdError> {
        if self.id.is_empty() {
            return Err(IdError::NoDocument);
        }
        let known = self.once("entity", self.entities.iter().map(|entity| entity.id.as_str()))?;
        self.once("statement", self.statements.iter().map(|statement| statement.id.as_str()))?;
        let of_entities =
            self.entities.iter().filter_map(|entity| Some(("entity", &entity.id, entity.of.as_ref()?)));
        let of_statements = self.statements.iter().flat_map(|statement| {
            named(statement).into_iter().map(move |id| ("statement", &statement.id, id))
        });
        match of_entities.chain(of_statements).find(|(.., id)| !known.contains(id.as_str())) {
            None => Ok(()),
            Some((kind, whose, id)) => Err(IdError::Foreign {
                document: self.id.clone(),
                whose: format!("{kind} \"{whose}\""),
                id: id.clone(),
            }),
        }
    }

    fn once<'r>(
        &self,
        kind: &'static str,
        ids: impl Iterator<Item = &'r str>,
    ) -> Result<BTreeSet<&'r str>, IdError> {
        let mut known = BTreeSet::new();
        for id in ids {
            if !known.insert(id) {
                return Err(IdError::Twice { document: self.id.clone(), kind, id: id.to_owned() });
            }
        }
        Ok(known)
    }
}

/// The entities that a statement names.
fn named(statement: &StatementRecord) -> Vec<&String> {
    let object = match &statement.object {
        ObjectRecord::Entity(id) => Some(id),
        ObjectRecord::Text { .. } => None,
    };
    let rest = statement.attributed_to.iter().chain(&statement.place);
    std::iter::once(&statement.subject).chain(object).chain(rest).collect()
}
