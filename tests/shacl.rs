//! `check KG` of a program that is built with SHACL: a graph as the shapes say, and one that is not.

use std::path::PathBuf;

use chancery::archive::Archive;
use chancery::graph::RelationIris;
use chancery::graph::iri::{self, Base};
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{assert_status, err, out, run, text, write};

/// A graph of the records in a file of tests/data/shacl.
fn graph(name: &str) -> (TempDir, PathBuf) {
    let path = format!("{}/tests/data/shacl/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let mut relations = RelationIris::default();
    for (name, is_symmetric) in [("metWith", true), ("praised", false)] {
        relations.add(name, iri::term(name).as_str(), is_symmetric);
    }
    let folder = tempfile::tempdir().unwrap();
    let kg = folder.path().join("kg");
    let mut archive = Archive::create(&kg, &Base::default()).unwrap();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        archive.commit(&serde_json::from_str(line).unwrap(), &relations).unwrap();
    }
    archive.flush().unwrap();
    (folder, kg)
}

#[test]
fn a_sound_graph_fits_its_shapes() {
    let (_folder, kg) = graph("sound");
    let check = run(&["check", text(&kg)]);
    assert_status(&check, 0);
    assert!(err(&check).contains("1 document, all sound"), "{}", err(&check));
    let check = run(&["check", text(&kg), "--report", "json", "--quiet"]);
    assert_status(&check, 0);
    let report: Value = serde_json::from_str(&out(&check)).unwrap();
    assert_eq!(report["conforms"], true);
    assert_eq!(report["results"], serde_json::json!([]));
}

#[test]
fn what_does_not_fit_is_told_with_statement_and_sentence() {
    let (_folder, kg) = graph("unsound");
    let check = run(&["check", text(&kg)]);
    assert_status(&check, 1);
    let said = out(&check);
    for part in [
        "https://w3id.org/chancery/shape#cameo: a CAMEO code has two to four digits (1 node)",
        "error: unsound#s1 https://w3id.org/chancery/ontology#cameo = ",
        "Alice Berg met Boris Dunn in Ghent.",
        "a Goldstein value lies between -10 and 10 (1 node)",
        "the confidence of a statement is a number from 0 to 1 (1 node)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let check = run(&["check", text(&kg), "--report", "json"]);
    assert_status(&check, 1);
    let report: Value = serde_json::from_str(&out(&check)).unwrap();
    assert_eq!(report["conforms"], false);
    let results = report["results"].as_array().unwrap();
    assert_eq!(results.len(), 3, "{results:?}");
    assert!(results.iter().all(|result| result["document"] == "unsound"), "{results:?}");
    assert_eq!(results[0]["message"], "a CAMEO code has two to four digits", "its own words and no others");
}

#[test]
fn shapes_of_ones_own_are_looked_at_and_must_be_shapes() {
    let (folder, kg) = graph("sound");
    let own = write(
        folder.path(),
        "own.ttl",
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ch: <https://w3id.org/chancery/ontology#> .
         <urn:shape> a sh:NodeShape ; sh:targetClass ch:Statement ; sh:property [ sh:path ch:goldstein ; sh:minCount 1 ] .",
    );
    let check = run(&["check", text(&kg), "--shapes", text(&own)]);
    assert_status(&check, 1);
    assert!(out(&check).contains("sound#s2"), "{}", out(&check));
    let torn = write(folder.path(), "torn.ttl", "<urn:shape> a ");
    let check = run(&["check", text(&kg), "--shapes", text(&torn)]);
    assert_status(&check, 2);
    assert!(err(&check).contains("cannot validate the graph"), "{}", err(&check));
    assert_status(&run(&["check", text(&kg), "--shapes", "nowhere.ttl"]), 2);
}
