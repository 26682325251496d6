//! Who wrote an article, as metadata and the line under a headline have it: `By Jane Roe and John Doe, Reuters`.
//!
//! Metadata comes in as it stands in markup, feeds and JSON; out come names on one line, several apart by commas. A line
//! of the text is taken for a byline only if nothing but names is in it, so that no sentence is lost.

use std::ops::Range;

/// Characters that the names of the writers may have; what is longer is no list of names.
const MAX_CHARS: usize = 200;
/// Characters that a byline may have.
const MAX_LINE: usize = 100;
/// Lines with words from the beginning of a text among which a byline is looked for.
const FIRST_LINES: usize = 5;
/// Where a byline goes on with something else than names.
const ENDS: [&str; 9] = [" | ", " • ", " · ", " in ", " for ", " at ", " — ", " – ", " - "];
/// Small words inside names.
const PARTICLES: [&str; 14] =
    ["al", "bin", "ben", "da", "de", "del", "della", "den", "der", "di", "el", "ibn", "van", "von"];

/// The names in one value of metadata; `None` if there is none, or an address instead.
pub(super) fn names(text: &str) -> Option<String> {
    let text = super::article::line(text);
    let text = in_brackets_behind_address(&text);
    let text = without_by(text).unwrap_or(text);
    let end = ENDS[..3].iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    let text = text.get(..end)?.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'));
    let is_address = text.contains("://") || text.contains('@');
    let is_name = text.chars().any(char::is_alphabetic) && text.chars().count() <= MAX_CHARS;
    (is_name && !is_address).then(|| text.to_owned())
}

/// Several values of metadata as one, without those that come again.
pub(super) fn joined<'a>(values: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let (mut found, mut chars): (Vec<String>, usize) = (Vec::new(), 0);
    for name in values.into_iter().filter_map(names) {
        if !found.contains(&name) {
            chars += name.chars().count();
            if chars > MAX_CHARS {
                return None;
            }
            found.push(name);
        }
    }
    names(&found.join(", "))
}

/// RSS 2.0 wants `jane@example.org (Jane Roe)`.
fn in_brackets_behind_address(text: &str) -> &str {
    let bracket = text.split_once(" (").filter(|(address, _)| address.contains('@'));
    bracket.and_then(|(_, name)| name.strip_suffix(')')).unwrap_or(text)
}

fn without_by(text: &str) -> Option<&str> {
    let (by, rest) = text.split_once(' ')?;
    by.eq_ignore_ascii_case("by").then(|| rest.trim_start())
}

/// The writers that a line of text names, if it does nothing else: each has a first and a last name.
pub(crate) fn of_line(line: &str) -> Option<String> {
    let line = line.trim();
    let is_short = line.starts_with(['B']) && line.chars().count() <= MAX_LINE;
    let rest = without_by(line).filter(|_| is_short)?;
    let end = ENDS.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let behind = rest.get(end..)?;
    // "By Jane Roe in Kyiv and John Doe in Moscow" is a byline, "By Jane Roe for the first time." is not.
    if behind.ends_with(['.', '!', '?', ':', ';']) || behind.split_whitespace().count() > 8 {
        return None;
    }
    let people = rest.get(..end)?;
    let mut parts = people.split([',', '&', ';']).flat_map(|part| part.split(" and ")).map(str::trim);
    let is_byline =
        parts.next().is_some_and(is_person) && parts.all(|part| is_person(part) || is_house(part));
    is_byline.then(|| people.trim().to_owned())
}

/// Two to four words that are written as names are.
fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.first().is_some_and(|word| is_name_word(word))
        && words.last().is_some_and(|word| is_name_word(word))
        && words.iter().all(|word| is_name_word(word) || PARTICLES.contains(word))
}

/// What may follow on the names: `Reuters`, `Associated Press`, `Diplomatic Editor`, or nothing.
fn is_house(text: &str) -> bool {
    text.split_whitespace().count() <= 4 && text.split_whitespace().all(is_name_word)
}

