//! A [`Parse`] with its text as trees that can be walked: children, subtrees, sentences, words.
//!
//! Nothing here recurses over the input: subtrees and paths are walked with an own stack or a step count.

use std::ops::Range;

use super::{Label, Parse, Pos, Tag, Token};
use crate::document::Span;

/// Longest path to a root that is followed. Deeper trees are cut off there, not refused.
const MAX_PATH: usize = 256;

/// Nodes of a subtree that are looked at one by one; a larger one is taken whole, so that no text costs more than its
/// length.
const MAX_NODES: usize = 1_000;

/// A parsed text, ready to be walked.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    text: &'a str,
    parse: &'a Parse,
    /// Children of token `i`: `kids[first[i]..first[i + 1]]`, in order of the text.
    first: Vec<usize>,
    kids: Vec<usize>,
    sentences: Vec<Range<usize>>,
    sentence_of: Vec<usize>,
    /// First and last token below each token.
    reach: Vec<(usize, usize)>,
    words: Vec<String>,
}

impl<'a> Tree<'a> {
    /// The trees of `parse`, whose spans are of `text`.
    pub fn new(text: &'a str, parse: &'a Parse) -> Self {
        let n = parse.tokens.len();
        let mut first = vec![0; n + 1];
        for (i, token) in parse.tokens.iter().enumerate() {
            if token.head != i {
                first[token.head + 1] += 1;
            }
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut kids = vec![0; first[n]];
        for (i, token) in parse.tokens.iter().enumerate() {
            if token.head != i {
                kids[next[token.head]] = i;
                next[token.head] += 1;
            }
        }
        let sentences = parse.sentences();
        let mut sentence_of = vec![0; n];
        for (number, range) in sentences.iter().enumerate() {
            sentence_of[range.clone()].fill(number);
        }
        let words = parse.tokens.iter().map(|token| word_of(text, token)).collect();
        let reach = reach(parse, &first, &kids);
        Self { text, parse, first, kids, sentences, sentence_of, reach, words }
    }

    /// The whole text.
    pub fn whole(&self) -> &'a str {
        self.text
    }

