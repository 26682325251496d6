//! Names that run together because a text lost its line breaks: signatures, greetings, lists of people.
//!
//! "… on Monday. Alice Boris, Take a look" ends one letter and begins the next. In comes a span that was taken for one
//! name; out go its parts, without the words of letters between them. What gives them away are words that no name has, the
//! same words once more, and a given name behind a family name.

use std::ops::Range;

use super::Reading;
use super::name::noun_class;
use crate::ontology::Class;
use crate::parse::{Pos, Tag};

/// Words of a run that is a list of people even if each word could be a given or a family name.
const LONGEST_PERSON: usize = 5;

/// The parts of `tokens` that are names of their own; all of it, if nothing cuts it.
pub(super) fn pieces(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for part in between_marks(reading, tokens) {
        let mut rest = part;
        while let Some(at) = next_person(reading, &rest) {
            found.push(rest.start..at);
            rest.start = at;
        }
        found.push(rest);
    }
    found
}

/// The parts between words of letters: "Thanks", "P.S.", "Attendees".
fn between_marks(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let is_mark = |i: usize| reading.ontology.lists("letterWord", &reading.tree.text(i).to_lowercase());
    let is_stray = |i: usize| {
        reading.tree.pos(i) == Pos::Punct
            || reading.ontology.lists("title", reading.tree.word(i).trim_end_matches('.'))
    };
    if tokens.len() < 2 || !tokens.clone().any(is_mark) {
        return vec![tokens.clone()];
    }
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for i in tokens.clone().chain([tokens.end]) {
        if i < tokens.end && !is_mark(i) {
            continue;
        }
        let mut part = start..i;
        while !part.is_empty() && reading.tree.pos(part.end - 1) == Pos::Punct {
            part.end -= 1;
        }
        if !part.clone().all(is_stray) {
            parts.push(part);
        }
        start = i + 1;
    }
    parts
}

/// Where in a run the name of another person begins.
fn next_person(reading: &Reading<'_>, run: &Range<usize>) -> Option<usize> {
    repeated(reading, run)
        .or_else(|| behind_family(reading, run))
        .or_else(|| behind_number(reading, run))
        .or_else(|| behind_body(reading, run))
        .or_else(|| greeted(reading, run))
        .map(|length| run.start + length)
}

/// "Alice Berg Alice Berg": how many words stand twice. Of a single word the rest has to show that it begins anew, since
/// "Boutros Boutros" may be a name.
fn repeated(reading: &Reading<'_>, run: &Range<usize>) -> Option<usize> {
    let tree = reading.tree;
    let half = (1..=run.len() / 2).rev().find(|&n| {
        (0..n).all(|k| {
            let word = tree.text(run.start + k);
            word.len() > 2 && word == tree.text(run.start + n + k)
        })
    })?;
    let goes_on = run.len() > 2 || tree.len() > run.end && matches!(tree.text(run.end), "," | ":" | "!");
    (half > 1 || lists(reading, "givenName", run.start) && goes_on).then_some(half)
}

/// "Alice Berg Boris Dunn": a given name behind one that is no given name; in a run that is too long for one person every
/// second word.
fn behind_family(reading: &Reading<'_>, run: &Range<usize>) -> Option<usize> {
    let is_given = |i: usize| lists(reading, "givenName", i);
    let is_family = |i: usize| lists(reading, "familyName", i);
    if run.len() < 3 || !is_given(run.start) || !run.clone().all(|i| is_name_like(reading, i)) {
        return None;
    }
    let by_turns = |&i: &usize| if (i - run.start).is_multiple_of(2) { is_given(i) } else { is_family(i) };
    if run.len() > LONGEST_PERSON && run.clone().take(4).all(|i| by_turns(&i)) {
        return Some(2);
    }
    let is_middle =
        |i: usize| is_given(i) || reading.tree.text(i).ends_with('.') || reading.tree.text(i).len() < 3;
    let is_only_family = |i: usize| is_family(i) && !is_given(i);
    // A name of three words may end in a given name; two families, or a greeting, are needed to tell.
    let begins = |i: usize| {
        let is_pair = i + 1 < run.end && (is_only_family(i - 1) || is_only_family(i + 1));
        is_pair || i + 1 == run.end && is_greeting(reading, run.end)
    };
    (run.start + 2..run.end)
        .find(|&i| is_given(i) && !is_family(i) && !is_middle(i - 1) && begins(i))
        .map(|i| i - run.start)
}

/// ", Take a look", ": As discussed": what follows the one who is spoken to.
fn is_greeting(reading: &Reading<'_>, end: usize) -> bool {
    let tree = reading.tree;
    end + 1 < tree.len()
        && matches!(tree.text(end), "," | ":" | "-")
        && tree.is_capitalised(end + 1)
        && (!matches!(tree.tag(end + 1), Tag::Nnp | Tag::Nnps) || lists(reading, "letterWord", end + 1))
}

/// "Refugee Council Alice Berg", of "head of the Refugee Council Alice Berg": who leads a body, without a comma.
fn behind_body(reading: &Reading<'_>, run: &Range<usize>) -> Option<usize> {
    let is_body = |i: usize| {
        matches!(noun_class(reading, i), Some(Class::Organization | Class::GovernmentBody))
            && !lists(reading, "familyName", i)
    };
    (run.start + 2..run.end.saturating_sub(1))
        .find(|&i| is_body(i - 1) && lists(reading, "givenName", i) && run.end - i <= 3)
        .filter(|&i| (i..run.end).all(|k| is_name_like(reading, k) && noun_class(reading, k).is_none()))
        .map(|i| i - run.start)
}

/// "4.6 Alice Berg": a given name behind a number.
fn behind_number(reading: &Reading<'_>, run: &Range<usize>) -> Option<usize> {
    let is_number = |i: usize| reading.tree.text(i).contains(|c: char| c.is_ascii_digit());
    (run.start + 1..run.end)
        .find(|&i| is_number(i - 1) && lists(reading, "givenName", i))
        .map(|i| i - run.start)
}

/// "Alice Boris, Take a look": the first signs, the second is greeted.
fn greeted(reading: &Reading<'_>, run: &Range<usize>) -> Option<usize> {
    let tree = reading.tree;
    let are_given = run.len() == 2
        && run.clone().all(|i| lists(reading, "givenName", i))
        && !lists(reading, "familyName", run.start + 1);
    let opens =
        run.start == tree.sentence(run.start).start || matches!(tree.text(run.start - 1), "," | "." | "!");
    (are_given && opens && is_greeting(reading, run.end)).then_some(1)
}

/// A word of a person's name: no particle, number or mark.
fn is_name_like(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    tree.is_capitalised(i) && matches!(tree.pos(i), Pos::Propn | Pos::Noun | Pos::Adj | Pos::Verb)
}

fn lists(reading: &Reading<'_>, list: &str, i: usize) -> bool {
    reading.ontology.lists(list, &reading.tree.text(i).to_lowercase())
}
