//! What people decide about who is who: the queue, its answers, the log of decisions.

use crate::resolve::{Doc, british, doc, graph, iri, run};
use chancery::archive::decisions::{self, Kind};
use chancery::archive::{Archive, Decision, Decisions};
use chancery::graph::iri::Base;
use chancery::resolve::keep;
use serde_json::{Value as Json, json};
use std::fs;
use std::io::{Read as _, Write as _};

pub(crate) fn scholz() -> [Doc; 2] {
    [
        doc("a", "2022-05-03", "Olaf Scholz met Boris Dunn.")
            .person("Olaf Scholz")
            .person("Boris Dunn")
            .says("e1", "metWith", "e2", "met"),
        doc("b", "2022-05-04", "Scholz met Boris Dunn.")
            .person("Scholz")
            .person("Boris Dunn")
            .says("e1", "metWith", "e2", "met"),
    ]
}

#[test]
fn decisions_merge_split_and_can_be_taken_back_and_the_archive_stays() {
    let (_guard, folder) = graph(&scholz());
    let kg = folder.to_str().unwrap();
    let records = fs::read(folder.join("archive/records")).unwrap();
    let (full, short) = (iri("person/olaf-scholz"), iri("person/scholz"));
    let nodes = || run(&["export", kg, "--format", "node-link"], "").1.matches("/person/").count();
    let before = run(&["export", kg, "--format", "node-link"], "").1;
    assert!(before.contains(&short));

    let (code, _, said) =
        run(&["review", kg, "--merge", &full, &short, "--by", "anna", "--reason", "same man"], "");
    assert_eq!(code, 0, "{said}");
    let after = run(&["export", kg, "--format", "node-link"], "").1;
    assert!(after.contains(&full) && !after.contains(&short));
    let rdf = run(&["export", kg, "--format", "nquads"], "").1;
    let graph = Base::default().resolution();
    assert!(
        rdf.contains(&format!("<{short}> <http://www.w3.org/2002/07/owl#sameAs> <{full}> {graph} .")),
        "{rdf}"
    );
    assert!(run(&["show", kg, "Scholz"], "").1.contains("Boris Dunn"));
    let who =
        "SELECT ?one ?why { GRAPH ?g { ?one owl:sameAs ?other . ?x ch:identifies ?one ; ch:reason ?why } }";
    let (code, rows, said) = run(&["query", kg, who], "");
    assert!(code == 0 && rows.contains(&short) && rows.contains("decision 1"), "{rows}{said}");
    assert!(!run(&["query", kg, "--as-extracted", who], "").1.contains(&short), "as it was read");
    let with = "SELECT ?b { <SHORT> owl:sameAs/ch:metWith|ch:metWith ?b }".replace("SHORT", &short);
    assert!(run(&["query", kg, "--infer", &with], "").1.contains("boris-dunn"));

    let (code, list, _) = run(&["review", kg, "--list"], "");
    assert_eq!((code, list.contains("merge\tholds") && list.contains("anna\tsame man")), (0, true), "{list}");
    assert_eq!(run(&["review", kg, "--undo", "1"], "").0, 0);
    assert_eq!(
        run(&["export", kg, "--format", "node-link"], "").1,
        before,
        "as if it had never been decided"
    );
    assert_eq!(run(&["review", kg, "--undo", "2"], "").0, 0, "the undo is undone");
    assert!(!run(&["export", kg, "--format", "node-link"], "").1.contains(&short));
    assert_eq!(run(&["review", kg, "--split", &full], "").0, 0);
    assert_eq!(run(&["export", kg, "--format", "node-link"], "").1, before);
    assert!(nodes() > 0);
    assert_eq!(fs::read(folder.join("archive/records")).unwrap(), records, "what was read stays");
}

#[test]
fn documents_of_a_name_that_mean_somebody_else_can_be_split_off() {
    let (_guard, folder) = graph(&[british("a"), british("b")]);
    let kg = folder.to_str().unwrap();
    let name = iri("person/john-smith");
    assert_eq!(run(&["review", kg, "--split", &name, "--documents", "b"], "").0, 0);
    let archive = Archive::open(&folder).unwrap();
    let resolution = keep::load(&archive, false).unwrap().resolution;
    assert_eq!(resolution.identity("b", &name).unwrap().iri, format!("{name}~b"));
    assert!(resolution.identity("a", &name).is_none());
}

