//! FollowTheMoney and brat: what becomes of statements, and what is said to be lost.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::{assert_status, err, out, run, text};
use crate::sample::{NASTY, records};

fn lines(folder: &Path, records: &[Value]) -> PathBuf {
    let path = folder.join("documents.jsonl");
    std::fs::write(&path, records.iter().map(|record| format!("{record}\n")).collect::<String>()).unwrap();
    path
}

fn entities(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The values of a property.
fn values<'v>(entity: &'v Value, property: &str) -> Vec<&'v str> {
    entity["properties"][property].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// One document: `text` with entities of a class found in it, and statements.
fn document(text: &str, entities: &[(&str, &str)], statements: &[Value]) -> Value {
    let entities: Vec<Value> = (entities.iter().enumerate())
        .map(|(at, (name, class))| {
            let start = text[..text.find(name).unwrap()].chars().count();
            json!({"id": format!("e{}", at + 1), "iri": format!("https://example.org/{}", at + 1), "name": name, "type": class,
                "links": [{"iri": format!("http://www.wikidata.org/entity/Q{}", at + 1), "score": 1.0, "by": "index"}],
                "mentions": [{"start": start, "end": start + name.chars().count(), "text": name, "kind": "name"}]})
        })
        .collect();
    json!({"schema": "chancery.document/1", "id": "wire-7", "title": "A title", "date": "2025-03-01", "source": "Example Wire",
        "url": "https://news.example.org/7", "text": text, "entities": entities, "statements": statements})
}

fn statement(
    number: usize,
    subject: &str,
    relation: &str,
    object: &str,
    status: &str,
    more: &Value,
) -> Value {
    let mut statement = json!({"id": format!("s{number}"), "subject": subject, "predicate": relation, "object": object, "status": status,
        "attributedTo": null, "time": null, "place": null, "confidence": 0.9, "cameo": null, "plover": null, "goldstein": null,
        "evidence": {"start": 0, "end": 9, "text": "A sentence.", "trigger": {"start": number, "end": number + 3},
            "subject": {"start": 0, "end": 4}, "object": {"start": 5, "end": 9}, "frame": "x#1"}});
    for (key, value) in more.as_object().into_iter().flatten() {
        statement[key] = value.clone();
    }
    statement
}

/// Statements of every kind that the model has.
fn every_kind() -> Value {
    let plain = json!({});
    document(
        "Anna Berg and Boris Dunn of Utopia and the Red Union met in Paris, all in all a day to remember.",
        &[
            ("Anna Berg", "Person"),
            ("Boris Dunn", "Person"),
            ("Utopia", "State"),
            ("Red Union", "Organization"),
            ("Paris", "Place"),
        ],
        &[
            statement(1, "e1", "headOfStateOf", "e3", "asserted", &plain),
            statement(2, "e2", "headOfStateOf", "e3", "former", &plain),
            statement(
                3,
                "e2",
                "memberOf",
                "e4",
                "asserted",
                &json!({"attributedTo": "e1", "time": "2020/2024"}),
            ),
            statement(4, "e1", "employedBy", "e4", "former", &plain),
            statement(5, "e1", "spouseOf", "e2", "asserted", &plain),
            statement(6, "e1", "adviserTo", "e2", "asserted", &plain),
            statement(
                7,
                "e1",
                "attacked",
                "e5",
                "asserted",
                &json!({"cameo": "190", "plover": "ASSAULT", "time": "2025-02", "place": "e5"}),
            ),
            statement(8, "e4", "basedIn", "e5", "asserted", &plain),
            statement(9, "e1", "envoyOf", "e3", "asserted", &plain),
            statement(10, "e1", "attacked", "e2", "planned", &json!({"cameo": "190"})),
            statement(11, "e1", "attacked", "e2", "denied", &json!({"cameo": "190"})),
            statement(12, "e1", "metWith", "e1", "asserted", &plain),
        ],
    )
}

