//! The archive: complete or absent, found or named, whatever happens to process and disk.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chancery::archive::{Archive, Committed, DocumentRecord, Error};
use chancery::diagnostic::Severity;
use chancery::graph::iri::Base;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::graph::{corpus, relations};

pub(crate) fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kg");
    (folder, path)
}

pub(crate) fn filled(path: &Path, records: &[DocumentRecord]) -> Archive {
    let mut archive = Archive::create(path, &Base::default()).unwrap();
    for record in records {
        archive.commit(record, &relations()).unwrap();
    }
    archive.flush().unwrap();
    archive
}

pub(crate) fn records_file(path: &Path) -> PathBuf {
    path.join("archive/records")
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("archive")).unwrap();
    for name in ["settings.json", "archive/records", "archive/manifest.json"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn committing_again_changes_nothing() {
    let (_guard, path) = folder();
    let hash = filled(&path, &corpus()).info().unwrap().hash;
    let bytes = fs::read(records_file(&path)).unwrap();
    let mut archive = Archive::open_writable(&path).unwrap();
    for record in corpus() {
        assert_eq!(archive.commit(&record, &relations()).unwrap(), Committed::Unchanged);
    }
    assert_eq!(archive.info().unwrap().hash, hash);
    assert_eq!(archive.records().map(Result::unwrap).count(), 5);
    assert_eq!(archive.check().unwrap(), []);
    drop(archive);
    assert_eq!(fs::read(records_file(&path)).unwrap(), bytes, "nothing was written");
}

#[test]
fn records_come_back_as_they_went_in_by_order_of_id() {
    let (_guard, path) = folder();
    let archive = filled(&path, &corpus());
    let mut expected = corpus();
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(archive.records().map(Result::unwrap).collect::<Vec<_>>(), expected);
    assert_eq!(archive.record("us-4").unwrap().title, "Washington acts");
    assert!(matches!(archive.record("none"), Err(Error::Unknown(_))));
    let lines: Vec<String> = archive.quads().map(|quad| quad.unwrap().to_string()).collect();
    assert_eq!(lines.len(), archive.info().unwrap().quads);
}

#[test]
fn a_changed_text_is_a_new_version() {
    let (_guard, path) = folder();
    let mut archive = filled(&path, &corpus());
    let mut record = corpus().remove(0);
    record.text.push_str(" Corrected.");
    let Committed::NewVersion { of } = archive.commit(&record, &relations()).unwrap() else {
        panic!("a new version")
    };
    let line = format!(
        "<https://w3id.org/chancery/id/document/calls-1> <http://www.w3.org/ns/prov#wasRevisionOf> <https://w3id.org/chancery/id/document/calls-1/version/{}>",
        &of[..16]
    );
    let quads = || archive.quads().map(|quad| quad.unwrap().to_string());
    assert_eq!(quads().filter(|quad| quad.starts_with(&line)).count(), 1);
    assert_eq!(archive.len(), 5);
    record.statements.pop();
    assert_eq!(archive.commit(&record, &relations()).unwrap(), Committed::Reanalysed);
    let quads: Vec<_> = archive.quads().map(|quad| quad.unwrap().to_string()).collect();
    assert!(quads.iter().any(|quad| quad.starts_with(&line)), "an analysis does not undo a revision");
    assert_eq!(archive.commit(&record, &relations()).unwrap(), Committed::Unchanged);
    assert_eq!(archive.check().unwrap(), []);
}

#[test]
fn documents_that_go_together_take_what_they_would_one_after_the_other() {
    let (_guard, path) = folder();
    let (_other, beside) = folder();
    let (mut together, mut single) = (filled(&path, &corpus()), filled(&beside, &corpus()));
    let mut ids: Vec<String> = together.ids().map(str::to_owned).collect();
    ids.reverse();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for wrong in [["us-4", "nothing"], ["us-4", "us-4"]] {
        assert!(matches!(together.remove_all(&wrong), Err(Error::Unknown(_))));
        assert!(together.contains("us-4"), "nothing goes");
    }
    let (some, all) = (&ids[..2], &ids[2..]);
    for ids in [some, all, &[]] {
        let preview = together.preview_removals(ids).unwrap();
        let expected: Vec<_> = ids.iter().map(|id| single.remove(id).unwrap()).collect();
        assert_eq!(together.remove_all(ids).unwrap(), expected);
        assert_eq!(preview, expected);
    }
    assert!(together.is_empty());
}

#[test]
fn removing_takes_out_what_only_that_document_supports() {
    let (_guard, path) = folder();
    let mut archive = filled(&path, &corpus());
    let preview = archive.preview_removal("us-4").unwrap();
    let removed = archive.remove("us-4").unwrap();
    assert_eq!(removed, preview);
    assert!(removed.quads.iter().any(|line| line.contains("#criticized> <")));
    assert!(
        !removed
            .quads
            .iter()
            .any(|line| line.starts_with("<https://w3id.org/chancery/id/entity/person/steve-witkoff> <https://w3id.org/chancery/ontology#envoyOf>")),
        "calls-1 says so too"
    );
    assert!(
        removed.quads.iter().all(|line| line.ends_with("<https://w3id.org/chancery/id/document/us-4> ."))
    );
    assert!(removed.kept > 5);
    archive.flush().unwrap();
    let hash = archive.info().unwrap().hash;
    let (_guard, other) = folder();
    let others: Vec<_> = corpus().into_iter().filter(|record| record.id != "us-4").collect();
    assert_eq!(filled(&other, &others).info().unwrap().hash, hash, "as if it had never been there");
    drop(archive);
    let mut archive = Archive::open_writable(&path).unwrap();
    assert!(!archive.contains("us-4"));
    assert!(matches!(archive.remove("us-4"), Err(Error::Unknown(_))));
    assert_eq!(archive.check().unwrap(), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn the_hash_does_not_depend_on_order_or_batches(order in Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle(), flushes in any::<[bool; 5]>()) {
        let (_guard, path) = folder();
        let all = corpus();
        let mut archive = Archive::create(&path, &Base::default()).unwrap();
        for (&i, flush) in order.iter().zip(flushes) {
            archive.commit(&all[i], &relations()).unwrap();
            if flush {
                archive.flush().unwrap();
                drop(archive);
                archive = Archive::open_writable(&path).unwrap();
            }
        }
        let (_guard, other) = folder();
        prop_assert_eq!(archive.info().unwrap().hash, filled(&other, &all).info().unwrap().hash);
    }
}

#[test]
fn only_one_process_writes() {
    let (_guard, path) = folder();
    let archive = filled(&path, &corpus());
    let error = Archive::open_writable(&path).unwrap_err();
    let expected = format!("in use by another process (pid {})", std::process::id());
    assert!(error.to_string().contains(&expected), "{error}");
    assert_eq!(Archive::open(&path).unwrap().len(), 5, "reading beside is fine");
    drop(archive);
    assert!(Archive::open_writable(&path).is_ok());
    let error = Archive::open(&path).unwrap().commit(&corpus()[0], &relations());
    assert!(matches!(error, Ok(Committed::Unchanged)));
    assert!(matches!(Archive::open(&path).unwrap().remove("us-4"), Err(Error::ReadOnly(_))));
}

#[test]
fn what_is_no_graph_is_refused() {
    let (guard, path) = folder();
    assert!(matches!(Archive::open(&path), Err(Error::NotAGraph(_))));
    fs::write(guard.path().join("notes.txt"), "mine").unwrap();
    assert!(matches!(Archive::create(guard.path(), &Base::default()), Err(Error::NotEmpty(_))));
    assert!(matches!(Archive::create(Path::new("/proc/chancery"), &Base::default()), Err(Error::Io { .. })));
    drop(filled(&path, &[]));
    assert!(matches!(Archive::create(&path, &Base::default()), Err(Error::Exists(_))));
    let settings = fs::read_to_string(path.join("settings.json")).unwrap();
    fs::write(path.join("settings.json"), settings.replace("/id/", "/ID/")).unwrap();
    assert!(matches!(Archive::open(&path), Err(Error::Damaged { .. })));
}

#[test]
fn a_newer_format_is_refused_with_a_hint() {
    let (_guard, path) = folder();
    drop(filled(&path, &corpus()));
    let value = serde_json::json!({"format": "chancery.graph/2", "base": Base::DEFAULT});
    let crc32 = format!("{:08x}", crc32fast::hash(value.to_string().as_bytes()));
    let text =
        serde_json::json!({"format": value["format"], "base": value["base"], "crc32": crc32}).to_string();
    fs::write(path.join("settings.json"), text).unwrap();
    let error = Archive::open(&path).unwrap_err();
    assert!(
        matches!(error, Error::Format { .. }) && error.to_string().contains("use a newer chancery"),
        "{error}"
    );
}

#[test]
fn an_interrupted_creation_can_be_repeated() {
    let (_guard, path) = folder();
    drop(filled(&path, &[]));
    fs::remove_file(path.join("settings.json")).unwrap();
    assert!(matches!(Archive::open(&path), Err(Error::NotAGraph(_))));
    assert!(filled(&path, &corpus()).check().unwrap().is_empty());
}

/// Every byte counts: a flip anywhere is an error at opening or a finding of the check, and names the file.
#[test]
fn a_flipped_byte_is_found() {
    let (guard, path) = folder();
    drop(filled(&path, &corpus()));
    let bytes = fs::read(records_file(&path)).unwrap();
    let damaged = guard.path().join("damaged");
    copy(&path, &damaged);
    for at in (0..bytes.len()).step_by(7) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        fs::write(records_file(&damaged), &flipped).unwrap();
        match Archive::open(&damaged) {
            Err(Error::Damaged { offset, .. }) => assert!(offset <= bytes.len() as u64, "byte {at}"),
            Err(Error::Format { .. }) => assert!(at < 16, "byte {at}"),
            Err(other) => panic!("byte {at}: {other}"),
            Ok(archive) => {
                let findings = archive.check().unwrap();
                let found =
                    findings.iter().find(|finding| finding.severity == Severity::Error).expect("byte {at}");
                assert!(found.message.contains("at byte"), "{found}");
                assert!(archive.info().is_err() && archive.quads().any(|quad| quad.is_err()), "byte {at}");
            }
        }
    }
}

#[test]
fn a_lost_end_is_found_if_the_batch_had_ended() {
    let (guard, path) = folder();
    drop(filled(&path, &corpus()));
    let bytes = fs::read(records_file(&path)).unwrap();
    let damaged = guard.path().join("damaged");
    copy(&path, &damaged);
    for length in (0..bytes.len()).step_by(31) {
        fs::write(records_file(&damaged), &bytes[..length]).unwrap();
        assert!(matches!(Archive::open(&damaged), Err(Error::Damaged { .. })), "length {length}");
        assert!(matches!(Archive::open_writable(&damaged), Err(Error::Damaged { .. })), "length {length}");
    }
    fs::remove_file(records_file(&damaged)).unwrap();
    assert!(matches!(Archive::open(&damaged), Err(Error::Damaged { .. })));
    copy(&path, &damaged);
    fs::remove_file(damaged.join("archive/manifest.json")).unwrap();
    assert!(matches!(Archive::open(&damaged), Err(Error::Damaged { .. })));
}

/// A graph of five documents of which the last two were not flushed.
fn unflushed(guard: &TempDir, path: &Path) -> (PathBuf, Vec<u8>, usize) {
    let all = corpus();
    let mut archive = filled(path, &all[..3]);
    let flushed = fs::metadata(records_file(path)).unwrap().len();
    for record in &all[3..] {
        archive.commit(record, &relations()).unwrap();
    }
    let killed = guard.path().join("killed");
    copy(path, &killed);
    let bytes = fs::read(records_file(&killed)).unwrap();
    (killed, bytes, usize::try_from(flushed).unwrap())
}

#[test]
fn a_torn_end_is_left_out_by_readers_and_cut_by_the_writer() {
    let (guard, path) = folder();
    let (killed, bytes, flushed) = unflushed(&guard, &path);
    assert_eq!(Archive::open(&killed).unwrap().len(), 5, "what was acknowledged is there");
    let manifest = fs::read(killed.join("archive/manifest.json")).unwrap();
    for length in (flushed..bytes.len()).step_by(13) {
        fs::write(killed.join("archive/manifest.json"), &manifest).unwrap();
        fs::write(records_file(&killed), &bytes[..length]).unwrap();
        let archive = Archive::open(&killed).unwrap();
        let whole = archive.len();
        assert!((3..5).contains(&whole), "length {length}");
        assert!(!archive.check().unwrap().iter().any(|finding| finding.severity == Severity::Error));
        let archive = Archive::open_writable(&killed).unwrap();
        assert_eq!(archive.len(), whole);
        let cut = fs::metadata(records_file(&killed)).unwrap().len();
        assert_eq!(archive.findings().len(), usize::from(cut < length as u64), "length {length}");
    }
    fs::write(killed.join("archive/manifest.json"), &manifest).unwrap();
    fs::write(records_file(&killed), [bytes.as_slice(), &[0; 500]].concat()).unwrap();
    let mut archive = Archive::open_writable(&killed).unwrap();
    assert_eq!((archive.len(), archive.findings().len()), (5, 1));
    for record in corpus() {
        assert_eq!(archive.commit(&record, &relations()).unwrap(), Committed::Unchanged);
    }
}

#[test]
fn damage_before_a_whole_record_is_not_a_torn_end() {
    let (guard, path) = folder();
    let (killed, bytes, flushed) = unflushed(&guard, &path);
    for at in [flushed + 2, flushed + 6, flushed + 200] {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        fs::write(records_file(&killed), &flipped).unwrap();
        let error = Archive::open_writable(&killed).unwrap_err();
        assert!(
            matches!(error, Error::Damaged { offset, .. } if offset == flushed as u64),
            "byte {at}: {error}"
        );
        assert_eq!(fs::read(records_file(&killed)).unwrap(), flipped, "nothing is cut");
    }
}

/// Documents of some size for the processes below.
fn many() -> impl Iterator<Item = DocumentRecord> {
    let template = corpus().remove(0);
    (0..400).map(move |i| {
        let mut record = template.clone();
        record.id = format!("document-{i:04}");
        for j in 0..40 {
            record.text.push_str(&format!(" {:x}", (i * 7919 + j * 104_729) % 1_000_003));
        }
        record
    })
}

const WRITER: &str = "CHANCERY_TEST_WRITER";

/// Not a test of its own: the process that the tests below kill and starve. It commits all documents and
/// acknowledges each.
#[test]
fn writer_process() {
    let Ok(path) = std::env::var(WRITER) else { return };
    let path = Path::new(&path);
    let mut archive = match Archive::open_writable(path) {
        Err(Error::NotAGraph(_)) => Archive::create(path, &Base::default()).unwrap(),
        other => other.unwrap(),
    };
    let mut out = std::io::stdout();
    for (i, record) in many().enumerate() {
        archive.commit(&record, &relations()).unwrap_or_else(|error| panic!("{error}"));
        writeln!(out, "ack {}", record.id).unwrap();
        out.flush().unwrap();
        if i % 50 == 49 {
            archive.flush().unwrap();
        }
    }
    archive.flush().unwrap();
}

fn writer(path: &Path, shell: Option<&str>) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut command = match shell {
        None => Command::new(&program),
        Some(script) => {
            let mut command = Command::new("sh");
            command.args(["-c", &format!("{script}; exec \"$0\" \"$@\"")]).arg(&program);
            command
        }
    };
    command.args(["archive::writer_process", "--exact", "--nocapture"]).env(WRITER, path);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null());
    command
}

