//! XML text: escaped, and without the characters that XML 1.0 forbids.

use std::borrow::Cow;

/// `text` as it stands in an element or between double quotes: `& < > " '` escaped, line breaks and tabs as
/// references (attributes would turn them into spaces), forbidden characters as U+FFFD.
pub fn escape(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    push_escaped(&mut escaped, text);
    Cow::Owned(escaped)
}

/// Writes a text behind another as [`escape`] has it.
pub fn push_escaped(escaped: &mut String, text: &str) {
    if is_plain(text) {
        escaped.push_str(text);
        return;
    }
    // What stands between two that are escaped is copied at once.
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_suspect(*byte)) {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            b'\t' => "&#9;",
            b'\n' => "&#10;",
            b'\r' => "&#13;",
            _ => "\u{FFFD}",
        };
        let length = match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(character) if byte != 0xef || is_forbidden(character) => character.len_utf8(),
            _ => continue,
        };
        escaped.push_str(text.get(start..at).unwrap_or_default());
        escaped.push_str(reference);
        start = at + length;
    }
    escaped.push_str(text.get(start..).unwrap_or_default());
}

/// Whether there is nothing to escape, as with most texts: without an end at the first, so that many bytes are looked at together.
fn is_plain(text: &str) -> bool {
    !text.bytes().fold(false, |found, byte| found | is_suspect(byte))
}

/// What may have to be escaped. What is forbidden beyond controls is three bytes, the first 0xEF.
fn is_suspect(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'&' | b'<' | b'>' | b'"' | b'\'' | 0xef)
}

/// Whether it turns the direction of the text behind it without being seen (Unicode Standard Annex 9).
pub fn is_direction(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether XML 1.0 has no place for it, even escaped.
pub fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::escape;
    use proptest::prelude::*;

    #[test]
    fn markup_and_forbidden_characters() {
        for (text, expected) in [
            ("plain – ñ 😀", "plain – ñ 😀"),
            ("]]>", "]]&gt;"),
            ("<b a=\"x\">&'", "&lt;b a=&quot;x&quot;&gt;&amp;&#39;"),
            ("a\0b\u{1b}[31m\u{FFFE}\u{FFFF}", "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}\u{FFFD}"),
            ("a\r\n\tb", "a&#13;&#10;&#9;b"),
            ("\u{7f}\u{85}\u{202e}", "\u{7f}\u{85}\u{202e}"),
        ] {
            assert_eq!(escape(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_parser_gives_the_text_back(text in any::<String>()) {
            let document = format!("<a b=\"{0}\">{0}</a>", escape(&text));
            let expected: String =
                text.chars().map(|c| if super::is_forbidden(c) { '\u{FFFD}' } else { c }).collect();
            let mut reader = quick_xml::Reader::from_str(&document);
            let mut found = String::new();
            loop {
                match reader.read_event().unwrap() {
                    quick_xml::events::Event::Start(start) => {
                        let attribute = start.attributes().next().unwrap().unwrap();
                        let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                        prop_assert_eq!(value, expected.clone());
                    }
                    quick_xml::events::Event::Text(text) => found.push_str(&text),
                    quick_xml::events::Event::GeneralRef(reference) => {
                        let name: &str = &reference;
                        found.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
                    }
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
