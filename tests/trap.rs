//! Sentences that mislead: what must come out of them, and what must not.

use std::path::Path;

use crate::statement::{lines, read};

/// Whether a line of four fields is what a pattern asks for; `*` stands for anything, also at the end of a field.
pub(crate) fn fits(pattern: &str, line: &str) -> bool {
    let (wanted, have): (Vec<&str>, Vec<&str>) =
        (pattern.split(" | ").collect(), line.split(" | ").collect());
    assert_eq!(wanted.len(), 4, "{pattern}: subject | relation | object | status");
    wanted.len() == have.len()
        && wanted.iter().zip(have).all(|(wanted, have)| {
            wanted.strip_suffix('*').map_or(*wanted == have, |beginning| have.starts_with(beginning))
        })
}

/// Files of `tests/data/trap`: a sentence, then what must come out of it (`+`) and what must not (`-`), and a blank line.
#[test]
fn traps_are_not_walked_into() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/trap");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut traps, mut wrong) = (0, String::new());
    for path in files {
        for trap in std::fs::read_to_string(&path).unwrap().split("\n\n") {
            let (sentence, rules) = trap.split_once('\n').expect("a rule below each sentence");
            let found = lines(&read(sentence, Some("2024-05-02")));
            for rule in rules.lines() {
                traps += 1;
                let (sign, pattern) = rule.split_once(' ').expect("a sign before each rule");
                let is_there = found.lines().any(|line| fits(pattern, line));
                let is_wanted = match sign {
                    "+" => true,
                    "-" => false,
                    _ => panic!("{rule}: + or -"),
                };
                if is_there != is_wanted {
                    wrong += &format!("{sentence}\n{rule}\nfound:\n{found}\n");
                }
            }
        }
    }
    assert!(traps >= 100, "the folder of traps is there: {traps}");
    assert!(wrong.is_empty(), "{wrong}");
}
