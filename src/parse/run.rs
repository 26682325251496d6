//! The whole path from a text to its [`Parse`], with what has been computed for words that come again.

use std::collections::HashMap;
use std::sync::Arc;

use super::dependency::{self, Arcs};
use super::gemm::{MIN_ROWS, Rows, multiply};
use super::label::{Label, Pos, Tag};
use super::lexeme::Lexeme;
use super::model::Model;
use super::rule::{Setting, View};
use super::step::Contributions;
use super::vector::{self, Buffers, WIDTH};
use super::{Parse, Token, name, tree};
use crate::tokens::{self, tokenize};

/// Distinct words that are remembered; when there are more, all are forgotten. About 1.2 KB each.
const MAX_WORDS: usize = 1 << 14;

/// Parses texts one after the other and remembers words. Results do not depend on what was parsed before.
#[derive(Debug)]
pub struct Parser<'m> {
    model: &'m Model,
    /// Text -> number, without and with each norm that a special case may give.
    numbers: Vec<HashMap<Box<str>, u32>>,
    words: Vec<Word>,
    /// First vectors, without and with a space after the word.
    vectors: Vec<f32>,
    name_vectors: Vec<f32>,
    analyses: HashMap<(u32, Tag, Label), Analysis>,
    scratch: Scratch,
}

/// What is known of a word.
#[derive(Debug)]
struct Word {
    text: Box<str>,
    lower: Box<str>,
    lexeme: Lexeme,
    /// Whether a rule about two neighbours might look at it as the second.
    ends_pair: bool,
}

/// What the rules and the lemmatizer make of a word.
#[derive(Clone, Debug)]
struct Analysis {
    tag: Tag,
    pos: Pos,
    morph: Arc<str>,
    lemma: Arc<str>,
    label: Label,
}

/// Memory that is used again for the next text.
#[derive(Debug, Default)]
struct Scratch {
    buffers: Buffers,
    grid: Vec<f32>,
    scores: Vec<f32>,
    contributions: Contributions,
}

impl<'m> Parser<'m> {
    /// A parser that remembers nothing yet.
    pub fn new(model: &'m Model) -> Self {
        let numbers = std::iter::repeat_with(HashMap::new).take(model.tokenizer.norm_count() + 1).collect();
        Self {
            model,
            numbers,
            words: Vec::new(),
            vectors: Vec::new(),
            name_vectors: Vec::new(),
            analyses: HashMap::new(),
            scratch: Scratch::default(),
        }
    }

    /// Parses one text; spans are bytes of it.
    pub fn parse(&mut self, text: &str) -> Parse {
        let tokens = tokenize(&self.model.tokenizer, text);
        if tokens.is_empty() {
            return Parse::default();
        }
        if self.words.len() > MAX_WORDS {
            self.forget();
        }
        let words: Vec<u32> = tokens.iter().map(|token| self.word(text, token)).collect();
        self.embed();
        let is_space: Vec<bool> =
            words.iter().map(|&word| self.words[word as usize].lexeme.is_space).collect();

        self.encode(&tokens, &words);
        let tags = self.tag(tokens.len());
        let model = self.model;
        let vectors = vector::token_rows(&self.scratch.grid);
        model.parser.prepare(vectors, tokens.len(), &mut self.scratch.contributions);
        let mut arcs =
            dependency::parse(&model.parser_moves, &model.parser, &self.scratch.contributions, tokens.len());
        let opens = tree::settle(&mut arcs, &is_space);

        self.encode_names(&words);
        let vectors = vector::token_rows(&self.scratch.grid);
        model.namer.prepare(vectors, tokens.len(), &mut self.scratch.contributions);
        let names =
            name::recognise(&model.name_moves, &model.namer, &self.scratch.contributions, &is_space, &opens);
        Parse { tokens: self.finish(&tokens, &words, &tags, &arcs, &opens), names }
    }

    fn forget(&mut self) {
        self.numbers.iter_mut().for_each(HashMap::clear);
        self.words.clear();
        self.vectors.clear();
        self.name_vectors.clear();
        self.analyses.clear();
    }

    /// The number of a token's word.
    fn word(&mut self, text: &str, token: &tokens::Token) -> u32 {
        let text = &text[token.span.range()];
        let map = token.norm.map_or(0, |norm| usize::from(norm) + 1);
        if let Some(&number) = self.numbers[map].get(text) {
            return number;
        }
        let norm = token.norm.map(|norm| self.model.tokenizer.norm(norm));
        let lower = text.to_lowercase().into_boxed_str();
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(Word {
            text: text.into(),
            lexeme: self.model.lexicon.lexeme(text, norm),
            ends_pair: self.model.ruler.may_end_pair(&lower),
            lower,
        });
        self.numbers[map].insert(text.into(), number);
        number
    }

    /// First vectors of the words that have none yet.
    fn embed(&mut self) {
        let new = &self.words[self.name_vectors.len() / WIDTH..];
        let mut keys = Vec::with_capacity(new.len() * 12);
        for word in new {
            for space in [0, 1] {
                keys.extend(word.lexeme.ids);
                keys.extend([space, u64::from(word.lexeme.is_space)]);
            }
        }
        let (weights, buffers) = (self.model.weights(), &mut self.scratch.buffers);
        self.model.vectors.mix(weights, &keys, buffers, &mut self.vectors);
        keys.clear();
        keys.extend(new.iter().flat_map(|word| word.lexeme.ids));
        self.model.name_vectors.mix(weights, &keys, buffers, &mut self.name_vectors);
    }

