//! Bytes to [`Model`]: the trained weights, rules and word lists.
//!
//! In: the bytes of a converted model, bundled with the program or read by the caller. Out: a model that can be shared
//! between threads. Damaged bytes give an [`Error`]. This module reads no file.

mod build;
mod file;

use std::borrow::Cow;
use std::fmt;

use super::dependency::Move;
use super::lemma::Lemmatizer;
use super::lexeme::Lexicon;
use super::rule::Ruler;
use super::step::Scorer;
use super::vector::Net;
use super::{Parse, Parser, Tag, name};
use crate::tokens::Tokenizer;

static BUNDLED: &[u8] = include_bytes!("../../model/en_core_web_sm.bin");

/// Why bytes are no model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The first bytes are not those of a model.
    #[error("not a language model: it does not begin with CHMODEL; convert one with model/convert.py")]
    NotAModel,
    /// Written by another version.
    #[error(
        "the language model has layout {found}, this program knows {known}; convert it anew with model/convert.py"
    )]
    Layout {
        /// Layout of the bytes.
        found: u32,
        /// Layout that can be read.
        known: u32,
    },
    /// Bytes are missing or left over.
    #[error("the language model has {have} bytes, its header says {want}; fetch it again")]
    Truncated {
        /// Bytes given.
        have: usize,
        /// Bytes announced.
        want: usize,
    },
    /// Bytes were changed.
    #[error("the language model is damaged: its checksum is wrong; fetch it again")]
    Checksum,
    /// The checksum is right, but a part cannot be used.
    #[error(
        "the {part} of the language model cannot be used: {reason}; convert it anew with model/convert.py"
    )]
    Content {
        /// Part of the model.
        part: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    fn content(part: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self::Content { part: part.into(), reason: reason.to_string() }
    }
}

/// A trained pipeline: tokenizer, tagger, parser, lemmatizer and name recogniser.
///
/// ```
/// use chancery::parse::Model;
/// let model = Model::bundled()?;
/// let text = "Poland recalled its ambassador.";
/// let parse = model.parse(text);
/// let verb = &parse.tokens[1];
/// assert_eq!(&text[verb.span.range()], "recalled");
/// assert_eq!((&*verb.lemma, verb.tag.as_str(), verb.label.as_str()), ("recall", "VBD", "ROOT"));
/// assert_eq!(parse.names[0].kind.as_str(), "GPE");
/// # Ok::<(), chancery::parse::model::Error>(())
/// ```
#[derive(Clone)]
pub struct Model {
    /// Rules for tokens.
    pub tokenizer: Tokenizer,
    pub(super) lexicon: Lexicon,
    /// The whole file: embeddings are read where they stand.
    bytes: Cow<'static, [u8]>,
    pub(super) vectors: Net,
    pub(super) tags: Vec<Tag>,
    /// [`super::vector::WIDTH`] rows of one value for each tag.
    pub(super) tagger: Vec<f32>,
    pub(super) tagger_bias: Vec<f32>,
    pub(super) parser: Scorer,
    pub(super) parser_moves: Vec<Move>,
    pub(super) ruler: Ruler,
    pub(super) lemmatizer: Lemmatizer,
    pub(super) name_vectors: Net,
    pub(super) namer: Scorer,
    pub(super) name_moves: Vec<name::Move>,
}

impl Model {
    /// The English model that is part of the program: spaCy's `en_core_web_sm` 3.8.0.
    pub fn bundled() -> Result<Self, Error> {
        build::model(Cow::Borrowed(BUNDLED))
    }

    /// A model from the bytes of a file that `model/convert.py` wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        build::model(Cow::Owned(bytes.to_vec()))
    }

    /// A parser, which remembers what it has computed: parse many texts with one.
    pub fn parser(&self) -> Parser<'_> {
        Parser::new(self)
    }

    /// Parses one text; spans are bytes of it.
    pub fn parse(&self, text: &str) -> Parse {
        self.parser().parse(text)
    }

    pub(super) fn weights(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}
