//! Parts of a file to a [`Model`]: weights in the order in which they are used, labels as what they mean.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Error, Model, file};
use crate::parse::dependency::{Action, ArcLabel, Move};
use crate::parse::label::{Label, NameKind, Pos, Tag};
use crate::parse::lemma::{self, Lemmatizer};
use crate::parse::lexeme::Lexicon;
use crate::parse::name;
use crate::parse::rule::{Choice, Condition, Rule, Ruler, Setting};
use crate::parse::step::{HIDDEN, Layers, Scorer};
use crate::parse::vector::{Layer, Net, PIECES, Table, WIDTH};
use crate::tokens::{CharSet, Classes, SpecialCase, Tokenizer};

/// Pieces of the contributions to a move.
const MOVE_PIECES: usize = 2;

pub(super) fn model(bytes: Cow<'static, [u8]>) -> Result<Model, Error> {
    let file::Parts { rules, words, weights } = file::read(&bytes)?;
    let tensors = Tensors::new(&bytes, weights, &rules.tensors)?;
    let tags = each("tags", &rules.tags, Tag::from_text)?;
    let parser_moves = each("parser moves", &rules.parser_moves, parser_move)?;
    let name_moves = each("name moves", &rules.name_moves, name_move)?;
    let tagger = tensors.transposed("tagger.W", &[tags.len(), WIDTH])?;
    let tagger_bias = tensors.values("tagger.b", &[tags.len()])?;
    Ok(Model {
        vectors: net(&tensors, "tok2vec", &rules)?,
        name_vectors: net(&tensors, "ner.tok2vec", &rules)?,
        parser: scorer(&tensors, "parser", 8, parser_moves.len())?,
        namer: scorer(&tensors, "ner", 3, name_moves.len())?,
        ruler: Ruler { rules: rules.rules.into_iter().map(rule).collect::<Result<_, _>>()? },
        lemmatizer: lemmatizer(&rules.suffixes, &rules.words, words)?,
        lexicon: lexicon(rules.symbols, rules.norms, &rules.classes),
        tokenizer: tokenizer(rules.classes, rules.special_cases),
        tags,
        tagger,
        tagger_bias,
        parser_moves,
        name_moves,
        bytes,
    })
}

/// Where each tensor stands.
struct Tensors<'a> {
    bytes: &'a [u8],
    all: BTreeMap<&'a str, (usize, &'a [usize])>,
}

impl<'a> Tensors<'a> {
    fn new(bytes: &'a [u8], weights: Range<usize>, list: &'a [(String, Vec<usize>)]) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        let mut at = weights.start;
        for (name, shape) in list {
            let size = shape.iter().try_fold(width(name), |size, &n| size.checked_mul(n));
            let end = size.and_then(|size| at.checked_add(size)).filter(|&end| end <= weights.end);
            all.insert(name.as_str(), (at, shape.as_slice()));
            at = end.ok_or_else(|| Error::content("weights", format!("{name} does not fit into them")))?;
        }
        if at != weights.end {
            return Err(Error::content("weights", "their length differs from that of the tensors"));
        }
        Ok(Self { bytes, all })
    }

    /// Where the tensor begins, if it has this shape.
    fn start(&self, name: &str, shape: &[usize]) -> Result<usize, Error> {
        let found = self.all.get(name);
        match found {
            Some(&(start, found)) if found == shape => Ok(start),
            Some((_, found)) => {
                Err(Error::content("weights", format!("{name} has the shape {found:?}, not {shape:?}")))
            }
            None => Err(Error::content("weights", format!("{name} is missing"))),
        }
    }

    fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let start = self.start(name, shape)?;
        let end = start + width(name) * shape.iter().product::<usize>();
        let upper = self.bytes.get(start..end).unwrap_or_default().as_chunks::<3>().0;
        Ok(upper.iter().map(|&[a, b, c]| f32::from_le_bytes([0, a, b, c])).collect())
    }

    /// A matrix of `shape` (rows, columns), column by column.
    fn transposed(&self, name: &str, shape: &[usize; 2]) -> Result<Vec<f32>, Error> {
        let values = self.values(name, shape)?;
        let [rows, columns] = *shape;
        Ok((0..columns)
            .flat_map(|c| (0..rows).map(move |r| (r, c)))
            .map(|(r, c)| values[r * columns + c])
            .collect())
    }

    /// A tensor of `outputs` by `pieces` by `inner` as `inner` rows, piece by piece.
    fn pieces(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let values = self.values(name, shape)?;
        let &[.., outputs, pieces, inner] = shape else { return Ok(values) };
        let blocks = shape.len().checked_sub(4).map_or(1, |at| shape[at]);
        let columns = blocks * outputs * pieces;
        let mut out = vec![0.0; values.len()];
        for (at, value) in values.into_iter().enumerate() {
            let (column, i) = (at / inner, at % inner);
            out[i * columns + by_piece(column, outputs, pieces)] = value;
        }
        Ok(out)
    }

    /// Biases of `outputs` by `pieces`, piece by piece.
    fn piece_biases(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let values = self.values(name, shape)?;
        let &[.., outputs, pieces] = shape else { return Ok(values) };
        let mut out = vec![0.0; values.len()];
        for (at, value) in values.into_iter().enumerate() {
            out[by_piece(at, outputs, pieces)] = value;
        }
        Ok(out)
    }
}

