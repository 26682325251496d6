//! IRIs that the loader knows by name.

/// Namespace of the ontology.
pub(super) const CH: &str = "https://w3id.org/chancery/ontology#";
/// Namespace of PLOVER's event types.
pub(super) const PLOVER: &str = "https://w3id.org/chancery/plover#";
/// Namespace of Wikidata items.
pub(super) const WD: &str = "http://www.wikidata.org/entity/";

macro_rules! terms {
    ($namespace:literal: $($name:ident $local:literal),+ $(,)?) => {
        $(pub(super) const $name: &str = concat!($namespace, $local);)+
    };
}

terms! { "https://w3id.org/chancery/ontology#":
    ADJECTIVE "adjective", ATTRIBUTE_PROPERTY "AttributeProperty", BESIDE "beside", CAMEO "cameo", CAPITAL "capital", DATE "Date", DEMONYM "demonym", ENTRY "entry", EXAMPLE "example",
    EXPECT "expect", FAMILY "family", FRAME "frame", FROM "from", GEONAMES "geonames", GOLDSTEIN "goldstein", ISO "iso",
    LEXICON "Lexicon", MARK "mark", PATTERN "pattern", PLOVER_MODE "ploverMode", PLOVER_TYPE "plover", STATE "state",
    STATUS "status", TEXT "text", UNTIL "until", WORDS "words",
}
terms! { "http://www.w3.org/1999/02/22-rdf-syntax-ns#":
    RDF_FIRST "first", RDF_REST "rest", RDF_TYPE "type",
}
terms! { "http://www.w3.org/2000/01/rdf-schema#":
    RDFS_CLASS "Class", RDFS_DOMAIN "domain", RDFS_LABEL "label", RDFS_LITERAL "Literal", RDFS_RANGE "range",
    RDFS_SUB_CLASS_OF "subClassOf", RDFS_SUB_PROPERTY_OF "subPropertyOf",
}
terms! { "http://www.w3.org/2002/07/owl#":
    OWL_CLASS "Class", OWL_DATATYPE_PROPERTY "DatatypeProperty",
    OWL_INVERSE_OF "inverseOf", OWL_OBJECT_PROPERTY "ObjectProperty", OWL_PROPERTY_CHAIN "propertyChainAxiom",
    OWL_SAME_AS "sameAs",
    OWL_SYMMETRIC_PROPERTY "SymmetricProperty", OWL_THING "Thing", OWL_UNION_OF "unionOf",
}
terms! { "http://www.w3.org/2004/02/skos/core#":
    SKOS_ALT_LABEL "altLabel", SKOS_DEFINITION "definition", SKOS_PREF_LABEL "prefLabel",
}

/// The sixteen event types of PLOVER.
pub(super) const PLOVER_TYPES: [&str; 16] = [
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
];

/// What follows the last `#` or `/` of an IRI.
pub(super) fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
