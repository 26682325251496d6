//! `chancery review`: pairs that may be one actor, and links that were not sure enough, decided one by one, in a file, or by name or
//! IRI; and the log of decisions.
//!
//! Comes in: a graph and answers. Goes out: cards on a terminal, a table in a pipe, JSON on request; decisions are added to
//! `decisions.jsonl` of the graph. What was read in the documents is never changed; links follow the decisions at once.

mod desk;
pub(super) mod effect;
mod exchange;
mod item;
mod links;
mod names;
mod sitting;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use serde_json::{Value as Json, json};

use super::{Context, Outcome, answer, part, visible};
use crate::archive::decisions::Kind;
use crate::archive::{Archive, Decision, Decisions};
use crate::diagnostic::counted;
use crate::graph::iri;
use crate::pipeline::verdict::Verdicts;
use crate::resolve::keep;
use desk::Desk;
use item::{Batch, verdict};
use sitting::Sitting;

/// Name and version of the JSON of the log.
pub const LOG_SCHEMA: &str = "chancery.decisions/1";
/// Decide which actors of different documents are one, and what in the data of others they are
///
/// Without options on a terminal, asks about one pair or link after the other; in a pipe, prints them as a table. Decisions are
/// added to `decisions.jsonl` of the graph, are replayed by every command, and can be taken back; what was read in the documents is
/// never changed. A decision about a link takes effect at once, for good.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chancery review kg
  chancery review kg --format json > pairs.json
  chancery review kg --merge \"Olaf Scholz\" Scholz
  chancery review kg --same-as Georgia Q1428
  chancery review kg --reject Georgia Q230
  chancery review kg --accept 0.9 --by anna
  chancery review kg --list
  chancery review kg --undo 3

A line of --apply is an object such as
  {\"kind\": \"accept\", \"ids\": [\"IRI\", \"IRI\"], \"reason\": \"same office\"}
with the kind merge, accept, reject (two actors, or an actor and a link), split (one IRI, and \"documents\" that speak of somebody else) or undo (\"undoes\": 3).")]
pub struct Args {
    /// The graph: a folder made by `chancery build`
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// How to print the pairs
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Pairs at most, the most promising first
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Ask about the pairs, even if input or output is no terminal
    #[arg(long, conflicts_with_all = ["format", "apply", "merge", "split", "undo", "list"])]
    pub ask: bool,
    /// Take all pairs of this score (0 to 1) and more as same, but for those where an actor is like several others
    #[arg(long, value_name = "SCORE", value_parser = part::confidence, conflicts_with_all = ["ask", "format", "apply", "merge", "split", "undo", "list"])]
    pub accept: Option<f32>,
    /// Take decisions from a file, one JSON object a line (`-` for standard input): all or none
    #[arg(long, value_name = "FILE", conflicts_with_all = ["merge", "split", "undo", "list"])]
    pub apply: Option<PathBuf>,
    /// These are one actor, by name or IRI; the first gives the IRI
    #[arg(long, value_name = "ACTOR", num_args = 2.., conflicts_with_all = ["split", "undo", "list"])]
    pub merge: Vec<String>,
    /// An actor is this in the data of others: an identifier such as Q159 or geonames:524901, or an IRI
    #[arg(long, value_names = ["ACTOR", "LINK"], num_args = 2, conflicts_with_all = ["merge", "split", "undo", "list", "apply"])]
    pub same_as: Vec<String>,
    /// Two actors are two, or an actor is not this in the data of others
    #[arg(long, value_names = ["ACTOR", "OTHER"], num_args = 2, conflicts_with_all = ["merge", "same_as", "split", "undo", "list", "apply"])]
    pub reject: Vec<String>,
    /// Take apart what was merged into this, or its documents as far as they do not hang together
    #[arg(long, value_name = "ACTOR", conflicts_with_all = ["undo", "list"])]
    pub split: Option<String>,
    /// With --split: the documents that speak of somebody else (a,b,…)
    #[arg(long, value_name = "ID", value_delimiter = ',', requires = "split")]
    pub documents: Vec<String>,
    /// Take back the decision of this number (an undo can be taken back too)
    #[arg(long, value_name = "N", conflicts_with = "list")]
    pub undo: Option<u64>,
    /// Print the decisions
    #[arg(long)]
    pub list: bool,
    /// Print what entities were linked to in the data of others and why, and candidates that were not sure enough; decide
    /// with --apply: accept or reject, the IRI of the entity and that of the link
    #[arg(long, conflicts_with_all = ["apply", "merge", "split", "undo", "list", "ask"])]
    pub links: bool,
    /// Take decisions of another program, all or none: a resolver file (--format nomenklatura), or a table with the columns id and match, as CSV, TSV or JSON (--format openrefine)
    #[arg(long, value_name = "FILE", requires = "format", conflicts_with_all = ["apply", "merge", "split", "undo", "list"])]
    pub import: Option<PathBuf>,
    /// Print the decisions that hold for another program (--format nomenklatura or openrefine)
    #[arg(long, requires = "format", conflicts_with_all = ["import", "apply", "merge", "split", "undo", "list"])]
    pub export: bool,
    /// Who decides, for the log
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why, for the log
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// How pairs and decisions are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tab-separated values.
    Tsv,
    /// JSON with the features of each score.
    Json,
    /// With --import and --export: the resolver file of nomenklatura.
    Nomenklatura,
    /// With --import and --export: a table as OpenRefine has it.
    Openrefine,
}

