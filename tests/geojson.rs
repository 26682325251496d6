//! Places and events on a map: GeoJSON, GeoSPARQL, distances.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// One document, written by hand: a visit, a meeting that is denied, and a place that nobody knows.
fn lines() -> String {
    let entity = |id: &str, class: &str, name: &str, path: &str, links: Value| {
        json!({ "id": id, "iri": format!("https://w3id.org/chancery/id/entity/{path}"), "name": name, "type": class,
            "mentions": [{ "start": 0, "end": 1, "text": name, "kind": "name" }], "links": links })
    };
    let statement = |id: &str, object: &str, status: &str, place: Value| {
        json!({ "id": id, "subject": "e1", "predicate": "visited", "object": object, "status": status, "attributedTo": null,
            "time": "2024-05-03", "place": place, "confidence": 0.9, "cameo": "042", "plover": "CONSULT", "goldstein": 1.9,
            "evidence": { "start": 0, "end": 9, "text": "A \"B\" <c> \u{202e}.", "trigger": { "start": 0, "end": 1 },
                "subject": { "start": 0, "end": 1 }, "object": { "start": 0, "end": 1 }, "frame": "visited#1" } })
    };
    let link = json!([{ "iri": "https://sws.geonames.org/524901/", "score": 0.9, "by": "hand" }]);
    let document = json!({ "schema": "chancery.document/1", "id": "d-1", "title": "T", "date": "2024-05-04", "source": null, "text": "",
        "entities": [
            entity("e1", "Person", "Alice Berg", "person/alice-berg", json!([])),
            entity("e2", "Place", "Paris", "place/paris", json!([])),
            entity("e3", "Place", "Moskau", "place/moskau", link),
            entity("e4", "Place", "Zorblax", "place/zorblax", json!([])),
            entity("e5", "Person", "Boris Dunn", "person/boris-dunn", json!([])),
        ],
        "statements": [
            statement("s1", "e2", "asserted", Value::Null),
            statement("s2", "e5", "denied", "e3".into()),
            statement("s3", "e4", "planned", Value::Null),
        ] });
    format!("{document}\n")
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_chancery")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn places_and_events_are_points_with_what_is_told_of_them() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("d.jsonl"), lines()).unwrap();
    let (code, out, said) = run(folder.path(), &["export", "d.jsonl", "--format", "geojson"]);
    assert_eq!(code, Some(0), "{said}");
    let collection: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(collection["type"], "FeatureCollection");
    let features = collection["features"].as_array().unwrap();
    let names: Vec<&str> = features.iter().map(|one| one["id"].as_str().unwrap()).collect();
    let below = "https://w3id.org/chancery/id/entity/place/";
    assert_eq!(names, [&format!("{below}moskau"), &format!("{below}paris"), "d-1#s2", "d-1#s1"]);
    // Longitude first.
    let at = |index: usize| features[index]["geometry"]["coordinates"].as_array().unwrap();
    assert!(
        (at(0)[0].as_f64().unwrap() - 37.6).abs() < 0.1 && (at(0)[1].as_f64().unwrap() - 55.75).abs() < 0.1
    );
    assert_eq!((at(2), at(3)), (at(0), at(1)));
    let (visit, denied) = (&features[3]["properties"], &features[2]["properties"]);
    assert_eq!(
        (&visit["status"], &visit["place_of"], &visit["date"]),
        (&json!("asserted"), &json!("target"), &json!("2024-05-03"))
    );
    assert_eq!(
        (&denied["status"], &denied["place"], &denied["place_of"]),
        (&json!("denied"), &json!("Moskau"), &json!("event"))
    );
    assert_eq!(denied["actors"], json!(["Alice Berg", "Boris Dunn"]));
    assert_eq!(denied["sentence"], "A \"B\" <c> \u{202e}.");
    assert_eq!(denied["located_by"], "geonames:524901");
    assert!(said.contains("1 place left out") && said.contains("1 event left out"), "{said}");
}

#[test]
fn a_map_can_be_of_one_actor_one_status_or_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("d.jsonl"), lines()).unwrap();
    let count = |more: &[&str]| {
        let arguments = [&["export", "d.jsonl", "-q", "-f", "geojson"], more].concat();
        let (code, out, said) = run(folder.path(), &arguments);
        assert_eq!(code, Some(0), "{said}");
        serde_json::from_str::<Value>(&out).unwrap()["features"].as_array().unwrap().len()
    };
    assert_eq!(count(&["--status", "denied"]), 3, "two places and an event");
    assert_eq!(count(&["--actor", "Boris Dunn"]), 2, "the event and its place");
    std::fs::write(folder.path().join("d.jsonl"), "").unwrap();
    assert_eq!(count(&[]), 0);
}

#[test]
fn distances_can_be_asked_between_places() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Alice Berg met Boris Dunn in Paris on 3 May 2024. Alice Berg visited Brussels. Boris Dunn visited Moscow.\n";
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    assert_eq!(run(folder.path(), &["build", "a.txt", "-o", "kg", "-q"]).0, Some(0));
    let query = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/linked/places_near_paris.rq");
    let (code, out, said) =
        run(folder.path(), &["query", "kg", "--places", "-f", query.to_str().unwrap(), "--format", "csv"]);
    assert_eq!(code, Some(0), "{said}");
    let rows: Vec<&str> = out.lines().skip(1).collect();
    assert_eq!(rows.len(), 1, "{out}");
    let (name, km) = rows[0].split_once(',').unwrap();
    assert!(name == "Brussels" && (km.parse::<f64>().unwrap() - 264.0).abs() < 8.0, "{out}");
    // Without being asked for, nothing is where the documents do not say so.
    let (_, out, _) = run(folder.path(), &["query", "kg", "ASK { ?a geo:hasGeometry ?b }"]);
    assert_eq!(out.trim(), "false");
    let wrong = "SELECT ?km { BIND(geof:distance(1, 2, uom:metre) AS ?km) }";
    assert_eq!(run(folder.path(), &["query", "kg", wrong, "--format", "csv"]).1.trim(), "km");
}