#[test]
fn the_queue_is_json_with_sentences_and_is_answered_from_a_file_or_one_by_one() {
    let (_guard, folder) = graph(&scholz());
    let kg = folder.to_str().unwrap();
    let queue = || -> Json {
        let (code, json, _) = run(&["review", kg, "--format", "json"], "");
        assert_eq!(code, 0);
        serde_json::from_str(&json).unwrap()
    };
    let open = queue();
    assert_eq!((&open["schema"], &open["open"]), (&"chancery.review/1".into(), &1.into()));
    let pair = &open["pairs"][0];
    assert_eq!(pair["a"]["sentence"], "Olaf Scholz met Boris Dunn.");
    assert!(pair["features"].as_array().unwrap().iter().any(|feature| feature["name"] == "company shared"));

    // One by one: a wrong key, different, undo, quit.
    let (code, cards, said) = run(&["review", kg, "--ask"], "x\nn\n");
    assert_eq!((code, cards.matches("Same?").count()), (0, 1), "{cards}{said}");
    assert!(cards.contains("[e] more evidence") && cards.contains("take back the last answer"), "{cards}");
    assert_eq!(queue()["open"], 0);
    assert_eq!(run(&["review", kg, "--undo", "1"], "").0, 0);
    assert_eq!(queue()["open"], 1);
    let (_, cards, _) = run(&["review", kg, "--ask"], "u\nq\n");
    assert!(cards.contains("nothing to undo"), "{cards}");
    let (_, cards, _) = run(&["review", kg, "--ask"], "e\n");
    let sentences = [
        "  A  Olaf Scholz",
        "\"Olaf Scholz met Boris Dunn.\"  a (2022-05-03)",
        "  B  Scholz",
        "b (2022-05-04)",
    ];
    assert!(sentences.iter().all(|part| cards.contains(part)), "{cards}");

    // From a file.
    let file = folder.with_file_name("answers");
    let line = json!({ "kind": "accept", "ids": [pair["a"]["iri"], pair["b"]["iri"]] });
    fs::write(&file, format!("{line}\n\n")).unwrap();
    assert_eq!(run(&["review", kg, "--apply", file.to_str().unwrap()], "").0, 0);
    assert_eq!(queue()["open"], 0);
    fs::write(&file, "{\"kind\": \"guess\"}\n").unwrap();
    let (code, _, said) = run(&["review", kg, "--apply", file.to_str().unwrap()], "");
    assert_eq!((code, said.contains("answers:1")), (2, true), "{said}");
}

#[test]
fn clear_pairs_of_a_score_are_taken_at_once_and_an_answer_outlives_the_sitting() {
    let (_guard, folder) = graph(&scholz());
    let kg = folder.to_str().unwrap();
    let (code, _, said) = run(&["review", kg, "--accept", "1"], "");
    assert!(code == 0 && said.contains("no pair of 1 and more"), "{said}");
    let (code, _, said) = run(&["review", kg, "--accept", "0.3", "--by", "anna"], "");
    assert!(code == 0 && said.contains("1 pair taken as same"), "{said}");
    assert!(run(&["review", kg, "--list"], "").1.contains("anna"));
    assert_eq!(run(&["review", kg, "--undo", "1"], "").0, 0);
    assert_eq!(run(&["review", kg, "--accept", "2"], "").0, 2);

    // Ended in the middle of the sitting, as by Ctrl-C or worse.
    let program = assert_cmd::cargo::cargo_bin("chancery");
    let piped = std::process::Stdio::piped;
    let mut child = std::process::Command::new(program)
        .args(["review", kg, "--ask"])
        .stdin(piped())
        .stdout(piped())
        .stderr(piped())
        .spawn()
        .unwrap();
    let (mut answers, mut cards) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut shown = Vec::new();
    let mut wait_for = |what: &str| {
        let mut byte = [0];
        while !String::from_utf8_lossy(&shown).contains(what) {
            assert_eq!(cards.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&shown));
            shown.push(byte[0]);
        }
        shown.clear();
    };
    wait_for("help: ");
    answers.write_all(b"n\n").unwrap();
    // What follows the last pair.
    wait_for("\n");
    let _ = child.kill();
    child.wait().unwrap();
    let (_, list, _) = run(&["review", kg, "--list"], "");
    assert!(list.contains("3\treject\tholds"), "{list}");
}

