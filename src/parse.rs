//! Tokens to [`Parse`]: tags, lemmas, dependency trees, sentences and names of a text.
//!
//! The labels are those of spaCy's English pipelines: fine tags are Penn Treebank tags, dependency labels CLEAR style,
//! coarse tags Universal Dependencies. This module knows no ontology, no entity and no file.

mod dependency;
mod gemm;
mod hash;
mod label;
mod lemma;
mod lexeme;
pub mod model;
mod name;
mod rule;
mod run;
mod step;
mod syntax;
mod tree;
mod vector;

pub use label::{Label, NameKind, Pos, Tag};
pub use model::Model;
pub use run::Parser;
pub use syntax::Tree;

use std::ops::Range;
use std::sync::Arc;

use crate::document::Span;

/// One token with all that the engine says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Bytes of the document.
    pub span: Span,
    /// Whether one U+0020 follows.
    pub space_after: bool,
    /// Fine tag, such as `NNP`.
    pub tag: Tag,
    /// Coarse tag, such as `PROPN`.
    pub pos: Pos,
    /// Morphological features, such as `Number=Sing|Person=3`; empty if none.
    pub morph: Arc<str>,
    /// Base form.
    pub lemma: Arc<str>,
    /// Index of the head; the root of a sentence is its own head.
    pub head: usize,
    /// Label of the arc from the head.
    pub label: Label,
    /// Whether the token opens a sentence.
    pub opens_sentence: bool,
}

/// A name as the engine's recogniser sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Tokens, half open.
    pub tokens: Range<usize>,
    /// What kind of name.
    pub kind: NameKind,
}

/// What the engine says of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parse {
    /// In order of the text, without overlap.
    pub tokens: Vec<Token>,
    /// In order of the text, without overlap.
    pub names: Vec<Name>,
}

impl Parse {
    /// Sentences as ranges of tokens.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut starts: Vec<usize> =
            (0..self.tokens.len()).filter(|&i| i == 0 || self.tokens[i].opens_sentence).collect();
        starts.push(self.tokens.len());
        starts.windows(2).map(|pair| pair[0]..pair[1]).filter(|range| !range.is_empty()).collect()
    }
}
