//! What a name means in the gazetteer: which entry, and whether as its name, adjective, people or capital.

use std::ops::Range;

use super::name::recognised_person;
use super::{Reading, context};
use crate::ontology::Class;
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::parse::{Label, NameKind, Pos, Tag};

/// An adjective of a state is one only before a noun or after a copula; a lone word of it may be a surname.
pub(super) fn fits(reading: &Reading<'_>, tokens: &Range<usize>, sense: Sense) -> bool {
    let tree = reading.tree;
    let last = tokens.end - 1;
    let goes_on = tree.len() > tokens.end
        && tree.tag(tokens.end) == Tag::Nnp
        && tree.label(last) == Label::Compound
        && tree.head(last) == Some(tokens.end)
        && recognised_person(reading, last);
    match sense {
        Sense::Name | Sense::Capital => !goes_on,
        Sense::Adjective | Sense::Demonym => !is_language(reading, last),
    }
}

/// "in English", "who speak Dari": a language, and not the state of that adjective.
pub(super) fn is_language(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    let is_it = |name: &crate::parse::Name| name.kind == NameKind::Language && name.tokens == (i..i + 1);
    matches!(tree.label(i), Label::Pobj | Label::Dobj)
        && !tree.is_plural(i)
        && tree.child(i, &[Label::Det]).is_none_or(|article| tree.word(article) != "the")
        && tree.parse().names.iter().any(is_it)
}

/// "Lord Lancaster", "Mr. Jordan": behind a title the name of a place is a person's.
fn is_titled(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let is_territory =
        |entry: EntryId| matches!(reading.ontology.gazetteer[entry].class, Class::State | Class::Place);
    tokens.start > tree.sentence(tokens.start).start
        && tree.is_capitalised(tokens.start - 1)
        && stands_after_title(reading, tokens.start)
        && !matches!(tree.label(tokens.start), Label::Compound | Label::Nmod | Label::Amod)
        && reading
            .senses(tokens)
            .iter()
            .all(|&(entry, sense)| matches!(sense, Sense::Name | Sense::Capital) && is_territory(entry))
}

pub(super) fn stands_after_title(reading: &Reading<'_>, start: usize) -> bool {
    let before = start - 1;
    let tree = reading.tree;
    let title = tree.word(before).trim_end_matches('.').to_owned();
    tree.sentence_number(before) == tree.sentence_number(start)
        && (reading.ontology.lists("title", &title)
            || (reading.is_role_word(before) && !tree.is_plural(before)))
}

/// The sense of a name in the gazetteer: an adjective where an adjective stands, else the name, the capital last.
pub(super) fn chosen(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<(EntryId, Sense)> {
    let tree = reading.tree;
    let mut senses = reading.senses(tokens);
    if senses.is_empty() {
        senses = body_of_state(reading, tokens);
    }
    if context::is_settlement(reading, tokens) {
        let is_state = |entry: EntryId| reading.ontology.gazetteer[entry].class == Class::State;
        if senses.iter().any(|(entry, _)| is_state(*entry)) {
            return None;
        }
    }
    // "Kadima party": the noun behind a name only says what it is.
    let last = tokens.end - 1;
    if senses.is_empty()
        && tokens.len() > 1
        && !tree.is_capitalised(last)
        && tree.is_word(
            last,
            &["party", "movement", "group", "organization", "organisation", "militia", "coalition"],
        )
    {
        // "the Republican party", which is written as often with a capital.
        let spelt = format!("{} Party", tree.text_of(&(tokens.start..last)));
        let whole = reading.ontology.gazetteer.senses(&spelt);
        if tree.text(last) == "party" && whole.iter().any(|(_, sense)| *sense == Sense::Name) {
            return whole.iter().copied().find(|(_, sense)| *sense == Sense::Name);
        }
        senses = reading.senses(&(tokens.start..last));
        if !senses.iter().any(|(_, sense)| *sense == Sense::Name) {
            return None;
        }
    }
    if tokens.len() == 1 && is_titled(reading, tokens) {
        return None;
    }
    // "two South Korean nurses": an adjective of several words is one, too.
    let is_adjective =
        tree.pos(last) == Pos::Adj || matches!(tree.label(last), Label::Amod | Label::Compound | Label::Nmod);
    let rank = |sense: Sense| match (sense, is_adjective) {
        (Sense::Adjective, true) | (Sense::Name, false) => 0,
        (Sense::Name, true) | (Sense::Demonym, false) => 1,
        (Sense::Demonym, true) | (Sense::Adjective, false) => 2,
        (Sense::Capital, _) => 3,
    };
    let gone = |entry: EntryId| reading.ontology.gazetteer[entry].years.is_some();
    senses.iter().copied().min_by_key(|&(entry, sense)| (rank(sense), gone(entry)))
}

/// "the U.S. Treasury Department": the body of the state whose name or adjective stands before what it is called.
fn body_of_state<'a>(reading: &Reading<'a>, tokens: &Range<usize>) -> &'a [(EntryId, Sense)] {
    let gazetteer = &reading.ontology.gazetteer;
    for start in tokens.start + 1..tokens.end.min(tokens.start + 3) {
        let Some(state) = reading.state_named(&(tokens.start..start)) else { continue };
        let known = reading.senses(&(start..tokens.end));
        if let Some(at) = known.iter().position(|&(entry, _)| gazetteer[entry].state == Some(state)) {
            return &known[at..=at];
        }
    }
    &[]
}
