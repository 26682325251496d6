//! What of a graph is not as its SHACL shapes say, as people and programs read it.
//!
//! Comes in: [`Violation`]s as a validator found them, and the archive. Goes out: a [`Report`] that groups them by shape and
//! has the document, the statement and the sentence of each, as text, JSON or Turtle (`sh:ValidationReport`). This module
//! validates nothing itself.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

use crate::archive::{self, Archive};
use crate::diagnostic::{Severity, counted};

const SH: &str = "http://www.w3.org/ns/shacl#";

/// One result of a validation. Nodes are IRIs as text, or what the validator shows of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// How grave it is.
    pub severity: Severity,
    /// The shape that is not met.
    pub shape: Option<String>,
    /// The kind of constraint, such as `sh:MinCountConstraintComponent`.
    pub component: String,
    /// The node that does not meet it.
    pub focus: String,
    /// The property in question.
    pub path: Option<String>,
    /// The value in question.
    pub value: Option<String>,
    /// What the shape says.
    pub message: String,
}

/// A violation with the place that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The violation.
    pub violation: Violation,
    /// Identifier of the document, if the node is a document or a part of one.
    pub document: Option<String>,
    /// Local identifier of the statement, if it is one.
    pub statement: Option<String>,
    /// The sentence of that statement.
    pub sentence: Option<String>,
}

/// All violations, by shape, then by node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(Vec<Placed>);

