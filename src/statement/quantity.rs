//! Quantities: "at least 11 people", "US$14 billion", "between 10,000 and 12,000 soldiers", "19 per cent", "200 square
//! kilometres", "three days", each with value, unit, kind and bound.
//!
//! What comes in is a parsed text; what goes out are its quantities and the words that they hang by. Years, dates,
//! ordinals and numbers in names are none. Rules where English is vague: "dozens" is 24 and "hundreds" 200, each as a
//! lower bound, because there are two of them at least; "between A and B" has both, value and maximum.

mod unit;

use std::ops::Range;

use super::Quantity;
use crate::mention::Reading;
use crate::parse::{Label, Pos};

pub use unit::QuantityKind;
pub(super) use unit::after as unit_after;

/// A quantity with its place in the trees.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// Bound, number and unit.
    pub(super) tokens: Range<usize>,
    /// What is counted or measured: "people", or the number itself.
    pub(super) site: usize,
    pub(super) quantity: Quantity,
}

/// Tokens that a bound has at most: "slightly more than".
const MAX_BOUND: usize = 4;

/// The quantities of a text, in order. `is_other` tells which tokens belong to a date or a name.
pub(super) fn find(reading: &Reading<'_>, is_other: impl Fn(usize) -> bool) -> Vec<Counted> {
    let tree = reading.tree;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tree.len() {
        let number = Some(at).filter(|&at| !is_other(at)).and_then(|at| number(reading, at));
        let Some(number) = number else {
            at += 1;
            continue;
        };
        at = number.tokens.end;
        found.extend(counted(reading, &number).filter(|counted| !counted.tokens.clone().any(&is_other)));
    }
    found
}

/// A number in figures or words.
pub(super) struct Number {
    pub(super) tokens: Range<usize>,
    pub(super) value: f64,
    /// "dozens", "hundreds of thousands"
    is_vague: bool,
}

/// The number that begins at a token, as long as it goes on: "1.5 million", "two hundred", "tens of thousands".
pub(super) fn number(reading: &Reading<'_>, first: usize) -> Option<Number> {
    let tree = reading.tree;
    let end = tree.sentence(first).end;
    let mut sum = Sum::default();
    let mut at = first;
    while at < end && !sum.is_whole {
        let text = tree.text(at).to_lowercase();
        let next = (at + 1 < end).then(|| tree.text(at + 1).to_lowercase());
        let is_joint = next.is_some_and(|next| sum.goes_on(&text, &next));
        if !is_joint && !sum.add(&text) {
            break;
        }
        at += 1;
    }
    let value = sum.total + sum.part;
    // "one" is a pronoun more often than a number, and nothing is no quantity.
    let is_one = at == first + 1 && tree.word(first) == "one";
    let is_number = at > first && value.is_finite() && value > 0.0 && !is_one;
    is_number.then_some(Number { tokens: first..at, value, is_vague: sum.is_vague })
}

/// A number as far as it was read.
#[derive(Default)]
struct Sum {
    /// What thousands, millions and billions came to.
    total: f64,
    /// What is not yet multiplied.
    part: f64,
    any: bool,
    is_scaled: bool,
    is_vague: bool,
    /// Whether nothing may follow: "1.5bn".
    is_whole: bool,
}

impl Sum {
    /// Takes a word up, if it is one of this number.
    fn add(&mut self, word: &str) -> bool {
        if let Some((scale, is_plural)) = unit::scale(word) {
            self.scale(scale, is_plural);
            return true;
        }
        if let Some(value) = unit::figures(word) {
            // "50 2000" are two numbers.
            if self.any {
                return false;
            }
            self.part = value;
            self.is_whole = word.ends_with(char::is_alphabetic);
        } else if let Some(value) = unit::words(word) {
            let is_next =
                self.is_scaled || self.part >= 20.0 && value < 10.0 && self.part.rem_euclid(10.0) == 0.0;
            if self.any && !is_next {
                return false;
            }
            self.part += value;
        } else {
            return false;
        }
        self.any = true;
        true
    }

    fn scale(&mut self, scale: f64, is_plural: bool) {
        if is_plural && !self.any {
            self.is_vague = true;
            self.part = 2.0;
        }
        let count = if self.part > 0.0 { self.part } else { 1.0 };
        if scale < 1e3 {
            self.part = count * scale;
        } else {
            self.total += count * scale;
            self.part = 0.0;
        }
        (self.any, self.is_scaled) = (true, true);
    }

    /// Whether a small word joins the number with the word behind it: "twenty-five", "two hundred and five", "tens of
    /// thousands".
    fn goes_on(&self, word: &str, next: &str) -> bool {
        let ones = unit::words(next);
        let is_tens = self.part >= 20.0 && self.part.rem_euclid(10.0) == 0.0;
        self.any
            && match word {
                "-" => is_tens && ones.is_some_and(|ones| ones < 10.0),
                "and" => self.is_scaled && self.part >= 100.0 && ones.is_some(),
                "of" => self.is_vague && unit::scale(next).is_some_and(|(_, is_plural)| is_plural),
                _ => false,
            }
    }
}

