//! Documents that print one text: which they are does not depend on the order in which they come.

use assert_cmd::Command;
use chancery::archive::duplicates::{Collector, Copies};
use chancery::archive::{Archive, DocumentRecord};
use chancery::graph::RelationIris;
use chancery::graph::iri::Base;
use chancery::network::{Network, Relations, Selection};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn record(id: &str, date: Option<&str>, text: &str) -> DocumentRecord {
    serde_json::from_value(serde_json::json!({
        "schema": "chancery.document/1", "id": id, "title": "", "date": date, "source": null, "text": text,
        "entities": [], "statements": []}))
    .unwrap()
}

fn copies<'a>(records: impl IntoIterator<Item = &'a DocumentRecord>) -> Copies {
    let mut collector = Collector::default();
    records.into_iter().for_each(|record| collector.add(record));
    collector.finish()
}

/// Words from one number to another.
fn words(range: std::ops::Range<u32>) -> String {
    range.map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_published_leads_and_chains_are_one_group() {
    let records = [
        record("z", Some("2025-01-01"), &words(0..100)),
        record("b", Some("2025-01-02"), &words(20..120)),
        // Like b, but not like z; undated, so it leads nobody.
        record("a", None, &words(45..145)),
        record("other", Some("2024-01-01"), &words(500..600)),
        record("empty", None, ""),
        record("void", None, " – "),
    ];
    let found = copies(&records);
    assert_eq!(found.iter().collect::<Vec<_>>(), [("a", "z"), ("b", "z")]);
    assert_eq!((found.leader("z"), found.leader("other"), found.len()), (None, None, 2));
    assert!(copies(&records[2..]).is_empty());
}

#[test]
fn a_fingerprint_that_lies_joins_nothing() {
    let mut records = [record("a", None, &words(0..50)), record("b", None, &words(100..150))];
    for record in &mut records {
        record.fingerprint = Some("0".repeat(128));
    }
    assert!(copies(&records).is_empty());
}

#[test]
fn a_text_that_is_printed_often_is_one_group() {
    let records: Vec<DocumentRecord> =
        (0..2_000).map(|n| record(&format!("d{n:04}"), None, &words(0..40))).collect();
    let found = copies(&records);
    assert_eq!(found.len(), 1_999);
    assert!(found.iter().all(|(_, leader)| leader == "d0000"));
}

/// A report of nine people whom Alice Berg met.
fn report(id: &str, date: &str, text: &str) -> DocumentRecord {
    let base = Base::default();
    let (alice, people) =
        (base.entity("Person", "Alice Berg", []), base.described("Group", "nine people", id, 1));
    let entity = |local: &str, class: &str, iri: &str, name: &str| {
        json!({"id": local, "iri": iri, "name": name, "type": class, "links": [],
            "mentions": [{"start": 0, "end": 1, "text": name, "kind": "name"}]})
    };
    let span = json!({"start": 0, "end": 1});
    let met = |id: &str, subject: &str, object: &str| {
        json!({"id": id, "subject": subject, "predicate": "metWith",
            "object": object, "status": "asserted", "attributedTo": null, "time": null, "place": null, "confidence": 0.8,
            "cameo": null, "plover": null, "goldstein": null, "evidence": {"start": 0, "end": 10, "text": text,
                "trigger": span, "subject": span, "object": span, "frame": "metWith#1"}})
    };
    serde_json::from_value(json!({
        "schema": "chancery.document/1", "id": id, "title": "", "date": date, "source": null, "text": text,
        "entities": [entity("e1", "Person", alice.as_str(), "Alice Berg"), entity("e2", "Group", people.as_str(), "nine people"),
            entity("e3", "Person", base.entity("Person", "Boris Dunn", []).as_str(), "Boris Dunn")],
        "statements": [met("s1", "e1", "e2"), met("s2", "e1", "e3")]}))
    .unwrap()
}

const WIRE: &str =
    "Alice Berg met nine people and Boris Dunn in Paris on Monday, the ministry said in a statement.";

/// Two papers with one wire report, and a text of its own.
fn reports() -> [DocumentRecord; 3] {
    [
        report("late", "2025-01-03", &format!("WIRE: {WIRE}")),
        report("early", "2025-01-02", WIRE),
        report("other", "2025-01-04", "Boris Dunn and nine people were met by Alice Berg."),
    ]
}

#[test]
fn who_is_only_described_in_a_report_that_is_printed_twice_is_one_actor() {
    let seen = |order: [usize; 3]| {
        let reports = reports();
        let ordered = order.map(|at| &reports[at]);
        let network = Network::project(ordered, &Relations::new(), &Selection::default()).unwrap();
        let actors = network
            .actors()
            .map(|actor| (actor.iri.clone(), actor.documents, network.independent(&actor.sources)));
        let ties =
            network.ties().map(|(_, _, tie)| (tie.count, tie.documents, network.independent(&tie.sources)));
        (actors.collect::<Vec<_>>(), ties.collect::<Vec<_>>())
    };
    let (actors, ties) = seen([0, 1, 2]);
    let base = Base::default();
    let people = |id: &str| base.described("Group", "nine people", id, 1).as_str().to_owned();
    let named = |name: &str| base.entity("Person", name, []).as_str().to_owned();
    assert_eq!(
        actors,
        [
            (people("early"), 2, 1),
            (people("other"), 1, 1),
            (named("Alice Berg"), 3, 2),
            (named("Boris Dunn"), 3, 2)
        ]
    );
    let mut sorted = ties.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [(1, 1, 1), (2, 2, 1), (3, 3, 2)]);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(seen(order), (actors.clone(), ties.clone()), "{order:?}");
    }
}

