//! `chancery export`: a graph, or a part of it, as a file for another program.

mod brat;
mod chosen;
mod events;
mod ftm;
mod geojson;
mod options;

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use oxigraph::model::Quad;

use super::part::{self, Part};
use super::{Context, Outcome};
use crate::archive::{Archive, OwnRelations};
use crate::diagnostic::counted;
use crate::export::{Format, LossReport, View, csv, file, html, json, rdf, svg};
use crate::network::{Network, Selection};
use crate::ontology::Ontology;
use crate::resolve::keep;
use crate::store::index::{Opened, Snapshot};
use crate::store::inference_cut;
use chosen::Chosen;

/// Actors in a picture at most, if nobody says.
const MAX_ACTORS: usize = 60;

/// Arguments of `export`.
///
/// An option that a format has no use for is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chancery export kg -o network.gexf
  chancery export kg --actor \"Steve Witkoff\" --depth 2 -o witkoff.svg
  chancery export kg --format events --flavour gdelt -o events.tsv
  chancery export kg --format csv -o tables
  chancery export kg --format nquads | sha256sum")]
pub struct Args {
    /// The graph: a folder made by `chancery build`, a file made by `chancery extract`, or `-`.
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// What to write [default: what the name after -o ends in].
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<ExportFormat>,
    /// File to write (for csv a folder; for brat a folder, or a file that ends in .zip) [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Which part of the graph.
    #[command(flatten)]
    pub part: Part,
    /// RDF 1.2 has statements about triples as triple terms, 1.1 as reification (rdf:Statement) [default: 1.2].
    #[arg(long, value_name = "VERSION")]
    pub rdf: Option<RdfVersion>,
    /// In RDF: what follows from the statements, too, with the rule and the statements that it came from, in the graph
    /// <…inferred>. The ontology is that of the program, and the graph the whole one: not with what chooses a part.
    #[arg(long)]
    pub inferred: bool,
    /// Variant of GraphML (plain, yed) or of events (plain, gdelt, polecat) [default: plain].
    #[arg(long, value_name = "FLAVOUR")]
    pub flavour: Option<Flavour>,
    /// For events: those that are planned, possible, denied or negated too, not only what is told as a fact.
    #[arg(long, conflicts_with = "status")]
    pub all_status: bool,
    /// For geojson and events: where this index has places, too, after the bundled one; may be repeated.
    #[arg(long = "index", value_name = "FILE")]
    pub indexes: Vec<PathBuf>,
    /// Actors in a picture at most, those with most ties first [default: 60].
    #[arg(long, value_name = "N")]
    pub max_actors: Option<usize>,
    /// Title of a picture or a report.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
}

/// What `export` can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Graphviz.
    Dot,
    /// GraphML: igraph, NetworkX, Neo4j, Cytoscape; with --flavour yed, yEd.
    Graphml,
    /// GEXF 1.3: Gephi, with times, colours and places.
    Gexf,
    /// JSON of Cytoscape.js.
    Cytoscape,
    /// Two CSV files for Neo4j, pandas and spreadsheets.
    Csv,
    /// Coded events, one a row with tabs, in the columns of GDELT 2.0 or of POLECAT.
    Events,
    /// FollowTheMoney: entities, links and events as JSON lines, for Aleph and OpenSanctions.
    Ftm,
    /// GeoJSON: places and events as points on a map, as far as their places are known.
    Geojson,
    /// brat: a folder (or a .zip) with the text and the annotations of each document.
    Brat,
    /// JSON of NetworkX and D3.
    NodeLink,
    /// The documents with all that was understood of them, one a line.
    Jsonl,
    /// A picture.
    Svg,
    /// A report to read and search: picture, actors, evidence and sources in one page.
    Html,
    /// RDF, without named graphs.
    Turtle,
    /// RDF with a named graph for each document.
    Trig,
    /// RDF, a triple a line.
    Ntriples,
    /// RDF with named graphs, a quad a line: the canonical form.
    Nquads,
    /// RDF in XML.
    Rdfxml,
    /// RDF in JSON (always in RDF 1.1).
    Jsonld,
}

/// Versions of RDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RdfVersion {
    /// For every store.
    #[value(name = "1.1")]
    V1_1,
    /// Shorter.
    #[value(name = "1.2")]
    V1_2,
}

/// Variants of GraphML and of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Flavour {
    /// For every reader.
    Plain,
    /// GraphML with yEd's labels, shapes and places.
    Yed,
    /// Events as in the files of GDELT 2.0: its 61 columns alone, without a header.
    Gdelt,
    /// Events in the columns of POLECAT, with a header, and chancery's behind them.
    Polecat,
}

