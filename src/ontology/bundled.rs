//! The Turtle files that come with the program. A new file is added to this list and nowhere else.

/// The shapes that every graph fits, in Turtle (SHACL).
pub const SHAPES: &str = include_str!("../../ontology/shapes.ttl");

/// The classes and properties of every graph, in Turtle (RDFS, OWL).
pub const VOCABULARY: &str = include_str!("../../ontology/chancery.ttl");

/// Names and texts of files of the folder `ontology`.
macro_rules! files {
    ($($name:literal)+) => { &[$(($name, include_str!(concat!("../../ontology/", $name)))),+] };
}

/// Name and text of each file, in the order in which they are read.
pub(super) const FILES: &[(&str, &str)] = files! {
    "chancery.ttl"
    "alignments.ttl"
    "shapes.ttl"
    "lexicon.ttl"
    "sectors.ttl"
    "relations/accuse.ttl"
    "relations/agree.ttl"
    "relations/aid.ttl"
    "relations/assault.ttl"
    "relations/biography.ttl"
    "relations/coerce.ttl"
    "relations/conflict.ttl"
    "relations/consult.ttl"
    "relations/cooperate.ttl"
    "relations/event.ttl"
    "relations/measure.ttl"
    "relations/mobilize.ttl"
    "relations/place.ttl"
    "relations/protest.ttl"
    "relations/reject.ttl"
    "relations/request.ttl"
    "relations/retreat.ttl"
    "relations/role.ttl"
    "relations/sanction.ttl"
    "relations/statement.ttl"
    "relations/support.ttl"
    "relations/territory.ttl"
    "relations/threaten.ttl"
    "relations/tie.ttl"
    "gazetteer/states.ttl"
    "gazetteer/places.ttl"
    "gazetteer/organizations.ttl"
    "gazetteer/parties.ttl"
    "gazetteer/bodies.ttl"
    "gazetteer/armed-groups.ttl"
    "gazetteer/words.ttl"
};
