//! Where the places of a snapshot lie, as one more graph beside the documents: `geo:hasGeometry` and `geo:asWKT` of GeoSPARQL.
//!
//! Like what is inferred, it is worked out anew for each use and kept nowhere.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use spareval::QueryableDataset as _;

use super::Damage;
use super::snapshot::Snapshot;
use crate::graph::iri::{Base, term};
use crate::graph::place::{Point, locate};
use crate::graph::vocabulary as v;
use crate::link::Layers;

impl Snapshot {
    /// The quads that say where its places lie, in canonical order.
    ///
    /// # Errors
    /// If this index, or that of names, is damaged.
    pub fn places(&self, layers: &Layers, base: &Base) -> Result<Vec<Quad>, Damage> {
        let view = self.view();
        let number = |node: NamedNode| view.internalize_term(node.into());
        let (kind, place, same) =
            (number(v::RDF_TYPE.into())?, number(term("Place"))?, number(v::OWL_SAME_AS.into())?);
        let mut found = BTreeMap::new();
        for quad in view.internal_quads_for_pattern(None, Some(&kind), Some(&place), Some(None)) {
            let subject = quad?.subject;
            let Term::NamedNode(node) = view.externalize_term(subject)? else { continue };
            let mut links = Vec::new();
            for quad in view.internal_quads_for_pattern(Some(&subject), Some(&same), None, Some(None)) {
                if let Term::NamedNode(link) = view.externalize_term(quad?.object)? {
                    links.push(link.into_string());
                }
            }
            links.sort();
            let point = locate(layers, base, node.as_str(), links.iter().map(String::as_str));
            if let Some(point) = point.map_err(|damage| Damage(damage.to_string()))? {
                found.insert(node.into_string(), point);
            }
        }
        Ok(found.iter().flat_map(|(place, point)| quads(base, place, point)).collect())
    }
}

fn quads(base: &Base, place: &str, point: &Point) -> Vec<Quad> {
    let Some(place) = crate::graph::iri::outside(place) else { return Vec::new() };
    let (graph, node) = (GraphName::NamedNode(base.places()), base.geometry(&place));
    let wkt = Literal::new_typed_literal(point.to_wkt(), NamedNode::from(v::GEO_WKT));
    let source = Literal::new_simple_literal(&point.identifier);
    [
        (place, v::GEO_HAS_GEOMETRY, Term::from(node.clone())),
        (node.clone(), v::GEO_AS_WKT, wkt.into()),
        (node, v::DCTERMS_SOURCE, source.into()),
    ]
    .into_iter()
    .map(|(subject, predicate, object)| Quad::new(subject, NamedNode::from(predicate), object, graph.clone()))
    .collect()
}