fn undisturbed_hash() -> String {
    let (_guard, path) = folder();
    filled(&path, &many().collect::<Vec<_>>()).info().unwrap().hash
}

#[test]
fn a_kill_at_any_time_loses_nothing_acknowledged() {
    let (_guard, path) = folder();
    let mut acknowledged = Vec::new();
    for round in 0..20_usize {
        let mut child = writer(&path, None).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = 1 + round * 37 % 100;
        let acks = lines
            .by_ref()
            .map_while(Result::ok)
            .filter_map(|line| Some(line.split_once("ack ")?.1.to_owned()));
        acknowledged.extend(acks.take(wanted));
        for _ in 0..round * 20_000 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        acknowledged.extend(
            lines.map_while(Result::ok).filter_map(|line| Some(line.split_once("ack ")?.1.to_owned())),
        );
        child.wait().unwrap();
        let archive = Archive::open(&path).unwrap();
        let errors: Vec<_> = archive
            .check()
            .unwrap()
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        assert_eq!(errors, [], "round {round}");
        for id in &acknowledged {
            assert!(archive.contains(id), "round {round}: {id} was acknowledged");
        }
    }
    assert!(writer(&path, None).output().unwrap().status.success());
    let archive = Archive::open(&path).unwrap();
    assert_eq!(archive.info().unwrap().hash, undisturbed_hash(), "the same graph as without kills");
}

