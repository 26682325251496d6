//! What the program says when something is not as it should be: what to do is part of it.

use std::path::Path;
use std::process::Stdio;

use crate::cli::{NEWS, assert_status, chancery, err, out, run, run_with_input, text, write};

#[test]
fn what_is_asked_for_and_not_there_comes_with_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&good), "-o", text(&kg)]), 0);
    let (kg, good) = (text(&kg), text(&good));
    let inside = format!("{good}/kg");
    let lists = format!("`chancery info {kg} --documents` lists them");
    let make = format!("make a graph of it with `chancery build {good} -o KG`");
    let cases: Vec<(Vec<&str>, i32, Vec<&str>)> = vec![
        (vec!["show", kg, "Zzyzxq"], 2, vec!["no actor matches", "most is told of", "Russia (State"]),
        (vec!["explain", kg, "goood#s1"], 2, vec!["no document \"goood\"", "did you mean \"good\"?", &lists]),
        (vec!["remove", kg, "nonsense"], 1, vec!["no document \"nonsense\"", &lists]),
        (
            vec!["query", kg, "-f", "nofile.rq"],
            2,
            vec!["nofile.rq: No such file", "name a text file with a query"],
        ),
        (vec!["query", kg], 2, vec!["a file with -f FILE"]),
        (vec!["info", good], 2, vec!["is a file, not a knowledge graph", &make]),
        (vec!["export", kg, "-f", "dot", "--min-confidence", "3"], 2, vec!["a number from 0 to 1"]),
        (vec!["export", kg, "-f", "dot", "--min-confidence", "NaN"], 2, vec!["a number from 0 to 1"]),
        (vec!["build", good, "-o", &inside], 2, vec!["cannot make a graph in", "choose another folder"]),
        (
            vec!["build", good, "-o", "x", "--model", "nomodel"],
            2,
            vec!["leave out --model to use the bundled one"],
        ),
    ];
    for (arguments, status, parts) in cases {
        let output = run(&arguments);
        assert_status(&output, status);
        for part in parts {
            assert!(err(&output).contains(part), "{arguments:?}: {part:?} is not in\n{}", err(&output));
        }
        assert!(out(&output).is_empty());
    }
    assert!(!Path::new("x").exists());
}

#[test]
fn exports_are_not_taken_for_an_ontology() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let (kg, exports) = (dir.path().join("kg"), dir.path().join("exports"));
    std::fs::create_dir(&exports).unwrap();
    assert_status(&run(&["build", text(&good), "-o", text(&kg)]), 0);
    assert_status(&run(&["export", text(&kg), "-o", text(&exports.join("graph.ttl"))]), 0);
    let output = run(&["check", text(&exports)]);
    assert_status(&output, 2);
    assert!(err(&output).contains("exported from a graph, not an ontology"), "{}", err(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_named() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = chancery(&["completions", "bash"]).stdin(Stdio::null()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output)
            .contains("cannot write to standard output: No space left on device (os error 28); make room"),
        "{}",
        err(&output)
    );
    assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
}

#[test]
fn lines_that_are_no_documents_are_refused_in_words() {
    let lines = "[1]\n1\n\"x\"\nnull\n{\"text\":\"a\",\"id\":[1]}\n[\"a\",\"b\",\"2020-01-01\",\"NATO met.\",null,null,null]\n";
    let output = run_with_input(&["extract", "-", "--input-format", "jsonl"], lines);
    assert_status(&output, 1);
    let talk = err(&output);
    for part in [
        ":1:1: error: not a document: an array, where one object is expected",
        ":2:1: error: not a document: a number, where",
        ":3:1: error: not a document: a string, where",
        ":4:1: error: not a document: a word, where",
        "`id` is neither text nor a whole number",
        ":6:1: error: not a document: an array",
    ] {
        assert!(talk.contains(part), "{part:?} is not in\n{talk}");
    }
    assert!(!talk.contains("struct") && !talk.contains("enum") && out(&output).is_empty(), "{talk}");
    let output =
        run_with_input(&["extract", "-", "--input-format", "json"], "[7, {\"text\": \"NATO met.\"}]");
    assert!(err(&output).contains("[0]: error: not a document: a number"), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 1);
}

#[test]
fn bytes_that_are_no_text_and_lines_without_end_have_a_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let binary = write(dir.path(), "binary.txt", "a\0b");
    let output = run(&["extract", text(&binary)]);
    assert_status(&output, 1);
    assert!(err(&output).contains("hint: save it as plain text in UTF-8"), "{}", err(&output));
    let long =
        write(dir.path(), "long.jsonl", &format!("{}\n{{\"text\":\"NATO met.\"}}\n", "x".repeat(10_500_000)));
    let output = run(&["extract", text(&long)]);
    assert_status(&output, 1);
    assert!(err(&output).contains("long.jsonl:1:1: error: a line of more than"), "{}", err(&output));
    assert!(err(&output).contains("hint: put one document on each line"), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 1);
}

#[test]
fn who_else_has_the_name_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let one = "Barack Obama met Angela Merkel in Berlin on Monday. Mr Obama criticized Russia.\n";
    let two = "Obama criticized Iran on Tuesday.\n";
    let (one, two) = (write(dir.path(), "one.txt", one), write(dir.path(), "two.txt", two));
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&one), text(&two), "-o", text(&kg)]), 0);
    let output = run(&["show", text(&kg), "Obama"]);
    assert_status(&output, 0);
    assert!(out(&output).starts_with("Obama  (Person)"), "{}", out(&output));
    assert!(err(&output).contains("also: Barack Obama (Person, "), "{}", err(&output));
    let moscow = "Moscow said that talks had failed. Vladimir Putin met Xi Jinping in Moscow.\n";
    let moscow = write(dir.path(), "moscow.txt", moscow);
    let other = dir.path().join("other");
    assert_status(&run(&["build", text(&moscow), "-o", text(&other)]), 0);
    let output = run(&["show", text(&other), "moscow"]);
    assert!(out(&output).starts_with("Moscow  (Place)"), "{}", out(&output));
    assert!(err(&output).contains("also: Russia (State, "), "{}", err(&output));
}

#[test]
fn what_a_removal_takes_is_listed_for_people() {
    let dir = tempfile::tempdir().unwrap();
    let one =
        write(dir.path(), "one.txt", "Vladimir Putin met Xi Jinping in Beijing. Russia criticized NATO.\n");
    let two = write(
        dir.path(),
        "two.txt",
        "Emmanuel Macron met Vladimir Putin. France did not criticize Russia.\n",
    );
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&one), text(&two), "-o", text(&kg)]), 0);
    let output = run(&["remove", text(&kg), "two"]);
    assert_status(&output, 0);
    let list = out(&output);
    for line in [
        "statement  Emmanuel Macron metWith Vladimir Putin",
        "statement  France criticised Russia  [negated]",
        "entity     Emmanuel Macron (Person)",
    ] {
        assert!(list.lines().any(|found| found == line), "{line:?} is not in\n{list}");
    }
    assert!(!list.contains("entity     Vladimir Putin") && !list.contains("http"), "{list}");
    assert!(err(&output).contains("took out two: "), "{}", err(&output));
}
