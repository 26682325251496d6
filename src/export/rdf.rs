//! Quads as Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD.
//!
//! Comes in: quads in canonical order. Goes out: text, byte for byte the same for the same quads. Statuses and evidence
//! are never dropped: where a format or a consumer knows no triple terms, statements are written as `rdf:Statement`
//! reification. Turtle, N-Triples and RDF/XML know no named graphs: there the document of a statement shows in its IRI.

use std::io::{self, Write};

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{GraphNameRef, Literal, Quad, QuadRef, Term};

use super::xml::is_forbidden;
use crate::graph::provenance::to_rdf11;
use crate::graph::vocabulary::PREFIXES;

/// A serialization of RDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Turtle, without named graphs.
    Turtle,
    /// TriG.
    TriG,
    /// N-Triples, without named graphs.
    NTriples,
    /// N-Quads: the canonical form.
    NQuads,
    /// RDF/XML, without named graphs.
    RdfXml,
    /// JSON-LD, always in RDF 1.1.
    JsonLd,
}

impl Format {
    /// Whether the format can carry the triple terms of RDF 1.2.
    pub fn carries_triple_terms(self) -> bool {
        !matches!(self, Self::JsonLd | Self::RdfXml)
    }

    /// Whether the format can carry named graphs.
    pub fn carries_graphs(self) -> bool {
        matches!(self, Self::TriG | Self::NQuads | Self::JsonLd)
    }

    fn to_oxigraph(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::TriG => RdfFormat::TriG,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }
}

/// How statements about triples are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RdfVersion {
    /// With triple terms.
    #[default]
    Rdf12,
    /// With `rdf:Statement` reification.
    Rdf11,
}

/// Writes quads in the order in which they come.
///
/// # Errors
/// If `output` refuses.
pub fn write(
    quads: impl Iterator<Item = Quad>,
    format: Format,
    version: RdfVersion,
    output: &mut dyn Write,
) -> io::Result<()> {
    if version == RdfVersion::Rdf11 || !format.carries_triple_terms() {
        write_quads(to_rdf11(quads), format, output)
    } else {
        write_quads(quads, format, output)
    }
}

fn write_quads(quads: impl Iterator<Item = Quad>, format: Format, output: &mut dyn Write) -> io::Result<()> {
    let mut serializer = RdfSerializer::from_format(format.to_oxigraph());
    if !matches!(format, Format::NQuads | Format::NTriples) {
        for (prefix, iri) in PREFIXES {
            serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
        }
    }
    let mut writer = serializer.for_writer(output);
    for quad in quads {
        let quad = if format == Format::RdfXml { for_xml(quad) } else { quad };
        if format.carries_graphs() {
            writer.serialize_quad(&quad)?;
        } else {
            writer.serialize_quad(QuadRef { graph_name: GraphNameRef::DefaultGraph, ..quad.as_ref() })?;
        }
    }
    writer.finish().map(drop)
}

/// XML 1.0 has no place for some characters, even escaped: they become U+FFFD, so that the file can be read.
fn for_xml(mut quad: Quad) -> Quad {
    if let Term::Literal(literal) = &quad.object
        && literal.value().chars().any(is_forbidden)
    {
        let value: String = literal
            .value()
            .chars()
            .map(|c| if is_forbidden(c) { char::REPLACEMENT_CHARACTER } else { c })
            .collect();
        quad.object = match literal.language() {
            Some(tag) => Literal::new_language_tagged_literal(value.clone(), tag)
                .unwrap_or_else(|_| Literal::new_simple_literal(value)),
            None => Literal::new_typed_literal(value, literal.datatype()),
        }
        .into();
    }
    quad
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::iri::term;

    #[test]
    fn xml_has_no_character_that_it_forbids() {
        let name = Literal::new_simple_literal("a\0b\u{1b}\u{fffe}<");
        let quad = Quad::new(term("a"), term("b"), name, GraphNameRef::DefaultGraph);
        for format in [Format::RdfXml, Format::NQuads] {
            let mut out = Vec::new();
            write([quad.clone()].into_iter(), format, RdfVersion::Rdf12, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert_eq!(text.contains("a\u{fffd}b\u{fffd}\u{fffd}&lt;"), format == Format::RdfXml, "{text}");
        }
    }
}
