//! `chancery query`: answers a SPARQL query over a graph.

mod table;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use oxigraph::model::GraphName;

use super::{Context, Outcome};
use crate::archive::Archive;
use crate::diagnostic::counted;
use crate::export::rdf::{self, RdfVersion};
use crate::graph::iri::Base;
use crate::limits::Limits;
use crate::link::Layers;
use crate::ontology::load;
use crate::reason::Schema;
use crate::store::child::{Asked, child_main, from_arguments};
use crate::store::query::{Answer, Backend, Graph, Inference, QueryOutput, Truncated, run_in_child};
use crate::store::results::{self, ResultFormat};

/// Answer a SPARQL query over a graph
///
/// The default graph holds the statements of all documents, who is who across them, and which of them print one text;
/// `GRAPH ?document { … }` asks for the statements of one. Well-known
/// prefixes (ch, ex, doc, rdf, rdfs, owl, skos, prov, time, dcterms, nif, schema, geo, plover, wd) need no
/// declaration. Ready queries are in examples/queries.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Directory of the graph
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// The query, such as 'SELECT ?a ?b { ?a ch:spokeWith ?b }'
    #[arg(value_name = "SPARQL", conflicts_with = "file")]
    pub query: Option<String>,
    /// Read the query from a file; - is standard input
    #[arg(short, long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Form of the result [default: table on a terminal, tsv in a pipe; turtle for CONSTRUCT and DESCRIBE]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write RDF without triple terms
    #[arg(long, value_name = "VERSION", default_value = "1.2", value_parser = ["1.1", "1.2"])]
    pub rdf: String,
    /// Leave text in CSV as it is, even if a spreadsheet would run it as a formula
    #[arg(long)]
    pub raw: bool,
    /// Seconds after which the query is ended, without an answer; loading the graph does not count
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// Rows after which the result is cut
    #[arg(long, value_name = "ROWS")]
    pub max_rows: Option<usize>,
    /// Ask of what the documents say alone: neither of who is who across documents (owl:sameAs, in the graph
    /// <…resolution>) nor of which documents print one text (ch:sameTextAs, in the graph <…copies>)
    #[arg(long)]
    pub as_extracted: bool,
    /// Ask of where places lie, too, as the bundled index of names knows it: `?place geo:hasGeometry/geo:asWKT ?point`, and
    /// geof:distance(?a, ?b, uom:kilometre) of two points; the graph is <…places>
    #[arg(long)]
    pub places: bool,
    /// With --places: where this index has places, too, after the bundled one; may be repeated
    #[arg(long = "index", value_name = "FILE", requires = "places")]
    pub indexes: Vec<PathBuf>,
    /// Ask of what follows from the statements, too: inverse, symmetric and transitive relations, wider relations and
    /// classes; `GRAPH ?g { … }` with <…inferred> holds it, with the rule and the statements that it came from
    #[arg(long)]
    pub infer: bool,
    /// Folder of Turtle files that adds to the ontology by which it is inferred
    #[arg(long, value_name = "DIR", requires = "infer")]
    pub ontology: Option<PathBuf>,
    /// What answers: the index that comes with every graph, or one in RocksDB for a graph whose quads do not fit in memory, which
    /// is made at the first query and kept below KG/index (needs a program that is built with it)
    #[arg(long, value_enum, value_name = "BACKEND", default_value = "pages")]
    pub backend: BackendArg,
    /// Exit with status 1 if nothing is found (or ASK says no)
    #[arg(short, long)]
    pub exit_status: bool,
}

/// What answers queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum BackendArg {
    /// The index of pages that comes with every graph
    #[default]
    Pages,
    /// An index in RocksDB, without --places, --infer and --as-extracted
    Rocksdb,
}

impl From<BackendArg> for Backend {
    fn from(backend: BackendArg) -> Self {
        match backend {
            BackendArg::Pages => Self::Pages,
            BackendArg::Rocksdb => Self::Rocksdb,
        }
    }
}

