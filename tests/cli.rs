//! The built program, as a user or a script meets it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub(crate) const NEWS: &str = "US envoy Steve Witkoff met Russian President Vladimir Putin in Moscow on Wednesday.\n\n\
    Ukraine said that Russia had attacked Kharkiv. The Kremlin denied this, and NATO condemned the strike.\n";

pub(crate) fn chancery(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command
        .args(arguments)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("CHANCERY_THREADS");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    chancery(arguments).stdin(Stdio::null()).output().unwrap()
}

/// Runs with a standard output whose reader has gone.
pub(crate) fn run_unheard(arguments: &[&str]) -> Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    chancery(arguments).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap()
}

pub(crate) fn run_with_input(arguments: &[&str], input: &str) -> Output {
    let mut child = chancery(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) fn assert_status(output: &Output, status: i32) {
    assert_eq!(output.status.code(), Some(status), "stdout: {}\nstderr: {}", out(output), err(output));
}

pub(crate) fn write(dir: &Path, name: &str, content: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn without_a_command_there_is_a_short_welcome() {
    let output = run(&[]);
    assert_status(&output, 0);
    assert!(out(&output).contains("chancery demo"));
    assert!(out(&output).lines().count() < 10);
}

#[test]
fn misspelt_commands_and_formats_are_usage_errors_with_a_hint() {
    let output = run(&["buld"]);
    assert_status(&output, 2);
    assert!(err(&output).contains("'build'"), "{}", err(&output));
    let output = run(&["parse", "--format", "conlu"]);
    assert_status(&output, 2);
    assert!(err(&output).contains("'conllu'"), "{}", err(&output));
    assert!(out(&output).is_empty());
}

#[test]
fn what_is_not_there_or_of_no_known_format_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(&["extract", text(&dir.path().join("none.txt"))]);
    assert_status(&output, 2);
    assert!(err(&output).contains("none.txt: No such file"), "{}", err(&output));
    let odd = write(dir.path(), "news.foo", "x");
    let output = run(&["extract", text(&odd)]);
    assert_status(&output, 2);
    assert!(err(&output).contains(".txt .text .md .markdown .html"), "{}", err(&output));
    assert!(err(&output).contains("--input-format"), "{}", err(&output));
    let output = run(&["extract", text(&write(dir.path(), "news.docx", "x"))]);
    assert_status(&output, 2);
    assert!(err(&output).contains("turn it into text first: pandoc -t plain"), "{}", err(&output));
}

#[test]
fn every_command_has_help_and_a_manual_page() {
    let help = out(&run(&["--help"]));
    for command in [
        "demo", "build", "extract", "parse", "query", "show", "paths", "timeline", "export", "explain",
        "info", "review", "remove", "compact", "push", "check",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        assert_status(&run(&[command, "--help"]), 0);
    }
    let dir = tempfile::tempdir().unwrap();
    assert_status(&run(&["man", text(dir.path())]), 0);
    assert!(dir.path().join("chancery-build.1").is_file());
    assert!(out(&run(&["completions", "bash"])).contains("_chancery"));
}

#[test]
fn extract_prints_a_record_a_line_with_offsets_that_fit() {
    let output = run_with_input(&["extract", "--date", "2025-11-27"], NEWS);
    assert_status(&output, 0);
    let record: serde_json::Value = serde_json::from_str(out(&output).trim()).unwrap();
    assert_eq!(record["schema"], "chancery.document/1");
    assert_eq!(record["date"], "2025-11-27");
    let chars: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    for entity in record["entities"].as_array().unwrap() {
        for mention in entity["mentions"].as_array().unwrap() {
            let (start, end) =
                (mention["start"].as_u64().unwrap() as usize, mention["end"].as_u64().unwrap() as usize);
            assert_eq!(chars[start..end].iter().collect::<String>(), mention["text"].as_str().unwrap());
        }
    }
    let output = run_with_input(&["extract", "--format", "json"], NEWS);
    assert!(serde_json::from_str::<Vec<serde_json::Value>>(&out(&output)).unwrap().len() == 1);
}

#[test]
fn threads_locale_time_zone_and_folder_do_not_change_a_byte() {
    let dir = tempfile::tempdir().unwrap();
    let lines: String = (0..40)
        .map(|n| format!("{}\n", serde_json::json!({"id": n, "date": "2025-11-27", "text": NEWS})))
        .collect();
    let news = write(dir.path(), "news.jsonl", &lines);
    let expected = run(&["--threads", "1", "extract", text(&news), "--format", "nquads"]);
    assert_status(&expected, 0);
    for threads in ["2", "8"] {
        let output = chancery(&["--threads", threads, "extract", "news.jsonl", "--format", "nquads"])
            .current_dir(dir.path())
            .env("TZ", "Asia/Kathmandu")
            .env("LANG", "tr_TR.UTF-8")
            .env("LC_ALL", "tr_TR.UTF-8")
            .env_remove("HOME")
            .output()
            .unwrap();
        assert_status(&output, 0);
        assert!(output.stdout == expected.stdout, "{threads} threads");
    }
}

#[test]
fn a_build_names_what_it_rejects_and_keeps_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let lines = format!("{}\n{{\"id\": 1}}\n", serde_json::json!({"id": "x", "text": NEWS}));
    let broken = write(dir.path(), "news.jsonl", &lines);
    let kg = dir.path().join("kg");
    let output = run(&["build", text(&good), text(&broken), "-o", text(&kg)]);
    assert_status(&output, 1);
    assert!(out(&output).is_empty());
    let talk = err(&output);
    assert!(talk.contains("news.jsonl:2:"), "{talk}");
    assert!(talk.contains("2 articles (2 new)") && talk.contains("1 rejected"), "{talk}");

    let again = run(&["build", text(&good), "-o", text(&kg)]);
    assert_status(&again, 0);
    assert!(err(&again).contains("1 article (1 unchanged)"), "{}", err(&again));
    let new_only = run(&["build", text(&good), "-o", text(&kg), "--new-only"]);
    assert!(err(&new_only).contains("1 article (1 unchanged)"), "{}", err(&new_only));

    write(dir.path(), "good.txt", &format!("{NEWS}\nThe European Union condemned the strike.\n"));
    let changed = run(&["build", text(&good), "-o", text(&kg)]);
    assert!(err(&changed).contains("1 article (1 changed)"), "{}", err(&changed));
}

