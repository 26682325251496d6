//! Validating an archive against SHACL shapes (feature `shacl`).
//!
//! Comes in: an archive, shapes and the ontology with the classes that they name, both in Turtle. Goes out: one
//! diagnostic a violation. Documents are validated in batches, in RDF 1.1, so that memory does not grow with the graph.

use rudof_rdf::rdf_core::RDFFormat;
use rudof_rdf::rdf_impl::{OxigraphInMemory, ReaderMode};
use shacl::types::Severity as ShaclSeverity;
use shacl::validator::processor::{GraphValidation, ShaclProcessor};
use shacl::validator::report::ValidationResult;
use shacl::validator::store::{Graph, ShaclDataManager};
use shacl::validator::{ShaclConfig, ShaclValidationMode};

use super::Error;
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
) -> Result<Vec<Diagnostic>, Error> {
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
    let mut findings: Vec<Diagnostic> = report.results().iter().map(diagnostic).collect();
    findings.sort_by_key(ToString::to_string);
    Ok(findings)
}

fn diagnostic(result: &ValidationResult) -> Diagnostic {
    let severity = match result.severity() {
        ShaclSeverity::Violation => Severity::Error,
        ShaclSeverity::Warning => Severity::Warning,
        _ => Severity::Note,
    };
    let path = result.path().map(|path| format!(" {path}")).unwrap_or_default();
    let value = result.value().map(|value| format!(" ({value})")).unwrap_or_default();
    let message = result.message().to_string();
    Diagnostic::new(severity, result.focus_node().to_string(), format!("{message}{path}{value}"))
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
