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

/// Point and name of each place of a graph that is built of texts.
#[test]
fn places_of_an_index_of_ones_own_are_on_the_map_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("own.csv"), "id,name,type,lat,lon\nQ990000001,Lindbyhamn,Place,60.5,11.25\n").unwrap();
    std::fs::write(at("a.txt"), "Alice Berg met Boris Dunn in Lindbyhamn on 3 May 2024.\n").unwrap();
    let made = run(folder.path(), &["link", "index", "build", "own.csv", "-o", "own.index", "-q"]);
    assert_eq!(made.0, Some(0), "{}", made.2);
    let index = ["--index", "own.index"];
    assert_eq!(run(folder.path(), &[&["build", "a.txt", "-o", "kg", "-q"], &index[..]].concat()).0, Some(0));
    let where_ = "SELECT ?wkt { ?place geo:hasGeometry/geo:asWKT ?wkt }";
    let ask = ["query", "kg", where_, "--places", "--format", "csv"];
    for (command, found) in [(&ask[..], "POINT(11.25 60.5)"), (&["export", "kg", "-f", "geojson"], "60.5")] {
        let (code, out, said) = run(folder.path(), command);
        assert!(code == Some(0) && !out.contains("60.5"), "{out}{said}");
        let (code, out, said) = run(folder.path(), &[command, &index].concat());
        assert!(code == Some(0) && out.contains(found), "{out}{said}");
    }
    let missing = ["query", "kg", where_, "--places", "--index", "none.index"];
    let (code, _, said) = run(folder.path(), &missing);
    assert!(code == Some(2) && said.contains("none.index"), "{said}");
    let (code, _, said) = run(folder.path(), &["export", "kg", "-f", "dot", "--index", "own.index"]);
    assert!(code == Some(2) && said.contains("--index is of no use to dot"), "{said}");
}

fn places_of(texts: &[&str]) -> Vec<(String, Option<(i64, i64)>)> {
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.txt")), text).unwrap();
    }
    let inputs: Vec<String> = (0..texts.len()).map(|number| format!("{number}.txt")).collect();
    let build = ["build", "-o", "kg"].into_iter().chain(inputs.iter().map(String::as_str));
    let (code, _, said) = run(folder.path(), &build.collect::<Vec<_>>());
    assert_eq!(code, Some(0), "{said}");
    // Linking again changes nothing.
    let (_, _, said) = run(folder.path(), &["link", "kg"]);
    assert!(said.contains(" 0 with other links"), "{said}");
    let (_, out, said) = run(folder.path(), &["export", "kg", "--format", "geojson"]);
    let collection: Value = serde_json::from_str(&out).expect(&said);
    let degrees = |one: &Value| one.as_f64().unwrap().round() as i64;
    let points = collection["features"].as_array().unwrap().iter();
    let points = points.filter(|one| one["properties"]["kind"] == "place").map(|one| {
        let at = &one["geometry"]["coordinates"];
        (one["id"].as_str().unwrap().to_owned(), (degrees(&at[1]), degrees(&at[0])))
    });
    let points: std::collections::BTreeMap<String, (i64, i64)> = points.collect();
    let (_, lines, _) = run(folder.path(), &["export", "kg", "--format", "jsonl"]);
    let mut places = std::collections::BTreeSet::new();
    for line in lines.lines() {
        let document: Value = serde_json::from_str(line).unwrap();
        let entities = document["entities"].as_array().unwrap().iter();
        for entity in entities.filter(|entity| entity["type"] == "Place") {
            let iri = entity["iri"].as_str().unwrap();
            let path = iri.rsplit_once("/entity/").unwrap().1.to_owned();
            places.insert((path, points.get(iri).copied()));
        }
    }
    places.into_iter().collect()
}

#[test]
fn a_place_that_the_text_puts_elsewhere_is_another_one() {
    let place = |path: &str, at: Option<(i64, i64)>| (path.to_owned(), at);
    let found = places_of(&[
        "Alice Berg visited Moscow, Idaho. She met Boris Dunn in Paris, Texas.",
        "Ukraine attacked Moscow. Carl Holt visited Paris, France.",
    ]);
    for wanted in [
        place("place/moscow", Some((56, 38))),
        place("place/moscow-idaho", None),
        place("place/paris", Some((49, 2))),
        place("place/paris-texas", None),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
    // Those that the index knows have their own point; those that lie where their name says keep its IRI.
    let found = places_of(&[
        "Alice Berg visited Birmingham, Alabama. Boris Dunn visited Tripoli, Lebanon. Carl Holt visited \
        Cordoba, Argentina. Eve Lund visited Georgetown, Guyana.",
    ]);
    for wanted in [
        place("place/birmingham-alabama", Some((34, -87))),
        place("place/tripoli-lebanon", Some((34, 36))),
        place("place/cordoba", Some((-31, -64))),
        place("place/georgetown", Some((7, -58))),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
}

#[test]
fn two_places_of_one_name_in_one_text_are_two() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Alice Berg visited Moscow, Idaho. Carl Dunn visited Moscow, Russia. Ukraine attacked Moscow.";
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    let (_, out, said) = run(folder.path(), &["extract", "a.txt", "--format", "jsonl"]);
    let document: Value = serde_json::from_str(&out).expect(&said);
    let name = |id: &Value| {
        let entities = document["entities"].as_array().unwrap();
        entities.iter().find(|entity| entity["id"] == *id).unwrap()["name"].as_str().unwrap()
    };
    let told = document["statements"].as_array().unwrap().iter().map(|statement| {
        let relation = statement["predicate"].as_str().unwrap();
        format!("{} {relation} {}", name(&statement["subject"]), name(&statement["object"]))
    });
    let told: Vec<String> = told.collect();
    for wanted in [
        "Alice Berg visited Moscow, Idaho",
        "Moscow, Idaho locatedIn Idaho",
        "Carl Dunn visited Moscow",
        "Moscow locatedIn Russia",
        "Ukraine attacked Moscow",
    ] {
        assert!(told.iter().any(|one| one == wanted), "{wanted} in {told:?}");
    }
    assert_eq!(told.iter().filter(|one| one.contains("Moscow, Idaho")).count(), 2, "{told:?}");
}

#[test]
fn a_list_of_places_puts_none_into_the_next() {
    let found = places_of(&[
        "Alice Berg visited Moscow, Kyiv and Minsk. Boris Dunn visited Paris, London, and Rome.",
    ]);
    assert!(found.iter().all(|(path, _)| !path.contains("moscow-") && !path.contains("paris-")), "{found:?}");
}
