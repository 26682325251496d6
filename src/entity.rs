//! Entities of one document: what its mentions refer to.

mod act;
pub mod cast;
pub mod cluster;
mod described;
mod earlier;
mod event;
mod form;
mod government;
mod group;
mod holder;
mod introduced;
pub mod label;
mod nominal;
mod parallel;
mod pronoun;
mod relative;
mod share;
mod town;
mod variant;

use crate::document::Span;
use crate::ontology::Class;

/// Index of an entity in [`crate::statement::Analysis::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIndex(pub u32);

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// A name: "Steve Witkoff".
    Name,
    /// A description: "the US envoy".
    Nominal,
    /// A pronoun: "he".
    Pronoun,
}

impl MentionKind {
    /// As in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

/// A span of text that refers to an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Bytes of the document.
    pub span: Span,
    /// How it refers.
    pub kind: MentionKind,
}

/// Something outside that the entity is the same as, with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The outside IRI, such as `http://www.wikidata.org/entity/Q159`.
    pub iri: String,
    /// 0 to 1.
    pub score: f32,
    /// What made it, such as `gazetteer`.
    pub by: String,
}

/// A fraction of something: "more than 19 per cent of Ukraine".
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// 0 to 1.
    pub fraction: f64,
    /// What it is a fraction of.
    pub of: EntityIndex,
    /// `more than`, `less than`, `about`, … as in the text, if bounded.
    pub bound: Option<String>,
}

/// What one or more mentions of a document refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The best name in the text, or else a description.
    pub name: String,
    /// Whether `name` is one, and says of itself who is meant: then it means the same in every document. A description
    /// ("the man", "talks") means something else in each.
    pub is_named: bool,
    /// Its class.
    pub class: Class,
    /// In order of the text, without duplicates.
    pub mentions: Vec<Mention>,
    /// Best first.
    pub links: Vec<Link>,
    /// For a [`Class::Share`], what it measures.
    pub share: Option<Share>,
}

/// The value of a number in figures or in words: "1,200", "19", "three", "hundred".
pub fn number(text: &str) -> Option<f64> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let lower = text.to_lowercase();
    if let Ok(value) = lower.replace(',', "").parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    if let Some(at) = WORDS.iter().position(|word| *word == lower) {
        return Some(at as f64);
    }
    if let Some(at) = TENS.iter().position(|word| *word == lower) {
        return Some(30.0 + 10.0 * at as f64);
    }
    match lower.as_str() {
        "hundred" | "hundreds" => Some(100.0),
        "thousand" | "thousands" => Some(1_000.0),
        "million" | "millions" => Some(1_000_000.0),
        "billion" | "billions" => Some(1_000_000_000.0),
        "dozen" | "dozens" => Some(12.0),
        _ => None,
    }
}
