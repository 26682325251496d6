//! The index for queries: it answers as oxigraph's memory store does, keeps up with the archive, and is made anew when it
//! cannot be trusted.

use std::fs;
use std::path::{Path, PathBuf};

use chancery::archive::{Archive, DocumentRecord};
use chancery::graph::iri::Base;
use chancery::limits::Limits;
use chancery::store::index::{self, Index, Kept, Snapshot};
use chancery::store::query::{Answer, run_in_child};
use oxigraph::sparql::CancellationToken;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::cli::{assert_status, err, out, run, text};
use crate::graph::{corpus, relations};
use crate::memory;

/// A graph of some records without an index.
fn graph(records: &[DocumentRecord]) -> (TempDir, PathBuf, Archive) {
    let guard = tempfile::tempdir().unwrap();
    let path = guard.path().join("kg");
    let mut archive = Archive::create(&path, &Base::default()).unwrap();
    for record in records {
        archive.commit(record, &relations()).unwrap();
    }
    archive.flush().unwrap();
    (guard, path, archive)
}

fn ready_queries() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/queries");
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rq"))
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    all.sort();
    assert!(all.len() > 20);
    all
}

/// Sorted rows of a query over a snapshot.
fn rows(snapshot: &Snapshot, query: &str) -> Vec<String> {
    let mut limits = Limits::default();
    limits.max_query_rows = usize::MAX;
    limits.query_timeout_ms = 60_000;
    let output = snapshot.evaluate(query, &Base::default(), &limits, &CancellationToken::new()).expect(query);
    let mut rows = match output.answer {
        Answer::Boolean(is_true) => vec![is_true.to_string()],
        Answer::Solutions { rows, .. } => rows.iter().map(|row| memory::shown(row)).collect(),
        Answer::Graph(triples) => triples.iter().map(ToString::to_string).collect(),
    };
    rows.sort();
    rows
}

/// Patterns with every choice of known parts, in the default graph, in any graph and in one graph, around a quad.
fn patterns(archive: &Archive, pick: usize) -> Vec<String> {
    let quads: Vec<_> = archive.quads().map(Result::unwrap).collect();
    let mut all = vec![
        "SELECT ?g { GRAPH ?g {} }".to_owned(),
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }".to_owned(),
        "SELECT ?s { ?s ?p ?o . FILTER(ISTRIPLE(?o)) }".to_owned(),
        "SELECT * { ?s rdfs:label|skos:prefLabel|skos:altLabel ?o }".to_owned(),
        "SELECT * { GRAPH ?g { ?s rdfs:label ?l ; skos:altLabel ?o } }".to_owned(),
        "SELECT ?a ?b ?g { GRAPH ?g { ?t rdf:reifies <<( ?a ?p ?b )>> ; ch:status ch:planned } }".to_owned(),
        "SELECT DISTINCT ?x { ex:Q159 (ch:spokeWith|^ch:spokeWith|ch:metWith)* ?x }".to_owned(),
        "SELECT ?c (SUM(?n) AS ?m) { ?t ch:confidence ?c BIND(?c * 2 AS ?n) } GROUP BY ?c".to_owned(),
        "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }".to_owned(),
        "DESCRIBE ex:Q159 ex:Q30".to_owned(),
    ];
    let Some(quad) = quads.get(pick % quads.len().max(1)) else { return all };
    for known in 0..8u8 {
        let part = |bit: u8, term: String, name: &str| {
            if known & bit == 0 { name.to_owned() } else { term }
        };
        let s = part(1, quad.subject.to_string(), "?s");
        let p = part(2, quad.predicate.to_string(), "?p");
        let o = part(4, quad.object.to_string(), "?o");
        let g = quad.graph_name.to_string();
        all.push(format!("SELECT ?x ?y {{ {s} {p} {o} . ?x ?y {o} }}"));
        all.push(format!("SELECT * {{ {s} {p} {o} }}"));
        all.push(format!("SELECT * {{ GRAPH ?g {{ {s} {p} {o} }} }}"));
        all.push(format!("SELECT * {{ GRAPH {g} {{ {s} {p} {o} }} }}"));
        all.push(format!("ASK FROM {g} {{ {s} {p} {o} }}"));
    }
    all
}

