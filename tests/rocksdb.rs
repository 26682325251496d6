//! The index in RocksDB: it answers as the index of pages does, is there as a whole or not at all, and is made anew when it
//! is not of this graph and this program.

use chancery::archive::Archive;
use chancery::graph::iri::Base;
use tempfile::TempDir;

use crate::cli::{assert_status, err, run, text};
use crate::graph::{corpus, relations};

/// A graph of the hand-written corpus, so many times under other names.
fn graph(times: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(&folder.path().join("kg"), &Base::default()).unwrap();
    for time in 0..times {
        for mut record in corpus() {
            if time > 0 {
                record.id = format!("{}-{time}", record.id);
            }
            archive.commit(&record, &relations()).unwrap();
        }
    }
    archive.flush().unwrap();
    folder
}

#[test]
fn a_server_or_a_query_without_it_says_how_to_get_it() {
    let folder = graph(1);
    let kg = folder.path().join("kg");
    if cfg!(feature = "rocksdb") {
        return;
    }
    for arguments in [["query", text(&kg), "ASK {}"], ["serve", text(&kg), "--port=0"]] {
        let output = run(&[&arguments[..], &["--backend", "rocksdb"]].concat());
        assert_status(&output, 2);
        assert!(
            err(&output).contains("cargo install chancery --locked --features rocksdb"),
            "{}",
            err(&output)
        );
    }
    assert!(!kg.join("index/rocksdb").exists());
}

#[test]
fn what_it_does_not_have_is_refused() {
    let folder = graph(1);
    let kg = folder.path().join("kg");
    for flag in ["--places", "--infer", "--as-extracted"] {
        let output = run(&["query", text(&kg), "ASK {}", "--backend", "rocksdb", flag]);
        assert_status(&output, 2);
        assert!(err(&output).contains("leave out --backend"), "{}", err(&output));
    }
}

