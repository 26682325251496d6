//! Measuring against small gold of our own, through the built program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/evaluation").join(name)
}

fn eval(file: &Path, set: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.arg("eval").arg(file).args(["--set", set]).args(more).env_remove("CHANCERY_THREADS");
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(file: &str, set: &str) -> Value {
    let text = text(&eval(&data(file), set, &["--format", "json"]));
    serde_json::from_str(text.lines().next().unwrap()).unwrap()
}

fn line<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["lines"].as_array().unwrap().iter().find(|line| line["name"] == name).unwrap()
}

#[test]
fn articles_are_scored_with_symmetric_relations_and_clauses() {
    let report = json("articles.gold.json", "articles");
    let statements = line(&report, "statements");
    // Five of six: nobody was invaded.
    assert_eq!(statements["gold"], 6.0, "{report}");
    assert_eq!(statements["found"], 5.0, "{report}");
    for relation in ["metWith", "headOfGovernmentOf", "criticised", "said"] {
        assert_eq!(report["kinds"][relation]["recall"], 1.0, "{relation}: {report}");
    }
    assert_eq!(report["kinds"]["invaded"]["recall"], 0.0);
    assert_eq!(report["accuracies"][0]["share"], 1.0);
    assert_eq!(report["accuracies"][0]["of"], 5);
    // The pair of the statement that was missed is not related in any other way.
    assert_eq!(line(&report, "pairs")["found"], 5.0);
}

#[test]
fn the_last_line_is_the_measure_and_nothing_changes_between_runs() {
    let first = eval(&data("articles.gold.json"), "articles", &["--threads", "1"]);
    let second = eval(&data("articles.gold.json"), "articles", &["--threads", "4"]);
    assert_eq!(text(&first), text(&second));
    let last = text(&first).lines().last().unwrap().to_owned();
    let value = last.strip_prefix("MEASURE F1 ").unwrap();
    assert_eq!(value.len(), 5, "{last}");
    assert!(value.parse::<f64>().unwrap() > 0.7, "{last}");
}

#[test]
fn errors_name_document_statement_and_evidence() {
    let text = text(&eval(&data("articles.gold.json"), "articles", &["--errors"]));
    let missed = "missed\tharbour-talks\tRussia invaded Finland (asserted)\t-\tSweden condemned Russia.";
    assert!(text.lines().any(|line| line == missed), "{text}");
}

#[test]
fn confidence_is_measured_and_its_features_are_printed() {
    let report = json("articles.gold.json", "articles");
    let predicted = &line(&report, "statements")["predicted"];
    let thresholds = report["calibration"]["thresholds"].as_array().unwrap();
    assert_eq!(&thresholds[0]["number"], predicted);
    let numbers: Vec<f64> = thresholds.iter().map(|bin| bin["number"].as_f64().unwrap()).collect();
    assert!(numbers.is_sorted_by(|a, b| a >= b), "{numbers:?}");
    let table = text(&eval(&data("articles.gold.json"), "articles", &["--features"]));
    let mut rows = table.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    assert_eq!(head[..5], ["document", "relation", "right", "confidence", "bias"]);
    let rows: Vec<_> = rows.collect();
    assert_eq!(Some(rows.len() as f64), predicted.as_f64());
    assert!(rows.iter().all(|row| row.len() == head.len() && row[4] == "1.0000"), "{table}");
}

#[test]
fn markdown_has_tables() {
    let text = text(&eval(&data("articles.gold.json"), "articles", &["--format", "markdown"]));
    assert!(text.contains("| measure | precision |"), "{text}");
    assert!(text.contains("| expected calibration error | 0."), "{text}");
    assert!(text.contains("| metWith | 1.000 | 1.000 | 1.000 | 1 | 1 |"), "{text}");
}

#[test]
fn names_are_scored_by_border_and_type() {
    let report = json("names.jsonl", "ner");
    // Adjectives of states are no names of that gold; dates are a type without a row.
    let strict = line(&report, "strict");
    assert_eq!(
        (&strict["gold"], &strict["found"], &strict["predicted"]),
        (&4.0.into(), &3.0.into(), &4.0.into())
    );
    assert_eq!(line(&report, "relaxed")["found"], 4.0, "{report}");
}

#[test]
fn facts_outside_of_annotated_passages_do_not_count() {
    let report = json("knowledgenet.jsonl", "knowledgenet");
    let overlap = line(&report, "overlap");
    assert_eq!(
        (&overlap["gold"], &overlap["found"], &overlap["predicted"]),
        (&1.0.into(), &1.0.into(), &1.0.into())
    );
    assert_eq!(report["kinds"]["NATIONALITY"], Value::Null, "{report}");
}

#[test]
fn a_fact_counts_for_each_pair_of_mentions_in_its_passage() {
    let report = json("mentions.jsonl", "knowledgenet");
    let overlap = line(&report, "overlap");
    let counts = (&overlap["gold"], &overlap["found"], &overlap["predicted"]);
    assert_eq!(counts, (&6.0.into(), &6.0.into(), &6.0.into()), "{report}");
}

#[test]
fn names_from_the_knowledge_base_are_met_by_place_day_and_office() {
    let report = json("text2kgbench.jsonl", "text2kgbench");
    let part = &report["parts"]["politics"];
    assert_eq!((&part["gold"], &part["found"]), (&3.0.into(), &3.0.into()), "{report}");
    // Norway is said by the gold's "Bergen, Norway" too.
    assert_eq!(part["predicted"], 3.0, "{report}");
    // What is only an item has no name to compare.
    assert_eq!(report["parts"]["city"]["gold"], 0.0, "{report}");
    assert_eq!(report["parts"]["city"]["predicted"], 0.0, "{report}");
    assert_eq!(line(&report, "link")["gold"], 1.0, "{report}");
}

