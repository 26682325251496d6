//! The model's file: a header with lengths and a checksum, then rules (JSON), words (lines) and weights.
//!
//! `model/convert.py` writes it and documents the layout.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::Error;

const MAGIC: &[u8; 8] = b"CHMODEL\n";
const LAYOUT: u32 = 1;
const HEADER: usize = 48;
/// Most that the compressed parts may expand to; the bundled model's need 1.2 MB.
const MAX_EXPANDED: usize = 32 << 20;

/// The parts of a file whose checksum is right.
pub(super) struct Parts {
    pub(super) rules: Rules,
    pub(super) words: String,
    /// Where the weights stand in the file.
    pub(super) weights: Range<usize>,
}

/// Everything but weights and word lists.
#[derive(Debug, Deserialize)]
pub(super) struct Rules {
    pub(super) tensors: Vec<(String, Vec<usize>)>,
    pub(super) embeds: BTreeMap<String, Vec<(String, u32, u32)>>,
    pub(super) symbols: BTreeMap<String, u64>,
    pub(super) norms: Vec<(u64, String)>,
    pub(super) special_cases: Vec<Case>,
    pub(super) classes: Classes,
    pub(super) tags: Vec<String>,
    pub(super) parser_moves: Vec<String>,
    pub(super) name_moves: Vec<String>,
    pub(super) rules: Vec<Rule>,
    pub(super) suffixes: BTreeMap<String, Vec<(String, String)>>,
    pub(super) words: Vec<(String, String, usize)>,
}

/// A string, and text and norm of its parts.
pub(super) type Case = (String, Vec<(String, Option<String>)>);

/// Inclusive ranges of code points.
pub(super) type Ranges = Vec<(u32, u32)>;

#[derive(Debug, Deserialize)]
pub(super) struct Classes {
    pub(super) alpha: Ranges,
    pub(super) lower: Ranges,
    pub(super) upper: Ranges,
    pub(super) icons: Ranges,
    pub(super) quotes: Ranges,
    pub(super) before_dot: Ranges,
    pub(super) single: Ranges,
    pub(super) currency: Vec<String>,
    pub(super) units: Vec<String>,
    pub(super) hyphens: Vec<String>,
    pub(super) letters: Ranges,
    pub(super) digits: Ranges,
    pub(super) capitals: Ranges,
}

#[derive(Debug, Deserialize)]
pub(super) struct Rule {
    pub(super) patterns: Vec<Vec<Condition>>,
    pub(super) index: usize,
    pub(super) set: Setting,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Condition {
    pub(super) tag: Option<Choice>,
    pub(super) lower: Option<Choice>,
    pub(super) dep: Option<Choice>,
    pub(super) is_space: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub(super) values: Vec<String>,
    pub(super) not: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Setting {
    pub(super) tag: Option<String>,
    pub(super) pos: Option<String>,
    pub(super) morph: Option<String>,
    pub(super) lemma: Option<String>,
    pub(super) dep: Option<String>,
}

/// Checks the header and expands what is compressed.
pub(super) fn read(bytes: &[u8]) -> Result<Parts, Error> {
    let header: &[u8; HEADER] =
        bytes.first_chunk().ok_or(Error::Truncated { have: bytes.len(), want: HEADER })?;
    if !header.starts_with(MAGIC) {
        return Err(Error::NotAModel);
    }
    let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let size = |at: usize| usize::try_from(number(at)).unwrap_or(usize::MAX);
    let long = |at: usize| {
        usize::try_from(u64::from(number(at)) | u64::from(number(at + 4)) << 32).unwrap_or(usize::MAX)
    };
    if number(8) != LAYOUT {
        return Err(Error::Layout { found: number(8), known: LAYOUT });
    }
    if bytes.len() != long(16) {
        return Err(Error::Truncated { have: bytes.len(), want: long(16) });
    }
    if crc32fast::hash(&bytes[16..]) != number(12) {
        return Err(Error::Checksum);
    }
    let rules_end = HEADER.saturating_add(size(24));
    let words_end = rules_end.saturating_add(size(32));
    if words_end.saturating_add(long(40)) != bytes.len() {
        return Err(Error::content("header", "the lengths of the parts do not add up"));
    }
    let rules = expand("rules", &bytes[HEADER..rules_end], size(28))?;
    let words = expand("words", &bytes[rules_end..words_end], size(36))?;
    Ok(Parts {
        rules: serde_json::from_slice(&rules).map_err(|error| Error::content("rules", error))?,
        words: String::from_utf8(words).map_err(|error| Error::content("words", error))?,
        weights: words_end..bytes.len(),
    })
}

fn expand(part: &'static str, bytes: &[u8], expanded: usize) -> Result<Vec<u8>, Error> {
    if expanded > MAX_EXPANDED {
        return Err(Error::content(part, format!("{expanded} bytes are more than {MAX_EXPANDED}")));
    }
    let data = zstd::bulk::decompress(bytes, expanded).map_err(|error| Error::content(part, error))?;
    if data.len() != expanded {
        return Err(Error::content(part, format!("{} bytes instead of {expanded}", data.len())));
    }
    Ok(data)
}
