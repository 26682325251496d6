//! Decisions about links: they take effect at once, for good, and can be taken back; open ones are in the queue.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::Stdio;

use chancery::archive::Archive;
use chancery::graph::RelationIris;
use serde_json::Value as Json;

use crate::cli::{assert_status, chancery, err, out, run, run_with_input, text, write};

const NEWS: &str =
    "Georgia Governor Brian Kemp met Alice Berg in Atlanta. Georgia condemned the strike on Friday.";
const WAR: &str =
    "Russia attacked Georgia. The Russian army left. Michel met Vladimir Putin in Moscow on Friday.";
const RUSSIA: &str = "http://www.wikidata.org/entity/Q159";

/// A graph of two articles.
struct Desk {
    dir: tempfile::TempDir,
    kg: PathBuf,
}

impl Desk {
    fn new(options: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let line = |id: &str, text: &str| {
            serde_json::json!({"id": id, "date": "2020-05-01", "text": text}).to_string() + "\n"
        };
        write(dir.path(), "a.jsonl", &(line("one", NEWS) + &line("two", WAR)));
        let desk = Self { kg: dir.path().join("kg"), dir };
        desk.build(options);
        desk
    }

    fn build(&self, options: &[&str]) {
        let articles = self.dir.path().join("a.jsonl");
        let base = ["build", text(&articles), "-o", text(&self.kg)];
        assert_status(&run(&[base.as_slice(), options].concat()), 0);
    }

    /// What a command prints and says, which must end with a status.
    fn review(&self, options: &[&str], status: i32) -> (String, String) {
        let output = run(&[&["review", text(&self.kg)], options].concat());
        assert_status(&output, status);
        (out(&output), err(&output))
    }

    fn print(&self, command: &str, options: &[&str]) -> String {
        let output = run(&[&[command, text(&self.kg)], options].concat());
        assert_status(&output, 0);
        out(&output)
    }

    fn dump(&self) -> String {
        self.print("export", &["--format", "nquads"])
    }

    fn same_as(&self) -> String {
        self.print("query", &["SELECT ?x ?y { ?x owl:sameAs ?y }"])
    }
}

#[test]
fn a_rejected_link_of_the_gazetteer_is_gone_at_once_and_for_good_and_an_undo_brings_it_back() {
    let desk = Desk::new(&[]);
    let before = desk.dump();
    assert!(before.contains(RUSSIA) && desk.same_as().contains(RUSSIA));
    let (_, said) = desk.review(&["--reject", "Russia", "Q159", "--by", "ann"], 0);
    assert!(said.contains("links changed in 1 document"), "{said}");
    let is_gone = || {
        let shown = desk.print("show", &["Russia"]);
        !desk.dump().contains("Q159")
            && !desk.same_as().contains(RUSSIA)
            && !shown.contains("Q159")
            && shown.contains("entity/state/russia\n")
            && shown.contains("attacked → Georgia")
    };
    assert!(is_gone());
    assert!(!desk.print("export", &["--format", "graphml"]).contains("Q159"));
    assert_status(&run(&["link", text(&desk.kg)]), 0);
    assert!(is_gone(), "links that are made anew");
    desk.build(&[]);
    assert!(is_gone(), "articles that are read anew");
    let listed = desk.review(&["--list"], 0).0;
    assert!(listed.contains("reject\tholds") && listed.contains("ann"), "{listed}");
    desk.review(&["--undo", "1"], 0);
    assert!(desk.dump() == before);
    assert_status(&run(&["check", text(&desk.kg)]), 0);
}

#[test]
fn without_an_index_decisions_hold_too() {
    let desk = Desk::new(&["--no-links"]);
    let before = desk.dump();
    desk.review(&["--reject", "Russia", RUSSIA], 0);
    assert!(!desk.dump().contains("Q159"));
    desk.build(&["--no-links"]);
    assert!(!desk.dump().contains("Q159"));
    desk.review(&["--undo", "1"], 0);
    assert!(desk.dump() == before);
}

