//! What follows from the triples of a snapshot, as one more graph beside the documents.
//!
//! It is worked out anew for each use and laid over the index in memory: it is in no file, and gone with what it
//! came from. Each triple of the graph has a node that says by which rule and from which statements it follows.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use spareval::{InternalQuad, QueryableDataset as _};

use super::dataset::View;
use super::snapshot::Snapshot;
use super::{Damage, Order};
use crate::graph::iri::Base;
use crate::graph::vocabulary as v;
use crate::reason::{Closure, Derived, Fact, Schema, close};

/// Statements (or documents) that a premise names at most: those whose IRIs come first.
const MAX_SOURCES: usize = 16;

/// A graph of what follows.
#[derive(Clone, Debug, Default)]
pub struct Inferred {
    /// Its quads in canonical order.
    pub quads: Vec<Quad>,
    /// The triples that follow, without what is said about them.
    pub triples: usize,
    /// Whether that is all: `false` if the cap was reached.
    pub is_whole: bool,
}

impl Snapshot {
    /// What follows from the triples that documents assert, at most `cap` triples.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn inferred(&self, schema: &Schema, base: &Base, cap: usize) -> Result<Inferred, Damage> {
        let reader = Reader { view: self.view() };
        let asserted = reader.asserted(schema)?;
        let closure = close(&asserted, schema, cap);
        let nodes: BTreeMap<Fact, NamedNode> = closure
            .derived
            .iter()
            .filter_map(|derived| Some((derived.triple, base.inference(&closure.triple(&derived.triple)?))))
            .collect();
        let graph = GraphName::NamedNode(base.inferred());
        let mut lines = BTreeMap::new();
        for derived in &closure.derived {
            for triple in reader.told(derived, &closure, &nodes)? {
                let quad = triple.in_graph(graph.clone());
                lines.insert(quad.to_string(), quad);
            }
        }
        Ok(Inferred {
            quads: lines.into_values().collect(),
            triples: closure.derived.len(),
            is_whole: closure.is_whole,
        })
    }

    /// The same snapshot with more quads, of graphs that it does not have.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn with(mut self, quads: &[Quad]) -> Result<Self, Damage> {
        self.lay_over(quads, false)?;
        Ok(self)
    }

    /// The same snapshot with more quads, of graphs that are no part of the default graph.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn with_apart(mut self, quads: &[Quad]) -> Result<Self, Damage> {
        self.lay_over(quads, true)?;
        Ok(self)
    }
}

/// Reads what inference needs.
struct Reader<'a> {
    view: View<'a>,
}

