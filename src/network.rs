//! The network: who is tied to whom, projected from the statements of the archive.
//!
//! In come analysed documents ([`DocumentRecord`]s), what the ontology says of their relations ([`Relations`]) and
//! a [`Selection`]; out comes a [`Network`] of [`Actor`]s in order of their IRI and of [`Tie`]s in a fixed order,
//! whatever the order of the documents. A tie never mixes two statuses or two speakers, so that no count adds what
//! is denied to what is asserted. This module reads no file and writes none.
//!
//! [`DocumentRecord`]: crate::archive::DocumentRecord

pub mod affiliation;
mod days;
pub mod disagree;
mod event;
mod find;
pub mod layout;
pub mod measure;
pub mod path;
mod portion;
mod project;
mod seen;
mod selection;
mod state;
pub mod timeline;

pub use affiliation::{Affiliation, Affiliations};
pub use days::days;
pub use event::{Event, EventBuilder, Events, Mention, Precision, Quad, When, event_day, told_with_another};
pub use layout::{Footprint, Position};
pub use measure::{Brokerage, Measured, Measures, Sign, TieMeasures};
pub use project::Builder;
pub use seen::Seen;
pub use selection::Selection;
pub use state::State;
pub use timeline::{Bar, Step, Timeline};

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::ontology::{Class, Ontology, Status};

/// Evidence sentences that a tie or an actor keeps.
pub const MAX_EVIDENCE: usize = 3;

/// What the ontology says of a relation, as far as a network needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationInfo {
    /// Family of relations, such as `consult`.
    pub family: String,
    /// Whether it holds both ways.
    pub symmetric: bool,
    /// Label for people, such as `spoke with`.
    pub label: String,
    /// Of a relation of a user's own, the relation of the bundled ontology that it is below.
    pub kind: Option<String>,
}

/// What is known of each relation, by its local name. A relation that is missing here is directed, without a family.
pub type Relations = BTreeMap<String, RelationInfo>;

/// What `ontology` says of its relations.
pub fn relations(ontology: &Ontology) -> Relations {
    let info = |relation: &crate::ontology::Relation| RelationInfo {
        family: relation.family.clone(),
        symmetric: relation.is_symmetric,
        label: relation.label.clone(),
        kind: ontology
            .known_relation(&relation.name)
            .filter(|kind| *kind != relation.name)
            .map(str::to_owned),
    };
    ontology.relations.iter().map(|relation| (relation.name.clone(), info(relation))).collect()
}

/// The relation of the bundled ontology that a relation is or is below, as far as that is known: what holds of that holds of it.
pub fn kind_of<'r>(relations: &'r Relations, name: &'r str) -> &'r str {
    relations.get(name).and_then(|info| info.kind.as_deref()).unwrap_or(name)
}

/// Who or what statements are about: a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The same in every document.
    pub iri: String,
    /// The most frequent of its names, and one in capitals only if all are.
    pub name: String,
    /// All of its names, the most frequent first.
    pub names: Vec<String>,
    /// The class that most documents give.
    pub class: Class,
    /// Outside identifiers, best first.
    pub links: Vec<String>,
    /// Score and method of links that an index of names gave, by IRI.
    pub link_reasons: BTreeMap<String, String>,
    /// Documents that mention it.
    pub documents: usize,
    /// Their positions among [`Network::documents`], in order.
    pub sources: Vec<usize>,
    /// Statements of which it is the subject or the object.
    pub statements: usize,
    /// Reported clauses of which it is the subject (no ties: their object is a text).
    pub texts: usize,
    /// Up to [`MAX_EVIDENCE`] of these.
    pub said: Vec<Said>,
    /// Date of the first document that mentions it.
    pub first: Option<Date>,
    /// Date of the last.
    pub last: Option<Date>,
    /// What a share is a share of.
    pub share: Option<ShareOf>,
}

/// A fraction of something, such as more than 19 per cent of Ukraine.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareOf {
    /// 0 to 1.
    pub fraction: f64,
    /// IRI of the whole.
    pub of: Option<String>,
    /// `more than`, `about`, ….
    pub bound: Option<String>,
}

/// A reported clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Local name of the relation, such as `said`.
    pub relation: String,
    /// Whether and how it holds.
    pub status: Status,
    /// The clause.
    pub text: String,
    /// Where it stands.
    pub evidence: Sentence,
}

