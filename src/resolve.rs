//! Who is who across documents: one actor, many documents.
//!
//! Comes in: the records of all documents, in any order, and the decisions of people. Goes out: a [`Resolution`], which says of which
//! entities of which documents the IRI is another one than extraction gave it, why, and which pairs people should look at. It is a
//! pure function of the set of documents and the log of decisions: neither the order nor the batches in which documents
//! came change it. What was extracted, the archive and its hash are never touched: [`Resolution::apply`] changes records
//! on their way to a reader.
//!
//! 1. **Homonyms** ([`homonym`]): persons of one name whose states or years of birth contradict each other are told apart.
//! 2. **Acronyms** ([`acronym`]): what the documents themselves explain, if they explain it in one way only.
//! 3. **Offices** ([`tenure`]): "the president of Ukraine" is the holder on the day of the document, after the documents and
//!    a bundled table; nobody, where both are silent or disagree.
//! 4. **Candidates** ([`candidate`]): surnames alone, names that are nearly the same, letters that only look the same: never
//!    automatic, but proposed with the features of their score.
//! 5. **Decisions** ([`replay`]) come last and win.

pub mod acronym;
pub mod candidate;
pub mod collect;
pub mod describe;
pub mod exchange;
pub mod homonym;
pub mod keep;
pub mod known;
pub mod profile;
pub mod replay;
pub mod tenure;

pub use candidate::{Candidate, Feature, Side};
pub use collect::Facts;

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::archive::digest::sketch::LinkSketch;
use crate::archive::record::{DocumentRecord, LinkRecord};
use crate::archive::{Decisions, Sketch};
use crate::graph::iri::Base;
use crate::ontology::Offices;

/// How an identity was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Contradicting states or years of birth tell persons of one name apart.
    Homonym,
    /// The documents explain the acronym, in one way only.
    Acronym,
    /// Holder of the office on the day of the document.
    Office,
    /// A decision of a person.
    Decision,
}

impl Method {
    /// As it is written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Homonym => "homonym",
            Self::Acronym => "acronym",
            Self::Office => "office",
            Self::Decision => "decision",
        }
    }
}

/// Who an entity is, with the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The IRI that it has from now on.
    pub iri: String,
    /// How that was found.
    pub method: Method,
    /// The evidence in words.
    pub why: String,
    /// The documents that the evidence is from, the first few.
    pub documents: Vec<String>,
    /// Number of the decision, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<u64>,
    /// A name for what had only a description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Wikidata IRI that comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// Who is who in a set of documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// By IRI as it was extracted, in all documents.
    everywhere: BTreeMap<String, Identity>,
    /// By document and IRI as it was extracted: in that document alone, before the other.
    within: BTreeMap<String, BTreeMap<String, Identity>>,
    /// Decisions that refer to what no document has any more, in words.
    notes: Vec<String>,
    /// Pairs to look at, the most promising first.
    #[serde(skip)]
    queue: Vec<Candidate>,
}

impl Resolution {
    /// Gives the entities of a record the IRIs that they have across documents.
    pub fn apply(&self, record: &mut DocumentRecord) {
        let within = self.within.get(&record.id);
        for entity in &mut record.entities {
            let here = within.and_then(|found| found.get(&entity.iri));
            let Some(identity) = here.or_else(|| self.everywhere.get(&entity.iri)) else { continue };
            entity.iri.clone_from(&identity.iri);
            if let Some(name) = &identity.name {
                entity.name.clone_from(name);
            }
            if let Some(link) = identity.link.as_ref().filter(|_| entity.links.is_empty()) {
                entity.links.push(LinkRecord::new(link, 1.0, "office"));
            }
        }
    }

    /// The same to be applied to many documents.
    pub fn overlay(&self) -> Overlay<'_> {
        let everywhere = self.everywhere.iter().map(|(iri, identity)| (iri.as_str(), identity)).collect();
        Overlay { everywhere, within: &self.within }
    }

    /// Who an entity of a document is, if it is another one than its IRI says.
    pub fn identity(&self, document: &str, iri: &str) -> Option<&Identity> {
        let here = self.within.get(document).and_then(|found| found.get(iri));
        here.or_else(|| self.everywhere.get(iri))
    }

    /// All identities, in order: the document (none for all documents), the IRI as extracted, who it is.
    pub fn identities(&self) -> impl Iterator<Item = (Option<&str>, &str, &Identity)> {
        let everywhere = self.everywhere.iter().map(|(iri, identity)| (None, iri.as_str(), identity));
        let within = self.within.iter().flat_map(|(document, found)| {
            found.iter().map(move |(iri, identity)| (Some(document.as_str()), iri.as_str(), identity))
        });
        everywhere.chain(within)
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.everywhere.is_empty() && self.within.is_empty()
    }

    /// Pairs to look at, the most promising first.
    pub fn queue(&self) -> &[Candidate] {
        &self.queue
    }

    /// Decisions that refer to what no document has any more, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

