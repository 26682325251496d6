//! `chancery parse`: tokens, lemmas, tags, dependency trees and names of articles.

mod conllu;

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::engine::ModelArgs;
use super::input::InputArgs;
use super::{Context, Outcome, Tally};
use crate::pipeline::batch;

/// Arguments of `parse`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, folders or patterns; - or nothing for standard input.
    #[arg(value_name = "INPUT")]
    files: Vec<PathBuf>,
    /// Format of the output.
    #[arg(short, long, value_name = "FORMAT", default_value = "conllu")]
    format: Format,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
}

/// How a parse is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// CoNLL-U, ten columns a token.
    Conllu,
    /// One JSON object a line for each document.
    Json,
}

/// Parses and prints, in the order of the input.
///
/// # Errors
/// An input that is not there, a model that cannot be used, or standard output that cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let readings = args.input.read(&args.files, context)?;
    let model = args.model.load()?;
    let mut out = context.stdout();
    let mut tally = Tally::default();
    let mut failure = None;
    batch::run(
        readings,
        context.thread_count(),
        Tally::name,
        || {
            let mut parser = model.parser();
            let format = args.format;
            move |reading| {
                let document = reading?;
                let parse = parser.parse(document.whole());
                let mut text = Vec::new();
                match format {
                    Format::Conllu => conllu::write(&document, &parse, &mut text),
                    Format::Json => writeln!(text, "{}", conllu::to_json(&document, &parse)),
                }
                .map(|()| text)
                .map_err(|error| {
                    crate::diagnostic::Diagnostic::error(document.id.as_str(), error.to_string())
                })
            }
        },
        |result| {
            let Some(text) = tally.take(result, |diagnostic| context.report(diagnostic)) else {
                return ControlFlow::Continue(());
            };
            if let Err(error) = out.write_all(&text) {
                failure = Some(error);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        },
    );
    if let Some(error) = failure {
        return Err(error.into());
    }
    out.flush()?;
    Ok(tally.outcome())
}