#[test]
fn statements_are_offices_links_and_events_with_their_articles() {
    let guard = tempfile::tempdir().unwrap();
    let path = lines(guard.path(), &[every_kind()]);
    let output = run(&["export", text(&path), "--format", "ftm"]);
    assert_status(&output, 0);
    let found = entities(&out(&output));
    let by_id: BTreeMap<&str, &Value> =
        found.iter().map(|entity| (entity["id"].as_str().unwrap(), entity)).collect();
    assert_eq!(by_id.len(), found.len(), "identifiers are unique");
    let of = |schema: &str| found.iter().filter(|entity| entity["schema"] == *schema).collect::<Vec<_>>();
    let counts: Vec<usize> = [
        "Person",
        "PublicBody",
        "Organization",
        "Address",
        "Article",
        "Position",
        "Occupancy",
        "Membership",
        "Employment",
        "Family",
        "Associate",
        "Event",
        "UnknownLink",
        "Representation",
        "Mention",
    ]
    .iter()
    .map(|schema| of(schema).len())
    .collect();
    assert_eq!(counts, [2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 4]);
    let states: BTreeSet<&str> = of("Occupancy").iter().flat_map(|office| values(office, "status")).collect();
    assert_eq!(states, BTreeSet::from(["current", "ended"]));
    assert_eq!(values(of("Employment")[0], "status"), ["ended"]);
    let member = of("Membership")[0];
    assert_eq!((values(member, "startDate"), values(member, "endDate")), (vec!["2020"], vec!["2024"]));
    assert_eq!(values(member, "description"), ["according to Anna Berg"]);
    let event = of("Event")[0];
    assert_eq!(values(event, "location"), ["Paris"]);
    assert_eq!(values(event, "keywords"), ["CAMEO 190", "PLOVER ASSAULT"]);
    assert_eq!(values(event, "date"), ["2025-02"]);
    let article = by_id[values(event, "proof")[0]];
    assert_eq!(
        (values(article, "publishedAt"), values(article, "sourceUrl")),
        (vec!["2025-03-01"], vec!["https://news.example.org/7"])
    );
    assert!(of("Person").iter().all(|person| values(person, "wikidataId").len() == 1));
    for told in ["2 ties left out as not told as a fact", "1 tie of an actor with itself left out"] {
        assert!(err(&output).contains(told), "{}", err(&output));
    }
    assert_eq!(out(&run(&["export", text(&path), "--format", "ftm", "--quiet"])), out(&output));
}

#[test]
fn nasty_names_are_plain_and_all_references_lead_somewhere() {
    let guard = tempfile::tempdir().unwrap();
    let records: Vec<Value> = records().iter().map(|record| serde_json::to_value(record).unwrap()).collect();
    let output = run(&["export", text(&lines(guard.path(), &records)), "--format", "ftm"]);
    assert_status(&output, 0);
    let found = entities(&out(&output));
    let ids: BTreeSet<&str> = found.iter().filter_map(|entity| entity["id"].as_str()).collect();
    let names: BTreeSet<&str> = found.iter().flat_map(|entity| values(entity, "name")).collect();
    assert!(
        NASTY
            .iter()
            .filter(|name| !name.contains(char::is_control))
            .filter(|name| names.contains(**name))
            .count()
            >= 5
    );
    // The sample has its nasty names as times, too.
    assert!(found.iter().flat_map(|entity| values(entity, "date")).all(|date| date.starts_with("20")));
    for entity in &found {
        for (property, all) in entity["properties"].as_object().unwrap() {
            for value in all.as_array().unwrap().iter().filter_map(Value::as_str) {
                assert!(
                    !value.is_empty() && !value.chars().any(|c| c.is_control() || c == '\u{202e}'),
                    "{property} {value:?}"
                );
                assert!(
                    !value.starts_with("chancery-") || ids.contains(value),
                    "{property} {value} is nowhere"
                );
            }
        }
    }
}

#[test]
fn actors_have_the_country_that_they_act_for_and_companies_are_told_by_their_legal_form() {
    let guard = tempfile::tempdir().unwrap();
    let mut record = document(
        "Olena Koval of Ukraine leads Alder Works Ltd. and visited the Red Union.",
        &[
            ("Ukraine", "State"),
            ("Olena Koval", "Person"),
            ("Alder Works Ltd.", "Organization"),
            ("Red Union", "Organization"),
        ],
        &[
            statement(1, "e2", "citizenOf", "e1", "asserted", &json!({})),
            statement(2, "e2", "headOf", "e3", "asserted", &json!({})),
            statement(3, "e2", "memberOf", "e3", "asserted", &json!({})),
        ],
    );
    record["entities"][0]["links"][0]["iri"] = json!("http://www.wikidata.org/entity/Q212");
    for at in 1..4 {
        record["entities"][at]["links"] = json!([]);
    }
    let output = run(&["export", text(&lines(guard.path(), &[record])), "--format", "ftm"]);
    assert_status(&output, 0);
    let found = entities(&out(&output));
    let named = |name: &str| {
        found.iter().find(|entity| values(entity, "name") == [name] && entity["schema"] != "Mention").unwrap()
    };
    let told = ["Ukraine", "Olena Koval", "Alder Works Ltd.", "Red Union"].map(|name| {
        let entity = named(name);
        (entity["schema"].as_str().unwrap(), values(entity, "country").concat())
    });
    assert_eq!(told[..2], [("PublicBody", "ua".to_owned()), ("Person", "ua".to_owned())]);
    assert_eq!((told[2].0, &told[3]), ("Company", &("Organization", String::new())));
    for schema in ["Occupancy", "Membership"] {
        assert!(found.iter().any(|entity| entity["schema"] == schema), "{schema}");
    }
}