#[test]
fn the_order_of_inputs_and_of_builds_does_not_change_the_graph() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) =
        (write(dir.path(), "a.txt", NEWS), write(dir.path(), "b.txt", &NEWS.replace("Kharkiv", "Odesa")));
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    assert_status(&run(&["build", text(&a), text(&b), "-o", text(&one)]), 0);
    assert_status(&run(&["build", text(&b), "-o", text(&two)]), 0);
    assert_status(&run(&["build", text(&a), "-o", text(&two), "--threads", "8"]), 0);
    let dump = |kg: &Path| run(&["export", text(kg), "--format", "nquads"]).stdout;
    assert!(!dump(&one).is_empty());
    assert!(dump(&one) == dump(&two));
}

#[test]
fn a_dry_run_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    let output = run(&["build", text(&good), "-o", text(&kg), "--dry-run"]);
    assert_status(&output, 0);
    assert!(err(&output).contains("nothing was written"));
    assert!(!kg.exists());
}

#[test]
fn a_base_is_for_new_graphs_and_must_fit_old_ones() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    let build = |base: &str| run(&["build", text(&good), "-o", text(&kg), "--base", base]);
    assert_status(&build("https://x.example/kg/"), 0);
    assert_status(&build("https://x.example/kg/"), 0);
    assert_status(&build("https://y.example/"), 2);
    assert_status(&build("no iri"), 2);
    let dump = out(&run(&["export", text(&kg), "--format", "nquads"]));
    assert!(dump.contains("<https://x.example/kg/"), "{dump}");
}