fn run(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("chancery").unwrap().args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn queries_exports_and_columns_know_which_documents_are_one_source() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(&folder.path().join("kg"), &Base::default()).unwrap();
    for report in reports() {
        archive.commit(&report, &RelationIris::default()).unwrap();
    }
    archive.flush().unwrap();
    drop(archive);
    let path = folder.path().join("kg");
    let kg = path.to_str().unwrap();
    let copies = "SELECT ?copy ?first { GRAPH ?g { ?copy ch:sameTextAs ?first } }";
    let found = run(&["query", kg, copies, "--format", "csv"]);
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(found.contains("/document/late,") && found.trim_end().ends_with("/document/early"), "{found}");
    assert_eq!(run(&["query", kg, copies, "--format", "csv", "--as-extracted"]).lines().count(), 1);
    let several = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/queries/several_sources.rq");
    let found = run(&["query", kg, "-f", several, "--format", "csv"]);
    assert_eq!(
        found.lines().collect::<Vec<_>>(),
        ["subject,relation,object,sources", "Alice Berg,metWith,Boris Dunn,2"]
    );
    let quads = run(&["export", kg, "--format", "nquads"]);
    let line = "document/late> <https://w3id.org/chancery/ontology#sameTextAs> <https://w3id.org/chancery/id/document/early> <https://w3id.org/chancery/id/copies> .";
    assert!(quads.contains(line), "{quads}");
    let network: Json = serde_json::from_str(&run(&["export", kg, "--format", "node-link"])).unwrap();
    let alice =
        network["nodes"].as_array().unwrap().iter().find(|node| node["name"] == "Alice Berg").unwrap();
    assert_eq!((&alice["documents"], &alice["sources"]), (&json!(3), &json!(2)));
    let ties = network["edges"].as_array().or_else(|| network["links"].as_array()).unwrap();
    assert!(ties.iter().any(|tie| (&tie["documents"], &tie["sources"]) == (&json!(2), &json!(1))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_the_documents_does_not_matter(
        (texts, order) in prop::collection::vec((0_u32..60, 20_u32..60, 0_u32..4), 1..24)
            .prop_flat_map(|texts| {
                let order: Vec<usize> = (0..texts.len()).collect();
                (Just(texts), Just(order).prop_shuffle())
            })
    ) {
        let records: Vec<DocumentRecord> = texts
            .iter()
            .enumerate()
            .map(|(at, &(start, length, day))| {
                let date = (day > 0).then(|| format!("2025-01-0{day}"));
                record(&format!("d{at}"), date.as_deref(), &words(start..start + length))
            })
            .collect();
        let expected = copies(&records);
        prop_assert_eq!(&copies(order.iter().map(|&at| &records[at])), &expected);
        // Whoever leads is led by nobody.
        for (_, leader) in expected.iter() {
            prop_assert_eq!(expected.leader(leader), None);
        }
    }
}