#[test]
fn a_full_disk_keeps_what_was_committed() {
    let (_guard, path) = folder();
    let output = writer(&path, Some("trap '' XFSZ; ulimit -f 100")).output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "the limit must be reached");
    assert!(said.contains("cannot write") && said.contains("documents are saved"), "{said}");
    let acknowledged = said.matches("ack document").count();
    let archive = Archive::open(&path).unwrap();
    assert!(archive.len() >= acknowledged && acknowledged > 5, "{} of {acknowledged}", archive.len());
    assert!(archive.findings().is_empty(), "the failed record was cut");
    drop(archive);
    assert!(writer(&path, None).output().unwrap().status.success(), "with space again it goes on");
    assert_eq!(Archive::open(&path).unwrap().info().unwrap().hash, undisturbed_hash());
}

/// Without a handler the system ends the process at the limit; that is a kill like any other.
#[test]
fn a_process_ended_by_a_size_limit_leaves_a_sound_graph() {
    let (_guard, path) = folder();
    let mut child = writer(&path, Some("ulimit -f 100")).spawn().unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!child.wait().unwrap().success());
    let archive = Archive::open_writable(&path).unwrap();
    assert!(archive.len() >= said.matches("ack document").count());
    assert!(!archive.check().unwrap().iter().any(|finding| finding.severity == Severity::Error));
}

