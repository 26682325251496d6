//! What a machine does to a program: kills, signals, full disks, damaged files, panics, odd surroundings.
//!
//! The graph must stay whole, and what is wrong must be said. Moments are random; every other thing is fixed.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use chancery::archive::Archive;
use chancery::diagnostic::Severity;
use rustix::process::{Pid, Signal, kill_process};

use crate::cli::{assert_status, chancery, err, out, run, text};

const PEOPLE: [&str; 6] = ["Alice Berg", "Boris Dunn", "Clara Fenn", "David Gray", "Emma Holt", "Frank Ives"];
const PLACES: [&str; 5] = ["Paris", "Vienna", "Geneva", "Oslo", "Rome"];
const COUNT: &str = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }";

/// An article of a few sentences.
fn article(number: usize, edition: &str) -> String {
    let person = |i: usize| PEOPLE[i % PEOPLE.len()];
    let place = PLACES[number % PLACES.len()];
    let (a, b, c) = (person(number), person(number + 1), person(number * 3 + 2));
    format!(
        "{a} met {b} in {place}. {c} criticized {a} on Monday.\n\nThe envoy said that {b} had visited {place}. \
         France condemned the attack and Germany sent aid to Ukraine. {edition}\n"
    )
}

/// Two editions of a folder of articles: every third one is another in the second.
fn editions(dir: &Path, documents: usize) -> (PathBuf, PathBuf) {
    let (first, second) = (dir.join("first"), dir.join("second"));
    for folder in [&first, &second] {
        fs::create_dir(folder).unwrap();
    }
    for i in 0..documents {
        fs::write(first.join(format!("d{i:03}.txt")), article(i, "")).unwrap();
        let edition = if i % 3 == 0 { "Norway thanked Sweden." } else { "" };
        fs::write(second.join(format!("d{i:03}.txt")), article(i, edition)).unwrap();
    }
    (first, second)
}

/// A graph with earlier states, a removed document and an index.
fn graph(dir: &Path, documents: usize) -> PathBuf {
    let (first, second) = editions(dir, documents);
    let kg = dir.join("kg");
    assert_status(&run(&["build", text(&first), "-o", text(&kg)]), 0);
    for path in files_below(&second) {
        fs::copy(&path, first.join(path.file_name().unwrap())).unwrap();
    }
    assert_status(&run(&["build", text(&first), "-o", text(&kg)]), 0);
    assert_status(&run(&["remove", text(&kg), "d001", "--quiet"]), 0);
    kg
}

fn dump(kg: &Path) -> String {
    let output = run(&["export", text(kg), "--format", "nquads"]);
    assert_status(&output, 0);
    out(&output)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut pending) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(dir) = pending.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { pending.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}

/// What is on disk after a kill: it opens, nothing is damaged, each document is one of its editions, and a query sees it all.
fn assert_whole(kg: &Path, editions: &[PathBuf], what: &str) {
    let archive = match Archive::open(kg) {
        Ok(archive) => archive,
        // The first build may be killed before there is a graph.
        Err(chancery::archive::Error::NotAGraph(_)) => return,
        Err(error) => panic!("{what}: {error}"),
    };
    let errors: Vec<_> =
        archive.check().unwrap().into_iter().filter(|found| found.severity == Severity::Error).collect();
    assert_eq!(errors, [], "{what}");
    for record in archive.records() {
        let record = record.unwrap();
        let texts = editions.iter().map(|folder| folder.join(format!("{}.txt", record.id)));
        assert!(
            texts.map(|path| fs::read_to_string(path).unwrap()).any(|text| text.trim() == record.text.trim()),
            "{what}: {} is no edition",
            record.id
        );
    }
    let query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }";
    let output = run(&["query", text(kg), query, "--format", "csv", "--as-extracted"]);
    assert_status(&output, 0);
    assert_eq!(out(&output).lines().nth(1), Some(archive.len().to_string().as_str()), "{what}");
}

