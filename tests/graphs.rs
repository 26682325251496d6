//! The committed results of the bundled articles, and that nothing but the articles decides about them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Arguments of `export` after the graph, and the file below `graphs/`.
const FILES: [(&[&str], &str); 12] = [
    (&["--format", "nquads"], "demo.nq"),
    (&["--format", "trig"], "demo.trig"),
    (&["--format", "turtle"], "demo.ttl"),
    (&["--format", "jsonld"], "demo.jsonld"),
    (&["--format", "jsonl"], "demo.jsonl"),
    (&["--format", "dot"], "demo.dot"),
    (&["--format", "graphml"], "demo.graphml"),
    (&["--format", "gexf"], "demo.gexf"),
    (&["--format", "cytoscape"], "demo.cyjs"),
    (&["--format", "node-link"], "demo.json"),
    (&["--format", "svg", "--max-actors", "36", "--title", "The actors of eleven articles"], "demo.svg"),
    (&["--format", "svg", "--actor", "Steve Witkoff", "--title", "The envoy and his ties"], "witkoff.svg"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn chancery(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(arguments).env_remove("CHANCERY_THREADS").stdin(Stdio::null());
    command
}

/// Standard output of a run that must succeed.
fn printed(mut command: Command) -> Vec<u8> {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Compares with a committed file, or writes it if `UPDATE_EXPECT` is set; what differs is described.
fn differs(name: &str, found: &[u8]) -> Option<String> {
    let path = root().join("graphs").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
        return None;
    }
    let expected = std::fs::read(&path).unwrap_or_default();
    if expected == found {
        return None;
    }
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(bytes).lines().map(|line| line.chars().take(200).collect()).collect()
    };
    let (expected, found) = (lines(&expected), lines(found));
    let at = expected.iter().zip(&found).take_while(|(one, other)| one == other).count();
    let line = |lines: &[String]| lines.get(at).cloned().unwrap_or_else(|| "end of file".to_owned());
    Some(format!("graphs/{name}:{}:\n  committed {}\n  now       {}", at + 1, line(&expected), line(&found)))
}

#[test]
fn the_bundled_articles_give_the_committed_graphs() {
    let dir = tempfile::tempdir().unwrap();
    let kg = dir.path().join("kg");
    printed(chancery(&["build", text(&root().join("examples/articles")), "-o", text(&kg)]));
    let mut found = Vec::new();
    for (arguments, name) in FILES {
        let bytes = printed(chancery(&[&["export", text(&kg)], arguments].concat()));
        found.extend(differs(name, &bytes));
    }
    let tables = dir.path().join("csv");
    printed(chancery(&["export", text(&kg), "--format", "csv", "-o", text(&tables)]));
    for name in ["nodes.csv", "relationships.csv"] {
        found.extend(differs(&format!("csv/{name}"), &std::fs::read(tables.join(name)).unwrap()));
    }
    found.extend(differs("demo.info.txt", &printed(chancery(&["info", text(&kg)]))));
    assert!(found.is_empty(), "UPDATE_EXPECT=1 rewrites them\n{}", found.join("\n"));
}

#[test]
fn threads_order_of_input_locale_zone_and_folder_give_the_same_hash_and_bytes() {
    let articles = root().join("examples/articles");
    let mut names: Vec<String> = std::fs::read_dir(&articles)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let dir = tempfile::tempdir().unwrap();
    let mut results = Vec::new();
    for (at, threads) in ["1", "2", "8"].into_iter().enumerate() {
        // Turned by some places, and backwards every other time.
        names.rotate_left(3 * at);
        if at % 2 == 1 {
            names.reverse();
        }
        let kg = dir.path().join(threads);
        let mut build = chancery(&["--threads", threads, "build", "-o", text(&kg)]);
        if at == 0 {
            build.args(names.iter().map(|name| articles.join(name)));
        } else {
            build.args(&names).current_dir(&articles).env_remove("HOME");
            build.env("TZ", "Asia/Kathmandu").env("LANG", "tr_TR.UTF-8").env("LC_ALL", "tr_TR.UTF-8");
        }
        printed(build);
        results.push((
            printed(chancery(&["info", text(&kg)])),
            printed(chancery(&["export", text(&kg), "--format", "nquads"])),
        ));
    }
    assert!(results[0].1.len() > 100_000);
    for (at, result) in results.iter().enumerate() {
        assert_eq!(String::from_utf8_lossy(&result.0), String::from_utf8_lossy(&results[0].0), "run {at}");
        assert!(result.1 == results[0].1, "run {at}");
    }
}
