//! Queries over a graph.

use std::path::Path;

use chancery::archive::Archive;
use chancery::graph::iri::Base;
use chancery::limits::Limits;
use chancery::store::query::{Answer, Error, QueryOutput, run_in_child};
use tempfile::TempDir;

use crate::graph::{corpus, relations};

/// A graph of the hand-written corpus.
fn graph() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(&folder.path().join("kg"), &Base::default()).unwrap();
    for record in corpus() {
        archive.commit(&record, &relations()).unwrap();
    }
    archive.flush().unwrap();
    folder
}

fn ask_with(folder: &Path, query: &str, limits: &Limits) -> Result<QueryOutput, Error> {
    run_in_child(Path::new(env!("CARGO_BIN_EXE_chancery")), &folder.join("kg"), query, limits)
}

fn ask(folder: &Path, query: &str) -> Result<QueryOutput, Error> {
    ask_with(folder, query, &Limits::default())
}

/// Rows with their values joined by `|`.
fn rows(output: &QueryOutput) -> Vec<String> {
    match &output.answer {
        Answer::Solutions { rows, .. } => rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|term| term.as_ref().map(shown).unwrap_or_default())
                    .collect::<Vec<_>>()
                    .join("|")
            })
            .collect(),
        Answer::Boolean(is_true) => vec![is_true.to_string()],
        Answer::Graph(triples) => triples.iter().map(ToString::to_string).collect(),
    }
}

fn shown(term: &oxigraph::model::Term) -> String {
    match term {
        oxigraph::model::Term::NamedNode(node) => node.as_str().rsplit(['/']).next().unwrap().to_owned(),
        oxigraph::model::Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

#[test]
fn plain_triples_are_in_the_default_graph_once() {
    let folder = graph();
    let output = ask(folder.path(), "SELECT ?a ?b { ?a ch:envoyOf ?b }").unwrap();
    assert_eq!(rows(&output), ["steve-witkoff|Q30"], "two documents say it, the union has it once");
    let output = ask(folder.path(), "SELECT ?g { GRAPH ?g { ?a ch:envoyOf ?b } } ORDER BY ?g").unwrap();
    assert_eq!(rows(&output), ["calls-1", "us-4"]);
    let output = ask(folder.path(), "ASK { ex:Q4478860 ch:spokeWith ?who }").unwrap();
    assert_eq!(output.answer, Answer::Boolean(true));
}