    /// What the engine said.
    pub fn parse(&self) -> &'a Parse {
        self.parse
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.parse.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.parse.tokens.is_empty()
    }

    /// Token `i`.
    pub fn token(&self, i: usize) -> &'a Token {
        &self.parse.tokens[i]
    }

    /// Text of token `i`.
    pub fn text(&self, i: usize) -> &'a str {
        self.text.get(self.token(i).span.range()).unwrap_or("")
    }

    /// Text from the first to the last token of a range, with what stands between.
    pub fn text_of(&self, tokens: &Range<usize>) -> &'a str {
        self.text.get(self.span(tokens).range()).unwrap_or("")
    }

    /// Text of a range of bytes.
    pub fn text_at(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Bytes from the first to the last token of a range.
    pub fn span(&self, tokens: &Range<usize>) -> Span {
        if tokens.is_empty() {
            return Span::new(0, 0);
        }
        Span::new(self.token(tokens.start).span.start(), self.token(tokens.end - 1).span.end())
    }

    /// The word that lexicons and frames know token `i` by: its lemma in lower case, names in the singular.
    pub fn word(&self, i: usize) -> &str {
        &self.words[i]
    }

    /// Whether the word of token `i` is one of `words`.
    pub fn is_word(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.word(i))
    }

    /// Fine tag of token `i`.
    pub fn tag(&self, i: usize) -> Tag {
        self.token(i).tag
    }

    /// Coarse tag of token `i`.
    pub fn pos(&self, i: usize) -> Pos {
        self.token(i).pos
    }

    /// Label of the arc to token `i`.
    pub fn label(&self, i: usize) -> Label {
        self.token(i).label
    }

    /// The head of token `i`, if it is no root.
    pub fn head(&self, i: usize) -> Option<usize> {
        let head = self.token(i).head;
        (head != i).then_some(head)
    }

    /// Children of token `i`, in order of the text.
    pub fn children(&self, i: usize) -> &[usize] {
        &self.kids[self.first[i]..self.first[i + 1]]
    }

    /// The first child of token `i` with one of `labels`.
    pub fn child(&self, i: usize, labels: &[Label]) -> Option<usize> {
        self.children(i).iter().copied().find(|&kid| labels.contains(&self.label(kid)))
    }

    /// All children of token `i` with one of `labels`.
    pub fn children_with<'s>(&'s self, i: usize, labels: &'s [Label]) -> impl Iterator<Item = usize> + 's {
        self.children(i).iter().copied().filter(move |&kid| labels.contains(&self.label(kid)))
    }

    /// From the head of token `i` up to the root; at most 256 steps.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(i), |&at| self.head(at)).take(MAX_PATH)
    }

    /// Whether token `below` is `above` or hangs below it.
    pub fn is_below(&self, below: usize, above: usize) -> bool {
        below == above || self.ancestors(below).any(|at| at == above)
    }

    /// First to last token of the subtree of token `i`, without the subtrees that `skip` names.
    pub fn subtree_without(&self, i: usize, skip: impl Fn(usize) -> bool) -> Range<usize> {
        let (mut low, mut high) = (i, i);
        let mut stack = vec![i];
        let mut left = MAX_NODES;
        while let Some(at) = stack.pop() {
            left -= 1;
            if left == 0 {
                return self.subtree(i);
            }
            low = low.min(at);
            high = high.max(at);
            stack.extend(self.children(at).iter().copied().filter(|&kid| !skip(kid)));
        }
        low..high + 1
    }

    /// First to last token of the subtree of token `i`.
    pub fn subtree(&self, i: usize) -> Range<usize> {
        let (low, high) = self.reach[i];
        low..high + 1
    }

    /// All sentences.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Number of the sentence of token `i`.
    pub fn sentence_number(&self, i: usize) -> usize {
        self.sentence_of[i]
    }

    /// Tokens of the sentence of token `i`.
    pub fn sentence(&self, i: usize) -> Range<usize> {
        self.sentences[self.sentence_of[i]].clone()
    }

    /// Whether token `i` is a verb or an auxiliary in the place of one.
    pub fn is_verb(&self, i: usize) -> bool {
        matches!(self.pos(i), Pos::Verb)
            || (self.pos(i) == Pos::Aux && !matches!(self.label(i), Label::Aux | Label::Auxpass))
    }

    /// Whether token `i` is a common noun or a name.
    pub fn is_noun(&self, i: usize) -> bool {
        matches!(self.pos(i), Pos::Noun | Pos::Propn)
    }

    /// Whether token `i` begins with an upper-case letter.
    pub fn is_capitalised(&self, i: usize) -> bool {
        self.text(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether token `i` is a noun in the plural.
    pub fn is_plural(&self, i: usize) -> bool {
        matches!(self.tag(i), Tag::Nns | Tag::Nnps)
    }

    /// Whether token `i` is a finite verb, by its own tag or by an auxiliary.
    pub fn is_finite(&self, i: usize) -> bool {
        matches!(self.tag(i), Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::Md)
            || self
                .children_with(i, &[Label::Aux, Label::Auxpass])
                .any(|aux| matches!(self.tag(aux), Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::Md))
    }

    /// Whether token `i` is a verb in the infinitive with "to".
    pub fn is_infinitive(&self, i: usize) -> bool {
        self.children_with(i, &[Label::Aux]).any(|aux| self.tag(aux) == Tag::To)
    }
}

/// First and last token below each token: each is handed up once, after all below it.
fn reach(parse: &Parse, first: &[usize], kids: &[usize]) -> Vec<(usize, usize)> {
    let n = parse.tokens.len();
    let mut reach: Vec<(usize, usize)> = (0..n).map(|i| (i, i)).collect();
    let mut order: Vec<usize> = (0..n).filter(|&i| parse.tokens[i].head == i).collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        order.extend(&kids[first[at]..first[at + 1]]);
        next += 1;
    }
    for &i in order.iter().rev() {
        let (low, high) = reach[i];
        let head = &mut reach[parse.tokens[i].head];
        *head = (head.0.min(low), head.1.max(high));
    }
    reach
}

/// Lemma in lower case; for names the text, without the ending of a plural.
fn word_of(text: &str, token: &Token) -> String {
    let lemma = token.lemma.to_lowercase();
    if token.tag == Tag::Nnps && lemma.len() > 3 {
        let surface = text.get(token.span.range()).unwrap_or("").to_lowercase();
        if let Some(stem) = surface.strip_suffix("ies") {
            return format!("{stem}y");
        }
        return surface.strip_suffix('s').unwrap_or(&surface).to_owned();
    }
    if token.pos == Pos::Verb
        && let Some(surface) = text.get(token.span.range())
        && lost_its_e(&lemma, &surface.to_lowercase())
    {
        return lemma + "e";
    }
    lemma
}

/// Whether a verb's lemma lacks an "e" that its form shows: "hoped" is of "hope", as "hop" has "hopped"; so "hopes",
/// "staged", "waging". Word lists that hold both verbs cannot tell.
fn lost_its_e(lemma: &str, surface: &str) -> bool {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let Some(ending) = surface.strip_prefix(lemma) else { return false };
    let mut letters = lemma.chars().rev();
    let (Some(last), Some(vowel)) = (letters.next(), letters.next()) else { return false };
    let doubles = !is_vowel(last) && !matches!(last, 'w' | 'x') && is_vowel(vowel) && !letters.any(is_vowel);
    match ending {
        "es" => doubles && !matches!(last, 's' | 'z'),
        "ed" | "ing" => doubles,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::lost_its_e;

    #[test]
    fn a_form_shows_whether_the_verb_ends_in_e() {
        for (lemma, form) in [("hop", "hopes"), ("hop", "hoped"), ("stag", "staging"), ("fin", "fined")] {
            assert!(lost_its_e(lemma, form), "{form}");
        }
        for (lemma, form) in [
            ("hop", "hopped"),
            ("visit", "visited"),
            ("pass", "passes"),
            ("show", "showed"),
            ("aid", "aided"),
        ] {
            assert!(!lost_its_e(lemma, form), "{form}");
        }
    }
}
