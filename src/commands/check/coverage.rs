//! The third of `chancery check` that is about texts: what joins two entities in them and no frame takes.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};

use crate::commands::engine::EngineArgs;
use crate::commands::input::InputArgs;
use crate::commands::progress::Progress;
use crate::commands::{Context, Outcome, Tally, visible};
use crate::diagnostic::counted;
use crate::document::Document;
use crate::evaluation::coverage::{Coverage, Path, occurrences};
use crate::pipeline::batch;
use crate::statement::Scope;

/// Classes of arguments that are shown of a path.
const SHOWN_CLASSES: usize = 3;

/// What to read and how much of the result to print.
#[derive(Debug)]
pub(super) struct Args<'a> {
    pub(super) corpus: &'a [PathBuf],
    pub(super) limit: usize,
    pub(super) format: Option<Format>,
    pub(super) input: &'a InputArgs,
    pub(super) engine: &'a EngineArgs,
}

/// How the paths are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned columns for people.
    Table,
    /// Values, tab separated.
    Tsv,
    /// A JSON array.
    Json,
}

/// Reads the texts and prints the most frequent paths that no frame takes.
///
/// # Errors
/// Inputs, ontology or model that cannot be used, or standard output that cannot be written.
pub(super) fn run(args: &Args<'_>, context: &Context) -> anyhow::Result<Outcome> {
    let readings = args.input.read(args.corpus, context)?;
    let pipeline = args.engine.pipeline(context)?.with_scope(Scope::Open);
    let mut progress = Progress::new(context, &readings);
    let (mut tally, mut coverage) = (Tally::default(), Coverage::default());
    let worker = || {
        let mut reader = pipeline.reader();
        move |reading: Result<Document, _>| reading.map(|document| occurrences(&reader.analyse(document)))
    };
    batch::run(readings, context.thread_count(), Tally::name, worker, |result| {
        if let Some(found) = tally.take(result, |diagnostic| progress.report(diagnostic)) {
            coverage.add(found);
            progress.step();
        }
        ControlFlow::Continue(())
    });
    progress.finish();
    write(&coverage.most_frequent(args.limit), args.format, context)?;
    let shortfall = match coverage.missed() {
        0 => String::new(),
        missed => format!("; numbers may fall short by up to {missed}, because the rarest were forgotten"),
    };
    context.say(format_args!(
        "{} that no frame takes in {}{shortfall}",
        counted(coverage.len(), "different path"),
        counted(tally.documents, "document")
    ));
    Ok(tally.outcome())
}

fn write(paths: &[Path], format: Option<Format>, context: &Context) -> io::Result<()> {
    let default = if context.stdout_is_terminal { Format::Table } else { Format::Tsv };
    let mut out = context.stdout();
    match format.unwrap_or(default) {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, paths)?;
            writeln!(out)?;
        }
        Format::Tsv => {
            writeln!(out, "count\tpath\tclasses\texample")?;
            for path in paths {
                let [count, lemmas, classes, example] = row(path);
                writeln!(out, "{count}\t{lemmas}\t{classes}\t{example}")?;
            }
        }
        Format::Table => write_table(paths, context, &mut out)?,
    }
    out.flush()
}

fn write_table(paths: &[Path], context: &Context, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["count", "path", "classes", "example"]);
    if context.stdout_is_terminal {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    for path in paths {
        table.add_row(row(path));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Cells without anything that ends them or that a terminal obeys.
fn row(path: &Path) -> [String; 4] {
    let classes = path.classes.iter().take(SHOWN_CLASSES);
    let classes: Vec<String> =
        classes.map(|pair| format!("{} {} {}", pair.subject, pair.object, pair.count)).collect();
    let cell = |text: &str| {
        let text: Cow<'_, str> = visible(text);
        text.replace(['\t', '\n'], " ")
    };
    [path.count.to_string(), cell(&path.path), classes.join(", "), cell(&path.example)]
}
