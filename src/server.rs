//! The server: a graph and an index of names over HTTP, to read and never to write.
//!
//! Comes in: requests. Goes out: answers of SPARQL ([SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/)), candidates
//! for names ([Reconciliation API 0.2](https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)),
//! and plain pages. [`http`] carries requests to a [`Site`], which is a pure function of a [`Request`], of the graph and of the
//! index. No path of a request reaches the file system, nothing is changed, no connection is opened, and queries run in a
//! process of their own.

pub mod catalogue;
pub mod http;
mod message;
mod page;
mod reconcile;
mod route;
mod service;
mod sparql;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub use message::{Request, Response};

use crate::archive::{self, Archive, Decisions};
use crate::limits::Limits;
use crate::link::Damage;
use crate::store::query::Backend;
use catalogue::{GraphCatalogue, IndexCatalogue};

/// Why something cannot be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The graph cannot be read.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// What was loaded beside the graph cannot be read.
    #[error("{0}")]
    Loaded(String),
    /// The index of names is damaged.
    #[error(transparent)]
    Index(#[from] Damage),
    /// The graph's actors cannot be read.
    #[error("the actors of the graph cannot be read: {0}; `chancery check` says what is wrong with it")]
    Actors(String),
}

/// Reads the actors of the graph.
pub type ReadActors = Box<dyn Fn() -> Result<GraphCatalogue, Error> + Send + Sync>;

/// What is served.
pub struct Site {
    /// The program that evaluates queries as [`crate::store::query::run_in_child`] starts it.
    pub program: PathBuf,
    /// The folder of the graph.
    pub folder: PathBuf,
    /// Caps on queries.
    pub limits: Limits,
    /// What answers queries.
    pub backend: Backend,
    /// Whether pages of other origins may ask in SPARQL.
    pub allows_cors: bool,
    index: IndexCatalogue,
    read_actors: ReadActors,
    /// The actors, with the state of the graph that they were read of.
    actors: Mutex<Option<(State, Arc<GraphCatalogue>)>>,
}

/// What the actors depend on: records and decisions.
type State = (archive::State, String);

impl Site {
    /// A site of the graph in `folder` and an index.
    pub fn new(program: PathBuf, folder: PathBuf, index: IndexCatalogue, read_actors: ReadActors) -> Self {
        let limits = Limits::default();
        let (backend, allows_cors) = (Backend::Pages, false);
        Self { program, folder, limits, backend, allows_cors, index, read_actors, actors: Mutex::default() }
    }

    /// The actors of the graph as it is now.
    ///
    /// # Errors
    /// If the graph cannot be read.
    pub fn actors(&self) -> Result<Arc<GraphCatalogue>, Error> {
        let state = (Archive::open(&self.folder)?.state(), Decisions::read(&self.folder)?.hash().to_owned());
        // A thread that failed left no half of a value behind.
        let mut kept = self.actors.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, actors)) = kept.as_ref().filter(|(of, _)| *of == state) {
            return Ok(Arc::clone(actors));
        }
        let actors = Arc::new((self.read_actors)()?);
        *kept = Some((state, Arc::clone(&actors)));
        Ok(actors)
    }

    /// The index of names.
    pub fn index(&self) -> &IndexCatalogue {
        &self.index
    }
}
