//! Candidates from services of others, and decisions of other programs. No test leaves this machine.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;

use chancery::archive::Archive;
use chancery::graph::iri::Base;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::{assert_status, run_unheard, text};
use crate::graph::{corpus, relations};
use crate::serve::Server;

fn graph() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(&folder.path().join("kg"), &Base::default()).unwrap();
    corpus().iter().for_each(|record| drop(archive.commit(record, &relations()).unwrap()));
    archive.flush().unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_chancery")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_reconciliation_service_is_asked_once_and_nothing_is_linked() {
    let folder = graph();
    let server = Server::start(&corpus(), &[]);
    let url = format!("{}/reconcile/index", server.address());
    let before = std::fs::read(folder.path().join("kg/records")).ok();
    // A reader that has gone ends the printing and nothing else.
    let kg = folder.path().join("kg");
    assert_status(&run_unheard(&["link", "online", text(&kg), &url, "--all", "--pause", "0"]), 0);
    assert!(kg.join("offers.jsonl").is_file());
    std::fs::remove_dir_all(kg.join("cache")).unwrap();
    let (code, first, said) = run(folder.path(), &["link", "online", "kg", &url, "--all", "--pause", "0"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("will be sent to 127.0.0.1"), "{said}");
    let found = lines(&first);
    let russia = found.iter().find(|line| line["name"] == "Russia").unwrap();
    assert_eq!(
        (&russia["schema"], &russia["candidates"][0]["id"]),
        (&json!("chancery.offers/1"), &json!("Q159"))
    );
    assert_eq!(std::fs::read(folder.path().join("kg/records")).ok(), before);
    // The server is gone, and the answers are kept.
    drop(server);
    let (code, second, said) = run(folder.path(), &["link", "online", "kg", &url, "--all"]);
    assert_eq!((code, second), (Some(0), first), "{said}");
    assert!(said.contains("0 requests sent"), "{said}");
    // What was damaged is asked for again.
    let cache = folder.path().join("kg/cache");
    for entry in std::fs::read_dir(cache).unwrap() {
        std::fs::write(entry.unwrap().path(), "{").unwrap();
    }
    let (code, _, said) = run(folder.path(), &["link", "online", "kg", &url, "--all"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("no answer from"), "{said}");
}

/// Answers one request with `body`, and gives what was asked.
fn answer_once(body: &str) -> (String, thread::JoinHandle<String>) {
    answer(vec![whole("200 OK", "", body)])
}

/// An answer as it goes over the line, with more lines of its head.
fn whole(status: &str, head: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Answers requests with these texts, one each, and gives what was asked last. A text that is empty is no answer: the
/// connection is held until the other side ends it.
fn answer(answers: Vec<String>) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let mut last = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = Vec::new();
            let mut buffer = [0; 4096];
            loop {
                let text = String::from_utf8_lossy(&asked).into_owned();
                if let Some((head, body)) = text.split_once("\r\n\r\n") {
                    let length = head
                        .lines()
                        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
                    if body.len() >= length.unwrap_or(0) {
                        break;
                    }
                }
                let count = stream.read(&mut buffer).unwrap();
                asked.extend_from_slice(&buffer[..count]);
            }
            stream.write_all(answer.as_bytes()).unwrap();
            if answer.is_empty() {
                while stream.read(&mut buffer).is_ok_and(|count| count > 0) {}
            }
            last = asked;
        }
        String::from_utf8(last).unwrap()
    });
    (address, asked)
}

const NOTHING: &str = r#"{"q0":{"result":[]}}"#;

