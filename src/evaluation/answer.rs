//! What somebody else wrote down of the same articles, scored in place of what chancery finds.
//!
//! In come files in the format of the gold of articles: a second annotator, or another program. Out goes the record of
//! each article as if chancery had found it. Nothing is looked up in the text: an answer is taken as it is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Set;
use super::article::{Article, GoldEntity, GoldObject, GoldStatement};
use super::gold::{self, Error, Gold, GoldDocument};
use crate::archive::DocumentRecord;
use crate::archive::record::{
    EntityRecord, EvidenceRecord, MentionRecord, ObjectRecord, SpanRecord, StatementRecord,
};
use crate::limits::Limits;

/// Where an answer does not say where it stands.
const NOWHERE: SpanRecord = SpanRecord { start: 0, end: 0 };

/// Answers by the identifier of the article.
#[derive(Clone, Debug, Default)]
pub struct Answers(BTreeMap<String, DocumentRecord>);

impl Answers {
    /// Reads files of the set `articles`.
    ///
    /// # Errors
    /// A file that cannot be read or is not in that format, and an article with two answers.
    pub fn read(paths: &[PathBuf], limits: &Limits) -> Result<Self, Error> {
        let mut answers = BTreeMap::new();
        for GoldDocument { document, gold } in gold::read(paths, Set::Articles, limits)? {
            let Gold::Article(article) = gold else { continue };
            let id = document.id.to_string();
            if answers.insert(id.clone(), record(&id, &article)).is_some() {
                return Err(Error::AnsweredTwice(id));
            }
        }
        Ok(Self(answers))
    }

    /// That there is an answer for each of `documents`.
    ///
    /// # Errors
    /// The first without one: a figure over some of the articles would not be the figure of the set.
    pub fn check(&self, documents: &[GoldDocument]) -> Result<(), Error> {
        let without = documents.iter().find(|gold| !self.0.contains_key(gold.document.id.as_str()));
        without.map_or(Ok(()), |gold| Err(Error::Unanswered(gold.document.id.to_string())))
    }

    /// The answer for an article.
    pub(super) fn of(&self, id: &str) -> Option<&DocumentRecord> {
        self.0.get(id)
    }
}

fn record(id: &str, article: &Article) -> DocumentRecord {
    DocumentRecord {
        schema: crate::archive::record::SCHEMA.to_owned(),
        id: id.to_owned(),
        entities: article.entities.iter().map(entity).collect(),
        statements: article.statements.iter().enumerate().map(statement).collect(),
        ..DocumentRecord::default()
    }
}

fn entity(of: &GoldEntity) -> EntityRecord {
    let mention =
        |text: &String| MentionRecord { start: 0, end: 0, text: text.clone(), kind: "name".to_owned() };
    EntityRecord {
        id: of.id.clone(),
        name: of.name.clone(),
        class: of.class.clone(),
        mentions: of.aliases.iter().map(mention).collect(),
        ..EntityRecord::default()
    }
}

fn statement((at, of): (usize, &GoldStatement)) -> StatementRecord {
    let object = match &of.object {
        GoldObject::Entity(id) => ObjectRecord::Entity(id.clone()),
        GoldObject::Text { text } => ObjectRecord::Text { text: text.clone(), start: 0, end: 0, value: None },
    };
    StatementRecord {
        id: format!("s{}", at + 1),
        subject: of.subject.clone(),
        predicate: of.predicate.clone(),
        object,
        status: of.status.clone(),
        attributed_to: of.attributed_to.clone(),
        attribution: None,
        predicate_iri: None,
        predicate_kind: None,
        time: of.time.clone(),
        time_evidence: None,
        place: None,
        quantity: None,
        confidence: 1.0,
        cameo: None,
        plover: None,
        plover_mode: None,
        goldstein: None,
        path: None,
        evidence: EvidenceRecord {
            text: of.evidence.clone(),
            trigger: NOWHERE,
            subject: NOWHERE,
            object: NOWHERE,
            start: 0,
            end: 0,
            frame: String::new(),
        },
    }
}
