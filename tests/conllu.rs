//! What `parse` prints, through the built program.

use std::collections::BTreeSet;

use crate::cli::{NEWS, assert_status, out, run, run_with_input, text, write};

/// Checks what readers of CoNLL-U rely on and gives the number of tokens.
fn check_conllu(text: &str) -> usize {
    let (mut tokens, mut sentences, mut ids) = (0, 0, BTreeSet::new());
    for block in text.split("\n\n").filter(|block| !block.trim().is_empty()) {
        sentences += 1;
        let comment = |key: &str| {
            let lead = format!("# {key} = ");
            block
                .lines()
                .find_map(|line| line.strip_prefix(&lead).map(str::to_owned))
                .unwrap_or_else(|| panic!("{block}"))
        };
        assert!(ids.insert(comment("sent_id")), "sentence ids are unique");
        let sentence = comment("text");
        let rows: Vec<Vec<&str>> = block
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        let mut built = String::new();
        for (index, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), 10, "{row:?}");
            assert!(row.iter().all(|column| !column.is_empty() && !column.contains(['\n', '\r'])), "{row:?}");
            assert_eq!(row[0].parse::<usize>().unwrap(), index + 1);
            let head: usize = row[6].parse().unwrap();
            assert!(head <= rows.len() && head != index + 1, "{row:?}");
            assert_eq!(head == 0, row[7] == "ROOT", "{row:?}");
            assert!(row[9].starts_with("start_char=") && row[9].contains("|end_char="), "{row:?}");
            built.push_str(row[1]);
            built.push_str(if row[9].contains("SpaceAfter=No") { "" } else { " " });
        }
        assert_eq!(built.trim_end(), sentence);
        assert_eq!(rows.iter().filter(|row| row[6] == "0").count(), 1, "one root: {block}");
        tokens += rows.len();
    }
    assert!(sentences > 0);
    tokens
}

#[test]
fn a_parse_is_valid_conllu() {
    let dir = tempfile::tempdir().unwrap();
    let odd = "“Was it you?”\tasked Zoë’s aide…\n\n\n  (He didn't say.)  _ 1|2\u{a0}x\n* 5 km — 20%\u{2028}done 👩‍👧\u{1f1e9}\u{1f1ea}!\n";
    let (news, odd) = (write(dir.path(), "news.txt", NEWS), write(dir.path(), "odd.txt", odd));
    let output = run(&["parse", text(&news), text(&odd)]);
    assert_status(&output, 0);
    let conllu = out(&output);
    assert!(check_conllu(&conllu) > 40);
    assert!(conllu.starts_with("# newdoc id = news\n"), "{conllu}");
    assert!(conllu.contains("\n# newdoc id = odd\n"));
    let moscow = conllu.lines().find(|line| line.contains("\tMoscow\t")).unwrap();
    let columns: Vec<&str> = moscow.split('\t').collect();
    assert_eq!((columns[3], columns[4], columns[7]), ("PROPN", "NNP", "pobj"));
    assert_eq!(columns[9], "start_char=63|end_char=69|NER=B-GPE");
}

#[test]
fn the_parse_in_json_has_lists_of_one_length_and_offsets_in_code_points() {
    let output = run_with_input(&["parse", "--format", "json"], "Zoë 👩‍👧 met Angela Merkel in Köln.\n");
    assert_status(&output, 0);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let chars: Vec<char> = value["text"].as_str().unwrap().chars().collect();
    let count = value["tokens"].as_array().unwrap().len();
    for layer in ["offsets", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps", "sent_starts"] {
        assert_eq!(value[layer].as_array().unwrap().len(), count, "{layer}");
    }
    for (token, offset) in
        value["tokens"].as_array().unwrap().iter().zip(value["offsets"].as_array().unwrap())
    {
        let (start, end) = (offset[0].as_u64().unwrap() as usize, offset[1].as_u64().unwrap() as usize);
        assert_eq!(chars[start..end].iter().collect::<String>(), token.as_str().unwrap());
    }
    for head in value["heads"].as_array().unwrap() {
        assert!((head.as_u64().unwrap() as usize) < count);
    }
}