#[test]
fn events_are_compared_by_source_root_and_target() {
    let report = json("plover.jsonl", "plover");
    let full = line(&report, "source, code root and target");
    // What is planned is agreed to; who has no state is of the place; a code of the records is that of ISO 3166.
    assert_eq!((&full["gold"], &full["found"]), (&4.0.into(), &3.0.into()), "{report}");
    assert_eq!(report["accuracies"][0]["of"], 4);
    assert_eq!((&report["accuracies"][1]["of"], &report["accuracies"][1]["share"]), (&3.into(), &1.0.into()));
}

#[test]
fn chains_of_a_name_and_its_pronouns_are_found() {
    let report = json("chains.jsonl", "coref");
    assert_eq!(line(&report, "mentions, names and pronouns")["gold"], 2.0);
    assert_eq!(report["headline"]["f1"], 1.0, "{report}");
    // The chain without a name counts only where all do.
    assert_eq!(line(&report, "mentions, all exact")["gold"], 4.0);
    assert_eq!(line(&report, "MUC, all exact")["recall"], 0.5);
}

#[test]
fn a_quotation_is_right_if_its_speaker_is() {
    let report = json("quotes.jsonl", "quotes");
    let speakers = line(&report, "speakers of quotations");
    assert_eq!((&speakers["gold"], &speakers["predicted"]), (&2.0.into(), &2.0.into()), "{report}");
    // The gold names the wrong speaker of the second.
    assert_eq!(speakers["found"], 1.0, "{report}");
}

#[test]
fn trees_are_compared_after_conversion() {
    let report = json("trees.conllu", "dep");
    let (converted, raw) = (line(&report, "heads after conversion"), line(&report, "heads as they are"));
    assert_eq!(converted["gold"], 6.0);
    assert_eq!(converted["f1"], 1.0, "{report}");
    assert!(raw["f1"].as_f64().unwrap() < 1.0, "{report}");
}

#[test]
fn a_mapping_of_ones_own_replaces_the_bundled_one() {
    let dir = tempfile::tempdir().unwrap();
    let mapping = dir.path().join("own.tsv");
    std::fs::write(&mapping, "relation\tmetWith\tCEO\n").unwrap();
    let output = eval(&data("knowledgenet.jsonl"), "knowledgenet", &["--mapping", mapping.to_str().unwrap()]);
    assert!(text(&output).ends_with("MEASURE F1 0.000\n"));
    std::fs::write(&mapping, "relations\tmetWith\tCEO\n").unwrap();
    let output = eval(&data("knowledgenet.jsonl"), "knowledgenet", &["--mapping", mapping.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 1 of the mapping"));
}

#[test]
fn gold_that_is_missing_or_garbled_is_refused_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let cases = [
        (dir.path().join("absent.json"), "articles", "cannot read the gold"),
        (write("half.json", "{\"id\": \"a\", \"text\": "), "articles", "half.json:1"),
        (
            write("rows.jsonl", "{\"id\":\"a\",\"text\":\"b\",\"mentions\":[]}\n{\"id\":\n"),
            "ner",
            "rows.jsonl:2",
        ),
        (write("other.jsonl", "{\"id\":\"a\",\"text\":\"b\"}\n"), "ner", "missing field `mentions`"),
        (write("none.jsonl", "\n"), "ner", "no gold in"),
        (write("gold.txt", "x"), "ner", ".json, .jsonl"),
        (write("bad.conllu", "1\tA\t_\n"), "dep", "bad.conllu:1"),
        (write("head.conllu", "1\tA\ta\tX\tX\t_\t9\tdep\t_\t_\n\n"), "dep", "head.conllu:2"),
        (write("bad.jsonl.gz", "not gzip"), "ner", "cannot read the gold"),
    ];
    for (path, set, reason) in cases {
        let output = eval(&path, set, &[]);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{}: {message}", path.display());
        assert!(message.contains(reason), "{message}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn answers_of_others_are_scored_in_place_of_ours() {
    let gold = data("articles.gold.json");
    let of_gold = |answers: &Path| eval(&gold, "articles", &["--answers", answers.to_str().unwrap()]);
    let last = text(&of_gold(&gold)).lines().last().unwrap().to_owned();
    assert_eq!(last, "MEASURE F1 1.000");

    let folder = tempfile::tempdir().unwrap();
    let poorer = folder.path().join("poorer.json");
    let mut article: Value = serde_json::from_str(&std::fs::read_to_string(&gold).unwrap()).unwrap();
    article["statements"].as_array_mut().unwrap().truncate(3);
    std::fs::write(&poorer, article.to_string()).unwrap();
    let report = text(&eval(&gold, "articles", &["--format", "json", "--answers", poorer.to_str().unwrap()]));
    let report: Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    let statements = line(&report, "statements");
    assert_eq!((&statements["found"], &statements["predicted"]), (&Value::from(3.0), &Value::from(3.0)));

    article["id"] = Value::from("another");
    std::fs::write(&poorer, article.to_string()).unwrap();
    let refused = of_gold(&poorer);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("has no answer"), "{refused:?}");
    let other = eval(&data("names.jsonl"), "ner", &["--answers", gold.to_str().unwrap()]);
    assert_eq!(other.status.code(), Some(2));
}