/// Asks, prints or decides.
///
/// # Errors
/// The graph cannot be read, or a decision cannot be taken.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    if args.graph == Path::new("-") || args.graph.is_file() {
        bail!(
            "{} is no graph: decisions are kept in a folder made by `chancery build`",
            args.graph.display()
        );
    }
    if let Some(file) = &args.import {
        return exchange::import(args, file, context);
    }
    if args.export {
        return exchange::export(args, context);
    }
    if matches!(args.format, Some(Format::Nomenklatura | Format::Openrefine)) {
        bail!(
            "pairs and the log are printed as tsv or json; for other programs, add --export or --import FILE"
        );
    }
    if args.list {
        return list(args, context);
    }
    if args.links {
        return links::run(&args.graph, args.format, args.limit, context);
    }
    let decisions = given(args)?;
    if !decisions.is_empty() {
        return decide(args, context, &decisions);
    }
    if args.apply.is_some() {
        context.say("no decisions: nothing to do");
        return Ok(Outcome::Done);
    }
    if let Some(least) = args.accept {
        return accept(args, least, context);
    }
    let is_asking = args.ask || args.format.is_none() && context.stdout_is_terminal && is_stdin_terminal();
    if is_asking { ask(args, context) } else { print(args, context) }
}

fn is_stdin_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stdin())
}

/// The decisions that the options ask for.
fn given(args: &Args) -> anyhow::Result<Vec<Decision>> {
    let mut decisions = Vec::new();
    if let Some(file) = &args.apply {
        let text =
            if file == Path::new("-") { io::read_to_string(io::stdin()) } else { fs::read_to_string(file) };
        let text = text.with_context(|| format!("cannot read the decisions in {}", file.display()))?;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let given: Decision = serde_json::from_str(line).with_context(|| {
                let example = r#"{"kind": "accept", "ids": ["IRI", "IRI"]}"#;
                format!("{}:{}: no decision; write one as {example}", file.display(), number + 1)
            })?;
            decisions.push(given);
        }
    }
    if !args.merge.is_empty() {
        decisions.push(Decision::about(Kind::Merge, args.merge.iter().cloned()));
    }
    for (pair, kind) in [(&args.same_as, Kind::Accept), (&args.reject, Kind::Reject)] {
        if let [actor, other] = pair.as_slice() {
            decisions.push(Decision::about(kind, [actor.clone(), other.clone()]));
        }
    }
    if let Some(iri) = &args.split {
        let split = Decision::about(Kind::Split, [iri.clone()]);
        decisions.push(Decision { documents: args.documents.clone(), ..split });
    }
    decisions.extend(args.undo.map(Decision::undo));
    for decision in &mut decisions {
        decision.by = decision.by.take().or_else(|| args.by.clone());
        decision.reason = decision.reason.take().or_else(|| args.reason.clone());
    }
    Ok(decisions)
}

/// Adds decisions to the log, all or none, and says what they are about.
fn decide(args: &Args, context: &Context, decisions: &[Decision]) -> anyhow::Result<Outcome> {
    let archive = Archive::open_writable(&args.graph)?;
    let before = keep::load(&archive, false)?;
    let links = Verdicts::of(&before.decisions, archive.base());
    let mut log = before.decisions;
    let count = decisions.len();
    let first = log.append(&archive, &named(decisions, &archive)?)?;
    let after = keep::load(&archive, false)?;
    drop(archive);
    match count {
        1 => context.say(format_args!("decision {first} is recorded")),
        _ => context.say(format_args!("decisions {first} to {} are recorded", first + count as u64 - 1)),
    }
    context.say(format_args!("take one back with: chancery review {} --undo {first}", args.graph.display()));
    let fresh: Vec<&String> =
        after.resolution.notes().iter().filter(|note| !before.resolution.notes().contains(note)).collect();
    fresh.iter().for_each(|note| context.say(note));
    effect::take_effect(&args.graph, &links, context)?;
    Ok(if fresh.is_empty() { Outcome::Done } else { Outcome::Negative })
}

/// The decisions with an IRI wherever a name was given.
fn named(decisions: &[Decision], archive: &Archive) -> anyhow::Result<Vec<Decision>> {
    let is_iri = |id: &String| iri::outside(id).is_some();
    let mut decisions = decisions.to_vec();
    for id in decisions.iter_mut().flat_map(|decision| &mut decision.ids) {
        *id = names::link(id);
    }
    if decisions.iter().flat_map(|decision| &decision.ids).all(is_iri) {
        return Ok(decisions);
    }
    let resolution = keep::load(archive, false)?.resolution;
    let names = names::Names::of(archive, &resolution)?;
    let one = |decision: &Decision| -> anyhow::Result<Decision> {
        let iri = |id: &String| if is_iri(id) { Ok(id.clone()) } else { names.iri(id) };
        Ok(Decision { ids: decision.ids.iter().map(iri).collect::<Result<_, _>>()?, ..decision.clone() })
    };
    decisions.iter().map(one).collect()
}

