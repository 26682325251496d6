//! An index with what came to the archive since it was made.
//!
//! Documents that were added since are read from the archive and sorted in memory; those that were replaced or taken out
//! are hidden. If an entity gets another label by that, its names in the index are hidden too and stand anew beside
//! it. So a snapshot answers just as an index of the whole archive would.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use oxigraph::model::Term;

use super::build::{self, Error};
use super::dataset::View;
use super::layout::Section;
use super::lines::Lines;
use super::page::Key;
use super::sorted::{Prefix, Sorted, Walk};
use super::{Damage, Index, Order, names, term};
use crate::archive::Archive;
use crate::graph::iri::Base;
use oxigraph::model::NamedNode;

/// Stands for the default graph in keys.
pub(super) const DEFAULT: u32 = u32::MAX;

/// An index and what came since, ready for queries.
pub struct Snapshot {
    pub(super) index: Index,
    over: Overlay,
}

/// A snapshot with what should be told about how it came about.
pub struct Opened {
    /// What answers queries.
    pub snapshot: Snapshot,
    /// The base IRI of the graph.
    pub base: Base,
    /// What was wrong with the file and what was done about it.
    pub note: Option<String>,
}

/// What is laid over an index.
#[derive(Default)]
struct Overlay {
    /// Terms that are not in the index, by number from its end on.
    terms: Vec<Term>,
    numbers: HashMap<Term, u32>,
    /// Graphs of the index whose documents were replaced or taken out.
    dead: HashSet<u32>,
    /// Graphs of the documents that came.
    fresh: BTreeSet<u32>,
    /// Graphs that are no part of the default graph.
    apart: HashSet<u32>,
    /// Entities whose names in the index no longer hold.
    renamed: HashSet<u32>,
    /// Numbers of what names an entity.
    naming: [u32; 3],
    /// Quads in named graphs, in each order.
    named: [Vec<Key>; 4],
    /// Triples that are in the default graph only now, in each order.
    union: [Vec<Key>; 4],
}

/// Why a snapshot could not be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Damage(#[from] Damage),
    #[error(transparent)]
    Build(#[from] Error),
}

impl Snapshot {
    /// An index alone.
    pub fn from_index(index: Index) -> Self {
        Self { index, over: Overlay::default() }
    }

    /// An index with the documents that changed since it was made.
    pub(super) fn new(index: Index, archive: &Archive, changed: &BTreeSet<String>) -> Result<Self, Failure> {
        let mut snapshot = Self::from_index(index);
        if changed.is_empty() {
            return Ok(snapshot);
        }
        for (place, predicate) in snapshot.over.naming.iter_mut().zip(names::PREDICATES) {
            let number = snapshot.index.find(&NamedNode::from(predicate).into())?;
            *place = number.unwrap_or(DEFAULT);
        }
        let mut touched = BTreeSet::new();
        for id in changed {
            snapshot.bury(&archive.base().document(id).into(), &mut touched)?;
        }
        let (mut quads, mut added) = (BTreeSet::new(), BTreeMap::new());
        let live: Vec<&str> = changed.iter().map(String::as_str).filter(|id| archive.contains(id)).collect();
        for lines in build::read(archive, &live)? {
            snapshot.take(lines, &mut quads, &mut added)?;
        }
        touched.extend(added.keys());
        for entity in touched {
            snapshot.name(entity, added.remove(&entity).unwrap_or_default(), &mut quads)?;
        }
        snapshot.sort(&quads)?;
        Ok(snapshot)
    }

    /// Whether the index holds everything.
    pub fn is_whole(&self) -> bool {
        self.over.dead.is_empty() && self.over.named[0].is_empty()
    }

    /// The snapshot as the evaluator of SPARQL sees it.
    pub(in crate::store) fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// The first damage that was met while pages were read: then no answer can be trusted.
    pub fn damage(&self) -> Option<&Damage> {
        self.index.damage()
    }

