//! Names that a noun makes: "Syrian Army", "Ministry of Defence".

use std::ops::Range;

use super::Reading;
use super::border::is_edge;
use super::name::noun_class;
use crate::parse::{Pos, Tag};

/// Names that a noun makes: the noun with the capitalised words before it, and an *of* or *for* phrase after it.
pub(super) fn bodies(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let tree = reading.tree;
    (0..tree.len())
        .filter(|&i| tree.is_capitalised(i) && tree.is_noun(i) && noun_class(reading, i).is_some())
        // "U.S. District Judge Alice Berg"
        .filter(|&i| tree.word(i) != "district" || !reading.is_role_word(i))
        .filter_map(|i| {
            let tokens = body_start(reading, i)..body_end(reading, i);
            (tokens.len() > 1).then_some(tokens)
        })
        .collect()
}

fn body_start(reading: &Reading<'_>, noun: usize) -> usize {
    let tree = reading.tree;
    let first = tree.sentence(noun).start;
    let mut start = noun;
    while start > first {
        let before = start - 1;
        let joins = is_name_word(reading, before)
            || (tree.text(before) == "-" && before > first && tree.is_capitalised(before - 1))
            || (matches!(tree.text(before), "and" | "of" | "&")
                && before > first
                && is_name_word(reading, before - 1)
                && noun_class(reading, before - 1).is_none_or(|_| tree.text(before) == "of")
                && tree.text(before) != "and");
        if !joins || is_party_of_chamber(reading, before, noun) {
            break;
        }
        start = before;
    }
    while start < noun && (!tree.is_capitalised(start) || is_edge(reading, start)) {
        start += 1;
    }
    start
}

/// "the Republican Senate Majority Leader": the party of somebody in a chamber is no part of its name.
pub(super) fn is_party_of_chamber(reading: &Reading<'_>, word: usize, noun: usize) -> bool {
    let is_party = reading.senses(&(word..word + 1)).iter().any(|&sense| reading.is_of_party(sense));
    is_party && (reading.lists("chamberNoun", noun) || reading.tree.word(noun) == "house")
}

/// A capitalised word that can be inside a name, and is neither a role nor a title.
fn is_name_word(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    let is_word = matches!(tree.pos(i), Pos::Propn | Pos::Adj | Pos::Noun | Pos::Num)
        || matches!(tree.tag(i), Tag::Vbn | Tag::Vbg | Tag::Nnp | Tag::Jj);
    let opens = i == tree.sentence(i).start && !matches!(tree.pos(i), Pos::Propn) && {
        reading.state_named(&(i..i + 1)).is_none() && tree.pos(i) != Pos::Adj
    };
    is_word
        && tree.is_capitalised(i)
        && !opens
        && !reading.is_role_word(i)
        && !reading.ontology.lists("title", tree.word(i).trim_end_matches('.'))
}

fn body_end(reading: &Reading<'_>, noun: usize) -> usize {
    let tree = reading.tree;
    let last = tree.sentence(noun).end;
    let mut end = noun + 1;
    while end < last {
        let mut next = end;
        if matches!(tree.text(next), "of" | "for" | "on" | "against") {
            next += 1;
            if next < last && tree.word(next) == "the" {
                next += 1;
            }
        } else if matches!(tree.text(next), "and" | "&") && end > noun + 1 {
            next += 1;
        }
        // "the Security Council on Friday"
        let is_day = || next > end && reading.is_dated(next);
        if next == end || next >= last || !is_name_word(reading, next) || is_day() {
            break;
        }
        while next < last && is_name_word(reading, next) {
            next += 1;
        }
        end = next;
    }
    end
}
