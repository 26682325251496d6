//! The half of `chancery check` that is about a graph: checksums and counts.

use std::io::{self, Write};
use std::path::PathBuf;

use super::{Context, Outcome};
use crate::archive::{Archive, Error};
use crate::diagnostic::{Diagnostic, Severity};

/// Check a graph: every checksum, the counts and every record; built with SHACL also the shapes
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
        Ok(archive) => {
            let mut findings = archive.check()?;
            if !findings.iter().any(|finding| finding.severity == Severity::Error) {
                findings.extend(validate(&archive)?);
            }
            (findings, archive.len())
        }
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

/// Whether the graph is as the shapes of the ontology say.
#[cfg(feature = "shacl")]
fn validate(archive: &Archive) -> anyhow::Result<Vec<Diagnostic>> {
    let shapes = include_str!("../../ontology/shapes.ttl");
    let ontology = include_str!("../../ontology/chancery.ttl");
    Ok(crate::store::shacl::validate(archive, shapes, ontology)?)
}

/// Without the feature `shacl` shapes are not looked at.
#[cfg(not(feature = "shacl"))]
#[expect(clippy::unnecessary_wraps, reason = "the signature is that of the build with the feature")]
fn validate(_archive: &Archive) -> anyhow::Result<Vec<Diagnostic>> {
    Ok(Vec::new())
}