    /// What stands behind the `#` of terms of a vocabulary, for each term of the graph; `None` for those of others.
    pub(in crate::store) fn fragments(
        &self,
        vocabulary: &'static str,
    ) -> impl Iterator<Item = Result<Option<String>, Damage>> {
        let base = NamedNode::new(vocabulary).map(|base| self.index.find(&base.into()));
        let base = base.unwrap_or(Ok(None));
        let fragment = move |number: u32| {
            let bytes = self.index.term_bytes(number)?;
            let base = base.clone()?;
            Ok(base.and_then(|base| term::fragment(bytes, base)).map(str::to_owned))
        };
        let since = self.over.terms.iter().map(move |term| match term {
            Term::NamedNode(node) => {
                let rest = node.as_str().strip_prefix(vocabulary).and_then(|rest| rest.strip_prefix('#'));
                Ok(rest.map(str::to_owned))
            }
            _ => Ok(None),
        });
        (0..self.index.terms()).map(fragment).chain(since)
    }

    /// The number of a term, if it is in the snapshot.
    pub(super) fn find(&self, term: &Term) -> Result<Option<u32>, Damage> {
        Ok(self.index.find(term)?.or_else(|| self.over.numbers.get(term).copied()))
    }

    /// The term of a number.
    pub(super) fn term(&self, number: u32) -> Result<Option<Term>, Damage> {
        if number < self.index.terms() {
            return self.index.term(number).map(Some);
        }
        Ok(self.over.terms.get((number - self.index.terms()) as usize).cloned())
    }

    /// The numbers of the parts of a triple term of the index; `None` for other terms.
    pub(super) fn parts(&self, number: u32) -> Result<Option<[u32; 3]>, Damage> {
        if number < self.index.terms() {
            return Ok(term::parts(number, self.index.term_bytes(number)?));
        }
        Ok(None)
    }

    /// One past the highest number of a term.
    pub(super) fn terms(&self) -> u32 {
        self.index.terms() + self.over.terms.len() as u32
    }

    /// Whether a quad of the index no longer holds.
    pub(super) fn hides(&self, [s, p, _, g]: Key) -> bool {
        let Overlay { dead, renamed, naming, .. } = &self.over;
        !dead.is_empty() && dead.contains(&g)
            || !renamed.is_empty() && naming.contains(&p) && renamed.contains(&s)
    }

    /// Whether the document of a graph of the index was replaced or taken out.
    pub(super) fn is_dead(&self, graph: u32) -> bool {
        self.over.dead.contains(&graph)
    }

    /// Graphs of documents that came since. Names in other graphs may have come, too.
    pub(super) fn fresh(&self) -> impl Iterator<Item = u32> {
        self.over.fresh.iter().copied()
    }

