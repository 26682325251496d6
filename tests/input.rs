//! Inputs on the command line that cannot be read: each is named, and the rest goes on.

use crate::cli::{NEWS, assert_status, chancery, err, out, run, text, write};

#[cfg(unix)]
#[test]
fn one_bad_path_does_not_stop_the_batch() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "good.txt", NEWS);
    write(dir.path(), "x.foo", "x");
    std::os::unix::fs::symlink("gone.txt", dir.path().join("link.txt")).unwrap();
    let inputs = ["missing.txt", "good.txt", "x.foo", "link.txt", "none/*.txt", "[.txt"];
    let arguments = [&["build"], &inputs[..], &["-o", "kg"]].concat();
    let output = chancery(&arguments).current_dir(dir.path()).output().unwrap();
    assert_status(&output, 1);
    let talk = err(&output);
    for part in [
        "missing.txt: error: cannot be read: No such file or directory (os error 2)\n  hint: check the name",
        "x.foo: error: cannot tell the format\n  hint: say which it is with --input-format; known extensions are .txt",
        "hint: it is a link to gone.txt, which is not there",
        "none/*.txt: error: there is nothing to read\n  hint: check the name; files need",
        "[.txt: error: cannot understand the pattern",
        "1 article (1 new)",
        "5 rejected",
    ] {
        assert!(talk.contains(part), "{part:?} is not in\n{talk}");
    }
    let kg = dir.path().join("kg");
    assert!(out(&run(&["info", text(&kg), "--documents"])).starts_with("good\t"));
}

#[test]
fn without_any_readable_input_nothing_runs_and_all_are_named() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "x.foo", "x");
    let arguments = ["build", "missing.txt", "x.foo", "-o", "kg"];
    let output = chancery(&arguments).current_dir(dir.path()).output().unwrap();
    assert_status(&output, 2);
    let talk = err(&output);
    assert!(talk.contains("none of the 2 inputs can be read"), "{talk}");
    assert!(talk.contains("missing.txt") && talk.contains("x.foo"), "{talk}");
    assert!(!dir.path().join("kg").exists());
}

#[test]
fn in_a_folder_files_of_no_known_format_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let news = dir.path().join("news");
    std::fs::create_dir(&news).unwrap();
    write(&news, "good.txt", NEWS);
    write(&news, "letter.docx", "x");
    write(&news, "paper.pdf", "x");
    let kg = dir.path().join("kg");
    let output = run(&["build", text(&news), "-o", text(&kg)]);
    assert_status(&output, 0);
    assert!(err(&output).contains("2 files of no known format skipped (-v names them)"), "{}", err(&output));
    assert!(!err(&output).contains("letter.docx"));
    let output = run(&["-v", "build", text(&news), "-o", text(&kg)]);
    assert!(err(&output).contains("letter.docx: note: skipped: not a known format"), "{}", err(&output));
}

#[test]
fn a_compressed_pipe_is_read_and_a_bomb_in_it_refused() {
    use std::io::Write as _;

    let gzip = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let line = format!("{}\n", serde_json::json!({"id": "piped", "title": "", "text": NEWS}));
    let piped = |input: Vec<u8>| {
        // That it is JSON Lines is seen.
        let arguments = ["extract", "-"];
        assert_cmd::Command::from_std(chancery(&arguments)).write_stdin(input).output().unwrap()
    };
    let plain = piped(line.clone().into_bytes());
    assert_status(&plain, 0);
    assert!(out(&plain).contains("\"id\":\"piped\""));
    for packed in [gzip(line.as_bytes()), zstd::encode_all(line.as_bytes(), 3).unwrap()] {
        let output = piped(packed);
        assert_status(&output, 0);
        assert_eq!(out(&output), out(&plain));
    }
    let bomb = piped(gzip(&vec![b'\n'; 64 << 20]));
    assert!(err(&bomb).contains("expands"), "{}", err(&bomb));
    let torn = piped(gzip(line.as_bytes())[..40].to_vec());
    assert_ne!(torn.status.code(), Some(0), "{}", err(&torn));
}

