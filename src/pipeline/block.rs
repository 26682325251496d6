//! Ends of blocks: a headline, a heading or an item of a list ends its sentence, though no full stop says so.
//!
//! In comes a text, out goes one as long, in which the line break behind such a block is a full stop: what is handed to the
//! parser, so that "France condemned Iran" above "Germany sanctioned Russia" stay two sentences and every offset what it was.
//! Lines that are only wrapped are left as they are.

use std::borrow::Cow;

/// Between these, in characters, a line that breaks without a full stop may be one of a text that was wrapped.
const WRAPPED: std::ops::Range<usize> = 50..120;

/// The text with a full stop for the line break behind each block that has none.
pub(super) fn closed(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_wrapped = is_wrapped(&text);
    let ends: Vec<usize> =
        text.match_indices('\n').map(|(at, _)| at).filter(|&at| ends_block(&text, at, is_wrapped)).collect();
    if ends.is_empty() {
        return text;
    }
    let mut closed = String::with_capacity(text.len());
    let mut done = 0;
    for end in ends {
        closed.push_str(text.get(done..end).unwrap_or_default());
        closed.push('.');
        done = end + 1;
    }
    closed.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(closed)
}

/// Whether single line breaks stand within sentences: some line goes on in lower case.
fn is_wrapped(text: &str) -> bool {
    let goes_on = |(line, next): (&str, &str)| {
        !line.trim().is_empty() && next.trim_start().starts_with(char::is_lowercase)
    };
    text.lines().zip(text.lines().skip(1)).any(goes_on)
}

/// Whether the line break at `at` is the end of a block whose last sentence is open.
fn ends_block(text: &str, at: usize, is_wrapped: bool) -> bool {
    let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    let line = before.rsplit('\n').next().unwrap_or_default();
    if !line.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '%')) {
        return false;
    }
    let begins = |line: &str| !line.trim_start().starts_with(char::is_lowercase);
    let next = behind.lines().next().unwrap_or_default();
    if next.trim().is_empty() {
        return behind.lines().find(|line| !line.trim().is_empty()).is_some_and(begins);
    }
    !is_wrapped && begins(next) && !WRAPPED.contains(&line.chars().count())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::closed;

    #[test]
    fn headlines_and_items_end_their_sentences() {
        for (text, expected) in [
            ("Chile met Peru\n\nNorway left.", "Chile met Peru.\nNorway left."),
            ("Chile met Peru \n\n\nNorway left.", "Chile met Peru .\n\nNorway left."),
            ("Chile met Peru\nNorway left Oslo\nMali fell.", "Chile met Peru.Norway left Oslo.Mali fell."),
        ] {
            let found = closed(Cow::Borrowed(text));
            assert_eq!(found.len(), text.len());
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn wrapped_lines_and_closed_blocks_stay() {
        for text in [
            "",
            "Chile met Peru.\n\nNorway left.",
            "Chile met\nPeru and then left for\nnorthern Norway.",
            "The foreign minister of Chile has met her colleague from\nPeru in Oslo on Monday.",
            "She said,\n\n“Norway left.”",
            "Chile met Peru\n\nand left.",
            "Chile met Peru\n",
        ] {
            assert_eq!(closed(Cow::Borrowed(text)), text);
        }
    }
}