/// Forms of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns for people
    Table,
    /// SPARQL results in JSON
    Json,
    /// Values, comma separated
    Csv,
    /// RDF terms, tab separated
    Tsv,
    /// SPARQL results in XML; RDF/XML for CONSTRUCT and DESCRIBE
    Xml,
    /// Turtle
    Turtle,
    /// N-Triples
    Ntriples,
    /// N-Quads
    Nquads,
    /// TriG
    Trig,
    /// JSON-LD
    Jsonld,
}

impl Format {
    /// As a form of rows, if it is one.
    fn of_rows(self, raw: bool) -> Option<ResultFormat> {
        match self {
            Self::Json => Some(ResultFormat::Json),
            Self::Csv if raw => Some(ResultFormat::RawCsv),
            Self::Csv => Some(ResultFormat::Csv),
            Self::Tsv => Some(ResultFormat::Tsv),
            Self::Xml => Some(ResultFormat::Xml),
            _ => None,
        }
    }

    /// As a form of triples, if it is one.
    fn of_triples(self) -> Option<rdf::Format> {
        match self {
            Self::Turtle => Some(rdf::Format::Turtle),
            Self::Ntriples => Some(rdf::Format::NTriples),
            Self::Nquads => Some(rdf::Format::NQuads),
            Self::Trig => Some(rdf::Format::TriG),
            Self::Jsonld | Self::Json => Some(rdf::Format::JsonLd),
            Self::Xml => Some(rdf::Format::RdfXml),
            _ => None,
        }
    }
}

/// Arguments of the hidden subcommand that evaluates one query.
#[derive(Debug, clap::Args)]
pub struct ChildArgs {
    /// Limits as numbers
    #[arg(num_args = 7)]
    pub limits: Vec<u64>,
    /// Without who is who, and without which documents print one text
    #[arg(long)]
    pub as_extracted: bool,
    /// With places
    #[arg(long)]
    pub places: bool,
    /// By these indexes of names
    #[arg(long = "index")]
    pub indexes: Vec<PathBuf>,
    /// With what follows
    #[arg(long)]
    pub infer: bool,
    /// Of the store of RocksDB
    #[arg(long)]
    pub rocksdb: bool,
    /// Folder of the ontology
    #[arg(long)]
    pub ontology: Option<PathBuf>,
    /// Directory of the graph
    #[arg(last = true)]
    pub graph: PathBuf,
}

/// Answers the query on standard output.
///
/// # Errors
/// If the query is refused or wrong, or the graph cannot be read.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let query = query_text(args)?;
    let archive = Archive::open(&args.graph)?;
    if !context.quiet {
        for finding in archive.findings() {
            writeln!(io::stderr(), "{finding}")?;
        }
    }
    let mut limits = context.limits.clone();
    if let Some(seconds) = args.timeout {
        limits.query_timeout_ms = seconds.saturating_mul(1_000);
    }
    if let Some(rows) = args.max_rows {
        limits.max_query_rows = rows;
    }
    let base = archive.base().clone();
    drop(archive);
    let program = std::env::current_exe().context("cannot find the program itself")?;
    if let Some(folder) = &args.ontology {
        // A folder that cannot be read is told of here, not by the process that evaluates.
        schema(Some(folder), &limits)?;
    }
    let inference = args.infer.then_some(Inference { ontology: args.ontology.as_deref() });
    let backend = Backend::from(args.backend);
    if backend == Backend::Rocksdb && (args.places || args.infer || args.as_extracted) {
        bail!(
            "the index in RocksDB has neither --places nor --infer nor --as-extracted; leave out --backend"
        );
    }
    if args.places {
        // One that cannot be used is told of here, too.
        Layers::with_files(&args.indexes)?;
    }
    let graph = Graph {
        folder: &args.graph,
        is_as_extracted: args.as_extracted,
        places: args.places.then_some(args.indexes.as_slice()),
        inference,
        backend,
    };
    let output = run_in_child(&program, graph, &query, &limits)?;
    write_output(&output, args, context, &base, &mut io::stdout().lock())?;
    if !context.quiet {
        say_notes(&output, &limits)?;
    }
    let is_cut = output.truncated == Some(Truncated::Size);
    let is_negative = is_cut || args.exit_status && is_nothing(&output.answer);
    Ok(if is_negative { Outcome::Negative } else { Outcome::Done })
}

