//! What is not in English is passed over, however short, and nothing that is.

use crate::cli::{assert_status, err, out, run, run_with_input, text, write};

#[test]
fn short_texts_of_other_languages_are_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let lines: Vec<&str> = include_str!("data/source/foreign.txt").lines().collect();
    assert!(lines.len() > 50);
    let json: String = (lines.iter())
        .map(|line| line.split_once('\t').unwrap())
        .map(|(tag, text)| format!("{}\n", serde_json::json!({"id": tag, "text": text})))
        .collect();
    let file = write(dir.path(), "foreign.jsonl", &json);
    let output = run(&["extract", text(&file)]);
    assert_status(&output, 0);
    assert!(out(&output).is_empty(), "taken for English: {}", out(&output));
    assert_eq!(err(&output).matches("skipped: the text is not in English").count(), lines.len());
}

#[test]
fn english_is_read_even_if_it_is_all_names_or_headlines() {
    let dir = tempfile::tempdir().unwrap();
    let lines: Vec<&str> = include_str!("data/source/english.txt").lines().collect();
    let json: String = lines.iter().map(|line| format!("{}\n", serde_json::json!({"text": line}))).collect();
    let file = write(dir.path(), "english.jsonl", &json);
    let output = run(&["extract", text(&file)]);
    assert_status(&output, 0);
    assert!(!err(&output).contains("not in English"), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), lines.len());
}

#[test]
fn a_text_that_is_too_short_to_tell_is_noted() {
    let output = run_with_input(&["-v", "extract", "-"], "NATO met.");
    assert_status(&output, 0);
    assert!(
        err(&output).contains("note: too short to tell its language: taken for English"),
        "{}",
        err(&output)
    );
    let output = run_with_input(&["extract", "-"], "NATO met.");
    assert!(err(&output).is_empty() && out(&output).lines().count() == 1, "{}", err(&output));
}