/// Bytes of a value: embeddings are half floats, the others floats without their last byte.
fn width(tensor: &str) -> usize {
    if tensor.contains(".embed.") { 2 } else { 3 }
}

/// Where (block, output, piece) goes if the pieces come before the outputs.
fn by_piece(at: usize, outputs: usize, pieces: usize) -> usize {
    let (block, within) = (at / (outputs * pieces), at % (outputs * pieces));
    block * outputs * pieces + within % pieces * outputs + within / pieces
}

fn net(tensors: &Tensors<'_>, name: &str, rules: &file::Rules) -> Result<Net, Error> {
    const ATTRIBUTES: [&str; 6] = ["norm", "prefix", "suffix", "shape", "spacy", "is_space"];
    let embeds = rules.embeds.get(name).map_or(&[][..], Vec::as_slice);
    if embeds.is_empty()
        || embeds.len() > 6
        || embeds.iter().zip(ATTRIBUTES).any(|(embed, want)| embed.0 != want)
    {
        return Err(Error::content(name, "its attributes are not those that are known"));
    }
    let table = |(attribute, seed, rows): &(String, u32, u32)| {
        let shape = [*rows as usize, WIDTH];
        let start = tensors.start(&format!("{name}.embed.{attribute}"), &shape)?;
        Ok(Table { seed: *seed, rows: *rows, start })
    };
    let layer = |part: &str, inner: usize| {
        let name = format!("{name}.{part}");
        Ok(Layer {
            weights: tensors.pieces(&format!("{name}.W"), &[WIDTH, PIECES, inner])?,
            bias: tensors.piece_biases(&format!("{name}.b"), &[WIDTH, PIECES])?,
            gain: tensors.values(&format!("{name}.ln_g"), &[WIDTH])?,
            shift: tensors.values(&format!("{name}.ln_b"), &[WIDTH])?,
        })
    };
    let layers = ["enc1", "enc2", "enc3"].iter().map(|part| layer(part, 3 * WIDTH));
    Ok(Net::new(
        embeds.iter().map(table).collect::<Result<_, Error>>()?,
        layer("mix", embeds.len() * WIDTH)?,
        layer("enc0", 3 * WIDTH)?,
        layers.collect::<Result<_, Error>>()?,
    ))
}

fn scorer(tensors: &Tensors<'_>, name: &str, places: usize, moves: usize) -> Result<Scorer, Error> {
    let part = |part: &str| format!("{name}.{part}");
    let layers = Layers {
        project: tensors.transposed(&part("proj.W"), &[HIDDEN, WIDTH])?,
        project_bias: tensors.values(&part("proj.b"), &[HIDDEN])?,
        lower: tensors.pieces(&part("lower.W"), &[places, HIDDEN, MOVE_PIECES, HIDDEN])?,
        lower_bias: tensors.piece_biases(&part("lower.b"), &[HIDDEN, MOVE_PIECES])?,
        missing: tensors.piece_biases(&part("lower.pad"), &[places, HIDDEN, MOVE_PIECES])?,
        upper: tensors.transposed(&part("upper.W"), &[moves, HIDDEN])?,
        upper_bias: tensors.values(&part("upper.b"), &[moves])?,
    };
    Ok(Scorer::new(layers, places))
}

