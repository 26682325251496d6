//! Disagreement between sources: kept, with both sides and their sentences, never averaged.

use crate::cli::{assert_status, err, out, run, text, write};

const ARTICLES: &str = r#"{"id":"first","title":"","date":"2024-01-02","text":"Russia controls 19 per cent of Ukraine. Iran attacked Israel. Chad praised Mali."}
{"id":"second","title":"","date":"2024-01-03","text":"Russia controls about a fifth of Ukraine, the ISW said. Iran did not attack Israel."}
"#;

#[test]
fn each_amount_has_its_own_sentences() {
    let dir = tempfile::tempdir().unwrap();
    let articles = write(
        dir.path(),
        "articles.jsonl",
        r#"{"id":"first","title":"","date":"2024-01-02","text":"Mali attacked Chad, killing at least 30 people."}
{"id":"second","title":"","date":"2024-01-03","text":"Mali attacked Chad, killing at least 50 people."}
"#,
    );
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&articles), "-o", text(&kg)]), 0);
    let found = out(&run(&["show", text(&kg), "--disagreements"]));
    let expected = "\
Mali → attacked → Chad
  at least 30 people
      Mali [attacked] Chad, killing at least 30 people
      [first#s1]
  at least 50 people
      Mali [attacked] Chad, killing at least 50 people
      [second#s1]
";
    assert_eq!(found, expected);
}

#[test]
fn both_sides_of_a_disagreement_are_shown_with_who_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let articles = write(dir.path(), "articles.jsonl", ARTICLES);
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&articles), "-o", text(&kg)]), 0);
    let output = run(&["show", text(&kg), "--disagreements"]);
    assert_status(&output, 0);
    let expected = "\
Russia → controls → Ukraine
  19 %
      Russia [controls] 19 per cent of Ukraine
      [first#s1]
  about 20 %  according to ISW
      Russia [controls] about a fifth of Ukraine
      [second#s1]

Iran → attacked → Israel
  asserted
      Iran [attacked] Israel
      [first#s2]
  negated
      Iran did not [attack] Israel
      [second#s3]
";
    assert_eq!(out(&output), expected);
    let output = run(&["show", text(&kg), "Iran", "--disagreements", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(found["schema"], "chancery.disagreements/1");
    let one = &found["disagreements"][0];
    assert_eq!((&found["disagreements"][1], &one["matter"]), (&serde_json::Value::Null, &"status".into()));
    assert_eq!(one["sides"][1]["ties"][0]["evidence"][0]["document"], "second");
    let output = run(&["show", text(&kg), "Chad", "--disagreements"]);
    assert_status(&output, 0);
    assert!(out(&output).is_empty() && err(&output).contains("no source contradicts another"));
    assert_status(&run(&["show", text(&kg)]), 2);
}
