//! The whole path for one document: text to parse to statements.

pub mod batch;
mod dateline;

use crate::document::Document;
use crate::limits::Limits;
use crate::ontology::Ontology;
use crate::parse::{Model, Parse, Parser};
use crate::statement::{self, Analysis, Scope};

/// A model and an ontology, ready to read documents.
#[derive(Debug)]
pub struct Pipeline {
    model: Model,
    ontology: Ontology,
    limits: Limits,
    scope: Scope,
}

impl Pipeline {
    /// A pipeline of these parts.
    pub fn new(model: Model, ontology: Ontology, limits: Limits) -> Self {
        Self { model, ontology, limits, scope: Scope::Frames }
    }

    /// The same, with another choice of what becomes a statement.
    #[must_use]
    pub fn with_scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// What the pipeline was made of.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The model that parses.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Reads one document; for many, a [`Reader`] is faster.
    pub fn analyse(&self, document: Document) -> Analysis {
        self.reader().analyse(document)
    }

    /// A reader of many documents, one after the other: it remembers the words that it has met.
    pub fn reader(&self) -> Reader<'_> {
        Reader { pipeline: self, parser: self.model.parser() }
    }
}

/// A [`Pipeline`] with a memory for words. What comes out does not depend on what was read before.
#[derive(Debug)]
pub struct Reader<'p> {
    pipeline: &'p Pipeline,
    parser: Parser<'p>,
}

impl Reader<'_> {
    /// Reads one document.
    pub fn analyse(&mut self, document: Document) -> Analysis {
        let parse = self.parse_article(document.whole());
        let Pipeline { ontology, limits, scope, .. } = self.pipeline;
        statement::read_within(document, &parse, ontology, limits, *scope)
    }

    /// Parses an article as [`Reader::analyse`] does: without its datelines.
    pub fn parse_article(&mut self, text: &str) -> Parse {
        self.parser.parse(&dateline::blanked(text))
    }

    /// Parses a text as it stands and goes no further.
    pub fn parse(&mut self, text: &str) -> Parse {
        self.parser.parse(text)
    }
}
