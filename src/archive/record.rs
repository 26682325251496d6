//! The serialized form of an analysed document: `chancery.document/1`.
//!
//! This is a promise to scripts: fields are added, never renamed or removed. Offsets are Unicode code points.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::digest::sketch::QuantitySketch;

/// Name and version of the format.
pub const SCHEMA: &str = "chancery.document/1";

/// A document with its entities and statements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentRecord {
    /// [`SCHEMA`].
    pub schema: String,
    /// Identifier of the document.
    pub id: String,
    /// Headline, may be empty.
    pub title: String,
    /// ISO 8601 day.
    pub date: Option<String>,
    /// Where that is from, if not from metadata: `text`, `file` (its name) or `option` (`--date`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_source: Option<String>,
    /// Publisher or feed.
    pub source: Option<String>,
    /// Who wrote it; several apart by commas. Records of earlier versions have none.
    #[serde(default)]
    pub author: Option<String>,
    /// Address of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Language tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Of the text, by which others that print it are found ([`crate::source::fingerprint`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The text that all offsets refer to.
    pub text: String,
    /// In order of first mention; ids are `e1`, `e2`, ….
    pub entities: Vec<EntityRecord>,
    /// In order of evidence; ids are `s1`, `s2`, ….
    pub statements: Vec<StatementRecord>,
}

/// An entity of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// Local id, such as `e1`.
    pub id: String,
    /// Deterministic IRI: of what has a name or a link the same in every document, else that of this document.
    pub iri: String,
    /// Best name in the text.
    pub name: String,
    /// Local name of its class.
    #[serde(rename = "type")]
    pub class: String,
    /// In order of the text.
    pub mentions: Vec<MentionRecord>,
    /// Best first.
    pub links: Vec<LinkRecord>,
    /// What else the name may stand for, best first: of an entity that was not linked because none was sure enough, or that a person
    /// linked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<LinkRecord>,
    /// Links and candidates that people rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<RejectedRecord>,
    /// Fraction, 0 to 1 (class `Share` only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Local id of what the share measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// `more than`, `about`, … (class `Share` only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
}

/// A mention of an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The text between.
    pub text: String,
    /// `name`, `nominal` or `pronoun`.
    pub kind: String,
}

/// A link of an entity to an outside identifier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Outside IRI.
    pub iri: String,
    /// 0 to 1.
    pub score: f32,
    /// What made the link: `gazetteer`, `index`, `office` or `person`.
    pub by: String,
    /// What it is called there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How it was found: `exact`, `acronym`, `sound`, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What speaks for it and against it ([`crate::link::features`]), what is zero left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub features: BTreeMap<String, f64>,
}

impl LinkRecord {
    /// A link without reasons of its own.
    pub fn new(iri: impl Into<String>, score: f32, by: impl Into<String>) -> Self {
        let (iri, by) = (iri.into(), by.into());
        Self { iri, score, by, label: None, method: None, features: BTreeMap::new() }
    }
}

/// A link that people rejected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RejectedRecord {
    /// The link; its label is, of one of the gazetteer, the name that came with it.
    pub link: LinkRecord,
    /// Whether it was a link; else it was a candidate.
    pub was_linked: bool,
}

/// A half-open range of code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanRecord {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// The object of a statement: an entity's local id, a reported clause, or a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ObjectRecord {
    /// Local id of an entity.
    Entity(String),
    /// A reported clause, or the expression of a date.
    Text {
        /// The text.
        text: String,
        /// First code point.
        start: usize,
        /// One past the last code point.
        end: usize,
        /// Of a date: the ISO 8601 day, month or year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
}

/// One claim with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementRecord {
    /// Local id, such as `s1`.
    pub id: String,
    /// Local id of an entity.
    pub subject: String,
    /// Local name of the relation.
    pub predicate: String,
    /// IRI of the relation, where it is not in the namespace of the bundled ontology.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate_iri: Option<String>,
    /// Local name of the relation of the bundled ontology that it is below, where it is of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate_kind: Option<String>,
    /// Entity, reported clause or date.
    pub object: ObjectRecord,
    /// `asserted`, `planned`, `possible`, `negated`, `denied` or `former`.
    pub status: String,
    /// Local id of the speaker; null where the writer states it.
    pub attributed_to: Option<String>,
    /// `quote` or `report`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// ISO 8601 day, month, year or interval.
    pub time: Option<String>,
    /// The expression that the time was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_evidence: Option<SpanRecord>,
    /// Local id of the place.
    pub place: Option<String>,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityRecord>,
    /// 0 to 1.
    pub confidence: f32,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER event type.
    pub plover: Option<String>,
    /// PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover_mode: Option<String>,
    /// Goldstein scale.
    pub goldstein: Option<f32>,
    /// Of an open statement, the lemmas that join subject and object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Where it stands.
    pub evidence: EvidenceRecord,
}

impl StatementRecord {
    /// The relation of the bundled ontology that it is, or is below: what is known of that holds of it. Its own if there is none.
    pub fn kind(&self) -> &str {
        self.predicate_kind.as_deref().unwrap_or(&self.predicate)
    }
}

/// A number with a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityRecord {
    /// The number; the lower one of a range.
    pub value: f64,
    /// The upper number of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// `count`, `money`, `share`, `length`, `area`, `mass` or `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `more than`, `about`, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
    /// First code point of the expression.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
}

impl QuantityRecord {
    /// In words: `at least 11 people`, `10000 to 12000 soldiers`.
    pub fn written(&self) -> String {
        QuantitySketch::of(self).written()
    }
}

/// Where a statement stands and which frame found it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRecord {
    /// First code point of the clause.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The text between.
    pub text: String,
    /// The word that evokes the relation.
    pub trigger: SpanRecord,
    /// The mention of the subject.
    pub subject: SpanRecord,
    /// The mention of the object.
    pub object: SpanRecord,
    /// Identifier of the frame.
    pub frame: String,
}
