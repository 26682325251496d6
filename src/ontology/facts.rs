//! The triples of all files by subject, and the reporting of what is wrong with one of them.
//!
//! In come parsed files; out go subjects in the order of their first mention, each with its triples in the order of the
//! files. A [`Report`] collects diagnostics and turns triples into lines and columns.

use std::collections::HashMap;

use oxigraph::model::{Literal, NamedOrBlankNode, Term};

use super::turtle::{Part, Sheet};
use super::vocabulary as v;
use crate::diagnostic::{Diagnostic, Severity};

/// One triple, seen from its subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact<'a> {
    pub(super) predicate: &'a str,
    pub(super) object: &'a Term,
    /// Number of the file and of the triple in it.
    pub(super) at: (usize, usize),
}

impl<'a> Fact<'a> {
    /// Whether it is of a predicate. IRIs differ at their ends, so the last byte is asked first.
    fn is(&self, predicate: &str) -> bool {
        self.predicate.as_bytes().last() == predicate.as_bytes().last() && self.predicate == predicate
    }

    /// The object as an IRI.
    pub(super) fn iri(&self) -> Option<&'a str> {
        match self.object {
            Term::NamedNode(node) => Some(node.as_str()),
            _ => None,
        }
    }

    /// The object as a literal.
    pub(super) fn literal(&self) -> Option<&'a Literal> {
        match self.object {
            Term::Literal(literal) => Some(literal),
            _ => None,
        }
    }
}

/// What is said about one subject.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// Its IRI, or the label of a blank node.
    pub(super) name: &'a str,
    pub(super) is_blank: bool,
    pub(super) facts: Vec<Fact<'a>>,
}

impl<'a> Subject<'a> {
    /// The facts of one predicate.
    pub(super) fn all<'s>(&'s self, predicate: &'s str) -> impl Iterator<Item = &'s Fact<'a>> {
        self.facts.iter().filter(move |fact| fact.is(predicate))
    }

    /// The first fact of a predicate.
    pub(super) fn first(&self, predicate: &str) -> Option<&Fact<'a>> {
        self.facts.iter().find(|fact| fact.is(predicate))
    }

    /// The first literal of a predicate.
    pub(super) fn text(&self, predicate: &str) -> Option<&'a str> {
        self.first(predicate).and_then(Fact::literal).map(Literal::value)
    }

    /// Whether it is declared to be a `class`.
    pub(super) fn is_a(&self, class: &str) -> bool {
        self.all(v::RDF_TYPE).any(|fact| fact.iri() == Some(class))
    }
}

/// All triples of all files.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    /// In order of their first mention.
    pub(super) subjects: Vec<Subject<'a>>,
    named: HashMap<&'a str, usize>,
    blank: HashMap<(usize, &'a str), usize>,
}

impl<'a> Facts<'a> {
    /// Groups the triples of `sheets`.
    pub(super) fn of(sheets: &'a [Sheet<'a>]) -> Self {
        let mut facts = Self::default();
        for (file, sheet) in sheets.iter().enumerate() {
            let mut last = None;
            for (index, triple) in sheet.triples.iter().enumerate() {
                let at = match last {
                    Some((subject, at)) if subject == &triple.subject => at,
                    _ => facts.subject_at(file, &triple.subject),
                };
                last = Some((&triple.subject, at));
                facts.subjects[at].facts.push(Fact {
                    predicate: triple.predicate.as_str(),
                    object: &triple.object,
                    at: (file, index),
                });
            }
        }
        facts
    }

    /// The subject of an IRI, if anything is said about it.
    pub(super) fn named(&self, iri: &str) -> Option<&Subject<'a>> {
        self.named.get(iri).map(|&at| &self.subjects[at])
    }

    /// The subject that the object of a fact is.
    pub(super) fn object(&self, fact: &Fact<'_>) -> Option<&Subject<'a>> {
        match fact.object {
            Term::NamedNode(node) => self.named(node.as_str()),
            Term::BlankNode(node) => {
                self.blank.get(&(fact.at.0, node.as_str())).map(|&at| &self.subjects[at])
            }
            _ => None,
        }
    }

    /// The members of the list that the object of a fact is.
    pub(super) fn members(&self, fact: &Fact<'a>) -> Vec<Fact<'a>> {
        let mut members = Vec::new();
        let mut cell = self.object(fact);
        // A list that bites its tail ends here as well.
        while let Some(subject) = cell.filter(|_| members.len() <= self.subjects.len()) {
            members.extend(subject.first(v::RDF_FIRST).copied());
            cell = subject.first(v::RDF_REST).and_then(|rest| self.object(rest));
        }
        members
    }

    fn subject_at(&mut self, file: usize, subject: &'a NamedOrBlankNode) -> usize {
        let next = self.subjects.len();
        let (name, is_blank, at) = match subject {
            NamedOrBlankNode::NamedNode(node) => {
                (node.as_str(), false, *self.named.entry(node.as_str()).or_insert(next))
            }
            NamedOrBlankNode::BlankNode(node) => {
                (node.as_str(), true, *self.blank.entry((file, node.as_str())).or_insert(next))
            }
        };
        if at == next {
            self.subjects.push(Subject { name, is_blank, facts: Vec::new() });
        }
        at
    }
}

/// Collects diagnostics about triples.
#[derive(Debug)]
pub(super) struct Report<'a> {
    sheets: &'a [Sheet<'a>],
    found: Vec<(usize, Diagnostic)>,
}

impl<'a> Report<'a> {
    pub(super) fn new(sheets: &'a [Sheet<'a>]) -> Self {
        Self { sheets, found: Vec::new() }
    }

    /// An error about a part of a triple.
    pub(super) fn error(
        &mut self,
        fact: &Fact<'_>,
        part: Part,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.tell(Severity::Error, fact, (part, 0), message, hint);
    }

    /// A warning about a part of a triple.
    pub(super) fn warning(
        &mut self,
        fact: &Fact<'_>,
        part: Part,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.tell(Severity::Warning, fact, (part, 0), message, hint);
    }

    /// A message about character `offset` of a part of a triple.
    pub(super) fn tell(
        &mut self,
        severity: Severity,
        fact: &Fact<'_>,
        (part, offset): (Part, usize),
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (file, index) = fact.at;
        let Some(sheet) = self.sheets.get(file) else { return };
        let (line, column) = sheet.place(index, part, offset);
        let diagnostic = Diagnostic::new(severity, sheet.name, message).at(line, column).hint(hint);
        self.found.push((file, diagnostic));
    }

    /// File, line and column of the object of a triple.
    pub(super) fn place(&self, fact: &Fact<'_>) -> (String, u32, u32) {
        let (file, index) = fact.at;
        self.sheets.get(file).map_or_else(
            || (String::new(), 0, 0),
            |sheet| {
                let (line, column) = sheet.place(index, Part::Object, 0);
                (sheet.name.to_owned(), line, column)
            },
        )
    }

    /// Everything found, in the order of files, lines and columns, each once.
    pub(super) fn finish(self) -> Vec<(usize, Diagnostic)> {
        let mut found = self.found;
        found.sort_by(|(file, a), (other, b)| {
            (file, a.position, &a.message).cmp(&(other, b.position, &b.message))
        });
        found.dedup();
        found
    }
}