/// The file is far larger than any buffer it is read through: what is whole must not be taken for damage anywhere in it.
#[test]
fn a_repair_of_a_large_file_loses_what_is_damaged_and_nothing_else() {
    let (_guard, path) = folder();
    let all: Vec<_> = many().collect();
    drop(filled(&path, &all));
    let whole = fs::read(records_file(&path)).unwrap();
    assert!(whole.len() > 300_000, "{}", whole.len());
    for at in [50_000, 150_000, whole.len() - 100] {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x20;
        fs::write(records_file(&path), &flipped).unwrap();
        assert_eq!(Archive::survey(&path).unwrap().findings.len(), 1, "byte {at}");
        let repair = Archive::repair(&path).unwrap();
        assert_eq!((repair.documents, repair.kept, repair.findings.len()), (399, 399, 1), "byte {at}");
        assert_eq!(repair.lost.len() + repair.nameless, 1, "byte {at}: {:?}", repair.lost);
        let mut archive = Archive::open_writable(&path).unwrap();
        assert_eq!(archive.check().unwrap(), []);
        let new = all.iter().filter(|record| archive.commit(record, &relations()).unwrap() == Committed::New);
        assert_eq!(new.count(), 1, "byte {at}");
        archive.flush().unwrap();
        drop(archive);
        assert_eq!(fs::metadata(records_file(&path)).unwrap().len(), whole.len() as u64);
        fs::write(records_file(&path), &whole).unwrap();
        fs::remove_file(path.join("archive/manifest.json")).unwrap();
        assert!(Archive::repair(&path).unwrap().lost.is_empty());
    }
}

