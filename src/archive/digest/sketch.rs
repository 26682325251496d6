//! What is needed of a document that is not shown itself, in strings that stand elsewhere: in a record or in a block of digests.

use std::ops::Range;

use crate::archive::record::{
    DocumentRecord, EntityRecord, LinkRecord, ObjectRecord, QuantityRecord, StatementRecord,
};

/// A document without its text; of mentions the names alone, of places only where a statement's sentence and trigger are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch<'a> {
    /// Identifier of the document.
    pub id: &'a str,
    /// Headline, may be empty.
    pub title: &'a str,
    /// ISO 8601 day.
    pub date: Option<&'a str>,
    /// Publisher or feed.
    pub source: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<&'a str>,
    /// Address of the text.
    pub url: Option<&'a str>,
    /// As the record has them.
    pub entities: Vec<EntitySketch<'a>>,
    /// As the record has them.
    pub statements: Vec<StatementSketch<'a>>,
}

/// An entity of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntitySketch<'a> {
    /// Local id.
    pub id: &'a str,
    /// IRI.
    pub iri: &'a str,
    /// Best name in the text.
    pub name: &'a str,
    /// Local name of its class.
    pub class: &'a str,
    /// The text of each mention that is a name, in order of the text.
    pub names: Vec<&'a str>,
    /// Best first.
    pub links: Vec<LinkSketch<'a>>,
    /// What was not sure enough to be linked, best first. Where only heads are read, none.
    pub candidates: Vec<CandidateSketch<'a>>,
    /// Fraction, 0 to 1 (class `Share` only).
    pub share: Option<f64>,
    /// Local id of what the share measures.
    pub of: Option<&'a str>,
    /// `more than`, `about`, ….
    pub bound: Option<&'a str>,
}

/// A link of an entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkSketch<'a> {
    /// Outside IRI.
    pub iri: &'a str,
    /// 0 to 1.
    pub score: f32,
    /// What made the link.
    pub by: &'a str,
    /// How it was found.
    pub method: Option<&'a str>,
}

/// What an entity may be, for people to decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CandidateSketch<'a> {
    /// Outside IRI.
    pub iri: &'a str,
    /// 0 to 1.
    pub score: f32,
    /// What found it.
    pub by: &'a str,
    /// What it is called there.
    pub label: Option<&'a str>,
    /// How it was found.
    pub method: Option<&'a str>,
    /// What speaks for it and against it.
    pub features: Vec<(&'a str, f64)>,
}

/// A statement. Where only heads are read, all that follows `attributed_to` is blank, and so is the text of the object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementSketch<'a> {
    /// Local id of an entity.
    pub subject: &'a str,
    /// Local name of the relation.
    pub predicate: &'a str,
    /// Entity or text.
    pub object: ObjectSketch<'a>,
    /// `asserted`, `planned`, ….
    pub status: &'a str,
    /// Local id of the speaker.
    pub attributed_to: Option<&'a str>,
    /// Local id of the statement.
    pub id: &'a str,
    /// IRI of the relation, where it is not in the namespace of the bundled ontology.
    pub predicate_iri: Option<&'a str>,
    /// `quote` or `report`.
    pub attribution: Option<&'a str>,
    /// ISO 8601 day, month, year or interval.
    pub time: Option<&'a str>,
    /// Local id of the place.
    pub place: Option<&'a str>,
    /// How much.
    pub quantity: Option<QuantitySketch<'a>>,
    /// 0 to 1.
    pub confidence: f32,
    /// CAMEO code.
    pub cameo: Option<&'a str>,
    /// PLOVER event type.
    pub plover: Option<&'a str>,
    /// PLOVER mode.
    pub plover_mode: Option<&'a str>,
    /// Goldstein scale.
    pub goldstein: Option<f32>,
    /// First code point of the sentence.
    pub start: usize,
    /// The sentence.
    pub text: &'a str,
    /// Code points of the document that evoke the relation.
    pub trigger: Range<usize>,
}

/// The object of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectSketch<'a> {
    /// Local id of an entity.
    Entity(&'a str),
    /// A reported clause, or the expression of a date.
    Text(&'a str),
}

impl Default for ObjectSketch<'_> {
    fn default() -> Self {
        Self::Entity("")
    }
}