/// Writes the file and says what its format could not carry.
///
/// # Errors
/// The graph cannot be read, a name in the arguments is unknown, or the file cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let format = options::format(args, context)?;
    options::check(args, format)?;
    if format == ExportFormat::Csv && args.output.as_deref().is_none_or(|path| path == Path::new("-")) {
        bail!("csv is two files: name a folder for them with -o");
    }
    match format {
        ExportFormat::Events => return events::run(args, context),
        ExportFormat::Ftm => return ftm::run(args, context),
        ExportFormat::Geojson => return geojson::run(args, context),
        ExportFormat::Brat => return brat::run(args, context),
        _ => {}
    }
    if let Some(format) = rdf_format(format) {
        return write_rdf(args, context, format);
    }
    if format == ExportFormat::Jsonl {
        return write_lines(args, context, &Chosen::of(args, context)?);
    }
    let selection = args.part.selection();
    let (relations, kept) = part::relations_and_graph(&args.graph, context)?;
    let network = match &kept {
        Some(kept) => part::read_whole(kept, context, &relations, &selection)?,
        None => part::read_network(&args.graph, context, &relations, &selection)?,
    };
    args.part.filter.check_relations(&network, &relations)?;
    let (network, note) = args.part.around(network, context)?;
    let (actors, ties) = (network.actors().len(), network.ties().len());
    let counts = format!("{}, {}", counted(actors, "actor"), counted(ties, "tie"));
    let loss = write(args, context, format, network, note)?;
    if let Some(path) = &args.output {
        context.say(format_args!("{}: {counts}", path.display()));
    }
    if !loss.is_empty() {
        context.say(&loss);
    }
    Ok(Outcome::Done)
}

/// Writes a network, which is not dropped: with a large one that takes time, and the process ends anyway.
fn write(
    args: &Args,
    context: &Context,
    format: ExportFormat,
    network: Network,
    note: Option<String>,
) -> anyhow::Result<LossReport> {
    let max_actors = args.max_actors.unwrap_or(MAX_ACTORS);
    let format = match (format, args.flavour.unwrap_or(Flavour::Plain)) {
        (ExportFormat::Svg, _) => {
            let network = ManuallyDrop::new(network);
            let mut options = svg::Options { note, max_actors, ..svg::Options::default() };
            options.title = args.title.clone().unwrap_or(options.title);
            return deliver(args, context, |out| svg::write(&network, &options, out));
        }
        (ExportFormat::Html, _) => {
            let network = ManuallyDrop::new(network);
            let mut options = html::Options { note, max_actors, ..html::Options::default() };
            options.title = args.title.clone().unwrap_or(options.title);
            return deliver(args, context, |out| html::write(&network, &options, out));
        }
        (ExportFormat::Csv, _) => {
            let folder = args.output.as_deref().unwrap_or(Path::new("."));
            return write_csv(&ManuallyDrop::new(view(args, network)), folder);
        }
        (ExportFormat::Dot, _) => Format::Dot,
        (ExportFormat::Graphml, Flavour::Plain) => Format::GraphMl,
        (ExportFormat::Graphml, Flavour::Yed) => Format::GraphMlYed,
        (ExportFormat::Gexf, _) => Format::Gexf,
        (ExportFormat::Graphml, _) => bail!("GraphML comes in the flavours plain and yed"),
        (ExportFormat::Cytoscape, _) => Format::Cytoscape,
        (ExportFormat::NodeLink, _) => Format::NodeLink,
        (other, _) => bail!("{other:?} is not written from a network"),
    };
    let view = ManuallyDrop::new(view(args, network));
    deliver(args, context, |out| format.write(&view, out))
}

/// With measures and places; those of the whole network of a graph are kept with it.
fn view(args: &Args, network: Network) -> View {
    if args.graph.is_dir() && !args.part.is_chosen() {
        View::of_graph(network, &args.graph)
    } else {
        View::new(network)
    }
}

/// Into the file after -o, or else to standard output.
pub(super) fn deliver<T>(
    args: &Args,
    context: &Context,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> anyhow::Result<T> {
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => Ok(file::write_atomically(path, write)?),
        None => {
            let mut out = context.stdout();
            let result = write(&mut out)?;
            out.flush()?;
            Ok(result)
        }
    }
}

