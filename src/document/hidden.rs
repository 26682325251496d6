//! Characters of a text that leave no trace on a page, or turn what stands behind them.
//!
//! Comes in: text of others. Goes out: whether a character is one of them, and text with them spelt out (for a terminal)
//! or without them (for pictures and other programs). Names are compared without them, too. The text of a document itself
//! keeps them.

use std::borrow::Cow;

/// First and last of the characters that are not seen, in order: those of the property `Default_Ignorable_Code_Point`
/// of Unicode 16 (DerivedCoreProperties.txt: joiners, marks of direction, fillers, variation selectors, tags), and the
/// marks of interlinear annotation.
const INVISIBLE: [(char, char); 18] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fff8}'),
    ANNOTATION,
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];
const ANNOTATION: (char, char) = ('\u{fff9}', '\u{fffb}');

/// Whether a character has no shape of its own, and so can hide, part, or turn others without being seen.
pub fn is_invisible(c: char) -> bool {
    let at = INVISIBLE.partition_point(|&(_, last)| last < c);
    c >= '\u{ad}' && INVISIBLE.get(at).is_some_and(|&(first, _)| first <= c)
}

/// `text` with control and invisible characters spelt out, so that a name in an article can neither steer a terminal
/// nor pass for another. Line breaks and tabs stay, and what joins emoji and picks their look.
pub fn spelt_out(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = '\0';
    for c in text.chars() {
        match u32::from(c) {
            _ if !is_hidden(c) || is_part_of_emoji(c, before) => shown.push(c),
            code @ 0..=0xff => shown.push_str(&format!("\\x{code:02x}")),
            code => shown.push_str(&format!("\\u{{{code:x}}}")),
        }
        before = c;
    }
    Cow::Owned(shown)
}

/// `text` in one line with single blanks, without control and invisible characters and without code points that are set
/// aside for no character.
pub fn plain(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|&c| c.is_whitespace() || !(c.is_control() || is_invisible(c) || is_no_character(c)))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || is_invisible(c)
}

/// Whether a joiner or a choice of text or picture stands behind a symbol.
fn is_part_of_emoji(c: char, before: char) -> bool {
    let is_picked = matches!(before, '\u{fe0e}' | '\u{fe0f}');
    let is_symbol =
        before >= '\u{2190}' && !before.is_alphanumeric() && !before.is_whitespace() && !is_invisible(before);
    matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}') && (is_symbol || is_picked && c == '\u{200d}')
}

/// Code points that are set aside for no character, now and ever.
fn is_no_character(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{ANNOTATION, is_invisible, plain, spelt_out};
    use std::borrow::Cow;

    /// The tables of a crate that is made of Unicode's files say the same of every character.
    #[test]
    fn invisible_is_what_unicode_ignores_by_default() {
        let ignored = regex::Regex::new(r"\A\p{Default_Ignorable_Code_Point}\z").unwrap();
        let mut buffer = [0; 4];
        for c in '\0'..=char::MAX {
            let expected =
                ignored.is_match(c.encode_utf8(&mut buffer)) || (ANNOTATION.0..=ANNOTATION.1).contains(&c);
            assert_eq!(is_invisible(c), expected, "{c:?}");
        }
    }

    #[test]
    fn what_a_terminal_obeys_or_does_not_show_is_spelt_out() {
        for (text, expected) in [
            ("a\u{1b}[31mb\u{7f}\u{202e}c\td", "a\\x1b[31mb\\x7f\\u{202e}c\td"),
            ("Pu\u{200b}tin\u{e0041}\u{3164}", "Pu\\u{200b}tin\\u{e0041}\\u{3164}"),
            ("a\u{fe0f} \u{9b}2J", "a\\u{fe0f} \\x9b2J"),
            (
                "\u{2764}\u{fe0f}\u{200d}\u{1f525}\u{200d}\u{200d}",
                "\u{2764}\u{fe0f}\u{200d}\u{1f525}\u{200d}\\u{200d}",
            ),
        ] {
            assert_eq!(spelt_out(text), expected);
        }
        assert!(matches!(spelt_out("Erdoğan\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn plain_text_is_one_line_of_what_is_seen() {
        for (text, expected) in [
            (" a\0\u{1b}b\u{202e}\r\n c\u{fffe} ", "ab c"),
            ("a\u{202e}b\n\tc\u{7}  d\u{200b}\u{fe0f}\u{e0041}\u{115f}", "ab c d"),
            ("\u{3164}", ""),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
