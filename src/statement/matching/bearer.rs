//! What a measure or another attribute belongs to: "Lindby's area", "the area of Lindby", "Lindby, with an area of",
//! "Lindby has a mayor and an area of", "in Lindby, the density is".
//!
//! Comes in: the words that name the attribute. Goes out: the heads of the phrases that it may be of. An attribute is told
//! in a row with others more often than an act is, so that the way up leads through coordination and apposition.

use std::ops::Range;

use crate::mention::{Reading, clause};
use crate::parse::{Label, Pos, Tag};

/// Words on the way up from an attribute to what has it.
const MAX_STEPS: usize = 10;

/// Phrases within each other: "of the metropolitan area of the city of Lindby".
const MAX_DEPTH: usize = 4;

/// Heads of what the attribute named by `words` is of.
pub(super) fn bearers(reading: &Reading<'_>, words: &Range<usize>) -> Vec<usize> {
    let tree = reading.tree;
    let mut at = words.end.saturating_sub(1);
    for _ in 0..MAX_STEPS {
        let is_own = |i: &usize| !words.contains(i);
        if let Some(owner) = owner(reading, at, words.start).filter(is_own) {
            return clause::coordinated(reading, owner);
        }
        let Some(up) = tree.head(at) else { break };
        if tree.is_verb(up) {
            return of_verb(reading, up, at);
        }
        // "Lindby, with an area of"
        if tree.word(up) == "with" {
            let Some(above) = tree.head(up) else { break };
            if tree.is_verb(above) {
                return of_verb(reading, above, up);
            }
            return described(reading, above);
        }
        at = up;
    }
    Vec::new()
}

/// Whose the attribute is by its own phrase.
fn owner(reading: &Reading<'_>, noun: usize, first: usize) -> Option<usize> {
    let tree = reading.tree;
    if !tree.is_noun(noun) {
        return None;
    }
    let named = |&kid: &usize| tree.pos(kid) == Pos::Propn && kid < first && tree.head(kid) == Some(noun);
    tree.child(noun, &[Label::Poss]).or_else(|| below(reading, noun, MAX_DEPTH)).or_else(|| {
        // "Pacific Time Zone" is a name, and no zone of a Pacific.
        let names = tree.children_with(noun, &[Label::Compound, Label::Nmod]).filter(named);
        let is_zone = matches!(tree.word(noun), "zone" | "timezone" | "time");
        names.filter(|&kid| is_named(reading, kid) && !tree.is_capitalised(noun) && !is_zone).last()
    })
}

/// The name or pronoun that a noun is of, as far down as it takes.
fn below(reading: &Reading<'_>, noun: usize, depth: usize) -> Option<usize> {
    let tree = reading.tree;
    let phrases = clause::prepositional(reading, noun, &["of", "in", "for"]);
    phrases.into_iter().find_map(|(_, object)| {
        if tree.pos(object) == Pos::Propn || tree.tag(object) == Tag::Prp {
            return is_named(reading, object).then_some(object);
        }
        let is_place =
            reading.lists_noun("placeNoun", object) || reading.lists_noun("settlementNoun", object);
        let inner = (depth > 1 && tree.is_noun(object)).then(|| below(reading, object, depth - 1)).flatten();
        inner.or_else(|| (is_place && tree.child(object, &[Label::Det]).is_some()).then_some(object))
    })
}

/// "UTC offset of -6": a number or a clock is no bearer, whatever its tag.
fn is_named(reading: &Reading<'_>, i: usize) -> bool {
    let text = reading.tree.text(i);
    text.chars().any(char::is_alphabetic) && !matches!(text, "UTC" | "GMT")
}

/// The subject of the verb that tells an attribute; if that is the attribute itself, what the verb is said of.
fn of_verb(reading: &Reading<'_>, verb: usize, from: usize) -> Vec<usize> {
    let tree = reading.tree;
    let is_subject = matches!(tree.label(from), Label::Nsubj | Label::Nsubjpass);
    if !is_subject {
        let subjects = clause::subjects(reading, verb);
        return match subjects.as_slice() {
            [one] => described(reading, *one),
            _ => subjects,
        };
    }
    let place = clause::prepositional(reading, verb, &["in", "at"]).into_iter().map(|(_, object)| object);
    if let Some(place) =
        place.filter(|&object| tree.is_noun(object)).find(|&object| is_named(reading, object))
    {
        return vec![place];
    }
    // "Lindby lies on the Orne and the area is": what was told of last.
    match tree.head(verb).filter(|&up| tree.label(verb) == Label::Conj && tree.is_verb(up)) {
        Some(up) => clause::subjects(reading, up),
        None => Vec::new(),
    }
}

/// "Lindby is a city with": a description that says what something is stands for it.
fn described(reading: &Reading<'_>, noun: usize) -> Vec<usize> {
    let tree = reading.tree;
    let is_said = matches!(tree.label(noun), Label::Attr) && tree.pos(noun) != Pos::Propn;
    match tree.head(noun).filter(|&up| is_said && tree.is_verb(up)) {
        Some(verb) => clause::subjects(reading, verb),
        None if tree.label(noun) == Label::Appos => tree.head(noun).into_iter().collect(),
        // "the total area of Lindby is … with": the bearer of what is told about.
        None => below(reading, noun, MAX_DEPTH)
            .filter(|_| tree.pos(noun) == Pos::Noun && !reading.lists_noun("placeNoun", noun))
            .map_or_else(|| clause::coordinated(reading, noun), |it| vec![it]),
    }
}
