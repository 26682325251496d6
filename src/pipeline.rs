//! The whole path for one document: text to parse to statements.

pub mod batch;

use crate::document::Document;
use crate::limits::Limits;
use crate::ontology::Ontology;
use crate::parse::Model;
use crate::statement::{self, Analysis};

/// A model and an ontology, ready to read documents.
#[derive(Debug)]
pub struct Pipeline {
    model: Model,
    ontology: Ontology,
    limits: Limits,
}

impl Pipeline {
    /// A pipeline of these parts.
    pub fn new(model: Model, ontology: Ontology, limits: Limits) -> Self {
        Self { model, ontology, limits }
    }

    /// What the pipeline was made of.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The model that parses.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Reads one document.
    pub fn analyse(&self, document: Document) -> Analysis {
        let parse = self.model.parse(document.whole());
        statement::read(document, &parse, &self.ontology, &self.limits)
    }
}
