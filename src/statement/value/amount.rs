//! Amounts: the number that an attribute has, with its unit.

use std::ops::Range;

use super::{Value, before, behind};
use crate::mention::Reading;
use crate::ontology::ValueKind;
use crate::statement::Quantity;
use crate::statement::quantity::{self, QuantityKind};

/// Tokens between an attribute and its number.
const REACH: usize = 12;

/// The unit of a number that the text gives without one.
const UNSPECIFIED: &str = "unspecified";

/// Words for those who live somewhere.
const PEOPLE: [&str; 5] = ["people", "inhabitant", "person", "resident", "citizen"];

/// A number with what it measures.
struct Amount {
    tokens: Range<usize>,
    value: f64,
    unit: String,
    kind: Option<ValueKind>,
}

pub(super) fn find(reading: &Reading<'_>, words: &Range<usize>, kind: ValueKind) -> Option<Value> {
    let wanted =
        |amount: &Amount| fits(amount, kind) && (amount.kind.is_some() || is_led(reading, amount, words));
    // "12 people per square kilometre": the words are a part of the unit.
    if kind == ValueKind::Density && PEOPLE.contains(&reading.tree.word(words.start)) {
        let near = amounts(reading, words.start.saturating_sub(2)..words.start);
        return near
            .into_iter()
            .find(|amount| amount.tokens.contains(&words.start))
            .map(|it| value(reading, it, kind));
    }
    let after = amounts(reading, behind(reading, words, REACH)).into_iter().find(wanted);
    let found =
        after.or_else(|| amounts(reading, before(reading, words, REACH)).into_iter().rfind(wanted))?;
    Some(value(reading, found, kind))
}

/// Whether an amount may be the value: one with a unit only of its kind, one without only right beside the words.
fn fits(amount: &Amount, kind: ValueKind) -> bool {
    match amount.kind {
        Some(own) => own == kind,
        None => {
            amount.unit.is_empty()
                || matches!(kind, ValueKind::Figure) && PEOPLE.contains(&amount.unit.as_str())
        }
    }
}

/// Whether a number without a unit of its own is told as the value: "an area of 55", "is about 55", "a density 55", "55 above
/// the sea", but no year and no number of another thing.
fn is_led(reading: &Reading<'_>, amount: &Amount, words: &Range<usize>) -> bool {
    let tree = reading.tree;
    let is_bound = |i: &usize| {
        reading.lists("quantityBound", *i) || matches!(tree.word(*i), "about" | "around" | "over" | "nearly")
    };
    let first = (words.end.min(amount.tokens.start)..amount.tokens.start).rev().find(|i| !is_bound(i));
    match first {
        Some(before) => matches!(
            tree.word(before),
            "of" | "be" | "at" | ":" | "to" | "with" | "reach" | "exceed" | "stand"
        ),
        None if amount.tokens.start >= words.end => true,
        None => {
            let next = amount.tokens.end;
            next == words.start
                || matches!(tree.word(next), "of") && next + 1 >= words.start
                || tree.word(next) == "above"
        }
    }
}

/// The numbers that begin in a range of tokens.
fn amounts(reading: &Reading<'_>, range: Range<usize>) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match amount(reading, at) {
            Some(amount) => {
                at = amount.tokens.end;
                found.push(amount);
            }
            None => at += 1,
        }
    }
    found
}

fn amount(reading: &Reading<'_>, first: usize) -> Option<Amount> {
    let tree = reading.tree;
    let figures = quantity::number(reading, first)?;
    let is_digits = tree.text(first).starts_with(|c: char| c.is_ascii_digit());
    let is_signed = first > 0 && matches!(tree.text(first - 1), "-" | "−" | "+" | "$" | "€" | "£");
    if !is_digits || is_signed {
        return None;
    }
    let end = tree.sentence(first).end;
    let at = figures.tokens.end;
    let word = |i: usize| if i < end { tree.word(i) } else { "" };
    if PEOPLE.contains(&word(at)) {
        if let Some((unit, last)) = per_area(reading, at + 1, end) {
            let unit = format!("people/{unit}");
            return Some(Amount {
                tokens: first..last,
                value: figures.value,
                unit,
                kind: Some(ValueKind::Density),
            });
        }
        let unit = word(at).to_owned();
        return Some(Amount { tokens: first..at, value: figures.value, unit, kind: None });
    }
    if let Some((unit, last)) = per_area(reading, at, end) {
        let unit = format!("people/{unit}");
        return Some(Amount {
            tokens: first..last,
            value: figures.value,
            unit,
            kind: Some(ValueKind::Density),
        });
    }
    let Some((unit, kind, last)) = quantity::unit_after(reading, at, end) else {
        return Some(Amount { tokens: first..at, value: figures.value, unit: String::new(), kind: None });
    };
    let kind = match kind {
        QuantityKind::Area => Some(ValueKind::Area),
        QuantityKind::Length => Some(ValueKind::Length),
        _ => None,
    };
    Some(Amount { tokens: first..last, value: figures.value, unit, kind })
}

/// "per square kilometre", "for each of the 12 square kilometres": the unit, and the token after it.
fn per_area(reading: &Reading<'_>, at: usize, end: usize) -> Option<(String, usize)> {
    let tree = reading.tree;
    let text = |i: usize| if i < end { tree.text(i) } else { "" };
    let start = match text(at) {
        "per" | "/" => at + 1,
        "for" | "to" if matches!(text(at + 1), "each" | "every") => at + 2,
        _ => return None,
    };
    let unit = |i: usize| quantity::unit_after(reading, i, end).filter(|unit| unit.1 == QuantityKind::Area);
    if let Some((unit, _, last)) = unit(start) {
        return Some((unit, last));
    }
    // The number of the units is the area's own.
    let number = (start..end.min(start + 3)).find_map(|i| quantity::number(reading, i))?;
    unit(number.tokens.end).map(|(unit, ..)| (unit, start))
}

fn value(reading: &Reading<'_>, amount: Amount, wanted: ValueKind) -> Value {
    let span = reading.tree.span(&amount.tokens);
    let text = amount.value.to_string();
    let kind = match amount.kind {
        Some(ValueKind::Area) => QuantityKind::Area,
        Some(ValueKind::Length) => QuantityKind::Length,
        _ => QuantityKind::Count,
    };
    let unit = match wanted {
        ValueKind::Figure => "people".to_owned(),
        _ if amount.unit.is_empty() => UNSPECIFIED.to_owned(),
        _ => amount.unit,
    };
    let quantity = Quantity { value: amount.value, max: None, unit, kind, bound: None, span };
    Value { tokens: amount.tokens, text, quantity: Some(quantity) }
}
