//! Document graphs: what one document says, in RDF.
//!
//! Comes in: terms made by [`iri`] and constants of [`vocabulary`]. Goes out: [`DocumentGraph`], sorted quads without
//! duplicates, all in the document's named graph. This module never reads or writes a file and never makes an
//! IRI from text outside [`iri`]. How a record becomes quads is in [`crate::archive::describe`], because records
//! belong to the archive.

pub mod iri;
pub mod place;
pub mod provenance;
pub mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::ontology::Ontology;

/// The IRIs of relations by their local names, and which of them hold both ways.
///
/// A relation that is not listed lives in chancery's namespace and holds one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationIris {
    by_name: BTreeMap<String, NamedNode>,
    symmetric: BTreeSet<String>,
    version: Option<String>,
}

impl RelationIris {
    /// Those of an ontology.
    pub fn from_ontology(ontology: &Ontology) -> Self {
        let mut iris = Self::default();
        for relation in &ontology.relations {
            iris.add(&relation.name, &relation.iri, relation.is_symmetric);
        }
        iris.version = Some(ontology.version.clone()).filter(|version| !version.is_empty());
        iris
    }

    /// Adds a relation; an IRI that is not valid is left out, the relation then lives in chancery's namespace.
    pub fn add(&mut self, name: &str, iri: &str, is_symmetric: bool) {
        if let Some(node) = iri::outside(iri) {
            self.by_name.insert(name.to_owned(), node);
        }
        if is_symmetric {
            self.symmetric.insert(name.to_owned());
        }
    }

    /// The same, with the version of the ontology that is written into graphs.
    #[must_use]
    pub fn with_ontology_version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// The version of the ontology.
    pub fn ontology_version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The IRI of the relation of a local name.
    pub fn iri(&self, name: &str) -> NamedNode {
        self.by_name.get(name).cloned().unwrap_or_else(|| iri::term(name))
    }

    /// Whether the relation holds both ways.
    pub fn is_symmetric(&self, name: &str) -> bool {
        self.symmetric.contains(name)
    }
}

/// The quads of one document: sorted by their N-Quads lines, without duplicates, all in the document's named graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentGraph {
    document: NamedNode,
    lines: BTreeMap<String, Quad>,
}

impl DocumentGraph {
    /// An empty graph of a document.
    pub fn new(document: NamedNode) -> Self {
        Self { document, lines: BTreeMap::new() }
    }

    /// The IRI of the document and of its named graph.
    pub fn document(&self) -> &NamedNode {
        &self.document
    }

    /// Adds a triple to the named graph.
    pub fn insert(
        &mut self,
        subject: impl Into<NamedOrBlankNode>,
        predicate: impl Into<NamedNode>,
        object: impl Into<Term>,
    ) {
        let quad = Quad::new(subject, predicate, object, GraphName::NamedNode(self.document.clone()));
        self.lines.insert(quad.to_string(), quad);
    }

    /// The quads in order.
    pub fn quads(&self) -> impl Iterator<Item = &Quad> {
        self.lines.values()
    }

    /// The number of quads.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The canonical N-Quads text: one line a quad, in order.
    pub fn to_nquads(&self) -> String {
        let mut text = String::with_capacity(self.lines.keys().map(|line| line.len() + 3).sum());
        for line in self.lines.keys() {
            text.push_str(line);
            text.push_str(" .\n");
        }
        text
    }
}
