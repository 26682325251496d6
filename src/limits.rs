//! Every cap on what chancery accepts, its default and why.
//!
//! A [`Limits`] value is passed in by the caller and never global.

/// Caps on input and work. [`Limits::default`] holds the documented defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one raw input document: larger files are rejected before they are read.
    pub max_document_bytes: u64,
    /// Unicode scalar values of one document's text (spaCy's own limit).
    pub max_text_chars: usize,
    /// Members read from one archive (zip).
    pub max_archive_members: usize,
    /// Bytes that one compressed input may expand to in total.
    pub max_expanded_bytes: u64,
    /// Expanded bytes per compressed byte; zip bombs exceed it.
    pub max_expansion_ratio: u64,
    /// Bytes of one ontology file.
    pub max_ontology_bytes: u64,
    /// Bytes of a SPARQL query (its parser recurses).
    pub max_query_bytes: usize,
    /// Nested brackets in a SPARQL query (its parser recurses).
    pub max_query_depth: usize,
    /// Triple patterns in a SPARQL query (planning grows with the cube of their number).
    pub max_query_patterns: usize,
    /// Milliseconds a query may run before it is ended.
    pub query_timeout_ms: u64,
    /// Rows a query may return before the result is cut and marked as cut.
    pub max_query_rows: usize,
    /// Bytes of address space of the process that evaluates a query.
    pub max_query_memory_bytes: u64,
    /// Triples that are inferred at most: each takes five to seven quads.
    pub max_inferred_triples: usize,
    /// Triples of others that may be loaded beside a graph: each query reads them all.
    pub max_loaded_triples: usize,
    /// Steps up a dependency tree when arguments and status are resolved.
    pub max_tree_steps: usize,
    /// Mentions of one document that coreference looks at.
    pub max_mentions: usize,
    /// Tokens looked at to either side of a clause for its arguments.
    pub max_statements: usize,
}

/// A limit that users may set: its name, what it caps, and how it is set.
pub type Settable = (&'static str, &'static str, fn(&mut Limits, u64));

impl Limits {
    /// The limits that can be set by name, as `--input-limit` does.
    pub const SETTABLE: [Settable; 5] = [
        ("document-bytes", "bytes of one document in its file", |limits, value| {
            limits.max_document_bytes = value;
        }),
        ("text-chars", "characters of one document's text", |limits, value| {
            limits.max_text_chars = usize::try_from(value).unwrap_or(usize::MAX);
        }),
        ("archive-members", "files read from one zip archive", |limits, value| {
            limits.max_archive_members = usize::try_from(value).unwrap_or(usize::MAX);
        }),
        ("expanded-bytes", "bytes that one compressed input may expand to", |limits, value| {
            limits.max_expanded_bytes = value;
        }),
        ("expansion-ratio", "bytes that come of one compressed byte", |limits, value| {
            limits.max_expansion_ratio = value;
        }),
    ];

    /// Sets a limit by its name; `false` if there is none of that name.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let found = Self::SETTABLE.iter().find(|(known, _, _)| *known == name);
        if let Some((_, _, set)) = found {
            set(self, value);
        }
        found.is_some()
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_document_bytes: 10_000_000,
            max_text_chars: 1_000_000,
            max_archive_members: 10_000,
            max_expanded_bytes: 1_000_000_000,
            max_expansion_ratio: 200,
            max_ontology_bytes: 50_000_000,
            max_query_bytes: 64_000,
            max_query_depth: 64,
            max_query_patterns: 100,
            query_timeout_ms: 10_000,
            max_query_rows: 10_000,
            max_query_memory_bytes: 1 << 30,
            max_inferred_triples: 1_000_000,
            max_loaded_triples: 1_000_000,
            max_tree_steps: 64,
            max_mentions: 20_000,
            max_statements: 100_000,
        }
    }
}
