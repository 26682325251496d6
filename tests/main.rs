//! All tests of the public interface, as one program.

mod parse;
mod tokens;