#[test]
fn a_statement_is_explained_by_its_frame_words_and_parse() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&good), "-o", text(&kg)]), 0);
    let output = run(&["explain", text(&kg), "good#s1"]);
    assert_status(&output, 0);
    for part in
        ["status", "confidence", "frame", "trigger", "subject", "object", "evidence", "lemma", "nsubj"]
    {
        assert!(out(&output).contains(part), "{part}: {}", out(&output));
    }
    let output = run(&["explain", text(&kg), "good#s999"]);
    assert_status(&output, 2);
    assert!(err(&output).contains("s1 to s"), "{}", err(&output));
    assert_status(&run(&["explain", text(&kg), "other#s1"]), 2);
}

#[test]
fn escapes_in_names_do_not_reach_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let bad = write(dir.path(), "\u{1b}[31mred.txt", "\0");
    let output = run(&["extract", text(&bad)]);
    assert_status(&output, 1);
    assert!(
        err(&output).contains("\\x1b[31mred.txt") && !err(&output).contains('\u{1b}'),
        "{}",
        err(&output)
    );
}

#[test]
fn quiet_is_quiet_and_colour_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    let output = run(&["-q", "build", text(&good), "-o", text(&kg)]);
    assert_status(&output, 0);
    assert!(err(&output).is_empty() && out(&output).is_empty(), "{}", err(&output));
    assert!(err(&run(&["--color", "always", "extract", "none.txt"])).contains("\u{1b}[1;31merror"));
    assert!(!err(&run(&["--color", "never", "extract", "none.txt"])).contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error_and_a_full_disk_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let news = write(dir.path(), "news.txt", &NEWS.repeat(200));
    let mut child =
        chancery(&["parse", text(&news)]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_status(&output, 0);
    assert!(err(&output).is_empty(), "{}", err(&output));

    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = chancery(&["parse", text(&news)]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
}

#[test]
fn the_bundled_ontology_understands_its_own_examples() {
    let output = run(&["check"]);
    assert_status(&output, 0);
    assert!(err(&output).contains("examples understood"), "{}", err(&output));
}

#[test]
fn an_ontology_of_ones_own_adds_a_relation() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ontology");
    let check = run(&["check", text(&own)]);
    assert_status(&check, 0);
    let input =
        "Russia leases a military base in Tajikistan. The United States rents a naval base in Bahrain.";
    let plain = out(&run_with_input(&["extract"], input));
    assert!(!plain.contains("operatesBaseIn"), "{plain}");
    let output = run_with_input(&["extract", "--ontology", text(&own)], input);
    assert_status(&output, 0);
    let record: serde_json::Value = serde_json::from_str(out(&output).trim()).unwrap();
    let statements = record["statements"].as_array().unwrap();
    let found = statements.iter().filter(|statement| statement["predicate"] == "operatesBaseIn").count();
    assert_eq!(found, 2, "{statements:#?}");
}

#[test]
fn a_graph_knows_the_relations_that_it_was_built_with() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("own");
    std::fs::create_dir(&own).unwrap();
    let turtle = r#"
        @prefix ch:   <https://w3id.org/chancery/ontology#> .
        @prefix my:   <https://example.org/ontology#> .
        @prefix owl:  <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        my:rivalOf a owl:ObjectProperty , owl:SymmetricProperty ;
            rdfs:label "is a rival of"@en ;
            skos:definition "Two actors are rivals."@en ;
            ch:family "conflict" ;
            rdfs:domain ch:Actor ; rdfs:range ch:Actor ;
            ch:frame "SUBJ be rival of OBJ" ;
            ch:example [ ch:text "France is a rival of Italy." ; ch:expect "France rivalOf Italy" ] ."#;
    write(&own, "own.ttl", turtle);
    let news = write(dir.path(), "a.txt", "Russia is a rival of Japan. Anna Berg visited Oslo.");
    let kg = dir.path().join("kg");
    let build = ["build", text(&news), "-o", text(&kg), "--ontology", text(&own), "--no-links"];
    assert_status(&run(&build), 0);
    let quads = |kg: &Path| out(&run(&["export", text(kg), "--format", "nquads"])).to_owned();
    let entity = |item: &str| format!("<https://w3id.org/chancery/id/entity/{item}>");
    let triple = |from, to| format!("{} <https://example.org/ontology#rivalOf> {}", entity(from), entity(to));
    let built = quads(&kg);
    for both in [triple("Q159", "Q17"), triple("Q17", "Q159")] {
        assert!(built.contains(&both), "{built}");
    }
    // Oslo gets its link, and nothing else changes; then nothing does.
    let linked = run(&["link", text(&kg)]);
    assert!(err(&linked).contains("1 with other links than before"), "{}", err(&linked));
    let after = quads(&kg);
    let missing: Vec<&str> = built.lines().filter(|line| !after.contains(line)).collect();
    assert!(missing.is_empty() && after.len() > built.len(), "{missing:#?}");
    let again = run(&["link", text(&kg)]);
    assert!(err(&again).contains(" 0 with other links than before"), "{}", err(&again));
    assert_eq!(quads(&kg), after);
    // Networks know label, family and direction.
    let network = run(&["export", text(&kg), "--format", "node-link"]);
    let network: serde_json::Value = serde_json::from_str(out(&network).as_ref()).unwrap();
    let ties = network["edges"].as_array().unwrap();
    let tie = ties.iter().find(|tie| tie["interaction"] == "rivalOf").unwrap();
    assert_eq!((&tie["symmetric"], &tie["family"]), (&true.into(), &"conflict".into()), "{tie}");
    let shown = run(&["show", text(&kg), "Japan"]);
    assert!(out(&shown).contains("is a rival of"), "{}", out(&shown));
    // A graph without the file is of the bundled ontology, or of an earlier version; a damaged one is named.
    let file = kg.join("relations.json");
    std::fs::write(&file, "{}").unwrap();
    let damaged = run(&["show", text(&kg), "Japan"]);
    assert_status(&damaged, 2);
    assert!(err(&damaged).contains("relations.json"), "{}", err(&damaged));
    std::fs::remove_file(&file).unwrap();
    assert_status(&run(&["show", text(&kg), "Japan"]), 0);
    assert_status(&run(&["link", text(&kg)]), 0);
    assert_eq!(quads(&kg), after);
}