fn write_csv(view: &View, folder: &Path) -> anyhow::Result<LossReport> {
    std::fs::create_dir_all(folder).with_context(|| {
        format!("cannot write {}: it must be a folder that can be made", folder.display())
    })?;
    let mut loss = file::write_atomically(&folder.join(csv::NODES), |out| csv::write_nodes(view, out))?;
    let ties =
        file::write_atomically(&folder.join(csv::RELATIONSHIPS), |out| csv::write_relationships(view, out))?;
    loss.merge(&ties);
    Ok(loss)
}

fn write_lines(args: &Args, context: &Context, chosen: &Chosen) -> anyhow::Result<Outcome> {
    let mut failure = None;
    deliver(args, context, |out| {
        let result = part::each_record(&args.graph, context, |record| {
            let mut record = record.clone();
            chosen.narrow(&mut record);
            // A document that tells nothing of the actors is not about them.
            if chosen.has_actors() && record.statements.is_empty() {
                return Ok(());
            }
            let all = Selection::default();
            json::write_line(&record, chosen.relations(), &all, out).map(drop).map_err(anyhow::Error::from)
        });
        // A failure to read must not put half a file in place, so it fails the writing too.
        result.map_err(|error| {
            let kind = error.downcast_ref::<io::Error>().map_or(io::ErrorKind::Other, io::Error::kind);
            failure = Some(error);
            io::Error::from(kind)
        })
    })
    .map_err(|error| failure.unwrap_or(error))?;
    Ok(Outcome::Done)
}

pub(super) fn rdf_format(format: ExportFormat) -> Option<rdf::Format> {
    Some(match format {
        ExportFormat::Turtle => rdf::Format::Turtle,
        ExportFormat::Trig => rdf::Format::TriG,
        ExportFormat::Ntriples => rdf::Format::NTriples,
        ExportFormat::Nquads => rdf::Format::NQuads,
        ExportFormat::Rdfxml => rdf::Format::RdfXml,
        ExportFormat::Jsonld => rdf::Format::JsonLd,
        _ => return None,
    })
}

/// The quads of an archive, or of the part of it that is chosen.
fn write_rdf(args: &Args, context: &Context, format: rdf::Format) -> anyhow::Result<Outcome> {
    if args.part.is_chosen() && args.inferred {
        bail!("what follows is inferred from the whole graph; leave out --inferred, or what chooses a part");
    }
    if !args.graph.is_dir() {
        bail!(
            "cannot read {} as a graph: RDF is exported from a folder made by `chancery build`",
            args.graph.display()
        );
    }
    let archive = Archive::open(&args.graph)?;
    archive.findings().iter().for_each(|finding| context.report(finding));
    let resolved = keep::load(&archive, false)?;
    part::report_resolution(&resolved, context);
    let version = match args.rdf {
        Some(RdfVersion::V1_1) => rdf::RdfVersion::Rdf11,
        Some(RdfVersion::V1_2) | None => rdf::RdfVersion::Rdf12,
    };
    let chosen = args.part.is_chosen().then(|| Chosen::of(args, context)).transpose()?;
    let iris = OwnRelations::read(&args.graph)?.iris(&Ontology::bundled()?);
    let inferred = if args.inferred { inferred(&args.graph, context)? } else { Vec::new() };
    let mut failure = None;
    let written = deliver(args, context, |out| {
        if let Some(chosen) = &chosen {
            let quads = chosen::quads(&archive, &resolved, (chosen, &iris), &mut failure);
            rdf::write(quads, format, version, out)?;
        } else {
            let quads = archive.quads().map_while(|quad| quad.map_err(|error| failure = Some(error)).ok());
            let found = resolved.quads(archive.base());
            rdf::write(quads.chain(found).chain(inferred), format, version, out)?;
        }
        // What cannot be read must not look like the end: the file is not put in place.
        if failure.is_some() { Err(io::Error::from(io::ErrorKind::InvalidData)) } else { Ok(()) }
    });
    if let Some(error) = failure {
        return Err(error.into());
    }
    written?;
    if !format.carries_graphs() {
        context.say("the format has no named graphs: the document of a statement shows in its IRI");
    }
    Ok(Outcome::Done)
}

/// What follows from the statements of a graph, in canonical order.
fn inferred(graph: &Path, context: &Context) -> anyhow::Result<Vec<Quad>> {
    let schema = super::query::schema(None, &context.limits)?;
    let Opened { snapshot, base, note } = Snapshot::open(graph, false)?;
    note.iter().for_each(|note| context.say(note));
    let inferred = snapshot.inferred(&schema, &base, context.limits.max_inferred_triples)?;
    context.say(format_args!("{} inferred", counted(inferred.triples, "triple")));
    if !inferred.is_whole {
        context.say(inference_cut(&context.limits));
    }
    Ok(inferred.quads)
}
