//! Turtle text to triples in the order of the text, and the line and column of each of them.
//!
//! In comes the text of one file; out go its triples and its syntax errors. Parsing is oxttl's; [`Positions`] finds
//! again where a triple stands, and is only built when something is to be said about one. Meaning is not judged here.

mod position;

use std::cell::OnceCell;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Term, Triple};
use oxttl::{TurtleParser, TurtleSyntaxError};

pub(super) use self::position::{Part, Positions};
use crate::diagnostic::Diagnostic;

/// Syntax errors of one file that are reported; what follows them is mostly their echo.
const MAX_SYNTAX_ERRORS: usize = 20;

/// Prefixes that mean one thing everywhere. A file that binds one of them to something else is warned about.
pub(super) const WELL_KNOWN: [(&str, &str); 14] = [
    ("ch", "https://w3id.org/chancery/ontology#"),
    ("gaz", "https://w3id.org/chancery/gazetteer#"),
    ("lex", "https://w3id.org/chancery/lexicon#"),
    ("plover", "https://w3id.org/chancery/plover#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("wdt", "http://www.wikidata.org/prop/direct/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("org", "http://www.w3.org/ns/org#"),
];

/// One Turtle file: its name in messages, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// As shown in messages, such as `ontology/relations/consult.ttl`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// A file of that name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// A file that was parsed.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) name: &'a str,
    text: &'a str,
    /// In the order of the text; empty if the text has a syntax error.
    pub(super) triples: Vec<Triple>,
    /// For each triple, the number of written objects before its own.
    written: Vec<u32>,
    positions: OnceCell<Positions>,
}

impl<'a> Sheet<'a> {
    /// Parses `source`. A file with a syntax error yields no triples: half a file would be a different ontology.
    pub(super) fn parse(source: &'a Source) -> (Self, Vec<Diagnostic>) {
        let mut parser = TurtleParser::new().for_slice(&source.text);
        let (mut triples, mut written, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        let mut objects = 0;
        for result in parser.by_ref() {
            match result {
                Ok(triple) => {
                    written.push(objects);
                    objects += u32::from(is_written(&triple));
                    triples.push(triple);
                }
                Err(error) if errors.len() < MAX_SYNTAX_ERRORS => {
                    errors.push(syntax_error(source, &error));
                }
                Err(_) => {}
            }
        }
        if !errors.is_empty() {
            triples.clear();
            written.clear();
        }
        let prefixes: Vec<(&str, &str)> = parser.prefixes().collect();
        let foreign = foreign_prefixes(&prefixes);
        let is_suspect = !foreign.is_empty() || count_of(&source.text, "prefix") > prefixes.len();
        let sheet =
            Self { name: &source.name, text: &source.text, triples, written, positions: OnceCell::new() };
        if is_suspect {
            errors.extend(sheet.shadowed(&foreign));
        }
        (sheet, errors)
    }

    /// `diagnostic` with the line and column of a part of triple `index`; `offset` is a character of a literal.
    pub(super) fn place(&self, index: usize, part: Part, offset: usize) -> (u32, u32) {
        let number = self.written.get(index).map_or(0, |&number| number as usize);
        self.positions().of(self.text, number, part, offset)
    }

    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions::of_text(self.text))
    }

    /// Warnings about prefixes that are bound twice, or to another namespace than everywhere else.
    fn shadowed(&self, foreign: &[(String, &'static str)]) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for &(at, prefix, namespace) in &self.positions().prefixes(self.text) {
            let (line, column) = self.positions().line_column(self.text, at);
            match seen.iter().find(|(known, _)| *known == prefix) {
                Some((_, first)) if *first != namespace => warnings.push(
                    Diagnostic::warning(
                        self.name,
                        format!("prefix `{prefix}:` is bound a second time, to <{namespace}>"),
                    )
                    .at(line, column)
                    .hint(format!("it stands for <{first}> above; use another prefix")),
                ),
                Some(_) => {}
                None => seen.push((prefix, namespace)),
            }
            if let Some((_, usual)) = foreign.iter().find(|(known, _)| known == prefix) {
                warnings.push(
                    Diagnostic::warning(self.name, format!("prefix `{prefix}:` shadows its usual meaning"))
                        .at(line, column)
                        .hint(format!("it is <{usual}> everywhere else; use another prefix")),
                );
            }
        }
        warnings
    }
}

/// How often `word` occurs, in any case.
fn count_of(text: &str, word: &str) -> usize {
    text.match_indices(word).count() + text.match_indices(&word.to_uppercase()).count()
}

/// Whether the object of a triple is written as a token of its own: brackets, and the ends of lists, are not.
fn is_written(triple: &Triple) -> bool {
    match &triple.object {
        Term::BlankNode(_) => false,
        Term::NamedNode(node) => !(node.as_ref() == rdf::NIL && triple.predicate.as_ref() == rdf::REST),
        _ => true,
    }
}

/// The well-known prefixes that a file binds to something else, with their usual namespace.
fn foreign_prefixes(prefixes: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let mut foreign: Vec<_> = prefixes
        .iter()
        .filter_map(|(prefix, namespace)| {
            let (_, usual) = WELL_KNOWN.iter().find(|(known, _)| known == prefix)?;
            (usual != namespace).then(|| ((*prefix).to_owned(), *usual))
        })
        .collect();
    foreign.sort();
    foreign
}

/// A syntax error with what to do about it.
fn syntax_error(source: &Source, error: &TurtleSyntaxError) -> Diagnostic {
    // The parser counts the columns of an error at the end of a line beyond it; its bytes are right.
    let at = usize::try_from(error.location().start.offset).unwrap_or(usize::MAX);
    let (line, column) = position::line_column(&source.text, at);
    let message = error.message().trim_end_matches('.');
    let diagnostic = Diagnostic::error(&source.name, lower_first(message)).at(line, column);
    let Some(prefix) = message.strip_prefix("The prefix ").and_then(|rest| rest.split(':').next()) else {
        return diagnostic.hint("nothing of the file is used until this is corrected");
    };
    if let Some((_, namespace)) = WELL_KNOWN.iter().find(|(known, _)| *known == prefix) {
        return diagnostic.hint(format!("write `@prefix {prefix}: <{namespace}> .` at the head of the file"));
    }
    let near =
        WELL_KNOWN.iter().find(|(known, _)| strsim::osa_distance(known, prefix) == 1 && prefix.len() > 1);
    diagnostic.hint(match near {
        Some((known, _)) => format!("did you mean `{known}:`?"),
        None => format!("declare it by `@prefix {prefix}: <…> .` at the head of the file"),
    })
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