/// Sentences whose words no frame takes, some of them twice, beside one that a frame takes.
const UNKNOWN: &str = "Norway pampered Chad. The Kenyan serenade for Ghana went on.\n\n\
    Peru pampered Fiji. A Mali-adored plan failed. Steve Witkoff met Vladimir Putin.\n";

#[test]
fn what_no_frame_takes_is_kept_on_request_as_what_it_is() {
    let plain = run_with_input(&["extract"], UNKNOWN);
    assert!(!out(&plain).contains("relatedTo"), "{}", out(&plain));
    let output = run_with_input(&["extract", "--open"], UNKNOWN);
    assert_status(&output, 0);
    let record: serde_json::Value = serde_json::from_str(out(&output).trim()).unwrap();
    let statements = record["statements"].as_array().unwrap();
    let (open, framed): (Vec<_>, Vec<_>) = statements.iter().partition(|s| s["predicate"] == "relatedTo");
    assert!(framed.iter().any(|s| s["predicate"] == "metWith" && s["path"].is_null()), "{framed:#?}");
    let paths: Vec<&str> = open.iter().filter_map(|s| s["path"].as_str()).collect();
    for path in ["SUBJ pamper OBJ", "SUBJ 's serenade for OBJ", "SUBJ-adored OBJ"] {
        assert!(paths.contains(&path), "{path} is not in {paths:?}");
    }
    assert!(open.iter().all(|s| s["cameo"].is_null() && s["plover"].is_null()), "{open:#?}");
    assert!(open.iter().all(|s| s["confidence"].as_f64().is_some_and(|x| x < 0.5)), "{open:#?}");
    let quads = out(&run_with_input(&["extract", "--open", "--format", "nquads"], UNKNOWN));
    assert!(quads.contains("ontology#path> \"SUBJ pamper OBJ\""), "{quads}");
}

