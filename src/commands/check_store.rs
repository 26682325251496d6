//! The half of `chancery check` that is about a graph: checksums and counts.

use std::io::{self, Write};
use std::path::PathBuf;

use super::{Context, Outcome};
use crate::archive::{Archive, Error};
use crate::diagnostic::{Diagnostic, Severity};

/// Check a graph: every checksum, the counts and every record
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Directory of the graph
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
}

/// Prints each finding and a summary; damage makes the outcome negative.
///
/// # Errors
/// If there is no graph or it cannot be read at all.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let (findings, documents) = match Archive::open(&args.graph) {
        Ok(archive) => (archive.check()?, archive.len()),
        Err(error @ Error::Damaged { .. }) => {
            (vec![Diagnostic::error(args.graph.display().to_string(), error.to_string())], 0)
        }
        Err(error) => return Err(error.into()),
    };
    let mut out = io::stdout().lock();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if !context.quiet {
        match errors {
            0 => writeln!(io::stderr(), "{documents} documents, all sound")?,
            1 => writeln!(io::stderr(), "1 error")?,
            more => writeln!(io::stderr(), "{more} errors")?,
        }
    }
    Ok(if errors == 0 { Outcome::Done } else { Outcome::Negative })
}
