//! `chancery link`: links a graph anew; `link index` makes an index of names of downloaded data, says what is in one, and looks a
//! name up.

mod online;
mod relink;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::engine::EngineArgs;
use super::{Context, Outcome, visible};
use crate::diagnostic::{agreed, counted};
use crate::link::build::{self, Input, Kind, Options, Progress};
use crate::link::{Candidate, Entry, Held, Index, Layers, Query};
use crate::ontology::{Class, ClassSet};

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
    Find(FindArgs),
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

/// Exit status 1 if nothing is found.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chancery link index find Georgia
  chancery link index find \"S. Lavrov\" --type Person --at 2010-06-01
  chancery link index find \"Port Alba\" --index own.index --json")]
struct FindArgs {
    /// The name.
    name: String,
    /// Only things of this class, such as Person, State, Place, Organization; may be repeated.
    #[arg(long = "type", value_name = "CLASS")]
    classes: Vec<String>,
    /// Say what was there, and who was in office, on this day, month or year (2020-05-31, 2020-05, 2020).
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Ask this index too, after the bundled one; may be repeated.
    #[arg(long = "index", value_name = "FILE")]
    indexes: Vec<PathBuf>,
    /// Do not ask the bundled index.
    #[arg(long)]
    no_bundled: bool,
    /// Also list names that begin with the name.
    #[arg(long)]
    prefix: bool,
    /// Candidates at most.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
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
        IndexCommand::Find(args) => run_find(args, context),
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

fn run_find(args: &FindArgs, context: &Context) -> anyhow::Result<Outcome> {
    let mut layers = if args.no_bundled { Layers::default() } else { Layers::bundled()? };
    for path in &args.indexes {
        layers.push(Index::open(path)?);
    }
    let query = Query {
        classes: classes(&args.classes)?,
        date: args.at.as_deref().map(date).transpose()?,
        limit: args.limit,
        prefix: args.prefix,
        fuzzy: true,
    };
    let found = layers.find(&args.name, &query)?;
    let mut out = context.stdout();
    if args.json {
        let candidates: Vec<Value> = found.iter().map(candidate).collect();
        let answer =
            json!({ "schema": "chancery.candidates/1", "name": args.name, "candidates": candidates });
        writeln!(out, "{answer:#}")?;
    } else {
        for candidate in &found {
            writeln!(out, "{}", visible(&line(candidate)))?;
        }
    }
    out.flush()?;
    if found.iter().any(|candidate| candidate.is_mixed) {
        context.say("the name mixes letters of scripts that look alike: it is not to be linked");
    }
    if found.is_empty() {
        context.say(format_args!("no name like \"{}\"", args.name));
        return Ok(Outcome::Negative);
    }
    Ok(Outcome::Done)
}

fn classes(names: &[String]) -> anyhow::Result<ClassSet> {
    if names.is_empty() {
        return Ok(ClassSet::ANY);
    }
    let mut set = ClassSet::NONE;
    for name in names {
        let Some(class) = Class::ALL.into_iter().find(|class| class.as_str().eq_ignore_ascii_case(name))
        else {
            let all: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
            bail!("no class is called \"{name}\"; there are {}", all.join(", "));
        };
        set = set.with(class);
    }
    Ok(set)
}

/// A day, month or year, as it is compared.
fn date(text: &str) -> anyhow::Result<String> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    match whole.parse::<jiff::civil::Date>() {
        Ok(_) if matches!(text.len(), 4 | 7 | 10) => Ok(text.to_owned()),
        _ => bail!("\"{text}\" is no date; write 2020-05-31, 2020-05 or 2020"),
    }
}

/// One candidate as a line of tab-separated values.
fn line(candidate: &Candidate) -> String {
    let entry = &candidate.entry;
    let kind = if entry.kind.is_empty() { String::new() } else { format!("/{}", entry.kind) };
    let mut notes: Vec<String> = Vec::new();
    if !entry.countries.is_empty() {
        notes.push(format!("in {}", entry.countries.join(" ")));
    }
    if entry.population > 0 {
        notes.push(format!("{} inhabitants", entry.population));
    }
    if !(entry.period.start.is_empty() && entry.period.end.is_empty()) {
        notes.push(format!("{}–{}", entry.period.start, entry.period.end));
    }
    match candidate.existed {
        Some(true) => notes.push("was there".to_owned()),
        Some(false) => notes.push("was not there".to_owned()),
        None => {}
    }
    notes.extend(candidate.in_office.map(|held| held_text(held).to_owned()));
    if candidate.matched != entry.label {
        notes.push(format!("as \"{}\"", candidate.matched));
    }
    format!(
        "{}\t{}\t{}{kind}\t{}\t{:.2}\t{}",
        entry.identifier(),
        entry.label,
        entry.class,
        candidate.how.as_str(),
        candidate.similarity,
        notes.join(", ")
    )
}

fn held_text(held: Held) -> &'static str {
    match held {
        Held::Sure => "in office",
        Held::Inferred => "in office (inferred)",
        Held::No => "not in office",
    }
}

fn candidate(candidate: &Candidate) -> Value {
    let Candidate { entry, index, how, kind, matched, similarity, is_mixed, existed, in_office } = candidate;
    json!({
        "index": index,
        "how": how.as_str(),
        "matched": matched,
        "matched_as": kind.as_str(),
        "similarity": (similarity * 10_000.0).round() / 10_000.0,
        "mixed_scripts": is_mixed,
        "existed": existed,
        "in_office": in_office.map(held_text),
        "entry": self::entry(entry),
    })
}

fn entry(entry: &Entry) -> Value {
    let degrees = |value: i32| f64::from(value) / 100_000.0;
    json!({
        "id": entry.identifier(),
        "identifiers": entry.identifiers,
        "name": entry.label,
        "class": entry.class.as_str(),
        "kind": entry.kind,
        "countries": entry.countries,
        "population": entry.population,
        "sitelinks": entry.sitelinks,
        "coordinates": entry.coordinates.map(|(lat, lon)| [degrees(lat), degrees(lon)]),
        "start": entry.period.start,
        "end": entry.period.end,
        "offices": entry.offices.iter().map(|office| json!({
            "office": office.office,
            "label": office.label,
            "country": office.country,
            "start": office.period.start,
            "sure_until": office.sure_until,
            "end": office.period.end,
        })).collect::<Vec<_>>(),
        "ties": entry.ties.iter().map(|(tie, other)| json!([tie.as_str(), other])).collect::<Vec<_>>(),
        "names": entry.names.iter().map(|(kind, name)| json!([kind.as_str(), name])).collect::<Vec<_>>(),
    })
}
