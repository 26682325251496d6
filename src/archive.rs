//! The archive: one checksummed record per document, append-only. It is the truth of a graph.

pub mod record;

pub use record::DocumentRecord;