impl Reader<'_> {
    /// The triples of the relations that the schema is about, and the classes of entities.
    fn asserted(&self, schema: &Schema) -> Result<Vec<Triple>, Damage> {
        let mut found = Vec::new();
        for relation in schema.relations() {
            let relation = self.number(relation)?;
            found.extend(self.matching([None, Some(relation), None])?);
        }
        let kind = self.number(&rdf::TYPE.into_owned())?;
        for class in schema.classes() {
            let class = self.number(class)?;
            found.extend(self.matching([None, Some(kind), Some(class)])?);
        }
        found.into_iter().filter_map(|quad| self.triple(&quad).transpose()).collect()
    }

    /// A derived triple with what is said about it.
    fn told(
        &self,
        derived: &Derived,
        closure: &Closure,
        nodes: &BTreeMap<Fact, NamedNode>,
    ) -> Result<Vec<Triple>, Damage> {
        let (Some(triple), Some(node)) = (closure.triple(&derived.triple), nodes.get(&derived.triple)) else {
            return Ok(Vec::new());
        };
        let about = |predicate: v::Constant, object: Term| {
            Triple::new(node.clone(), NamedNode::from(predicate), object)
        };
        let mut told = vec![
            about(v::RDF_REIFIES, Term::Triple(Box::new(triple.clone()))),
            about(v::RDF_TYPE, v::INFERENCE.into()),
            about(v::RULE, Literal::new_simple_literal(derived.rule.name()).into()),
        ];
        for premise in &derived.premises {
            let sources = match (nodes.get(premise), closure.triple(premise)) {
                (Some(node), _) => vec![node.clone().into()],
                (None, Some(premise)) => self.sources(&premise)?,
                (None, None) => Vec::new(),
            };
            told.extend(sources.into_iter().map(|source| about(v::PROV_WAS_DERIVED_FROM, source)));
        }
        told.push(triple);
        Ok(told)
    }

    /// The asserted statements of a triple; of one that no statement is about, the documents that have it. A relation
    /// that holds both ways is stated one way.
    fn sources(&self, triple: &Triple) -> Result<Vec<Term>, Damage> {
        let mut found = self.statements(triple)?;
        if let (true, Term::NamedNode(object)) = (found.is_empty(), &triple.object) {
            let turned = Triple::new(object.clone(), triple.predicate.clone(), triple.subject.clone());
            found = self.statements(&turned)?;
        }
        if found.is_empty() {
            let Triple { subject, predicate, object } = triple.clone();
            let parts = [subject.into(), predicate.into(), object];
            let mut numbers = [None; 3];
            for (number, part) in numbers.iter_mut().zip(parts) {
                *number = Some(self.view.internalize_term(part)?);
            }
            let [s, p, o] = &numbers;
            for quad in self.view.internal_quads_for_pattern(s.as_ref(), p.as_ref(), o.as_ref(), None) {
                if let Some(graph) = quad?.graph_name {
                    found.insert(self.view.externalize_term(graph)?.to_string(), graph);
                }
            }
        }
        found.into_values().take(MAX_SOURCES).map(|number| self.view.externalize_term(number)).collect()
    }

    fn statements(&self, triple: &Triple) -> Result<BTreeMap<String, u32>, Damage> {
        let reified = self.view.internalize_term(Term::Triple(Box::new(triple.clone())))?;
        let reifies = self.number(&v::RDF_REIFIES.into())?;
        let status = self.number(&v::STATUS.into())?;
        let asserted = self.number(&crate::graph::iri::term("asserted"))?;
        let mut found = BTreeMap::new();
        for quad in self.matching([None, Some(reifies), Some(reified)])? {
            if !self.matching([Some(quad.subject), Some(status), Some(asserted)])?.is_empty() {
                found.insert(self.view.externalize_term(quad.subject)?.to_string(), quad.subject);
            }
        }
        Ok(found)
    }

    fn number(&self, node: &NamedNode) -> Result<u32, Damage> {
        self.view.internalize_term(node.clone().into())
    }

    fn matching(&self, [s, p, o]: [Option<u32>; 3]) -> Result<Vec<InternalQuad<u32>>, Damage> {
        self.view.internal_quads_for_pattern(s.as_ref(), p.as_ref(), o.as_ref(), Some(None)).collect()
    }

    fn triple(&self, quad: &InternalQuad<u32>) -> Result<Option<Triple>, Damage> {
        let subject = match self.view.externalize_term(quad.subject)? {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            _ => return Ok(None),
        };
        let Term::NamedNode(predicate) = self.view.externalize_term(quad.predicate)? else { return Ok(None) };
        Ok(Some(Triple::new(subject, predicate, self.view.externalize_term(quad.object)?)))
    }
}

impl Snapshot {
    fn lay_over(&mut self, more: &[Quad], is_apart: bool) -> Result<(), Damage> {
        let mut quads: BTreeSet<_> = self.over_quads(Order::Spog).collect();
        for quad in more {
            let Quad { subject, predicate, object, graph_name } = quad.clone();
            let GraphName::NamedNode(graph) = graph_name else { continue };
            let mut key = super::page::Key::default();
            for (place, term) in key.iter_mut().zip([subject.into(), predicate.into(), object, graph.into()])
            {
                *place = self.number(&super::term::canonical(term))?;
            }
            quads.insert(key);
            self.freshen(key[3]);
            if is_apart {
                self.set_apart(key[3]);
            }
        }
        self.sort(&quads)
    }
}