#[test]
fn brat_has_mentions_events_and_their_status_at_their_places() {
    let guard = tempfile::tempdir().unwrap();
    let mut record = document(
        "Änne Berg met\nBoris Dunn. 😀 Utopia did not.",
        &[("Änne Berg", "Person"), ("Utopia", "State")],
        &[
            statement(
                10,
                "e1",
                "metWith",
                "e2",
                "negated",
                &json!({"attributedTo": "e2", "time": "2025", "goldstein": 1.0}),
            ),
            statement(
                10,
                "e1",
                "said",
                "e2",
                "asserted",
                &json!({"id": "s11", "object": {"text": "met\nBoris", "start": 10, "end": 19}}),
            ),
            statement(900, "e1", "left", "e2", "asserted", &json!({})),
        ],
    );
    record["id"] = json!("../wire 7");
    let folder = guard.path().join("out");
    let output =
        run(&["export", text(&lines(guard.path(), &[record])), "--format", "brat", "-o", text(&folder)]);
    assert_status(&output, 0);
    let files: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files.len(), 3, "{files:?}");
    let read = |ending: &str| {
        std::fs::read_to_string(folder.join(files.iter().find(|name| name.ends_with(ending)).unwrap()))
            .unwrap()
    };
    let (ann, chars) = (read(".ann"), read(".txt").chars().collect::<Vec<_>>());
    for line in ann.lines().filter(|line| line.starts_with('T')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (_, places) = cells[1].split_once(' ').unwrap();
        let pieces: Vec<String> = (places.split(';'))
            .map(|place| place.split_once(' ').unwrap())
            .map(|(start, end)| chars[start.parse().unwrap()..end.parse().unwrap()].iter().collect())
            .collect();
        assert_eq!(pieces.join(" "), cells[2], "{line}");
    }
    assert!(ann.contains("\tPerson 0 9\tÄnne Berg\n") && ann.contains("\tState 28 34\tUtopia\n"), "{ann}");
    assert!(ann.contains("\tClause 10 13;14 19\tmet Boris\n"), "{ann}");
    assert!(ann.contains("E1\tmetWith:T") && ann.contains("A1\tStatus E1 negated\n"), "{ann}");
    assert!(ann.contains("says Utopia; time 2025; Goldstein 1; confidence 0.90\n"), "{ann}");
    assert!(!ann.contains("E3"), "{ann}");
    assert!(
        err(&output).contains("1 statement left out whose trigger or subject is not in the text"),
        "{}",
        err(&output)
    );
    let conf = read(".conf");
    assert!(
        conf.contains("metWith\tSubject:<ENTITY>, Object?:<ENTITY>\n")
            && conf.contains("Value:asserted|planned|possible|negated|denied|former")
    );
    // The same files in one archive, the same bytes each time.
    let graph = guard.path().join("documents.jsonl");
    let zipped = ["one.zip", "two.ZIP"].map(|name| {
        let path = guard.path().join(name);
        assert_status(&run(&["export", text(&graph), "--format", "brat", "-o", text(&path)]), 0);
        std::fs::read(path).unwrap()
    });
    assert_eq!(zipped[0], zipped[1]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&zipped[0])).unwrap();
    let mut found = BTreeSet::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut file, &mut content).unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!(content, std::fs::read_to_string(folder.join(&name)).unwrap());
        found.insert(name);
    }
    assert_eq!(found, files);
    let broken = guard.path().join("broken.jsonl");
    std::fs::write(&broken, "no document\n").unwrap();
    let target = guard.path().join("broken.zip");
    assert_status(&run(&["export", text(&broken), "--format", "brat", "-o", text(&target)]), 2);
    assert!(!target.exists(), "half an archive is none");
    let nowhere = run(&["export", "x.jsonl", "--format", "brat"]);
    assert_status(&nowhere, 2);
    assert!(err(&nowhere).contains("name a folder"), "{}", err(&nowhere));
}

