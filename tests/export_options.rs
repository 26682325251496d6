//! Formats by the names of files, options that a format has no use for, and numbers that agree with what they count.

use std::path::PathBuf;

use crate::cli::{assert_status, err, out, run, text, write};

/// Russia and Turkey act in one, both ways, and Russia alone in the other.
const NEWS: [&str; 2] = [
    "Alice Berg met Boris Dunn in Paris. Russia and Turkey praised each other.",
    "Russia attacked Georgia. Alice Berg said that Boris Dunn may meet Carla Engel.",
];

fn desk() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let line = |(id, text): (usize, &&str)| {
        serde_json::json!({"id": format!("d{id}"), "date": "2020-05-01", "text": text}).to_string() + "\n"
    };
    let lines: String = NEWS.iter().enumerate().map(line).collect();
    let articles = write(dir.path(), "a.jsonl", &lines);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&articles), "-o", text(&kg)]), 0);
    (dir, kg)
}

#[test]
fn the_name_of_the_file_says_the_format() {
    let (dir, kg) = desk();
    for (name, begins) in [
        ("z.dot", "digraph"),
        ("z.gv", "digraph"),
        ("z.graphml", "<?xml"),
        ("z.gexf", "<?xml"),
        ("z.cyjs", "{"),
        ("z.geojson", "{"),
        ("z.jsonl", "{\"schema\""),
        ("z.ftm", "{\"id\""),
        ("z.ftm.json", "{\"id\""),
        ("z.svg", "<svg"),
        ("z.HTML", "<!"),
        ("z.tsv", "GLOBALEVENTID"),
        ("z.zip", "PK"),
        ("z.ttl", "@prefix"),
        ("z.trig", "@prefix"),
        ("z.nt", "<"),
        ("z.nq", "<"),
        ("z.rdf", "<?xml"),
        ("z.jsonld", "["),
    ] {
        let file = dir.path().join(name);
        let output = run(&["export", text(&kg), "-o", text(&file)]);
        assert_status(&output, 0);
        let bytes = std::fs::read(&file).unwrap();
        let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert!(begin.trim_start().starts_with(begins), "{name}: {begin}");
        assert!(!err(&output).contains("warning"), "{name}: {}", err(&output));
    }
    let none = run(&["export", text(&kg), "-o", text(&dir.path().join("z.xyz"))]);
    assert_status(&none, 2);
    assert!(err(&none).contains("add --format with one of: dot, graphml"), "{}", err(&none));
}

#[test]
fn a_name_of_another_format_is_told_and_the_option_decides() {
    let (dir, kg) = desk();
    let file = dir.path().join("z.gexf");
    let output = run(&["export", text(&kg), "-f", "graphml", "-o", text(&file)]);
    assert_status(&output, 0);
    assert!(
        err(&output).contains("written as graphml, but it is called like a file of gexf"),
        "{}",
        err(&output)
    );
    assert!(std::fs::read_to_string(&file).unwrap().contains("<graphml"));
    let file = dir.path().join("z.jsonl");
    let output = run(&["export", text(&kg), "-f", "ftm", "-o", text(&file)]);
    assert!(!err(&output).contains("warning"), "entities of FollowTheMoney are JSON Lines: {}", err(&output));
}

#[test]
fn what_a_format_would_ignore_is_refused_with_the_formats_that_would_not() {
    let (dir, kg) = desk();
    for (options, formats) in [
        (&["-f", "brat", "--max-actors", "3"][..], "svg, html"),
        (&["-f", "jsonl", "--all-status"], "it is for events"),
        (&["-f", "dot", "--flavour", "yed"], "graphml, events"),
        (&["-f", "gexf", "--title", "x"], "svg, html"),
        (&["-f", "events", "--rdf", "1.1"], "turtle, trig"),
        (&["-f", "csv", "--inferred"], "turtle, trig"),
        (&["-f", "events", "--actor", "Russia", "--depth", "2"], "dot, graphml"),
        (&["-f", "nquads", "--max-actors", "3"], "svg, html"),
    ] {
        let target = dir.path().join("none");
        let output = run(&[&["export", text(&kg), "-o", text(&target)], options].concat());
        assert_status(&output, 2);
        assert!(
            err(&output).contains("is of no use to") && err(&output).contains(formats),
            "{}",
            err(&output)
        );
        assert!(!target.exists());
    }
}

#[test]
fn an_unknown_relation_is_refused_by_documents_too() {
    let (dir, kg) = desk();
    for format in ["jsonl", "brat", "dot", "ftm", "events", "geojson"] {
        let target = dir.path().join(format);
        let arguments = ["export", text(&kg), "-f", format, "-o", text(&target), "--relation", "metWth"];
        let output = run(&arguments);
        assert_status(&output, 2);
        assert!(err(&output).contains("did you mean `metWith`"), "{format}: {}", err(&output));
        assert!(!target.exists());
    }
    let known = out(&run(&["export", text(&kg), "-f", "jsonl", "--relation", "metWith"]));
    assert!(known.contains("metWith") && !known.contains("attacked\""), "{known}");
}