/// What a number counts or measures, with its bound.
fn counted(reading: &Reading<'_>, number: &Number) -> Option<Counted> {
    let tree = reading.tree;
    let sentence = tree.sentence(number.tokens.start);
    let mut start = number.tokens.start;
    let mut tokens = number.tokens.clone();
    let sign = start.checked_sub(1).filter(|&i| i >= sentence.start).and_then(|i| unit::sign(tree.text(i)));
    if sign.is_some() {
        start -= 1;
    }
    if start > sentence.start
        && matches!(tree.text(start - 1), "a" | "an")
        && tree.word(tokens.start) != "one"
    {
        start -= 1;
    }
    // "between A and B", "10,000 to 12,000", "10-15"
    let (max, after) = maximum(reading, number, sign.is_some());
    tokens.end = after;
    let mut bound = bound(reading, start, &sentence);
    if let Some((from, _)) = &bound {
        start = *from;
    } else if max.is_some() && start > sentence.start && tree.word(start - 1) == "between" {
        start -= 1;
    }
    tokens.start = start;
    if number.is_vague && bound.is_none() {
        bound = Some((start, "at least".into()));
    }
    let top = top(reading, &(number.tokens.start..after));
    let measure = unit::after(reading, tokens.end, sentence.end);
    let (unit, kind, value) = if let Some(currency) = sign {
        (currency.to_owned(), QuantityKind::Money, number.value)
    } else if let Some((unit, kind, end)) = measure {
        tokens.end = end;
        let value = if kind == QuantityKind::Share { number.value / 100.0 } else { number.value };
        (unit, kind, value)
    } else {
        match noun(reading, top, &tokens) {
            Some(noun) if is_known(reading, noun, number) => return None,
            Some(noun) => (tree.text(noun).to_lowercase(), QuantityKind::Count, number.value),
            None if is_harmed(reading, top) => ("people".to_owned(), QuantityKind::Count, number.value),
            None => return None,
        }
    };
    let mut site = top;
    if kind == QuantityKind::Count {
        site = noun(reading, top, &tokens).unwrap_or(top);
        tokens.end = tokens.end.max(if site < tokens.end + 4 { site + 1 } else { tokens.end });
    } else if let Some(up) = tree.head(top).filter(|&up| tree.is_noun(up) && tree.label(top) != Label::Pobj) {
        // "a $50 million loan", "200 square kilometres"
        site = up;
    }
    let max = max.filter(|max| *max > number.value);
    let round = |value: f64| (value * 1e6).round() / 1e6;
    let span = tree.span(&tokens);
    let bound = bound.map(|(_, words)| words);
    let quantity = Quantity { value: round(value), max: max.map(round), unit, kind, bound, span };
    Some(Counted { tokens, site, quantity })
}

/// The upper number of a range, and the token after it.
fn maximum(reading: &Reading<'_>, number: &Number, is_money: bool) -> (Option<f64>, usize) {
    let tree = reading.tree;
    let at = number.tokens.end;
    let none = (None, at);
    let end = tree.sentence(number.tokens.start).end;
    if at + 1 >= end || !matches!(tree.text(at), "and" | "to" | "-" | "–") {
        return none;
    }
    let start = number.tokens.start - usize::from(is_money);
    let is_between = start > 0 && tree.word(start - 1) == "between";
    if tree.text(at) == "and" && !is_between {
        return none;
    }
    let next = at + 1 + usize::from(unit::sign(tree.text(at + 1)).is_some());
    match self::number(reading, next.min(end - 1)) {
        Some(upper) if upper.tokens.start == next && upper.value > number.value => {
            (Some(upper.value), upper.tokens.end)
        }
        _ => none,
    }
}

/// The bound that ends before a token: where it begins and its words.
fn bound(reading: &Reading<'_>, end: usize, sentence: &Range<usize>) -> Option<(usize, String)> {
    let tree = reading.tree;
    (1..=MAX_BOUND).rev().find_map(|length| {
        let start = end.checked_sub(length).filter(|&start| start >= sentence.start)?;
        let words: Vec<String> = (start..end).map(|i| tree.text(i).to_lowercase()).collect();
        let is_listed = reading.ontology.lists("quantityBound", &words.join("_"));
        is_listed.then(|| (start, words.join(" ")))
    })
}

/// The word of a number that hangs by a word outside of it.
fn top(reading: &Reading<'_>, tokens: &Range<usize>) -> usize {
    let tree = reading.tree;
    let is_top = |&i: &usize| tree.head(i).is_none_or(|head| !tokens.contains(&head));
    tokens.clone().rev().find(is_top).unwrap_or(tokens.start)
}

/// What is counted: the noun that the number modifies, or that stands behind its "of".
fn noun(reading: &Reading<'_>, top: usize, tokens: &Range<usize>) -> Option<usize> {
    let tree = reading.tree;
    let is_modifier = matches!(
        tree.label(top),
        Label::Nummod | Label::Quantmod | Label::Nmod | Label::Compound | Label::Amod
    );
    if is_modifier {
        return tree.head(top).filter(|&head| head >= tokens.end && tree.is_noun(head));
    }
    let of = tree.children_with(top, &[Label::Prep]).find(|&kid| tree.word(kid) == "of")?;
    let object = tree.child(of, &[Label::Pobj])?;
    // "dozens of", but not "two of the men".
    (tree.pos(object) == Pos::Noun && tree.is_plural(object)).then_some(object)
}

/// "killing at least 11": people.
fn is_harmed(reading: &Reading<'_>, top: usize) -> bool {
    let tree = reading.tree;
    matches!(tree.label(top), Label::Dobj | Label::Nsubjpass)
        && tree.head(top).is_some_and(|verb| reading.lists("casualtyVerb", verb))
}

/// "the two leaders": who is meant is known, and how many is no news.
fn is_known(reading: &Reading<'_>, noun: usize, number: &Number) -> bool {
    let tree = reading.tree;
    let is_definite = tree.children(noun).iter().any(|&kid| {
        tree.label(kid) == Label::Poss || tree.is_word(kid, &["the", "these", "those", "both", "other"])
    });
    is_definite && number.value < 20.0 || !tree.is_plural(noun) && tree.word(noun) != "people"
}
