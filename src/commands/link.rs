//! `chancery link`: links a graph anew; `link index` makes an index of names of downloaded data, says what is in one, and looks a
//! name up.

mod find;
mod online;
mod relink;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::engine::EngineArgs;
use super::{Context, Outcome, visible};
use crate::diagnostic::{agreed, counted};
use crate::link::Index;
use crate::link::build::{self, Input, Kind, Options, Progress};

/// Arguments of `link`.
///
/// Entities are linked when articles are read; this does it again for a whole graph, with another index or another score,
/// without reading the articles again. An entity is linked to what is sure enough and clearly ahead of the next candidate, else
/// to nothing; its candidates are kept (`chancery review KG --links`). What people rejected stays rejected.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  chancery link kg --index places.index               with what the bundled index and your own know
  chancery link kg --min-link-score 0.8               only what is surer
  chancery review kg --links                          what was linked, why, and what is open
  chancery link index find Georgia"
)]
pub struct Args {
    /// The graph: a folder made by `chancery build`.
    #[arg(value_name = "KG", required = true)]
    graph: Option<PathBuf>,
    #[command(flatten)]
    engine: EngineArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make, describe and ask indexes of names. One is bundled; nothing is fetched.
    Index(IndexArgs),
    /// Ask a service of others for candidates. The only command that sends names to a host, and only to the one named.
    Online(online::Args),
}

#[derive(Debug, clap::Args)]
struct IndexArgs {
    #[command(subcommand)]
    command: IndexCommand,
}

#[derive(Debug, Subcommand)]
enum IndexCommand {
    /// Make an index of files that you downloaded.
    Build(BuildArgs),
    /// Say what is in an index: entries by class and source, licences, size, checksum.
    Info(InfoArgs),
    /// List what a name may stand for.
    Find(find::Args),
}

/// Wikidata's JSON dump (.json.gz, .json.bz2) and N-Triples, GeoNames (allCountries.txt, cities15000.txt, alternateNamesV2.txt),
/// OpenSanctions (entities.ftm.json, targets.simple.csv), FollowTheMoney, RDF with labels, and tables
/// with the columns id, name, type, aliases. Memory does not depend on their size.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chancery link index build cities15000.txt alternateNamesV2.txt -o places.index
  chancery link index build latest-all.json.bz2 -o wikidata.index --resume
  chancery link index build own.csv -o own.index      with the header id,name,type,aliases; \";\" between aliases")]
struct BuildArgs {
    /// Files to read names from. What one identifier has in several of them becomes one entry.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Where to put the index. One that is there is replaced when the new one is whole.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// What the inputs are [default: told by name and first line].
    #[arg(long, value_name = "KIND")]
    kind: Option<KindArg>,
    /// Keep what was read of finished inputs in FILE.parts until the index is whole, and go on from there next time.
    #[arg(long)]
    resume: bool,
    /// Memory for sorting, in megabytes; what does not fit goes to files beside the index.
    #[arg(long, value_name = "MB", default_value_t = 32)]
    memory: usize,
    /// Leave out places of GeoNames with fewer inhabitants.
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_population: u64,
}

#[derive(Clone, Copy, Debug)]
struct KindArg(Kind);

