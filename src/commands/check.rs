//! `chancery check [PATH]`: an ontology with its examples, what it misses in articles, or a graph.

mod coverage;
pub(super) mod store;

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::engine::{EngineArgs, ModelArgs};
use super::input::InputArgs;
use super::{Context, Outcome, visible};
use crate::diagnostic::{Diagnostic, Severity, counted};
use crate::document::{Document, DocumentId};
use crate::entity::EntityIndex;
use crate::graph::vocabulary;
use crate::ontology::{Example, Ontology, load};
use crate::pipeline::{Pipeline, Reader, batch};
use crate::statement::{Analysis, Object, Statement};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of an ontology, which adds to the bundled one, or directory of a graph; without it, the bundled ontology.
    path: Option<PathBuf>,
    /// List what joins two entities in these articles and no frame takes, the most frequent first (may be given again).
    #[arg(long, value_name = "CORPUS")]
    coverage: Vec<PathBuf>,
    /// How many of them at most.
    #[arg(long, value_name = "N", default_value_t = 50, requires = "coverage")]
    limit: usize,
    /// How they are printed [default: table on a terminal, tsv in a pipe].
    #[arg(short, long, value_name = "FORMAT", requires = "coverage")]
    format: Option<coverage::Format>,
    /// Make a damaged graph usable: keep every whole document, set the files as they were aside, say what was lost.
    #[arg(long, requires = "path")]
    repair: bool,
    /// Validate a graph against these SHACL shapes in Turtle, not those of the ontology (needs a program that is built with
    /// SHACL).
    #[arg(long, value_name = "FILE", requires = "path")]
    shapes: Option<PathBuf>,
    /// How what is not as the shapes say is printed: text, json (chancery.shapes/1) or turtle (sh:ValidationReport).
    #[arg(long, value_name = "FORM", default_value = "text", requires = "path")]
    report: store::Form,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
}

/// Prints what is wrong, each with file, line and column; the outcome is negative if anything is.
///
/// # Errors
/// A path that cannot be read.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    if !args.coverage.is_empty() {
        let engine =
            EngineArgs { model: args.model.clone(), ontology: args.path.clone(), ..EngineArgs::default() };
        let Args { coverage: corpus, limit, format, input, .. } = args;
        let args = coverage::Args { corpus, limit: *limit, format: *format, input, engine: &engine };
        return coverage::run(&args, context);
    }
    if let Some(path) = args.path.as_ref().filter(|path| path.join("archive").is_dir()) {
        let shapes = store::Shapes { file: args.shapes.as_deref(), form: args.report };
        return store::run(path, args.repair, shapes, context);
    }
    if args.shapes.is_some() {
        bail!("--shapes is for graphs, and this is no folder made by `chancery build`");
    }
    if args.repair {
        bail!("--repair is for graphs, and this is no folder made by `chancery build`");
    }
    if let Some(path) = args.path.as_ref().filter(|path| holds_exports(path)) {
        bail!(
            "{} holds what was exported from a graph, not an ontology; to check a graph, name the folder that \
             `chancery build` made",
            path.display()
        );
    }
    let (ontology, mut findings) = match &args.path {
        Some(path) => load::with_folder(path, &context.limits)?,
        None => (load::bundled()?, Vec::new()),
    };
    let examples: Vec<Example> = ontology
        .examples
        .iter()
        .filter(|example| args.path.as_ref().is_none_or(|path| Path::new(&example.place.0).starts_with(path)))
        .cloned()
        .collect();
    let (relations, frames) = (ontology.relations.len(), ontology.frames.len());
    let pipeline = Pipeline::new(args.model.load()?, ontology, context.limits.clone());
    let failures = failed_examples(&pipeline, &examples, context.thread_count());
    let failed = failures.len();
    findings.extend(failures);
    findings.sort_by(|a, b| (&a.source, a.position).cmp(&(&b.source, b.position)));
    let mut out = context.stdout();
    for finding in &findings {
        writeln!(out, "{}", visible(&finding.to_string()))?;
    }
    out.flush()?;
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    context.say(format_args!(
        "{}, {}, {} of {} understood, {}",
        counted(relations, "relation"),
        counted(frames, "frame"),
        examples.len() - failed,
        counted(examples.len(), "example"),
        counted(errors - failed, "other error")
    ));
    Ok(if errors == 0 { Outcome::Done } else { Outcome::Negative })
}

