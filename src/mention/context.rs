//! What stands around a name, and what it is made of, as evidence for its class.
//!
//! In comes a name that the gazetteer does not know; out go votes. Nothing here decides: the votes of all mentions of a
//! name are added up over the text.

use std::ops::Range;

use super::name::noun_class;
use super::{Reading, Votes};
use crate::ontology::Class;
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::parse::{Label, NameKind, Pos, Tag};

/// Nouns of places between an office and the name of its place: "the president of the republic of X".
const MAX_PLACES: usize = 3;

/// Evidence for the class of the name `tokens`, which hangs in the tree by `head`.
pub(super) fn votes(reading: &Reading<'_>, tokens: &Range<usize>, head: usize) -> Votes {
    let mut votes = Votes::default();
    made_of(reading, tokens, &mut votes);
    behind_article(reading, tokens, head, &mut votes);
    behind_preposition(reading, head, &mut votes);
    if is_settlement(reading, tokens) {
        votes.add(Class::Place, 2.0);
    }
    as_example(reading, head, &mut votes);
    beside_noun(reading, tokens, head, &mut votes);
    if is_before_office(reading, tokens) {
        votes.add(Class::Place, 1.2);
    }
    around(reading, tokens, &mut votes);
    if is_behind_office(reading, tokens) {
        votes.add(Class::Person, 1.0);
    }
    with_verb(reading, head, &mut votes);
    votes
}

/// "the president of Chechnya, Alu Alkhanov": a name of several words behind the comma after an office and its place.
fn is_behind_office(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let before =
        tokens.start.checked_sub(2).filter(|_| tokens.len() > 1 && tree.text(tokens.start - 1) == ",");
    let Some(mut at) = before else { return false };
    for _ in 0..MAX_PLACES {
        let of = tree.head(at).filter(|&of| tree.label(at) == Label::Pobj && tree.word(of) == "of");
        let Some(above) = of.and_then(|of| tree.head(of)) else { return false };
        if reading.is_role_word(above) {
            return true;
        }
        at = above;
    }
    false
}

/// The words of the name: given and family names, initials, capitals.
fn made_of(reading: &Reading<'_>, tokens: &Range<usize>, votes: &mut Votes) {
    let tree = reading.tree;
    let lower = |i: usize| tree.text(i).to_lowercase();
    let lists = |list: &str, i: usize| reading.ontology.lists(list, &lower(i));
    let last = tokens.end - 1;
    let is_long = tokens.len() > 1;
    let is_given =
        lists("givenName", tokens.start) || tokens.len() > 1 && is_initial(tree.text(tokens.start));
    let is_family = lists("familyName", last);
    if is_long && noun_class(reading, last).is_none() {
        votes.add(Class::Person, if is_given { 1.2 } else { 0.0 } + if is_family { 0.5 } else { 0.0 });
        if (tokens.start + 1..last).any(|i| is_initial(tree.text(i))) {
            votes.add(Class::Person, 1.0);
        }
    } else if !is_long {
        votes.add(Class::Person, if is_given { 0.7 } else { 0.0 } + if is_family { 0.4 } else { 0.0 });
    }
    let whole: Vec<String> = tokens.clone().map(lower).collect();
    if reading.ontology.lists("placeName", &whole.join("_")) {
        votes.add(Class::Place, if is_long { 1.5 } else { 0.8 });
    }
    if is_long && let Some(class) = part_of_place(reading, tokens) {
        votes.add(class, 2.5);
    }
    if tokens.clone().any(|i| tree.text(i) == "&") {
        votes.add(Class::Organization, 1.0);
    }
    if !is_long && is_acronym(tree.text(last)) {
        votes.add(Class::Organization, 0.6);
    }
}

/// "South Vietnam", "Southern California": a state of old, or a part of one.
fn part_of_place(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<Class> {
    let first = reading.tree.text(tokens.start);
    let is_state = matches!(first, "North" | "South" | "East" | "West");
    let is_part = matches!(
        first,
        "Northern"
            | "Southern"
            | "Eastern"
            | "Western"
            | "Central"
            | "Upper"
            | "Lower"
            | "Outer"
            | "Inner"
            | "Greater"
    );
    let rest = tokens.start + 1..tokens.end;
    let is_named = reading
        .senses(&rest)
        .iter()
        .any(|(entry, _)| matches!(reading.ontology.gazetteer[*entry].class, Class::State | Class::Place));
    let is_state_name = |&(entry, sense): &(EntryId, Sense)| {
        sense == Sense::Name && reading.ontology.gazetteer[entry].class == Class::State
    };
    match (is_state, is_part) {
        (true, _) if reading.senses(&rest).iter().any(is_state_name) => Some(Class::State),
        (true, _) | (_, true) if is_named => Some(Class::Place),
        _ => None,
    }
}

/// "J.", "J"
fn is_initial(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase)
        && matches!((chars.next(), chars.next()), (None, None) | (Some('.'), None))
}

/// "SDF", "UNAMID", "CTV"
fn is_acronym(text: &str) -> bool {
    (2..=7).contains(&text.chars().count()) && text.chars().all(|c| c.is_uppercase() || c == '.')
}

