//! All tests of the public interface, as one program.

mod architecture;
mod archive;
mod cli;
mod graph;
mod ontology;
mod parse;
mod source;
mod store;
mod tokens;
