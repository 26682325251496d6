//! Hand-written documents with every status, speakers, times, quantities, reported clauses and nasty names.

use chancery::archive::DocumentRecord;
use chancery::network::{Network, RelationInfo, Relations, Selection};
use serde_json::{Value, json};

/// Names that break writers which do not escape.
pub(crate) const NASTY: [&str; 10] = [
    "\"];x[label=\"",
    "trailing \\",
    "<b>bold</b> & ]]> &amp; <!-- x -->",
    "line\nbreak\r\nand\ttab",
    "NUL\0 escape \u{1b}[31m \u{fffe}",
    "=HYPERLINK(\"http://x\";\"y\")",
    "@SUM(A1);-1",
    "😀 Erdoğan, Łódź",
    "\u{202e}desrever\u{202c} \u{200b}",
    "'; DROP TABLE actors; --",
];

/// The relations of the sample.
pub(crate) fn relations() -> Relations {
    let info = |family: &str, symmetric, label: &str| RelationInfo {
        family: family.to_owned(),
        symmetric,
        label: label.to_owned(),
        kind: None,
    };
    Relations::from([
        ("spokeWith".to_owned(), info("consult", true, "spoke with")),
        ("accused".to_owned(), info("accuse", false, "accused")),
        ("visited".to_owned(), info("consult", false, "visited")),
        ("headOfStateOf".to_owned(), info("role", false, "head of state of")),
    ])
}

fn entity(id: &str, class: &str, name: &str, iri: &str) -> Value {
    json!({"id": id, "iri": format!("https://example.org/{iri}"), "name": name, "type": class,
        "mentions": [{"start": 0, "end": 1, "text": name, "kind": "name"}], "links": []})
}

fn statement(number: usize, subject: &str, relation: &str, object: &Value, status: &str) -> Value {
    json!({"id": format!("s{number}"), "subject": subject, "predicate": relation, "object": object,
        "status": status, "attributedTo": null, "time": null, "place": null, "confidence": 0.9,
        "cameo": null, "plover": null, "goldstein": null,
        "evidence": {"start": 10 * number, "end": 10 * number + 9, "text": format!("{subject} {relation}."),
            "trigger": {"start": 10 * number + 3, "end": 10 * number + 8},
            "subject": {"start": 10 * number, "end": 10 * number + 2},
            "object": {"start": 0, "end": 0}, "frame": format!("{relation}#1")}})
}

fn with(mut statement: Value, more: Value) -> Value {
    let (Value::Object(fields), Value::Object(more)) = (&mut statement, more) else { panic!("objects") };
    fields.extend(more);
    statement
}

fn document(id: &str, date: Option<&str>, entities: &[Value], statements: &[Value]) -> DocumentRecord {
    serde_json::from_value(
        json!({"schema": "chancery.document/1", "id": id, "title": format!("Title of {id}"),
        "date": date, "source": null, "text": "", "entities": entities, "statements": statements}),
    )
    .unwrap()
}

/// Three documents; the last has no date and is full of nasty names.
pub(crate) fn records() -> Vec<DocumentRecord> {
    let (ann, bob, utopia) = ("e1", "e2", "e3");
    let (a, b, u) = (json!(ann), json!(bob), json!(utopia));
    let people = || {
        vec![
            entity(ann, "Person", "Ann Alder", "ann"),
            entity(bob, "Person", "Bob Birch", "bob"),
            entity(utopia, "State", "Utopia", "utopia"),
        ]
    };
    let first = document(
        "doc-1",
        Some("2025-03-01"),
        &people(),
        &[
            with(
                statement(1, bob, "spokeWith", &a, "asserted"),
                json!({"time": "2025-02", "cameo": "040", "plover": "CONSULT", "ploverMode": "phone", "goldstein": 1.0}),
            ),
            statement(2, ann, "accused", &b, "asserted"),
            with(
                statement(3, ann, "accused", &b, "asserted"),
                json!({"attributedTo": utopia, "attribution": "report", "confidence": 0.5}),
            ),
            statement(4, ann, "accused", &b, "denied"),
            statement(5, bob, "visited", &u, "planned"),
            with(
                statement(6, bob, "visited", &u, "possible"),
                json!({"place": utopia, "quantity": {"value": 3.0, "unit": "days", "bound": "about", "start": 1, "end": 2}}),
            ),
            statement(7, bob, "visited", &u, "negated"),
            statement(8, ann, "headOfStateOf", &u, "former"),
            statement(9, ann, "said", &json!({"text": "It was <not> so", "start": 1, "end": 5}), "asserted"),
            statement(10, utopia, "visited", &u, "asserted"),
        ],
    );
    let mut again = people();
    again[0]["name"] = json!("President Ann Alder");
    again[0]["links"] = json!([{"iri": "http://www.wikidata.org/entity/Q1", "score": 0.9, "by": "index"}]);
    again.push(json!({"id": "e4", "iri": "https://example.org/share", "name": "19 per cent of Utopia", "type": "Share",
        "mentions": [], "links": [], "share": 0.19, "of": "e3", "bound": "more than"}));
    let second = document(
        "doc-2",
        Some("2025-04-02"),
        &again,
        &[
            with(
                statement(1, ann, "spokeWith", &b, "asserted"),
                json!({"time": "2014/2016", "goldstein": 2.5}),
            ),
            statement(2, ann, "spokeWith", &b, "asserted"),
        ],
    );
    let mut nasty: Vec<Value> = NASTY
        .iter()
        .enumerate()
        .map(|(at, name)| entity(&format!("e{at}"), "ArmedGroup", name, &format!("n{at}")))
        .collect();
    nasty.push(entity("e99", "State", "Utopia", "utopia"));
    let statements: Vec<Value> = (0..NASTY.len())
        .map(|at| {
            let mut claim = statement(at + 1, &format!("e{at}"), "accused", &json!("e99"), "asserted");
            claim["evidence"]["text"] = json!(NASTY[at]);
            claim["time"] = json!(NASTY[at]);
            claim["attributedTo"] = json!("e5");
            claim
        })
        .collect();
    vec![first, second, document("doc-3 <\"&>", None, &nasty, &statements)]
}

/// The network of the sample.
pub(crate) fn network() -> Network {
    Network::project(&records(), &relations(), &Selection::default()).unwrap()
}

/// A network of plain ties `a-b` of one relation.
pub(crate) fn plain(ties: &[(&str, &str)]) -> Network {
    let mut names: Vec<&str> = ties.iter().flat_map(|&(a, b)| [a, b]).collect();
    names.sort_unstable();
    names.dedup();
    let entities: Vec<Value> = names.iter().map(|name| entity(name, "Person", name, name)).collect();
    let statements: Vec<Value> = (ties.iter().enumerate())
        .map(|(at, (from, to))| statement(at, from, "accused", &json!(to), "asserted"))
        .collect();
    Network::project(&[document("plain", None, &entities, &statements)], &relations(), &Selection::default())
        .unwrap()
}