/// A number with a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuantitySketch<'a> {
    /// The number; the lower one of a range.
    pub value: f64,
    /// The upper number of a range.
    pub max: Option<f64>,
    /// Its unit.
    pub unit: &'a str,
    /// `more than`, `about`, ….
    pub bound: Option<&'a str>,
}

impl<'a> Sketch<'a> {
    /// Of a record.
    pub fn of(record: &'a DocumentRecord) -> Self {
        Self {
            id: &record.id,
            title: &record.title,
            date: record.date.as_deref(),
            source: record.source.as_deref(),
            author: record.author.as_deref(),
            url: record.url.as_deref(),
            entities: record.entities.iter().map(EntitySketch::of).collect(),
            statements: record.statements.iter().map(StatementSketch::of).collect(),
        }
    }
}

impl<'a> EntitySketch<'a> {
    fn of(entity: &'a EntityRecord) -> Self {
        let names = entity.mentions.iter().filter(|mention| mention.kind == "name");
        let link = |link: &'a LinkRecord| LinkSketch {
            iri: &link.iri,
            score: link.score,
            by: &link.by,
            method: link.method.as_deref(),
        };
        Self {
            id: &entity.id,
            iri: &entity.iri,
            name: &entity.name,
            class: &entity.class,
            names: names.map(|mention| mention.text.as_str()).collect(),
            links: entity.links.iter().map(link).collect(),
            candidates: entity.candidates.iter().map(CandidateSketch::of).collect(),
            share: entity.share,
            of: entity.of.as_deref(),
            bound: entity.bound.as_deref(),
        }
    }
}

impl<'a> CandidateSketch<'a> {
    fn of(link: &'a LinkRecord) -> Self {
        Self {
            iri: &link.iri,
            score: link.score,
            by: &link.by,
            label: link.label.as_deref(),
            method: link.method.as_deref(),
            features: link.features.iter().map(|(name, value)| (name.as_str(), *value)).collect(),
        }
    }

    /// As the record has it.
    pub fn to_record(&self) -> LinkRecord {
        LinkRecord {
            label: self.label.map(str::to_owned),
            method: self.method.map(str::to_owned),
            features: self.features.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
            ..LinkRecord::new(self.iri, self.score, self.by)
        }
    }
}

impl<'a> StatementSketch<'a> {
    /// Of a statement of a record.
    pub fn of(statement: &'a StatementRecord) -> Self {
        let evidence = &statement.evidence;
        Self {
            subject: &statement.subject,
            predicate: &statement.predicate,
            object: match &statement.object {
                ObjectRecord::Entity(id) => ObjectSketch::Entity(id),
                ObjectRecord::Text { text, .. } => ObjectSketch::Text(text),
            },
            status: &statement.status,
            attributed_to: statement.attributed_to.as_deref(),
            id: &statement.id,
            predicate_iri: statement.predicate_iri.as_deref(),
            attribution: statement.attribution.as_deref(),
            time: statement.time.as_deref(),
            place: statement.place.as_deref(),
            quantity: statement.quantity.as_ref().map(QuantitySketch::of),
            confidence: statement.confidence,
            cameo: statement.cameo.as_deref(),
            plover: statement.plover.as_deref(),
            plover_mode: statement.plover_mode.as_deref(),
            goldstein: statement.goldstein,
            start: evidence.start,
            text: &evidence.text,
            trigger: evidence.trigger.start..evidence.trigger.end,
        }
    }
}

impl<'a> QuantitySketch<'a> {
    /// Of a quantity of a record.
    pub fn of(quantity: &'a QuantityRecord) -> Self {
        Self {
            value: quantity.value,
            max: quantity.max,
            unit: &quantity.unit,
            bound: quantity.bound.as_deref(),
        }
    }

    /// In words: `at least 11 people`, `10000 to 12000 soldiers`.
    pub fn written(&self) -> String {
        let bound = self.bound.map(|bound| format!("{bound} ")).unwrap_or_default();
        let max = self.max.map(|max| format!(" to {max}")).unwrap_or_default();
        format!("{bound}{}{max} {}", self.value, self.unit)
    }
}
