//! Digests of documents: networks are the same as from the records, whatever the state of the file.

use std::fs;
use std::path::{Path, PathBuf};

use std::collections::BTreeSet;

use chancery::archive::digest::Wanted;
use chancery::archive::duplicates::Print;
use chancery::archive::record::LinkRecord;
use chancery::archive::{Archive, Digests, DocumentRecord, Error, Sketch, digest};
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
        let link = LinkRecord::new(format!("http://www.wikidata.org/entity/Q{number}"), 0.25, "index");
        let features = [("name".to_owned(), 0.5), ("state".to_owned(), -1.0)].into();
        let open = LinkRecord { label: Some("Some one".to_owned()), features, ..link.clone() };
        record.entities[0].candidates = vec![open, LinkRecord { method: Some("sound".to_owned()), ..link }];
        record
    });
    corpus().into_iter().chain(more).collect()
}

/// Digests and prints as the archive has them.
fn expected(archive: &Archive) -> Vec<String> {
    let one = |record: DocumentRecord| format!("{:?} {:?}", Sketch::of(&record), Print::of(&record));
    archive.records().map(|record| one(record.unwrap())).collect()
}

/// Those of a kind as they are read.
fn read(digests: &Digests<'_>, wanted: Wanted<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let all = digests.each(wanted, |sketch| -> Result<(), Error> {
        found.push(format!("{sketch:?}"));
        Ok(())
    });
    all.unwrap();
    found
}

/// Digests and prints as they are read, and what was said.
fn found(archive: &Archive) -> (Vec<String>, Vec<String>) {
    let digests = Digests::open(archive).unwrap();
    let mut said: Vec<String> = digests.note().iter().map(ToString::to_string).collect();
    let prints = digests.prints().map(|print| format!("{:?}", print.unwrap().1));
    let both = read(&digests, Wanted::All).into_iter().zip(prints);
    let all = both.map(|(sketch, print)| format!("{sketch} {print}")).collect();
    said.extend(digests.mend());
    (all, said)
}

fn assert_same(found: &[String], expected: &[String]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(one, other)| assert_eq!(one, other));
}

#[test]
fn heads_and_chosen_documents_are_read_alone() {
    let (_guard, _path, mut archive) = graph(&many());
    digest::rebuild(&archive).unwrap();
    let mut changed = corpus().remove(0);
    changed.id = "more-070".to_owned();
    archive.commit(&changed, &relations()).unwrap();
    archive.flush().unwrap();
    let digests = Digests::open(&archive).unwrap();
    let all = read(&digests, Wanted::All);
    let heads = read(&digests, Wanted::Heads);
    assert_eq!((heads.len(), all.len()), (archive.len(), archive.len()));
    let mut with_statements = 0;
    let each = digests.each(Wanted::Heads, |sketch| -> Result<(), Error> {
        let record = archive.record(sketch.id)?;
        let mut whole = Sketch::of(&record);
        whole.entities.iter_mut().for_each(|entity| entity.candidates.clear());
        assert_eq!(sketch.entities, whole.entities);
        let ends = |sketch: &Sketch<'_>| {
            let head = sketch
                .statements
                .iter()
                .map(|one| (one.subject, one.predicate, one.status, one.attributed_to));
            format!("{:?}", head.collect::<Vec<_>>())
        };
        assert_eq!(ends(&sketch), ends(&whole));
        with_statements += usize::from(!whole.statements.is_empty());
        Ok(())
    });
    each.unwrap();
    assert!(with_statements > 100);
    let ids: BTreeSet<String> = ["more-001", "more-070", "more-149", "nowhere"].map(str::to_owned).into();
    let chosen = read(&digests, Wanted::Of(&ids));
    let expected: Vec<String> = ids
        .iter()
        .filter_map(|id| archive.record(id).ok())
        .map(|record| format!("{:?}", Sketch::of(&record)))
        .collect();
    assert_eq!((chosen.len(), chosen), (3, expected));
    assert_eq!(digests.mend(), None);
}

/// Statements about nobody, two entities of one id, letters that are none.
#[test]
fn odd_records_are_kept_as_they_are() {
    let mut record = corpus().remove(0);
    record.statements[0].attributed_to = Some("nobody".to_owned());
    record.entities[1].id = record.entities[0].id.clone();
    record.statements[1].subject = record.entities[0].id.clone();
    record.entities[0].share = Some(0.5);
    record.title = "\u{1b}[2J \0 \u{202e}".to_owned();
    let (_guard, _path, archive) = graph(&[record]);
    digest::rebuild(&archive).unwrap();
    assert_same(&found(&archive).0, &expected(&archive));
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
    // What is read of few documents is what all of them tell.
    let about = |kg: &Path| {
        let mut told = Vec::new();
        for name in ["Russia", "Yuri Ushakov", "Kharkiv"] {
            for args in [
                &["show", text(kg), name, "--json"][..],
                &["show", text(kg), name],
                &["timeline", text(kg), name, "--format", "json", "--all-status"],
                &["timeline", text(kg), name, "Ukraine", "--format", "json"],
                &["timeline", text(kg), name, "United States", "--only-named"],
                &["timeline", text(kg), name, "--relation", "metWith", "--format", "json"],
            ] {
                let output = run(args);
                assert_status(&output, 0);
                told.push((format!("{args:?}").replace(text(kg), ""), out(&output), err(&output)));
            }
        }
        told
    };
    let lines = run(&["export", text(&path), "--format", "jsonl"]);
    let as_lines = path.join("lines.jsonl");
    fs::write(&as_lines, out(&lines)).unwrap();
    let expected = shown(&as_lines);
    assert_eq!(shown(&path), expected, "made by the first command");
    assert_eq!(shown(&path), expected, "read by the second");
    about(&path).into_iter().zip(about(&as_lines)).for_each(|(one, other)| assert_eq!(one, other));
    let file = digest::path(&path);
    let whole = fs::read(&file).unwrap();
    let mut bytes = whole.clone();
    // In the heads of the first block: what prints the texts does, a network does not need.
    bytes[100] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let dot = run(&["export", text(&path), "--format", "dot"]);
    assert!(out(&dot) == expected.0 && err(&dot).contains("collected anew: it was damaged"), "{}", err(&dot));
    fs::write(&file, &bytes).unwrap();
    assert_status(&run(&["check", text(&path)]), 1);
    assert_status(&run(&["check", text(&path), "--repair"]), 0);
    assert!(fs::read(&file).unwrap() == whole);
    assert_status(&run(&["check", text(&path)]), 0);
}
