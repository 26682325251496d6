//! One label for an entity in the whole index.
//!
//! Documents write a name in different ways ("MOSCOW", "Moscow"), and each has the label of its own. In come the quads
//! of all documents, one after the other; what names entities is held back and goes out at the end, with the
//! same label in every document and the other forms as alternative ones.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::entity::label;
use crate::graph::vocabulary as v;

/// The names of one entity by document.
#[derive(Default)]
struct Forms {
    /// Labels with the documents that have them.
    labels: BTreeMap<String, Vec<GraphName>>,
    /// Other forms with theirs.
    others: BTreeMap<String, Vec<GraphName>>,
}

/// The names of all entities.
#[derive(Default)]
pub(super) struct Labels(BTreeMap<NamedNode, Forms>);

impl Labels {
    /// Holds a quad back if it names something; gives it back if not.
    pub(super) fn hold(&mut self, quad: Quad) -> Option<Quad> {
        let predicate = quad.predicate.as_str();
        let is_label = predicate == v::RDFS_LABEL.as_str();
        let is_other = predicate == v::SKOS_ALT_LABEL.as_str();
        if !is_label && !is_other && predicate != v::SKOS_PREF_LABEL.as_str() {
            return Some(quad);
        }
        let (NamedOrBlankNode::NamedNode(node), Term::Literal(form)) = (quad.subject, quad.object) else {
            return None;
        };
        let forms = self.0.entry(node).or_default();
        let form = form.value().to_owned();
        if is_label {
            forms.labels.entry(form).or_default().push(quad.graph_name);
        } else if is_other {
            forms.others.entry(form).or_default().push(quad.graph_name);
        }
        None
    }

    /// The quads that name entities.
    pub(super) fn into_quads(self) -> impl Iterator<Item = Quad> {
        self.0.into_iter().flat_map(|(node, forms)| forms.into_quads(&node))
    }
}

impl Forms {
    fn into_quads(self, node: &NamedNode) -> Vec<Quad> {
        let counts = self.labels.iter().map(|(form, graphs)| (form.as_str(), graphs.len()));
        let Some(best) = label::best(counts).map(str::to_owned) else { return Vec::new() };
        let mut quads = Vec::new();
        let mut add = |predicate: v::Constant, form: &str, graph: &GraphName| {
            let form = Literal::new_simple_literal(form);
            quads.push(Quad::new(node.clone(), NamedNode::from(predicate), form, graph.clone()));
        };
        for (form, graphs) in &self.labels {
            for graph in graphs {
                add(v::RDFS_LABEL, &best, graph);
                add(v::SKOS_PREF_LABEL, &best, graph);
                if *form != best {
                    add(v::SKOS_ALT_LABEL, form, graph);
                }
            }
        }
        for (form, graphs) in self.others.iter().filter(|(form, _)| **form != best) {
            graphs.iter().for_each(|graph| add(v::SKOS_ALT_LABEL, form, graph));
        }
        quads
    }
}
