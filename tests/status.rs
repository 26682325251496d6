//! The status of a deed below words that say how real it is: what they imply, and whose word it is.

use std::path::Path;

use crate::statement::{lines, read};
use crate::trap::fits;

/// Rules that the program is known to break, each marked in its file.
const KNOWN: usize = 9;

/// Files of `tests/data/status`: a sentence, then what must come out of it (`+`) and what must not (`-`), and a blank line. A
/// rule that is known to be broken begins with `~`.
#[test]
fn words_say_how_real_a_deed_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/status");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut rules, mut known, mut wrong) = (0, 0, String::new());
    for path in files {
        for case in std::fs::read_to_string(&path).unwrap().split("\n\n") {
            let (sentence, listed) = case.split_once('\n').expect("a rule below each sentence");
            let found = lines(&read(sentence, Some("2024-05-02")));
            for rule in listed.lines() {
                rules += 1;
                let (is_known, plain) = rule.strip_prefix('~').map_or((false, rule), |plain| (true, plain));
                known += usize::from(is_known);
                if keeps(plain, &found) == is_known {
                    wrong += &format!("{sentence}\n{rule}\nfound:\n{found}\n");
                }
            }
        }
    }
    assert!(rules >= 340, "the folder of sentences is there: {rules}");
    assert!(wrong.is_empty(), "broken, or marked as broken and kept:\n{wrong}");
    assert_eq!(known, KNOWN);
}

/// Whether the lines found keep a rule.
fn keeps(rule: &str, found: &str) -> bool {
    let (sign, pattern) = rule.split_once(' ').expect("a sign before each rule");
    assert!(sign == "+" || sign == "-", "{rule}: + or -");
    found.lines().any(|line| fits(pattern, line)) == (sign == "+")
}
