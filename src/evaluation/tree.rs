//! Dependency trees in CoNLL-U.
//!
//! The engine's trees are CLEAR style: prepositions and forms of "be" are heads. Universal Dependencies hang them below
//! the word of content. So the engine's arcs are turned first: an object of a preposition takes the place of the
//! preposition, a predicate that of its copula, members of a coordination hang on the first. What is measured after
//! that is how often the head is the same (unlabelled), over the words that both sides cut in the same way, against
//! all words of the gold. Labels are not compared: the two inventories do not map one to one.

use std::collections::BTreeMap;

use super::matching::Points;
use super::measure::{Accuracy, Counts, Score};
use crate::document::CodePoints;
use crate::parse::{Label, Parse, Token};

/// What is measured.
pub(super) const LINES: [&str; 2] = ["heads after conversion", "heads as they are"];
/// Among words that both sides cut in the same way.
pub(super) const ACCURACIES: [&str; 3] =
    ["words cut as in the gold", "coarse tags of these", "heads of these, without punctuation"];

/// Gold trees of one document.
#[derive(Clone, Debug, Default)]
pub struct Trees {
    pub(super) words: Vec<Word>,
}

/// A word of the gold.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) span: Points,
    pub(super) tag: String,
    /// Index of the head among all words of the document; `None` for a root.
    pub(super) head: Option<usize>,
    pub(super) label: String,
}

/// Compares the trees of one document with the gold.
pub(super) fn score(gold: &Trees, text: &str, parse: &Parse) -> Score {
    let points = CodePoints::new(text);
    let spans: Vec<Points> = parse.tokens.iter().map(|token| points.of_span(token.span)).collect();
    let own_at: BTreeMap<Points, usize> = spans.iter().enumerate().map(|(at, span)| (*span, at)).collect();
    let as_they_are: Vec<usize> = parse.tokens.iter().map(|token| token.head).collect();
    let mut score = Score { accuracies: vec![Accuracy::default(); ACCURACIES.len()], ..Score::default() };
    for heads in [&converted(&parse.tokens), &as_they_are] {
        let (mut right, mut aligned) = (0, 0);
        for word in &gold.words {
            let Some(&own) = own_at.get(&word.span) else { continue };
            aligned += 1;
            right += usize::from(has_head(word, gold, own, heads, &spans));
        }
        score.lines.push(Counts::matched(right, aligned, gold.words.len()));
    }
    let heads = converted(&parse.tokens);
    for word in &gold.words {
        let own = own_at.get(&word.span).copied();
        score.accuracies[0].count(own.is_some());
        let Some(own) = own else { continue };
        score.accuracies[1].count(parse.tokens[own].pos.as_str() == word.tag);
        let is_right = has_head(word, gold, own, &heads, &spans);
        if word.label != "punct" {
            score.accuracies[2].count(is_right);
        }
        let hit = usize::from(is_right);
        score.kinds.entry(word.label.clone()).or_default().add(Counts::matched(hit, 1, 1));
    }
    score
}

fn has_head(word: &Word, gold: &Trees, own: usize, heads: &[usize], spans: &[Points]) -> bool {
    match word.head {
        None => heads[own] == own,
        Some(head) => heads[own] != own && spans[heads[own]] == gold.words[head].span,
    }
}

/// Heads as Universal Dependencies would have them.
fn converted(tokens: &[Token]) -> Vec<usize> {
    let mut heads: Vec<usize> = tokens.iter().map(|token| token.head).collect();
    for at in 0..tokens.len() {
        if tokens[at].label == Label::Conj {
            heads[at] = first_conjunct(tokens, at);
        }
    }
    attach_coordinators(tokens, &mut heads);
    // From the end, so that in "out of town" the inner preposition has changed places before the outer one does.
    for at in (0..tokens.len()).rev() {
        let takes_place = match tokens[at].label {
            Label::Pobj | Label::Pcomp => matches!(
                tokens[tokens[at].head].label,
                Label::Prep | Label::Agent | Label::Dative | Label::Conj | Label::Prt | Label::Root
            ),
            Label::Attr | Label::Acomp => {
                let head = tokens[at].head;
                tokens[head].lemma.as_ref() == "be" && is_first_predicate(tokens, at)
            }
            _ => false,
        };
        if takes_place {
            change_places(tokens, &mut heads, at);
        }
    }
    heads
}

fn is_first_predicate(tokens: &[Token], at: usize) -> bool {
    let head = tokens[at].head;
    !(0..at)
        .any(|other| tokens[other].head == head && matches!(tokens[other].label, Label::Attr | Label::Acomp))
}

/// The member of a coordination that the others hang on.
fn first_conjunct(tokens: &[Token], at: usize) -> usize {
    let mut head = tokens[at].head;
    for _ in 0..tokens.len() {
        if tokens[head].label != Label::Conj || tokens[head].head == head {
            break;
        }
        head = tokens[head].head;
    }
    head
}

/// "and" and commas before a member hang on that member.
fn attach_coordinators(tokens: &[Token], heads: &mut [usize]) {
    for at in 0..tokens.len() {
        if tokens[at].label != Label::Cc
            && !(tokens[at].label == Label::Punct && tokens[at].pos.as_str() == "PUNCT")
        {
            continue;
        }
        let head = tokens[at].head;
        let next = (at + 1..tokens.len())
            .find(|&other| tokens[other].label == Label::Conj && tokens[other].head == head);
        let is_between =
            head < at && (tokens[at].label == Label::Cc || next.is_some_and(|next| next - at < 6));
        if let Some(next) = next.filter(|_| is_between) {
            heads[at] = next;
        }
    }
}

/// `at` goes where its head is, and the head below `at`, with all that hangs on the head.
fn change_places(tokens: &[Token], heads: &mut [usize], at: usize) {
    let head = tokens[at].head;
    let above = if heads[head] == head { at } else { heads[head] };
    let is_preposition = matches!(tokens[at].label, Label::Pobj | Label::Pcomp);
    for other in 0..heads.len() {
        let moves = heads[other] == head && other != head && other != at;
        // What modifies a preposition stays, what belongs to a clause goes over.
        if moves && !(is_preposition && matches!(tokens[other].label, Label::Advmod | Label::Npadvmod)) {
            heads[other] = at;
        }
    }
    heads[at] = above;
    heads[head] = at;
}
