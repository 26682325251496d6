//! What exports keep below `KG/index` of the measures and places of a graph: never trusted, never needed, and never in the way.

use std::fs;
use std::path::{Path, PathBuf};

use chancery::archive::Archive;
use chancery::export::kept::{MEASURES, PLACES, PLACES_IN_DOT, path};
use chancery::export::{Format, View, csv};
use chancery::graph::iri::Base;
use chancery::network::{Network, Selection};
use tempfile::TempDir;

use crate::cli::{assert_status, chancery, out, text};
use crate::graph::{self, corpus};
use crate::sample::{network, plain, records, relations};

const FORMATS: [Format; 5] =
    [Format::Dot, Format::GraphMl, Format::Gexf, Format::Cytoscape, Format::NodeLink];

/// All that is written of a view.
fn written(view: &View) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for format in FORMATS {
        let mut out = Vec::new();
        format.write(view, &mut out).unwrap();
        all.push(out);
    }
    let mut out = Vec::new();
    csv::write_nodes(view, &mut out).unwrap();
    csv::write_relationships(view, &mut out).unwrap();
    all.push(out);
    all
}

fn of_graph(network: Network, folder: &Path) -> Vec<Vec<u8>> {
    written(&View::of_graph(network, folder))
}

fn kept(folder: &Path) -> Vec<Vec<u8>> {
    [MEASURES, PLACES, PLACES_IN_DOT].iter().map(|name| fs::read(path(folder, name)).unwrap()).collect()
}

#[test]
fn what_is_kept_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let expected = written(&View::new(network()));
    assert!(of_graph(network(), folder.path()) == expected, "the first time");
    let files = kept(folder.path());
    assert!(of_graph(network(), folder.path()) == expected, "of what is kept");
    assert!(kept(folder.path()) == files);
}

#[test]
fn what_is_kept_of_another_network_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let one = |status: &str| {
        let mut records = records();
        records[0].statements[0].status = status.to_owned();
        Network::project(&records, &relations(), &Selection::default()).unwrap()
    };
    let symmetric = |symmetric: bool| {
        let mut relations = relations();
        relations.get_mut("accused").unwrap().symmetric = symmetric;
        Network::project(&records(), &relations, &Selection::default()).unwrap()
    };
    let networks: [fn() -> Network; 4] = [
        network,
        || plain(&[("a", "b"), ("b", "c")]),
        // As many actors and ties, and others.
        || plain(&[("a", "b"), ("a", "c")]),
        || plain(&[]),
    ];
    let networks = networks.map(|make| make()).into_iter();
    for network in networks.chain([one("planned"), one("denied"), symmetric(true), symmetric(false)]) {
        let expected = written(&View::new(network.clone()));
        assert!(of_graph(network, folder.path()) == expected);
    }
}

#[test]
fn damage_is_seen_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let expected = of_graph(network(), folder.path());
    for name in [MEASURES, PLACES, PLACES_IN_DOT] {
        let path = path(folder.path(), name);
        let whole = fs::read(&path).unwrap();
        let flipped = (0..whole.len()).step_by(1 + whole.len() / 40).map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            bytes
        });
        let cut = [0, 7, 12, 44, whole.len() - 1].map(|length| whole[..length].to_vec());
        for bytes in flipped.chain(cut).chain([[&whole[..], b"more"].concat()]) {
            fs::write(&path, bytes).unwrap();
            assert!(of_graph(network(), folder.path()) == expected);
            assert!(fs::read(&path).unwrap() == whole, "{name} is mended");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    // Not even an administrator makes a file below a file.
    fs::write(folder.path().join("index"), "no folder").unwrap();
    assert!(of_graph(network(), folder.path()) == written(&View::new(network())));
    assert_eq!(fs::read_to_string(folder.path().join("index")).unwrap(), "no folder");
}

/// A graph of so many documents, with some more actors and ties than one part of a file holds.
fn graph(documents: usize) -> (TempDir, PathBuf) {
    let guard = tempfile::tempdir().unwrap();
    let path = guard.path().join("kg");
    let mut archive = Archive::create(&path, &Base::default()).unwrap();
    for number in 0..documents {
        let mut record = corpus().remove(number % corpus().len());
        record.id = format!("more-{number:04}");
        for (at, entity) in record.entities.iter_mut().enumerate() {
            entity.iri = format!("https://example.org/{}", (number * 7 + at * at) % (4 * documents));
            entity.name = format!("Actor \"{number}\" & {at}");
        }
        archive.commit(&record, &graph::relations()).unwrap();
    }
    archive.flush().unwrap();
    (guard, path)
}

/// What `export` writes to standard output with so many threads.
fn export(graph: &Path, arguments: &[&str], threads: &str) -> String {
    let arguments = [&["export", text(graph)], arguments].concat();
    let output = chancery(&arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
    assert_status(&output, 0);
    out(&output)
}

#[test]
fn the_number_of_threads_changes_no_byte_and_only_the_whole_network_is_kept() {
    let (_guard, graph) = graph(400);
    let planned = ["--format", "gexf", "--status", "planned"];
    assert!(export(&graph, &planned, "1") == export(&graph, &planned, "8"));
    assert!(!path(&graph, MEASURES).exists(), "a part is not kept");
    for format in ["dot", "graphml", "gexf", "cytoscape", "node-link"] {
        let whole = ["1", "2", "8"].map(|threads| export(&graph, &["--format", format], threads));
        assert!(whole[0] == whole[1] && whole[1] == whole[2], "{format}");
        assert!(whole[0].lines().count() > 800, "{format} in several parts");
    }
    let files = kept(&graph);
    export(&graph, &planned, "2");
    assert!(kept(&graph) == files, "a part takes nothing away");
}
