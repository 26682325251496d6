//! RDF of others beside a graph: loaded, asked, listed, taken away; and what is refused.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chancery::archive::Archive;
use chancery::graph::iri::Base;
use tempfile::TempDir;

use crate::graph::{corpus, relations};

const HEADS: &str = "https://example.org/heads-of-state";

fn graph() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(&folder.path().join("kg"), &Base::default()).unwrap();
    corpus().iter().for_each(|record| drop(archive.commit(record, &relations()).unwrap()));
    archive.flush().unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chancery")).current_dir(folder).args(arguments).output().unwrap()
}

/// What a successful command prints.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command says that cannot run.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/linked").join(name)
}

fn load(folder: &Path, file: &Path, graph: &str) {
    printed(folder, &["load", "kg", file.to_str().unwrap(), "--graph", graph]);
}

fn ask(folder: &Path, query: &str) -> Vec<String> {
    printed(folder, &["query", "kg", query, "--format", "csv"]).lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_slice_of_wikidata_is_joined_with_the_graph() {
    let folder = graph();
    load(folder.path(), &example("heads-of-state.ttl"), HEADS);
    let query = example("heads_of_state.rq");
    let rows = printed(folder.path(), &["query", "kg", "-f", query.to_str().unwrap(), "--format", "csv"]);
    assert!(rows.lines().skip(1).all(|row| row.starts_with("Vladimir Putin,Russia,")), "{rows}");
    assert!(rows.lines().count() > 1, "{rows}");
    let there = "SELECT ?who { GRAPH <https://example.org/heads-of-state> { wd:Q142 wdt:P35 ?who } }";
    assert_eq!(ask(folder.path(), there), ["http://www.wikidata.org/entity/Q3052772"]);
    // With who is who and what follows laid over it, too.
    let more = printed(folder.path(), &["query", "kg", there, "--infer", "--places", "--format", "csv"]);
    assert!(more.contains("Q3052772"));
}

#[test]
fn what_is_loaded_is_in_no_default_graph_no_export_and_no_hash() {
    let folder = graph();
    let everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";
    let (count, hash) = (ask(folder.path(), everything), printed(folder.path(), &["info", "kg", "--json"]));
    let exported = printed(folder.path(), &["export", "kg", "--format", "nquads"]);
    load(folder.path(), &example("heads-of-state.ttl"), HEADS);
    assert_eq!(ask(folder.path(), everything), count);
    assert!(ask(folder.path(), "SELECT ?a { ?a wdt:P35 ?b }").is_empty());
    assert_eq!(printed(folder.path(), &["export", "kg", "--format", "nquads"]), exported);
    let after: serde_json::Value =
        serde_json::from_str(&printed(folder.path(), &["info", "kg", "--json"])).unwrap();
    let before: serde_json::Value = serde_json::from_str(&hash).unwrap();
    assert_eq!(after["sha256"], before["sha256"]);
    assert_eq!(
        after["loaded"],
        serde_json::json!([{ "graph": HEADS, "source": "heads-of-state.ttl", "triples": 7 }])
    );
    assert!(
        printed(folder.path(), &["info", "kg"]).contains("7 triples in <https://example.org/heads-of-state>")
    );
    printed(folder.path(), &["check", "kg"]);
    printed(folder.path(), &["unload", "kg", "--graph", HEADS]);
    assert!(ask(folder.path(), "SELECT ?a { GRAPH ?g { ?a wdt:P35 ?b } }").is_empty());
    assert!(refused(folder.path(), &["unload", "kg", "--graph", HEADS]).contains("loaded are: none"));
}

#[test]
fn every_form_is_read_and_loading_again_replaces() {
    let folder = graph();
    let triple = "<http://e.org/a> <http://e.org/p> <http://e.org/b>";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(format!("{triple} .\n").as_bytes()).unwrap();
    let files: [(&str, Vec<u8>); 6] = [
        ("a.nt", format!("{triple} .\n").into_bytes()),
        ("a.ttl", b"@prefix e: <http://e.org/> . e:a e:p e:b .".to_vec()),
        ("a.nq", format!("{triple} <http://e.org/g> .\n").into_bytes()),
        ("a.trig", b"@prefix e: <http://e.org/> . e:g { e:a e:p e:b }".to_vec()),
        ("a.NT.gz", packed.finish().unwrap()),
        ("a.nt.zst", zstd::bulk::compress(format!("{triple} .\n").as_bytes(), 1).unwrap()),
    ];
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        load(folder.path(), &path, "http://e.org/own");
        let rows = ask(folder.path(), "SELECT ?g ?b { GRAPH ?g { <http://e.org/a> <http://e.org/p> ?b } }");
        assert_eq!(rows, ["http://e.org/own,http://e.org/b"], "{name}");
    }
    // Blank nodes of two files are two.
    for (name, graph) in [("x.ttl", "http://e.org/x"), ("y.ttl", "http://e.org/y")] {
        let path = folder.path().join(name);
        std::fs::write(&path, "_:a <http://e.org/q> 1 .").unwrap();
        load(folder.path(), &path, graph);
    }
    assert_eq!(ask(folder.path(), "SELECT DISTINCT ?a { GRAPH ?g { ?a <http://e.org/q> ?b } }").len(), 2);
}

