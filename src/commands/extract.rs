//! `chancery extract`: what is understood of articles, printed and not kept.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use oxigraph::model::Quad;

use super::engine::EngineArgs;
use super::input::InputArgs;
use super::{Context, Outcome, Tally};
use crate::archive::DocumentRecord;
use crate::export::rdf::{self, RdfVersion};
use crate::graph::iri::Base;
use crate::graph::{DocumentGraph, RelationIris};
use crate::pipeline::batch;
use crate::statement::Scope;

/// Arguments of `extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, folders or patterns; - or nothing for standard input.
    #[arg(value_name = "INPUT")]
    files: Vec<PathBuf>,
    /// Format of the output.
    #[arg(short, long, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,
    /// Write RDF without triple terms.
    #[arg(long, value_name = "VERSION", default_value = "1.2", value_parser = ["1.1", "1.2"])]
    rdf: String,
    /// Beginning of the IRIs.
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Keep what joins two entities and no frame takes, too: relation `relatedTo`, with the words as its path.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    engine: EngineArgs,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object a line for each document.
    Jsonl,
    /// A JSON array of documents, for people to read.
    Json,
    /// RDF: Turtle, without named graphs.
    Turtle,
    /// RDF: TriG, one named graph for each document.
    Trig,
    /// RDF: N-Triples, without named graphs.
    Ntriples,
    /// RDF: N-Quads, one named graph for each document.
    Nquads,
    /// RDF: JSON-LD.
    Jsonld,
    /// RDF: RDF/XML.
    Rdfxml,
}

impl Format {
    fn of_rdf(self) -> Option<rdf::Format> {
        match self {
            Self::Jsonl | Self::Json => None,
            Self::Turtle => Some(rdf::Format::Turtle),
            Self::Trig => Some(rdf::Format::TriG),
            Self::Ntriples => Some(rdf::Format::NTriples),
            Self::Nquads => Some(rdf::Format::NQuads),
            Self::Jsonld => Some(rdf::Format::JsonLd),
            Self::Rdfxml => Some(rdf::Format::RdfXml),
        }
    }
}

/// Understands and prints, in the order of the input.
///
/// # Errors
/// Inputs, ontology or model that cannot be used, or standard output that cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let readings = args.input.read(&args.files, context)?;
    let pipeline = args.engine.pipeline(context)?.with_scope(Scope::of(args.open));
    let base = args.base.as_deref().map(Base::new).transpose()?.unwrap_or_default();
    let relations = RelationIris::from_ontology(pipeline.ontology());
    let version = if args.rdf == "1.1" { RdfVersion::Rdf11 } else { RdfVersion::Rdf12 };
    let mut sheet = Sheet {
        out: context.stdout(),
        format: args.format,
        version,
        base: &base,
        relations: &relations,
        count: 0,
        quads: Vec::new(),
    };
    let mut tally = Tally::default();
    let mut failure = None;
    let worker = || {
        let (mut reader, base) = (pipeline.reader(), &base);
        move |reading: Result<crate::document::Document, _>| {
            reading.map(|document| reader.record(document, base))
        }
    };
    batch::run(readings, context.thread_count(), Tally::name, worker, |result| {
        let Some(record) = tally.take(result, |diagnostic| context.report(diagnostic)) else {
            return ControlFlow::Continue(());
        };
        match sheet.write(&record) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    pipeline.check_links()?;
    match failure {
        Some(error) => return Err(error.into()),
        None => sheet.finish()?,
    }
    Ok(tally.outcome())
}

/// What is being written.
struct Sheet<'a, W: Write> {
    out: W,
    format: Format,
    version: RdfVersion,
    base: &'a Base,
    relations: &'a RelationIris,
    count: usize,
    /// Quads of formats that cannot be written piece by piece.
    quads: Vec<Quad>,
}

impl<W: Write> Sheet<'_, W> {
    fn write(&mut self, record: &DocumentRecord) -> io::Result<()> {
        self.count += 1;
        match self.format {
            Format::Jsonl => {
                serde_json::to_writer(&mut self.out, record)?;
                writeln!(self.out)
            }
            Format::Json => {
                self.out.write_all(if self.count == 1 { b"[\n" } else { b",\n" })?;
                Ok(serde_json::to_writer_pretty(&mut self.out, record)?)
            }
            _ => {
                let graph = DocumentGraph::build(record, self.base, self.relations);
                self.quads.extend(graph.quads().cloned());
                let is_line_by_line = matches!(self.format, Format::Nquads | Format::Ntriples);
                if is_line_by_line { self.write_quads() } else { Ok(()) }
            }
        }
    }

    fn write_quads(&mut self) -> io::Result<()> {
        let Some(format) = self.format.of_rdf() else { return Ok(()) };
        rdf::write(self.quads.drain(..), format, self.version, &mut self.out)
    }

    fn finish(mut self) -> io::Result<()> {
        match self.format {
            Format::Jsonl | Format::Nquads | Format::Ntriples => {}
            Format::Json => self.out.write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?,
            _ => self.write_quads()?,
        }
        self.out.flush()
    }
}