/// All statements of the same subject, relation, object, status and speaker: an edge. Lists are in order, and nothing is in
/// one twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// Local name of the relation.
    pub relation: String,
    /// Its IRI, where it is not in the namespace of the bundled ontology.
    pub relation_iri: Option<String>,
    /// Local name of the relation of the bundled ontology that it is or is below; its own if there is none.
    pub kind: String,
    /// Its label for people.
    pub label: String,
    /// Its family; empty if unknown.
    pub family: String,
    /// Whether it holds both ways. Such a tie runs from the smaller IRI to the greater.
    pub symmetric: bool,
    /// Whether and how it holds.
    pub status: Status,
    /// Whose words it comes from; `None` where the writers state it.
    pub speaker: Option<Speaker>,
    /// Statements.
    pub count: usize,
    /// Documents.
    pub documents: usize,
    /// Their positions among [`Network::documents`], in order.
    pub sources: Vec<usize>,
    /// Times as the statements have them: days, months, years, intervals.
    pub times: Vec<String>,
    /// First day of these.
    pub first: Option<Date>,
    /// Last day of these.
    pub last: Option<Date>,
    /// Date of the first document that has it.
    pub reported_first: Option<Date>,
    /// Date of the last.
    pub reported_last: Option<Date>,
    /// IRIs of the places.
    pub places: Vec<String>,
    /// Quantities, such as `more than 300 people`.
    pub quantities: Vec<String>,
    /// The highest of its statements, 0 to 1.
    pub confidence: f32,
    /// CAMEO codes.
    pub cameo: Vec<String>,
    /// PLOVER event types, with their mode after a slash if there is one.
    pub plover: Vec<String>,
    /// Mean on Goldstein's scale over the statements that have one.
    pub goldstein: Option<f64>,
    /// Up to [`MAX_EVIDENCE`] sentences, the most confident first.
    pub evidence: Vec<Sentence>,
}

/// Whose words a tie comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// IRI of the actor.
    pub iri: String,
    /// Its name.
    pub name: String,
    /// `quote`, `report`, or both.
    pub kinds: Vec<String>,
}

/// A sentence that supports a tie.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Identifier of the document.
    pub document: String,
    /// Local identifier of the statement.
    pub statement: String,
    /// First code point in the document.
    pub start: usize,
    /// The text.
    pub text: String,
    /// Code points of the text that evoke the relation.
    pub trigger: std::ops::Range<usize>,
    /// 0 to 1.
    pub confidence: f32,
}

impl Sentence {
    /// The text before the trigger, the trigger, and the text behind it; all of it before, if there is no trigger.
    pub fn around_trigger(&self) -> [&str; 3] {
        let length = self.text.chars().count();
        let (start, end) = (self.trigger.start.min(length), self.trigger.end.min(length));
        if start >= end {
            return [self.text.as_str(), "", ""];
        }
        let byte = |at: usize| self.text.char_indices().nth(at).map_or(self.text.len(), |(byte, _)| byte);
        let (start, end) = (byte(start), byte(end));
        [&self.text[..start], &self.text[start..end], &self.text[end..]]
    }
}

/// What a document is, for captions and sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Headline, may be empty.
    pub title: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Publisher or feed.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The document whose text it prints, if another printed it first.
    pub same_text_as: Option<String>,
    /// Address of the text.
    pub url: Option<String>,
}

/// Actors and their ties.
#[derive(Clone, Debug, Default)]
pub struct Network {
    graph: DiGraph<Actor, Tie>,
    documents: BTreeMap<String, Source>,
    /// Of each document, the position of the first that printed its text: its own, as a rule.
    leaders: Vec<usize>,
}

impl Network {
    /// Actors in order of IRI, and ties in order of subject, relation, object, status and speaker.
    pub fn graph(&self) -> &DiGraph<Actor, Tie> {
        &self.graph
    }

    /// The documents that were read, by identifier.
    pub fn documents(&self) -> &BTreeMap<String, Source> {
        &self.documents
    }

    /// How many of the documents at these positions are sources of their own: those that print one text count once.
    pub fn independent(&self, documents: &[usize]) -> usize {
        let leader = |at: &usize| self.leaders.get(*at).copied().unwrap_or(*at);
        if documents.is_sorted_by(|one, other| one < other) && documents.iter().all(|at| leader(at) == *at) {
            return documents.len();
        }
        documents.iter().map(leader).collect::<BTreeSet<_>>().len()
    }

    /// The actors, in order of IRI.
    pub fn actors(&self) -> impl ExactSizeIterator<Item = &Actor> {
        self.graph.raw_nodes().iter().map(|node| &node.weight)
    }

    /// The ties with the positions of their ends among [`Network::actors`].
    pub fn ties(&self) -> impl ExactSizeIterator<Item = (usize, usize, &Tie)> {
        self.graph.raw_edges().iter().map(|edge| (edge.source().index(), edge.target().index(), &edge.weight))
    }

    /// The actor at a position among [`Network::actors`].
    pub fn actor(&self, index: usize) -> &Actor {
        &self.graph[NodeIndex::new(index)]
    }

    /// The tie at a position among [`Network::ties`], with the positions of its ends.
    pub fn tie(&self, index: usize) -> (usize, usize, &Tie) {
        let edge = &self.graph.raw_edges()[index];
        (edge.source().index(), edge.target().index(), &edge.weight)
    }

    /// Statements behind all ties.
    pub fn statements(&self) -> usize {
        self.ties().map(|(_, _, tie)| tie.count).sum()
    }
}

/// Why a network cannot be made of the documents.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A record that refers to an entity that it does not have.
    #[error(
        "document {document}, statement {statement}: there is no entity {entity}; build the document again"
    )]
    MissingEntity {
        /// Identifier of the document.
        document: String,
        /// Local identifier of the statement.
        statement: String,
        /// The local identifier that is missing.
        entity: String,
    },
    /// A record with a word that this version does not know.
    #[error("document {document}: unknown {what} `{found}`; it was written by a newer version of chancery")]
    UnknownWord {
        /// Identifier of the document.
        document: String,
        /// `status` or `class`.
        what: &'static str,
        /// The word.
        found: String,
    },
}
