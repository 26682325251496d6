//! Values that a word list of the ontology names: what becomes of combatants, and political doctrines.

use std::ops::Range;

use super::Value;
use crate::mention::Reading;
use crate::parse::Label;

/// Tokens behind the words that evoke the relation among which a doctrine begins.
const REACH: usize = 6;
/// Tokens of the longest entry of the lists, hyphens included.
const LONGEST: usize = 4;
/// Words that may stand between the doctrines of a list, besides what narrows them.
const BETWEEN: [&str; 6] = [",", "and", "or", "&", "as", "well"];

/// "killed in action": the words of the frame themselves, or those behind its first.
pub(super) fn casualty(reading: &Reading<'_>, words: &Range<usize>) -> Option<Value> {
    let end = reading.tree.sentence(words.start).end.min(words.end + REACH);
    let tokens = (words.start..end).find_map(|first| entry(reading, "casualtyStatus", first))?;
    let text =
        reading.tree.text_of(&tokens).to_lowercase().replace("prisoners", "prisoner").replace("his ", "");
    Some(Value { tokens, text, quantity: None })
}

/// The doctrines right behind the words: the first with what narrows it ("Serbian nationalism"), and those listed with it.
pub(super) fn ideologies(reading: &Reading<'_>, words: &Range<usize>) -> Vec<Value> {
    let tree = reading.tree;
    let end = tree.sentence(words.start).end;
    // "has a third way ideology": what is right before the noun is its only one.
    let before = (words.start.saturating_sub(LONGEST)..words.start).find_map(|at| {
        entry(reading, "ideology", at).filter(|tokens| tokens.end == words.start && tree.is_noun(words.start))
    });
    let mut found: Vec<Value> = Vec::new();
    if let Some(tokens) = before {
        found.push(Value { text: tree.text_of(&tokens).to_owned(), tokens, quantity: None });
        return found;
    }
    let mut at = words.end;
    let mut left = REACH;
    while at < end && left > 0 {
        if let Some(tokens) = entry(reading, "ideology", at) {
            let start = narrowed(reading, &tokens, words.end);
            let tokens = start..tokens.end;
            at = tokens.end;
            left = REACH;
            found.push(Value { text: tree.text_of(&tokens).to_owned(), tokens, quantity: None });
            continue;
        }
        let is_list = found.is_empty() || BETWEEN.contains(&tree.word(at)) || narrows(reading, at);
        if tree.is_verb(at) && tree.word(at) != "be" || !is_list {
            break;
        }
        at += 1;
        left -= 1;
    }
    found
}

/// Where the words begin that narrow the doctrine of `tokens`, at `first` or behind it.
fn narrowed(reading: &Reading<'_>, tokens: &Range<usize>, first: usize) -> usize {
    let head = tokens.end - 1;
    let is_own = |i: usize| reading.tree.head(i) == Some(head) && narrows(reading, i);
    (first..tokens.start).rev().take_while(|&i| is_own(i)).last().unwrap_or(tokens.start)
}

fn narrows(reading: &Reading<'_>, i: usize) -> bool {
    matches!(reading.tree.label(i), Label::Amod | Label::Compound | Label::Nmod)
}

/// The longest entry of a list that begins at a token; "Marxism-Leninism" and "died of his wounds" are entries, too.
fn entry(reading: &Reading<'_>, list: &str, first: usize) -> Option<Range<usize>> {
    let tree = reading.tree;
    let end = tree.sentence(first).end;
    (1..=LONGEST + 1).rev().filter(|length| first + length <= end).map(|length| first..first + length).find(
        |tokens| {
            let is_word = |&i: &usize| tree.text(i) != "-" && tree.label(i) != Label::Poss;
            let words: Vec<String> =
                tokens.clone().filter(is_word).map(|i| tree.text(i).to_lowercase()).collect();
            is_word(&tokens.start)
                && is_word(&(tokens.end - 1))
                && reading.ontology.lists(list, &words.join("_"))
        },
    )
}