/// A change of an archive.
#[derive(Clone, Debug)]
enum Change {
    /// Puts one of the documents, with entities under other names and another confidence.
    Put {
        document: usize,
        name: usize,
        confidence: u8,
        cut: usize,
    },
    Remove {
        document: usize,
    },
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => (0usize..5, 0usize..4, any::<u8>(), 0usize..4)
            .prop_map(|(document, name, confidence, cut)| Change::Put { document, name, confidence, cut }),
        1 => (0usize..5).prop_map(|document| Change::Remove { document }),
    ]
}

fn apply(archive: &mut Archive, change: &Change) {
    let records = corpus();
    match *change {
        Change::Remove { document } => {
            let id = &records[document].id;
            if archive.contains(id) {
                archive.remove(id).unwrap();
            }
        }
        Change::Put { document, name, confidence, cut } => {
            let mut record = records[document].clone();
            for (at, entity) in record.entities.iter_mut().enumerate() {
                match (name + at) % 5 {
                    1 => entity.name = entity.name.to_uppercase(),
                    2 => entity.name.push_str(" II"),
                    3 => entity.name = entity.name.replace(' ', "\n\"\\ "),
                    _ => {}
                }
            }
            let kept = record.statements.len().saturating_sub(cut);
            record.statements.truncate(kept);
            for statement in &mut record.statements {
                statement.confidence = f32::from(confidence) / 200.0;
            }
            archive.commit(&record, &relations()).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever came before the index was made and whatever came since, queries find what the memory store finds.
    #[test]
    fn queries_find_what_the_memory_store_finds(
        before in prop::collection::vec(change(), 0..8),
        since in prop::collection::vec(change(), 0..6),
        pick in any::<usize>(),
    ) {
        let (_guard, path, mut archive) = graph(&corpus()[..2]);
        before.iter().for_each(|change| apply(&mut archive, change));
        index::rebuild(&archive).unwrap();
        since.iter().for_each(|change| apply(&mut archive, change));
        archive.flush().unwrap();
        let opened = Snapshot::open(&path, false).unwrap();
        prop_assert_eq!(&opened.note, &None);
        let store = memory::store(&archive);
        // Which of several equal rows come before a limit is for neither to say.
        let whole = |query: &str| query.rsplit_once("LIMIT ").map_or(query, |(whole, _)| whole).to_owned();
        let ready = ready_queries().into_iter().map(|(_, query)| whole(&query));
        for query in ready.chain(patterns(&archive, pick)) {
            let found = rows(&opened.snapshot, &query);
            prop_assert_eq!(&found, &memory::rows(&store, &query, &Base::default()), "{}", &query);
        }
    }
}

#[test]
fn the_bytes_depend_on_the_documents_alone() {
    let all = corpus();
    let (_a, one, archive) = graph(&all);
    index::rebuild(&archive).unwrap();
    let written = fs::read(index::path(&one)).unwrap();
    index::rebuild(&archive).unwrap();
    assert_eq!(fs::read(index::path(&one)).unwrap(), written);
    let mut turned = all.clone();
    turned.reverse();
    let (_b, other, archive) = graph(&turned);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(5).build().unwrap();
    pool.install(|| index::rebuild(&archive)).unwrap();
    let same = fs::read(index::path(&other)).unwrap();
    // The end names the state of the archive, which knows in what order the documents came.
    assert_eq!(same.len(), written.len());
    assert_eq!(same[..same.len() - 80], written[..written.len() - 80]);
}

#[test]
fn a_change_of_a_small_graph_makes_the_index_anew_and_of_a_large_one_lays_it_over() {
    let (_guard, path, mut archive) = graph(&corpus());
    assert_eq!(index::refresh(&archive).unwrap(), Kept::Written);
    assert_eq!(index::refresh(&archive).unwrap(), Kept::Whole);
    archive.remove("us-4").unwrap();
    assert_eq!(index::refresh(&archive).unwrap(), Kept::Written);
    for number in 0..500 {
        let mut record = corpus().remove(0);
        record.id = format!("copy-{number}");
        archive.commit(&record, &relations()).unwrap();
    }
    assert_eq!(index::refresh(&archive).unwrap(), Kept::Written);
    let count = || {
        let opened = Snapshot::open(&path, false).unwrap();
        assert_eq!(opened.note, None);
        (opened.snapshot.is_whole(), rows(&opened.snapshot, "SELECT (COUNT(*) AS ?n) { GRAPH ?g {} }"))
    };
    let number = |n: usize| vec![format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>")];
    assert_eq!(count(), (true, number(504)));
    archive.remove("copy-7").unwrap();
    archive.commit(&corpus()[3], &relations()).unwrap();
    archive.remove("copy-8").unwrap();
    archive.flush().unwrap();
    assert_eq!(index::refresh(&archive).unwrap(), Kept::Behind(3));
    assert_eq!(count(), (false, number(if corpus()[3].id == "us-4" { 503 } else { 502 })));
    (10..80).for_each(|number| drop(archive.remove(&format!("copy-{number}")).unwrap()));
    archive.flush().unwrap();
    assert_eq!(index::refresh(&archive).unwrap(), Kept::Written);
    assert!(count().0);
}

/// A file that cannot be used is told of once and made anew, and the answer is right all the same.
#[test]
fn what_is_no_index_is_made_anew() {
    let (_guard, path, archive) = graph(&corpus());
    index::rebuild(&archive).unwrap();
    let whole = fs::read(index::path(&path)).unwrap();
    let ask = || {
        let program = Path::new(env!("CARGO_BIN_EXE_chancery"));
        let output = run_in_child(program, &path, "ASK { ?a ch:envoyOf ?b }", &Limits::default()).unwrap();
        assert_eq!(output.answer, Answer::Boolean(true));
        output.notes
    };
    assert_eq!(ask(), [] as [&str; 0]);
    let mut newer = whole.clone();
    let tail = newer.len() - 80;
    newer[tail..tail + 4].copy_from_slice(&9u32.to_le_bytes());
    let crc = crc32fast::hash(&newer[tail..tail + 76]);
    newer[tail + 76..].copy_from_slice(&crc.to_le_bytes());
    let mut longer = whole.clone();
    longer.push(0);
    let (_b, other, second) = graph(&corpus()[3..]);
    index::rebuild(&second).unwrap();
    let foreign = fs::read(index::path(&other)).unwrap();
    let cases: [(&str, Option<&[u8]>); 9] = [
        ("it is missing", None),
        ("it is no index", Some(b"")),
        ("it is no index", Some(b"some notes of mine, which are no index at all")),
        ("it is cut short", Some(&whole[..40])),
        ("its end is damaged or missing", Some(&whole[..whole.len() / 2])),
        ("its end is damaged or missing", Some(&whole[..whole.len() - 1])),
        ("its end is damaged or missing", Some(&longer)),
        ("it has version 9, not 1", Some(&newer)),
        ("it is not of this archive", Some(&foreign)),
    ];
    for (why, bytes) in cases {
        match bytes {
            Some(bytes) => fs::write(index::path(&path), bytes).unwrap(),
            None => fs::remove_dir_all(path.join("index")).unwrap(),
        }
        assert_eq!(ask(), [format!("the index for queries was made anew: {why}")]);
        assert_eq!(ask(), [] as [&str; 0], "once");
        assert!(fs::read(index::path(&path)).unwrap() == whole, "{why}");
    }
    fs::remove_file(index::path(&path)).unwrap();
    fs::create_dir(index::path(&path)).unwrap();
    assert_eq!(ask(), ["the index for queries was made anew: it is no file"]);
    fs::remove_dir_all(path.join("index")).unwrap();
    fs::write(path.join("index"), "a file where the folder should be").unwrap();
    let notes = ask();
    assert!(notes.len() == 1 && notes[0].contains("it could not be kept ("), "{notes:?}");
}

/// A bit that is flipped anywhere is either never read or noticed; no answer comes of it.
#[test]
fn no_flipped_bit_changes_an_answer() {
    let (_guard, path, archive) = graph(&corpus());
    index::rebuild(&archive).unwrap();
    let whole = fs::read(index::path(&path)).unwrap();
    let queries = [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s rdfs:label ?l FILTER(STRLEN(?l) > 3) }",
        "SELECT ?a { ?t rdf:reifies <<( ?a ch:envoyOf ?b )>> }",
    ];
    let opened = Snapshot::open(&path, false).unwrap();
    let expected = queries.map(|query| rows(&opened.snapshot, query));
    let mut noticed = 0;
    for round in 0..250usize {
        let mut bytes = whole.clone();
        let at = round * 7919 % bytes.len();
        bytes[at] ^= 1 << (round % 8);
        let Ok(index) = Index::from_bytes(bytes) else {
            noticed += 1;
            continue;
        };
        noticed += usize::from(index.verify().is_err());
        let snapshot = Snapshot::from_index(index);
        for (query, expected) in queries.iter().zip(&expected) {
            let limits = Limits::default();
            match snapshot.evaluate(query, &Base::default(), &limits, &CancellationToken::new()) {
                Err(error) => assert!(error.to_string().contains("index for queries is damaged"), "{error}"),
                Ok(output) => {
                    let Answer::Solutions { rows, .. } = output.answer else { panic!("rows") };
                    let mut rows: Vec<String> = rows.iter().map(|row| memory::shown(row)).collect();
                    rows.sort();
                    assert_eq!(rows, *expected, "byte {at}");
                }
            }
        }
    }
    assert_eq!(noticed, 250, "no byte of the file is without a checksum");
}

/// The child meets the damage while it answers; the parent asks again, over an index that is made anew.
#[test]
fn damage_that_a_query_meets_is_mended() {
    let (_guard, path, archive) = graph(&corpus());
    index::rebuild(&archive).unwrap();
    // Gives the right to write back.
    drop(archive);
    let whole = fs::read(index::path(&path)).unwrap();
    let mut bytes = whole.clone();
    bytes[600..620].fill(0x55);
    fs::write(index::path(&path), &bytes).unwrap();
    let output = run(&["check", text(&path)]);
    assert_status(&output, 1);
    assert!(out(&output).contains("the index for queries: page"), "{}", out(&output));
    let output = run(&["query", text(&path), "SELECT (COUNT(*) AS ?n) { ?s rdfs:label ?o }"]);
    assert_status(&output, 0);
    assert!(err(&output).contains("note: the index for queries was made anew"), "{}", err(&output));
    assert!(fs::read(index::path(&path)).unwrap() == whole);
    fs::write(index::path(&path), &bytes).unwrap();
    assert_status(&run(&["check", text(&path), "--repair"]), 0);
    assert!(fs::read(index::path(&path)).unwrap() == whole);
    assert_status(&run(&["check", text(&path)]), 0);
    let said = err(&run(&["info", text(&path)]));
    assert!(said.contains(&format!("the index for queries has {} bytes", whole.len())), "{said}");
}

/// An index that is whole but says something else is found by the check.
#[test]
fn an_index_of_other_content_is_found() {
    let (_guard, path, archive) = graph(&corpus());
    index::rebuild(&archive).unwrap();
    let tail = fs::read(index::path(&path)).unwrap();
    let (_b, other, second) = graph(&corpus()[..2]);
    index::rebuild(&second).unwrap();
    let mut forged = fs::read(index::path(&other)).unwrap();
    // The state of the archive, from one file into the other.
    let (at, from) = (forged.len() - 72, tail.len() - 72);
    forged[at..at + 48].copy_from_slice(&tail[from..from + 48]);
    let end = forged.len() - 4;
    let crc = crc32fast::hash(&forged[end - 76..end]);
    forged[end..].copy_from_slice(&crc.to_le_bytes());
    fs::write(index::path(&path), &forged).unwrap();
    let found = index::check(&archive).unwrap().unwrap().to_string();
    assert!(found.contains("it does not hold what the archive holds"), "{found}");
}
