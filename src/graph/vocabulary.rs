//! The IRIs of the vocabularies that chancery writes, and the prefixes under which people know them.
//!
//! Constants only: nothing here is built from data.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Term};

/// A term of a vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Constant(&'static str);

impl Constant {
    /// The IRI as text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl From<Constant> for NamedNode {
    /// Every constant is a valid IRI, which a test holds, so the fallback is never taken.
    fn from(constant: Constant) -> Self {
        Self::new(constant.0).unwrap_or_else(|_| rdf::NIL.into_owned())
    }
}

impl From<Constant> for Term {
    fn from(constant: Constant) -> Self {
        NamedNode::from(constant).into()
    }
}

/// Namespace of chancery's own terms.
pub const CH: &str = "https://w3id.org/chancery/ontology#";
/// Namespace of frames: a frame's IRI is this, the relation's name, `/` and the frame's number.
pub const FRAME: &str = "https://w3id.org/chancery/frame/";
/// Namespace of what indexes of names know and no public data has an IRI for.
pub const INDEX: &str = "https://w3id.org/chancery/index/";
/// Namespace of PLOVER event types and modes.
pub const PLOVER: &str = "https://w3id.org/chancery/plover#";
/// Namespace of releases of this program.
pub const SOFTWARE: &str = "https://w3id.org/chancery/software/";