#[test]
fn a_service_that_asks_to_wait_is_asked_again_and_given_up_in_the_end() {
    let folder = graph();
    let busy = || whole("503 Service Unavailable", "Retry-After: 0\r\n", "busy");
    let (address, asked) = answer(vec![busy(), whole("200 OK", "", NOTHING)]);
    let (code, out, said) = run(folder.path(), &["link", "online", "kg", &address, "--limit", "1"]);
    asked.join().unwrap();
    assert_eq!((code, lines(&out).len()), (Some(0), 1), "{said}");
    assert!(said.contains("127.0.0.1 asks to wait 0 seconds") && said.contains("2 requests sent"), "{said}");
    for (answers, wanted) in [
        (vec![busy(), busy(), busy()], "answered 503: busy; it asks to wait 0 seconds; run again later"),
        (
            vec![whole("429 Too Many Requests", "Retry-After: 86400\r\n", "")],
            "429; it asks to wait 86400 seconds",
        ),
        (vec![whole("429 Too Many Requests", "", "slow down")], "answered 429: slow down; run again later"),
        (
            vec![whole("503 Service Unavailable", "Retry-After: soon\r\n", "")],
            "answered 503; run again later",
        ),
        (vec![whole("401 Unauthorized", "", "")], "services that want a key"),
        (vec![whole("404 Not Found", "", "")], "is the address that of its API?"),
        (
            vec![whole("302 Found", "Location: https://example.org/x\r\n", "")],
            "sends to https://example.org/x",
        ),
    ] {
        let (address, asked) = answer(answers);
        let (code, out, said) =
            run(folder.path(), &["link", "online", "kg", &address, "--limit", "1", "--cache", "new"]);
        asked.join().unwrap();
        assert_eq!((code, out.as_str()), (Some(2), ""), "{said}");
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(!folder.path().join("new").exists(), "a refusal is not kept");
}

#[test]
fn answers_that_do_not_come_whole_are_told_and_not_kept() {
    let folder = graph();
    let cut = whole("200 OK", "", NOTHING).replace("Content-Length: 20", "Content-Length: 2000");
    assert!(cut.contains("2000"));
    for (answers, wanted) in [
        (vec![cut], "no answer from"),
        (vec![whole("200 OK", "", r#"{"q0":{"resu"#)], "like a reconciliation service"),
        (vec!["HTTP/1.1 200 OK\r\nContent-".to_owned()], "no answer from"),
        (vec![String::new()], "timeout"),
    ] {
        let (address, asked) = answer(answers);
        let line = ["link", "online", "kg", &address, "--limit", "1", "--timeout", "1"];
        let (code, _, said) = run(folder.path(), &line);
        asked.join().unwrap();
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(!folder.path().join("kg/cache").exists());
    #[cfg(not(feature = "tls"))]
    {
        let (code, _, said) = run(folder.path(), &["link", "online", "kg", "https://127.0.0.1:1/"]);
        assert_eq!(code, Some(2));
        assert!(said.contains("--features tls"), "{said}");
    }
}

#[test]
fn yente_is_asked_in_its_own_words() {
    let folder = graph();
    let (address, asked) = answer_once(
        r#"{"responses":{"q0":{"status":200,"results":[{"id":"NK-1","caption":"A. Witkoff","schema":"Person","score":0.7,"match":false}]}}}"#,
    );
    let url = format!("{address}/match/default");
    let (code, out, said) =
        run(folder.path(), &["link", "online", "kg", &url, "--limit", "1", "--contact", "ann@example.org"]);
    let asked = asked.join().unwrap();
    assert_eq!(code, Some(0), "{said}");
    assert!(asked.starts_with("POST /match/default "), "{asked}");
    assert!(asked.to_lowercase().contains("(ann@example.org)"), "{asked}");
    let sent: Value = serde_json::from_str(asked.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(sent["queries"]["q0"]["properties"]["name"].as_array().unwrap().len(), 1);
    let offer =
        json!({ "id": "NK-1", "name": "A. Witkoff", "types": ["Person"], "score": 0.7, "match": false });
    assert_eq!(lines(&out)[0]["candidates"], json!([offer]));
    // The offer is asked about until somebody decides.
    assert!(said.contains("`chancery review kg` asks about 1 actor"), "{said}");
    let iri = lines(&out)[0]["iri"].as_str().unwrap().to_owned();
    let link = format!("{address}/entities/NK-1");
    let offered = || {
        let (_, queue, _) = run(folder.path(), &["review", "kg", "--format", "json"]);
        let queue: Value = serde_json::from_str(&queue).unwrap();
        let open =
            queue["links"].as_array().unwrap().iter().find(|open| open["iri"] == iri.as_str()).cloned();
        let candidates = open.map(|open| open["candidates"].as_array().unwrap().clone()).unwrap_or_default();
        candidates.into_iter().find(|candidate| candidate["iri"] == link.as_str())
    };
    let found = offered().unwrap();
    assert_eq!(
        (&found["by"], &found["label"], &found["score"]),
        (&json!("service"), &json!("A. Witkoff"), &json!(0.7))
    );
    let (code, _, said) = run(folder.path(), &["review", "kg", "--reject", &iri, &link]);
    assert_eq!(code, Some(0), "{said}");
    assert!(offered().is_none());
}

#[test]
fn what_is_no_service_and_who_gives_no_contact_is_refused() {
    let folder = graph();
    for body in ["<html>", "{}", "{\"q0\":{}}", "[]"] {
        let (address, asked) = answer_once(body);
        let (code, _, said) = run(folder.path(), &["link", "online", "kg", &address, "--limit", "1"]);
        asked.join().unwrap();
        assert_eq!(code, Some(2), "{body}");
        assert!(said.contains("like a reconciliation service"), "{said}");
    }
    for host in ["www.wikidata.org", "wikidata.reconci.link", "x.toolforge.org"] {
        let (code, _, said) = run(folder.path(), &["link", "online", "kg", &format!("http://{host}/api")]);
        assert_eq!(code, Some(2));
        assert!(said.contains("--contact"), "{said}");
    }
    let wrong = ["link", "online", "kg", "http://127.0.0.1:1/", "--contact", "a\r\nX: y"];
    assert!(run(folder.path(), &wrong).2.contains("no address to be reached"));
    assert_eq!(run(folder.path(), &["link", "online", "kg", "ftp://x/"]).0, Some(2));
    assert!(!folder.path().join("kg/cache").exists());
}

#[test]
fn decisions_come_from_other_programs_and_go_to_them() {
    let folder = graph();
    let (moscow, russia) = ("entity/Q649", "https://w3id.org/chancery/id/entity/Q159");
    std::fs::write(folder.path().join("m.csv"), format!("id,match\n{moscow},{russia}\n,\nx,y\n")).unwrap();
    let (code, _, said) =
        run(folder.path(), &["review", "kg", "--import", "m.csv", "--format", "openrefine", "--by", "ann"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 decision taken; 1 undecided, 1 about"), "{said}");
    let (_, resolver, _) = run(folder.path(), &["review", "kg", "--export", "--format", "nomenklatura"]);
    let row: Value = serde_json::from_str(resolver.trim()).unwrap();
    assert_eq!((&row[2], &row[4]), (&json!("positive"), &json!("ann")));
    assert!(
        row[0].as_str().unwrap().starts_with("chancery-"),
        "as the export of FollowTheMoney names it: {row}"
    );
    // Into a graph of the same documents.
    let other = graph();
    std::fs::write(other.path().join("resolver.json"), &resolver).unwrap();
    let import = ["review", "kg", "--import", "resolver.json", "--format", "nomenklatura"];
    assert_eq!(run(other.path(), &import).0, Some(0));
    let (_, table, _) = run(other.path(), &["review", "kg", "--export", "--format", "openrefine"]);
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains("matched") && table.contains("Q649") && table.contains("Q159"));
    // All or none.
    std::fs::write(other.path().join("resolver.json"), format!("{resolver}nonsense\n")).unwrap();
    let (code, _, said) = run(other.path(), &import);
    assert_eq!(code, Some(2));
    assert!(said.contains("line 2"), "{said}");
    assert_eq!(run(other.path(), &["review", "kg", "--export", "--format", "openrefine"]).1, table);
    assert_eq!(run(other.path(), &["review", "kg", "--export", "--format", "json"]).0, Some(2));
}