    /// Last vectors for tagger and parser.
    fn encode(&mut self, tokens: &[tokens::Token], words: &[u32]) {
        let grid = clear(&mut self.scratch.grid, words.len());
        for ((token, &word), row) in tokens.iter().zip(words).zip(grid.chunks_exact_mut(WIDTH)) {
            let number = 2 * word as usize + usize::from(token.space_after);
            row.copy_from_slice(&self.vectors[number * WIDTH..][..WIDTH]);
        }
        self.model.vectors.encode(&mut self.scratch.grid, words.len(), &mut self.scratch.buffers);
    }

    /// Last vectors for the name recogniser.
    fn encode_names(&mut self, words: &[u32]) {
        let grid = clear(&mut self.scratch.grid, words.len());
        for (&word, row) in words.iter().zip(grid.chunks_exact_mut(WIDTH)) {
            row.copy_from_slice(&self.name_vectors[word as usize * WIDTH..][..WIDTH]);
        }
        self.model.name_vectors.encode(&mut self.scratch.grid, words.len(), &mut self.scratch.buffers);
    }

    /// The best tag of each token.
    fn tag(&mut self, tokens: usize) -> Vec<Tag> {
        let (rows, columns) = (tokens.max(MIN_ROWS), self.model.tags.len());
        self.scratch.scores.resize(rows * columns, 0.0);
        let left = Rows { data: vector::token_rows(&self.scratch.grid), stride: WIDTH };
        let done = multiply(rows, columns, WIDTH, left, &self.model.tagger, &mut self.scratch.scores);
        debug_assert!(done, "the buffers fit the layer");
        let best = |row: &[f32]| {
            let mut best = (f32::NEG_INFINITY, Tag::Xx);
            for ((score, bias), &tag) in row.iter().zip(&self.model.tagger_bias).zip(&self.model.tags) {
                if score + bias > best.0 {
                    best = (score + bias, tag);
                }
            }
            best.1
        };
        self.scratch.scores.chunks_exact(columns).take(tokens).map(best).collect()
    }

    fn finish(
        &mut self,
        tokens: &[tokens::Token],
        words: &[u32],
        tags: &[Tag],
        arcs: &Arcs,
        opens: &[bool],
    ) -> Vec<Token> {
        let mut out = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            let Analysis { tag, pos, morph, lemma, label } = self.analyse(words, tags, arcs, at);
            out.push(Token {
                span: token.span,
                space_after: token.space_after,
                tag,
                pos,
                morph,
                lemma,
                head: arcs.heads[at],
                label,
                opens_sentence: opens[at],
            });
        }
        out
    }

    fn analyse(&mut self, words: &[u32], tags: &[Tag], arcs: &Arcs, at: usize) -> Analysis {
        let view = |at: usize| {
            let word = &self.words[words[at] as usize];
            View {
                tag: tags[at],
                label: arcs.labels[at].label,
                lower: &word.lower,
                is_space: word.lexeme.is_space,
            }
        };
        let ends_pair = |at: usize| {
            at > 0
                && at < words.len()
                && self.words[words[at] as usize].ends_pair
                && self.model.ruler.is_pair(view(at - 1), view(at))
        };
        if ends_pair(at) || ends_pair(at + 1) {
            let before = at.checked_sub(1).map(view);
            let after = Some(at + 1).filter(|&next| next < words.len()).map(view);
            return self.analysis(words[at], view(at), self.model.ruler.set(before, view(at), after));
        }
        let key = (words[at], tags[at], arcs.labels[at].label);
        if let Some(known) = self.analyses.get(&key) {
            return known.clone();
        }
        let made = self.analysis(words[at], view(at), self.model.ruler.set(None, view(at), None));
        self.analyses.insert(key, made.clone());
        made
    }

    /// What rules and lemmatizer make of a word that the rules set so.
    fn analysis(&self, word: u32, view: View<'_>, set: Setting) -> Analysis {
        let word = &self.words[word as usize];
        let pos = set.pos.unwrap_or(Pos::None);
        let morph = set.morph.unwrap_or_default();
        let lemma = set.lemma.filter(|lemma| !lemma.is_empty()).unwrap_or_else(|| {
            let (lexicon, lemmatizer) = (&self.model.lexicon, &self.model.lemmatizer);
            lemmatizer.lemma(lexicon, &word.text, &word.lower, pos, &morph).into()
        });
        Analysis {
            tag: set.tag.unwrap_or(view.tag),
            pos,
            morph,
            lemma,
            label: set.label.unwrap_or(view.label),
        }
    }
}

/// An empty grid for `tokens` tokens; the rows from the first token on.
fn clear(grid: &mut Vec<f32>, tokens: usize) -> &mut [f32] {
    grid.clear();
    grid.resize(vector::grid_size(tokens), 0.0);
    vector::token_rows_mut(grid)
}