/// `Jane`, `J.`, `O’Neill`, `ROE`, `Jean-Luc`; no word that ends a sentence.
fn is_name_word(word: &str) -> bool {
    let is_initial = word.ends_with('.') && word.chars().count() <= 3;
    word.starts_with(char::is_uppercase)
        && (is_initial || word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’')))
}

/// The byline near the beginning of a text, and the text without it; the text as it is if it has none.
pub(super) fn taken_out(text: String) -> (Option<String>, String) {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(FIRST_LINES);
    let found = first.filter_map(|(at, line)| Some((at, of_line(line)?))).next();
    let Some((at, names)) = found else { return (None, text) };
    let mut rest = lines;
    rest.remove(at);
    // The empty line behind it goes with it.
    let is_gap = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    if is_gap(rest.get(at))
        && is_gap(at.checked_sub(1).and_then(|before| rest.get(before)))
        && at < rest.len()
    {
        rest.remove(at);
    }
    (Some(names), rest.join("\n"))
}

/// The writers that a text names near its beginning.
pub(super) fn of_text(text: &str) -> Option<String> {
    of_line(text.get(place(text)?)?)
}

/// The line near the beginning of a text that names its writers, in bytes.
pub(crate) fn place(text: &str) -> Option<Range<usize>> {
    let mut end = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        end += line.len();
        (end - line.len(), line.trim_end_matches(['\n', '\r']))
    });
    let mut first = lines.filter(|(_, line)| !line.trim().is_empty()).take(FIRST_LINES);
    first.find(|(_, line)| of_line(line).is_some()).map(|(start, line)| start..start + line.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn metadata_of_any_kind_gives_names() {
        for (text, expected) in [
            ("By Jane Roe", Some("Jane Roe")),
            ("  Jane\n Roe , ", Some("Jane Roe")),
            ("jane@example.org (Jane Roe)", Some("Jane Roe")),
            ("jane@example.org", None),
            ("https://example.org/jane", None),
            ("By Jane Roe, Staff writer | July 3, 2020", Some("Jane Roe, Staff writer")),
            ("Byron White", Some("Byron White")),
            ("", None),
            ("--", None),
        ] {
            assert_eq!(names(text).as_deref(), expected, "{text}");
        }
        assert_eq!(joined(["Jane Roe", "", "John Doe", "Jane Roe"]).as_deref(), Some("Jane Roe, John Doe"));
    }

    #[test]
    fn bylines_are_told_from_sentences_and_headlines() {
        for line in [
            "By Jane Roe",
            "BY JANE ROE",
            "By Jane Q. Roe and Ludwig van Beethoven",
            "By Jane Roe, Reuters",
            "By Jane Roe in Kyiv and John Doe in Moscow",
            "By Jane Roe | BBC News",
        ] {
            assert!(of_line(line).is_some(), "{line}");
        }
        for line in [
            "By Land and Sea",
            "By Monday",
            "By Jane Roe and the others.",
            "By Friday Russia had taken the town.",
            "By Anna Berg for the first time in years, officials said.",
            "by Jane Roe",
            "By",
            "",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn the_byline_goes_and_every_other_line_stays() {
        let (names, text) = taken_out("Talks\n\nBy Jane Roe\n\nRussia and China met.\n\nNo more.".to_owned());
        assert_eq!(
            (names.as_deref(), text.as_str()),
            (Some("Jane Roe"), "Talks\n\nRussia and China met.\n\nNo more.")
        );
        assert_eq!(taken_out("By Jane Roe".to_owned()), (Some("Jane Roe".to_owned()), String::new()));
        assert_eq!(taken_out("No.\nBy now.".to_owned()), (None, "No.\nBy now.".to_owned()));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(By |by )?[A-Za-zé.,|\n &-]{0,60}") {
            let _ = (names(&text), of_line(&text), taken_out(text.clone()));
        }
    }
}
