//! `chancery export`: a graph, or a part of it, as a file for another program.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use jiff::civil::Date;

use super::{Context, Outcome};
use crate::archive::DocumentRecord;
use crate::export::{Format, LossReport, View, csv, file, json, svg};
use crate::network::{self, Builder, Network, Relations, Selection};
use crate::ontology::Status;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The graph: a folder made by `chancery build`, a file made by `chancery extract`, or `-`.
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// What to write [default: what the name after -o ends in].
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<ExportFormat>,
    /// File to write (for csv, a folder) [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Which part of the graph.
    #[command(flatten)]
    pub part: Part,
    /// Variant of GraphML.
    #[arg(long, value_name = "FLAVOUR", default_value = "plain")]
    pub flavour: Flavour,
    /// Actors in a picture at most, those with most ties first.
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub max_actors: usize,
    /// Title of a picture.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
}

/// Which part of a graph.
#[derive(Debug, Default, clap::Args)]
pub struct Part {
    /// Only around this actor: a name, an identifier such as Q159, or an IRI (may be given again).
    #[arg(long, value_name = "ACTOR")]
    pub actor: Vec<String>,
    /// How many ties away from it at most.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "actor")]
    pub depth: usize,
    /// Only these relations or families of relations (a,b,…).
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    pub relation: Vec<String>,
    /// Only statements of this status: asserted, planned, possible, denied, negated or former (a,b,…).
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status)]
    pub status: Vec<Status>,
    /// Nothing that ended before this day, month or year.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub since: Option<Date>,
    /// Nothing that began after this day, month or year.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub until: Option<Date>,
    /// Nothing less confident than this, from 0 to 1.
    #[arg(long, value_name = "X", default_value_t = 0.0)]
    pub min_confidence: f32,
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
    /// JSON of NetworkX and D3.
    NodeLink,
    /// The documents with all that was understood of them, one a line.
    Jsonl,
    /// A picture.
    Svg,
}

/// Variants of GraphML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Flavour {
    /// For every reader.
    Plain,
    /// With yEd's labels, shapes and places.
    Yed,
}

/// Writes the file and says what its format could not carry.
///
/// # Errors
/// The graph cannot be read, a name in the arguments is unknown, or the file cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let format = args.format.map_or_else(|| guess(args.output.as_deref()), Ok)?;
    if format == ExportFormat::Csv && args.output.as_deref().is_none_or(|path| path == Path::new("-")) {
        bail!("csv is two files: name a folder for them with -o");
    }
    let relations = Relations::new();
    let selection = args.part.selection();
    if format == ExportFormat::Jsonl {
        if !args.part.actor.is_empty() {
            bail!(
                "--actor chooses from a network, and jsonl is documents: leave it out or choose another format"
            );
        }
        return write_lines(args, context, &relations, &selection);
    }
    let network = read_network(&args.graph, &relations, &selection)?;
    args.part.check_relations(&network, &relations)?;
    let (network, note) = args.part.around(network, context)?;
    let counts = format!("{} actors, {} ties", network.actors().len(), network.ties().len());
    let loss = write(args, context, format, network, note)?;
    if let Some(path) = &args.output {
        context.say(format_args!("{}: {counts}", path.display()));
    }
    if !loss.is_empty() {
        context.say(&loss);
    }
    Ok(Outcome::Done)
}

fn write(
    args: &Args,
    context: &Context,
    format: ExportFormat,
    network: Network,
    note: Option<String>,
) -> anyhow::Result<LossReport> {
    let format = match (format, args.flavour) {
        (ExportFormat::Svg, _) => {
            let mut options = svg::Options { note, max_actors: args.max_actors, ..svg::Options::default() };
            options.title = args.title.clone().unwrap_or(options.title);
            return deliver(args, context, |out| svg::write(&network, &options, out));
        }
        (ExportFormat::Csv, _) => {
            let folder = args.output.as_deref().unwrap_or(Path::new("."));
            return write_csv(&View::new(network), folder);
        }
        (ExportFormat::Dot, _) => Format::Dot,
        (ExportFormat::Graphml, Flavour::Plain) => Format::GraphMl,
        (ExportFormat::Graphml, Flavour::Yed) => Format::GraphMlYed,
        (ExportFormat::Gexf, _) => Format::Gexf,
        (ExportFormat::Cytoscape, _) => Format::Cytoscape,
        (ExportFormat::NodeLink | ExportFormat::Jsonl, _) => Format::NodeLink,
    };
    let view = View::new(network);
    deliver(args, context, |out| format.write(&view, out))
}

