//! What is collected of an actor: names, classes, identifiers, documents.

use std::borrow::Borrow;
use std::cmp::{Ordering, Reverse};

use jiff::civil::Date;

use super::super::{Actor, Said, ShareOf};
use super::{in_order_of_ids, make_room};
use crate::entity::label;
use crate::ontology::Class;

/// What the name that a document settled on counts, in mentions.
pub(super) const LABEL: usize = 1000;

#[derive(Debug, Default)]
pub(super) struct ActorDraft {
    pub(super) iri: String,
    pub(super) names: Counts<String>,
    pub(super) classes: Counts<Class>,
    pub(super) links: Vec<LinkDraft>,
    /// Numbers of the documents that mention it.
    pub(super) sources: Vec<usize>,
    pub(super) statements: usize,
    pub(super) texts: usize,
    pub(super) said: Vec<Said>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    pub(super) share: Option<ShareOf>,
}

/// An outside identifier.
#[derive(Debug)]
pub(super) struct LinkDraft {
    pub(super) iri: String,
    /// The best score.
    pub(super) score: u32,
    /// Score and method of the best that has one, and that score.
    pub(super) reason: Option<(u32, String)>,
}

/// How often each was seen, in order. Nearly all have one or two, for which a map takes ten times the memory.
pub(super) type Counts<T> = Vec<(T, usize)>;

impl ActorDraft {
    /// `source` has the place of each document in order of identifiers.
    pub(super) fn finish(mut self, source: &[usize]) -> Actor {
        self.names.sort_unstable_by(by_use);
        let names: Vec<String> = self.names.into_iter().map(|(name, _)| name).collect();
        let class = self.classes.iter().max_by_key(|&&(class, count)| (count, Reverse(class)));
        let mut links = self.links;
        links.sort_unstable_by(|a, b| b.score.cmp(&a.score).then_with(|| a.iri.cmp(&b.iri)));
        let reasons = links.iter_mut().filter_map(|link| Some((link.iri.clone(), link.reason.take()?.1)));
        let link_reasons = reasons.collect();
        let mut sources = self.sources;
        in_order_of_ids(&mut sources, source);
        Actor {
            name: names.first().cloned().unwrap_or_default(),
            names,
            class: class.map_or(Class::Group, |&(class, _)| class),
            links: links.into_iter().map(|link| link.iri).collect(),
            link_reasons,
            iri: self.iri,
            documents: sources.len(),
            sources,
            statements: self.statements,
            texts: self.texts,
            said: self.said,
            first: self.first,
            last: self.last,
            share: self.share,
        }
    }
}

/// What documents call it before what they only write too, a form in capitals after others; then the most frequent
/// first; of two equally frequent the longer one says more.
fn by_use(a: &(String, usize), b: &(String, usize)) -> Ordering {
    let key = |(name, count): &(String, usize)| {
        ((*count < LABEL, label::capitals(name)), Reverse(*count), Reverse(name.chars().count()))
    };
    key(a).cmp(&key(b)).then_with(|| a.0.cmp(&b.0))
}

/// Adds to how often `key` was seen.
pub(super) fn count<T: Borrow<K>, K: Ord + ToOwned<Owned = T> + ?Sized>(
    counts: &mut Counts<T>,
    key: &K,
    by: usize,
) {
    match counts.binary_search_by(|(found, _)| found.borrow().cmp(key)) {
        Ok(at) => counts[at].1 += by,
        Err(at) => {
            make_room(counts);
            counts.insert(at, (key.to_owned(), by));
        }
    }
}
