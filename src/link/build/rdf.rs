//! RDF with labels: Wikidata's "truthy" N-Triples, and any N-Triples, N-Quads, Turtle or TriG with `rdfs:label`,
//! `skos:prefLabel`, `schema:name` or `foaf:name`.
//!
//! Triples of one subject that follow each other are one record; what comes of it later adds to it. `owl:sameAs` to an
//! item of Wikidata or a place of GeoNames is one more identifier; between two items of Wikidata it is a redirect.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

use oxigraph::model::{NamedOrBlankNode, Term};
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParser};

use super::State;
use super::class::number;
use super::error::Error;
use super::input::Lines;
use super::record::Record;
use crate::link::entry::{Entry, NameKind, Tie};
use crate::ontology::Class;

const ITEM: &str = "http://www.wikidata.org/entity/";
const DIRECT: &str = "http://www.wikidata.org/prop/direct/";
const ONTOLOGY: &str = "https://w3id.org/chancery/ontology#";
const LABELS: &[&str] = &[
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://schema.org/name",
    "https://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
];
const ALIASES: &[&str] = &[
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://schema.org/alternateName",
    "https://schema.org/alternateName",
];
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";

/// A triple: subject, predicate, and the object as text with its language, or as an IRI.
type Triple = (String, String, Object);

enum Object {
    Iri(String),
    Text(String, String),
}

