//! Values that are neither dates nor clauses: areas, heights, numbers, densities, time zones, codes, titles, forms of
//! government, fates of combatants and doctrines, each with the expression that it was read from.
//!
//! Comes in: the words that evoke the relation, and which kind of value it takes. Goes out: the nearest expression of that
//! form in the sentence, behind the words first, before another attribute is named. Never a number that a unit of another
//! kind follows. A number is written without groups, an offset as `UTC-06:00`, a time zone by its full name.

mod amount;
mod phrase;
mod term;

use std::ops::Range;

use super::Quantity;
use crate::mention::Reading;
use crate::ontology::ValueKind;

/// A value with its place in the trees.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) tokens: Range<usize>,
    pub(super) text: String,
    /// What a number measures.
    pub(super) quantity: Option<Quantity>,
}

/// The value of `kind` that the attribute named by `words` has.
pub(super) fn find(reading: &Reading<'_>, words: &Range<usize>, kind: ValueKind) -> Option<Value> {
    match kind {
        ValueKind::Area | ValueKind::Length | ValueKind::Figure | ValueKind::Density => {
            amount::find(reading, words, kind)
        }
        ValueKind::TimeZone => phrase::time_zone(reading, words),
        ValueKind::UtcOffset => phrase::offset(reading, words),
        ValueKind::Code => phrase::code(reading, words),
        ValueKind::Title => phrase::title(reading, words),
        ValueKind::GovernmentForm => phrase::form(reading, words),
        ValueKind::CasualtyStatus => term::casualty(reading, words),
        ValueKind::Ideology => term::ideologies(reading, words).into_iter().next(),
    }
}

/// All values of `kind`: several where the text lists them ("socialism, secularism and pacifism").
pub(super) fn all(reading: &Reading<'_>, words: &Range<usize>, kind: ValueKind) -> Vec<Value> {
    match kind {
        ValueKind::Ideology => term::ideologies(reading, words),
        _ => find(reading, words, kind).into_iter().collect(),
    }
}

/// The tokens behind an attribute up to the end of its sentence or the next attribute.
fn behind(reading: &Reading<'_>, words: &Range<usize>, reach: usize) -> Range<usize> {
    let end = reading.tree.sentence(words.start).end.min(words.end + reach);
    let next = (words.end..end).find(|&i| is_attribute(reading, i)).unwrap_or(end);
    words.end.min(next)..next
}

/// The tokens before an attribute back to the one before it.
fn before(reading: &Reading<'_>, words: &Range<usize>, reach: usize) -> Range<usize> {
    let start = reading.tree.sentence(words.start).start.max(words.start.saturating_sub(reach));
    let last = (start..words.start).rev().find(|&i| is_attribute(reading, i)).map_or(start, |i| i + 1);
    last..words.start
}

fn is_attribute(reading: &Reading<'_>, i: usize) -> bool {
    reading.lists("measureNoun", i)
}