/// A [`Resolution`] in which entities of many documents are looked up.
#[derive(Debug)]
pub struct Overlay<'r> {
    everywhere: HashMap<&'r str, &'r Identity>,
    within: &'r BTreeMap<String, BTreeMap<String, Identity>>,
}

impl<'r> Overlay<'r> {
    /// Gives the entities of a sketch the IRIs that they have across documents, as [`Resolution::apply`] does with a record.
    pub fn apply_to<'a>(&self, sketch: &mut Sketch<'a>)
    where
        'r: 'a,
    {
        let within = self.within.get(sketch.id);
        for entity in &mut sketch.entities {
            let here = within.and_then(|found| found.get(entity.iri));
            let Some(identity) = here.or_else(|| self.everywhere.get(entity.iri).copied()) else { continue };
            entity.iri = &identity.iri;
            entity.name = identity.name.as_deref().unwrap_or(entity.name);
            if let Some(link) = identity.link.as_deref().filter(|_| entity.links.is_empty()) {
                entity.links.push(LinkSketch { iri: link, score: 1.0, by: "office", method: None });
            }
        }
    }
}

/// Collects documents, then resolves them.
#[derive(Debug)]
pub struct Resolver<'a> {
    base: &'a Base,
    facts: BTreeMap<String, Facts>,
    names: collect::Pool,
}

impl<'a> Resolver<'a> {
    /// For documents of a graph with that base IRI.
    pub fn new(base: &'a Base) -> Self {
        Self { base, facts: BTreeMap::new(), names: collect::Pool::default() }
    }

    /// Adds a document; one of the same id takes the place of the earlier.
    pub fn add(&mut self, record: &DocumentRecord) {
        let facts = Facts::of(record, self.base, &mut self.names);
        self.facts.insert(record.id.clone(), facts);
    }

    /// Resolves what was added.
    pub fn finish(self, decisions: &Decisions, offices: &Offices) -> Resolution {
        let Self { base, facts, names } = self;
        drop(names);
        let verdicts = replay::Verdicts::of(decisions, base);
        let mut draft =
            Draft { base, facts: &facts, verdicts: &verdicts, out: Resolution::default(), queue: Vec::new() };
        homonym::split(&mut draft);
        replay::split_documents(&mut draft);
        acronym::learn(&mut draft);
        tenure::resolve(&mut draft, offices);
        replay::merge(&mut draft);
        let profiles = profile::Profiles::of(&draft);
        candidate::near(&mut draft, &profiles);
        let Draft { mut out, queue, .. } = draft;
        out.queue = candidate::ranked(queue, &profiles, &verdicts, &out);
        out
    }
}

/// What the steps work on.
struct Draft<'a> {
    base: &'a Base,
    /// By id of the document.
    facts: &'a BTreeMap<String, Facts>,
    verdicts: &'a replay::Verdicts,
    out: Resolution,
    /// Pairs with what is told of them; scored at the end.
    queue: Vec<candidate::Proposal>,
}

impl Draft<'_> {
    /// The IRI that an entity of a document has by now.
    fn iri_of<'s>(&'s self, document: &str, iri: &'s str) -> &'s str {
        self.out.identity(document, iri).map_or(iri, |identity| identity.iri.as_str())
    }

    /// All IRIs that entities have by now.
    fn known(&self) -> BTreeSet<String> {
        let mut known = BTreeSet::new();
        for (document, facts) in self.facts {
            let described = facts.described.iter().map(|described| &described.iri);
            for iri in facts.seen.iter().map(|seen| &seen.iri).chain(described) {
                known.insert(self.iri_of(document, iri).to_owned());
            }
        }
        known
    }
}

/// The first few of some documents, in order: enough to look it up.
fn few<'d>(documents: impl IntoIterator<Item = &'d str>) -> Vec<String> {
    let sorted: BTreeSet<&str> = documents.into_iter().collect();
    sorted.into_iter().take(MAX_DOCUMENTS).map(str::to_owned).collect()
}

/// Documents that are kept as the evidence of one identity.
const MAX_DOCUMENTS: usize = 5;