#[test]
fn brat_around_an_actor_has_the_documents_that_tell_of_it() {
    let guard = tempfile::tempdir().unwrap();
    let none = json!({});
    let (mut one, mut two) = (
        document(
            "Alice met Boris. Boris met Carla.",
            &[("Alice", "Person"), ("Boris", "Person"), ("Carla", "Person")],
            &[
                statement(6, "e1", "metWith", "e2", "asserted", &none),
                statement(23, "e2", "metWith", "e3", "asserted", &none),
            ],
        ),
        document(
            "Doris met Emil.",
            &[("Doris", "Person"), ("Emil", "Person")],
            &[statement(6, "e1", "metWith", "e2", "asserted", &none)],
        ),
    );
    (one["id"], two["id"]) = (json!("one"), json!("two"));
    for at in 0..2 {
        two["entities"][at]["iri"] = json!(format!("https://example.org/{}", at + 7));
        two["entities"][at]["links"] = json!([]);
    }
    let (graph, folder) = (lines(guard.path(), &[one, two]), guard.path().join("out"));
    let export = ["export", text(&graph), "-f", "brat", "-o", text(&folder), "--actor"];
    assert_status(&run(&[&export[..], &["Alice"]].concat()), 0);
    assert!(!folder.join("two.ann").exists() && !folder.join("two.txt").exists());
    let ann = std::fs::read_to_string(folder.join("one.ann")).unwrap();
    assert!(ann.contains("s6") && !ann.contains("s23"), "{ann}");
    assert_status(&run(&[&export[..], &["Alice", "--depth", "2"]].concat()), 0);
    let ann = std::fs::read_to_string(folder.join("one.ann")).unwrap();
    assert!(ann.contains("s6") && ann.contains("s23"), "{ann}");
    assert_status(&run(&[&export[..], &["Nobody"]].concat()), 2);
}

#[test]
fn documents_whose_ids_cannot_be_told_apart_are_refused_by_name() {
    let guard = tempfile::tempdir().unwrap();
    let met =
        |number: usize, subject: &str| statement(number, subject, "metWith", "e2", "asserted", &json!({}));
    let people = [("Alice", "Person"), ("Boris", "Person")];
    let good = document("Alice met Boris.", &people, &[met(1, "e1")]);
    let changed = |path: &str, value: Value| {
        let mut record = good.clone();
        *record.pointer_mut(path).unwrap() = value;
        record
    };
    let twice = document("Alice met Boris.", &people, &[met(1, "e1"), met(1, "e1")]);
    for (records, said) in [
        (vec![changed("/entities/1/id", json!("e1"))], "entity \"e1\" is there twice"),
        (vec![twice], "statement \"s1\" is there twice"),
        (
            vec![document("Alice met Boris.", &people, &[met(1, "e9")])],
            "statement \"s1\" names the entity \"e9\"",
        ),
        (vec![changed("/statements/0/place", json!("p"))], "statement \"s1\" names the entity \"p\""),
        (vec![changed("/statements/0/attributedTo", json!("e0"))], "names the entity \"e0\""),
        (vec![changed("/id", json!(""))], "the document has no id"),
        (
            vec![good.clone(), changed("/text", json!("Alice met Boris!"))],
            ":2: line 1 has another document of the id \"wire-7\"",
        ),
    ] {
        let graph = lines(guard.path(), &records);
        for format in ["jsonl", "dot", "brat", "ftm"] {
            let target = guard.path().join("target");
            let output = run(&["export", text(&graph), "-f", format, "-o", text(&target)]);
            assert_status(&output, 2);
            assert!(
                err(&output).contains(said) && err(&output).contains("documents.jsonl:"),
                "{format}: {}",
                err(&output)
            );
            if format != "brat" {
                assert!(!target.exists());
            }
            let _ = std::fs::remove_dir_all(&target);
        }
    }
    // The same document by two ways is one.
    let once = out(&run(&["export", text(&lines(guard.path(), std::slice::from_ref(&good))), "-f", "dot"]));
    let both = out(&run(&["export", text(&lines(guard.path(), &[good.clone(), good])), "-f", "dot"]));
    assert_eq!(once, both);
}
