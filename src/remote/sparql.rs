//! What is asked of a server and told to it, in SPARQL 1.1: built as syntax trees and written by their printer.

use std::io::Read;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use oxigraph::sparql::QuerySolution;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use spargebra::algebra::{GraphPattern, GraphTarget};
use spargebra::term::{self, GroundQuad, GroundTerm, NamedNodePattern, TermPattern, TriplePattern, Variable};
use spargebra::{GraphUpdateOperation, Query, Update};

use super::client::{Body, Client};
use super::{Address, Error};
use crate::graph::vocabulary::{DCTERMS_IDENTIFIER, DOCUMENT, RDF_TYPE};

const JSON: &str = "application/sparql-results+json";

/// How a server says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yes {
    /// As the specification has it.
    Boolean,
    /// As a table of one row (Virtuoso).
    Table,
}

/// Whether a SPARQL server answers at `address`, and how.
pub(super) fn answers(client: &Client, address: &Address) -> Result<Yes, Error> {
    let query = Query::Ask { dataset: None, pattern: GraphPattern::default(), base_iri: None };
    let answer = ask(client, address, &query)?;
    let table = || not_sparql(address, "a table for a yes or no");
    match parse(address, answer)? {
        ReaderQueryResultsParserOutput::Boolean(_) => Ok(Yes::Boolean),
        ReaderQueryResultsParserOutput::Solutions(mut rows) => {
            let is_one = |row: &QuerySolution| matches!(row.values(), [Some(Term::Literal(yes))] if yes.value() == "1");
            match rows.next() {
                Some(Ok(row)) if is_one(&row) => Ok(Yes::Table),
                _ => Err(table()),
            }
        }
    }
}

/// The documents of the ledger with their states.
pub(super) fn states(
    client: &Client,
    address: &Address,
    ledger: &NamedNode,
) -> Result<Vec<(String, String)>, Error> {
    let (document, state) = (Variable::new_unchecked("document"), Variable::new_unchecked("state"));
    let pattern = graph(
        ledger.clone().into(),
        &document,
        DCTERMS_IDENTIFIER.into(),
        TermPattern::Variable(state.clone()),
    );
    let both = |solution: &QuerySolution| match (solution.get(&document), solution.get(&state)) {
        (Some(Term::NamedNode(document)), Some(Term::Literal(state))) => {
            Some((document.as_str().to_owned(), state.value().to_owned()))
        }
        _ => None,
    };
    select(client, address, pattern, &[&document, &state], both)
}

/// The named graphs that hold a document of the same name.
pub(super) fn documents(client: &Client, address: &Address) -> Result<Vec<String>, Error> {
    let document = Variable::new_unchecked("document");
    let class = TermPattern::NamedNode(DOCUMENT.into());
    let pattern = graph(document.clone().into(), &document, RDF_TYPE.into(), class);
    let one = |solution: &QuerySolution| match solution.get(&document) {
        Some(Term::NamedNode(document)) => Some(document.as_str().to_owned()),
        _ => None,
    };
    select(client, address, pattern, &[&document], one)
}

fn graph(
    name: NamedNodePattern,
    subject: &Variable,
    predicate: NamedNode,
    object: TermPattern,
) -> GraphPattern {
    let triple = TriplePattern { subject: subject.clone().into(), predicate: predicate.into(), object };
    GraphPattern::Graph { name, inner: Box::new(GraphPattern::Bgp { patterns: vec![triple] }) }
}

fn select<T>(
    client: &Client,
    address: &Address,
    pattern: GraphPattern,
    variables: &[&Variable],
    read: impl Fn(&QuerySolution) -> Option<T>,
) -> Result<Vec<T>, Error> {
    let variables = variables.iter().map(|&variable| variable.clone()).collect();
    let pattern = GraphPattern::Project { inner: Box::new(pattern), variables };
    let query = Query::Select { dataset: None, pattern, base_iri: None };
    let answer = ask(client, address, &query)?;
    let ReaderQueryResultsParserOutput::Solutions(solutions) = parse(address, answer)? else {
        return Err(not_sparql(address, "yes or no for a table"));
    };
    let mut found = Vec::new();
    for solution in solutions {
        found.extend(read(&solution.map_err(|error| not_sparql(address, &error.to_string()))?));
    }
    Ok(found)
}

fn ask(client: &Client, address: &Address, query: &Query) -> Result<impl Read + use<>, Error> {
    // As a form, which every server takes: Virtuoso 7.2 waits forever for the end of a query that is sent as it is.
    let text =
        form_urlencoded::Serializer::new(String::new()).append_pair("query", &query.to_string()).finish();
    let body = Body { media_type: "application/x-www-form-urlencoded", bytes: text.as_bytes() };
    client.send("POST", address.as_str(), &body, JSON)
}

fn parse<R: Read>(address: &Address, answer: R) -> Result<ReaderQueryResultsParserOutput<R>, Error> {
    QueryResultsParser::from_format(QueryResultsFormat::Json)
        .for_reader(answer)
        .map_err(|error| not_sparql(address, &error.to_string()))
}

fn not_sparql(address: &Address, why: &str) -> Error {
    Error::NotSparql { url: address.as_str().to_owned(), why: why.to_owned() }
}

/// Changes that a server makes together, or not at all where it can.
#[derive(Default)]
pub(super) struct Changes(Vec<GraphUpdateOperation>);

impl Changes {
    /// A named graph with all that is in it goes.
    pub(super) fn drop_graph(&mut self, graph: &NamedNode) {
        let graph = GraphTarget::NamedNode(graph.clone());
        self.0.push(GraphUpdateOperation::Drop { silent: true, graph });
    }

    /// Quads come.
    pub(super) fn insert(&mut self, quads: impl IntoIterator<Item = Quad>) {
        let data = quads.into_iter().map(|quad| term::Quad {
            subject: quad.subject,
            predicate: quad.predicate,
            object: quad.object,
            graph_name: match quad.graph_name {
                GraphName::NamedNode(name) => name.into(),
                _ => term::GraphName::DefaultGraph,
            },
        });
        self.0.push(GraphUpdateOperation::InsertData { data: data.collect() });
    }

    /// The ledger no longer says that `document` is there in `state`.
    pub(super) fn forget(&mut self, ledger: &NamedNode, document: &NamedNode, state: &str) {
        let quad = GroundQuad {
            subject: document.clone(),
            predicate: DCTERMS_IDENTIFIER.into(),
            object: GroundTerm::Literal(Literal::new_simple_literal(state)),
            graph_name: ledger.clone().into(),
        };
        self.0.push(GraphUpdateOperation::DeleteData { data: vec![quad] });
    }

    /// The ledger says that `document` is there in `state`.
    pub(super) fn remember(&mut self, ledger: &NamedNode, document: &NamedNode, state: &str) {
        let state = Literal::new_simple_literal(state);
        self.insert([Quad::new(document.clone(), DCTERMS_IDENTIFIER, state, ledger.clone())]);
    }

    /// How many changes these are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells them to a server; afterwards there are none.
    pub(super) fn send(&mut self, client: &Client, address: &Address) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        let update = Update { operations: std::mem::take(&mut self.0), base_iri: None };
        let text = update.to_string();
        let body = Body { media_type: "application/sparql-update", bytes: text.as_bytes() };
        client.send("POST", address.as_str(), &body, "*/*").map(drop)
    }
}
