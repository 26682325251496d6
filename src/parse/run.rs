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
use super::vector::{BLOCK, Grid, Net, WIDTH, Words};
use super::{Parse, Token, name, tree};
use crate::tokens::{self, tokenize};

/// Distinct words that are remembered, about 9 KB each; when there are more, the rarer half is forgotten.
const MAX_WORDS: usize = 1 << 11;

/// Vectors of either kind that are held while a text is parsed, 4 KB each, and the tokens that need them at a time: a text of a
/// hundred pages has as many words as a hundred texts.
const MAX_VECTORS: usize = 3 << 11;
const TOKENS_AT_A_TIME: usize = 1 << 11;

/// Tokens of a text whose memory is kept for the next one.
const MAX_KEPT_TOKENS: usize = 1 << 11;

/// Parses texts one after the other and remembers words. Results do not depend on what was parsed before.
#[derive(Debug)]
pub struct Parser<'m> {
    model: &'m Model,
    /// Text -> number, without and with each norm that a special case may give.
    numbers: Vec<HashMap<Box<str>, u32>>,
    words: Vec<Word>,
    vectors: Words,
    name_vectors: Words,
    analyses: HashMap<(u32, Tag, Label), Analysis>,
    scratch: Scratch,
}

/// What is known of a word.
#[derive(Debug)]
struct Word {
    text: Box<str>,
    lower: Box<str>,
    lexeme: Lexeme,
    /// Which of the maps from texts to numbers holds it.
    map: usize,
    /// Numbers of its vectors, without and with a space after it, and of that for names.
    vectors: [Option<u32>; 2],
    name_vector: Option<u32>,
    /// How often it came.
    count: u32,
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
    grid: Grid,
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
            vectors: Words::default(),
            name_vectors: Words::default(),
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
        let is_space: Vec<bool> =
            words.iter().map(|&word| self.words[word as usize].lexeme.is_space).collect();
        self.encode(&tokens, &words, false);

        let (model, scratch) = (self.model, &mut self.scratch);
        let tags = tag(model, tokens.len(), scratch);
        model.parser.begin(scratch.grid.tokens(), tokens.len(), &mut scratch.contributions);
        let mut arcs =
            dependency::parse(&model.parser_moves, &model.parser, &mut scratch.contributions, tokens.len());
        let opens = tree::settle(&mut arcs, &is_space);

