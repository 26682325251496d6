//! A document: one text with its source and date, and spans into it.
//!
//! Offsets are byte offsets inside the program; [`CodePoints`] turns them into Unicode code points, which is
//! what JSON, RDF (RFC 5147) and Python use.

pub mod hidden;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// A half-open byte range of a document's text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The range from `start` to `end`; if they are in the wrong order the range is empty at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same as a range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}

/// Identifier of a document: given by its source, or the hash of source and content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    /// An identifier given by the source; `None` if it is empty or holds control characters.
    pub fn new(id: impl Into<String>) -> Option<Self> {
        let id = id.into();
        (!id.trim().is_empty() && !id.chars().any(char::is_control)).then_some(Self(id))
    }

    /// The identifier of a text without one: the first 16 hexadecimal digits of SHA-256 over source and text.
    pub fn from_content(source: &str, text: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(source.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        Self(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the day of a document is from, if it is not part of its metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource {
    /// A line or a dateline of the text.
    Text,
    /// The name of the file, or the record of the web archive that it is from.
    File,
    /// The option of the user for what has none.
    Option,
}

impl DateSource {
    /// As it is written in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::File => "file",
            Self::Option => "option",
        }
    }
}

/// Which file a document is named after, and what it may be called by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The first 16 hexadecimal digits of SHA-256 over where the file lies: tells files apart, and names no folder.
    file: String,
    /// Where it lies, without the extension, apart by `/`.
    path: String,
    /// Parts of the path that the shortest name has.
    least: usize,
}

impl Origin {
    /// The file called `name` in a folder, by which it is called `stem`, of which `least` parts are given at least.
    pub fn new(folder: &str, name: &str, stem: &str, least: usize) -> Self {
        let path = if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") };
        Self { file: hashed(&format!("{folder}/{name}")), path, least: least.max(1) }
    }

    /// What an archive has in it, by its name and the name without the extension.
    #[must_use]
    pub fn within(&self, name: &str, stem: &str) -> Self {
        let least = self.least + stem.split('/').count();
        Self { file: hashed(&format!("{}/{name}", self.file)), path: format!("{}/{stem}", self.path), least }
    }

    /// Which file it is: two are the same if they lie in the same place.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What it may be called, the shortest first: `talks`, `march/talks`, `news/march/talks`, ….
    pub fn names(&self) -> impl Iterator<Item = String> {
        let parts: Vec<&str> = self.path.split('/').collect();
        let lengths = self.least.min(parts.len())..=parts.len();
        lengths.map(move |length| parts[parts.len() - length..].join("/"))
    }
}

fn hashed(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// One text with its source and date. The text never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Identifier, unique in a graph.
    pub id: DocumentId,
    /// Headline, empty if there is none.
    pub title: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Where that is from, if not from metadata.
    pub date_source: Option<DateSource>,
    /// Address that the text came from.
    pub url: Option<String>,
    /// Publisher or feed.
    pub source: Option<String>,
    /// Who wrote it; several apart by commas.
    pub author: Option<String>,
    /// Language tag (BCP 47), where known.
    pub language: Option<String>,
    /// The file that it has its identifier from; none if that was given, or is a hash.
    pub origin: Option<Origin>,
    text: Arc<str>,
}

impl Document {
    /// A document of `text` without metadata.
    pub fn new(id: DocumentId, text: impl Into<Arc<str>>) -> Self {
        Self {
            id,
            title: String::new(),
            date: None,
            date_source: None,
            url: None,
            source: None,
            author: None,
            language: None,
            origin: None,
            text: text.into(),
        }
    }

    /// The whole text.
    pub fn whole(&self) -> &str {
        &self.text
    }

    /// The text of `span`; empty if the span is not of this document.
    pub fn text(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// Byte offsets of a text as code points and back.
///
/// ```
/// use chancery::document::CodePoints;
/// let map = CodePoints::new("é1");
/// assert_eq!(map.of_byte(2), 1);
/// assert_eq!(map.to_byte(1), 2);
/// ```
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Byte offset of every 64th code point.
    blocks: Vec<u32>,
    text: Arc<str>,
}

const BLOCK: usize = 64;

impl CodePoints {
    /// The map of `text`.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let blocks = text
            .char_indices()
            .step_by(BLOCK)
            .map(|(byte, _)| u32::try_from(byte).unwrap_or(u32::MAX))
            .collect();
        Self { blocks, text }
    }

    /// The number of code points before byte `byte`; the text's length if `byte` lies behind it.
    pub fn of_byte(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = self.blocks.partition_point(|&start| start as usize <= byte).saturating_sub(1);
        let from = self.blocks.get(block).map_or(0, |&start| start as usize);
        let rest = self.text.get(from..).unwrap_or("");
        block * BLOCK + rest.char_indices().take_while(|(at, _)| from + at < byte).count()
    }

    /// The byte at which code point `index` begins; the text's length if there is no such code point.
    pub fn to_byte(&self, index: usize) -> usize {
        let Some(&from) = self.blocks.get(index / BLOCK) else { return self.text.len() };
        let rest = self.text.get(from as usize..).unwrap_or("");
        rest.char_indices().nth(index % BLOCK).map_or(self.text.len(), |(at, _)| from as usize + at)
    }

    /// A span as a pair of code point offsets.
    pub fn of_span(&self, span: Span) -> (usize, usize) {
        (self.of_byte(span.start()), self.of_byte(span.end()))
    }
}