impl ValueEnum for KindArg {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [KindArg; 8] = {
            let mut all = [KindArg(Kind::Csv); 8];
            let mut at = 0;
            while at < 8 {
                all[at] = KindArg(Kind::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.as_str()))
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chancery link index info places.index --verify")]
struct InfoArgs {
    /// The index [default: the bundled one].
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Read and check every page and entry.
    #[arg(long)]
    verify: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// An input or an index cannot be read, or the output not be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let index = match &args.command {
        Some(Command::Index(index)) => index,
        Some(Command::Online(args)) => return online::run(args, context),
        None => {
            let graph = args.graph.as_deref().unwrap_or_else(|| Path::new("."));
            return relink::run(graph, &args.engine, context);
        }
    };
    match &index.command {
        IndexCommand::Build(args) => run_build(args, context),
        IndexCommand::Info(args) => run_info(args, context),
        IndexCommand::Find(args) => find::run(args, context),
    }
}

fn run_build(args: &BuildArgs, context: &Context) -> anyhow::Result<Outcome> {
    let kind = args.kind.map(|kind| kind.0);
    let inputs: Vec<Input> = args.inputs.iter().map(|path| Input { path: path.clone(), kind }).collect();
    let options = Options {
        max_bytes: args.memory.clamp(1, 1 << 20) << 20,
        is_resumable: args.resume,
        min_population: args.min_population,
    };
    let began = Instant::now();
    let mut shown = began;
    let mut tell = |progress: &Progress<'_>| {
        if shown.elapsed() >= Duration::from_secs(10) {
            shown = Instant::now();
            context.say(progress_line(progress, began.elapsed()));
        }
    };
    let report = build::build(&inputs, &args.output, &options, &mut tell)?;
    let contents = &report.contents;
    let lines: u64 = contents.inputs.iter().map(|input| input.lines).sum();
    context.say(format_args!(
        "{}: {}, {}, {} bytes, of {} in {:.1} s",
        args.output.display(),
        counted(contents.entries as usize, "entry"),
        counted(contents.keys as usize, "key"),
        report.size,
        counted(lines as usize, "line"),
        began.elapsed().as_secs_f64(),
    ));
    for (count, what) in [
        (report.resumed as u64, "inputs not read again"),
        (report.other_classes, "items of other classes left out"),
        (report.orphans, "records left out for want of a name or of a class that is known"),
    ] {
        if count > 0 {
            context.say(format_args!("  {}", agreed(count as usize, what)));
        }
    }
    Ok(Outcome::Done)
}

fn progress_line(progress: &Progress<'_>, since: Duration) -> String {
    let seconds = since.as_secs_f64().max(0.001);
    let share = progress.bytes_done as f64 / (progress.bytes_total as f64).max(1.0);
    let left = if share > 0.001 { seconds / share - seconds } else { 0.0 };
    let rate = progress.lines as f64 / seconds;
    format!(
        "{}: {} lines, {rate:.0}/s, {:.0} % of the input, {left:.0} s left to read",
        progress.what,
        progress.lines,
        100.0 * share.min(1.0)
    )
}

fn run_info(args: &InfoArgs, context: &Context) -> anyhow::Result<Outcome> {
    let index = match &args.file {
        Some(path) => Index::open(path)?,
        None => Index::bundled()?,
    };
    if args.verify {
        index.verify()?;
    }
    let contents = index.contents();
    let mut out = context.stdout();
    if args.json {
        writeln!(out, "{:#}", info(&index))?;
    } else {
        let name = index.name();
        let (entries, keys) = (contents.entries as usize, contents.keys as usize);
        writeln!(out, "{name}: {}, {}", counted(entries, "entry"), counted(keys, "key"))?;
        writeln!(out, "{} bytes, checksum {:08x}", index.size(), index.checksum())?;
        if args.verify {
            writeln!(out, "all pages and entries are whole")?;
        }
        for (title, list) in [("classes", &contents.classes), ("sources", &contents.sources)] {
            writeln!(out, "\n{title}")?;
            for (at, (name, count)) in list.iter().enumerate() {
                let licence =
                    contents.licences.get(at).filter(|_| title == "sources").map_or("", String::as_str);
                writeln!(
                    out,
                    "{count:>9}  {}{}{licence}",
                    visible(name),
                    if licence.is_empty() { "" } else { ": " }
                )?;
            }
        }
        writeln!(out, "\ninputs")?;
        for input in &contents.inputs {
            writeln!(
                out,
                "{:>9}  {} ({}, {} lines)",
                input.records,
                visible(&input.name),
                input.kind,
                input.lines
            )?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn info(index: &Index) -> Value {
    let contents = index.contents();
    let counted = |list: &[(String, u64)]| -> Value {
        list.iter()
            .map(|(name, count)| (name.clone(), json!(count)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    json!({
        "schema": "chancery.index/1",
        "name": index.name(),
        "bytes": index.size(),
        "checksum": format!("{:08x}", index.checksum()),
        "entries": contents.entries,
        "keys": contents.keys,
        "classes": counted(&contents.classes),
        "sources": contents.sources.iter().zip(&contents.licences).map(|((name, count), licence)| {
            json!({ "name": name, "entries": count, "licence": licence })
        }).collect::<Vec<_>>(),
        "inputs": contents.inputs.iter().map(|input| {
            json!({ "name": input.name, "kind": input.kind, "records": input.records, "lines": input.lines })
        }).collect::<Vec<_>>(),
    })
}
