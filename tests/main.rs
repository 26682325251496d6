//! All tests of the public interface, as one program.

mod ontology;
mod parse;
mod tokens;
