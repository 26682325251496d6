//! Validating an archive against SHACL shapes (feature `shacl`).
//!
//! Comes in: an archive, shapes and the ontology with the classes that they name, both in Turtle. Goes out: the
//! violations. Documents are validated in batches, in RDF 1.1, so that memory does not grow with the graph.

use std::collections::BTreeMap;

use rudof_rdf::rdf_core::RDFFormat;
use rudof_rdf::rdf_impl::{OxigraphInMemory, ReaderMode};
use shacl::types::Severity as ShaclSeverity;
use shacl::validator::processor::{GraphValidation, ShaclProcessor};
use shacl::validator::report::ValidationResult;
use shacl::validator::store::{Graph, ShaclDataManager};
use shacl::validator::{ShaclConfig, ShaclValidationMode};

use super::Error;
use super::shapes::Violation;
use crate::archive::{self, Archive};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::provenance::to_rdf11;

/// Quads that are validated at once, beyond the document that is being read.
const BATCH_QUADS: usize = 100_000;

/// What in the archive is not as the shapes say, by batch, then by node.
///
/// # Errors
/// If the archive is damaged or the shapes or the ontology are not valid.
pub fn validate(archive: &Archive, shapes: &str, ontology: &str) -> Result<Vec<Diagnostic>, Error> {
    Ok(violations(archive, shapes, ontology)?.iter().map(diagnostic).collect())
}

/// The same, in parts.
///
/// # Errors
/// As [`validate`].
pub fn violations(archive: &Archive, shapes: &str, ontology: &str) -> Result<Vec<Violation>, Error> {
    let schema = ShaclDataManager::load(&mut shapes.as_bytes(), "shapes", &RDFFormat::Turtle, None)
        .map_err(|error| refused(&error))?;
    let mut findings = Vec::new();
    let mut batch = String::new();
    let mut quads = 0;
    for document in archive.document_quads() {
        for quad in to_rdf11(document?) {
            batch.push_str(&format!("{quad} .\n"));
            quads += 1;
        }
        if quads >= BATCH_QUADS {
            findings.extend(validate_batch(&batch, &schema, ontology)?);
            batch.clear();
            quads = 0;
        }
    }
    findings.extend(validate_batch(&batch, &schema, ontology)?);
    Ok(findings)
}

fn validate_batch(
    nquads: &str,
    schema: &shacl::ir::IRSchema,
    ontology: &str,
) -> Result<Vec<Violation>, Error> {
    let mode = ReaderMode::default();
    let mut graph =
        OxigraphInMemory::from_reader(&mut nquads.as_bytes(), "graph", &RDFFormat::NQuads, None, &mode)
            .map_err(|error| refused(&error))?;
    graph
        .merge_from_reader(&mut ontology.as_bytes(), "ontology", &RDFFormat::Turtle, None, &mode)
        .map_err(|error| refused(&error))?;
    let report = GraphValidation::new(Graph::from(graph))
        .validate(schema, &ShaclValidationMode::Native, &ShaclConfig::default())
        .map_err(|error| refused(&error))?;
    let mut findings: Vec<Violation> = report.results().iter().map(violation).collect();
    findings.sort_by_cached_key(|violation| diagnostic(violation).to_string());
    Ok(findings)
}

fn violation(result: &ValidationResult) -> Violation {
    Violation {
        severity: match result.severity() {
            ShaclSeverity::Violation => Severity::Error,
            ShaclSeverity::Warning => Severity::Warning,
            _ => Severity::Note,
        },
        shape: result.source().map(ToString::to_string),
        component: result.constraint_component().to_string(),
        focus: result.focus_node().to_string(),
        path: result.path().map(ToString::to_string),
        value: result.value().map(ToString::to_string),
        message: message(result),
    }
}

/// What the shape says of it, in English if it does; else what the validator says, which has no language.
fn message(result: &ValidationResult) -> String {
    let language = |tag: &Option<_>| tag.as_ref().map(ToString::to_string);
    let all: BTreeMap<Option<String>, &String> =
        result.message().iter().map(|(tag, text)| (language(tag), text)).collect();
    let own = all.get(&Some("en".to_owned())).or_else(|| all.values().next_back());
    own.map(ToString::to_string).unwrap_or_default()
}

fn diagnostic(violation: &Violation) -> Diagnostic {
    let Violation { severity, focus, path, value, message, .. } = violation;
    let path = path.as_ref().map(|path| format!(" {path}")).unwrap_or_default();
    let value = value.as_ref().map(|value| format!(" ({value})")).unwrap_or_default();
    Diagnostic::new(*severity, focus.as_str(), format!("{message}{path}{value}"))
}

fn refused(error: &dyn std::fmt::Display) -> Error {
    Error::Validation(error.to_string())
}

impl Archive {
    /// The quads of each live document.
    fn document_quads(&self) -> impl Iterator<Item = Result<Vec<oxigraph::model::Quad>, archive::Error>> {
        let mut quads = self.quads().peekable();
        std::iter::from_fn(move || {
            let first = quads.next()?;
            let Ok(first) = first else { return Some(first.map(|quad| vec![quad])) };
            let mut document = vec![first];
            while let Some(Ok(next)) = quads.peek()
                && next.graph_name == document[0].graph_name
            {
                document.extend(quads.next().into_iter().flatten());
            }
            Some(Ok(document))
        })
    }
}