/// Whether a Turtle file there tells of documents: graphs do, ontologies do not.
fn holds_exports(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let turtle =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ext| ext == "ttl"));
    let is_export = |path: PathBuf| {
        let mut head = Vec::new();
        let is_read = File::open(path).and_then(|file| file.take(1 << 16).read_to_end(&mut head)).is_ok();
        let head = String::from_utf8_lossy(&head);
        is_read && [vocabulary::NIF_IS_STRING.as_str(), "nif:isString"].iter().any(|text| head.contains(text))
    };
    turtle.into_iter().any(is_export)
}

/// Reads every example and says where something else was understood than it expects.
fn failed_examples(pipeline: &Pipeline, examples: &[Example], threads: usize) -> Vec<Diagnostic> {
    let mut failures = Vec::new();
    let worker = || {
        let mut reader = pipeline.reader();
        move |example: &Example| failure(&mut reader, pipeline.ontology(), example)
    };
    batch::run(
        examples.iter(),
        threads,
        |example| example.place.0.clone(),
        worker,
        |result| {
            match result {
                Ok(failure) => failures.extend(failure),
                Err(panicked) => {
                    failures.push(Diagnostic::error(
                        panicked.name,
                        format!("an example failed: {}", panicked.message),
                    ));
                }
            }
            ControlFlow::Continue(())
        },
    );
    failures
}

fn failure(reader: &mut Reader<'_>, ontology: &Ontology, example: &Example) -> Option<Diagnostic> {
    let document = Document::new(DocumentId::from_content("example", &example.text), example.text.as_str());
    let analysis = reader.analyse(document);
    if analysis.statements.iter().any(|statement| fits(&analysis, statement, example, ontology)) {
        return None;
    }
    let relation = &ontology[example.relation];
    let object = example.object.as_deref().unwrap_or("(a clause)");
    let expected = format!("{} {} {object} ({})", example.subject, relation.name, example.status);
    let found: Vec<String> =
        analysis.statements.iter().map(|statement| shown(&analysis, statement)).collect();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join("; ") };
    let (file, line, column) = &example.place;
    Some(
        Diagnostic::error(file, format!("example {:?}: expected {expected}, found {found}", example.text))
            .at(*line, *column)
            .hint("add or change a frame, or see how the sentence is parsed: chancery parse"),
    )
}

fn fits(analysis: &Analysis, statement: &Statement, example: &Example, ontology: &Ontology) -> bool {
    let relation = &ontology[example.relation];
    if statement.relation != relation.name || statement.status != example.status {
        return false;
    }
    let is = |index: EntityIndex, name: &str| is_called(analysis, index, name);
    match (&statement.object, &example.object) {
        (Object::Date(time), Some(value)) => is(statement.subject, &example.subject) && time.value == *value,
        (Object::Value(_, own), Some(value)) => is(statement.subject, &example.subject) && own == value,
        (Object::Text(_), None) => is(statement.subject, &example.subject),
        (Object::Entity(object), Some(name)) => {
            is(statement.subject, &example.subject) && is(*object, name)
                || relation.is_symmetric && is(*object, &example.subject) && is(statement.subject, name)
        }
        _ => false,
    }
}

/// Whether a name of the entity, or a mention of it, is `name`.
fn is_called(analysis: &Analysis, index: EntityIndex, name: &str) -> bool {
    let Some(entity) = analysis.entities.get(index.0 as usize) else { return false };
    let is = |text: &str| text.to_lowercase() == name.to_lowercase();
    is(&entity.name) || entity.mentions.iter().any(|mention| is(analysis.document.text(mention.span)))
}

fn shown(analysis: &Analysis, statement: &Statement) -> String {
    let name =
        |index: EntityIndex| analysis.entities.get(index.0 as usize).map_or("?", |entity| &entity.name);
    let object = match &statement.object {
        Object::Entity(index) => name(*index),
        Object::Text(span) => analysis.document.text(*span),
        Object::Date(time) => &time.value,
        Object::Value(_, value) => value,
    };
    format!("{} {} {object} ({})", name(statement.subject), statement.relation, statement.status)
}
