//! Links of entities: traps of names, what one candidate has over another, and graphs that are linked anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chancery::graph::iri::identifier_of;
use chancery::link::build::{Input, Options, build};
use chancery::link::choose::{Asked, Choice, Linker, MIN_SCORE, Scene};
use chancery::link::{Index, Layers};
use chancery::ontology::Class;
use serde_json::Value;

use crate::cli::{assert_status, err, out, run, text, write};

/// First links by name, of each document.
fn links(output: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for line in output.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let by_name = found.entry(record["id"].as_str().unwrap().to_owned()).or_default();
        for entity in record["entities"].as_array().unwrap() {
            let Some(link) = entity["links"][0]["iri"].as_str() else { continue };
            for mention in entity["mentions"].as_array().unwrap() {
                by_name.insert(mention["text"].as_str().unwrap().to_owned(), identifier_of(link));
            }
        }
    }
    found
}

/// `tests/data/linking/traps.txt`: a name of the case, a day and a text; then what must be linked (`+`) and what must not (`-`; `*` is
/// anything), and a blank line.
#[test]
fn names_that_mislead_do_not_mislead() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/linking/traps.txt");
    let traps = fs::read_to_string(data).unwrap();
    let cases: Vec<&str> = traps.trim().split("\n\n").collect();
    let articles: Vec<String> = cases
        .iter()
        .map(|case| {
            let mut parts = case.lines().next().unwrap().splitn(3, ' ');
            let [id, date, text] = std::array::from_fn(|_| parts.next().unwrap());
            serde_json::json!({"id": id, "title": "", "date": date, "text": text}).to_string()
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let input = write(folder.path(), "traps.jsonl", &articles.join("\n"));
    let output = run(&["extract", text(&input)]);
    assert_status(&output, 0);
    let found = links(&out(&output));
    let mut wrong = Vec::new();
    for case in &cases {
        let id = case.split(' ').next().unwrap();
        for rule in case.lines().skip(1) {
            let (name, wanted) = rule[2..].rsplit_once(' ').unwrap();
            let link = found[id].get(name);
            let is_it = link.is_some_and(|link| wanted == "*" || link == wanted);
            if is_it != rule.starts_with('+') {
                wrong.push(format!("{id}: {rule}: {link:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const PEOPLE: &str = r#"{"source":"test","licence":"CC0"}
{"id":"Q9000001","name":"John Smith","class":"Person","countries":["Q30"],"offices":[{"office":"mayor","country":"Q30","start":"2000-01-01","end":"2010-01-01"}]}
{"id":"Q9000002","name":"Ivan Petrovich Sidorov","class":"Person","countries":["Q159"]}
{"id":"Q9000003","name":"Anna Krone","class":"Person","countries":["Q30"]}
{"id":"Q9000004","name":"Anna Krone","class":"Person","countries":["Q142"]}
{"id":"Q9000005","name":"Port Alba","class":"Place","kind":"city","population":3000000,"countries":["Q142"]}
{"id":"Q9000006","name":"Port Alba","class":"Place","kind":"city","population":200000,"countries":["Q717"]}
{"id":"Q9000007","name":"Alba University","class":"Organization","countries":["Q717"]}
"#;

fn people(folder: &Path) -> PathBuf {
    let input = write(folder, "people.jsonl", PEOPLE);
    let output = folder.join("people.index");
    build(&[Input { path: input, kind: None }], &output, &Options::default(), &mut |_| {}).unwrap();
    output
}

fn layers() -> Layers {
    let folder = tempfile::tempdir().unwrap();
    let bytes = fs::read(people(folder.path())).unwrap();
    let mut layers = Layers::default();
    layers.push(Index::from_bytes("people", bytes).unwrap());
    layers
}

fn asked(name: &str, class: Class) -> Asked {
    Asked::new(vec![name.to_owned()], class)
}

fn state(identifier: &str) -> Asked {
    Asked { known: Some(identifier.to_owned()), ..asked(identifier, Class::State) }
}

fn chosen(choice: &Choice) -> Option<&str> {
    choice.link.as_ref().map(|link| link.candidate.entry.identifier())
}

fn link(asked: Vec<Asked>) -> Vec<Choice> {
    let layers = layers();
    let scene = Scene { date: Some("2005-05-05".to_owned()), asked };
    Linker::new(&layers, MIN_SCORE).link(&scene).unwrap()
}

#[test]
fn persons_are_not_linked_by_names_that_are_only_alike() {
    for (name, wanted) in [
        ("John Smith", Some("Q9000001")),
        ("Smith, John", Some("Q9000001")),
        ("Jon Smith", None),
        ("John Smyth", None),
        ("Ivan Petrovich Sidorov", Some("Q9000002")),
        ("Ivan Sergeyevich Sidorov", None),
        ("Jоhn Smith", None),
        ("Anna Krone", None),
        ("Krone", None),
    ] {
        let found = link(vec![asked(name, Class::Person)]);
        assert_eq!(chosen(&found[0]), wanted, "{name}");
    }
}

#[test]
fn what_the_document_tells_decides_between_persons_of_one_name() {
    let mut person = asked("Anna Krone", Class::Person);
    person.states.insert("Q142".to_owned());
    let found = link(vec![person]);
    assert_eq!(chosen(&found[0]), Some("Q9000004"));
    let open = link(vec![asked("Anna Krone", Class::Person)]);
    let kept: Vec<&str> =
        open[0].candidates.iter().map(|scored| scored.candidate.entry.identifier()).collect();
    assert_eq!(kept, ["Q9000003", "Q9000004"], "candidates are kept");
}

#[test]
fn a_city_of_the_country_under_discussion_comes_before_a_larger_one_elsewhere() {
    for (country, wanted) in [("Q142", "Q9000005"), ("Q717", "Q9000006")] {
        let found = link(vec![asked("Port Alba", Class::Place), state(country)]);
        assert_eq!(chosen(&found[0]), Some(wanted), "{country}");
    }
    let found = link(vec![asked("Port Alba", Class::Place), asked("Alba University", Class::Organization)]);
    assert_eq!(chosen(&found[0]), Some("Q9000006"), "the university that is linked speaks for the city");
}

#[test]
fn a_higher_score_links_less_and_nothing_else() {
    let layers = Layers::bundled().unwrap();
    let names = ["Berlin", "Osaka", "Springfield", "Kandahar", "Valencia", "Cambridge"];
    let scene = Scene { date: None, asked: names.map(|name| asked(name, Class::Place)).to_vec() };
    let mut before: Option<BTreeSet<(usize, String)>> = None;
    for score in [0.0, 0.5, 0.8, 0.9, 1.0] {
        let found = Linker::new(&layers, score).link(&scene).unwrap();
        let links: BTreeSet<(usize, String)> = (found.iter().enumerate())
            .filter_map(|(at, choice)| Some((at, chosen(choice)?.to_owned())))
            .collect();
        assert!(before.as_ref().is_none_or(|before| links.is_subset(before)), "{score}");
        before = Some(links);
    }
    assert_eq!(before, Some(BTreeSet::new()));
}

const ARTICLES: &str = r#"{"id":"a","title":"","date":"2005-05-05","text":"Alice Berg flew to Osaka. Japan thanked Alice Berg."}
{"id":"b","title":"","date":"2005-05-06","text":"France sent troops to Port Alba. France said that Port Alba was quiet."}
"#;

fn exported(graph: &Path) -> String {
    let output = run(&["export", text(graph), "--format", "nquads"]);
    assert_status(&output, 0);
    out(&output)
}

#[test]
fn a_graph_that_is_linked_anew_is_one_that_was_linked_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (articles, index) = (write(folder.path(), "a.jsonl", ARTICLES), people(folder.path()));
    let (bare, whole) = (folder.path().join("bare"), folder.path().join("whole"));
    assert_status(&run(&["build", text(&articles), "-o", text(&bare), "--no-links"]), 0);
    assert_status(&run(&["build", text(&articles), "-o", text(&whole), "--index", text(&index)]), 0);
    assert_ne!(exported(&bare), exported(&whole));
    let first = run(&["link", text(&bare), "--index", text(&index)]);
    assert_status(&first, 0);
    assert!(err(&first).contains("2 documents, 2 with other links"), "{}", err(&first));
    assert_eq!(exported(&bare), exported(&whole));
    let again = run(&["link", text(&bare), "--index", text(&index)]);
    assert!(err(&again).contains("0 with other links"), "{}", err(&again));
    assert_status(&run(&["link", text(&bare), "--min-link-score", "1"]), 0);
    assert!(!exported(&bare).contains("linkScore"));
    assert!(exported(&whole).contains("linkScore"));
}

#[test]
fn what_a_person_rejected_is_never_linked_again() {
    let folder = tempfile::tempdir().unwrap();
    let articles = write(folder.path(), "a.jsonl", ARTICLES);
    let graph = folder.path().join("kg");
    assert_status(&run(&["build", text(&articles), "-o", text(&graph)]), 0);
    let listed = out(&run(&["review", text(&graph), "--links", "--format", "json"]));
    let osaka = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let osaka = osaka.into_iter().find(|link| link["name"] == "Osaka").expect("Osaka is linked");
    assert_eq!((osaka["state"].as_str(), osaka["by"].as_str()), (Some("linked"), Some("index")));
    let decide = |kind: &str| {
        let line = serde_json::json!({"kind": kind, "ids": [osaka["entity"], osaka["link"]]}).to_string();
        let file = write(folder.path(), "decisions.jsonl", &line);
        assert_status(&run(&["review", text(&graph), "--apply", text(&file)]), 0);
    };
    let link = osaka["link"].as_str().unwrap();
    decide("reject");
    assert_status(&run(&["link", text(&graph)]), 0);
    assert!(!exported(&graph).contains(link));
    assert_status(&run(&["build", text(&articles), "-o", text(&graph)]), 0);
    assert!(!exported(&graph).contains(link), "a build remembers it, too");
    decide("accept");
    assert_status(&run(&["link", text(&graph), "--min-link-score", "1"]), 0);
    assert!(exported(&graph).contains(link), "what a person accepted needs no score");
}

#[test]
fn an_index_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let articles = write(folder.path(), "a.jsonl", ARTICLES);
    let broken = write(folder.path(), "broken.index", "no index");
    let output = run(&["extract", text(&articles), "--index", text(&broken)]);
    assert_status(&output, 2);
    assert!(err(&output).contains("broken.index"), "{}", err(&output));
}

#[test]
fn links_are_measured_against_gold() {
    let folder = tempfile::tempdir().unwrap();
    let gold = r#"{"id":"a","text":"Alice Berg flew to Osaka. Japan thanked Alice Berg.","mentions":[
        {"start":0,"end":10,"text":"Alice Berg","nil":true},
        {"start":19,"end":24,"text":"Osaka","dbpedia":"http://dbpedia.org/resource/Osaka"},
        {"start":26,"end":31,"text":"Japan","dbpedia":"http://dbpedia.org/resource/South_Korea"}]}"#;
    let gold = write(folder.path(), "gold.jsonl", &gold.replace('\n', " "));
    let output = run(&["eval", text(&gold), "--set", "linking", "--errors"]);
    assert_status(&output, 0);
    let report = out(&output);
    assert!(report.contains("Japan is not Q17") || report.contains("is not Q17"), "{report}");
    assert!(report.ends_with("MEASURE F1 0.500\n"), "{report}");
}

#[test]
fn words_of_the_gold_are_compared_without_marks_and_its_day_may_stand_in_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let gold = r#"{"id":"a","date":"2010-02-02","text":"Ban Ki-moon of the United Nations spoke.","entities":[{"dbpedia":"http://dbpedia.org/resource/Ban_Ki-moon","spots":["ban ki moon"]}]}
{"id":"b","text":"Talks in Osaka\nThursday, May 5, 2005\nPresident Bush of the United States spoke.","entities":[{"dbpedia":"http://dbpedia.org/resource/George_W._Bush","spots":["bush"]}]}
"#;
    let gold = write(folder.path(), "gold.jsonl", gold);
    let report = out(&run(&["eval", text(&gold), "--set", "linking", "--errors"]));
    assert!(report.ends_with("MEASURE F1 1.000\n"), "{report}");
}

#[test]
fn a_place_in_a_longer_name_is_counted_apart() {
    let folder = tempfile::tempdir().unwrap();
    let gold = r#"{"id":"a","text":"Alice Berg flew to Osaka and spoke to the Osaka Times.","mentions":[
        {"start":19,"end":24,"text":"Osaka","dbpedia":"http://dbpedia.org/resource/Osaka"},
        {"start":42,"end":47,"text":"Osaka","dbpedia":"http://dbpedia.org/resource/Osaka"}]}"#;
    let gold = write(folder.path(), "gold.jsonl", &gold.replace('\n', " "));
    let report = out(&run(&["eval", text(&gold), "--set", "linking"]));
    let counted = |line: &str| {
        let row = report.lines().find(|row| row.starts_with(line)).unwrap();
        row.split_whitespace().rev().nth(1).unwrap().to_owned()
    };
    assert_eq!(counted("states, provinces and cities"), "2", "{report}");
    assert_eq!(counted("of these, not in a longer name"), "1", "{report}");
}