/// A name, its bytes, the exit status, and what standard error must say of it.
type Odd = (&'static str, Vec<u8>, i32, &'static [&'static str]);

#[test]
fn odd_inputs_are_named_with_a_reason_and_the_rest_goes_on() {
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let table: [Odd; 9] = [
        ("empty.txt", Vec::new(), 0, &["empty.txt: warning: skipped: no text", "1 skipped"]),
        ("binary.txt", vec![0, 1, 2, 255, 254, 0], 1, &["binary.txt: error: binary", "1 rejected"]),
        ("utf16.txt", [vec![0xff, 0xfe], utf16(NEWS)].concat(), 0, &["2 articles (2 new)"]),
        (
            "windows.txt",
            b"President Erdo\xf0an visited Moscow.".to_vec(),
            0,
            &["windows.txt: warning", "windows-1252"],
        ),
        (
            "middle.jsonl",
            br#"{"id":"a","text":"NATO condemned the strike."}
{"id": broken
{"id":"b","text":"Russia invaded Ukraine."}
"#
            .to_vec(),
            1,
            &["middle.jsonl:2:8: error: not a document", "hint: a document is", "3 articles", "1 rejected"],
        ),
        ("cut.txt.gz", b"\x1f\x8bgarbage".to_vec(), 1, &["cut.txt.gz: error", "1 rejected"]),
        ("cut.zip", b"PK\x03\x04garbage".to_vec(), 1, &["cut.zip: error: not a zip archive", "1 rejected"]),
        ("broken.json", b"{\"id\": ".to_vec(), 1, &["broken.json:1:", "1 rejected"]),
        ("cut.xml", b"<rss><channel><item>".to_vec(), 1, &["cut.xml", "error"]),
    ];
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    for (name, bytes, status, parts) in table {
        let (odd, kg) = (dir.path().join(name), dir.path().join(format!("kg-{name}")));
        std::fs::write(&odd, bytes).unwrap();
        // The odd one first, so that the good one comes after what went wrong.
        let output = run(&["build", text(&odd), text(&good), "-o", text(&kg)]);
        assert_status(&output, status);
        for part in parts {
            assert!(err(&output).contains(part), "{name}: {part:?} is not in\n{}", err(&output));
        }
        assert!(out(&run(&["info", text(&kg), "--documents"])).contains("good\t"), "{name}");
        assert_status(&run(&["check", text(&kg)]), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_file_of_a_gigabyte_is_refused_without_being_read() {
    let dir = tempfile::tempdir().unwrap();
    let big = dir.path().join("big.txt");
    std::fs::File::create(&big).unwrap().set_len(1 << 30).unwrap();
    let good = write(dir.path(), "good.txt", NEWS);
    let began = std::time::Instant::now();
    let output = run(&["extract", text(&big), text(&good)]);
    assert_status(&output, 1);
    assert!(err(&output).contains("big.txt: error: larger than") && err(&output).contains("hint: split it"));
    assert_eq!(out(&output).lines().count(), 1);
    assert!(began.elapsed().as_secs() < 20);
}

#[test]
fn the_author_is_in_the_record_in_rdf_and_beside_the_evidence() {
    let dir = tempfile::tempdir().unwrap();
    let lines = [
        serde_json::json!({"id": "a", "text": NEWS, "author": "Jane \u{1b}Roe"}).to_string(),
        serde_json::json!({"id": "b", "text": NEWS}).to_string(),
    ];
    write(dir.path(), "a.jsonl", &lines.join("\n"));
    let (input, kg) = (dir.path().join("a.jsonl"), dir.path().join("kg"));
    let records = out(&run(&["extract", text(&input)]));
    let authors: Vec<serde_json::Value> = records
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["author"].take())
        .collect();
    assert_eq!(authors, [serde_json::json!("Jane Roe"), serde_json::Value::Null]);
    assert_status(&run(&["build", text(&input), "-o", text(&kg)]), 0);
    let quads = out(&run(&["export", text(&kg), "--format", "nquads"]));
    let author = "<https://schema.org/author> \"Jane Roe\"";
    assert_eq!(quads.matches(author).count(), 1);
    let explained = out(&run(&["explain", text(&kg), "a#s1"]));
    assert!(explained.contains(", by Jane Roe"), "{explained}");
}

/// A report of some length, so that a changed head or tail leaves most of it as it was.
const WIRE: &str = "Russia attacked Kharkiv on Monday and nine people were killed there, officials in Kyiv said. Ukraine \
    said that it had hit back at the army of Russia. The United Nations condemned the attack and called on Russia to end \
    the war. Ukraine accused Russia of breaking the agreement that both had signed in Minsk.";

#[test]
fn a_report_that_two_papers_print_is_one_source_and_two_documents() {
    let dir = tempfile::tempdir().unwrap();
    let news = dir.path().join("news");
    std::fs::create_dir(&news).unwrap();
    write(&news, "2025-07-14-a.txt", &format!("KYIV (Reuters) - {WIRE}"));
    write(&news, "2025-07-15-b.txt", &format!("{WIRE} More soon."));
    write(
        &news,
        "2025-07-15-c.txt",
        "Ukraine accused Russia of breaking the agreement. France condemned the attack.",
    );
    let (kg, report) = (dir.path().join("kg"), dir.path().join("report.json"));
    assert_status(&run(&["build", text(&news), "-o", text(&kg), "--report", text(&report)]), 0);
    let info = out(&run(&["info", text(&kg)]));
    assert!(info.contains("documents   3\nsources     2 (1 print the text of another)\n"), "{info}");
    let shown: serde_json::Value =
        serde_json::from_str(&out(&run(&["show", text(&kg), "Russia", "--json"]))).unwrap();
    assert_eq!((&shown["documents"], &shown["sources"]), (&3.into(), &2.into()));
    let accused = shown["ties"].as_array().unwrap().iter().find(|tie| tie["predicate"] == "accused").unwrap();
    assert_eq!((&accused["documents"], &accused["sources"]), (&3.into(), &2.into()));
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
    let copy = serde_json::json!([{"document": "2025-07-15-b", "sameTextAs": "2025-07-14-a"}]);
    assert_eq!(report["duplicates"], copy);
    // What the copy tells is told of the day of the first print, and once.
    let timeline =
        out(&run(&["timeline", text(&kg), "Ukraine", "Russia", "--only-named", "--format", "json"]));
    let timeline: serde_json::Value = serde_json::from_str(&timeline).unwrap();
    assert!(timeline.to_string().contains("2025-07-15-b"), "{timeline}");
    let accusations = out(&run(&["export", text(&kg), "--format", "events"]));
    let days: Vec<&str> = accusations
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|cells| cells.contains(&"112") && cells.contains(&"Ukraine"))
        .map(|cells| cells[1])
        .collect();
    assert_eq!(days, ["20250714", "20250715"], "{accusations}");
}

#[test]
fn the_report_tells_of_every_input_and_is_the_same_every_time() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "good.txt", NEWS);
    write(dir.path(), "empty.txt", " ");
    write(
        dir.path(),
        "french.txt",
        "Le président de la France a rencontré le chancelier à Berlin pour parler de la guerre.",
    );
    let lines = format!(
        "{}\n{{\"title\": \"no text\"}}\n7\n",
        serde_json::json!({"id": "x", "text": NEWS, "date": "soon"})
    );
    write(dir.path(), "lines.jsonl", &lines);
    let report = |name: &str, threads: &str| {
        let arguments = ["build", ".", "-o", name, "--report", ".report.out", "--threads", threads];
        let output = chancery(&arguments).current_dir(dir.path()).output().unwrap();
        assert_status(&output, 1);
        std::fs::read_to_string(dir.path().join(".report.out")).unwrap()
    };
    let first = report(".kg1", "1");
    assert_eq!(first, report(".kg2", "3"));
    let found: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!(found["schema"], "chancery.report/1");
    let counts = serde_json::json!({"read": 2, "new": 2, "changed": 0, "readAnew": 0, "unchanged": 0, "skipped": 2,
        "unknownFormat": 0, "rejected": 2});
    assert_eq!(found["documents"], counts);
    let reasons = |kind: &str| -> Vec<String> {
        let found = found[kind].as_array().unwrap().iter();
        found
            .map(|group| {
                format!(
                    "{} {}",
                    group["where"][0]["input"].as_str().unwrap(),
                    group["reason"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert_eq!(
        reasons("skipped"),
        ["./empty.txt skipped: no text", "./french.txt skipped: the text is not in English"]
    );
    assert_eq!(
        reasons("rejected"),
        [
            "./lines.jsonl:3:1 not a document: a number, where an object is expected",
            "./lines.jsonl:2:20 not a document: missing field `text`",
        ]
    );
    assert_eq!(
        reasons("warnings"),
        ["./lines.jsonl:1:1 cannot read the date \"…\": the document goes without"]
    );
    assert_eq!(found["words"], 2 * NEWS.split_whitespace().count());
    assert!(found["statements"]["byStatus"]["asserted"].as_u64().unwrap() > 0);
    assert!(found.get("timing").is_none());
}

#[test]
fn limits_and_maps_are_set_on_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let content = serde_json::json!({"articles": [{"content": NEWS}]}).to_string();
    write(dir.path(), "answer.json", &content);
    write(dir.path(), "mine.map", "# Where it is\nitems = articles[]\ntext = content\n");
    let extract = |arguments: &[&str]| {
        let arguments = [&["extract", "answer.json"], arguments].concat();
        chancery(&arguments).current_dir(dir.path()).output().unwrap()
    };
    for map in ["newsapi", "mine.map", "items=articles[],text=content"] {
        let output = extract(&["--map", map]);
        assert_status(&output, 0);
        assert_eq!(out(&output).lines().count(), 1, "{map}");
    }
    for (arguments, status, part) in [
        (["--map", "nobody"], 2, "no service is called `nobody`; known are newsapi"),
        (["--map", "title=a"], 2, "the map does not say where the text is"),
        (["--input-limit", "document-bytes=10"], 1, "larger than 10 bytes"),
        (["--input-limit", "pages=10"], 2, "there is no limit `pages`; there are document-bytes"),
        (["--input-limit", "text-chars=0"], 2, "no whole number above zero"),
        (["--input-limit", "text-chars=99999999999G"], 2, "no whole number above zero"),
    ] {
        let output = extract(&arguments);
        assert_status(&output, status);
        assert!(err(&output).contains(part), "{arguments:?}: {}", err(&output));
    }
    let output = extract(&[
        "--map",
        "newsapi",
        "--input-limit",
        "text-chars=1k,document-bytes=1M",
        "--input-limit",
        "text-chars=20",
    ]);
    assert_status(&output, 1);
    assert!(err(&output).contains("at most 20 are read"), "{}", err(&output));
    let help = out(&run(&["build", "--help"]));
    for name in chancery::source::map::FieldMap::names() {
        assert!(help.contains(name), "{name} is not in the help");
    }
    for (name, _, _) in chancery::limits::Limits::SETTABLE {
        assert!(help.contains(name), "{name} is not in the help");
    }
}

#[test]
fn a_headline_or_an_item_of_a_list_ends_its_sentence() {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.txt", "France condemned Iran\n\nGermany sanctioned Russia\n\nChad attacked Mali\n"),
        ("a.md", "- France condemned Iran\n- Germany sanctioned Russia\n- Chad attacked Mali\n"),
        (
            "a.html",
            "<h1>News</h1><h2>France condemned Iran</h2><p>Germany sanctioned Russia</p><p>Chad attacked Mali</p>",
        ),
    ] {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        let output = run(&["extract", path.to_str().unwrap(), "--format", "jsonl"]);
        assert_status(&output, 0);
        let record: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
        let entity = |id: &serde_json::Value| {
            let entities = record["entities"].as_array().unwrap();
            entities.iter().find(|entity| entity["id"] == *id).unwrap()["name"].as_str().unwrap().to_owned()
        };
        let found: Vec<String> = (record["statements"].as_array().unwrap().iter())
            .map(|one| {
                assert!(!one["evidence"]["text"].as_str().unwrap().contains('\n'), "{one}");
                format!(
                    "{} {} {}",
                    entity(&one["subject"]),
                    one["predicate"].as_str().unwrap(),
                    entity(&one["object"])
                )
            })
            .collect();
        assert_eq!(
            found,
            ["France criticised Iran", "Germany sanctioned Russia", "Chad attacked Mali"],
            "{name}"
        );
    }
}

#[test]
fn undated_articles_are_told_of_once_and_a_dateline_is_a_date() {
    let dir = tempfile::tempdir().unwrap();
    let news = dir.path().join("news");
    std::fs::create_dir(&news).unwrap();
    write(&news, "a.txt", "Alice Berg met Boris Dunn in Paris on Friday.");
    write(&news, "b.txt", "PARIS, May 5, 2010 (Wire) — Alice Berg met Boris Dunn in Paris on Tuesday.");
    write(&news, "2011-02-03-c.txt", "Alice Berg met Boris Dunn in Paris.");
    let build = |options: &[&str]| {
        let kg = dir.path().join(format!("kg{}", options.len()));
        let output = run(&[&["build", text(&news), "-o", text(&kg)], options].concat());
        assert_status(&output, 0);
        (kg, err(&output))
    };
    let (kg, said) = build(&[]);
    assert_eq!(said.matches("1 article without a date").count(), 1, "{said}");
    let lines = out(&run(&["export", text(&kg), "-f", "jsonl"]));
    let dates: Vec<(String, String)> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| (line["date"].to_string(), line["dateSource"].to_string()))
        .collect();
    let pair = |date: &str, source: &str| (format!("\"{date}\""), format!("\"{source}\""));
    let none = ("null".to_owned(), "null".to_owned());
    assert_eq!(dates, [pair("2011-02-03", "file"), none, pair("2010-05-05", "text")]);
    assert!(out(&run(&["explain", text(&kg), "b#s1"])).contains("b (2010-05-05, by its text)"));
    let (kg, said) = build(&["--date", "2012-03-04"]);
    assert!(!said.contains("without a date"), "{said}");
    assert!(out(&run(&["explain", text(&kg), "a#s1"])).contains("a (2012-03-04, as --date says)"));
}