#[test]
fn what_cannot_be_loaded_is_told_and_nothing_is_changed() {
    let folder = graph();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("a.nt", b"<http://e.org/a> <http://e.org/p> <http://e.org/b> .\nnonsense\n");
    write("a.xlsx", b"PK");
    write("noname", b"");
    write("cut.nt.gz", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]);
    write("fine.nt", b"<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n");
    for (file, graph, part) in [
        ("a.nt", HEADS, "line 2"),
        ("a.xlsx", HEADS, ".ttl"),
        ("noname", HEADS, ".ttl"),
        ("cut.nt.gz", HEADS, "cut.nt.gz"),
        ("none.nt", HEADS, "none.nt"),
        ("fine.nt", "no iri", "no absolute IRI"),
        ("fine.nt", "https://w3id.org/chancery/id/document/calls-1", "one of your own"),
        ("fine.nt", "https://w3id.org/chancery/id/resolution", "one of your own"),
    ] {
        let said = refused(folder.path(), &["load", "kg", file, "--graph", graph]);
        assert!(said.contains(part), "{file}: {said}");
    }
    assert!(!folder.path().join("kg/loaded").exists());
    // An empty file is an empty graph.
    write("empty.nt", b"");
    load(folder.path(), &folder.path().join("empty.nt"), HEADS);
    load(folder.path(), &folder.path().join("fine.nt"), HEADS);
    // One bit that flipped is not asked.
    let file = std::fs::read_dir(folder.path().join("kg/loaded")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert!(refused(folder.path(), &["query", "kg", "ASK {}"]).contains("checksum"));
}

#[test]
fn a_list_of_sanctions_is_joined_by_name() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("a.txt"),
        "Alice Berg met Boris Dunn in Paris on 3 May 2024. Boris Dunn visited Berlin.\n",
    )
    .unwrap();
    printed(folder.path(), &["build", "a.txt", "-o", "kg", "-q"]);
    load(folder.path(), &example("sanctions.nt"), "https://example.org/sanctions");
    let query = example("listed_persons.rq");
    let rows = printed(folder.path(), &["query", "kg", "-f", query.to_str().unwrap(), "--format", "csv"]);
    assert!(rows.lines().count() > 1, "{rows}");
    assert!(
        rows.lines().skip(1).all(|row| row.starts_with("Boris Dunn,2024-02-01,Council of Nowhere,")),
        "{rows}"
    );
}

#[test]
fn the_queries_of_the_documentation_find_something_in_the_invented_texts() {
    let folder = tempfile::tempdir().unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let file = |name: &str| examples.join(name).to_str().unwrap().to_owned();
    printed(folder.path(), &["build", &file("invented"), "-o", "kg", "-q"]);
    load(folder.path(), &example("sanctions.nt"), "https://example.org/sanctions");
    let asked = |more: &[&str]| printed(folder.path(), &[&["query", "kg", "--format", "csv"], more].concat());
    let listed = asked(&["-f", &file("linked/listed_persons.rq")]);
    assert!(listed.contains("Boris Dunn,2024-02-01"), "{listed}");
    let figures = asked(&["-f", &file("queries/figures.rq")]);
    assert!(figures.contains("1300") && figures.contains("1340"), "{figures}");
    let measures = std::fs::read_to_string(examples.parent().unwrap().join("docs/MEASURES.md")).unwrap();
    let query = measures.split("```sparql").find(|part| part.contains("ch:locatedIn")).unwrap();
    let inferred = asked(&["--infer", query.split("```").next().unwrap()]);
    assert!(inferred.contains("place/ghent") && inferred.contains("prp-trp"), "{inferred}");
}

#[cfg(unix)]
#[test]
fn who_may_read_the_graph_may_read_what_is_loaded() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = graph();
    let usual = folder.path().join("usual.nt");
    std::fs::write(&usual, "<https://example.org/a> <https://example.org/b> \"c\" .\n").unwrap();
    load(folder.path(), &usual, "https://example.org/g");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let loaded = std::fs::read_dir(folder.path().join("kg/loaded")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(mode(&loaded), mode(&usual));
}
