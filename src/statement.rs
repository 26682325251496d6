//! Statements: what a document claims, each with its evidence.

pub mod matching;
pub mod modality;
pub mod speech;
pub mod time;

use jiff::civil::Date;

use crate::document::{Document, Span};
use crate::entity::{Entity, EntityIndex};
use crate::ontology::{Codes, Status};

/// The object of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// An entity of the document.
    Entity(EntityIndex),
    /// A reported clause.
    Text(Span),
}

/// Whether a speaker's words are quoted or reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributionKind {
    /// In quotation marks.
    Quote,
    /// In the writer's words.
    Report,
}

impl AttributionKind {
    /// As in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Report => "report",
        }
    }
}

/// Whose speech or report a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The speaker.
    pub speaker: EntityIndex,
    /// Quote or report.
    pub kind: AttributionKind,
}

/// A normalised time with the expression that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// ISO 8601: a day `2025-11-26`, a month `2025-11`, a year `2025`, or an interval `2014/2016`.
    pub value: String,
    /// First day of it.
    pub start: Date,
    /// Last day of it.
    pub end: Date,
    /// The expression.
    pub span: Span,
}

/// A number with a unit that qualifies a statement: people killed, money given.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// `people`, `USD`, `km`, … as in the text, normalised where it is a currency.
    pub unit: String,
    /// `more than`, `about`, … as in the text, if bounded.
    pub bound: Option<String>,
    /// The expression.
    pub span: Span,
}

/// Where a statement stands in the text and which frame found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The clause or sentence.
    pub span: Span,
    /// The word that evokes the relation.
    pub trigger: Span,
    /// The mention of the subject.
    pub subject: Span,
    /// The mention of the object.
    pub object: Span,
    /// Identifier of the frame, such as `spokeWith#1`.
    pub frame: String,
}

/// One claim of a document. It cannot be built without evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who.
    pub subject: EntityIndex,
    /// Local name of the relation, such as `spokeWith`.
    pub relation: String,
    /// IRI of the relation.
    pub relation_iri: String,
    /// Whom or what.
    pub object: Object,
    /// Whether and how it holds.
    pub status: Status,
    /// Whose words it comes from; `None` where the writer states it.
    pub attribution: Option<Attribution>,
    /// When.
    pub time: Option<Time>,
    /// Where.
    pub place: Option<EntityIndex>,
    /// How much.
    pub quantity: Option<Quantity>,
    /// 0 to 1.
    pub confidence: f32,
    /// Event codes.
    pub codes: Codes,
    /// Where it stands.
    pub evidence: Evidence,
}

/// All that was understood of one document: the input of graph, archive and exports.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The text with its metadata.
    pub document: Document,
    /// In order of their first mention.
    pub entities: Vec<Entity>,
    /// In order of their evidence.
    pub statements: Vec<Statement>,
}