/// Prefixes that queries may use without declaring them and that Turtle is written with, in order.
///
/// The prefixes of entities and documents depend on the base: [`super::iri::Base::prefixes`].
pub const PREFIXES: [(&str, &str); 18] = [
    ("ch", CH),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("frame", FRAME),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("plover", PLOVER),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("wdt", "http://www.wikidata.org/prop/direct/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Declares the constants with one line each and lists them for the test.
macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $($part:literal),+;)+) => {
        $($(#[$doc])* pub const $name: Constant = Constant(concat!($($part),+));)+
        /// Every term above.
        pub const TERMS: &[Constant] = &[$($name),+];
    };
}

terms! {
    /// A claim of a document: the reifier of a triple.
    STATEMENT = "https://w3id.org/chancery/ontology#", "Statement";
    /// A document.
    DOCUMENT = "https://w3id.org/chancery/ontology#", "Document";
    /// Whether and how a statement holds.
    STATUS = "https://w3id.org/chancery/ontology#", "status";
    /// That an entity is something in the data of others: the reifier of an `owl:sameAs`.
    LINK = "https://w3id.org/chancery/ontology#", "Link";
    /// What speaks for a link.
    LINK_FEATURES = "https://w3id.org/chancery/ontology#", "linkFeatures";
    /// What made a link, and how the name was found.
    LINK_METHOD = "https://w3id.org/chancery/ontology#", "linkMethod";
    /// How likely a link is right, 0 to 1.
    LINK_SCORE = "https://w3id.org/chancery/ontology#", "linkScore";
    /// Subject and object of a statement in no order: finds symmetric statements either way.
    PARTICIPANT = "https://w3id.org/chancery/ontology#", "participant";
    /// The speaker.
    ATTRIBUTED_TO = "https://w3id.org/chancery/ontology#", "attributedTo";
    /// Whether the speaker is quoted or reported.
    ATTRIBUTION_KIND = "https://w3id.org/chancery/ontology#", "attributionKind";
    /// 0 to 1.
    CONFIDENCE = "https://w3id.org/chancery/ontology#", "confidence";
    /// The word that evokes the relation.
    TRIGGER = "https://w3id.org/chancery/ontology#", "trigger";
    /// The frame that found the statement.
    FRAME_OF = "https://w3id.org/chancery/ontology#", "frame";
    /// The mention of the subject.
    SUBJECT_EVIDENCE = "https://w3id.org/chancery/ontology#", "subjectEvidence";
    /// The mention of the object, or the reported clause.
    OBJECT_EVIDENCE = "https://w3id.org/chancery/ontology#", "objectEvidence";
    /// The expression that the time was read from.
    TIME_EVIDENCE = "https://w3id.org/chancery/ontology#", "timeEvidence";
    /// First day of a statement's time.
    FIRST_DAY = "https://w3id.org/chancery/ontology#", "firstDay";
    /// Last day of a statement's time.
    LAST_DAY = "https://w3id.org/chancery/ontology#", "lastDay";
    /// Where.
    PLACE = "https://w3id.org/chancery/ontology#", "place";
    /// How much.
    QUANTITY = "https://w3id.org/chancery/ontology#", "quantity";
    /// A quantity node.
    QUANTITY_CLASS = "https://w3id.org/chancery/ontology#", "Quantity";
    /// The number of a quantity.
    VALUE = "https://w3id.org/chancery/ontology#", "value";
    /// The upper number of a quantity that is a range.
    MAXIMUM = "https://w3id.org/chancery/ontology#", "maximum";
    /// Count, money, share, ….
    QUANTITY_KIND = "https://w3id.org/chancery/ontology#", "quantityKind";
    /// The unit of a quantity.
    UNIT = "https://w3id.org/chancery/ontology#", "unit";
    /// More than, less than, about, ….
    BOUND = "https://w3id.org/chancery/ontology#", "bound";
    /// CAMEO code.
    CAMEO = "https://w3id.org/chancery/ontology#", "cameo";
    /// PLOVER event type.
    PLOVER_TYPE = "https://w3id.org/chancery/ontology#", "plover";
    /// PLOVER mode.
    PLOVER_MODE = "https://w3id.org/chancery/ontology#", "ploverMode";
    /// Goldstein's scale, -10 to 10.
    GOLDSTEIN = "https://w3id.org/chancery/ontology#", "goldstein";
    /// The lemmas that join the two entities of an open statement.
    PATH = "https://w3id.org/chancery/ontology#", "path";
    /// The node of a triple that was inferred.
    INFERENCE = "https://w3id.org/chancery/ontology#", "Inference";
    /// The rule that an inference was made by.
    RULE = "https://w3id.org/chancery/ontology#", "rule";
    /// Where an entity is mentioned.
    MENTION = "https://w3id.org/chancery/ontology#", "mention";
    /// The fraction of a share.
    SHARE = "https://w3id.org/chancery/ontology#", "share";
    /// What a share is a fraction of.
    OF = "https://w3id.org/chancery/ontology#", "of";
    /// Version of the ontology that read a document.
    ONTOLOGY_VERSION = "https://w3id.org/chancery/ontology#", "ontologyVersion";
    /// rdf:type
    RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type";
    /// rdf:reifies
    RDF_REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "reifies";
    /// rdf:Statement
    RDF_STATEMENT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "Statement";
    /// rdf:subject
    RDF_SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "subject";
    /// rdf:predicate
    RDF_PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "predicate";
    /// rdf:object
    RDF_OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "object";
    /// rdfs:label
    RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#", "label";
    /// skos:prefLabel
    SKOS_PREF_LABEL = "http://www.w3.org/2004/02/skos/core#", "prefLabel";
    /// skos:altLabel
    SKOS_ALT_LABEL = "http://www.w3.org/2004/02/skos/core#", "altLabel";
    /// owl:sameAs
    OWL_SAME_AS = "http://www.w3.org/2002/07/owl#", "sameAs";
    /// owl:versionInfo
    OWL_VERSION_INFO = "http://www.w3.org/2002/07/owl#", "versionInfo";
    /// Who an entity of documents is
    IDENTIFICATION = "https://w3id.org/chancery/ontology#", "Identification";
    /// The entity as it was extracted
    IDENTIFIES = "https://w3id.org/chancery/ontology#", "identifies";
    /// Who it is
    IDENTIFIED_AS = "https://w3id.org/chancery/ontology#", "identifiedAs";
    /// How that was found
    METHOD = "https://w3id.org/chancery/ontology#", "method";
    /// The evidence in words
    REASON = "https://w3id.org/chancery/ontology#", "reason";
    /// The one document that it holds in
    IN_DOCUMENT = "https://w3id.org/chancery/ontology#", "inDocument";
    /// Number of the decision of a person
    DECISION = "https://w3id.org/chancery/ontology#", "decision";
    /// The document that printed the text of a document first
    SAME_TEXT_AS = "https://w3id.org/chancery/ontology#", "sameTextAs";
    /// prov:wasDerivedFrom
    PROV_WAS_DERIVED_FROM = "http://www.w3.org/ns/prov#", "wasDerivedFrom";
    /// prov:wasRevisionOf
    PROV_WAS_REVISION_OF = "http://www.w3.org/ns/prov#", "wasRevisionOf";
    /// prov:wasAssociatedWith
    PROV_WAS_ASSOCIATED_WITH = "http://www.w3.org/ns/prov#", "wasAssociatedWith";
    /// prov:used
    PROV_USED = "http://www.w3.org/ns/prov#", "used";
    /// prov:Activity
    PROV_ACTIVITY = "http://www.w3.org/ns/prov#", "Activity";
    /// dcterms:title
    DCTERMS_TITLE = "http://purl.org/dc/terms/", "title";
    /// dcterms:date
    DCTERMS_DATE = "http://purl.org/dc/terms/", "date";
    /// dcterms:source
    DCTERMS_SOURCE = "http://purl.org/dc/terms/", "source";
    /// dcterms:language
    DCTERMS_LANGUAGE = "http://purl.org/dc/terms/", "language";
    /// dcterms:identifier
    DCTERMS_IDENTIFIER = "http://purl.org/dc/terms/", "identifier";
    /// schema:author
    SCHEMA_AUTHOR = "https://schema.org/", "author";
    /// schema:url
    SCHEMA_URL = "https://schema.org/", "url";
    /// geo:hasGeometry
    GEO_HAS_GEOMETRY = "http://www.opengis.net/ont/geosparql#", "hasGeometry";
    /// geo:asWKT
    GEO_AS_WKT = "http://www.opengis.net/ont/geosparql#", "asWKT";
    /// geo:wktLiteral
    GEO_WKT = "http://www.opengis.net/ont/geosparql#", "wktLiteral";
    /// nif:isString
    NIF_IS_STRING = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", "isString";
    /// nif:anchorOf
    NIF_ANCHOR_OF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", "anchorOf";
    /// time:inXSDDate
    TIME_IN_DATE = "http://www.w3.org/2006/time#", "inXSDDate";
    /// time:inXSDgYearMonth
    TIME_IN_YEAR_MONTH = "http://www.w3.org/2006/time#", "inXSDgYearMonth";
    /// time:inXSDgYear
    TIME_IN_YEAR = "http://www.w3.org/2006/time#", "inXSDgYear";
    /// time:hasBeginning
    TIME_HAS_BEGINNING = "http://www.w3.org/2006/time#", "hasBeginning";
    /// time:hasEnd
    TIME_HAS_END = "http://www.w3.org/2006/time#", "hasEnd";
    /// xsd:date
    XSD_DATE = "http://www.w3.org/2001/XMLSchema#", "date";
    /// xsd:gYearMonth
    XSD_YEAR_MONTH = "http://www.w3.org/2001/XMLSchema#", "gYearMonth";
    /// xsd:gYear
    XSD_YEAR = "http://www.w3.org/2001/XMLSchema#", "gYear";
    /// xsd:decimal
    XSD_DECIMAL = "http://www.w3.org/2001/XMLSchema#", "decimal";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_a_valid_iri_of_a_known_prefix() {
        for term in TERMS {
            assert!(NamedNode::new(term.as_str()).is_ok(), "{term:?}");
            assert!(PREFIXES.iter().any(|(_, iri)| term.as_str().starts_with(iri)), "{term:?}");
        }
        assert!(PREFIXES.iter().all(|(_, iri)| NamedNode::new(*iri).is_ok()));
        assert!(PREFIXES.is_sorted());
    }
}
