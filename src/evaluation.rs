//! Measuring: documents whose right reading people wrote down, against what is understood of them.
//!
//! What comes in is gold in files ([`gold::read`]) and a [`Pipeline`]; what goes out is a [`Report`] of precision,
//! recall and F1. Each [`Set`] stands for one way of annotating, with the definition of a match that belongs to it.
//! Offsets are Unicode code points throughout. The gold is never shown to the pipeline: of a gold document it gets the
//! text, the title and the date.

mod answer;
mod article;
pub mod calibration;
mod chain;
pub mod coverage;
mod event;
mod fact;
pub mod gold;
pub mod linking;
mod mapping;
mod matching;
pub mod measure;
mod name;
mod quote;
mod relation;
pub mod render;
mod tree;

use std::collections::BTreeSet;
use std::fmt;

use crate::archive::DocumentRecord;
use crate::graph::iri::Base;
use crate::pipeline::{Pipeline, Reader};
pub use answer::Answers;
use event::Scheme;
pub use gold::{Error, Gold, GoldDocument};
pub use mapping::{Error as MappingError, Mapping};
pub use measure::{Report, Score};
use relation::Rules;

/// A way of annotating documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Set {
    /// Articles with entities and statements in the relations of the ontology.
    Articles,
    /// KnowledgeNet: facts in passages, each passage annotated for some relations.
    Knowledgenet,
    /// Re-DocRED: facts between entities of a document.
    Redocred,
    /// Text2KGBench: facts of a sentence, arguments by name.
    Text2kgbench,
    /// Events in the types of PLOVER.
    Plover,
    /// Events in the codes of CAMEO, as the PETRARCH coders use them.
    Petrarch,
    /// Names with types.
    Ner,
    /// Chains of mentions.
    Coref,
    /// Quotations with who says them.
    Quotes,
    /// Dependency trees in CoNLL-U.
    Dep,
    /// Links of entities to DBpedia or Wikidata.
    Linking,
}

impl Set {
    /// All, in the order in which they are listed to users.
    pub const ALL: [Self; 11] = [
        Self::Articles,
        Self::Knowledgenet,
        Self::Redocred,
        Self::Text2kgbench,
        Self::Plover,
        Self::Petrarch,
        Self::Ner,
        Self::Coref,
        Self::Quotes,
        Self::Dep,
        Self::Linking,
    ];

    /// Name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Knowledgenet => "knowledgenet",
            Self::Redocred => "redocred",
            Self::Text2kgbench => "text2kgbench",
            Self::Plover => "plover",
            Self::Petrarch => "petrarch",
            Self::Ner => "ner",
            Self::Coref => "coref",
            Self::Quotes => "quotes",
            Self::Dep => "dep",
            Self::Linking => "linking",
        }
    }

    /// What is measured, each with precision, recall and F1.
    pub fn lines(self) -> &'static [&'static str] {
        match self {
            Self::Articles => &article::LINES,
            Self::Knowledgenet | Self::Redocred | Self::Text2kgbench => &relation::LINES,
            Self::Plover | Self::Petrarch => &event::LINES,
            Self::Ner => &name::LINES,
            Self::Coref => &chain::LINES,
            Self::Quotes => &quote::LINES,
            Self::Dep => &tree::LINES,
            Self::Linking => &linking::LINES,
        }
    }

    /// The lines whose mean stands for the whole.
    pub fn headline(self) -> &'static [usize] {
        match self {
            Self::Articles
            | Self::Plover
            | Self::Petrarch
            | Self::Ner
            | Self::Quotes
            | Self::Dep
            | Self::Linking => &[0],
            Self::Redocred => &[1],
            Self::Knowledgenet => &[2],
            Self::Text2kgbench => &[3],
            Self::Coref => &[1, 2, 3],
        }
    }

    /// What is measured as a share of right cases.
    pub fn accuracies(self) -> &'static [&'static str] {
        match self {
            Self::Articles => &article::ACCURACIES,
            Self::Plover | Self::Petrarch => &event::ACCURACIES,
            Self::Dep => &tree::ACCURACIES,
            Self::Linking => &linking::ACCURACIES,
            _ => &[],
        }
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// All that scoring a document needs.
#[derive(Debug)]
pub struct Evaluation<'a> {
    set: Set,
    pipeline: &'a Pipeline,
    mapping: &'a Mapping,
    /// Types that the gold uses.
    kinds: BTreeSet<String>,
    /// Labels of relations that each part of the gold uses.
    labels: BTreeSet<(String, String)>,
    /// What is scored in place of what the pipeline finds.
    answers: Answers,
}

impl<'a> Evaluation<'a> {
    /// Gets ready to score `documents`.
    pub fn new(set: Set, documents: &[GoldDocument], pipeline: &'a Pipeline, mapping: &'a Mapping) -> Self {
        let (mut kinds, mut labels) = (BTreeSet::new(), BTreeSet::new());
        for document in documents {
            match &document.gold {
                Gold::Names(names) => kinds.extend(names.kinds(mapping).map(str::to_owned)),
                Gold::Facts(facts) => {
                    labels.extend(facts.labels().map(|(part, label)| (part.to_owned(), label.to_owned())));
                }
                _ => {}
            }
        }
        Self { set, pipeline, mapping, kinds, labels, answers: Answers::default() }
    }

    /// Scores `answers` where there are some, and does not read those texts.
    #[must_use]
    pub fn with_answers(self, answers: Answers) -> Self {
        Self { answers, ..self }
    }

    /// Reads the text of a gold document with a reader of the same pipeline and scores what was understood.
    pub fn score(&self, gold: &GoldDocument, reader: &mut Reader<'_>) -> Score {
        if let Gold::Trees(trees) = &gold.gold {
            let text = gold.document.whole();
            return tree::score(trees, text, &reader.parse(text));
        }
        let (ontology, mapping) = (self.pipeline.ontology(), self.mapping);
        if let (Gold::Article(article), Some(answer)) =
            (&gold.gold, self.answers.of(gold.document.id.as_str()))
        {
            return article::score(article, answer, ontology);
        }
        let analysis = reader.analyse(gold.document.clone());
        let mut record = DocumentRecord::from_analysis(&analysis, &Base::default());
        match &gold.gold {
            Gold::Article(article) => {
                let mut score = article::score(article, &record, ontology);
                for (case, statement) in score.cases.iter_mut().zip(&analysis.statements) {
                    case.features = Some(statement.features);
                }
                score
            }
            Gold::Names(names) => name::score(names, &record, ontology, mapping, &self.kinds),
            Gold::Facts(facts) => {
                let rules = Rules {
                    mapping,
                    by_property: self.set == Set::Redocred,
                    detailed: self.set.headline().first().copied().unwrap_or_default(),
                    labels: &self.labels,
                };
                relation::score(facts, &record, &rules)
            }
            Gold::Events(events) => {
                let scheme = if self.set == Set::Plover { Scheme::Plover } else { Scheme::Cameo };
                event::score(events, &record, ontology, mapping, scheme)
            }
            Gold::Chains(chains) => chain::score(chains, &record),
            Gold::Quotes(quotes) => quote::score(quotes, &record),
            Gold::Links(links) => {
                reader.complete(&mut record, &Base::default());
                // Damage is remembered by the pipeline, which the command asks at the end.
                let score = self.pipeline.layers().map(|layers| linking::score(links, &record, layers));
                score.and_then(Result::ok).unwrap_or_default()
            }
            Gold::Trees(_) => Score::default(),
        }
    }
}
