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
    assert!(
        err(&output).contains("2 files of no known format passed over (-v names them)"),
        "{}",
        err(&output)
    );
    assert!(!err(&output).contains("letter.docx"));
    let output = run(&["-v", "build", text(&news), "-o", text(&kg)]);
    assert!(err(&output).contains("letter.docx: note: passed over: not a known format"), "{}", err(&output));
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