#[test]
fn a_kill_at_a_hundred_moments_of_any_change_leaves_a_whole_graph() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = editions(dir.path(), 24);
    let (calm, kg) = (dir.path().join("calm"), dir.path().join("kg"));
    // Files of one name elsewhere are other documents: an edition is laid where the one before it was.
    let desk = dir.path().join("desk");
    fs::create_dir(&desk).unwrap();
    let lay = |which: usize| {
        for path in [&first, &second].get(which).into_iter().flat_map(|edition| files_below(edition)) {
            fs::copy(&path, desk.join(path.file_name().unwrap())).unwrap();
        }
    };
    let changes = |kg: &Path| {
        let build = || vec!["build".to_owned(), text(&desk).to_owned(), "-o".to_owned(), text(kg).to_owned()];
        [
            build(),
            build(),
            ["remove", text(kg), "d001", "d003", "d011", "--quiet"].map(str::to_owned).to_vec(),
            ["compact", text(kg), "--quiet"].map(str::to_owned).to_vec(),
        ]
    };
    let start = |arguments: &[String]| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = chancery(&arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let all = |kg: &Path| -> Vec<Duration> {
        let timed = |(which, arguments): (usize, Vec<String>)| {
            lay(which);
            let began = Instant::now();
            assert!(start(&arguments).status().unwrap().success(), "{arguments:?}");
            began.elapsed()
        };
        changes(kg).into_iter().enumerate().map(timed).collect()
    };
    let lasting = all(&calm);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut killed = 0;
    for round in 0..100 {
        let which = round % 4;
        lay(which);
        let mut child = start(&changes(&kg)[which]).spawn().unwrap();
        // A moment of the change at random.
        std::thread::sleep(Duration::from_micros(dice.below(lasting[which].as_micros() as u64 * 5 / 4)));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().signal().is_some());
        assert_whole(&kg, &[first.clone(), second.clone()], &format!("round {round}"));
    }
    assert!(killed > 25, "only {killed} were killed in time");
    all(&kg);
    assert!(dump(&kg) == dump(&calm), "the same graph as without kills");
    let unfinished: Vec<_> = files_below(&kg)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "new" || end == "tmp"))
        .collect();
    assert_eq!(unfinished, [] as [PathBuf; 0], "nothing unfinished is left");
}

/// A build that reads articles from a pipe, and has so many of the four in it.
fn building(kg: &Path, documents: usize) -> (Child, std::process::ChildStdin) {
    let mut child = chancery(&["build", "-", "--input-format", "jsonl", "-o", text(kg), "--threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    for i in 0..4 {
        pipe.write_all(line(i).as_bytes()).unwrap();
    }
    while Archive::open(kg).map_or(0, |archive| archive.len()) < documents {
        assert_eq!(child.try_wait().unwrap(), None, "it ended by itself");
        std::thread::yield_now();
    }
    (child, pipe)
}

fn line(number: usize) -> String {
    let text = article(number, "").replace('\n', " ");
    format!("{{\"id\": \"d{number}\", \"text\": \"{text}\"}}\n")
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), signal).unwrap();
}

#[test]
fn a_signal_ends_a_build_after_the_document_at_hand() {
    let dir = tempfile::tempdir().unwrap();
    for (wish, status) in [(Signal::TERM, 0), (Signal::INT, 130)] {
        let kg = dir.path().join(format!("kg{status}"));
        let (child, mut pipe) = building(&kg, 1);
        signal(&child, wish);
        // Articles go on coming until nobody reads them.
        for i in 4.. {
            if pipe.write_all(line(i).as_bytes()).is_err() {
                break;
            }
        }
        let output = child.wait_with_output().unwrap();
        assert_status(&output, status);
        let said = err(&output);
        assert!(said.contains("stopped before the end") && said.contains("articles ("), "{said}");
        let archive = Archive::open(&kg).unwrap();
        assert_eq!(archive.check().unwrap(), [], "flushed: the manifest counts every record");
        assert!(!archive.is_empty());
    }
}

#[test]
fn a_signal_ends_a_build_that_waits_for_input() {
    let dir = tempfile::tempdir().unwrap();
    let kg = dir.path().join("kg");
    let (child, pipe) = building(&kg, 4);
    signal(&child, Signal::TERM);
    let began = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert_status(&output, 0);
    assert!(began.elapsed() < Duration::from_secs(30), "it waits for no more input");
    assert!(err(&output).contains("what came before it is saved"), "{}", err(&output));
    drop(pipe);
    assert!(!Archive::open(&kg).unwrap().is_empty());
}

