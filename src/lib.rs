//! **chancery** turns news into a knowledge graph that can be cited.

pub mod archive;
pub mod commands;
pub mod diagnostic;
pub mod document;
pub mod entity;
pub mod evaluation;
pub mod export;
pub mod file;
pub mod graph;
pub mod limits;
pub mod link;
pub mod mention;
pub mod network;
pub mod ontology;
pub mod parse;
pub mod pipeline;
pub mod reason;
pub mod remote;
pub mod resolve;
pub mod server;
pub mod source;
pub mod statement;
pub mod store;
pub mod tokens;
pub mod weight;
