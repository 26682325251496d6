//! `chancery remove`: takes documents out of a graph.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;

use super::push::StoreArgs;
use super::stop::Stop;
use super::{Context, Outcome, answer, part, refresh, visible};
use crate::archive::record::ObjectRecord;
use crate::archive::{Archive, DocumentRecord, Removed};
use crate::diagnostic::counted;
use crate::graph::vocabulary;
use crate::remote::Options;

/// Take documents out of a graph, with exactly what only they support
///
/// What goes is listed on standard output: the statements, and the entities that no other document names; with
/// `--format nquads`, each triple that no other document supports.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Directory of the graph
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// Ids of the documents, as `chancery info --documents` lists them
    #[arg(value_name = "DOCUMENT", required = true)]
    pub documents: Vec<String>,
    /// Only list what would go
    #[arg(long)]
    pub dry_run: bool,
    /// How what goes is listed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    store: StoreArgs,
}

/// Ways to list what goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Statements and entities, for people.
    Text,
    /// Triples, for programs.
    Nquads,
}

/// Removes the documents; those that are unknown are named, the others go.
///
/// # Errors
/// If the graph cannot be read or written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let mut archive =
        if args.dry_run { Archive::open(&args.graph)? } else { Archive::open_writable(&args.graph)? };
    let mut outcome = Outcome::Done;
    let mut wanted: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for id in args.documents.iter().filter(|id| seen.insert(*id)) {
        if archive.contains(id) {
            wanted.push(id);
        } else {
            context.fail(&anyhow::anyhow!(part::no_document(&archive, id)));
            outcome = Outcome::Negative;
        }
    }
    let records = wanted.iter().map(|id| archive.record(id)).collect::<Result<Vec<_>, _>>()?;
    let removed =
        if args.dry_run { archive.preview_removals(&wanted)? } else { archive.remove_all(&wanted)? };
    let (mut listed, mut told) = (String::new(), Vec::new());
    for (record, removed) in records.iter().zip(&removed) {
        match args.format {
            Format::Text => list(record, removed, &mut listed),
            Format::Nquads => removed.quads.iter().for_each(|line| listed.extend([line.as_str(), "\n"])),
        }
        let done = if args.dry_run { "would take out" } else { "took out" };
        let gone = counted(removed.quads.len(), "triple");
        let kept = removed.kept;
        let id = &record.id;
        told.push(format!("{done} {id}: {gone} that only it supports; {kept} stay with other documents"));
    }
    let carried = if args.dry_run { Ok(Outcome::Done) } else { settle(args, &mut archive, context) };
    // Only now: a reader that has gone must leave nothing half done.
    told.iter().for_each(|line| context.say(line));
    let printed = print(&listed);
    if carried? == Outcome::Negative {
        outcome = Outcome::Negative;
    }
    answer(printed, outcome)
}

/// Makes the removals last, here, in what is kept beside the graph, and on the server.
fn settle(args: &Args, archive: &mut Archive, context: &Context) -> anyhow::Result<Outcome> {
    archive.flush()?;
    refresh::all(archive, &mut |diagnostic| context.report(diagnostic));
    args.store.carry(archive, Options::default(), &Stop::default(), context)
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The statements, and the entities whose class no other document gives.
fn list(record: &DocumentRecord, removed: &Removed, out: &mut String) {
    let names: BTreeMap<&str, &str> =
        record.entities.iter().map(|entity| (entity.id.as_str(), entity.name.as_str())).collect();
    let name = |id: &str| names.get(id).copied().unwrap_or(id).to_owned();
    for statement in &record.statements {
        let object = match &statement.object {
            ObjectRecord::Entity(id) => name(id),
            ObjectRecord::Text { text, .. } => {
                format!("“{}”", text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
        };
        let status = match statement.status.as_str() {
            "asserted" => String::new(),
            other => format!("  [{other}]"),
        };
        let line =
            format!("statement  {} {} {object}{status}", name(&statement.subject), statement.predicate);
        // Writing into a String cannot fail.
        let _ = writeln!(out, "{}", visible(&line));
    }
    for entity in &record.entities {
        let typed = format!("<{}> <{}> ", entity.iri, vocabulary::RDF_TYPE.as_str());
        // They are in order.
        let at = removed.quads.partition_point(|line| *line < typed);
        if removed.quads.get(at).is_some_and(|line| line.starts_with(&typed)) {
            let _ = writeln!(out, "{}", visible(&format!("entity     {} ({})", entity.name, entity.class)));
        }
    }
}
