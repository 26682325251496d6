//! Oxigraph's memory store over an archive, as another opinion on what queries should find.

use std::collections::BTreeMap;

use chancery::archive::Archive;
use chancery::entity::label;
use chancery::graph::iri::Base;
use chancery::graph::vocabulary as v;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

/// Labels of an entity, and its other forms, each with the documents that have them.
type Forms = [BTreeMap<String, Vec<GraphName>>; 2];

/// The quads of an archive as queries see them: one label an entity, and everything in the default graph once, too.
pub(crate) fn store(archive: &Archive) -> Store {
    let store = Store::new().unwrap();
    let mut loader = store.bulk_loader();
    let mut names: BTreeMap<NamedNode, Forms> = BTreeMap::new();
    let mut all = Vec::new();
    for quad in archive.quads() {
        let quad = quad.unwrap();
        let kinds = [v::RDFS_LABEL, v::SKOS_ALT_LABEL, v::SKOS_PREF_LABEL];
        match kinds.iter().position(|kind| quad.predicate.as_str() == kind.as_str()) {
            None => all.push(quad),
            Some(2) => {}
            Some(kind) => {
                let (NamedOrBlankNode::NamedNode(node), Term::Literal(form)) = (quad.subject, quad.object)
                else {
                    continue;
                };
                let forms = &mut names.entry(node).or_default()[kind];
                forms.entry(form.value().to_owned()).or_default().push(quad.graph_name);
            }
        }
    }
    for (node, forms) in &names {
        name(node, forms, &mut all);
    }
    let union = all
        .iter()
        .map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() })
        .collect::<Vec<_>>();
    loader.load_quads(all.into_iter().chain(union)).unwrap();
    loader.commit().unwrap();
    store
}

fn name(node: &NamedNode, [labels, others]: &Forms, quads: &mut Vec<Quad>) {
    let Some(best) = label::best(labels.iter().map(|(form, graphs)| (form.as_str(), graphs.len()))) else {
        return;
    };
    let mut add = |predicate: v::Constant, form: &str, graph: &GraphName| {
        let form = Literal::new_simple_literal(form);
        quads.push(Quad::new(node.clone(), NamedNode::from(predicate), form, graph.clone()));
    };
    for graph in labels.values().flatten() {
        add(v::RDFS_LABEL, best, graph);
        add(v::SKOS_PREF_LABEL, best, graph);
    }
    for (form, graphs) in labels.iter().chain(others).filter(|(form, _)| *form != best) {
        graphs.iter().for_each(|graph| add(v::SKOS_ALT_LABEL, form, graph));
    }
}

/// The rows, truth value or triples of a query, sorted.
pub(crate) fn rows(store: &Store, query: &str, base: &Base) -> Vec<String> {
    let mut evaluator = SparqlEvaluator::new();
    for (prefix, iri) in v::PREFIXES {
        evaluator = evaluator.with_prefix(prefix, iri).unwrap();
    }
    for (prefix, iri) in base.prefixes() {
        evaluator = evaluator.with_prefix(prefix, iri).unwrap();
    }
    let results = evaluator.parse_query(query).unwrap().on_store(store).execute().unwrap();
    let mut rows = match results {
        QueryResults::Boolean(is_true) => vec![is_true.to_string()],
        QueryResults::Solutions(rows) => rows.map(|row| shown(row.unwrap().values())).collect(),
        QueryResults::Graph(triples) => triples.map(|triple| triple.unwrap().to_string()).collect(),
    };
    rows.sort();
    rows
}

/// A row as text.
pub(crate) fn shown(values: &[Option<Term>]) -> String {
    let value = |term: &Option<Term>| term.as_ref().map(ToString::to_string).unwrap_or_default();
    values.iter().map(value).collect::<Vec<_>>().join("\t")
}
