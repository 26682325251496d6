//! All tests of the public interface, as one program.

mod architecture;
mod archive;
mod cli;
mod export;
mod graph;
mod network;
mod ontology;
mod parse;
mod sample;
mod source;
mod store;
mod tokens;
