//! What names can be reconciled with: the actors of the graph, or the entries of an index. One view of both.
//!
//! Comes in: names, identifiers. Goes out: [`Found`] entities with how well they fit, and what is known of each. Never a
//! decision.

mod graph;
mod index;

pub use graph::GraphCatalogue;
pub use index::IndexCatalogue;

use super::Error;
use crate::ontology::{Class, ClassSet};

/// What a service says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name for people.
    pub name: String,
    /// What identifiers belong to: put before one, it gives the IRI.
    pub identifier_space: String,
    /// Path of the service.
    pub path: &'static str,
    /// Path of the page about an entity.
    pub page: &'static str,
}

/// An entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Identifier within the service.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Its class.
    pub class: Class,
    /// A few words that tell it from others of its name.
    pub description: String,
}

/// An entity that a name may stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The entity.
    pub item: Item,
    /// How alike the names are, 0 to 1.
    pub similarity: f64,
    /// Whether one of its names is the one looked for, letter by letter.
    pub is_exact: bool,
    /// Whether letters of scripts that look alike are mixed in the name looked for: never a match.
    pub is_mixed: bool,
}

/// What is looked for besides a name.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Classes.
    pub classes: ClassSet,
    /// Entities at most.
    pub limit: usize,
    /// Whether names may go on behind what was typed.
    pub is_prefix: bool,
}

/// A value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Another entity of the service.
    Item {
        /// Its identifier.
        id: String,
        /// Its name.
        name: String,
    },
    /// Text, dates included (they may be a month or a year).
    Text(String),
    /// A whole number.
    Integer(u64),
    /// A number.
    Number(f64),
}

/// A property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Property {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Property {
    fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned() }
    }
}

/// Entities with names and properties.
pub trait Catalogue {
    /// What it is.
    fn about(&self) -> &About;

    /// What a name, or an identifier, may stand for; the likeliest first.
    ///
    /// # Errors
    /// If the index is damaged.
    fn find(&self, name: &str, wanted: &Wanted) -> Result<Vec<Found>, Error>;

    /// What has one of the values of a property, of which `is_it` tells; the most told of first. Of an index, only what an
    /// identifier names.
    ///
    /// # Errors
    /// If the index is damaged.
    fn having(
        &self,
        property: &str,
        values: &[String],
        is_it: &dyn Fn(&Value) -> bool,
        wanted: &Wanted,
    ) -> Result<Vec<Found>, Error>;

    /// The entity of an identifier; an IRI will do too.
    ///
    /// # Errors
    /// If the index is damaged.
    fn item(&self, id: &str) -> Result<Option<Item>, Error>;

    /// The properties that entities of a class have (all classes for `None`), the most frequent first.
    fn properties(&self, class: Option<Class>) -> Vec<Property>;

    /// The values of a property, in order; none for what is not known.
    ///
    /// # Errors
    /// If the index is damaged.
    fn values(&self, id: &str, property: &str) -> Result<Vec<Value>, Error>;
}
