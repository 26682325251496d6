//! Turtle files to [`Ontology`].
