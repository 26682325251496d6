//! Provenance in RDF 1.1: triple terms become `rdf:Statement` reification.
//!
//! For stores and formats without RDF 1.2. Nothing else changes, so the status, the speaker and the evidence of every
//! statement are kept.

use oxigraph::model::{Quad, Term};

use super::vocabulary::{
    Constant, RDF_OBJECT, RDF_PREDICATE, RDF_REIFIES, RDF_STATEMENT, RDF_SUBJECT, RDF_TYPE,
};

/// The same quads without triple terms: `?s rdf:reifies <<( a p b )>>` becomes
/// `?s a rdf:Statement ; rdf:subject a ; rdf:predicate p ; rdf:object b`.
pub fn to_rdf11(quads: impl IntoIterator<Item = Quad>) -> impl Iterator<Item = Quad> {
    quads.into_iter().flat_map(reified)
}

fn reified(quad: Quad) -> Vec<Quad> {
    if quad.predicate.as_str() != RDF_REIFIES.as_str() {
        return vec![quad];
    }
    let Term::Triple(triple) = &quad.object else { return vec![quad] };
    let with = |predicate: Constant, object: Term| {
        Quad::new(quad.subject.clone(), predicate, object, quad.graph_name.clone())
    };
    vec![
        with(RDF_TYPE, RDF_STATEMENT.into()),
        with(RDF_SUBJECT, triple.subject.clone().into()),
        with(RDF_PREDICATE, triple.predicate.clone().into()),
        with(RDF_OBJECT, triple.object.clone()),
    ]
}
