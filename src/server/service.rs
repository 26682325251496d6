//! What the endpoint says of itself: a [SPARQL 1.1 Service Description](https://www.w3.org/TR/sparql11-service-description/).
//!
//! Comes in: the site, and the address under which the client knows it. Goes out: triples that name the languages, the forms of
//! results and the graphs that there are. Nothing of a request but its address reaches them.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use super::{Error, Site};
use crate::archive::Archive;
use crate::graph::iri;
use crate::resolve::keep;
use crate::store::loaded;
use crate::store::query::FUNCTIONS;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";
/// The regime of a graph in which nothing is inferred.
const SIMPLE: &str = "http://www.w3.org/ns/entailment/Simple";
/// Forms of results, by their names at the W3C.
const RESULTS: [&str; 10] = [
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "N-Quads",
    "TriG",
];

/// The description of the endpoint at `address`.
///
/// # Errors
/// If the graph cannot be read.
pub(super) fn describe(site: &Site, address: &str) -> Result<Vec<Quad>, Error> {
    let archive = Archive::open(&site.folder)?;
    let others = loaded::list(&site.folder).map_err(|error| Error::Loaded(error.to_string()))?;
    let mut to = Description::default();
    let Some(service) = to.node("service", "Service") else { return Ok(Vec::new()) };
    to.add(&service, "endpoint", iri::outside(address));
    to.add(&service, "supportedLanguage", sd("SPARQL11Query"));
    // What was loaded beside is in its own graph alone.
    if others.is_empty() {
        to.add(&service, "feature", sd("UnionDefaultGraph"));
    }
    to.add(&service, "defaultEntailmentRegime", iri::outside(SIMPLE));
    for function in FUNCTIONS {
        let function = iri::outside(function);
        to.add(&service, "extensionFunction", function.clone());
        to.typed(function, "Function");
    }
    for name in RESULTS {
        to.add(&service, "resultFormat", iri::outside(&format!("{FORMATS}{name}")));
    }
    let Some(dataset) = to.node("dataset", "Dataset") else { return Ok(Vec::new()) };
    to.add(&service, "defaultDataset", Some(dataset.clone()));
    let union = to.node("default", "Graph");
    to.add(&dataset, "defaultGraph", union);
    let mut graphs: Vec<NamedNode> = archive.ids().map(|id| archive.base().document(id)).collect();
    graphs.extend(keep::load(&archive, false)?.quads(archive.base()).into_iter().filter_map(graph));
    graphs.extend(others.iter().filter_map(|other| iri::outside(&other.graph)));
    graphs.dedup();
    for (number, name) in graphs.into_iter().enumerate() {
        let Some(named) = to.node(&format!("g{number}"), "NamedGraph") else { continue };
        to.add(&dataset, "namedGraph", Some(named.clone()));
        to.add(&named, "name", Some(name));
    }
    // What is said of one node stands together, so that Turtle is short.
    to.0.sort_by_cached_key(|quad| quad.subject.to_string());
    Ok(to.0)
}

fn graph(quad: Quad) -> Option<NamedNode> {
    match quad.graph_name {
        GraphName::NamedNode(node) => Some(node),
        _ => None,
    }
}

fn sd(name: &str) -> Option<NamedNode> {
    iri::outside(&format!("{SD}{name}"))
}

/// Triples that were said so far.
#[derive(Default)]
struct Description(Vec<Quad>);

impl Description {
    fn add(&mut self, subject: &NamedOrBlankNode, name: &str, object: Option<impl Into<Term>>) {
        if let (Some(predicate), Some(object)) = (sd(name), object) {
            self.0.push(Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph));
        }
    }

    /// A node of a class. Labels are fixed, so that the same description is the same text.
    fn node(&mut self, label: &str, class: &str) -> Option<NamedOrBlankNode> {
        let node = NamedOrBlankNode::from(BlankNode::new(label).ok()?);
        self.typed(Some(node.clone()), class);
        Some(node)
    }

    fn typed(&mut self, node: Option<impl Into<NamedOrBlankNode>>, class: &str) {
        if let (Some(node), Some(class)) = (node, sd(class)) {
            self.0.push(Quad::new(node, rdf::TYPE, class, GraphName::DefaultGraph));
        }
    }
}
