//! Values that a word list of the ontology names: what becomes of combatants, and political doctrines.

use std::ops::Range;

use super::Value;
use crate::mention::Reading;
use crate::parse::{Label, Pos, Tag};

/// Tokens behind the words that evoke the relation among which a doctrine begins.
const REACH: usize = 6;
/// Tokens of the longest entry of the lists, hyphens included.
const LONGEST: usize = 4;
/// Words that may stand between the doctrines of a list, besides what narrows them.
const BETWEEN: [&str; 6] = [",", "and", "or", "&", "as", "well"];
/// Words that may stand before a doctrine without changing what is told of it, besides the nouns of `doctrineNoun`: "the
/// principles of", not "the fall of".
const BEFORE: [&str; 6] = ["be", "by", "of", "on", "to", "upon"];

/// "killed in action": the words of the frame themselves, or those behind its first.
pub(super) fn casualty(reading: &Reading<'_>, words: &Range<usize>) -> Option<Value> {
    let end = reading.tree.sentence(words.start).end.min(words.end + REACH);
    let (tokens, name) = (words.start..end).find_map(|first| entry(reading, "casualtyStatus", first))?;
    Some(Value { tokens, text: name.replace("prisoners", "prisoner").replace('_', " "), quantity: None })
}

/// The doctrines right behind the words: the first with what narrows it ("Serbian nationalism"), and those listed with it.
/// Where the words are a noun, the one before it ("has a third way ideology"), else those behind its verb ("its ideology is").
pub(super) fn ideologies(reading: &Reading<'_>, words: &Range<usize>) -> Vec<Value> {
    let tree = reading.tree;
    let end = tree.sentence(words.start).end;
    let value =
        |tokens: Range<usize>| Value { text: tree.text_of(&tokens).to_owned(), tokens, quantity: None };
    let mut at = words.end;
    if tree.is_noun(words.start) && !tree.is_word(words.end.min(end - 1), &["of"]) {
        let mut before = words.start.saturating_sub(LONGEST)..words.start;
        let own = before
            .find_map(|at| entry(reading, "ideology", at).filter(|(tokens, _)| tokens.end == words.start));
        if let Some((tokens, _)) = own {
            return vec![value(tokens)];
        }
    }
    if tree.is_noun(words.start)
        && let Some(verb) = (at..end.min(at + 2 * REACH)).find(|&i| tree.is_verb(i))
    {
        at = if tree.is_word(verb, &["be"]) { verb } else { at };
    }
    let mut found: Vec<Value> = Vec::new();
    let mut left = REACH;
    while at < end && left > 0 {
        if let Some((tokens, _)) = entry(reading, "ideology", at) {
            let start = narrowed(reading, &tokens, words.end);
            at = tokens.end;
            left = REACH;
            found.push(value(start..tokens.end));
            continue;
        }
        let known: &[&str] = if found.is_empty() { &BEFORE } else { &BETWEEN };
        let is_small = matches!(tree.pos(at), Pos::Det | Pos::Adv)
            || tree.tag(at) == Tag::PrpPoss
            || reading.lists("doctrineNoun", at);
        if !known.contains(&tree.word(at)) && !is_small && !narrows(reading, at) {
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

/// The longest entry of a list that begins at a token, and how the list has it; hyphens and possessors are passed over
/// ("Marxism-Leninism", "died of his wounds").
fn entry(reading: &Reading<'_>, list: &str, first: usize) -> Option<(Range<usize>, String)> {
    let tree = reading.tree;
    let end = tree.sentence(first).end;
    let is_word = |i: usize| tree.text(i) != "-" && tree.label(i) != Label::Poss;
    (1..=LONGEST + 1).rev().filter(|length| first + length <= end).find_map(|length| {
        let tokens = first..first + length;
        let words = tokens.clone().filter(|&i| is_word(i)).map(|i| tree.text(i).to_lowercase());
        let name = words.collect::<Vec<_>>().join("_");
        let is_whole = is_word(first) && is_word(tokens.end - 1);
        (is_whole && reading.ontology.lists(list, &name)).then_some((tokens, name))
    })
}
