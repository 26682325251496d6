//! The store: what answers SPARQL over an archive.
//!
//! Comes in: the folder of a graph. Goes out: through [`query`] the results of queries. What answers is an [`index`] of the
//! archive that can always be made anew; nothing else is ever written, and no connection opened.

pub mod child;
mod distance;
mod evaluate;
pub mod guard;
pub mod index;
pub mod loaded;
pub mod query;
pub mod results;
#[cfg(feature = "shacl")]
pub mod shacl;
pub mod shapes;
mod syntax;

/// What is said where more follows than is inferred.
pub fn inference_cut(limits: &crate::limits::Limits) -> String {
    let cap = limits.max_inferred_triples;
    format!(
        "only the first {cap} triples that follow are there; more would, so that \"nothing found\" proves nothing"
    )
}

#[cfg(feature = "shacl")]
use crate::archive;

/// Why a graph could not be validated.
#[cfg(feature = "shacl")]
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The archive could not be read.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The shapes are not SHACL, or the validator failed.
    #[error("cannot validate the graph: {0}")]
    Validation(String),
}