#[cfg(feature = "rocksdb")]
mod with_it {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Output, Stdio};

    use super::*;
    use crate::cli::{chancery, out, write};

    const BACKEND: [&str; 2] = ["--backend", "rocksdb"];
    const ALL: &str = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }";

    fn ready_queries() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/queries");
        let mut all: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.retain(|path| path.extension().is_some_and(|end| end == "rq"));
        all.sort();
        assert!(all.len() > 20);
        all
    }

    fn query(kg: &Path, query: &[&str], more: &[&str]) -> Output {
        let rows = ["--max-rows", "1000000", "--timeout", "120"];
        let output = run(&[&["query", text(kg)], query, &rows, more].concat());
        assert_status(&output, 0);
        output
    }

    /// The lines of an answer, sorted: what SPARQL leaves open is no difference.
    fn lines(output: &Output) -> Vec<String> {
        let mut lines: Vec<String> = out(output).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }

    fn stamp(kg: &Path) -> PathBuf {
        kg.join("index/rocksdb/stamp.json")
    }

    fn unfinished(kg: &Path) -> BTreeSet<String> {
        let names = fs::read_dir(kg.join("index")).into_iter().flatten();
        let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with(".rocksdb-")).collect()
    }

    #[test]
    fn all_ready_queries_have_the_same_answers_as_from_pages() {
        let folder = graph(3);
        let kg = folder.path().join("kg");
        let ttl = write(folder.path(), "others.ttl", "<urn:a> <urn:b> \"c\" , <urn:d> .\n");
        assert_status(&run(&["load", text(&kg), text(&ttl), "--graph", "https://example.org/others"]), 0);
        for path in ready_queries() {
            let file = ["-f", text(&path)];
            let (pages, disk) = (query(&kg, &file, &[]), query(&kg, &file, &BACKEND));
            assert_eq!(lines(&pages), lines(&disk), "{path:?}");
        }
        for text in [
            ALL,
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
            "SELECT * { ?s rdfs:label|skos:prefLabel|skos:altLabel ?o }",
            "SELECT ?a ?b ?g { GRAPH ?g { ?t rdf:reifies <<( ?a ?p ?b )>> ; ch:status ch:planned } }",
            "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }",
            "ASK { <urn:a> ?p ?o }",
            "SELECT ?o { GRAPH <https://example.org/others> { <urn:a> ?p ?o } }",
            "SELECT (geof:distance(\"POINT(0 0)\"^^geo:wktLiteral, \"POINT(1 0)\"^^geo:wktLiteral, uom:kilometre) AS ?d) {}",
        ] {
            assert_eq!(lines(&query(&kg, &[text], &[])), lines(&query(&kg, &[text], &BACKEND)), "{text}");
        }
        let (pages, disk) = (
            query(&kg, &["ASK { ?a ch:spokeWit ?b }"], &[]),
            query(&kg, &["ASK { ?a ch:spokeWit ?b }"], &BACKEND),
        );
        assert!(err(&disk).contains("did you mean ch:spokeWith?"), "{}", err(&disk));
        assert_eq!(err(&pages), err(&disk));
        assert_eq!(unfinished(&kg), BTreeSet::new());
    }

    #[test]
    fn it_is_opened_again_and_follows_the_graph() {
        let folder = graph(1);
        let kg = folder.path().join("kg");
        let first = query(&kg, &[ALL], &BACKEND);
        assert!(err(&first).contains("made anew: it is missing"), "{}", err(&first));
        let made = fs::metadata(stamp(&kg)).unwrap().modified().unwrap();
        let again = query(&kg, &[ALL], &BACKEND);
        assert!(!err(&again).contains("made anew"), "{}", err(&again));
        assert_eq!(lines(&first), lines(&again));
        assert_eq!(fs::metadata(stamp(&kg)).unwrap().modified().unwrap(), made, "another process used it");
        assert_status(&run(&["check", text(&kg)]), 0);
        assert_status(&run(&["remove", text(&kg), &corpus()[0].id, "--quiet"]), 0);
        assert!(out(&run(&["check", text(&kg)])).contains("another state"), "and a check says so");
        let after = query(&kg, &[ALL], &BACKEND);
        assert!(err(&after).contains("made anew: it is of another state"), "{}", err(&after));
        assert_eq!(lines(&after), lines(&query(&kg, &[ALL], &[])));
        assert_ne!(lines(&after), lines(&first));
    }

    #[test]
    fn another_version_is_named_and_damage_gives_no_other_answer() {
        let folder = graph(1);
        let kg = folder.path().join("kg");
        let whole = lines(&query(&kg, &[ALL], &BACKEND));
        let text_of_stamp = fs::read_to_string(stamp(&kg)).unwrap();
        fs::write(stamp(&kg), text_of_stamp.replace("chancery.rocksdb/1", "chancery.rocksdb/99")).unwrap();
        let output = query(&kg, &[ALL], &BACKEND);
        let said = err(&output);
        assert!(
            said.contains("it is of version chancery.rocksdb/99, and this program reads chancery.rocksdb/1"),
            "{said}"
        );
        assert_eq!(lines(&output), whole);
        let files = || {
            let store = kg.join("index/rocksdb/store");
            let mut files: Vec<PathBuf> =
                fs::read_dir(&store).unwrap().map(|entry| entry.unwrap().path()).collect();
            files
                .retain(|path| path.extension().is_some_and(|end| end == "sst") || path.ends_with("CURRENT"));
            files.push(stamp(&kg));
            files.sort();
            files
        };
        // Of the last damage, others have other names: what was damaged was made anew.
        let count = files().len();
        assert!(count > 3, "{:?}", files());
        for number in 0..count {
            let Some(path) = files().get(number).cloned() else { continue };
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
            assert_eq!(lines(&query(&kg, &[ALL], &BACKEND)), whole, "{path:?} is cut");
            let Some(path) = files().get(number).cloned() else { continue };
            fs::remove_file(&path).unwrap();
            assert_eq!(lines(&query(&kg, &[ALL], &BACKEND)), whole, "{path:?} is missing");
        }
    }

    #[test]
    fn a_killed_load_leaves_all_or_nothing() {
        let folder = graph(40);
        let kg = folder.path().join("kg");
        let count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }";
        let whole = lines(&query(&kg, &[count], &[]));
        let mut killed = 0;
        for round in 0..12 {
            let mut child = chancery(&[&["query", text(&kg), count], &BACKEND[..]].concat())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // From the moment when it begins to write, a few steps further in every round.
            while unfinished(&kg).is_empty() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            for _ in 0..round * 200 {
                if child.try_wait().unwrap().is_some() {
                    break;
                }
                std::thread::yield_now();
            }
            child.kill().unwrap();
            killed += usize::from(child.wait().unwrap().code().is_none());
            if stamp(&kg).exists() {
                let output = query(&kg, &[count], &BACKEND);
                assert!(!err(&output).contains("made anew"), "what is in place is whole: {}", err(&output));
                assert_eq!(lines(&output), whole, "round {round}");
                fs::remove_dir_all(kg.join("index/rocksdb")).unwrap();
            }
        }
        assert!(killed > 3, "only {killed} were killed in time");
        assert_eq!(lines(&query(&kg, &[count], &BACKEND)), whole);
        assert_eq!(unfinished(&kg), BTreeSet::new(), "what was left is cleared");
    }
}
