//! The half of `chancery check` that is about a graph: checksums and counts, and what to do
//! about damage.

use std::io::{self, Write as _};
use std::path::Path;

use super::{Context, Outcome, visible};
use crate::archive::{Archive, Error, Lost};
use crate::diagnostic::{Diagnostic, Severity, counted};
use crate::resolve::keep;
use crate::store::index;

/// What is said where shapes are not looked at, so that nobody takes soundness for more than it is.
const UNSEEN_SHAPES: &str = "the SHACL shapes were not looked at: this program is built without them; install it with \
    `cargo install chancery --features shacl`, or give ontology/shapes.ttl and `chancery export --format nquads --rdf 1.1` \
    to a validator such as pySHACL";

/// Prints each finding and a summary; damage makes the outcome negative.
///
/// # Errors
/// If there is no graph or it cannot be read at all.
pub fn run(graph: &Path, repairs: bool, context: &Context) -> anyhow::Result<Outcome> {
    if repairs {
        return repair(graph, context);
    }
    let (findings, documents) = match Archive::open(graph) {
        Ok(archive) => {
            let mut findings = archive.check()?;
            if !findings.iter().any(|finding| finding.severity == Severity::Error) {
                findings.extend(validate(&archive)?);
                findings.extend(index::check(&archive)?);
                findings.extend(keep::check(&archive)?);
            }
            (findings, archive.len())
        }
        Err(error @ (Error::Damaged { .. } | Error::NoSettings(_))) => {
            let whole = Diagnostic::error(graph.display().to_string(), error.to_string());
            (Archive::survey(graph)?.findings.into_iter().chain([whole]).collect(), 0)
        }
        Err(error) => return Err(error.into()),
    };
    print(&findings, context)?;
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    match errors {
        0 => context.say(format_args!("{}, all sound", counted(documents, "document"))),
        more => context.say(counted(more, "error")),
    }
    if !cfg!(feature = "shacl") {
        context.say(UNSEEN_SHAPES);
    }
    Ok(if errors == 0 { Outcome::Done } else { Outcome::Negative })
}

/// Repairs, and says what was lost and how it comes back; a loss makes the outcome negative.
fn repair(graph: &Path, context: &Context) -> anyhow::Result<Outcome> {
    let repair = match Archive::open_writable(graph) {
        // Without damage in the files there is nothing to set aside.
        Ok(archive) => {
            print(archive.findings(), context)?;
            let findings = archive.check()?;
            if !findings.iter().any(|finding| finding.severity == Severity::Error) {
                return repair_index(&archive, context);
            }
            drop(archive);
            Archive::repair(graph)?
        }
        Err(Error::Damaged { .. } | Error::NoSettings(_)) => Archive::repair(graph)?,
        Err(error) => return Err(error.into()),
    };
    print(&repair.findings, context)?;
    for aside in &repair.aside {
        context.say(format_args!("kept as it was: {}", aside.display()));
    }
    for Lost { id, has_earlier } in &repair.lost {
        let state = if *has_earlier { "its latest state is lost, an earlier one stands" } else { "lost" };
        context.say(format_args!("document {id}: {state}"));
    }
    if repair.nameless > 0 {
        let what = if repair.nameless == 1 { "record" } else { "records" };
        context.say(format_args!("{} {what} lost of which the document cannot be told", repair.nameless));
    }
    let (documents, kept) = (repair.documents, repair.kept);
    context.say(format_args!(
        "repaired: {} in {}",
        counted(documents, "document"),
        counted(kept, "whole record")
    ));
    index::rebuild(&Archive::open(graph)?)?;
    if repair.lost.is_empty() && repair.nameless == 0 {
        return Ok(Outcome::Done);
    }
    context.say(format_args!(
        "to bring back what was lost, build its sources again: chancery build INPUT -o {}",
        graph.display()
    ));
    Ok(Outcome::Negative)
}

/// Makes the index for queries anew if it is not as it should be; the records are sound.
fn repair_index(archive: &Archive, context: &Context) -> anyhow::Result<Outcome> {
    let documents = archive.len();
    let Some(finding) = index::check(archive)? else {
        context.say(format_args!("{}, all sound: nothing to repair", counted(documents, "document")));
        return Ok(Outcome::Done);
    };
    print(&[finding], context)?;
    index::rebuild(archive)?;
    context.say(format_args!(
        "{}, all sound: the index for queries was made anew",
        counted(documents, "document")
    ));
    Ok(Outcome::Done)
}

fn print(findings: &[Diagnostic], context: &Context) -> io::Result<()> {
    let mut out = context.stdout();
    for finding in findings {
        writeln!(out, "{}", visible(&finding.to_string()))?;
    }
    out.flush()
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
