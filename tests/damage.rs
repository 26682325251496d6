//! Damage of a graph on disk: noticed before anything is added, and a way out in place.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::{NEWS, assert_status, err, out, run, text, write};

/// Five articles and a graph of them.
fn graph(dir: &Path) -> (PathBuf, PathBuf) {
    let news = dir.join("news");
    fs::create_dir(&news).unwrap();
    for (name, place) in [("a", "Kharkiv"), ("b", "Odesa"), ("c", "Lviv"), ("d", "Sumy"), ("e", "Poltava")] {
        write(&news, &format!("{name}.txt"), &NEWS.replace("Kharkiv", place));
    }
    let kg = dir.join("kg");
    assert_status(&run(&["build", text(&news), "-o", text(&kg)]), 0);
    (news, kg)
}

fn dump(kg: &Path) -> String {
    let output = run(&["export", text(kg), "--format", "nquads"]);
    assert_status(&output, 0);
    out(&output)
}

/// Where the record of a document begins, and how long its head is.
fn record_of(bytes: &[u8], id: &str) -> usize {
    let at = bytes.windows(4).enumerate().filter(|(_, mark)| *mark == b"\x89rec").map(|(at, _)| at);
    at.into_iter().find(|at| bytes[at + 80..].starts_with(id.as_bytes())).unwrap()
}

#[test]
fn a_damaged_graph_is_not_extended_and_repaired_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let (news, kg) = graph(dir.path());
    let whole = dump(&kg);
    let records = kg.join("archive/records");
    let bytes = fs::read(&records).unwrap();
    let begin = record_of(&bytes, "c");
    let extra = write(dir.path(), "extra.txt", NEWS);
    // In the body, in the id, in the mark of the head, in the length.
    for (round, at) in [begin + 200, begin + 80, begin, begin + 5].into_iter().enumerate() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x40;
        fs::write(&records, &flipped).unwrap();
        for input in [&extra, &news] {
            let output = run(&["build", text(input), "-o", text(&kg)]);
            assert_status(&output, 2);
            let repair = format!("chancery check {} --repair", text(&kg));
            assert!(
                err(&output).contains("damaged at byte") && err(&output).contains(&repair),
                "{}",
                err(&output)
            );
            assert_eq!(fs::read(&records).unwrap(), flipped, "nothing was added");
        }
        let output = run(&["check", text(&kg), "--repair"]);
        assert_status(&output, 1);
        let talk = err(&output);
        assert!(talk.contains("4 documents in 4 whole records"), "{talk}");
        assert!(talk.contains(&format!("chancery build INPUT -o {}", text(&kg))), "{talk}");
        assert_eq!(talk.contains("document c: lost"), round != 1, "byte {at}: {talk}");
        let aside = kg.join(format!("archive/records.damaged-{}", round + 1));
        assert!(talk.contains(text(&aside)), "{talk}");
        assert_eq!(fs::read(&aside).unwrap(), flipped, "what was damaged is kept");
        assert_status(&run(&["check", text(&kg)]), 0);
        let documents = out(&run(&["info", text(&kg), "--documents"]));
        assert_eq!(documents.lines().count(), 4, "{documents}");

        let output = run(&["build", text(&news), "-o", text(&kg)]);
        assert_status(&output, 0);
        assert!(err(&output).contains("5 articles (1 new, 4 unchanged)"), "{}", err(&output));
        assert!(dump(&kg) == whole, "all is back");
    }
}

#[test]
fn a_sound_graph_has_nothing_to_repair() {
    let dir = tempfile::tempdir().unwrap();
    let (_, kg) = graph(dir.path());
    let before = fs::read(kg.join("archive/records")).unwrap();
    let output = run(&["check", text(&kg), "--repair"]);
    assert_status(&output, 0);
    assert!(err(&output).contains("5 documents, all sound: nothing to repair"), "{}", err(&output));
    assert_eq!(fs::read(kg.join("archive/records")).unwrap(), before);
    assert_eq!(fs::read_dir(kg.join("archive")).unwrap().count(), 2);
    let output = run(&["check", text(dir.path()), "--repair"]);
    assert_status(&output, 2);
    assert!(err(&output).contains("--repair is for graphs"), "{}", err(&output));
}

#[test]
fn what_a_later_record_replaced_is_no_loss_and_an_earlier_state_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (news, kg) = graph(dir.path());
    let first = fs::read(kg.join("archive/records")).unwrap();
    write(&news, "c.txt", &format!("{NEWS}\nThe European Union condemned the strike.\n"));
    assert_status(&run(&["build", text(&news), "-o", text(&kg)]), 0);
    let records = kg.join("archive/records");
    let bytes = fs::read(&records).unwrap();
    let flip = |at: usize| {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        fs::write(&records, flipped).unwrap();
        run(&["check", text(&kg), "--repair"])
    };
    let output = flip(record_of(&bytes, "c") + 200);
    assert_status(&output, 0);
    assert!(err(&output).contains("5 documents in 5 whole records"), "{}", err(&output));
    let output = flip(first.len() + 200);
    assert_status(&output, 1);
    assert!(
        err(&output).contains("document c: its latest state is lost, an earlier one stands"),
        "{}",
        err(&output)
    );
    let output = run(&["build", text(&news), "-o", text(&kg)]);
    assert!(err(&output).contains("5 articles (1 changed, 4 unchanged)"), "{}", err(&output));
}

#[test]
fn missing_files_of_a_graph_are_named_and_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (news, kg) = graph(dir.path());
    let whole = dump(&kg);
    // The file, how the repair ends, and how many articles are new afterwards.
    for (name, status, new) in
        [("archive/manifest.json", 0, ""), ("settings.json", 0, ""), ("archive/records", 1, "5 new")]
    {
        for is_missing in [false, true] {
            if is_missing {
                fs::remove_file(kg.join(name)).unwrap();
            } else {
                fs::write(kg.join(name), "{ no such thing").unwrap();
            }
            let output = run(&["build", text(&news), "-o", text(&kg)]);
            assert_status(&output, 2);
            assert!(
                err(&output).contains(&format!("chancery check {} --repair", text(&kg))),
                "{}",
                err(&output)
            );
            let output = run(&["check", text(&kg)]);
            assert_status(&output, 1);
            assert!(out(&output).contains(name), "{}", out(&output));
            let output = run(&["check", text(&kg), "--repair"]);
            assert_status(&output, status);
            assert_status(&run(&["check", text(&kg)]), 0);
            let output = run(&["build", text(&news), "-o", text(&kg)]);
            assert_status(&output, 0);
            assert!(err(&output).contains(new) && err(&output).contains("5 articles"), "{}", err(&output));
            assert!(dump(&kg) == whole, "{name}");
        }
    }
}

#[test]
fn a_base_of_ones_own_comes_back_from_the_records() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&good), "-o", text(&kg), "--base", "https://x.example/my/"]), 0);
    let settings = fs::read(kg.join("settings.json")).unwrap();
    fs::remove_file(kg.join("settings.json")).unwrap();
    assert_status(&run(&["check", text(&kg), "--repair"]), 0);
    assert_eq!(fs::read(kg.join("settings.json")).unwrap(), settings);
}
