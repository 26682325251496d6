//! Inference: what follows, from what, and that it goes with what it came from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chancery::archive::{Archive, DocumentRecord};
use chancery::diagnostic::Severity;
use chancery::graph::RelationIris;
use chancery::graph::iri::Base;
use chancery::ontology::load;
use chancery::reason::{Schema, close};
use chancery::store::index::{self, Snapshot};
use chancery::store::shapes::{Report, Violation};
use oxigraph::model::{NamedNode, Triple};
use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use crate::cli::{assert_status, err, out, run, text};

const PREFIXES: &str = "@prefix : <http://e.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .";
/// One axiom of each kind, and circles.
const AXIOMS: &str = ":p a owl:ObjectProperty ; rdfs:subPropertyOf :q ; rdfs:domain :C . :q a owl:ObjectProperty ; rdfs:range :D ;
    rdfs:subPropertyOf :p . :in a owl:ObjectProperty , owl:TransitiveProperty . :near a owl:ObjectProperty , owl:SymmetricProperty .
    :over a owl:ObjectProperty ; owl:inverseOf :under . :under a owl:ObjectProperty . :C rdfs:subClassOf :B . :B rdfs:subClassOf :A .
    :A rdfs:subClassOf :A . :born a owl:ObjectProperty ; owl:propertyChainAxiom ( :born :in ) .
    :text a owl:DatatypeProperty ; rdfs:range xsd:string ; rdfs:domain :A . :meta rdfs:domain :Z .
    :either a owl:ObjectProperty ; rdfs:domain [ owl:unionOf ( :A :B ) ] .";

fn schema(axioms: &str) -> Schema {
    Schema::read([format!("{PREFIXES}{axioms}").as_str()])
}

fn node(name: &str) -> NamedNode {
    let iri = if name == "a" {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type".to_owned()
    } else {
        format!("http://e.org/{name}")
    };
    NamedNode::new(iri).unwrap()
}

/// `s p o` as a triple.
fn triple(line: &str) -> Triple {
    let [s, p, o] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
    Triple::new(node(s), node(p), node(o))
}