/// Prints the log.
fn list(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let archive = Archive::open(&args.graph)?;
    let log = Decisions::read(archive.folder())?;
    log.findings().iter().for_each(|finding| context.report(finding));
    let active: Vec<u64> = log.active().into_iter().map(|(number, _)| number).collect();
    let mut out = context.stdout();
    if args.format == Some(Format::Json) {
        let lines = log.all().map(|(number, decision)| {
            let mut line = serde_json::to_value(decision)?;
            if let Json::Object(fields) = &mut line {
                fields.insert("n".to_owned(), number.into());
                fields.insert("holds".to_owned(), holds(number, decision, &active).into());
            }
            Ok(line)
        });
        let lines: Vec<Json> = lines.collect::<Result<_, serde_json::Error>>()?;
        writeln!(out, "{:#}", json!({ "schema": LOG_SCHEMA, "decisions": lines }))?;
    } else {
        for (number, decision) in log.all() {
            let kind = serde_json::to_value(decision.kind)?;
            let state = if holds(number, decision, &active) { "holds" } else { "undone" };
            let about = match decision.undoes {
                Some(other) => other.to_string(),
                None => decision.ids.join(" "),
            };
            let row = [
                &number.to_string(),
                kind.as_str().unwrap_or_default(),
                state,
                &about,
                &decision.documents.join(" "),
                decision.by.as_deref().unwrap_or_default(),
                decision.reason.as_deref().unwrap_or_default(),
            ];
            writeln!(out, "{}", row.map(cell).join("\t"))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// An undo holds unless it was undone, which shows by what it took back.
fn holds(number: u64, decision: &Decision, active: &[u64]) -> bool {
    match decision.undoes {
        Some(other) => !active.contains(&other),
        None => active.contains(&number),
    }
}

fn print(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let desk = Desk::open(&args.graph, context)?;
    let mut out = context.stdout();
    if args.format == Some(Format::Json) {
        writeln!(out, "{:#}", desk.to_json(args.limit)?)?;
    } else {
        for row in desk.rows(args.limit) {
            writeln!(out, "{}", row.map(|text| cell(&text)).join("\t"))?;
        }
        context.say(desk.count());
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// A cell of a table: one line, and nothing that steers a terminal.
fn cell(text: &str) -> String {
    visible(&text.replace(['\t', '\n'], " ")).into_owned()
}

/// Asks about one after the other. Each answer is on disk before the next question; links are changed at the end.
fn ask(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let desk = Desk::open(&args.graph, context)?;
    let items = desk.items(args.limit);
    if items.is_empty() {
        context.say("nothing to decide");
        return Ok(Outcome::Done);
    }
    let sitting = Sitting {
        items: &items,
        card: &|item, number| desk.card(item, number, items.len()),
        evidence: &|item| desk.evidence(item),
        record: &mut |decisions| record(args, decisions),
    };
    let before = effect::verdicts(&args.graph)?;
    let mut out = context.stdout();
    let decided = sitting.run(&mut io::stdin().lock(), &mut out);
    if let Ok(decided) = &decided {
        context.say(format_args!("{} recorded", counted(*decided, "decision")));
    }
    // Also when the terminal has gone in the middle: what was answered is recorded, and is to hold.
    effect::take_effect(&args.graph, &before, context)?;
    decided?;
    answer(out.flush(), Outcome::Done)
}

/// Takes all pairs of a score and more as same that are clear.
fn accept(args: &Args, least: f32, context: &Context) -> anyhow::Result<Outcome> {
    let desk = Desk::open(&args.graph, context)?;
    let pairs = desk.pairs(args.limit);
    let Batch { taken, unclear } = Batch::from_score(pairs.iter().enumerate(), f64::from(least));
    if unclear > 0 {
        context.say(format_args!(
            "{} not taken: an actor of it is like several others",
            counted(unclear, "pair")
        ));
    }
    if taken.is_empty() {
        context.say(format_args!("no pair of {least} and more to take"));
        return Ok(Outcome::Done);
    }
    let decisions: Vec<Decision> = taken.iter().map(|(_, pair)| verdict(pair, true)).collect();
    let first = record(args, &decisions)?;
    context.say(format_args!(
        "{} taken as same, decision {first} and following",
        counted(decisions.len(), "pair")
    ));
    Ok(Outcome::Done)
}

/// Adds decisions to the log, all or none; gives the number of the first.
fn record(args: &Args, decisions: &[Decision]) -> anyhow::Result<u64> {
    let archive = Archive::open_writable(&args.graph)?;
    let mut log = Decisions::read(archive.folder())?;
    let signed = |decision: &Decision| Decision {
        by: args.by.clone(),
        reason: args.reason.clone(),
        ..decision.clone()
    };
    Ok(log.append(&archive, &decisions.iter().map(signed).collect::<Vec<_>>())?)
}