        self.encode(&tokens, &words, true);
        let scratch = &mut self.scratch;
        model.namer.begin(scratch.grid.tokens(), tokens.len(), &mut scratch.contributions);
        let contributions = &mut scratch.contributions;
        let names = name::recognise(&model.name_moves, &model.namer, contributions, &is_space, &opens);
        if tokens.len() > MAX_KEPT_TOKENS {
            // What one long text needed would be held by every thread from then on.
            self.scratch = Scratch::default();
        }
        Parse { tokens: self.finish(&tokens, &words, &tags, &arcs, &opens), names }
    }

    /// Forgets the rarer half of the words.
    fn forget(&mut self) {
        let mut counts: Vec<u32> = self.words.iter().map(|word| word.count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let limit = counts.get(MAX_WORDS / 2).copied().unwrap_or(0);
        let words = std::mem::take(&mut self.words);
        self.numbers.iter_mut().for_each(HashMap::clear);
        self.analyses.clear();
        let (mut kept, mut kept_names) = (Vec::new(), Vec::new());
        for mut word in words.into_iter().filter(|word| word.count > limit) {
            for number in word.vectors.iter_mut().flatten() {
                *number = renumber(*number, &mut kept);
            }
            word.name_vector = word.name_vector.map(|number| renumber(number, &mut kept_names));
            // What was frequent long ago should not stay for ever.
            word.count /= 2;
            self.numbers[word.map].insert(word.text.clone(), count(self.words.len()));
            self.words.push(word);
        }
        self.vectors.keep(&kept);
        self.name_vectors.keep(&kept_names);
    }

    /// The number of a token's word.
    fn word(&mut self, text: &str, token: &tokens::Token) -> u32 {
        let text = &text[token.span.range()];
        let map = token.norm.map_or(0, |norm| usize::from(norm) + 1);
        if let Some(&number) = self.numbers[map].get(text) {
            let word = &mut self.words[number as usize];
            word.count = word.count.saturating_add(1);
            return number;
        }
        let norm = token.norm.map(|norm| self.model.tokenizer.norm(norm));
        let lower = text.to_lowercase().into_boxed_str();
        let number = count(self.words.len());
        self.words.push(Word {
            text: text.into(),
            lexeme: self.model.lexicon.lexeme(text, norm),
            map,
            vectors: [None; 2],
            name_vector: None,
            count: 1,
            ends_pair: self.model.ruler.may_end_pair(&lower),
            lower,
        });
        self.numbers[map].insert(text.into(), number);
        number
    }

    /// Brings the tokens' vectors into the grid: those for names, or the others.
    fn encode(&mut self, tokens: &[tokens::Token], words: &[u32], for_names: bool) {
        let count = tokens.len();
        self.net(for_names).begin(count, &mut self.scratch.grid);
        for first in (0..count).step_by(TOKENS_AT_A_TIME) {
            let part = first..(first + TOKENS_AT_A_TIME).min(count);
            if first > 0 && self.store(for_names).len() > MAX_VECTORS {
                self.forget_vectors(for_names);
            }
            // A token looks at its two neighbours.
            let (from, to) = (part.start.saturating_sub(1), (part.end + 1).min(count));
            let near = self.embed(&tokens[from..to], &words[from..to], for_names);
            let (net, store) =
                (self.net(for_names), if for_names { &self.name_vectors } else { &self.vectors });
            net.combine(store, (&near, from), (part, count), &mut self.scratch.grid);
        }
        self.net(for_names).finish(count, &mut self.scratch.grid);
    }

    fn net(&self, for_names: bool) -> &'m Net {
        if for_names { &self.model.name_vectors } else { &self.model.vectors }
    }

    fn store(&mut self, for_names: bool) -> &mut Words {
        if for_names { &mut self.name_vectors } else { &mut self.vectors }
    }

    fn forget_vectors(&mut self, for_names: bool) {
        self.store(for_names).clear();
        for word in &mut self.words {
            if for_names { word.name_vector = None } else { word.vectors = [None; 2] }
        }
    }

    /// Numbers of the tokens' vectors; computes those that are new.
    fn embed(&mut self, tokens: &[tokens::Token], words: &[u32], for_names: bool) -> Vec<u32> {
        let mut keys = Vec::new();
        let mut next = count(self.store(for_names).len());
        let mut numbers = Vec::with_capacity(words.len());
        for (token, &word) in tokens.iter().zip(words) {
            let word = &mut self.words[word as usize];
            let space = usize::from(token.space_after);
            let number = if for_names { &mut word.name_vector } else { &mut word.vectors[space] };
            numbers.push(*number.get_or_insert_with(|| {
                keys.extend(word.lexeme.ids);
                if !for_names {
                    keys.extend([space as u64, u64::from(word.lexeme.is_space)]);
                }
                next += 1;
                next - 1
            }));
        }
        let (net, grid) = (self.net(for_names), &mut self.scratch.grid);
        let store = if for_names { &mut self.name_vectors } else { &mut self.vectors };
        net.learn(self.model.weights(), &keys, grid, store);
        numbers
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

/// The best tag of each token.
fn tag(model: &Model, tokens: usize, scratch: &mut Scratch) -> Vec<Tag> {
    let columns = model.tags.len();
    let mut tags = Vec::with_capacity(tokens);
    for first in (0..tokens).step_by(BLOCK) {
        let rows = (tokens - first).clamp(MIN_ROWS, BLOCK);
        scratch.scores.resize(BLOCK * columns, 0.0);
        let left = Rows { data: &scratch.grid.tokens()[first * WIDTH..], stride: WIDTH };
        let done = multiply(rows, columns, WIDTH, left, &model.tagger, &mut scratch.scores);
        debug_assert!(done, "the buffers fit the layer");
        let rows = scratch.scores.chunks_exact(columns).take(tokens - first).take(BLOCK);
        tags.extend(rows.map(|row| best_tag(model, row)));
    }
    tags
}

/// The first of the tags with the highest score.
fn best_tag(model: &Model, scores: &[f32]) -> Tag {
    let mut best = (f32::NEG_INFINITY, Tag::Xx);
    for ((score, bias), &tag) in scores.iter().zip(&model.tagger_bias).zip(&model.tags) {
        if score + bias > best.0 {
            best = (score + bias, tag);
        }
    }
    best.1
}

fn renumber(number: u32, kept: &mut Vec<u32>) -> u32 {
    kept.push(number);
    count(kept.len() - 1)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