fn shown(triple: &Triple) -> String {
    triple
        .to_string()
        .replace("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "a")
        .replace("http://e.org/", "")
        .replace(['<', '>'], "")
}

fn follows(axioms: &str, asserted: &[&str]) -> Vec<String> {
    let triples: Vec<Triple> = asserted.iter().map(|line| triple(line)).collect();
    let closure = close(&triples, &schema(axioms), 10_000);
    assert!(closure.is_whole);
    let line = |fact| shown(&closure.triple(fact).unwrap());
    (closure.derived.iter())
        .map(|derived| {
            let premises: Vec<String> = derived.premises.iter().map(&line).collect();
            format!("{} by {} from {}", line(&derived.triple), derived.rule.name(), premises.join(" and "))
        })
        .collect()
}

#[test]
fn each_rule_gives_what_the_specification_says() {
    for (asserted, expected) in [
        (&["x a C"][..], &["x a B by cax-sco from x a C", "x a A by cax-sco from x a B"][..]),
        (&["x near y"], &["y near x by prp-symp from x near y"]),
        (&["x over y"], &["y under x by prp-inv1 from x over y"]),
        (&["x under y"], &["y over x by prp-inv2 from x under y"]),
        (&["x in y", "y in z"], &["x in z by prp-trp from x in y and y in z"]),
        (&["x born y", "y in z"], &["x born z by prp-spo2 from x born y and y in z"]),
        (
            &["x q y"],
            &[
                "x p y by prp-spo1 from x q y",
                "y a D by prp-rng from x q y",
                "x a C by prp-dom from x p y",
                "x a B by cax-sco from x a C",
                "x a A by cax-sco from x a B",
            ],
        ),
        (&["x meta y", "x either y", "x unknown y"], &[]),
    ] {
        let mut found = follows(AXIOMS, asserted);
        let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{asserted:?}");
    }
}

#[test]
fn texts_are_never_subjects() {
    let says = Triple::new(node("x"), node("text"), oxigraph::model::Literal::new_simple_literal("near"));
    let closure = close(&[says], &schema(AXIOMS), 100);
    let found: Vec<String> =
        closure.derived.iter().map(|derived| shown(&closure.triple(&derived.triple).unwrap())).collect();
    assert_eq!(found, ["x a A"]);
}

#[test]
fn what_follows_is_cut_where_it_grows_too_large() {
    let ring: Vec<Triple> = (0..100).map(|i| triple(&format!("n{i} in n{}", (i + 1) % 100))).collect();
    let all = close(&ring, &schema(AXIOMS), 100_000);
    assert_eq!(
        (all.derived.len(), all.is_whole),
        (100 * 100 - 100, true),
        "all pairs of a ring, and each with itself"
    );
    let cut = close(&ring, &schema(AXIOMS), 50);
    assert_eq!((cut.derived.len(), cut.is_whole), (50, false));
    assert_eq!(cut.derived, all.derived[..50]);
}

#[test]
fn damaged_turtle_and_long_chains_declare_nothing() {
    for text in [
        "",
        "no turtle owl:inverseOf",
        ":r a owl:ObjectProperty ; owl:propertyChainAxiom ( :a :b :c ) .",
        ":r a owl:ObjectProperty ; owl:propertyChainAxiom :r ; owl:inverseOf \"x\" ; rdfs:range xsd:date .",
        ":r owl:inverseOf :s .",
    ] {
        assert!(schema(text).is_empty(), "{text}");
    }
}

/// All that follows, by trying every rule on every pair until nothing is new.
fn slowly(asserted: &BTreeSet<(String, String, String)>) -> BTreeSet<(String, String, String)> {
    let mut all = asserted.clone();
    loop {
        let mut more = BTreeSet::new();
        let mut add = |s: &str, p: &str, o: &str| {
            more.insert((s.to_owned(), p.to_owned(), o.to_owned()));
        };
        for (s, p, o) in &all {
            match p.as_str() {
                "p" => {
                    add(s, "q", o);
                    add(s, "a", "C");
                }
                "q" => {
                    add(s, "p", o);
                    add(o, "a", "D");
                }
                "near" => add(o, "near", s),
                "over" => add(o, "under", s),
                "under" => add(o, "over", s),
                "a" if o == "C" => add(s, "a", "B"),
                "a" if o == "B" => add(s, "a", "A"),
                _ => {}
            }
            for (t, r, end) in &all {
                if o == t && r == "in" && (p == "in" || p == "born") {
                    add(s, p, end);
                }
            }
        }
        let before = all.len();
        all.extend(more);
        if all.len() == before {
            return all;
        }
    }
}

proptest! {
    #[test]
    fn the_closure_is_that_of_trying_everything(
        asserted in proptest::collection::btree_set((0usize..6, 0usize..8, 0usize..6), 0..14)
    ) {
        let name = |at: usize| format!("n{at}");
        let relations = ["p", "q", "in", "near", "over", "under", "born", "a"];
        let asserted: BTreeSet<(String, String, String)> = asserted.into_iter().map(|(s, p, o)| {
            let object = if relations[p] == "a" { ["A", "B", "C", "D", "E", "F"][o].to_owned() } else { name(o) };
            (name(s), relations[p].to_owned(), object)
        }).collect();
        let triples: Vec<Triple> = asserted.iter().map(|(s, p, o)| triple(&format!("{s} {p} {o}"))).collect();
        let closure = close(&triples, &schema(AXIOMS), 10_000);
        let mut known: BTreeSet<String> = triples.iter().map(shown).collect();
        for derived in &closure.derived {
            for premise in &derived.premises {
                prop_assert!(known.contains(&shown(&closure.triple(premise).unwrap())), "a premise is known before");
            }
            prop_assert!(known.insert(shown(&closure.triple(&derived.triple).unwrap())), "nothing follows twice");
        }
        let expected: BTreeSet<String> = slowly(&asserted).iter().map(|(s, p, o)| format!("{s} {p} {o}")).collect();
        prop_assert_eq!(known, expected);
    }
}

/// A document of statements such as `ghent locatedIn flanders asserted`.
fn record(id: &str, statements: &[&str]) -> DocumentRecord {
    let words: Vec<Vec<&str>> = statements.iter().map(|line| line.split(' ').collect()).collect();
    let names: BTreeSet<&str> = words.iter().flat_map(|words| [words[0], words[2]]).collect();
    let entities: Vec<_> = names
        .iter()
        .map(|name| {
            let iri = format!("https://w3id.org/chancery/id/entity/place/{name}");
            json!({"id": name, "iri": iri, "name": name, "type": "Place", "links": [],
            "mentions": [{"start": 0, "end": 1, "text": name, "kind": "name"}]})
        })
        .collect();
    let statements: Vec<_> = words.iter().enumerate().map(|(at, words)| {
        json!({"id": format!("s{}", at + 1), "subject": words[0], "predicate": words[1], "object": words[2],
            "status": words[3], "attributedTo": null, "time": null, "place": null, "confidence": 0.9, "cameo": null,
            "plover": null, "goldstein": null,
            "evidence": {"start": 0, "end": 9, "text": "A sentence", "trigger": {"start": 1, "end": 2},
                "subject": {"start": 0, "end": 1}, "object": {"start": 3, "end": 4}, "frame": "locatedIn#1"}})
    }).collect();
    serde_json::from_value(
        json!({"schema": "chancery.document/1", "id": id, "title": id, "date": "2025-01-01",
        "source": null, "text": "A sentence.", "entities": entities, "statements": statements}),
    )
    .unwrap()
}

fn graph(records: &[DocumentRecord]) -> (TempDir, PathBuf, Archive) {
    let guard = tempfile::tempdir().unwrap();
    let path = guard.path().join("kg");
    let mut archive = Archive::create(&path, &Base::default()).unwrap();
    for record in records {
        archive.commit(record, &RelationIris::default()).unwrap();
    }
    archive.flush().unwrap();
    index::rebuild(&archive).unwrap();
    (guard, path, archive)
}

fn bundled() -> Schema {
    let texts = load::texts(None, &chancery::limits::Limits::default()).unwrap();
    Schema::read(texts.iter().map(|source| source.text.as_str()))
}

/// The quads that follow, as lines.
fn inferred(folder: &Path) -> Vec<String> {
    let opened = Snapshot::open(folder, false).unwrap();
    let inferred = opened.snapshot.inferred(&bundled(), &opened.base, 10_000).unwrap();
    inferred.quads.iter().map(ToString::to_string).collect()
}

const WIDE: &str =
    "SELECT ?b { <https://w3id.org/chancery/id/entity/place/ghent> ch:locatedIn ?b } ORDER BY ?b";

#[test]
fn what_follows_goes_with_the_document_that_it_came_from() {
    let records = [
        record("one", &["ghent locatedIn flanders asserted", "flanders locatedIn europe planned"]),
        record("two", &["flanders locatedIn belgium asserted"]),
    ];
    let (_guard, path, mut archive) = graph(&records);
    let before = inferred(&path);
    assert!(before.iter().any(|line| line.contains("/ghent> <https://w3id.org/chancery/ontology#locatedIn> <https://w3id.org/chancery/id/entity/place/belgium>")));
    assert!(!before.iter().any(|line| line.contains("europe> )>>")), "what is planned is no premise");
    assert!(before.is_sorted());
    // Laid over the old index, then with a new one: the same.
    archive.remove("two").unwrap();
    archive.flush().unwrap();
    let over = inferred(&path);
    assert!(!over.iter().any(|line| line.contains("belgium")), "{over:#?}");
    index::rebuild(&archive).unwrap();
    assert_eq!(inferred(&path), over);
    archive.commit(&records[1], &RelationIris::default()).unwrap();
    archive.flush().unwrap();
    assert_eq!(inferred(&path), before);
    index::rebuild(&archive).unwrap();
    assert_eq!(inferred(&path), before);
}

#[test]
fn queries_see_what_follows_only_when_asked() {
    let (_guard, path, _archive) = graph(&[
        record("one", &["ghent locatedIn flanders asserted"]),
        record("two", &["flanders locatedIn belgium asserted", "ghent locatedIn flanders asserted"]),
    ]);
    let plain = run(&["query", text(&path), WIDE]);
    assert!(out(&plain).contains("flanders") && !out(&plain).contains("belgium"));
    let wide = run(&["query", text(&path), "--infer", WIDE]);
    assert_status(&wide, 0);
    assert_eq!(out(&wide).matches("place/").count(), 2, "{}", out(&wide));
    let why = "SELECT ?rule ?from { GRAPH ?g { ?x ch:rule ?rule ; prov:wasDerivedFrom ?from ;
        rdf:reifies <<( ex:place\\/ghent ch:locatedIn ex:place\\/belgium )>> } } ORDER BY ?from";
    let why = run(&["query", text(&path), "--infer", "--format", "csv", why]);
    let document = "https://w3id.org/chancery/id/document";
    assert_eq!(
        out(&why).lines().skip(1).collect::<Vec<_>>(),
        [
            format!("prp-trp,{document}/one#s1"),
            format!("prp-trp,{document}/two#s1"),
            format!("prp-trp,{document}/two#s2")
        ],
        "all statements of both premises: {}",
        err(&why)
    );
}

