//! What is found out of all documents together, in RDF, in graphs of its own.
//!
//! In comes a [`Resolution`], out go sorted quads in the graph `{base}resolution`: `owl:sameAs` where an IRI means one
//! actor only, and for each identity a node with method, reason and documents. In come [`Copies`], out go quads in the graph
//! `{base}copies`: `ch:sameTextAs` from a document to the one that printed its text first. The graphs of the documents stay as they
//! were extracted.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};

use super::keep::Resolved;
use super::{Identity, Method, Resolution};
use crate::archive::duplicates::Copies;
use crate::graph::iri::{self, Base, EntityPath};
use crate::graph::vocabulary as v;

impl Resolution {
    /// What it says, in canonical order.
    pub fn quads(&self, base: &Base) -> Vec<Quad> {
        let graph = base.resolution();
        let mut lines: BTreeMap<String, Quad> = BTreeMap::new();
        for (document, from, identity) in self.identities() {
            for (subject, predicate, object) in triples(base, document, from, identity) {
                let quad = Quad::new(subject, predicate, object, GraphName::NamedNode(graph.clone()));
                lines.insert(quad.to_string(), quad);
            }
        }
        lines.into_values().collect()
    }
}

impl Resolved {
    /// Which documents print one text, and who is who: the graphs in the order of their IRIs, as exports write them.
    pub fn quads(&self, base: &Base) -> Vec<Quad> {
        let mut quads = copies(&self.copies, base);
        quads.extend(self.resolution.quads(base));
        quads
    }
}

/// Which documents print the text of another, in canonical order.
pub fn copies(copies: &Copies, base: &Base) -> Vec<Quad> {
    let graph = base.copies();
    let quads = copies.iter().map(|(id, leader)| {
        let (document, leader) = (base.document(id), base.document(leader));
        Quad::new(document, v::SAME_TEXT_AS, leader, GraphName::NamedNode(graph.clone()))
    });
    let lines: BTreeMap<String, Quad> = quads.map(|quad| (quad.to_string(), quad)).collect();
    lines.into_values().collect()
}

fn triples(
    base: &Base,
    document: Option<&str>,
    from: &str,
    identity: &Identity,
) -> Vec<(NamedNode, NamedNode, Term)> {
    let (Some(source), Some(target)) = (iri::outside(from), iri::outside(&identity.iri)) else {
        return Vec::new();
    };
    let node = base.identification(from, document);
    let mut out: Vec<(NamedNode, NamedNode, Term)> = Vec::new();
    let mut add = |subject: &NamedNode, predicate: v::Constant, object: Term| {
        out.push((subject.clone(), predicate.into(), object));
    };
    let text = |text: &str| Term::from(Literal::new_simple_literal(text));
    // An IRI that means several persons is the same as none of them.
    let means_one = document.is_none() || base.entity_path(from) == Some(EntityPath::Described);
    if means_one && identity.method != Method::Homonym {
        add(&source, v::OWL_SAME_AS, target.clone().into());
    }
    add(&node, v::RDF_TYPE, v::IDENTIFICATION.into());
    add(&node, v::IDENTIFIES, source.into());
    add(&node, v::IDENTIFIED_AS, target.clone().into());
    add(&node, v::METHOD, text(identity.method.as_str()));
    add(&node, v::REASON, text(&identity.why));
    if let Some(document) = document {
        add(&node, v::IN_DOCUMENT, base.document(document).into());
    }
    for document in &identity.documents {
        add(&node, v::PROV_WAS_DERIVED_FROM, base.document(document).into());
    }
    if let Some(number) = identity.decision {
        add(&node, v::DECISION, Literal::from(number).into());
    }
    if let Some(link) = identity.link.as_deref().and_then(iri::outside) {
        add(&target, v::OWL_SAME_AS, link.into());
    }
    out
}