/// A person's name has no article, and a bare name that acts is most likely a person's.
fn behind_article(reading: &Reading<'_>, tokens: &Range<usize>, head: usize, votes: &mut Votes) {
    let tree = reading.tree;
    let has_article = tokens.start > 0 && matches!(tree.text(tokens.start - 1), "the" | "The");
    if tokens.len() > 1 || is_acronym(tree.text(head)) {
        return;
    }
    let is_modifier = matches!(tree.label(head), Label::Compound | Label::Nmod | Label::Amod);
    if has_article && !is_modifier {
        votes.add(Class::Place, 0.4);
        votes.add(Class::Organization, 0.2);
    } else if !has_article && matches!(tree.label(head), Label::Nsubj | Label::Nsubjpass | Label::Poss) {
        votes.add(Class::Person, 0.5);
    } else if !has_article && !is_modifier {
        votes.add(Class::Person, 0.2);
    }
}

/// "rivers such as the Loire and the Rhône"
fn as_example(reading: &Reading<'_>, head: usize, votes: &mut Votes) {
    let tree = reading.tree;
    let mut first = head;
    for _ in 0..6 {
        match tree.head(first).filter(|_| matches!(tree.label(first), Label::Conj | Label::Appos)) {
            Some(before) => first = before,
            None => break,
        }
    }
    let preposition = tree.head(first).filter(|_| tree.label(first) == Label::Pobj);
    let is_example = |i: usize| {
        matches!(tree.text(i), "including" | "like")
            || i > 0 && tree.text(i) == "as" && tree.text(i - 1) == "such"
    };
    let noun = preposition.filter(|&i| is_example(i)).and_then(|i| {
        let sentence = tree.sentence(i);
        (sentence.start..i).rev().take(4).find(|&k| tree.pos(k) == Pos::Noun)
    });
    if let Some(class) = noun.filter(|&i| tree.is_plural(i)).and_then(|i| class_of(reading, i)) {
        votes.add(class, 1.2);
    }
}

fn behind_preposition(reading: &Reading<'_>, head: usize, votes: &mut Votes) {
    let tree = reading.tree;
    let first = tree.children_with(head, &[Label::Det]).next().is_none();
    let Some(preposition) = tree.head(head).filter(|_| tree.label(head) == Label::Pobj) else { return };
    match tree.word(preposition) {
        "in" | "near" | "outside" | "throughout" | "inside" | "across" | "around" => {
            votes.add(Class::Place, 1.0);
        }
        "at" | "into" | "through" | "toward" | "towards" | "from" | "to" => votes.add(Class::Place, 0.3),
        "with" | "by" if first => votes.add(Class::Person, 0.3),
        "of" => {
            if let Some(noun) = tree.head(preposition)
                && reading.lists_noun("placeNoun", noun)
            {
                votes.add(Class::Place, 0.8);
            }
        }
        _ => {}
    }
}

/// "the town of Ireland", "the Denver suburb of Aurora": a settlement, whatever else has the name.
pub(super) fn is_settlement(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let Some(noun) = tokens.start.checked_sub(2) else { return false };
    tree.text(noun + 1) == "of"
        && !tree.is_capitalised(noun)
        && matches!(tree.text(noun), "hamlet" | "suburb" | "town" | "township" | "village")
}

/// The noun that says what it is: before it ("the river Tamar"), behind it ("Tamar valley"), beside it or as a
/// predicate ("Tamar is a river").
fn beside_noun(reading: &Reading<'_>, tokens: &Range<usize>, head: usize, votes: &mut Votes) {
    let tree = reading.tree;
    let noun =
        |i: usize| (tree.pos(i) == Pos::Noun && !tree.is_plural(i)).then(|| class_of(reading, i)).flatten();
    let sentence = tree.sentence(tokens.start);
    if tokens.start > sentence.start
        && let Some(class) = noun(tokens.start - 1)
    {
        votes.add(class, 1.2);
    }
    let next = tokens.end;
    if next < sentence.end
        && !tree.is_capitalised(next)
        && matches!(tree.label(head), Label::Compound | Label::Nmod)
        && tree.head(head) == Some(next)
        && let Some(class) = noun(next)
        && class != Class::Person
    {
        votes.add(class, 0.6);
    }
    let appositive = tree
        .child(head, &[Label::Appos])
        .or_else(|| tree.head(head).filter(|_| tree.label(head) == Label::Appos));
    let predicate = tree
        .head(head)
        .filter(|&verb| tree.label(head) == Label::Nsubj && tree.word(verb) == "be")
        .and_then(|verb| tree.child(verb, &[Label::Attr]));
    for class in [appositive, predicate].into_iter().flatten().filter_map(noun) {
        votes.add(class, 1.2);
    }
}

