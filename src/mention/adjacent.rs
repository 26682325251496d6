//! Names of persons side by side: "Aung San" and "Suu Kyi" that recognisers take for two are one.
//!
//! In come the names of a text in order; out come the spans of those that make one name of a person. Names of two persons
//! have a word or a comma between them.

use std::ops::Range;

use super::name::noun_class;
use super::{NameMention, Reading};
use crate::ontology::Class;

/// Longest name of a person, in tokens.
const LONGEST: usize = 7;

/// Spans of two names that are one, with the number of the first.
pub(super) fn persons_in_two(reading: &Reading<'_>, names: &[NameMention]) -> Vec<(usize, Range<usize>)> {
    let tree = reading.tree;
    let is_person = |name: &NameMention| {
        let best = name.votes.best().map(|(class, _)| class);
        name.sense.is_none()
            && best == Some(Class::Person)
            && noun_class(reading, name.tokens.end - 1).is_none()
            && name.tokens.clone().all(|i| !reading.is_role_word(i))
    };
    let is_given = |i: usize| reading.ontology.lists("givenName", &tree.text(i).to_lowercase());
    let is_one = |pair: &[NameMention]| {
        let (first, second) = (&pair[0].tokens, &pair[1].tokens);
        first.end == second.start
            && second.end - first.start <= LONGEST
            && tree.sentence_number(first.start) == tree.sentence_number(second.start)
            && tree.is_capitalised(second.start)
            && is_person(&pair[0])
            && is_person(&pair[1])
            // "Attendees: Sarah Butler Kevin Lewis": each begins with a given name.
            && !(is_given(first.start) && is_given(second.start))
    };
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, pair) in names.windows(2).enumerate().filter(|(_, pair)| is_one(pair)) {
        // A name is in one pair only.
        if found.last().is_none_or(|&(last, _)| last + 1 < number) {
            found.push((number, pair[0].tokens.start..pair[1].tokens.end));
        }
    }
    found
}