/// Into the file after -o, or else to standard output.
fn deliver<T>(
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

fn write_lines(
    args: &Args,
    context: &Context,
    relations: &Relations,
    selection: &Selection,
) -> anyhow::Result<Outcome> {
    let mut failure = None;
    deliver(args, context, |out| {
        let result = each_record(&args.graph, |record| {
            json::write_line(record, relations, selection, out).map(drop).map_err(anyhow::Error::from)
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

/// The network of all documents of a graph.
pub(super) fn read_network(
    graph: &Path,
    relations: &Relations,
    selection: &Selection,
) -> anyhow::Result<Network> {
    let mut builder = Builder::new(relations, selection);
    each_record(graph, |record| Ok(builder.add(record)?))?;
    Ok(builder.finish())
}

/// Hands each document of a graph to `take`, in canonical order.
fn each_record(
    graph: &Path,
    mut take: impl FnMut(&DocumentRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if graph == Path::new("-") {
        return each_line(io::stdin().lock(), "standard input", &mut take);
    }
    let cannot = || format!("cannot read {}", graph.display());
    if graph.is_dir() {
        bail!("cannot read {}: folders cannot be read yet", graph.display());
    }
    let opened = File::open(graph).with_context(cannot)?;
    each_line(BufReader::new(opened), &graph.display().to_string(), &mut take)
}

/// Documents one a line, as `chancery extract` writes them.
fn each_line(
    lines: impl BufRead,
    name: &str,
    take: &mut impl FnMut(&DocumentRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for (number, line) in lines.lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {name}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let record: DocumentRecord = serde_json::from_str(&line).with_context(|| {
            format!("{name}:{}: not a document as `chancery extract --format jsonl` writes it", number + 1)
        })?;
        take(&record)?;
    }
    Ok(())
}

impl Part {
    /// The statements that it takes.
    fn selection(&self) -> Selection {
        Selection {
            relations: self.relation.iter().cloned().collect(),
            statuses: self.status.iter().copied().collect(),
            since: self.since,
            until: self.until,
            min_confidence: self.min_confidence,
        }
    }

    /// Refuses relations that neither the ontology nor the graph has, with what may have been meant.
    fn check_relations(&self, network: &Network, relations: &Relations) -> anyhow::Result<()> {
        let mut known: BTreeSet<&str> = network.ties().map(|(_, _, tie)| tie.relation.as_str()).collect();
        known.extend(network.actors().flat_map(|actor| &actor.said).map(|said| said.relation.as_str()));
        known.extend(relations.iter().flat_map(|(name, info)| [name.as_str(), info.family.as_str()]));
        for wanted in self.relation.iter().filter(|wanted| !known.contains(wanted.as_str())) {
            let near = known.iter().map(|name| (strsim::jaro_winkler(name, wanted), *name));
            match near.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)) {
                Some((_, name)) => bail!("there is no relation `{wanted}`; did you mean `{name}`?"),
                None => bail!("no statement of the graph has the relation `{wanted}`"),
            }
        }
        Ok(())
    }

    /// The network around the actors that it names, with a note for captions.
    fn around(&self, network: Network, context: &Context) -> anyhow::Result<(Network, Option<String>)> {
        if self.actor.is_empty() {
            return Ok((network, None));
        }
        let found = self.actor.iter().map(|name| find_actor(&network, name, context));
        let centres: Vec<usize> = found.collect::<anyhow::Result<_>>()?;
        let names: Vec<&str> = centres.iter().map(|&at| network.actor(at).name.as_str()).collect();
        let steps = if self.depth == 1 { "1 step" } else { &format!("{} steps", self.depth) };
        let note = format!("Around {}, {steps} away at most.", names.join(", "));
        Ok((network.around(&centres, self.depth), Some(note)))
    }
}

/// The actor that `name` names; of several the one with most statements, and says so.
pub(super) fn find_actor(network: &Network, name: &str, context: &Context) -> anyhow::Result<usize> {
    let found = network.find(name);
    let describe = |at: usize| {
        let actor = network.actor(at);
        format!(
            "{} ({}, {} statements)  {}",
            actor.name,
            actor.class,
            actor.statements + actor.texts,
            actor.iri
        )
    };
    let Some((&best, others)) = found.split_first() else {
        let near = network.suggest(name);
        if near.is_empty() {
            bail!("no actor matches \"{name}\"");
        }
        let near: Vec<String> = near.into_iter().map(|at| format!("\n    {}", describe(at))).collect();
        bail!("no actor matches \"{name}\"\n  did you mean{}", near.concat());
    };
    if !others.is_empty() {
        context.say(format_args!("{} actors match \"{name}\"; this is {}", found.len(), describe(best)));
        others.iter().for_each(|&at| context.say(format_args!("  another is {}", describe(at))));
    }
    Ok(best)
}

/// The format that the name of the output ends in.
fn guess(output: Option<&Path>) -> anyhow::Result<ExportFormat> {
    let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_lowercase().as_str() {
        "dot" | "gv" => Ok(ExportFormat::Dot),
        "graphml" => Ok(ExportFormat::Graphml),
        "gexf" => Ok(ExportFormat::Gexf),
        "cyjs" => Ok(ExportFormat::Cytoscape),
        "jsonl" => Ok(ExportFormat::Jsonl),
        "svg" => Ok(ExportFormat::Svg),
        _ => {
            let names: Vec<String> = (ExportFormat::value_variants().iter())
                .filter_map(|format| format.to_possible_value().map(|value| value.get_name().to_owned()))
                .collect();
            bail!("which format? add --format with one of: {}", names.join(", "))
        }
    }
}

fn status(text: &str) -> Result<Status, String> {
    Status::from_text(text).ok_or_else(|| {
        let names: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
        format!("it is one of {}", names.join(", "))
    })
}

fn first_day(text: &str) -> Result<Date, String> {
    network::days(text).map(|(first, _)| first).ok_or_else(|| "write 2025-11-26, 2025-11 or 2025".to_owned())
}

fn last_day(text: &str) -> Result<Date, String> {
    network::days(text).map(|(_, last)| last).ok_or_else(|| "write 2025-11-26, 2025-11 or 2025".to_owned())
}
