//! What queries see, in runs into a store: each quad in its graph and, but for what was loaded beside, in the default graph.

use std::collections::BTreeSet;
use std::io;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::store::Store;

use super::super::build::{self, Error};
use super::super::dictionary::Dictionary;
use super::super::lines::Lines;
use super::super::names::{self, Names};
use super::super::term;
use crate::archive::Archive;
use crate::graph::vocabulary;
use crate::resolve::keep;
use crate::store::{evaluate, loaded};

/// Documents that are read in one go.
const CHUNK: usize = 64;
/// Megabytes that the loader takes before it writes a run.
const RUN_MEGABYTES: usize = 64;

/// Loads what queries see of an archive, and gives the local names of chancery's terms in it.
///
/// # Errors
/// If a record is damaged or the disk refuses.
pub(super) fn load(archive: &Archive, store: &Store) -> Result<BTreeSet<String>, Error> {
    let mut loader = store.bulk_loader().with_max_memory_size_in_megabytes(RUN_MEGABYTES).without_atomicity();
    let mut reader = Reader::new();
    let ids: Vec<&str> = archive.ids().collect();
    let documents = ids.chunks(CHUNK).flat_map(|ids| match reader.read(archive, ids) {
        Ok(quads) => quads.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(io::Error::other(error))],
    });
    loader.load_ok_quads::<io::Error, io::Error>(documents)?;
    let Reader { dictionary, names, mut terms } = reader;
    loader.load_quads(named(&dictionary, names).flat_map(twice)).map_err(io::Error::from)?;
    drop(dictionary);
    let resolved = keep::load(archive, false)?.quads(archive.base());
    resolved.iter().for_each(|quad| note(&quad.predicate.clone().into(), &mut terms));
    loader.load_quads(resolved.into_iter().flat_map(twice)).map_err(io::Error::from)?;
    let apart = loaded::quads(archive.folder()).map_err(io::Error::other)?;
    loader.load_quads(apart).map_err(io::Error::from)?;
    loader.commit().map_err(io::Error::from)?;
    Ok(terms)
}

/// Reads documents; what names their entities is kept to the end.
struct Reader {
    dictionary: Dictionary,
    names: Names,
    terms: BTreeSet<String>,
}

impl Reader {
    fn new() -> Self {
        let mut dictionary = Dictionary::new();
        let naming = names::PREDICATES.map(|predicate| dictionary.add(&NamedNode::from(predicate).into()));
        Self { dictionary, names: Names::new(naming), terms: evaluate::own_terms() }
    }

    /// The quads of some documents but for names, each twice.
    fn read(&mut self, archive: &Archive, ids: &[&str]) -> Result<Vec<Quad>, Error> {
        let mut quads = Vec::new();
        for Lines { terms, quads: lines } in build::read(archive, ids)? {
            terms.iter().for_each(|term| note(term, &mut self.terms));
            let term = |at: u32| terms.get(at as usize);
            for [s, p, o, g] in lines {
                let (Some(s), Some(p), Some(o), Some(g)) = (term(s), term(p), term(o), term(g)) else {
                    continue;
                };
                if !self.take(s, p, o, g) {
                    quads.extend(quad(s, p, o, g).into_iter().flat_map(twice));
                }
            }
        }
        Ok(quads)
    }

    /// Whether a quad names something; then it is kept.
    fn take(&mut self, s: &Term, p: &Term, o: &Term, g: &Term) -> bool {
        let Term::NamedNode(predicate) = p else { return false };
        if !names::PREDICATES.iter().any(|name| name.as_str() == predicate.as_str()) {
            return false;
        }
        let [s, p, o, g] = [s, p, o, g].map(|term| self.dictionary.add(term));
        if let Some(form) = names::form(self.dictionary.get(s), self.dictionary.get(o)) {
            let form = form.map_or(o, |form| self.dictionary.add_bytes(&form));
            self.names.add(s, p, form, g);
        }
        true
    }
}

/// The quads that name entities, one by one: all together they would take more than the numbers that they are made of.
fn named(dictionary: &Dictionary, names: Names) -> impl Iterator<Item = Quad> {
    let mut keys = Vec::new();
    names.into_keys(|form| dictionary.get(form), &mut keys);
    let term = |number: u32| term::decode(number, dictionary.get(number), &|part| Some(dictionary.get(part)));
    keys.into_iter().filter_map(move |[s, p, o, g]| quad(&term(s)?, &term(p)?, &term(o)?, &term(g)?))
}

/// A quad in its graph and in the default graph.
fn twice(quad: Quad) -> [Quad; 2] {
    [Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }, quad]
}

fn quad(s: &Term, p: &Term, o: &Term, g: &Term) -> Option<Quad> {
    let s = match s {
        Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
        Term::BlankNode(node) => node.clone().into(),
        _ => return None,
    };
    let (Term::NamedNode(p), Term::NamedNode(g)) = (p, g) else { return None };
    Some(Quad::new(s, p.clone(), o.clone(), g.clone()))
}

/// Keeps the local names of chancery's terms in a term.
fn note(term: &Term, terms: &mut BTreeSet<String>) {
    let mut pending = vec![term.clone()];
    while let Some(term) = pending.pop() {
        match term {
            Term::NamedNode(node) => {
                if let Some(name) = node.as_str().strip_prefix(vocabulary::CH)
                    && !terms.contains(name)
                {
                    terms.insert(name.to_owned());
                }
            }
            Term::Triple(triple) => {
                pending.extend([triple.subject.into(), triple.predicate.into(), triple.object]);
            }
            _ => {}
        }
    }
}
