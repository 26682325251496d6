//! All tests of the public interface, as one program.

mod architecture;
mod cli;
mod ontology;
mod parse;
mod source;
mod tokens;
