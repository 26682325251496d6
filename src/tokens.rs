//! Text to tokens: where words, numbers and punctuation begin and end.
//!
//! In: any text and a [`Tokenizer`] built from a model's rules. Out: tokens in the order of the text, without overlap;
//! together with the single spaces that follow some of them they cover the text. Odd text is no error. The rules are
//! those of spaCy's English pipelines, results are the same. This module never looks at more than characters.

mod affix;
mod class;
mod special;
mod url;

pub use affix::Classes;
pub use class::{CharSet, is_space};
pub use special::SpecialCase;

use crate::document::Span;
use affix::Affixes;
use special::SpecialCases;

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Whether one U+0020 follows, which is part of no token.
    pub space_after: bool,
    /// The norm that a special case gives it; see [`Tokenizer::norm`].
    pub norm: Option<u16>,
}

/// The rules by which a language is cut into tokens.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    affixes: Affixes,
    special: SpecialCases,
}

impl Tokenizer {
    /// A tokenizer with these classes of characters and special cases.
    pub fn new(classes: Classes, cases: Vec<SpecialCase>) -> Self {
        let mut tokenizer = Self { affixes: Affixes::new(classes), special: SpecialCases::new(cases) };
        tokenizer.find_broken_cases();
        tokenizer
    }

    /// The norm with this number, such as `not` of `n't`.
    pub fn norm(&self, number: u16) -> &str {
        self.special.norm(number)
    }

    /// How many norms special cases give.
    pub fn norm_count(&self) -> usize {
        self.special.norm_count()
    }

    /// Special cases that the affix rules cut are put together again after the first pass: learns their pieces.
    fn find_broken_cases(&mut self) {
        let cut = |text: &&str| {
            text.contains(' ')
                || self.affixes.prefix(text) > 0
                || self.affixes.suffix(text) > 0
                || !self.affixes.infixes(text).is_empty()
        };
        let broken: Vec<Vec<String>> = self
            .special
            .texts()
            .filter(cut)
            .map(|text| {
                let mut tokens = Vec::new();
                self.first_pass(text, false, &mut tokens);
                tokens.iter().map(|token: &Token| text[token.span.range()].to_owned()).collect()
            })
            .collect();
        self.special.learn(broken);
    }

    /// Splits at whitespace and cuts each run; a single U+0020 after a run belongs to the token before it.
    fn first_pass(&self, text: &str, specials: bool, out: &mut Vec<Token>) {
        let (mut start, mut in_space) = (0, text.chars().next().is_some_and(is_space));
        for (at, c) in text.char_indices() {
            if is_space(c) == in_space {
                continue;
            }
            if start < at {
                self.run(text, start..at, specials, out);
            }
            start = at;
            if c == ' ' {
                if let Some(last) = out.last_mut() {
                    last.space_after = true;
                }
                start = at + 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.run(text, start..text.len(), specials, out);
        }
    }

    /// Cuts one run of characters: affixes from outside, then the rest as a special case, an address or by infixes.
    fn run(&self, text: &str, range: std::ops::Range<usize>, specials: bool, out: &mut Vec<Token>) {
        let is_case = |s: &str| specials && self.special.contains(s);
        let (mut low, mut high) = (range.start, range.end);
        let mut suffixes: Vec<usize> = Vec::new();
        let mut last = 0;
        while low < high && high - low != last && !is_case(&text[low..high]) {
            last = high - low;
            let s = &text[low..high];
            let prefix = self.affixes.prefix(s);
            if prefix > 0 && is_case(&s[prefix..]) {
                out.push(token(low, low + prefix));
                low += prefix;
                break;
            }
            let suffix = self.affixes.suffix(&s[prefix..]);
            if suffix > 0 && is_case(&s[..s.len() - suffix]) {
                suffixes.push(high);
                high -= suffix;
                break;
            }
            if prefix > 0 {
                out.push(token(low, low + prefix));
                low += prefix;
            }
            // A suffix is sought behind the prefix, so the two never overlap.
            if suffix > 0 {
                suffixes.push(high);
                high -= suffix;
            }
        }
        self.middle(text, low..high, specials, out);
        let mut at = high;
        for &end in suffixes.iter().rev() {
            out.push(token(at, end));
            at = end;
        }
    }

    fn middle(&self, text: &str, range: std::ops::Range<usize>, specials: bool, out: &mut Vec<Token>) {
        let s = &text[range.clone()];
        if s.is_empty() {
            return;
        }
        if specials && self.special.emit(s, range.start, out) {
            return;
        }
        if url::is_url(s, &self.affixes.classes) {
            out.push(token(range.start, range.end));
            return;
        }
        let mut start = 0;
        for (low, high) in self.affixes.infixes(s) {
            // An infix at the very start stays with what follows.
            if low == 0 {
                continue;
            }
            if low != start {
                out.push(token(range.start + start, range.start + low));
            }
            out.push(token(range.start + low, range.start + high));
            start = high;
        }
        if start < s.len() {
            out.push(token(range.start + start, range.end));
        }
    }
}

/// The tokens of `text`.
pub fn tokenize(tokenizer: &Tokenizer, text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
    tokenizer.first_pass(text, true, &mut tokens);
    tokenizer.special.join(text, tokens)
}

fn token(start: usize, end: usize) -> Token {
    Token { span: Span::new(start, end), space_after: false, norm: None }
}