    /// Quads of the index in an order.
    pub(super) fn base(&self, order: Order) -> Sorted<'_> {
        Sorted::Pages(&self.index, order.section())
    }

    /// Quads that came since in an order, or the triples that they add to the default graph.
    pub(super) fn since(&self, order: Order, is_union: bool) -> Sorted<'_> {
        let keys = if is_union { &self.over.union } else { &self.over.named };
        Sorted::Slice(&keys[order as usize])
    }

    /// Quads that came since, read in an order.
    pub(super) fn over_quads(&self, order: Order) -> impl Iterator<Item = Key> {
        self.over.named[order as usize].iter().map(move |&key| order.quad(key))
    }

    /// A graph that the index does not have.
    pub(super) fn freshen(&mut self, graph: u32) {
        self.over.fresh.insert(graph);
    }

    /// A graph that is no part of the default graph.
    pub(super) fn set_apart(&mut self, graph: u32) {
        self.over.apart.insert(graph);
    }

    /// Hides the quads of a document; the entities that they name are touched.
    fn bury(&mut self, document: &Term, touched: &mut BTreeSet<u32>) -> Result<(), Damage> {
        let Some(graph) = self.index.find(document)? else { return Ok(()) };
        let prefix = Prefix::of([Some(graph), None, None, None]);
        let mut walk = Walk::new(self.base(Order::Gspo), prefix)?;
        let mut is_there = false;
        while let Some(key) = walk.current()? {
            let [entity, predicate, ..] = Order::Gspo.quad(key);
            if self.over.naming.contains(&predicate) {
                touched.insert(entity);
            }
            is_there = true;
            walk.step();
        }
        if is_there {
            self.over.dead.insert(graph);
        }
        Ok(())
    }

    /// Takes the quads of a document; names are put aside by entity.
    fn take(
        &mut self,
        lines: Lines,
        quads: &mut BTreeSet<Key>,
        added: &mut BTreeMap<u32, Vec<Key>>,
    ) -> Result<(), Damage> {
        let Lines { terms, quads: lines } = lines;
        let numbers: Vec<u32> = terms.iter().map(|term| self.number(term)).collect::<Result<_, _>>()?;
        let part = |at: u32| Some((*numbers.get(at as usize)?, terms.get(at as usize)?));
        for quad in lines {
            self.over.fresh.extend(numbers.get(quad[3] as usize));
            let [Some(s), Some(p), Some(o), Some(g)] = quad.map(part) else { continue };
            if !names::PREDICATES
                .iter()
                .any(|name| matches!(p.1, Term::NamedNode(p) if p.as_str() == name.as_str()))
            {
                quads.insert([s.0, p.0, o.0, g.0]);
                continue;
            }
            let (Term::NamedNode(_), Term::Literal(form)) = (s.1, o.1) else { continue };
            let form = self.number(&oxigraph::model::Literal::new_simple_literal(form.value()).into())?;
            if let Some(name) = names::key(s.0, p.0, form, g.0, &self.over.naming) {
                added.entry(s.0).or_default().push(name);
            }
        }
        Ok(())
    }

    /// The number of a term, a new one if need be.
    pub(super) fn number(&mut self, term: &Term) -> Result<u32, Damage> {
        if let Some(number) = self.find(term)? {
            return Ok(number);
        }
        let number = self.terms();
        self.over.terms.push(term.clone());
        self.over.numbers.insert(term.clone(), number);
        Ok(number)
    }

    /// Names an entity anew, of its names in the index that still hold and those that were added.
    fn name(&mut self, entity: u32, mut added: Vec<Key>, quads: &mut BTreeSet<Key>) -> Result<(), Damage> {
        let mut before = Vec::new();
        let mut walk = Walk::new(
            Sorted::Pages(&self.index, Section::Names),
            Prefix::of([Some(entity), None, None, None]),
        )?;
        while let Some(name) = walk.current()? {
            before.push(name);
            walk.step();
        }
        let text = |form: u32| match self.term(form) {
            Ok(Some(Term::Literal(form))) => Some(form.value().to_owned()),
            _ => None,
        };
        let best_before = names::best(&before, text);
        let mut after = before;
        after.retain(|[_, _, _, graph]| !self.over.dead.contains(graph));
        let kept = after.len();
        after.append(&mut added);
        let best = names::best(&after, text);
        let from = if best == best_before { kept } else { 0 };
        if let Some(best) = best {
            let fresh = after.iter().skip(from);
            quads.extend(fresh.flat_map(|name| names::named(name, best, &self.over.naming)));
        }
        if best != best_before {
            self.over.renamed.insert(entity);
        }
        Ok(())
    }

    /// Sorts what came, and finds what of it is new in the default graph.
    pub(super) fn sort(&mut self, quads: &BTreeSet<Key>) -> Result<(), Damage> {
        let shared = quads.iter().filter(|[_, _, _, g]| !self.over.apart.contains(g));
        let mut union: Vec<Key> = shared.map(|&[s, p, o, _]| [s, p, o, DEFAULT]).collect();
        union.dedup();
        let mut fresh = Vec::with_capacity(union.len());
        for triple in union {
            if !self.holds(triple)? {
                fresh.push(triple);
            }
        }
        for order in Order::ALL {
            let sorted = |quads: &mut dyn Iterator<Item = Key>| {
                let mut keys: Vec<Key> = quads.map(|quad| order.key(quad)).collect();
                keys.sort_unstable();
                keys
            };
            self.over.named[order as usize] = sorted(&mut quads.iter().copied());
            self.over.union[order as usize] = sorted(&mut fresh.iter().copied());
        }
        Ok(())
    }

    /// Whether the index has a triple in a document that still stands.
    fn holds(&self, [s, p, o, _]: Key) -> Result<bool, Damage> {
        let mut walk = Walk::new(self.base(Order::Spog), Prefix::of([Some(s), Some(p), Some(o), None]))?;
        while let Some(quad) = walk.current()? {
            if !self.hides(quad) {
                return Ok(true);
            }
            walk.step();
        }
        Ok(false)
    }
}