/// Evaluates one query as the child process of [`run`].
///
/// # Errors
/// If standard input or output refuse.
pub fn run_child(args: &ChildArgs) -> anyhow::Result<Outcome> {
    let Some((limits, is_distrusted)) = from_arguments(&args.limits) else {
        bail!("seven numbers are expected")
    };
    let schema = args.infer.then(|| schema(args.ontology.as_deref(), &limits)).transpose()?;
    let asked = Asked {
        is_distrusted,
        is_as_extracted: args.as_extracted,
        places: args.places.then_some(args.indexes.as_slice()),
        schema: schema.as_ref(),
        backend: if args.rocksdb { Backend::Rocksdb } else { Backend::Pages },
    };
    child_main(&args.graph, &limits, &asked, &mut io::stdin().lock(), &mut io::stdout().lock())?;
    Ok(Outcome::Done)
}

/// What the ontology declares.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn schema(ontology: Option<&Path>, limits: &Limits) -> anyhow::Result<Schema> {
    let texts = load::texts(ontology, limits)?;
    Ok(Schema::read(texts.iter().map(|source| source.text.as_str())))
}

fn query_text(args: &Args) -> anyhow::Result<String> {
    match (&args.query, &args.file) {
        (Some(query), _) => Ok(query.clone()),
        (None, Some(path)) if path.as_os_str() == "-" => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).context("cannot read the query from standard input")?;
            Ok(text)
        }
        (None, Some(path)) => {
            fs::read_to_string(path).map_err(|error| {
                anyhow::anyhow!(
                    "cannot read the query from {}: {error}; name a text file with a query, or - for standard input",
                    path.display()
                )
            })
        }
        (None, None) => bail!(
            "no query; give one in quotes, such as 'SELECT ?a ?b {{ ?a ch:spokeWith ?b }}', or a file with -f FILE"
        ),
    }
}

fn write_output(
    output: &QueryOutput,
    args: &Args,
    context: &Context,
    base: &Base,
    to: &mut dyn Write,
) -> anyhow::Result<()> {
    match &output.answer {
        Answer::Graph(triples) => {
            let format = args.format.unwrap_or(Format::Turtle);
            let Some(format) = format.of_triples() else {
                bail!(
                    "CONSTRUCT and DESCRIBE give triples; use --format turtle, ntriples, nquads, trig, jsonld or xml"
                );
            };
            let quads = triples.iter().map(|triple| triple.clone().in_graph(GraphName::DefaultGraph));
            let version = if args.rdf == "1.1" { RdfVersion::Rdf11 } else { RdfVersion::Rdf12 };
            rdf::write(quads, format, version, to)?;
        }
        answer => {
            let default = if context.stdout_is_terminal { Format::Table } else { Format::Tsv };
            let format = args.format.unwrap_or(default);
            match format.of_rows(args.raw) {
                Some(format) => {
                    results::write(answer, format, to)?;
                    if matches!(answer, Answer::Boolean(_)) || format == ResultFormat::Json {
                        writeln!(to)?;
                    }
                }
                None if format == Format::Table => table::write(answer, context, base, to)?,
                None => bail!("SELECT and ASK give rows; use --format table, json, csv, tsv or xml"),
            }
        }
    }
    to.flush()?;
    Ok(())
}

fn say_notes(output: &QueryOutput, limits: &crate::limits::Limits) -> io::Result<()> {
    let mut to = io::stderr().lock();
    match output.truncated {
        Some(Truncated::Rows) => {
            let rows = counted(limits.max_query_rows, "row");
            writeln!(to, "note: truncated after {rows}; add LIMIT and OFFSET, or raise --max-rows")?;
        }
        Some(Truncated::Size) => {
            writeln!(to, "note: truncated, the result is too large; select fewer columns")?;
        }
        None => {}
    }
    for note in &output.notes {
        writeln!(to, "note: {note}")?;
    }
    Ok(())
}

fn is_nothing(answer: &Answer) -> bool {
    match answer {
        Answer::Boolean(is_true) => !is_true,
        Answer::Solutions { rows, .. } => rows.is_empty(),
        Answer::Graph(triples) => triples.is_empty(),
    }
}