#[test]
fn an_ontology_of_ones_own_is_inferred_by() {
    let (guard, path, _archive) = graph(&[record("one", &["ghent borders belgium asserted"])]);
    let own = guard.path().join("own");
    std::fs::create_dir(&own).unwrap();
    std::fs::write(own.join("own.ttl"), format!("{PREFIXES} @prefix ch: <https://w3id.org/chancery/ontology#> . ch:borders rdfs:subPropertyOf ch:locatedIn .")).unwrap();
    let own = run(&["query", text(&path), "--infer", "--ontology", text(&own), WIDE]);
    assert!(out(&own).contains("belgium"), "{}{}", out(&own), err(&own));
    let missing = run(&["query", text(&path), "--infer", "--ontology", "nowhere", WIDE]);
    assert_status(&missing, 2);
    assert!(err(&missing).contains("nowhere"), "{}", err(&missing));
}

#[test]
fn exports_have_what_follows_in_a_graph_of_its_own() {
    let (_guard, path, _archive) = graph(&[record(
        "one",
        &["ghent locatedIn flanders asserted", "flanders locatedIn belgium asserted"],
    )]);
    let without = run(&["export", text(&path), "--format", "nquads"]);
    let with = run(&["export", text(&path), "--format", "nquads", "--inferred"]);
    assert_status(&with, 0);
    let lines = inferred(&path);
    assert_eq!(
        out(&with),
        out(&without) + &lines.iter().map(|line| format!("{line} .\n")).collect::<String>()
    );
    assert!(lines.iter().all(|line| line.ends_with(" <https://w3id.org/chancery/id/inferred>")));
    let old = run(&["export", text(&path), "--format", "nquads", "--inferred", "--rdf", "1.1"]);
    assert!(!out(&old).contains("<<("));
    let picture = run(&["export", text(&path), "--format", "svg", "--inferred"]);
    assert_status(&picture, 2);
    assert!(err(&picture).contains("--inferred is of no use to svg; it is for turtle"));
}

