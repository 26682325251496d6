//! Bytes to text: byte order mark, then declared charset, then UTF-8, then windows-1252.
//!
//! What cannot be decoded becomes U+FFFD; too much of that, or NUL, means that the bytes are no text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// What had to be repaired, in words; `None` if nothing.
    pub(super) repair: Option<String>,
}

/// At most this share of characters may be lost, in percent.
const MAX_LOST_PERCENT: usize = 5;

/// What can be done about bytes that are no text.
pub(super) const REMEDY: &str =
    "save it as plain text in UTF-8; what kind of file it is can be said with --input-format";

/// The text of `bytes`, or why they are none.
pub(super) fn text(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, String> {
    let (encoding, skip, is_sure) = encoding_of(bytes, declared);
    let body = bytes.get(skip..).unwrap_or_default();
    let (decoded, _) = encoding.decode_without_bom_handling(body);
    let chars = decoded.chars().count();
    let lost = decoded.chars().filter(|&c| c == '\u{fffd}').count();
    let controls =
        decoded.chars().filter(|&c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')).count();
    if decoded.contains('\u{0}') {
        return Err("binary, not text: it holds NUL characters".into());
    }
    if (lost + controls) * 100 > chars * MAX_LOST_PERCENT {
        return Err(format!(
            "binary, not text: {} of {chars} characters cannot be read as {}",
            lost + controls,
            encoding.name()
        ));
    }
    let repair = if lost > 0 && std::str::from_utf8(body).is_err() {
        Some(format!(
            "{lost} invalid byte sequences in {} were replaced, the first at byte {}",
            encoding.name(),
            skip + first_invalid(body)
        ))
    } else if is_sure {
        None
    } else {
        Some("neither UTF-8 nor declared: read as windows-1252".into())
    };
    Ok(Decoded { text: decoded.into_owned(), repair })
}

/// The encoding, the length of a byte order mark, and whether the choice is more than a guess.
fn encoding_of(bytes: &[u8], declared: Option<&str>) -> (&'static Encoding, usize, bool) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, length, true);
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        return (encoding, 0, true);
    }
    let (valid, invalid) = count_sequences(bytes);
    if invalid == 0 || valid > invalid { (UTF_8, 0, true) } else { (WINDOWS_1252, 0, false) }
}

/// Valid sequences of several bytes, and invalid ones.
fn count_sequences(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(valid, invalid), chunk| {
        let wide = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (valid + wide, invalid + usize::from(!chunk.invalid().is_empty()))
    })
}

fn first_invalid(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len())
}

/// The charset that an HTML page or an XML document declares in its first kilobyte.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head =
        String::from_utf8_lossy(bytes.get(..bytes.len().min(2048)).unwrap_or_default()).to_ascii_lowercase();
    let after = ["charset", "encoding"].iter().filter_map(|key| {
        let at = head.find(key)? + key.len();
        let rest = head.get(at..)?.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'']);
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    });
    after.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn twelve_ways_to_write_the_same_word() {
        let utf16 = |big: bool| -> Vec<u8> {
            "\u{feff}Zürich"
                .encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let cases: Vec<(Vec<u8>, Option<&str>)> = vec![
            ("Zürich".into(), None),
            ("\u{feff}Zürich".into(), None),
            ("Zürich".into(), Some("utf-8")),
            ("Zürich".into(), Some("no-such-charset")),
            (utf16(true), None),
            (utf16(false), None),
            (utf16(false), Some("utf-8")),
            (b"Z\xfcrich".to_vec(), None),
            (b"Z\xfcrich".to_vec(), Some("iso-8859-1")),
            (b"Z\xfcrich".to_vec(), Some("windows-1252")),
            (b"Z\x81rich".to_vec(), Some("ibm866")),
            (b"Z\x9frich".to_vec(), Some("macintosh")),
        ];
        for (bytes, declared) in cases {
            let found = text(&bytes, declared).map(|decoded| decoded.text).unwrap();
            let expected = if declared == Some("ibm866") { "ZБrich" } else { "Zürich" };
            assert_eq!(found, expected, "{bytes:x?} {declared:?}");
        }
    }

    #[test]
    fn one_bad_byte_is_replaced_and_named_and_many_are_refused() {
        let mut bytes = "Genève, Zürich, Köln, Malmö and a long rest of plain text".as_bytes().to_vec();
        bytes.insert(28, 0xff);
        let decoded = text(&bytes, None).unwrap();
        assert!(decoded.text.contains('\u{fffd}'));
        assert!(decoded.repair.unwrap().contains("at byte 28"));
        assert!(text(b"abc\0def", None).is_err());
        assert!(text(&[0xff; 100], Some("utf-8")).is_err());
    }

    #[test]
    fn declared_charsets_are_found() {
        let page =
            b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-2\">";
        assert_eq!(declared_charset(page).as_deref(), Some("iso-8859-2"));
        assert_eq!(declared_charset(b"<?xml version='1.0' encoding='koi8-r'?>").as_deref(), Some("koi8-r"));
        assert_eq!(declared_charset(b"<p>none</p>"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), declared in "[a-z0-9-]{0,12}") {
            let _ = text(&bytes, Some(&declared));
            let _ = text(&bytes, None);
            let _ = declared_charset(&bytes);
        }
    }
}
