//! Compaction: what is dead goes, what the graph says stays, whenever the process is ended.

use std::fs;
use std::path::Path;

use chancery::archive::{Archive, Committed, Error};
use chancery::diagnostic::Severity;

use crate::archive::{copy, filled, folder, records_file};
use crate::graph::{corpus, relations};

fn with_dead_records(path: &Path) -> Archive {
    let mut archive = filled(path, &corpus());
    let mut record = corpus().remove(0);
    record.text.push_str(" Corrected.");
    archive.commit(&record, &relations()).unwrap();
    archive.remove("us-4").unwrap();
    let back = corpus().into_iter().nth(1).unwrap();
    archive.remove(&back.id).unwrap();
    archive.commit(&back, &relations()).unwrap();
    archive.flush().unwrap();
    archive
}

#[test]
fn compaction_takes_dead_records_and_nothing_else() {
    let (_guard, path) = folder();
    let mut archive = with_dead_records(&path);
    let before = archive.info().unwrap();
    let live: Vec<_> = archive.documents().map(Result::unwrap).collect();
    let reader = Archive::open(&path).unwrap();
    let preview = archive.preview_compaction(false).unwrap();
    assert_eq!(archive.info().unwrap(), before, "a preview changes nothing");
    let done = archive.compact(false).unwrap();
    assert_eq!(done, preview);
    // The earlier state, the removed document, and the state and the note before the return. The note of what is not there stays.
    assert_eq!(done.dead.values().map(|dead| dead.states + dead.removals).sum::<u64>(), 4);
    assert_eq!((done.dead.len(), done.kept), (3, 5));
    assert!(!done.dead["us-4"].is_live && done.dead["calls-1"].is_live);
    let after = archive.info().unwrap();
    assert_eq!((&after.hash, after.records, after.documents), (&before.hash, 5, before.documents));
    assert!(archive.ids_ever().unwrap().contains("us-4"));
    assert_eq!(after.bytes, fs::metadata(records_file(&path)).unwrap().len());
    assert!(after.bytes < before.bytes);
    assert_eq!(archive.check().unwrap(), []);
    assert_eq!(archive.compact(false).unwrap().dead.len(), 0, "nothing is left to take");
    // Who opened the old file goes on reading it.
    assert_eq!(reader.documents().map(Result::unwrap).collect::<Vec<_>>(), live);
    assert_eq!(reader.info().unwrap(), before);
    // The archive is written to as before.
    let us = corpus().into_iter().find(|record| record.id == "us-4").unwrap();
    assert_eq!(archive.commit(&us, &relations()).unwrap(), Committed::New);
    archive.flush().unwrap();
    drop(archive);
    let archive = Archive::open(&path).unwrap();
    assert_eq!((archive.len(), archive.check().unwrap()), (5, Vec::new()));
    assert_eq!(fs::read_dir(path.join("archive")).unwrap().count(), 2, "no file is left beside");
}

#[test]
fn one_note_stays_of_what_was_removed_again_and_again() {
    let (_guard, path) = folder();
    let mut archive = with_dead_records(&path);
    let us = corpus().into_iter().find(|record| record.id == "us-4").unwrap();
    for _ in 0..3 {
        archive.commit(&us, &relations()).unwrap();
        archive.remove("us-4").unwrap();
    }
    let done = archive.compact(false).unwrap();
    assert_eq!((done.dead["us-4"].states, done.dead["us-4"].removals, done.kept), (4, 3, 5));
    drop(archive);
    let mut archive = Archive::open_writable(&path).unwrap();
    assert!(archive.ids_ever().unwrap().contains("us-4") && !archive.contains("us-4"));
    assert_eq!(archive.check().unwrap(), []);
    // Once it is back there is nothing to note.
    archive.commit(&us, &relations()).unwrap();
    assert_eq!((archive.compact(false).unwrap().kept, archive.len()), (5, 5));
}

#[test]
fn compaction_keeps_earlier_states_on_request() {
    let (_guard, path) = folder();
    let mut archive = with_dead_records(&path);
    let hash = archive.info().unwrap().hash;
    let done = archive.compact(true).unwrap();
    assert_eq!((done.dead["us-4"].states, done.dead["us-4"].removals), (1, 0));
    assert!(!done.dead.contains_key("calls-1"), "its earlier state stays");
    assert_eq!((done.kept, archive.info().unwrap().hash), (7, hash));
    assert!(matches!(Archive::open(&path).unwrap().compact(false), Err(Error::ReadOnly(_))));
}

/// The states of the folder between the steps of a compaction, made by hand.
#[test]
fn a_compaction_that_is_ended_anywhere_leaves_a_whole_graph() {
    let (_guard, path) = folder();
    drop(with_dead_records(&path));
    let (_other, compacted) = folder();
    copy(&path, &compacted);
    Archive::open_writable(&compacted).unwrap().compact(false).unwrap();
    let hash = Archive::open(&compacted).unwrap().info().unwrap().hash;
    let new = fs::read(records_file(&compacted)).unwrap();
    let (_third, empty) = folder();
    drop(filled(&empty, &[]));
    let nothing_counted = fs::read(empty.join("archive/manifest.json")).unwrap();
    let manifest = path.join("archive/manifest.json");
    let beside = path.join("archive/records.new");
    let sound = |what: &str| {
        let archive = Archive::open(&path).unwrap();
        assert_eq!(archive.info().unwrap().hash, hash, "{what}");
        let errors = archive.check().unwrap().into_iter().filter(|found| found.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{what}");
    };
    fs::write(&beside, &new[..new.len() / 2]).unwrap();
    sound("the new file is half written");
    fs::write(&beside, &new).unwrap();
    fs::write(&manifest, &nothing_counted).unwrap();
    sound("nothing is counted, the old file is in place");
    fs::rename(&beside, records_file(&path)).unwrap();
    sound("nothing is counted, the new file is in place");
    fs::write(&beside, "left over").unwrap();
    drop(Archive::open_writable(&path).unwrap());
    sound("opened for writing");
    assert!(!beside.exists(), "what was left over is gone");
    assert!(fs::read(&manifest).unwrap() == fs::read(compacted.join("archive/manifest.json")).unwrap());
}
