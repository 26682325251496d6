//! Digests of documents: networks are the same as from the records, whatever the state of the file.

use std::fs;
use std::path::{Path, PathBuf};

use chancery::archive::{Archive, Digest, Digests, DocumentRecord, digest};
use chancery::graph::iri::Base;
use tempfile::TempDir;

use crate::cli::{assert_status, err, out, run, text};
use crate::graph::{corpus, relations};

/// A graph of some records without digests.
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

/// The corpus, and more in three blocks.
fn many() -> Vec<DocumentRecord> {
    let more = (0..150).map(|number| {
        let mut record = corpus().remove(number % corpus().len());
        record.id = format!("more-{number:03}");
        record
    });
    corpus().into_iter().chain(more).collect()
}

/// Digests as the archive has them.
fn expected(archive: &Archive) -> Vec<Digest> {
    archive.records().map(|record| Digest::of(record.unwrap())).collect()
}

/// Digests as they are read, and what was said.
fn found(archive: &Archive) -> (Vec<Digest>, Vec<String>) {
    let digests = Digests::open(archive).unwrap();
    let mut said: Vec<String> = digests.note().iter().map(ToString::to_string).collect();
    let all = digests.iter().map(Result::unwrap).collect();
    said.extend(digests.mend());
    (all, said)
}

fn assert_same(found: &[Digest], expected: &[Digest]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(one, other)| assert_eq!(one, other));
}

#[test]
fn digests_hold_what_networks_need_and_keep_up_with_the_archive() {
    let (_guard, path, mut archive) = graph(&many());
    let (all, said) = found(&archive);
    assert_same(&all, &expected(&archive));
    assert_eq!(said, [] as [&str; 0], "that it was made is no news");
    let written = fs::read(digest::path(&path)).unwrap();
    // Changed, gone and new, at the beginning, within a block and at the end.
    let mut changed = corpus().remove(0);
    (changed.id, changed.title) = ("more-070".to_owned(), "Another title".to_owned());
    archive.commit(&changed, &relations()).unwrap();
    archive.remove("more-071").unwrap();
    for id in ["a-first", "more-070-and-a-half", "zz-last"] {
        changed.id = id.to_owned();
        archive.commit(&changed, &relations()).unwrap();
    }
    archive.flush().unwrap();
    digest::refresh(&archive).unwrap();
    assert!(fs::read(digest::path(&path)).unwrap() == written, "so few changes can wait");
    let (all, said) = found(&archive);
    assert_same(&all, &expected(&archive));
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!(digest::check(&archive).unwrap(), None);
    for number in 0..70 {
        drop(archive.remove(&format!("more-{number:03}")).unwrap());
    }
    archive.flush().unwrap();
    digest::refresh(&archive).unwrap();
    assert!(fs::read(digest::path(&path)).unwrap() != written);
    assert_same(&found(&archive).0, &expected(&archive));
}

#[test]
fn the_bytes_depend_on_the_documents_alone() {
    let all = many();
    let (_a, one, archive) = graph(&all);
    digest::rebuild(&archive).unwrap();
    let mut turned = all;
    turned.reverse();
    let (_b, other, archive) = graph(&turned);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(5).build().unwrap();
    pool.install(|| digest::rebuild(&archive)).unwrap();
    assert!(fs::read(digest::path(&one)).unwrap() == fs::read(digest::path(&other)).unwrap());
}

#[test]
fn damage_anywhere_is_told_once_and_mended() {
    let (_guard, path, archive) = graph(&many());
    digest::rebuild(&archive).unwrap();
    let (file, expected) = (digest::path(&path), expected(&archive));
    let whole = fs::read(&file).unwrap();
    let flipped = (0..24).map(|part| {
        let mut bytes = whole.clone();
        bytes[(whole.len() - 1) * part / 23] ^= 0x10;
        bytes
    });
    let cut = [0, 10, whole.len() / 2, whole.len() - 1].map(|length| whole[..length].to_vec());
    for (round, bytes) in flipped.chain(cut).enumerate() {
        fs::write(&file, bytes).unwrap();
        assert!(digest::check(&archive).unwrap().is_some(), "damage {round}");
        let (all, said) = found(&archive);
        assert_same(&all, &expected);
        assert!(matches!(&said[..], [one] if one.contains("collected anew")), "damage {round}: {said:?}");
        assert!(fs::read(&file).unwrap() == whole, "damage {round}");
        assert_eq!(found(&archive).1, [] as [&str; 0]);
    }
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_same(&found(&archive).0, &expected);
    assert!(fs::read(&file).unwrap() == whole);
    fs::remove_dir_all(path.join("index")).unwrap();
    fs::write(path.join("index"), "a file where the folder should be").unwrap();
    let (all, said) = found(&archive);
    assert_same(&all, &expected);
    assert!(matches!(&said[..], [one] if one.contains("could not be kept")), "{said:?}");
}

#[test]
fn commands_answer_the_same_and_check_repairs() {
    let (_guard, path, archive) = graph(&many());
    drop(archive);
    let shown = |kg: &Path| {
        let dot = run(&["export", text(kg), "--format", "dot"]);
        let events = run(&["export", text(kg), "--format", "events"]);
        assert_status(&dot, 0);
        assert_status(&events, 0);
        (out(&dot), out(&events), err(&dot))
    };
    let lines = run(&["export", text(&path), "--format", "jsonl"]);
    let as_lines = path.join("lines.jsonl");
    fs::write(&as_lines, out(&lines)).unwrap();
    let expected = shown(&as_lines);
    assert_eq!(shown(&path), expected, "made by the first command");
    assert_eq!(shown(&path), expected, "read by the second");
    let file = digest::path(&path);
    let whole = fs::read(&file).unwrap();
    let mut bytes = whole.clone();
    bytes[whole.len() / 3] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let dot = run(&["export", text(&path), "--format", "dot"]);
    assert!(out(&dot) == expected.0 && err(&dot).contains("collected anew: it was damaged"), "{}", err(&dot));
    fs::write(&file, &bytes).unwrap();
    assert_status(&run(&["check", text(&path)]), 1);
    assert_status(&run(&["check", text(&path), "--repair"]), 0);
    assert!(fs::read(&file).unwrap() == whole);
    assert_status(&run(&["check", text(&path)]), 0);
}