#[test]
fn precision_rises_with_the_least_score_of_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let gold = r#"{"id":"a","text":"Alice Berg flew to Osaka. Japan thanked Alice Berg.","mentions":[{"start":19,"end":24,"text":"Osaka","dbpedia":"http://dbpedia.org/resource/Osaka"}]}
{"id":"b","text":"Boris Dunn lives in Milton.","mentions":[{"start":20,"end":26,"text":"Milton","dbpedia":"http://dbpedia.org/resource/Milton,_Massachusetts"}]}
{"id":"c","text":"Alice Berg left Kandahar. Afghanistan thanked her.","mentions":[{"start":16,"end":24,"text":"Kandahar","dbpedia":"http://dbpedia.org/resource/Kandahar"}]}
"#;
    let gold = write(folder.path(), "gold.jsonl", gold);
    let curve: Vec<(f64, usize)> = ["0", "0.5", "0.7", "0.8", "0.9", "1"]
        .iter()
        .map(|least| {
            let output = run(&["eval", text(&gold), "--set", "linking", "--min-link-score", least]);
            assert_status(&output, 0);
            let report = out(&output);
            let line = report.lines().find(|line| line.starts_with("all ")).unwrap();
            let cells: Vec<&str> = line.split_whitespace().collect();
            (cells[1].parse().unwrap_or(f64::NAN), cells.last().unwrap().parse().unwrap())
        })
        .collect();
    assert_eq!((curve[1], curve[5].1), ((0.667, 3), 0), "{curve:?}");
    assert!(curve.windows(2).all(|pair| pair[1].1 <= pair[0].1), "fewer links: {curve:?}");
    let linked: Vec<f64> =
        curve.iter().filter(|(_, links)| *links > 0).map(|(precision, _)| *precision).collect();
    assert!(linked.is_sorted() && linked.last() == Some(&1.0), "{curve:?}");
}
