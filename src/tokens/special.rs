//! Special cases: strings whose tokens are listed, such as `can't` or `:-)`.

use std::collections::HashMap;

use super::Token;
use crate::document::Span;

/// A string and the tokens that it consists of, each with its norm if that is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialCase {
    /// Text of the parts and their norms; together the parts are the string.
    pub parts: Vec<(String, Option<String>)>,
}

/// Byte length and norm of a part.
type Part = (u32, Option<u16>);

#[derive(Clone, Debug)]
pub(super) struct SpecialCases {
    cases: HashMap<String, Vec<Part>>,
    norms: Vec<String>,
    /// Bytes of the longest case: nothing longer needs to be looked up.
    longest: usize,
    /// First token -> token texts of cases that the affix rules cut.
    broken: HashMap<String, Vec<Vec<String>>>,
}

impl SpecialCases {
    pub(super) fn new(cases: Vec<SpecialCase>) -> Self {
        let mut all = Self {
            cases: HashMap::with_capacity(cases.len()),
            norms: Vec::new(),
            longest: 0,
            broken: HashMap::new(),
        };
        let mut numbers: HashMap<String, u16> = HashMap::new();
        for case in cases {
            let mut parts = Vec::with_capacity(case.parts.len());
            let mut text = String::new();
            for (part, norm) in case.parts {
                let norm = norm.and_then(|norm| all.number(norm, &mut numbers));
                parts.push((u32::try_from(part.len()).unwrap_or(u32::MAX), norm));
                text.push_str(&part);
            }
            all.longest = all.longest.max(text.len());
            all.cases.insert(text, parts);
        }
        all
    }

    fn number(&mut self, norm: String, numbers: &mut HashMap<String, u16>) -> Option<u16> {
        if let Some(&number) = numbers.get(&norm) {
            return Some(number);
        }
        let number = u16::try_from(self.norms.len()).ok()?;
        self.norms.push(norm.clone());
        numbers.insert(norm, number);
        Some(number)
    }

    pub(super) fn norm(&self, number: u16) -> &str {
        self.norms.get(usize::from(number)).map_or("", String::as_str)
    }

    pub(super) fn norm_count(&self) -> usize {
        self.norms.len()
    }

    pub(super) fn contains(&self, s: &str) -> bool {
        s.len() <= self.longest && self.cases.contains_key(s)
    }

    /// The strings, in no particular order.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.cases.keys().map(String::as_str)
    }

    /// Appends the parts of the case `s`, which begins at byte `start`; false if it is none.
    pub(super) fn emit(&self, s: &str, start: usize, out: &mut Vec<Token>) -> bool {
        let Some(parts) = (s.len() <= self.longest).then(|| self.cases.get(s)).flatten() else {
            return false;
        };
        let mut at = start;
        for &(length, norm) in parts {
            let end = at + length as usize;
            out.push(Token { span: Span::new(at, end), space_after: false, norm });
            at = end;
        }
        true
    }

    /// Remembers cases that the affix rules cut, as their token texts.
    pub(super) fn learn(&mut self, mut broken: Vec<Vec<String>>) {
        broken.sort_unstable();
        broken.dedup();
        for texts in broken {
            if let Some(first) = texts.first() {
                self.broken.entry(first.clone()).or_default().push(texts);
            }
        }
    }

    /// Replaces runs of tokens that spell a special case by its parts: longer runs first, then those further left.
    pub(super) fn join(&self, text: &str, tokens: Vec<Token>) -> Vec<Token> {
        let chosen = self.choose(text, &tokens);
        if chosen.is_empty() {
            return tokens;
        }
        let mut out = Vec::with_capacity(tokens.len());
        let mut at = 0;
        for (low, high) in chosen {
            out.extend_from_slice(&tokens[at..low]);
            let (first, last) = (tokens[low], tokens[high - 1]);
            let whole = &text[first.span.start()..last.span.end()];
            if self.emit(whole, first.span.start(), &mut out) {
                if let Some(part) = out.last_mut() {
                    part.space_after = last.space_after;
                }
            } else {
                out.extend_from_slice(&tokens[low..high]);
            }
            at = high;
        }
        out.extend_from_slice(&tokens[at..]);
        out
    }

    /// Runs of tokens to be replaced, in the order of the text.
    fn choose(&self, text: &str, tokens: &[Token]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (low, token) in tokens.iter().enumerate() {
            // Cases are short, so a long token begins none.
            if token.span.len() > self.longest {
                continue;
            }
            for texts in self.broken.get(&text[token.span.range()]).into_iter().flatten() {
                let high = low + texts.len();
                let run = tokens.get(low..high).unwrap_or_default();
                if !run.is_empty()
                    && run.iter().zip(texts).all(|(token, want)| &text[token.span.range()] == want)
                {
                    found.push((low, high));
                }
            }
        }
        if found.is_empty() {
            return found;
        }
        found.sort_by_key(|&(low, high)| (std::cmp::Reverse(high - low), low));
        let mut covered = vec![false; tokens.len()];
        let mut chosen = Vec::new();
        for (low, high) in found {
            if !covered[low] && !covered[high - 1] {
                chosen.push((low, high));
            }
            // Also when the run was refused: that is what spaCy does.
            covered[low..high].fill(true);
        }
        chosen.sort_unstable();
        chosen
    }
}
