//! `build --watch` as a process: what appears is read round after round, and a signal ends it with the report.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::cli::{NEWS, assert_status, chancery, err, out, run, text, write};

/// A build that watches, and what it says.
struct Watching {
    child: Child,
    talk: BufReader<ChildStderr>,
}

impl Watching {
    fn start(dir: &Path, arguments: &[&str]) -> Self {
        let arguments = [&["build"], arguments, &["-o", "kg", "--watch", "--interval", "0.05"]].concat();
        let mut command = chancery(&arguments);
        let mut child = command.current_dir(dir).stderr(Stdio::piped()).spawn().unwrap();
        let talk = BufReader::new(child.stderr.take().unwrap());
        let mut watching = Self { child, talk };
        assert!(watching.line().starts_with("watching "));
        watching
    }

    /// The next line that it says; waits for it.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.talk.read_line(&mut line).unwrap();
        line
    }

    /// The line of the next round.
    fn round(&mut self) -> String {
        loop {
            let line = self.line();
            assert!(!line.is_empty(), "it has ended");
            if line.contains(" file") && line.contains(": ") && !line.contains("warning") {
                return line;
            }
        }
    }

    /// Sends a signal and gives the status and what was said after it.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.talk, &mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

#[test]
fn what_appears_is_read_and_a_signal_ends_with_the_report() {
    let dir = tempfile::tempdir().unwrap();
    let news = dir.path().join("news");
    std::fs::create_dir(&news).unwrap();
    write(&news, "first.txt", NEWS);
    let mut watching = Watching::start(dir.path(), &["news", "--report", "report.json"]);
    assert!(watching.round().starts_with("1 file: 1 article (1 new)"));
    // A feed that grows: only what is new in it is understood again.
    let line = |id: &str| serde_json::json!({"id": id, "text": NEWS, "title": id}).to_string() + "\n";
    write(&news, "feed.jsonl", &line("one"));
    assert!(watching.round().starts_with("1 file: 1 article (1 new)"));
    let mut feed = std::fs::OpenOptions::new().append(true).open(news.join("feed.jsonl")).unwrap();
    feed.write_all(line("two").as_bytes()).unwrap();
    drop(feed);
    assert!(watching.round().starts_with("1 file: 2 articles (1 new, 1 unchanged)"));
    let (status, rest) = watching.end("-TERM");
    assert_eq!(status, Some(0), "{rest}");
    assert!(rest.contains("4 articles (3 new, 1 unchanged)"), "{rest}");
    let kg = dir.path().join("kg");
    let listed = out(&run(&["info", text(&kg), "--documents"]));
    let ids: Vec<&str> = listed.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(ids, ["first", "one", "two"]);
    assert_status(&run(&["check", text(&kg)]), 0);
    let report = std::fs::read_to_string(dir.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["documents"]["new"], 3);
    // It is the same text three times.
    assert_eq!(report["duplicates"].as_array().unwrap().len(), 2);
}

#[test]
fn a_rejected_file_makes_the_end_negative_and_is_not_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let news = dir.path().join("news");
    std::fs::create_dir(&news).unwrap();
    write(&news, "bad.json", "{\"title\": \"no text\"}");
    let mut watching = Watching::start(dir.path(), &["news"]);
    assert!(watching.round().starts_with("1 file: 0 articles"));
    write(&news, "good.txt", NEWS);
    assert!(watching.round().starts_with("1 file: 1 article (1 new)"));
    let (status, rest) = watching.end("-INT");
    assert_eq!(status, Some(1), "{rest}");
    assert!(rest.contains("1 rejected"), "{rest}");
}

#[test]
fn standard_input_cannot_be_watched() {
    let dir = tempfile::tempdir().unwrap();
    let kg = dir.path().join("kg");
    let output = run(&["build", "-", "-o", text(&kg), "--watch"]);
    assert_status(&output, 2);
    assert!(err(&output).contains("standard input cannot be watched"), "{}", err(&output));
    assert!(!kg.exists());
}
