//! `chancery info`: what a graph holds, and its hash.

use std::io::{self, Write};
use std::path::PathBuf;

use super::check::store::left_out_finding;
use super::{Context, Outcome};
use crate::archive::left_out::{Kind, LeftOut};
use crate::archive::{Archive, Decisions};
use crate::diagnostic::counted;
use crate::store::{index, loaded};

/// Show what a graph holds, and the hash of its canonical N-Quads
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Directory of the graph
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// List the documents: id, date, title
    #[arg(long)]
    pub documents: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "documents")]
    pub json: bool,
}

/// Prints counts and hash.
///
/// # Errors
/// If the graph cannot be read.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let archive = Archive::open(&args.graph)?;
    if !context.quiet {
        for finding in archive.findings() {
            writeln!(io::stderr(), "{finding}")?;
        }
    }
    let mut out = io::stdout().lock();
    if args.documents {
        for record in archive.records() {
            let record = record?;
            let clean = |text: &str| text.replace(|c: char| c.is_control(), " ");
            writeln!(out, "{}\t{}\t{}", record.id, record.date.unwrap_or_default(), clean(&record.title))?;
        }
        return Ok(Outcome::Done);
    }
    let info = archive.info()?;
    let base = archive.base().as_str();
    let index = index::size(&args.graph);
    let decisions = Decisions::read(archive.folder())?;
    decisions.findings().iter().for_each(|finding| context.report(finding));
    let holding = decisions.active().len();
    let left_out = LeftOut::read(archive.folder()).unwrap_or_default();
    left_out_finding(&archive).iter().for_each(|finding| context.report(finding));
    let loaded = loaded::list(&args.graph)?;
    if args.json {
        let json = serde_json::json!({
            "schema": "chancery.info/1", "base": base, "documents": info.documents, "copies": info.copies, "entities": info.entities,
            "statements": info.statements, "quads": info.quads, "records": info.records, "bytes": info.bytes,
            "indexBytes": index, "decisions": decisions.len(), "decisionsHolding": holding,
            "leftOut": {"rejected": left_out.count(Kind::Rejected), "skipped": left_out.count(Kind::Skipped),
                "unknownFormat": left_out.count(Kind::UnknownFormat)},
            "loaded": loaded.iter().map(|loaded| serde_json::json!({ "graph": loaded.graph,
                "source": loaded.source, "triples": loaded.triples })).collect::<Vec<_>>(), "sha256": info.hash,
        });
        writeln!(out, "{json}")?;
    } else {
        writeln!(out, "documents   {}", info.documents)?;
        if info.copies > 0 {
            let texts = info.documents - info.copies;
            writeln!(out, "sources     {texts} ({} print the text of another)", info.copies)?;
        }
        writeln!(out, "entities    {}", info.entities)?;
        writeln!(out, "statements  {}", info.statements)?;
        writeln!(out, "quads       {}", info.quads)?;
        writeln!(out, "archive     {}, {} bytes", counted(info.records as usize, "record"), info.bytes)?;
        if !decisions.is_empty() {
            writeln!(out, "decisions   {} recorded, {holding} hold", decisions.len())?;
        }
        for loaded in &loaded {
            let from = super::visible(&loaded.source);
            writeln!(
                out,
                "loaded      {} in <{}>, from {from}",
                counted(loaded.triples, "triple"),
                loaded.graph
            )?;
        }
        writeln!(out, "base        {base}")?;
        writeln!(out, "sha256      {}", info.hash)?;
        out.flush()?;
        // Not part of what the graph holds: two graphs with the same documents print the same.
        if !left_out.is_empty() {
            context.say(format_args!(
                "builds left out {} rejected, {} skipped and {} of no known format, each input counted once",
                left_out.count(Kind::Rejected),
                left_out.count(Kind::Skipped),
                left_out.count(Kind::UnknownFormat)
            ));
        }
        match index {
            Some(bytes) => context.say(format_args!("the index for queries has {bytes} bytes")),
            None => context.say("there is no index for queries yet; the first query makes it"),
        }
    }
    Ok(Outcome::Done)
}