/// "Bologna mayor", "Davie police": a place of the list before those who serve it.
pub(super) fn is_before_office(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let i = tokens.start;
    let next = tokens.end;
    let is_listed = || {
        let word = tree.text(i).to_lowercase();
        reading.ontology.lists("placeName", &word)
            && !["givenName", "familyName"].iter().any(|list| reading.ontology.lists(list, &word))
    };
    tokens.len() == 1
        && tree.is_capitalised(i)
        && next < tree.sentence(i).end
        && !tree.is_capitalised(next)
        && matches!(tree.label(i), Label::Compound | Label::Nmod)
        && (reading.is_role_word(next) || tree.is_word(next, &["police"]))
        && is_listed()
}

/// The class of what a noun describes.
fn class_of(reading: &Reading<'_>, i: usize) -> Option<Class> {
    if reading.lists_noun("personNoun", i) || reading.lists_noun("kinshipNoun", i) || reading.is_role_word(i)
    {
        return Some(Class::Person);
    }
    noun_class(reading, i)
        .filter(|class| {
            matches!(class, Class::Place | Class::Organization | Class::ArmedGroup | Class::GovernmentBody)
        })
        .or_else(|| reading.lists_noun("mediaNoun", i).then_some(Class::Organization))
}

/// Marks beside the name: an age, the state behind a town, "who", "-based".
fn around(reading: &Reading<'_>, tokens: &Range<usize>, votes: &mut Votes) {
    let tree = reading.tree;
    let end = tree.sentence(tokens.start).end;
    let text = |i: usize| if i < end { tree.text(i) } else { "" };
    let next = tokens.end;
    match text(next) {
        "," => {
            let is_age = text(next + 1).parse::<u8>().is_ok_and(|age| (10..110).contains(&age));
            let is_aged = is_age && matches!(text(next + 2), "," | "." | ")" | "and" | "of" | "from");
            if is_aged || next + 1 < end && is_honour(reading, tokens, next + 1) {
                votes.add(Class::Person, 1.5);
            } else if next + 1 < end && is_wider_place(reading, next + 1) {
                votes.add(Class::Place, 1.2);
            } else if matches!(text(next + 1), "who" | "whose") {
                votes.add(Class::Person, 1.5);
            }
        }
        "who" | "whose" => votes.add(Class::Person, 1.5),
        "-" if text(next + 1) == "based" => votes.add(Class::Place, 1.0),
        _ => {}
    }
    let is_code = tree.text(next - 1).len() <= 3
        && tokens.len() == 1
        && is_acronym(tree.text(next - 1))
        && reading.ontology.lists("placeCode", &tree.text(next - 1).to_lowercase());
    let before = tokens.start.checked_sub(1).map_or("", text);
    if is_code && tokens.start > 1 && matches!(before, "," | "of" | "in" | "from" | "near") {
        votes.add(Class::Place, 2.0);
    }
    if tree.children(next - 1).iter().any(|&kid| {
        matches!(tree.label(kid), Label::Relcl)
            && tree.children(kid).iter().any(|&at| matches!(tree.tag(at), Tag::Wp | Tag::WpPoss))
    }) {
        votes.add(Class::Person, 0.8);
    }
}

/// "Anna Berg, QC,": letters behind the name of a person that may stand for a province elsewhere.
fn is_honour(reading: &Reading<'_>, tokens: &Range<usize>, i: usize) -> bool {
    let lower = |i: usize| reading.tree.text(i).to_lowercase();
    let names = &reading.tree.parse().names;
    let is_person =
        || names.iter().any(|name| name.kind == NameKind::Person && name.tokens.contains(&tokens.start));
    tokens.len() > 1
        && reading.ontology.lists("personSuffix", &lower(i))
        && (reading.ontology.lists("givenName", &lower(tokens.start)) || is_person())
}

/// A state or region that a comma puts behind a town, and that is not itself a possessor.
fn is_wider_place(reading: &Reading<'_>, start: usize) -> bool {
    let tree = reading.tree;
    let end = tree.sentence(start).end;
    (1..=3).rev().filter(|n| start + n <= end).any(|n| {
        let tokens = start..start + n;
        let is_place = reading.senses(&tokens).iter().any(|(entry, sense)| {
            *sense == Sense::Name
                && matches!(reading.ontology.gazetteer[*entry].class, Class::State | Class::Place)
        });
        let is_code = n == 1
            && is_acronym(tree.text(start))
            && reading.ontology.lists("placeCode", &tree.text(start).to_lowercase());
        (is_place || is_code)
            && (tokens.end >= end || !matches!(tree.tag(tokens.end), Tag::Pos | Tag::Nnp | Tag::Nn))
    })
}

/// Verbs that only persons are subject or object of, and verbs of speech.
fn with_verb(reading: &Reading<'_>, head: usize, votes: &mut Votes) {
    let tree = reading.tree;
    let Some(verb) = tree.head(head).filter(|&verb| tree.is_verb(verb)) else { return };
    match tree.label(head) {
        Label::Nsubj if reading.lists("personVerb", verb) => votes.add(Class::Person, 0.8),
        Label::Nsubj if reading.lists("reportingNeutral", verb) => votes.add(Class::Person, 0.4),
        Label::Nsubjpass if reading.lists("personObjectVerb", verb) => votes.add(Class::Person, 0.8),
        Label::Dobj if reading.lists("personObjectVerb", verb) => votes.add(Class::Person, 0.6),
        _ => {}
    }
}