/// Runs the program with a limit of the shell, such as on the size of files.
fn limited(limit: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{limit}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_chancery")]);
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_full_disk_stops_a_change_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let kg = graph(dir.path(), 24);
    let before = dump(&kg);
    let records = kg.join("archive/records");
    let bytes = fs::read(&records).unwrap();
    // Half of what the new file takes, in blocks of 512 bytes.
    let limit = format!("trap '' XFSZ; ulimit -f {}", bytes.len() / 1024 / 2);
    let output = limited(&limit, &["compact", text(&kg)]);
    assert_status(&output, 2);
    let said = err(&output);
    assert!(said.contains("cannot write") && said.contains("free space"), "{said}");
    assert!(fs::read(&records).unwrap() == bytes, "the graph is as it was");
    assert!(!kg.join("archive/records.new").exists(), "and the room is given back");
    let output = limited(&limit, &["build", text(&dir.path().join("first")), "-o", text(&kg)]);
    assert_status(&output, 2);
    assert!(err(&output).contains("documents are saved"), "{}", err(&output));
    assert!(dump(&kg) == before);
    assert_status(&run(&["compact", text(&kg)]), 0);
    assert!(dump(&kg) == before);
}

#[test]
fn no_damage_of_any_file_goes_unseen() {
    let dir = tempfile::tempdir().unwrap();
    let kg = graph(dir.path(), 8);
    let whole = dump(&kg);
    let count = out(&run(&["query", text(&kg), COUNT, "--format", "csv"]));
    let files: Vec<_> = files_below(&kg).into_iter().filter(|path| !path.ends_with("lock")).collect();
    assert!(files.len() >= 4, "{files:?}");
    for path in &files {
        let bytes = fs::read(path).unwrap();
        let flipped = (0..8).map(|part| {
            let mut bytes = bytes.clone();
            let at = (bytes.len() - 1) * part / 7;
            bytes[at] ^= 0x10;
            Some(bytes)
        });
        let cut = [0, bytes.len() / 2, bytes.len() - 1].map(|len| Some(bytes[..len].to_vec()));
        for (round, damaged) in flipped.chain(cut).chain([None]).enumerate() {
            match damaged {
                Some(bytes) => fs::write(path, bytes).unwrap(),
                None => fs::remove_file(path).unwrap(),
            }
            let export = run(&["export", text(&kg), "--format", "nquads"]);
            let query = run(&["query", text(&kg), COUNT, "--format", "csv"]);
            for (output, expected) in [(export, &whole), (query, &count)] {
                match output.status.code() {
                    Some(0) => assert!(out(&output) == *expected, "{path:?}, damage {round}: less, unsaid"),
                    Some(2) => assert!(err(&output).starts_with("error: "), "{}", err(&output)),
                    other => panic!("{path:?}, damage {round}: {other:?} {}", err(&output)),
                }
            }
            fs::write(path, &bytes).unwrap();
        }
    }
    assert_status(&run(&["check", text(&kg)]), 0);
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let dir = tempfile::tempdir().unwrap();
    let kg = dir.path().join("kg");
    let (mut child, pipe) = building(&kg, 1);
    let news = dir.path().join("news.txt");
    fs::write(&news, article(7, "")).unwrap();
    for arguments in [
        vec!["build", text(&news), "-o", text(&kg)],
        vec!["remove", text(&kg), "d0"],
        vec!["compact", text(&kg)],
        vec!["check", text(&kg), "--repair"],
    ] {
        let output = run(&arguments);
        assert_status(&output, 2);
        assert!(err(&output).contains(&format!("(pid {})", child.id())), "{arguments:?}: {}", err(&output));
    }
    assert_status(&run(&["export", text(&kg), "--format", "nquads"]), 0);
    drop(pipe);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_panic_in_a_stage_costs_its_document_only() {
    let dir = tempfile::tempdir().unwrap();
    let (first, _) = editions(dir.path(), 6);
    let (kg, calm) = (dir.path().join("kg"), dir.path().join("calm"));
    let output = chancery(&["build", text(&first), "-o", text(&kg)])
        .env("CHANCERY_TEST_PANIC", "d002")
        .output()
        .unwrap();
    if cfg!(debug_assertions) {
        assert_status(&output, 1);
        assert!(
            err(&output).contains("d002") && err(&output).contains("a panic on request"),
            "{}",
            err(&output)
        );
        assert_eq!(
            Archive::open(&kg).unwrap().ids().collect::<Vec<_>>(),
            ["d000", "d001", "d003", "d004", "d005"]
        );
    }
    assert_status(&run(&["build", text(&first), "-o", text(&kg)]), 0);
    assert_status(&run(&["build", text(&first), "-o", text(&calm)]), 0);
    assert!(dump(&kg) == dump(&calm), "the next build makes up for it");
}

#[test]
fn clock_zone_language_folder_and_home_do_not_matter() {
    let dir = tempfile::tempdir().unwrap();
    let (first, _) = editions(dir.path(), 6);
    let files = |name: &str, setting: &dyn Fn(&mut Command)| {
        let kg = dir.path().join(name);
        let mut command = chancery(&["build", text(&first), "-o", text(&kg)]);
        setting(&mut command);
        assert_status(&command.output().unwrap(), 0);
        let below = files_below(&kg).into_iter().filter(|path| !path.ends_with("lock"));
        below
            .map(|path| (path.strip_prefix(&kg).unwrap().to_owned(), fs::read(&path).unwrap()))
            .collect::<Vec<_>>()
    };
    let plain = files("plain", &|_| {});
    assert!(plain.len() >= 4);
    let odd = files("odd", &|command| {
        command
            .env_clear()
            .env("TZ", "Asia/Kathmandu")
            .env("LANG", "tr_TR.UTF-8")
            .env("LC_ALL", "tr_TR.UTF-8");
        command.current_dir("/");
    });
    assert!(plain == odd);
}

#[test]
fn a_folder_that_may_not_be_written_to_is_read_and_said_to_be_so() {
    let dir = tempfile::tempdir().unwrap();
    let kg = graph(dir.path(), 6);
    let whole = dump(&kg);
    let count = out(&run(&["query", text(&kg), COUNT, "--format", "csv"]));
    fs::remove_file(kg.join("index/quads")).unwrap();
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(dir.path(), 0o755);
    for path in files_below(&kg) {
        mode(&path, 0o444);
    }
    let folders = [kg.join("archive"), kg.join("index"), kg.clone()];
    for folder in &folders {
        mode(folder, 0o555);
    }
    // Root may write anywhere: then it is tried as nobody.
    let is_root = rustix::process::getuid().is_root();
    let as_reader = |arguments: &[&str]| {
        let mut command = chancery(arguments);
        if is_root {
            command.uid(65_534).gid(65_534);
        }
        command.stdin(Stdio::null()).output().unwrap()
    };
    let export = as_reader(&["export", text(&kg), "--format", "nquads"]);
    assert_status(&export, 0);
    assert!(out(&export) == whole);
    let query = as_reader(&["query", text(&kg), COUNT, "--format", "csv"]);
    assert_status(&query, 0);
    assert_eq!(out(&query), count);
    assert!(err(&query).contains("could not be kept"), "{}", err(&query));
    for arguments in [vec!["remove", text(&kg), "d000"], vec!["compact", text(&kg)]] {
        let output = as_reader(&arguments);
        assert_status(&output, 2);
        assert!(err(&output).contains("choose a folder that you may write to"), "{}", err(&output));
    }
    for folder in &folders {
        mode(folder, 0o755);
    }
}

#[test]
fn open_files_do_not_grow_with_the_articles() {
    let dir = tempfile::tempdir().unwrap();
    let (first, _) = editions(dir.path(), 60);
    let kg = dir.path().join("kg");
    let few = "ulimit -n 24";
    assert_status(&limited(few, &["build", text(&first), "-o", text(&kg)]), 0);
    assert_status(&limited(few, &["remove", text(&kg), "d004", "--quiet"]), 0);
    assert_status(&limited(few, &["compact", text(&kg)]), 0);
    assert_status(&limited(few, &["query", text(&kg), COUNT]), 0);
    assert_status(&limited(few, &["check", text(&kg)]), 0);
    assert_eq!(Archive::open(&kg).unwrap().len(), 59);
}