/// Five documents with an earlier state of one, a removed one, and one that came back.
/// Every release keeps a small graph of its own below `tests/data/old-store`: later versions open it and read the same.
#[test]
fn graphs_of_earlier_releases_open() {
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/old-store");
    let mut count = 0;
    for release in fs::read_dir(old).unwrap().map(|entry| entry.unwrap().path()) {
        let (_guard, path) = folder();
        copy(&release, &path);
        let expected = fs::read_to_string(release.join("dump.nq")).unwrap();
        let mut archive = Archive::open_writable(&path).unwrap();
        let nquads: String = archive.documents().map(|stored| stored.unwrap().nquads).collect();
        assert!(nquads == expected, "{}", release.display());
        assert_eq!(archive.check().unwrap(), []);
        archive.commit(&corpus()[0], &relations()).unwrap();
        archive.flush().unwrap();
        archive.compact(false).unwrap();
        let archive = Archive::open(&path).unwrap();
        let kept =
            archive.documents().map(Result::unwrap).filter(|stored| stored.record.id != corpus()[0].id);
        assert!(kept.map(|stored| stored.nquads).collect::<String>() == expected);
        count += 1;
    }
    assert!(count > 0, "there are fixtures");
}

#[test]
fn what_builds_left_out_is_counted_once_and_survives_compacting_and_repair() {
    use chancery::archive::left_out::{Kind, LeftOut, MAX_NAMES, path};
    let folder = tempfile::tempdir().unwrap();
    let kg = folder.path().join("kg");
    let run = |arguments: &[&str], input: &str| {
        let mut command = assert_cmd::Command::cargo_bin("chancery").unwrap();
        let output = command.args(arguments).arg(&kg).write_stdin(input).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let build = ["build", "-", "--input-format", "jsonl", "-o"];
    let lines = "{\"id\": \"a\", \"text\": \"Alice Berg met Boris Dunn in Paris.\"}\n{\"id\": \"b\", \"text\": \"\"}\nno JSON\n\
        {\"id\": \"c\", \"text\": \"Le président de la République a rencontré hier son homologue à Paris, selon un communiqué.\"}\n";
    let left_out = || {
        let info: serde_json::Value = serde_json::from_str(&run(&["info", "--json"], "").1).unwrap();
        info["leftOut"].clone()
    };
    assert_eq!(run(&build, lines).0, Some(1));
    let first = left_out();
    assert_eq!(first["rejected"], 1, "{first}");
    assert_eq!(first["skipped"], 2, "{first}");
    assert_eq!(run(&build, lines).0, Some(1));
    assert_eq!(left_out(), first, "the same inputs again");
    assert_eq!(run(&["compact"], "").0, Some(0));
    assert_eq!(run(&["check", "--repair"], "").0, Some(0));
    assert_eq!(left_out(), first);
    assert!(run(&["info"], "").2.contains("1 rejected, 2 skipped"));

    // Damage is told of, is no damage of the graph, and goes with the next count.
    let mut bytes = std::fs::read(path(&kg)).unwrap();
    let digit = bytes.windows(8).position(|part| part == b"\"skipped").unwrap() + 20;
    bytes[digit] ^= 1;
    std::fs::write(path(&kg), bytes).unwrap();
    let (code, _, said) = run(&["info"], "");
    assert!(code == Some(0) && said.contains("left-out.json"), "{said}");
    let (code, out, said) = run(&["check"], "");
    assert!(code == Some(0) && format!("{out}{said}").contains("left-out.json"), "{out}{said}");
    assert_eq!(run(&build, lines).0, Some(1));
    assert_eq!(left_out(), first);

    let mut many = LeftOut::default();
    (0..MAX_NAMES + 5).for_each(|number| many.add(Kind::Skipped, &number.to_string()));
    assert_eq!((many.count(Kind::Skipped), many.is_empty()), (MAX_NAMES, false));
}