/// What each text means; an error names the first that means nothing.
fn each<T>(part: &str, texts: &[String], read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Error> {
    texts
        .iter()
        .map(|text| read(text).ok_or_else(|| Error::content(part, format!("{text:?} is unknown"))))
        .collect()
}

fn parser_move(text: &str) -> Option<Move> {
    let (action, label) = text.split_once('-').unwrap_or((text, "ROOT"));
    let action = match action {
        "S" => Action::Shift,
        "D" => Action::Reduce,
        "L" => Action::Left,
        "R" => Action::Right,
        "B" => Action::Break,
        _ => return None,
    };
    let label = match label.split_once("||") {
        Some((label, below)) => {
            ArcLabel { label: Label::from_text(label)?, below: Some(Label::from_text(below)?) }
        }
        None => ArcLabel { label: Label::from_text(label)?, below: None },
    };
    Some(Move { action, label })
}

fn name_move(text: &str) -> Option<name::Move> {
    if text == "O" {
        return Some(name::Move::Outside);
    }
    let (action, kind) = text.split_once('-')?;
    if kind.is_empty() {
        return Some(name::Move::Never);
    }
    let kind = NameKind::from_text(kind)?;
    match action {
        "B" => Some(name::Move::Begin(kind)),
        "I" => Some(name::Move::Inside(kind)),
        "L" => Some(name::Move::Last(kind)),
        "U" => Some(name::Move::Unit(kind)),
        _ => None,
    }
}

fn rule(rule: file::Rule) -> Result<Rule, Error> {
    let unknown = |what: &str, text: &str| Error::content("rules", format!("{what} {text:?} is unknown"));
    let set = rule.set;
    let setting = Setting {
        tag: set.tag.map(|text| Tag::from_text(&text).ok_or_else(|| unknown("tag", &text))).transpose()?,
        pos: set
            .pos
            .map(|text| Pos::from_text(&text).ok_or_else(|| unknown("coarse tag", &text)))
            .transpose()?,
        label: set
            .dep
            .map(|text| Label::from_text(&text).ok_or_else(|| unknown("label", &text)))
            .transpose()?,
        morph: set.morph.map(Arc::from),
        lemma: set.lemma.map(Arc::from),
    };
    if rule.patterns.iter().any(|pattern| pattern.len() > 2 || rule.index >= pattern.len()) {
        return Err(Error::content("rules", "a pattern is not of one or two tokens"));
    }
    let patterns =
        rule.patterns.into_iter().map(|pattern| pattern.into_iter().map(condition).collect()).collect();
    Ok(Rule { patterns, index: rule.index, setting })
}

/// Tags and labels that the model never gives match nothing and are left out.
fn condition(condition: file::Condition) -> Condition {
    Condition {
        tags: condition.tag.map(|choice| known(&choice, Tag::from_text)),
        labels: condition.dep.map(|choice| known(&choice, Label::from_text)),
        lower: condition.lower.map(|choice| Choice { values: choice.values, negated: choice.not }),
        is_space: condition.is_space,
    }
}

fn known<T>(choice: &file::Choice, read: impl Fn(&str) -> Option<T>) -> Choice<T> {
    let values = choice.values.iter().filter_map(|text| read(text)).collect();
    Choice { values, negated: choice.not }
}

fn lemmatizer(
    suffixes: &BTreeMap<String, Vec<(String, String)>>,
    blocks: &[(String, String, usize)],
    words: String,
) -> Result<Lemmatizer, Error> {
    let pos = |text: &str| {
        Pos::from_text(&text.to_uppercase())
            .ok_or_else(|| Error::content("words", format!("coarse tag {text:?} is unknown")))
    };
    let mut tables: BTreeMap<Pos, lemma::Table> = BTreeMap::new();
    for (name, list) in suffixes {
        tables.entry(pos(name)?).or_default().suffixes.clone_from(list);
    }
    let mut at = 0_usize;
    for (kind, name, length) in blocks {
        let end = at.saturating_add(*length);
        if words.get(at..end).is_none() {
            return Err(Error::content("words", "their length differs from that of the lists"));
        }
        let table = tables.entry(pos(name)?).or_default();
        let list = if kind == "index" { &mut table.index } else { &mut table.exceptions };
        *list = at..end;
        at = end;
    }
    Ok(Lemmatizer { tables: tables.into_iter().collect(), words })
}

fn lexicon(
    symbols: BTreeMap<String, u64>,
    mut norms: Vec<(u64, String)>,
    classes: &file::Classes,
) -> Lexicon {
    norms.sort_unstable();
    let set = |ranges: &file::Ranges| CharSet::new(ranges.clone());
    Lexicon {
        symbols: symbols.into_iter().collect(),
        norms,
        letters: set(&classes.letters),
        digits: set(&classes.digits),
        capitals: set(&classes.capitals),
    }
}

fn tokenizer(classes: file::Classes, cases: Vec<file::Case>) -> Tokenizer {
    let classes = Classes {
        alpha: CharSet::new(classes.alpha),
        lower: CharSet::new(classes.lower),
        upper: CharSet::new(classes.upper),
        icons: CharSet::new(classes.icons),
        quotes: CharSet::new(classes.quotes),
        before_dot: CharSet::new(classes.before_dot),
        single: CharSet::new(classes.single),
        currency: classes.currency,
        units: classes.units,
        hyphens: classes.hyphens,
    };
    Tokenizer::new(classes, cases.into_iter().map(|(_, parts)| SpecialCase { parts }).collect())
}
