//! The store: an index of the archive that answers SPARQL. It can always be rebuilt.
//!
//! Comes in: an [`Archive`]. Goes out: a [`Store`] in memory, and through [`query`] the results of queries. Never
//! writes anything, never opens a connection.

pub mod child;
mod evaluate;
pub mod guard;
mod label;
pub mod query;
pub mod results;
#[cfg(feature = "shacl")]
pub mod shacl;
mod syntax;

use oxigraph::model::{GraphName, Quad};
use oxigraph::store::{StorageError, Store as Index};

use crate::archive::{self, Archive};

/// Why a store could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The archive could not be read.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The index refused.
    #[error("cannot index the graph: {0}")]
    Index(#[from] StorageError),
    /// The shapes are not SHACL, or the validator failed.
    #[error("cannot validate the graph: {0}")]
    Validation(String),
}

/// The quads of all live documents, indexed in memory.
///
/// Each document is a named graph; the default graph is their union, each triple once. An entity has one label in all
/// of them (`rdfs:label` and `skos:prefLabel`), whatever forms of its name the documents have (`skos:altLabel`).
///
/// The memory store never gives memory back: a process that runs long loads a fresh store and drops the old one.
#[derive(Clone)]
pub struct Store {
    index: Index,
}

impl Store {
    /// Indexes an archive.
    ///
    /// # Errors
    /// If a record is damaged.
    pub fn load(archive: &Archive) -> Result<Self, Error> {
        let index = Index::new()?;
        let mut loader = index.bulk_loader();
        let mut labels = label::Labels::default();
        let others = archive.quads().filter_map(|quad| quad.map(|quad| labels.hold(quad)).transpose());
        loader.load_ok_quads::<archive::Error, Error>(others.flat_map(in_union))?;
        let names = labels.into_quads().map(Ok::<_, archive::Error>);
        loader.load_ok_quads::<archive::Error, Error>(names.flat_map(in_union))?;
        loader.commit()?;
        Ok(Self { index })
    }

    /// The number of quads, those of the default graph included.
    ///
    /// # Errors
    /// If the index fails.
    pub fn len(&self) -> Result<usize, Error> {
        Ok(self.index.len()?)
    }

    /// Whether there are none.
    ///
    /// # Errors
    /// If the index fails.
    pub fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.index.is_empty()?)
    }
}

/// A quad, and its triple in the default graph: over the union of named graphs the evaluator would give a triple once
/// for every document that holds it.
fn in_union(quad: Result<Quad, archive::Error>) -> impl Iterator<Item = Result<Quad, archive::Error>> {
    let union =
        quad.as_ref().ok().map(|quad| Ok(Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }));
    std::iter::once(quad).chain(union)
}
