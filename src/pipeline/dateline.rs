//! Datelines: "DOHA, Jan 15 (AP) — Israel and Hamas agreed …", and bylines: "By Jane Roe".
//!
//! A place in capitals before the first clause of a paragraph is no part of the sentence, but parsers take it for its
//! subject; who wrote an article is not who it tells of. What is handed to the parser has blanks in its place, so that every offset stays what it was.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::byline;

/// Letters that have to follow on a colon, which headlines have as well ("NATO: …").
const LEAST_BEHIND_COLON: usize = 60;

/// A place, what may stand between, the mark, and the begin of a sentence.
static DATELINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?m)^[ \t]*(?P<line>\p{Lu}[\p{Lu}.'’-]{2,}(?: \p{Lu}[\p{Lu}.'’-]+){0,3}",
        r"(?:, \p{Lu}[\p{L}.]+(?: [\p{L}\d.]+){0,2}){0,3}",
        r"(?:, \d{4})?(?: ?\(\p{Lu}[\p{L} .&/]{1,30}\))?",
        r"(?: ?(?:--|—|–)| -|(?P<colon>:)) )[“\x22‘']?[\p{Lu}\d]",
    ))
    .ok()
});

/// The text with blanks for its datelines and its byline, byte for byte as long.
pub(super) fn blanked(text: &str) -> Cow<'_, str> {
    let Some(byline) = byline::place(text) else { return without_datelines(text) };
    let (before, behind) = (text.get(..byline.start), text.get(byline.end..));
    let Some((before, behind)) = before.zip(behind) else { return without_datelines(text) };
    let blank = " ".repeat(byline.len());
    Cow::Owned([&*without_datelines(before), &blank, &*without_datelines(behind)].concat())
}

fn without_datelines(text: &str) -> Cow<'_, str> {
    let Some(pattern) = DATELINE.as_ref() else { return Cow::Borrowed(text) };
    let mut blanked = String::new();
    let mut done = 0;
    for found in pattern.captures_iter(text) {
        let Some(line) = found.name("line") else { continue };
        let paragraph = text.get(line.end()..).and_then(|rest| rest.lines().next()).unwrap_or("");
        if found.name("colon").is_some() && paragraph.chars().count() < LEAST_BEHIND_COLON {
            continue;
        }
        blanked.push_str(text.get(done..line.start()).unwrap_or(""));
        blanked.extend(std::iter::repeat_n(' ', line.len()));
        done = line.end();
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    blanked.push_str(text.get(done..).unwrap_or(""));
    Cow::Owned(blanked)
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn places_before_the_first_sentence_are_blanks_of_the_same_length() {
        for (text, rest) in [
            ("DOHA, Jan 15 (AP) — Israel agreed.", "Israel agreed."),
            ("NEW YORK -- The council met.", "The council met."),
            ("Envoy leaves\n\nNAIROBI, March 20, 2025 - Kenya objected.", "Kenya objected."),
            ("Title\n\nBy Jane Roe\n\nThe council met.", "\n\nThe council met."),
            ("Title\n\nMOSCOW, March 3 (Reuters) - Russia objected.", "Russia objected."),
            (
                "ABUJA: West African leaders imposed sanctions on Niger on Sunday and threatened force.",
                "West",
            ),
        ] {
            let found = blanked(text);
            assert_eq!(found.len(), text.len());
            assert!(found.contains(&format!("   {rest}")), "{found:?}");
        }
    }

    #[test]
    fn what_is_no_dateline_stays() {
        for text in [
            "NATO: Russia must go.",
            "The UN - and the EU - met.",
            "A",
            "",
            "IAEA inspectors left — Iran said.",
        ] {
            assert_eq!(blanked(text), text);
        }
    }
}
