//! `chancery demo [DIR]`: the bundled articles as a graph, with an export for every program that can read one.
//!
//! The articles are news of 2014 to 2025 in wording of chancery's own.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Parser as _;

use super::build::add::{Event, Target, Work};
use super::build::open_or_create;
use super::engine::EngineArgs;
use super::{Cli, Context, Outcome, refresh};
use crate::archive::Archive;
use crate::archive::record::ObjectRecord;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::source::{self, Format, Options};

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Directory of the graph.
    #[arg(default_value = "chancery-demo")]
    dir: PathBuf,
}

macro_rules! articles {
    ($($name:literal),+ $(,)?) => {
        /// Name and text of each article, sorted by name.
        const ARTICLES: &[(&str, &str)] =
            &[$((concat!($name, ".md"), include_str!(concat!("../../examples/articles/", $name, ".md")))),+];
    };
}

articles!(
    "black-sea-grain",
    "finland-joins-nato",
    "gaza-ceasefire",
    "iran-nuclear-deal",
    "karabakh-ceasefire",
    "minsk-protocol",
    "niger-coup",
    "oil-sanctions",
    "saudi-iran-detente",
    "security-council-gaza",
    "witkoff-leak",
);

/// Format on the command line and the name of the file, or of the folder for `csv`.
const EXPORTS: &[(&str, &str)] = &[
    ("html", "report.html"),
    ("svg", "network.svg"),
    ("dot", "network.dot"),
    ("graphml", "network.graphml"),
    ("gexf", "network.gexf"),
    ("cytoscape", "network.cyjs"),
    ("node-link", "network.json"),
    ("csv", "csv"),
    ("events", "events.tsv"),
    ("jsonl", "documents.jsonl"),
    ("turtle", "graph.ttl"),
    ("trig", "graph.trig"),
    ("nquads", "graph.nq"),
    ("jsonld", "graph.jsonld"),
];

/// Builds, exports and says what to try next.
///
/// # Errors
/// A directory that holds something else, or that cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let began = Instant::now();
    let readings = articles(context);
    refuse_other_graph(&args.dir, &readings)?;
    let pipeline = EngineArgs::default().pipeline(context)?;
    let mut archive = open_or_create(&args.dir, None)?;
    let base = archive.base().clone();
    let mut work = Work::new(&pipeline, &base, context.thread_count());
    let summary = work.add(readings.into_iter(), Target::Graph(&mut archive), &mut |event| {
        if let Event::Told(diagnostic) = event {
            context.report(diagnostic);
        }
    })?;
    refresh::all(&archive, &mut |diagnostic| context.report(diagnostic));
    let example = telling_statement(&archive);
    drop(archive);
    export(&args.dir, context)?;
    context.say(format_args!("{summary}  {:.1} s", began.elapsed().as_secs_f64()));
    context.say(next_steps(&args.dir, &example));
    Ok(summary.tally.outcome())
}

fn articles(context: &Context) -> Vec<Result<Document, Diagnostic>> {
    let options = Options { limits: context.limits.clone(), ..Options::default() };
    ARTICLES
        .iter()
        .flat_map(|(name, text)| source::read_bytes(name, text.as_bytes(), Format::Markdown, &options))
        .collect()
}

/// A graph with other documents is not the demo's: it stays as it is.
fn refuse_other_graph(dir: &Path, readings: &[Result<Document, Diagnostic>]) -> anyhow::Result<()> {
    if !dir.join("archive").is_dir() {
        return Ok(());
    }
    let archive = Archive::open(dir)?;
    let is_ours = |id: &str| readings.iter().flatten().any(|document| document.id.as_str() == id);
    if let Some(other) = archive.ids().find(|id| !is_ours(id)) {
        bail!("{} is a graph with other documents, such as {other:?}; name another directory", dir.display());
    }
    Ok(())
}

/// Writes every export through the command that a user would type.
fn export(dir: &Path, context: &Context) -> anyhow::Result<()> {
    let folder = dir.join("exports");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let quiet = Context { quiet: true, ..context.clone() };
    for (format, name) in EXPORTS {
        let target = folder.join(name);
        if *format == "csv" {
            std::fs::create_dir_all(&target)
                .with_context(|| format!("cannot create {}", target.display()))?;
        }
        let words: [&std::ffi::OsStr; 7] = [
            "chancery".as_ref(),
            "export".as_ref(),
            dir.as_os_str(),
            "--format".as_ref(),
            format.as_ref(),
            "--output".as_ref(),
            target.as_os_str(),
        ];
        let cli = Cli::try_parse_from(words)?;
        super::run(&cli, &quiet).with_context(|| format!("cannot export {format}"))?;
    }
    Ok(())
}

/// A statement worth explaining: what an envoy is to do, or else the first.
fn telling_statement(archive: &Archive) -> String {
    let document = "witkoff-leak";
    let record = archive.record(document).ok();
    let planned = record.iter().flat_map(|record| &record.statements).find(|statement| {
        statement.status == "planned" && matches!(statement.object, ObjectRecord::Entity(_))
    });
    format!("{document}#{}", planned.map_or("s1", |statement| &statement.id))
}

fn next_steps(dir: &Path, example: &str) -> String {
    let dir = dir.display();
    format!(
        "\nThe graph is in {dir}, a report to read in {dir}/exports/report.html. Try next:\n\n  \
         chancery show {dir} \"Steve Witkoff\"\n  \
         chancery explain {dir} {example}\n  \
         chancery query {dir} 'SELECT ?a ?b {{ ?a ch:sanctioned ?b }}'\n  \
         chancery export {dir} --format gexf -o network.gexf\n  \
         chancery build your-articles/ -o kg"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_bundled_article_is_a_dated_document_with_a_title() {
        let context = Context {
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            color: false,
            quiet: true,
            verbose: 0,
            threads: None,
            limits: crate::limits::Limits::default(),
        };
        let found = articles(&context);
        assert_eq!(found.len(), ARTICLES.len());
        let ids: BTreeSet<String> = found.iter().flatten().map(|document| document.id.to_string()).collect();
        assert_eq!(ids.len(), ARTICLES.len());
        for document in found.iter().flatten() {
            assert!(document.date.is_some() && !document.title.is_empty(), "{}", document.id);
            assert!(!document.whole().contains("---"), "{}", document.id);
        }
    }

    #[test]
    fn every_article_of_the_examples_is_bundled() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ARTICLES.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
    }
}
