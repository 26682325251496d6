//! The whole path for one document: text to parse to statements.

mod again;
pub mod batch;
mod block;
mod dateline;
pub mod linking;
mod namesake;
mod surroundings;
pub mod verdict;

use std::sync::OnceLock;

use crate::archive::DocumentRecord;
use crate::document::Document;
use crate::graph::iri::Base;
use crate::limits::Limits;
use crate::link::choose::Linker;
use crate::link::{Damage, Layers};
use crate::ontology::Ontology;
use crate::parse::{Model, Parse, Parser};
use crate::statement::{self, Analysis, Scope};
use verdict::Decided;

/// A model and an ontology, ready to read documents.
#[derive(Debug)]
pub struct Pipeline {
    model: Model,
    ontology: Ontology,
    limits: Limits,
    scope: Scope,
    linking: Option<Linking>,
    /// What people decided of links.
    decided: Decided,
}

/// Indexes of names, and the least score of a link.
#[derive(Debug)]
struct Linking {
    layers: Layers,
    min_score: f64,
    /// Why links are missing, if they are.
    damage: OnceLock<Damage>,
}

impl Pipeline {
    /// A pipeline of these parts.
    pub fn new(model: Model, ontology: Ontology, limits: Limits) -> Self {
        Self { model, ontology, limits, scope: Scope::Frames, linking: None, decided: Decided::default() }
    }

    /// The same, with another choice of what becomes a statement.
    #[must_use]
    pub fn with_scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The same, with links from these indexes that have at least this score, 0 to 1.
    #[must_use]
    pub fn with_links(self, layers: Layers, min_score: f64) -> Self {
        Self { linking: Some(Linking { layers, min_score, damage: OnceLock::new() }), ..self }
    }

    /// The same, with what people decided about links.
    #[must_use]
    pub fn with_decided(self, decided: Decided) -> Self {
        Self { decided, ..self }
    }

    /// The indexes of names that it asks, if any.
    pub fn layers(&self) -> Option<&Layers> {
        self.linking.as_ref().map(|linking| &linking.layers)
    }

    /// Whether all that was to be linked could be looked up.
    ///
    /// # Errors
    /// [`Damage`] of an index that was met while reading: links are missing.
    pub fn check_links(&self) -> Result<(), Damage> {
        let damage = self.linking.as_ref().and_then(|linking| linking.damage.get());
        damage.map_or(Ok(()), |damage| Err(damage.clone()))
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
        let linker = self.linking.as_ref().map(|linking| Linker::new(&linking.layers, linking.min_score));
        Reader { pipeline: self, parser: self.model.parser(), linker }
    }
}

/// A [`Pipeline`] with a memory for words. What comes out does not depend on what was read before.
#[derive(Debug)]
pub struct Reader<'p> {
    pipeline: &'p Pipeline,
    parser: Parser<'p>,
    linker: Option<Linker<'p>>,
}

impl Reader<'_> {
    /// Reads one document.
    pub fn analyse(&mut self, document: Document) -> Analysis {
        let parse = self.parse_article(document.whole());
        let Pipeline { ontology, limits, scope, .. } = self.pipeline;
        statement::read_within(document, &parse, ontology, limits, *scope)
    }

    /// Reads one document and links its entities; their IRIs are below `base`.
    pub fn record(&mut self, document: Document, base: &Base) -> DocumentRecord {
        let mut record = DocumentRecord::from_analysis(&self.analyse(document), base);
        self.complete(&mut record, base);
        record
    }

    /// Finds names of a record that was just extracted in longer ones and where no sentence had them, and links its entities.
    pub fn complete(&mut self, record: &mut DocumentRecord, base: &Base) {
        again::find_again(record, &self.pipeline.ontology);
        self.link(record, base);
    }

    /// Links the entities of a record; what an index gave before is made anew.
    pub fn link(&mut self, record: &mut DocumentRecord, base: &Base) {
        let decided = &self.pipeline.decided;
        let (Some(linker), Some(linking)) = (&mut self.linker, &self.pipeline.linking) else {
            decided.apply(record, base);
            return;
        };
        if let Err(damage) = linking::link(record, base, linker, decided) {
            // The first is told by `check_links`; another thread may have met it already.
            let _ = linking.damage.set(damage);
        }
    }

    /// Parses an article as [`Reader::analyse`] does: without its datelines, each block with an end.
    pub fn parse_article(&mut self, text: &str) -> Parse {
        self.parser.parse(&block::closed(dateline::blanked(text)))
    }

    /// Parses a text as it stands and goes no further.
    pub fn parse(&mut self, text: &str) -> Parse {
        self.parser.parse(text)
    }
}
