//! `chancery compact`: gives back the room of what was replaced or removed.

use std::io::{self, Write};
use std::path::PathBuf;

use super::{Context, Outcome, answer, refresh, visible};
use crate::archive::{Archive, Compacted};

/// Rewrite a graph without what was replaced or removed
///
/// Earlier texts and analyses of a document, and documents that were removed, stay on disk until then. What the graph says
/// does not change, nor does its hash. Of a removed document only its id and hashes stay, so that `chancery push` takes it out
/// of servers. The new file is written beside the old one and takes its place at once: a kill or a full disk leaves the graph
/// as it was. Each document of which something goes is listed on standard output.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chancery compact kg --dry-run")]
pub struct Args {
    /// Directory of the graph
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// Keep earlier states of documents that are in the graph; only what was removed goes
    #[arg(long)]
    pub keep_versions: bool,
    /// Only list what would go
    #[arg(long)]
    pub dry_run: bool,
}

/// Compacts, and says what went.
///
/// # Errors
/// If the graph cannot be read or written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    if args.dry_run {
        let archive = Archive::open(&args.graph)?;
        let found = archive.preview_compaction(args.keep_versions)?;
        list(&found)?;
        context.say(format_args!("{}; nothing was written: --dry-run", summary(&found)));
        return Ok(Outcome::Done);
    }
    let mut archive = Archive::open_writable(&args.graph)?;
    for finding in archive.findings() {
        context.report(finding);
    }
    let done = archive.compact(args.keep_versions)?;
    refresh::all(&archive, &mut |diagnostic| context.report(diagnostic));
    let listed = list(&done);
    context.say(summary(&done));
    answer(listed, Outcome::Done)
}

fn list(done: &Compacted) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (id, dead) in &done.dead {
        let what = if dead.is_live { "earlier states" } else { "removed" };
        writeln!(out, "{what}\t{}\t{}", dead.states + dead.removals, visible(id))?;
    }
    out.flush()
}

fn summary(done: &Compacted) -> String {
    let dead: u64 = done.dead.values().map(|dead| dead.states + dead.removals).sum();
    format!(
        "{dead} dead records of {} documents, {} records stay; {} bytes before, {} afterwards",
        done.dead.len(),
        done.kept,
        done.bytes_before,
        done.bytes_after
    )
}