#[test]
fn a_decision_that_can_never_hold_is_refused_and_nothing_is_written() {
    let (_guard, folder) = graph(&scholz());
    let kg = folder.to_str().unwrap();
    let (one, far) = (iri("person/scholz"), "9".to_owned());
    let cases = [vec!["--merge", &one, &one], vec!["--undo", &far], vec!["--undo", "1"]];
    for case in cases {
        let (code, _, said) = run(&[&["review", kg], case.as_slice()].concat(), "");
        assert_eq!((code, said.contains("cannot be recorded")), (2, true), "{case:?} {said}");
    }
    let lines = format!(
        "{{\"kind\":\"merge\",\"ids\":[\"{one}\",\"http://x/y\"]}}\n{{\"kind\":\"undo\",\"undoes\":7}}\n"
    );
    assert_eq!(run(&["review", kg, "--apply", "-"], &lines).0, 2);
    assert!(fs::read(decisions::path(&folder)).unwrap_or_default().is_empty(), "all or none");
    assert_eq!(run(&["review", "-"], "").0, 2);
}

#[test]
fn a_torn_line_is_cut_a_damaged_one_named_and_one_about_nobody_kept() {
    let (_guard, folder) = graph(&scholz());
    let kg = folder.to_str().unwrap();
    let (full, short) = (iri("person/olaf-scholz"), iri("person/scholz"));
    assert_eq!(run(&["review", kg, "--merge", &full, &short], "").0, 0);
    let (code, _, said) = run(&["review", kg, "--merge", &full, &iri("person/nobody")], "");
    assert_eq!((code, said.contains("no document speaks of")), (1, true), "{said}");
    let file = decisions::path(&folder);
    let whole = fs::read(&file).unwrap();

    fs::write(&file, [whole.as_slice(), b"{\"n\":3,\"kind\":\"unf"].concat()).unwrap();
    let (code, out, said) = run(&["check", kg], "");
    assert!(code == 0 && (out + &said).contains("never finished"), "{said}");
    assert_eq!(run(&["review", kg, "--undo", "2"], "").0, 0);
    assert_eq!(Decisions::read(&folder).unwrap().len(), 3);
    assert!(Decisions::read(&folder).unwrap().findings().is_empty(), "it was cut");

    let mut flipped = whole.clone();
    flipped[20] ^= 1;
    fs::write(&file, &flipped).unwrap();
    let read = Decisions::read(&folder).unwrap();
    assert_eq!((read.len(), read.all().count(), read.findings().len()), (2, 1, 1));
    let (code, out, said) = run(&["check", kg], "");
    assert!(code == 1 && (out + &said).contains("decision 1 is passed over"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), flipped, "a damaged line is never rewritten unasked");

    let (code, _, said) = run(&["check", kg, "--repair"], "");
    assert!(code == 1 && said.contains("decisions 1 are lost"), "{said}");
    assert_eq!(fs::read(folder.join("decisions.jsonl.damaged-1")).unwrap(), flipped);
    let read = Decisions::read(&folder).unwrap();
    assert_eq!(
        (read.findings().len(), read.all().map(|(_, found)| found.kind).collect::<Vec<_>>()),
        (0, vec![Kind::Lost, Kind::Merge])
    );
    assert_eq!(run(&["check", kg], "").0, 0);
}

#[test]
fn every_flipped_byte_of_a_decision_is_noticed() {
    let (_guard, folder) = graph(&scholz());
    let archive = Archive::open_writable(&folder).unwrap();
    let mut log = Decisions::read(&folder).unwrap();
    let decision =
        Decision { score: Some(0.56), ..Decision::about(Kind::Reject, ["http://x/a", "http://x/b"]) };
    assert_eq!(log.append(&archive, std::slice::from_ref(&decision)).unwrap(), 1);
    assert_eq!(log.all().collect::<Vec<_>>(), [(1, &decision)]);
    let file = decisions::path(&folder);
    let whole = fs::read(&file).unwrap();
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x20;
        fs::write(&file, &flipped).unwrap();
        let read = Decisions::read(&folder).unwrap();
        // An E for an e in a number says the same.
        let is_same = read.all().all(|(_, found)| *found == decision);
        assert!(!read.findings().is_empty() || is_same, "byte {at}");
    }
}
