//! `chancery eval`: what is understood, measured against annotated documents.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::builder::PossibleValue;

use super::engine::EngineArgs;
use super::{Context, Outcome, visible};
use crate::evaluation::render::{Layout, render};
use crate::evaluation::{
    Answers, Evaluation, GoldDocument, Mapping, Report, Set, calibration, gold, linking,
};
use crate::pipeline::batch;

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files of gold: .json, .jsonl or .conllu, each also with .gz.
    #[arg(value_name = "GOLD", required = true)]
    files: Vec<PathBuf>,
    /// How the gold is annotated.
    #[arg(long, value_name = "NAME")]
    set: Set,
    /// Format of the output.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    format: Layout,
    /// List what was missed and what is too much, with evidence and frame.
    #[arg(long)]
    errors: bool,
    /// Print what the confidence of each statement (of linking: each candidate) is made of, and whether the gold has it, as
    /// tab-separated values.
    #[arg(long, conflicts_with_all = ["errors", "format"])]
    features: bool,
    /// Score what another annotator or program wrote down, in place of what chancery finds: files in the format of the gold, one
    /// answer for each article (set articles only).
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "features")]
    answers: Vec<PathBuf>,
    /// Tab-separated file that says how the set calls our relations, classes and actors, instead of the bundled one.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    engine: EngineArgs,
}

/// Reads the gold's texts, compares and prints; the last line is `MEASURE F1 0.xxx`.
///
/// # Errors
/// Gold, ontology or model that cannot be used, or standard output that cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let documents = gold::read(&args.files, args.set, &context.limits)?;
    let mapping = mapping(args)?;
    let pipeline = args.engine.pipeline(context)?;
    let evaluation = Evaluation::new(args.set, &documents, &pipeline, &mapping)
        .with_answers(answers(args, &documents, context)?);
    let (mut scores, mut failure) = (Vec::with_capacity(documents.len()), None);
    batch::run(
        documents.iter(),
        context.thread_count(),
        |gold| gold.document.id.to_string(),
        || {
            let (mut reader, evaluation) = (pipeline.reader(), &evaluation);
            move |gold| evaluation.score(gold, &mut reader)
        },
        |result| match result {
            Ok(score) => {
                scores.push(score);
                ControlFlow::Continue(())
            }
            Err(panicked) => {
                failure = Some(panicked);
                ControlFlow::Break(())
            }
        },
    );
    if let Some(panicked) = failure {
        // A figure without one of its documents would not be the figure of the set.
        bail!("cannot score {}: {}; this is a fault of chancery", panicked.name, panicked.message);
    }
    pipeline.check_links()?;
    let report = Report::new(args.set, scores);
    let mut out = context.stdout();
    if args.features {
        let rows = match args.set {
            Set::Linking => linking::header() + &report.rows.join("\n") + "\n",
            _ => calibration::features(&report.cases),
        };
        out.write_all(visible(&rows).as_bytes())?;
        out.flush()?;
        return Ok(Outcome::Done);
    }
    out.write_all(visible(&render(&report, args.format, args.errors)).as_bytes())?;
    writeln!(out, "MEASURE F1 {:.3}", report.headline.f1)?;
    out.flush()?;
    Ok(Outcome::Done)
}

fn answers(args: &Args, documents: &[GoldDocument], context: &Context) -> anyhow::Result<Answers> {
    if args.answers.is_empty() {
        return Ok(Answers::default());
    }
    if args.set != Set::Articles {
        bail!("--answers goes with --set articles, not with --set {}", args.set);
    }
    let answers = Answers::read(&args.answers, &context.limits)?;
    answers.check(documents)?;
    Ok(answers)
}

fn mapping(args: &Args) -> anyhow::Result<Mapping> {
    let Some(path) = &args.mapping else { return Ok(Mapping::bundled(args.set)?) };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the mapping {}", path.display()))?;
    Mapping::from_text(&text).with_context(|| format!("cannot use the mapping {}", path.display()))
}

impl clap::ValueEnum for Set {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

impl clap::ValueEnum for Layout {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Table, Self::Json, Self::Markdown]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }))
    }
}
