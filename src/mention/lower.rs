//! Names whose case says nothing: without capitals, as on the web ("i am from mexico"), or all in capitals ("TEHRAN").
//!
//! A word in lower case is a name only if a list knows it, no list of ordinary words does, and it stands where a name
//! would: the tagger takes it for one, or it follows a preposition of place.

use std::ops::Range;

use super::Reading;
use crate::ontology::Class;
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::parse::{Pos, Tag};

/// Words of the longest place that is looked up.
const LONGEST: usize = 3;

/// Places and given names in lower case, the longest first where several begin at one word.
pub(super) fn names(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let tree = reading.tree;
    let mut found = Vec::new();
    let mut i = 0;
    while i < tree.len() {
        let end = tree.sentence(i).end;
        let longest = if is_uncased(reading, i) { LONGEST.min(end - i) } else { 0 };
        let hit = (1..=longest).rev().map(|n| i..i + n).find(|tokens| is_name(reading, tokens));
        i = hit.as_ref().map_or(i + 1, |tokens| tokens.end);
        found.extend(hit);
    }
    found
}

/// What a name is that the gazetteer does not know.
pub(super) fn class(reading: &Reading<'_>, tokens: &Range<usize>) -> Class {
    if is_listed_place(reading, tokens) { Class::Place } else { Class::Person }
}

fn is_uncased(reading: &Reading<'_>, i: usize) -> bool {
    let (tree, text) = (reading.tree, reading.tree.text(i));
    let is_lower = text.len() > 2 && text.chars().all(char::is_lowercase);
    let is_upper = text.len() > 3 && text.chars().all(char::is_uppercase) && tree.pos(i) == Pos::Propn;
    is_upper || is_lower && matches!(tree.pos(i), Pos::Propn | Pos::Noun | Pos::Adj)
}

fn is_name(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let is_ordinary = |i: usize| {
        let lower = tree.text(i).to_lowercase();
        let lists = |list| reading.ontology.lists(list, &lower) || reading.ontology.lists(list, tree.word(i));
        lists("ordinaryWord") || lists("commonWord") || lists("notName")
    };
    if !tokens.clone().all(|i| is_uncased(reading, i)) || tokens.clone().all(is_ordinary) {
        return false;
    }
    let is_tagged = tokens.clone().all(|i| matches!(tree.tag(i), Tag::Nnp | Tag::Nnps));
    let is_place = sense(reading, tokens).is_some() || is_listed_place(reading, tokens);
    let is_given = is_person(reading, tokens);
    // "a chihuahua"
    let is_kind =
        tokens.start > 0 && matches!(tree.word(tokens.start - 1), "a" | "an" | "the") && tokens.len() == 1;
    if is_kind {
        return false;
    }
    is_place && (is_tagged || tokens.len() > 1 || follows_preposition(reading, tokens.start))
        || is_given && is_tagged
}

/// "max", "jill allen"
fn is_person(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let is_lower = |i: usize| reading.tree.text(i).chars().all(char::is_lowercase);
    tokens.len() < 3
        && tokens.clone().all(is_lower)
        && reading.ontology.lists("givenName", reading.tree.text(tokens.start))
        && (tokens.len() == 1 || reading.ontology.lists("familyName", reading.tree.text(tokens.start + 1)))
}

fn is_listed_place(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    reading.ontology.lists("placeName", &reading.tree.text_of(tokens).to_lowercase().replace(' ', "_"))
}

fn follows_preposition(reading: &Reading<'_>, i: usize) -> bool {
    i > reading.tree.sentence(i).start
        && matches!(
            reading.tree.word(i - 1),
            "in" | "from" | "to" | "between" | "near" | "around" | "across" | "throughout"
        )
}

/// The state or place of the gazetteer that is written so with a capital for each word.
pub(super) fn sense(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<(EntryId, Sense)> {
    let titled: Vec<String> = tokens.clone().map(|i| with_capital(reading.tree.text(i))).collect();
    let gazetteer = &reading.ontology.gazetteer;
    gazetteer.senses(&titled.join(" ")).iter().copied().find(|&(entry, sense)| {
        sense == Sense::Name && matches!(gazetteer[entry].class, Class::State | Class::Place)
    })
}

fn with_capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
    })
}