/// The cells of the rows of a ready query, without those that are empty.
fn ready(folder: &Path, name: &str) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/queries").join(name);
    let output = run(&["query", text(folder), "-f", text(&file), "--format", "csv"]);
    assert_status(&output, 0);
    out(&output)
        .lines()
        .skip(1)
        .map(|line| line.split(',').filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn ready_queries_put_both_sides_of_a_disagreement_in_a_row() {
    let amount = |id: &str, value: u32| {
        let mut record = record(id, &["ghent attacked flanders asserted"]);
        record.statements[0].quantity =
            serde_json::from_value(json!({"value": value, "unit": "people", "start": 0, "end": 1})).unwrap();
        record
    };
    let (_guard, path, _archive) = graph(&[
        record("one", &["ghent claims flanders asserted", "ghent owns flanders planned"]),
        record(
            "two",
            &["ghent claims flanders denied", "ghent owns flanders negated", "ghent owns belgium asserted"],
        ),
        amount("three", 19),
        amount("four", 12),
    ]);
    assert_eq!(
        ready(&path, "contradicted.rq"),
        ["ghent claims flanders 2025-01-01 A sentence denied 2025-01-01 A sentence"]
    );
    assert_eq!(
        ready(&path, "disagreements.rq"),
        ["ghent claims flanders asserted one denied two", "ghent owns flanders planned one negated two"]
    );
    assert_eq!(ready(&path, "figures.rq"), ["ghent attacked flanders 12 four 19 three people"]);
}

#[test]
fn a_check_says_that_it_did_not_look_at_shapes() {
    let (_guard, path, _archive) = graph(&[record("one", &["ghent claims flanders asserted"])]);
    let check = run(&["check", text(&path)]);
    assert_status(&check, 0);
    assert!(err(&check).contains("1 document, all sound"), "{}", err(&check));
    assert_eq!(
        err(&check).contains("shapes were not looked at"),
        !cfg!(feature = "shacl"),
        "{}",
        err(&check)
    );
    assert_eq!(err(&run(&["check", text(&path), "--quiet"])), "");
}

#[test]
fn violations_are_told_by_shape_with_their_sentences() {
    let (_guard, _path, archive) =
        graph(&[record("one", &["ghent claims flanders asserted", "ghent owns flanders asserted"])]);
    let violation = |focus: &str, path: Option<&str>| Violation {
        severity: Severity::Error,
        shape: Some("https://w3id.org/chancery/shape#status".to_owned()),
        component: "http://www.w3.org/ns/shacl#MaxCountConstraintComponent".to_owned(),
        focus: focus.to_owned(),
        path: path.map(str::to_owned),
        value: None,
        message: "a statement has exactly one status".to_owned(),
    };
    let document = "https://w3id.org/chancery/id/document/one";
    let all = vec![
        violation(&format!("{document}#s2"), Some("https://w3id.org/chancery/ontology#status")),
        violation(document, None),
        violation("https://e.org/x", None),
        violation("https://e.org/x", None),
    ];
    let report = Report::new(&archive, all).unwrap();
    assert_eq!(
        report.to_string(),
        "https://w3id.org/chancery/shape#status: a statement has exactly one status (3 nodes)\n  error: https://e.org/x\n  \
         error: one\n  error: one#s2 https://w3id.org/chancery/ontology#status\n    A sentence\n"
    );
    assert_eq!(report.to_json()["results"][2]["sentence"], "A sentence");
    assert_eq!(report.to_json()["conforms"], false);
    let mut turtle = Vec::new();
    report.write_turtle(&mut turtle).unwrap();
    let triples: Vec<_> = oxttl::TurtleParser::new().for_slice(&turtle).collect::<Result<_, _>>().unwrap();
    assert_eq!(triples.iter().filter(|triple| triple.predicate.as_str().ends_with("#result")).count(), 3);
    let none = Report::new(&archive, Vec::new()).unwrap();
    assert!(none.conforms() && none.to_string().is_empty());
}

#[cfg(not(feature = "shacl"))]
#[test]
fn shapes_of_ones_own_are_refused_where_they_cannot_be_looked_at() {
    let (_guard, path, _archive) = graph(&[record("one", &["ghent claims flanders asserted"])]);
    for more in [["--shapes", "mine.ttl"], ["--report", "json"]] {
        let check = run(&["check", text(&path), more[0], more[1]]);
        assert_status(&check, 2);
        assert!(err(&check).contains("--features shacl"), "{}", err(&check));
    }
    assert_status(&run(&["check", "ontology", "--shapes", "mine.ttl"]), 2);
}
