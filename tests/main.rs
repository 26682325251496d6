//! All tests of the public interface, as one program.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod again;
mod architecture;
mod archive;
mod cli;
mod compact;
mod conllu;
mod damage;
mod digest;
mod disagree;
mod duplicates;
mod evaluation;
mod event;
mod export;
mod export_options;
mod fault;
mod feed;
mod file;
mod form;
mod ftm;
mod geojson;
mod graph;
mod graphs;
mod hints;
mod index;
mod input;
mod kept;
mod language;
mod link;
mod linking;
mod load;
mod mail;
mod map;
mod measure;
mod memory;
mod name;
mod naming;
mod network;
mod online;
mod ontology;
mod parse;
mod paths;
mod reason;
mod remote;
mod report;
mod resolve;
mod review;
mod review_terminal;
mod rocksdb;
mod sample;
mod serve;
#[cfg(feature = "shacl")]
mod shacl;
mod source;
mod statement;
mod status;
mod store;
mod table;
mod time;
mod tokens;
mod trap;
mod verdict;
mod watch;