#[test]
fn an_answer_takes_effect_though_nobody_sees_the_next_question() {
    let desk = Desk::new(&[]);
    let before = desk.same_as();
    let mut child = chancery(&["review", text(&desk.kg), "--ask"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut shown, mut byte) = (Vec::new(), [0]);
    let mut cards = child.stdout.take().unwrap();
    while !shown.ends_with(b"help: ") {
        assert_eq!(cards.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&shown));
        shown.push(byte[0]);
    }
    drop(cards);
    child.stdin.take().unwrap().write_all(b"y\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_status(&output, 0);
    assert!(err(&output).contains("links changed in 1 document"), "{}", err(&output));
    assert!(desk.same_as() != before);
}

#[test]
fn an_open_link_is_in_the_queue_and_an_answer_makes_it_a_link_of_a_person() {
    let desk = Desk::new(&[]);
    let before = desk.dump();
    let queue = || -> Json { serde_json::from_str(&desk.review(&["--format", "json"], 0).0).unwrap() };
    let open = queue();
    let names: Vec<&str> =
        open["links"].as_array().unwrap().iter().map(|link| link["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Georgia") && names.contains(&"Michel"), "{open}");
    assert_eq!(open["openLinks"].as_u64(), Some(names.len() as u64));
    let georgia = &open["links"][names.iter().position(|name| *name == "Georgia").unwrap()];
    assert!(georgia["sentence"].as_str().unwrap().contains("Brian Kemp"), "{georgia}");
    let first = georgia["candidates"][0].clone();
    assert!(first["score"].as_f64().unwrap() > 0.1 && first["label"].is_string(), "{first}");
    let rows = desk.review(&[], 0).0;
    assert!(rows.lines().any(|row| row.split('\t').nth(1) == Some("link")), "{rows}");

    // The best first; the second of the other is none.
    let answers = if names[0] == "Georgia" { "y\nn\n" } else { "n\ny\n" };
    let output = run_with_input(&["review", text(&desk.kg), "--ask"], answers);
    assert_status(&output, 0);
    let cards = out(&output);
    assert!(cards.contains("Which?") && cards.contains("[n] none of these"), "{cards}");
    assert!(err(&output).contains("links changed in 2 documents"), "{}", err(&output));
    assert_eq!(queue()["openLinks"], names.len() as u64 - 2);
    assert!(desk.same_as().contains(first["iri"].as_str().unwrap()));
    let listed = desk.review(&["--links", "--format", "json"], 0).0;
    let linked = listed.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let linked: Vec<Json> = linked.filter(|link| link["entity"] == georgia["iri"]).collect();
    assert_eq!(
        (linked.len(), &linked[0]["by"], &linked[0]["state"]),
        (1, &"person".into(), &"linked".into())
    );
    assert_eq!(linked[0]["label"], first["label"]);
    let log = desk.review(&["--list"], 0).0;
    for number in 1..=log.lines().count() {
        desk.review(&["--undo", &number.to_string()], 0);
    }
    assert!(desk.dump() == before, "as if nothing had been decided");
}

#[test]
fn names_stand_for_the_one_actor_that_has_them_or_nothing_is_recorded() {
    let desk = Desk::new(&[]);
    let (_, said) = desk.review(&["--merge", "Brian Kemmp", "Alice Berg"], 2);
    assert!(
        said.contains("no actor is called \"Brian Kemmp\"") && said.contains("person/brian-kemp"),
        "{said}"
    );
    let (_, said) = desk.review(&["--merge", "Georgia", "Russia"], 2);
    assert!(said.contains("the name of 2 actors") && said.contains("state/georgia"), "{said}");
    for refused in [["--reject", "Nobody", "Q1"], ["--same-as", "Russia", "no such thing"]] {
        assert!(desk.review(&refused, 2).1.contains("no actor is called"));
    }
    let lines = "{\"kind\": \"accept\", \"ids\": [\"Brian Kemp\", \"someone\"]}\n";
    assert_status(&run_with_input(&["review", text(&desk.kg), "--apply", "-"], lines), 2);
    assert!(!desk.kg.join("decisions.jsonl").exists());
    desk.review(&["--merge", "brian kemp", "Alice  Berg"], 0);
    assert!(desk.review(&["--list"], 0).0.contains("person/brian-kemp"));
    assert!(!desk.print("export", &["--format", "node-link"]).contains("person/alice-berg"));
    desk.review(&["--split", "Brian Kemp"], 0);
    assert!(desk.print("export", &["--format", "node-link"]).contains("person/alice-berg"));
}

#[test]
fn what_another_ontology_read_is_left_and_told_of() {
    let desk = Desk::new(&[]);
    let mut archive = Archive::open_writable(&desk.kg).unwrap();
    let record = archive.record("two").unwrap();
    archive.commit(&record, &RelationIris::default().with_ontology_version("another")).unwrap();
    archive.flush().unwrap();
    drop(archive);
    let before = desk.dump();
    let (_, said) = desk.review(&["--reject", "Russia", "Q159"], 0);
    assert!(said.contains("1 document was read with another ontology or version"), "{said}");
    assert!(desk.dump() == before);
    assert_status(&run(&["link", text(&desk.kg)]), 0);
    assert!(!desk.dump().contains("Q159"));
}

#[test]
fn an_accepted_link_takes_the_place_of_the_index_and_the_gazetteer_is_doubted_aloud() {
    let desk = Desk::new(&[]);
    let before = desk.dump();
    let putin = "http://www.wikidata.org/entity/Q7747";
    assert!(desk.same_as().contains(putin));
    let (_, said) = desk.review(&["--same-as", "Vladimir Putin", "Q42"], 0);
    assert!(!said.contains("otherwise"), "{said}");
    let after = desk.same_as();
    assert!(after.contains("http://www.wikidata.org/entity/Q42>") && !after.contains(putin), "{after}");
    // Of another list it is one more.
    desk.review(&["--same-as", "Vladimir Putin", "https://example.org/people/7"], 0);
    let both = desk.same_as();
    assert!(both.contains("wikidata.org/entity/Q42>") && both.contains("example.org/people/7"), "{both}");
    let (_, said) = desk.review(&["--same-as", "Russia", "Q34266"], 0);
    let remedy = format!("--reject https://w3id.org/chancery/id/entity/Q159 {RUSSIA}");
    assert!(said.contains("the gazetteer says otherwise") && said.contains(&remedy), "{said}");
    for number in ["3", "2", "1"] {
        desk.review(&["--undo", number], 0);
    }
    assert!(desk.dump() == before);
}

#[test]
fn items_that_a_table_of_openrefine_was_reconciled_to_are_links_at_once() {
    let desk = Desk::new(&[]);
    let alice = "https://w3id.org/chancery/id/entity/person/alice-berg";
    let rows = format!("id,match,judgment\n{alice},Q4711,matched\n{alice},nonsense,matched\n");
    write(desk.dir.path(), "m.csv", &rows);
    let table = desk.dir.path().join("m.csv");
    let (_, said) = desk.review(&["--import", text(&table), "--format", "openrefine"], 0);
    assert!(said.contains("1 decision taken; 0 undecided, 1 about"), "{said}");
    assert!(said.contains("links changed in 1 document"), "{said}");
    let link =
        format!("<{alice}> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q4711>");
    assert!(desk.dump().contains(&link), "{said}");
}

#[test]
fn a_decision_on_an_actor_of_several_names_holds_for_documents_that_come_later() {
    let desk = Desk::new(&[]);
    let add = |id: &str, article: &str| {
        let line = serde_json::json!({"id": id, "date": "2020-05-03", "text": article}).to_string() + "\n";
        write(desk.dir.path(), "b.jsonl", &line);
        let output = run(&["build", text(&desk.dir.path().join("b.jsonl")), "-o", text(&desk.kg)]);
        assert_status(&output, 0);
        err(&output)
    };
    add(
        "three",
        "Alicia Bergmann met Boris Dunn in Paris. The Movement for Reform of Ruritania (MRR) criticised Boris Dunn.",
    );
    desk.review(&["--merge", "Alice Berg", "Alicia Bergmann"], 0);
    desk.review(&["--same-as", "Alice Berg", "https://example.org/people/7"], 0);
    desk.review(&["--same-as", "Movement for Reform of Ruritania", "https://example.org/parties/8"], 0);
    let article = "Alicia Bergmann met Carla Engel in Oslo. The MRR criticised Carla Engel.";
    add("four", article);
    let record = Archive::open(&desk.kg).unwrap().record("four").unwrap();
    for (name, link) in
        [("Alicia Bergmann", "https://example.org/people/7"), ("MRR", "https://example.org/parties/8")]
    {
        let entity = record.entities.iter().find(|entity| entity.name == name).unwrap();
        let links: Vec<&str> = entity.links.iter().map(|link| link.iri.as_str()).collect();
        assert!(links.contains(&link), "{name}: {links:?}");
    }
    let before = desk.dump();
    add("four", article);
    let talk = add("four", article);
    assert!(talk.contains("1 article (1 unchanged)"), "{talk}");
    assert_status(&run(&["link", text(&desk.kg)]), 0);
    assert!(desk.dump() == before, "reading and linking again change nothing");
    for number in ["3", "2"] {
        desk.review(&["--undo", number], 0);
    }
    let record = Archive::open(&desk.kg).unwrap().record("four").unwrap();
    assert!(record.entities.iter().all(|entity| entity.links.iter().all(|link| link.by != "person")));
}
