//! Two names with one last word: "North and South Korea", "East and West Timor".
//!
//! In come the spans and the names that were found; the first of the two is named in full. Only of compass words, and where
//! the gazetteer knows both.

use std::ops::Range;

use super::name::is_compass;
use super::{NameMention, Reading, Votes};

/// The two names in a span that is taken for one.
pub(super) fn shared_last_word(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<[Range<usize>; 2]> {
    let both = (tokens.len() > 3).then(|| [tokens.start..tokens.start + 1, tokens.start + 2..tokens.end])?;
    let is_known = !reading.senses(&both[1]).is_empty() && is_joined(reading, &both[0], &both[1]);
    (is_known && !reading.ontology.gazetteer.senses(&in_full(reading, &both[0], &both[1])).is_empty())
        .then_some(both)
}

/// Gives the first of two such names the sense of its full form.
pub(super) fn share_last_word(reading: &Reading<'_>, names: &mut [NameMention]) {
    for second in 1..names.len() {
        let (first, next) = (names[second - 1].tokens.clone(), names[second].tokens.clone());
        if !is_joined(reading, &first, &next) {
            continue;
        }
        let whole = in_full(reading, &first, &next);
        if let Some(&(entry, sense)) = reading.ontology.gazetteer.senses(&whole).first() {
            let mut votes = Votes::default();
            votes.add(reading.ontology.gazetteer[entry].class, 3.0);
            let name = &mut names[second - 1];
            (name.sense, name.votes) = (Some((entry, sense)), votes);
        }
    }
}

fn is_joined(reading: &Reading<'_>, first: &Range<usize>, next: &Range<usize>) -> bool {
    let tree = reading.tree;
    let is_direction = |i: usize| tree.is_capitalised(i) && is_compass(&tree.text(i).to_lowercase());
    first.len() == 1
        && next.len() > 1
        && next.start == first.end + 1
        && matches!(tree.text(first.end), "and" | "or")
        && is_direction(first.start)
        && is_direction(next.start)
}

fn in_full(reading: &Reading<'_>, first: &Range<usize>, next: &Range<usize>) -> String {
    let tree = reading.tree;
    format!("{} {}", tree.text(first.start), tree.text_of(&(next.start + 1..next.end)))
}
