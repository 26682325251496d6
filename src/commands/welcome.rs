//! `chancery` without a command: three lines to start with.

use std::io::Write as _;

use super::{Context, Outcome};

const TEXT: &str = "\
chancery: from news articles to a knowledge graph that can be cited

  chancery demo                    try it on the bundled articles (a few seconds)
  chancery build news/ -o kg       build a graph from your own .txt .md .html .jsonl .csv .xml .zip
  chancery show kg \"NATO\"          roles, relations and the sentences they come from

All commands: chancery --help
";

/// Prints the welcome.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(context: &Context) -> anyhow::Result<Outcome> {
    let mut out = context.stdout();
    out.write_all(TEXT.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}