impl Report {
    /// Finds the place of each violation.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn new(archive: &Archive, mut violations: Vec<Violation>) -> Result<Self, archive::Error> {
        let key = |violation: &Violation| {
            let Violation { shape, message, focus, path, value, .. } = violation.clone();
            (shape, message, focus, path, value)
        };
        violations.sort_by_key(key);
        violations.dedup();
        let ids: BTreeMap<String, &str> = if violations.is_empty() {
            BTreeMap::new()
        } else {
            archive.ids().map(|id| (archive.base().document(id).into_string(), id)).collect()
        };
        let place = |violation: Violation| -> Result<Placed, archive::Error> {
            let focus = violation.focus.trim_matches(['<', '>']);
            let (iri, part) = match focus.split_once('#') {
                Some((iri, part)) => (iri, Some(part)),
                None => (focus, None),
            };
            let Some(&id) = ids.get(iri) else {
                return Ok(Placed { violation, document: None, statement: None, sentence: None });
            };
            let record = archive.record(id)?;
            let statement = record.statements.iter().find(|statement| Some(statement.id.as_str()) == part);
            Ok(Placed {
                document: Some(id.to_owned()),
                statement: statement.map(|statement| statement.id.clone()),
                sentence: statement.map(|statement| statement.evidence.text.clone()),
                violation,
            })
        };
        violations.into_iter().map(place).collect::<Result<_, _>>().map(Self)
    }

    /// The violations, by shape, then by node.
    pub fn violations(&self) -> &[Placed] {
        &self.0
    }

    /// Whether nothing is graver than a note.
    pub fn conforms(&self) -> bool {
        self.0.iter().all(|placed| placed.violation.severity == Severity::Note)
    }

    /// As one JSON object, `chancery.shapes/1`.
    pub fn to_json(&self) -> serde_json::Value {
        let result = |placed: &Placed| {
            let Placed { violation, document, statement, sentence } = placed;
            serde_json::json!({
                "severity": violation.severity.to_string(), "shape": violation.shape, "component": violation.component,
                "focusNode": violation.focus, "path": violation.path, "value": violation.value,
                "message": violation.message, "document": document, "statement": statement, "sentence": sentence,
            })
        };
        serde_json::json!({
            "schema": "chancery.shapes/1", "conforms": self.conforms(),
            "results": self.0.iter().map(result).collect::<Vec<_>>(),
        })
    }

    /// As a `sh:ValidationReport` in Turtle.
    ///
    /// # Errors
    /// If `out` refuses.
    pub fn write_turtle(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut serializer = RdfSerializer::from_format(RdfFormat::Turtle);
        for (prefix, iri) in [("sh", SH), ("xsd", "http://www.w3.org/2001/XMLSchema#")] {
            serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
        }
        let mut writer = serializer.for_writer(out);
        for triple in self.triples() {
            writer.serialize_triple(&triple)?;
        }
        writer.finish().map(drop)
    }

    fn triples(&self) -> Vec<Triple> {
        let sh = |name: &str| NamedNode::new(format!("{SH}{name}")).ok();
        let mut all = Vec::new();
        let mut add = |subject: &BlankNode, name: &str, object: Option<Term>| {
            if let (Some(predicate), Some(object)) = (sh(name), object) {
                all.push(Triple::new(subject.clone(), predicate, object));
            }
        };
        // Labels are fixed, so that the same report is the same text.
        let Ok(report) = BlankNode::new("report") else { return Vec::new() };
        let is_of = |name: &str| sh(name).map(Term::from);
        let mut types = vec![(report.clone(), is_of("ValidationReport"))];
        let conforms = Literal::new_typed_literal(self.conforms().to_string(), xsd::BOOLEAN);
        add(&report, "conforms", Some(conforms.into()));
        for (number, placed) in self.0.iter().enumerate() {
            let Ok(node) = BlankNode::new(format!("result{}", number + 1)) else { continue };
            let violation = &placed.violation;
            let severity = match violation.severity {
                Severity::Error => "Violation",
                Severity::Warning => "Warning",
                Severity::Note => "Info",
            };
            add(&report, "result", Some(node.clone().into()));
            add(&node, "focusNode", Some(term(&violation.focus)));
            add(&node, "resultSeverity", is_of(severity));
            add(&node, "sourceConstraintComponent", Some(term(&violation.component)));
            add(&node, "sourceShape", violation.shape.as_deref().map(term));
            add(&node, "resultPath", violation.path.as_deref().map(term));
            add(&node, "value", violation.value.as_deref().map(term));
            add(&node, "resultMessage", Some(Literal::new_simple_literal(violation.message.as_str()).into()));
            types.push((node, is_of("ValidationResult")));
        }
        let typed = |(node, class): (BlankNode, Option<Term>)| {
            Some(Triple::new(NamedOrBlankNode::from(node), rdf::TYPE, class?))
        };
        all.extend(types.into_iter().filter_map(typed));
        all.sort_by_cached_key(|triple| triple.subject.to_string());
        all
    }
}

/// An IRI, or a text where the validator gave something else.
fn term(text: &str) -> Term {
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    match crate::graph::iri::outside(bare) {
        Some(node) => node.into(),
        None => Literal::new_simple_literal(text).into(),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shapes: BTreeMap<(Option<&str>, &str), Vec<&Placed>> = BTreeMap::new();
        for placed in &self.0 {
            let violation = &placed.violation;
            shapes.entry((violation.shape.as_deref(), violation.message.as_str())).or_default().push(placed);
        }
        for ((shape, message), all) in shapes {
            let shape = shape.unwrap_or("a shape without a name");
            writeln!(f, "{shape}: {message} ({})", counted(all.len(), "node"))?;
            for Placed { violation, document, statement, sentence } in all {
                let place = match (document, statement) {
                    (Some(document), Some(statement)) => format!("{document}#{statement}"),
                    (Some(document), None) => document.clone(),
                    _ => violation.focus.clone(),
                };
                write!(f, "  {}: {place}", violation.severity)?;
                for (lead, part) in [(" ", &violation.path), (" = ", &violation.value)] {
                    if let Some(part) = part {
                        write!(f, "{lead}{part}")?;
                    }
                }
                writeln!(f)?;
                if let Some(sentence) = sentence {
                    writeln!(f, "    {sentence}")?;
                }
            }
        }
        Ok(())
    }
}
