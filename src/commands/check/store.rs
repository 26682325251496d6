//! The half of `chancery check` that is about a graph: checksums and counts, and what to do
//! about damage.

use std::io::{self, Write as _};
use std::path::Path;

use crate::archive::left_out::{self, LeftOut};
use crate::archive::{Archive, Error, Lost, decisions, digest};
use crate::commands::{Context, Outcome, visible};
use crate::diagnostic::{Diagnostic, Severity, counted};
use crate::resolve::keep;
use crate::store::index;

/// Which shapes a graph is validated against, and how that is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shapes<'a> {
    /// A file of one's own.
    pub(super) file: Option<&'a Path>,
    /// Form of the report.
    pub(super) form: Form,
}

/// Forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// By shape, with document, statement and sentence.
    Text,
    /// One JSON object.
    Json,
    /// RDF, as SHACL has it.
    Turtle,
}

/// What is said where shapes are not looked at, so that nobody takes soundness for more than it is.
#[cfg(not(feature = "shacl"))]
const UNSEEN_SHAPES: &str = "the SHACL shapes were not looked at: this program is built without them; install it with \
    `cargo install chancery --features shacl`, or give ontology/shapes.ttl and `chancery export --format nquads --rdf 1.1` \
    to a validator such as pySHACL";

/// Prints each finding and a summary; damage makes the outcome negative.
///
/// # Errors
/// If there is no graph or it cannot be read at all.
pub(super) fn run(
    graph: &Path,
    repairs: bool,
    shapes: Shapes<'_>,
    context: &Context,
) -> anyhow::Result<Outcome> {
    if repairs {
        return repair(graph, context);
    }
    let mut is_as_shaped = true;
    let (findings, documents) = match Archive::open(graph) {
        Ok(archive) => {
            let mut findings = archive.check()?;
            if !findings.iter().any(|finding| finding.severity == Severity::Error) {
                is_as_shaped = validate(&archive, shapes, context)?;
                findings.extend(index::check(&archive)?);
                #[cfg(feature = "rocksdb")]
                findings.extend(index::rocksdb::check(&archive)?);
                findings.extend(digest::check(&archive)?);
                findings.extend(keep::check(&archive)?);
                findings.extend(left_out_finding(&archive));
            }
            (findings, archive.len())
        }
        Err(error @ (Error::Damaged { .. } | Error::NoSettings(_))) => {
            let whole = Diagnostic::error(graph.display().to_string(), error.to_string());
            (Archive::survey(graph)?.findings.into_iter().chain([whole]).collect(), 0)
        }
        Err(error) => return Err(error.into()),
    };
    // A report in a form for programs has standard output for itself.
    match shapes.form {
        Form::Text => print(&findings, context)?,
        Form::Json | Form::Turtle => findings.iter().for_each(|finding| context.report(finding)),
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    match errors {
        0 => context.say(format_args!("{}, all sound", counted(documents, "document"))),
        more => context.say(counted(more, "error")),
    }
    Ok(if errors == 0 && is_as_shaped { Outcome::Done } else { Outcome::Negative })
}

/// What is wrong with the count of what builds left out.
pub(crate) fn left_out_finding(archive: &Archive) -> Option<Diagnostic> {
    let error = LeftOut::read(archive.folder()).err()?;
    let name = left_out::path(archive.folder()).display().to_string();
    let finding = Diagnostic::warning(name, format!("what was left out cannot be told: {error}"));
    Some(finding.hint("it is no part of what is known: the next build that leaves something out counts anew"))
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
    let archive = Archive::open(graph)?;
    index::rebuild(&archive)?;
    digest::rebuild(&archive)?;
    if repair.lost.is_empty() && repair.nameless == 0 {
        return Ok(Outcome::Done);
    }
    context.say(format_args!(
        "to bring back what was lost, build its sources again: chancery build INPUT -o {}",
        graph.display()
    ));
    Ok(Outcome::Negative)
}

/// Makes anew what is derived of the records, if it is not as it should be; the records are sound.
fn repair_index(archive: &Archive, context: &Context) -> anyhow::Result<Outcome> {
    let documents = archive.len();
    if let Some((aside, lost)) = decisions::repair(archive)? {
        let numbers: Vec<String> = lost.iter().map(ToString::to_string).collect();
        context.say(format_args!(
            "decisions {} are lost, the others are kept; the file as it was is {}",
            numbers.join(", "),
            aside.display()
        ));
        return Ok(Outcome::Negative);
    }
    let mut made = Vec::new();
    if let Some(finding) = index::check(archive)? {
        print(&[finding], context)?;
        index::rebuild(archive)?;
        made.push("the index for queries was made anew");
    }
    if let Some(finding) = digest::check(archive)? {
        print(&[finding], context)?;
        digest::rebuild(archive)?;
        made.push("what networks need of the documents was collected anew");
    }
    if made.is_empty() {
        made.push("nothing to repair");
    }
    context.say(format_args!("{}, all sound: {}", counted(documents, "document"), made.join(", ")));
    Ok(Outcome::Done)
}

fn print(findings: &[Diagnostic], context: &Context) -> io::Result<()> {
    let mut out = context.stdout();
    for finding in findings {
        writeln!(out, "{}", visible(&finding.to_string()))?;
    }
    out.flush()
}

/// Whether the graph is as the shapes say; prints what is not.
#[cfg(feature = "shacl")]
fn validate(archive: &Archive, shapes: Shapes<'_>, context: &Context) -> anyhow::Result<bool> {
    use crate::ontology;
    use anyhow::Context as _;
    let own = |file: &Path| {
        std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the shapes in {}; name a Turtle file", file.display()))
    };
    let file = shapes.file.map(own).transpose()?;
    let text = file.as_deref().unwrap_or(ontology::SHAPES);
    let violations = crate::store::shacl::violations(archive, text, ontology::VOCABULARY)?;
    let report = crate::store::shapes::Report::new(archive, violations)?;
    let mut out = context.stdout();
    match shapes.form {
        Form::Text => write!(out, "{}", visible(&report.to_string()))?,
        Form::Json => writeln!(out, "{}", report.to_json())?,
        Form::Turtle => report.write_turtle(&mut out)?,
    }
    out.flush()?;
    Ok(report.conforms())
}

/// Without the feature `shacl` shapes are not looked at, which is said.
#[cfg(not(feature = "shacl"))]
fn validate(_archive: &Archive, shapes: Shapes<'_>, context: &Context) -> anyhow::Result<bool> {
    if shapes.file.is_some() || shapes.form != Form::Text {
        anyhow::bail!("{UNSEEN_SHAPES}");
    }
    context.say(UNSEEN_SHAPES);
    Ok(true)
}