#[test]
fn coverage_counts_the_paths_that_no_frame_takes() {
    let dir = tempfile::tempdir().unwrap();
    let news = write(dir.path(), "news.txt", UNKNOWN);
    let coverage = |more: &[&str]| {
        let output = run(&[&["check", "--coverage", text(&news)], more].concat());
        assert_status(&output, 0);
        out(&output)
    };
    let rows = coverage(&[]);
    let mut lines = rows.lines();
    assert_eq!(lines.next(), Some("count\tpath\tclasses\texample"));
    assert_eq!(lines.next(), Some("2\tSUBJ pamper OBJ\tState State 2\tPeru pampered Fiji"));
    assert!(lines.all(|line| line.starts_with("1\t") && !line.contains("meet")), "{rows}");
    assert_eq!(rows, coverage(&["--threads", "1"]));
    let table = coverage(&["--format", "table", "--limit", "1"]);
    assert_eq!(table.lines().count(), 2, "{table}");
    let json: serde_json::Value = serde_json::from_str(&coverage(&["--format", "json"])).unwrap();
    assert_eq!(json[0]["path"], "SUBJ pamper OBJ");
    assert_eq!(json[0]["classes"][0]["count"], 2);

    let frame = "@prefix ch: <https://w3id.org/chancery/ontology#> .\n\
        ch:supports ch:frame \"SUBJ pamper OBJ\" .\n";
    let own = dir.path().join("own");
    std::fs::create_dir(&own).unwrap();
    write(&own, "own.ttl", frame);
    let taught = coverage(&[text(&own)]);
    assert!(!taught.contains("pamper"), "{taught}");
    assert_status(&run(&["check", "--limit", "3"]), 2);
}

#[test]
fn an_ontology_with_errors_is_not_used_and_they_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        "bad.ttl",
        "@prefix ch: <https://w3id.org/chancery/ontology#> .\nch:noSuchRelation ch:frame \"SUBJ call OBJ\" .\n",
    );
    let output = run(&["check", text(dir.path())]);
    assert_status(&output, 1);
    assert!(out(&output).contains("bad.ttl:2:"), "{}", out(&output));
    let output = run_with_input(&["extract", "--ontology", text(dir.path())], NEWS);
    assert_status(&output, 2);
    assert!(out(&output).is_empty());
}

#[test]
fn the_demo_builds_exports_and_leaves_other_graphs_alone() {
    let dir = tempfile::tempdir().unwrap();
    let demo = dir.path().join("demo");
    let output = run(&["demo", text(&demo)]);
    assert_status(&output, 0);
    assert!(err(&output).contains("chancery show"), "{}", err(&output));
    for name in [
        "report.html",
        "events.tsv",
        "network.svg",
        "network.dot",
        "network.graphml",
        "network.gexf",
        "documents.jsonl",
        "graph.nq",
        "graph.ttl",
        "graph.jsonld",
    ] {
        assert!(std::fs::metadata(demo.join("exports").join(name)).unwrap().len() > 0, "{name}");
    }
    let first = std::fs::read(demo.join("exports/graph.nq")).unwrap();
    assert_status(&run(&["demo", text(&demo)]), 0);
    assert!(first == std::fs::read(demo.join("exports/graph.nq")).unwrap());

    let foreign = write(dir.path(), "mine.txt", NEWS);
    assert_status(&run(&["demo", text(dir.path())]), 2);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&foreign), "-o", text(&kg)]), 0);
    let output = run(&["demo", text(&kg)]);
    assert_status(&output, 2);
    assert!(err(&output).contains("other documents"), "{}", err(&output));
}

