//! A SPARQL 1.1 server as a second home of a graph.
//!
//! Comes in: an archive and the [`Address`] of a server. Goes out: the same named graphs on the server, one a document, over
//! the SPARQL 1.1 Protocol, with Graph Store Protocol or SPARQL Update, whichever the server speaks. What was replaced is
//! replaced, what was taken out is taken out, what is there already is left alone, so that a push that was broken off goes on
//! where it stopped.
//!
//! A graph of its own on the server, the *ledger*, says which state of each document is there. It is written after
//! the document, so that it never promises what is not there. Never connects to a host that was not named: redirects and
//! proxies are not followed. Never touches a graph outside of the archive's base, nor a document that the archive never held
//! unless it is asked to.

mod address;
mod client;
mod error;
mod push;
pub mod reconcile;
mod sparql;

pub use address::{Address, Endpoints};
pub use client::{Client, Credentials};
pub use error::Error;
pub use push::{Options, Pushed, Step, push};