/// Reads triples; the name of the file says in which form they are.
pub(super) fn read(
    path: &Path,
    lines: Lines,
    state: &mut State,
    step: &mut dyn FnMut(),
) -> Result<(), Error> {
    let name = super::file_name(path);
    let bare =
        [".gz", ".bz2", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned();
    let mut subjects = Subjects { current: None, redirects: BTreeMap::new(), number: 0 };
    for triple in triples(&bare, lines.into_reader()) {
        subjects.number += 1;
        step();
        let triple = triple.map_err(|(line, what)| match line {
            Some(line) => Error::Line { path: path.to_owned(), line, what, kind: "a file of RDF" },
            None => Error::Read {
                path: path.to_owned(),
                line: subjects.number,
                byte: 0,
                source: std::io::Error::new(std::io::ErrorKind::UnexpectedEof, what),
            },
        })?;
        if let Some((subject, predicate, object)) = triple {
            subjects.take(&subject, &predicate, object, state)?;
        }
    }
    subjects.flush(state)?;
    let redirects = std::mem::take(&mut subjects.redirects);
    for (from, to) in resolve(&redirects).map_err(|circle| Error::Circle { path: path.to_owned(), circle })? {
        let mut entry = Entry::new(to, "", Class::Event);
        entry.identifiers.push(from);
        let mut record = Record::new(entry, SOURCE);
        record.is_addition = true;
        state.add(&record, subjects.number)?;
    }
    Ok(())
}

const SOURCE: &str = "RDF";

type Parsed = Result<Option<Triple>, (Option<u64>, String)>;

fn triples(name: &str, reader: Box<dyn BufRead>) -> Box<dyn Iterator<Item = Parsed>> {
    fn told(error: oxttl::TurtleParseError) -> (Option<u64>, String) {
        match error {
            oxttl::TurtleParseError::Syntax(error) => {
                (Some(error.location().start.line + 1), error.message().to_owned())
            }
            oxttl::TurtleParseError::Io(error) => (None, error.to_string()),
        }
    }
    if name.ends_with(".nq") {
        let quads = NQuadsParser::new().for_reader(reader);
        return Box::new(
            quads.map(|quad| quad.map(|q| triple(q.subject, q.predicate, q.object)).map_err(told)),
        );
    }
    if name.ends_with(".trig") {
        let quads = TriGParser::new().for_reader(reader);
        return Box::new(
            quads.map(|quad| quad.map(|q| triple(q.subject, q.predicate, q.object)).map_err(told)),
        );
    }
    if name.ends_with(".ttl") {
        let triples = TurtleParser::new().for_reader(reader);
        return Box::new(triples.map(|t| t.map(|t| triple(t.subject, t.predicate, t.object)).map_err(told)));
    }
    let triples = NTriplesParser::new().for_reader(reader);
    Box::new(triples.map(|t| t.map(|t| triple(t.subject, t.predicate, t.object)).map_err(told)))
}

fn triple(subject: NamedOrBlankNode, predicate: oxigraph::model::NamedNode, object: Term) -> Option<Triple> {
    let NamedOrBlankNode::NamedNode(subject) = subject else { return None };
    let object = match object {
        Term::NamedNode(node) => Object::Iri(node.into_string()),
        Term::Literal(literal) => {
            let (value, _, language, _) = literal.destruct();
            Object::Text(value, language.unwrap_or_default())
        }
        _ => return None,
    };
    Some((subject.into_string(), predicate.into_string(), object))
}

/// The subject that is read.
struct Subjects {
    current: Option<(String, Draft)>,
    redirects: BTreeMap<String, String>,
    number: u64,
}

/// What was said of a subject so far.
struct Draft {
    entry: Entry,
    labels: Vec<(usize, String)>,
    instance_of: Vec<u32>,
    has_class: bool,
}

impl Subjects {
    fn take(
        &mut self,
        subject: &str,
        predicate: &str,
        object: Object,
        state: &mut State,
    ) -> Result<(), Error> {
        if self.current.as_ref().is_none_or(|(current, _)| current != subject) {
            self.flush(state)?;
            let draft = Draft {
                entry: Entry::new(identifier(subject), "", Class::Organization),
                labels: Vec::new(),
                instance_of: Vec::new(),
                has_class: false,
            };
            self.current = Some((subject.to_owned(), draft));
        }
        let Some((_, draft)) = &mut self.current else { return Ok(()) };
        match object {
            Object::Text(text, language) => draft.text(predicate, text, &language),
            Object::Iri(iri) if predicate == SAME_AS => {
                let (from, to) = (identifier(subject), identifier(&iri));
                if number(&from).is_some() && number(&to).is_some() {
                    self.redirects.insert(from, to);
                } else if to != iri {
                    draft.entry.identifiers.push(to);
                }
            }
            Object::Iri(iri) => draft.iri(predicate, &iri, state),
        }
        Ok(())
    }

    fn flush(&mut self, state: &mut State) -> Result<(), Error> {
        let Some((_, mut draft)) = self.current.take() else { return Ok(()) };
        draft.labels.sort();
        let mut labels = draft.labels.into_iter().map(|(_, label)| label);
        draft.entry.label = labels.next().unwrap_or_default();
        draft.entry.names.extend(labels.map(|label| (NameKind::Alias, label)));
        // Without a class it adds to what has one.
        if draft.entry.label.is_empty() || (!draft.has_class && draft.instance_of.is_empty()) {
            let label = std::mem::take(&mut draft.entry.label);
            draft.entry.names.push((NameKind::Alias, label));
        }
        let said = draft.entry.names.len() + draft.entry.ties.len() + draft.entry.identifiers.len();
        draft.entry.tidy();
        if draft.entry.label.is_empty() && said < 2 {
            return Ok(());
        }
        let mut record = Record::new(draft.entry, SOURCE);
        record.is_addition = true;
        record.instance_of = draft.instance_of;
        state.add(&record, self.number)
    }
}

impl Draft {
    fn text(&mut self, predicate: &str, text: String, language: &str) {
        let entry = &mut self.entry;
        if LABELS.contains(&predicate) {
            let rank = ["en", "", "mul"].iter().position(|best| *best == language).unwrap_or(3);
            self.labels.push((rank, text));
        } else if ALIASES.contains(&predicate) {
            entry.names.push((NameKind::Alias, text));
        } else {
            match predicate.strip_prefix(DIRECT) {
                Some("P1566") => entry.identifiers.push(format!("geonames:{text}")),
                Some("P297") => entry.identifiers.push(format!("iso:{text}")),
                Some("P1813") => entry.names.push((NameKind::Acronym, text)),
                Some("P1082") => {
                    let number = text.trim_start_matches('+').parse().unwrap_or(0);
                    entry.population = entry.population.max(number);
                }
                Some("P571" | "P569") => entry.period.start = day(&text),
                Some("P576" | "P570") => entry.period.end = day(&text),
                _ => {}
            }
        }
    }

    fn iri(&mut self, predicate: &str, iri: &str, state: &mut State) {
        let item = iri.strip_prefix(ITEM);
        match (predicate.strip_prefix(DIRECT), item) {
            (Some("P31"), Some(item)) => self.instance_of.extend(number(item)),
            (Some("P279"), Some(item)) => {
                if let (Some(class), Some(parent)) = (number(self.entry.identifier()), number(item)) {
                    state.tree.add(class, parent);
                }
            }
            (Some("P17" | "P27"), Some(item)) => self.entry.countries.push(item.to_owned()),
            (Some("P361" | "P131"), Some(item)) => self.entry.ties.push((Tie::PartOf, item.to_owned())),
            (Some("P463" | "P102"), Some(item)) => self.entry.ties.push((Tie::MemberOf, item.to_owned())),
            (Some("P1376"), Some(item)) => self.entry.ties.push((Tie::CapitalOf, item.to_owned())),
            _ if predicate == TYPE => {
                if let Some(class) = class_of(iri) {
                    (self.entry.class, self.has_class) = (class, true);
                }
            }
            _ => {}
        }
    }
}

/// Our class of that IRI, or of a common vocabulary's class of that name.
fn class_of(iri: &str) -> Option<Class> {
    let name = iri.strip_prefix(ONTOLOGY).or_else(|| iri.rsplit(['/', '#']).next())?;
    Some(match name {
        "Country" => Class::State,
        "City" | "Location" | "AdministrativeArea" => Class::Place,
        "GovernmentOrganization" | "GovernmentAgency" => Class::GovernmentBody,
        "Corporation" | "Company" | "NGO" | "PoliticalParty" => Class::Organization,
        name => Class::from_text(name)?,
    })
}

/// `Q159`, `geonames:2017370`, or the IRI.
fn identifier(iri: &str) -> String {
    let places = ["http://sws.geonames.org/", "https://sws.geonames.org/", "https://www.geonames.org/"];
    if let Some(item) = iri.strip_prefix(ITEM).filter(|item| number(item).is_some()) {
        return item.to_owned();
    }
    let place = places.iter().find_map(|base| iri.strip_prefix(base)).map(|rest| rest.trim_end_matches('/'));
    match place.filter(|place| place.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(place) => format!("geonames:{place}"),
        None => iri.to_owned(),
    }
}

fn day(text: &str) -> String {
    text.split('T').next().unwrap_or_default().trim_start_matches('+').to_owned()
}

/// Redirects to where they end at last; a circle is an error.
fn resolve(redirects: &BTreeMap<String, String>) -> Result<Vec<(String, String)>, Vec<String>> {
    let mut resolved = Vec::new();
    for (from, to) in redirects {
        let (mut end, mut way) = (to, vec![from.clone()]);
        while let Some(next) = redirects.get(end) {
            way.push(end.clone());
            if next == from || way.len() > redirects.len() {
                way.push(next.clone());
                return Err(way);
            }
            end = next;
        }
        resolved.push((from.clone(), end.clone()));
    }
    Ok(resolved)
}
