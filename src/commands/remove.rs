//! `chancery remove`: takes documents out of a graph.

use std::io::{self, Write};
use std::path::PathBuf;

use super::{Context, Outcome};
use crate::archive::{Archive, Removed};

/// Take documents out of a graph, with exactly what only they support
///
/// The triples that no other document supports are listed on standard output as N-Quads.
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
}

/// Removes the documents; those that are unknown are named, the others go.
///
/// # Errors
/// If the graph cannot be read or written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let mut archive =
        if args.dry_run { Archive::open(&args.graph)? } else { Archive::open_writable(&args.graph)? };
    let mut outcome = Outcome::Done;
    for id in &args.documents {
        if !archive.contains(id) {
            writeln!(io::stderr(), "error: no document \"{}\" in the graph", id.escape_debug())?;
            outcome = Outcome::Negative;
            continue;
        }
        let removed = if args.dry_run { archive.preview_removal(id)? } else { archive.remove(id)? };
        list(&removed)?;
        if !context.quiet {
            let done = if args.dry_run { "would take out" } else { "took out" };
            let (gone, kept) = (removed.quads.len(), removed.kept);
            writeln!(
                io::stderr(),
                "{done} {id}: {gone} triples that only it supports; {kept} stay with other documents"
            )?;
        }
    }
    if !args.dry_run {
        archive.flush()?;
    }
    Ok(outcome)
}

fn list(removed: &Removed) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in &removed.quads {
        writeln!(out, "{line}")?;
    }
    out.flush()
}