#[test]
fn what_cannot_be_used_is_refused_with_a_remedy_and_nothing_is_left_behind() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| text(&dir.path().join(name)).to_owned();
    let good = text(&write(dir.path(), "good.txt", NEWS)).to_owned();
    std::fs::create_dir(dir.path().join("empty")).unwrap();
    let (kg, none) = (path("kg"), path("none"));
    let table: [(Vec<&str>, &str); 8] = [
        (vec!["build", &good, "-o", &good], "name a folder for the graph with -o"),
        (vec!["build", &none, "-o", &kg], "No such file or directory (os error 2); check the name"),
        (vec!["build", &good, "-o", &kg, "--ontology", &none], "give a folder that holds .ttl files"),
        (vec!["build", &good, "-o", &kg, "--ontology", "empty"], "give a folder that holds"),
        (vec!["build", &good, "-o", &kg, "--model", &good], "cannot use the model"),
        (vec!["info", &none], "make one with `chancery build INPUT -o"),
        (vec!["query", &none, "SELECT * { ?s ?p ?o }"], "make one with `chancery build INPUT -o"),
        (vec!["show", &none, "NATO"], "none"),
    ];
    for (arguments, remedy) in table {
        let output = chancery(&arguments).current_dir(dir.path()).output().unwrap();
        assert_status(&output, 2);
        assert!(out(&output).is_empty(), "{arguments:?}");
        assert!(err(&output).starts_with("error: ") && err(&output).contains(remedy), "{}", err(&output));
        assert!(!Path::new(&kg).exists() && !Path::new(&none).exists(), "{arguments:?}");
    }
    assert_eq!(std::fs::read_to_string(&good).unwrap(), NEWS);
}

#[test]
fn a_damaged_graph_is_refused_and_check_says_where() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&good), "-o", text(&kg)]), 0);
    let records = kg.join("archive/records");
    let mut bytes = std::fs::read(&records).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&records, bytes).unwrap();
    let target = dir.path().join("graph.nq");
    // With it, queries are answered as before.
    std::fs::remove_dir_all(kg.join("index")).unwrap();
    for arguments in [
        vec!["info", text(&kg)],
        vec!["export", text(&kg), "-o", text(&target)],
        vec!["query", text(&kg), "SELECT * { ?s ?p ?o }"],
    ] {
        let output = run(&arguments);
        assert_status(&output, 2);
        assert!(err(&output).contains("damaged at byte"), "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains("--repair` sets the damage aside"), "{}", err(&output));
    }
    assert!(!target.exists(), "nothing half-written");
    let output = run(&["check", text(&kg)]);
    assert_status(&output, 1);
    assert!(err(&output).contains("wrong checksum") || out(&output).contains("wrong checksum"));
}

#[cfg(target_os = "linux")]
#[test]
fn every_command_that_prints_minds_a_full_disk_and_not_a_closed_pipe() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&good), "-o", text(&kg)]), 0);
    let (good, kg) = (text(&good), text(&kg));
    for arguments in [
        vec!["info", kg],
        vec!["info", kg, "--documents"],
        vec!["show", kg, "NATO"],
        vec!["explain", kg, "good#s1"],
        vec!["query", kg, "SELECT * { ?s ?p ?o }"],
        vec!["export", kg, "--format", "nquads"],
        vec!["export", kg, "--format", "svg"],
        vec!["extract", good],
        vec!["parse", good],
        vec!["completions", "bash"],
        vec!["man"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = chancery(&arguments).stdin(Stdio::null()).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", err(&output));
        assert!(err(&output).starts_with("error: "), "{arguments:?}: {}", err(&output));
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = chancery(&arguments).stdin(Stdio::null()).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
        assert!(err(&output).is_empty(), "{arguments:?}: {}", err(&output));
    }
}

#[test]
fn no_color_is_honoured() {
    let output = chancery(&["extract", "none.txt"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!err(&output).contains('\u{1b}'));
}