#[test]
fn what_two_did_to_each_other_is_one_event() {
    let (_dir, kg) = desk();
    for (a, b) in [("Russia", "Turkey"), ("Turkey", "Russia")] {
        let told = out(&run(&["timeline", text(&kg), a, b]));
        assert!(told.contains("1 realised event told in 1 document"), "{told}");
        assert!(told.contains("each other") && told.matches("“").count() == 1, "{told}");
    }
    let told = out(&run(&["timeline", text(&kg), "Russia", "Georgia"]));
    assert!(told.contains("Russia attacked Georgia"), "{told}");
    let json = out(&run(&["timeline", text(&kg), "Russia", "Turkey", "-f", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["events"][0]["mutual"], &json["events"][1]), (&true.into(), &serde_json::Value::Null));
}

#[test]
fn numbers_agree_and_no_hint_leads_to_an_error() {
    let (dir, kg) = desk();
    let said = err(&run(&["export", text(&kg), "-f", "events", "--flavour", "gdelt"]));
    assert!(
        said.contains("1 coded statement left out: possible") && !said.contains("--all-status"),
        "{said}"
    );
    let said = err(&run(&["export", text(&kg), "-f", "events"]));
    assert!(said.contains("1 coded statement left out: possible (--all-status keeps them)"), "{said}");
    let table = write(dir.path(), "own.csv", "id,name,type,aliases\nx:1,Port Alba,Place,\n");
    let index = dir.path().join("own.index");
    let said = err(&run(&["link", "index", "build", text(&table), "-o", text(&index)]));
    assert!(said.contains(": 1 entry,"), "{said}");
}

#[test]
fn a_part_of_a_graph_is_the_statements_that_pass_in_rdf_and_lines_too() {
    let dir = tempfile::tempdir().unwrap();
    let texts = [
        ("a.txt", "Alice Berg met Boris Dunn in Paris on 3 May 2024. Carl Holt plans to visit Oslo."),
        ("b.txt", "Carl Holt visited Rome."),
    ];
    let files: Vec<_> = texts.iter().map(|(name, words)| write(dir.path(), name, words)).collect();
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&files[0]), text(&files[1]), "-o", text(&kg)]), 0);
    let export = |more: &[&str]| {
        let output = run(&[&["export", text(&kg)], more].concat());
        assert_status(&output, 0);
        out(&output).to_owned()
    };
    let whole = export(&["-f", "nquads"]);
    for (options, told, untold) in [
        (
            &["--actor", "Alice Berg"][..],
            &["alice-berg", "boris-dunn", "place/paris", "Alice Berg met"][..],
            &["carl-holt", "<https://w3id.org/chancery/id/document/b>"][..],
        ),
        (&["--relation", "visited"], &["carl-holt", "rome"], &["boris-dunn"]),
        (&["--status", "planned"], &["carl-holt", "oslo"], &["boris-dunn", "place/rome"]),
        (&["--since", "2024", "--until", "2024-12"], &["alice-berg"], &["place/rome"]),
    ] {
        let quads = export(&[&["-f", "nquads"], options].concat());
        let is_part = quads.lines().all(|line| whole.contains(line));
        assert!(is_part && quads.lines().count() < whole.lines().count(), "{options:?} {quads}");
        assert!(told.iter().all(|name| quads.contains(name)), "{options:?} {quads}");
        // The text of a document is whole.
        let names = quads.lines().filter(|line| !line.contains("isString")).collect::<Vec<_>>().join("\n");
        assert!(!untold.iter().any(|name| names.contains(name)), "{options:?} {names}");
        for format in ["turtle", "trig", "ntriples", "rdfxml", "jsonld"] {
            let written = export(&[&["-f", format], options].concat());
            assert!(
                told.iter().all(|name| written.contains(name.rsplit('/').next().unwrap())),
                "{format} {written}"
            );
        }
    }
    let everything = export(&["-f", "nquads", "--min-confidence", "0.01"]);
    let lost: Vec<&str> =
        whole.lines().filter(|line| line.contains("reifies") && !everything.contains(line)).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    let lines = export(&["-f", "jsonl", "--actor", "Alice Berg"]);
    assert_eq!(lines.lines().count(), 1);
    let document: serde_json::Value = serde_json::from_str(&lines).unwrap();
    let statements = document["statements"].as_array().unwrap();
    assert!(statements.len() == 1 && statements[0]["predicate"] == "metWith", "{statements:#?}");
    let refused = run(&["export", text(&kg), "-f", "nquads", "--actor", "Alice Berg", "--inferred"]);
    assert_status(&refused, 2);
    assert!(err(&refused).contains("whole graph"), "{}", err(&refused));
    let unknown = run(&["export", text(&kg), "-f", "nquads", "--relation", "visitde"]);
    assert!(err(&unknown).contains("did you mean `visited`"), "{}", err(&unknown));
}
