//! Sources that are named beside the clause: "according to X", "in the words of X", "as X noted", "as announced by X".

use std::ops::Range;

use super::reported::{after_semicolon, trim};
use super::verb::cited;
use super::{AttributionKind, Speech, passed_on};
use crate::mention::{Quote, Reading, clause};
use crate::parse::{Label, Pos, Tag};

/// Tokens between "as" and its verb: a long subject stands between them.
const REACH: usize = 14;

/// "According to X, …", "…, according to X".
pub(super) fn according_to(reading: &Reading<'_>, quotes: &[Quote], i: usize) -> Vec<Speech> {
    let tree = reading.tree;
    let next = (i + 1).min(tree.len() - 1);
    let is_according = tree.text(i).eq_ignore_ascii_case("according") && tree.word(next) == "to";
    // "In the words of the envoy, …", "In the view of the envoy, …"
    let is_words = reading.ontology.lists("wordsNoun", tree.text(i))
        && tree.text(next) == "of"
        && i >= 2
        && tree.text(i - 2).eq_ignore_ascii_case("in");
    let speaker = tree.child(next, &[Label::Pobj]).or_else(|| tree.child(i, &[Label::Pobj]));
    let Some(speaker) = speaker.filter(|_| is_according || is_words) else { return Vec::new() };
    let i = if is_words { i - 2 } else { i };
    let own =
        i..tree.subtree_without(speaker, |kid| matches!(tree.label(kid), Label::Relcl | Label::Punct)).end;
    let sentence = tree.sentence(i);
    let own_end = passed_by(reading, own.end.min(sentence.end), sentence.end);
    let (before, after) = (sentence.start..i, own_end..sentence.end);
    // "largely Kurdish and, according to Ankara, close to": put in after a conjunction it is about what follows.
    let is_joined = |at: usize| tree.tag(at) == Tag::Cc || tree.is_word(at, &["then"]);
    let is_put_in = i >= 2 && tree.text(i - 1) == "," && is_joined(i - 2);
    let is_first = i <= sentence.start + 1 || before.len() < 3 || (is_put_in && after.len() > 1);
    let clause = if is_first { after } else { after_semicolon(reading, before, i) };
    let clause = trim(reading, clause, i);
    let near = |quote: &&Quote| quote.tokens.end < i && quote.tokens.end + 3 >= i;
    // "and in the words of the envoy, Mr Berg, QC, “…”": the quotation right behind is what the words are.
    let led = |quote: &&Quote| (own.end..own.end + 5).contains(&quote.tokens.start) && is_words;
    let clause = match (quotes.iter().find(led), quotes.iter().find(near)) {
        (Some(quote), _) => quote.tokens.clone(),
        (None, Some(quote)) if clause.len() < 2 => quote.tokens.clone(),
        _ => clause,
    };
    if clause.len() < 2 {
        return Vec::new();
    }
    let speakers = clause::coordinated(reading, speaker);
    let cited = cited(reading, speaker, &speakers);
    let kind = AttributionKind::Report;
    let own = Speech { trigger: i, speakers, clause, kind, is_denial: false, relay: None };
    passed_on(vec![own], cited, Some(speaker))
}

/// Where the clause begins behind a source and, if one is named, who passed its words on: "as reported by the Gazette,".
fn passed_by(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    let tree = reading.tree;
    let is_passed = at + 3 < end
        && tree.text(at) == "as"
        && reading.ontology.reports(tree.word(at + 1))
        && tree.text(at + 2) == "by";
    let comma = (at..end.min(at + 10)).find(|&i| is_passed && tree.text(i) == ",");
    comma.map_or(at, |comma| comma + 1)
}

/// "…, as announced by X", "…, as X noted, …": the rest of the sentence is what X says.
pub(super) fn as_told(reading: &Reading<'_>, i: usize) -> Option<Speech> {
    let tree = reading.tree;
    if !tree.text(i).eq_ignore_ascii_case("as") {
        return None;
    }
    let verb = tree.head(i).filter(|&verb| verb > i && verb < i + REACH && tells(reading, verb))?;
    let is_passive = clause::is_passive(reading, verb);
    let speakers: Vec<usize> = if is_passive {
        clause::agents(reading, verb)
    } else {
        tree.child(verb, &[Label::Nsubj])
            .map_or_else(Vec::new, |subject| clause::coordinated(reading, subject))
    };
    let last = speakers.last().copied()?;
    let is_set_off = i == tree.sentence(i).start || tree.text(i - 1) == ",";
    let end =
        if is_passive { tree.subtree(last).end } else { verb + 1 + usize::from(puts_it(reading, verb)) };
    let sentence = in_paragraph(reading, tree.sentence(i), i);
    // "According to Berg as reported by the Gazette, …"
    let is_second = tree.text(sentence.start).eq_ignore_ascii_case("according");
    let before = if is_second { i..i } else { sentence.start..i };
    let after = end.min(sentence.end)..sentence.end;
    // In front of its clause, inside it, or behind it.
    let clause = match (before.len() < 2, after.len() > 3) {
        (true, _) => trim(reading, after, i),
        (false, true) if tree.text(after.start) == "," => {
            let is_stop = |&at: &usize| tree.pos(at) != Pos::Punct;
            let last = sentence.clone().rev().find(is_stop).unwrap_or(i);
            sentence.start..last + 1
        }
        _ => trim(reading, after_semicolon(reading, before, i), i),
    };
    (clause.len() > 3 && (is_set_off || is_passive)).then_some(Speech {
        trigger: verb,
        speakers,
        clause,
        kind: AttributionKind::Report,
        is_denial: false,
        relay: None,
    })
}

/// The part of a sentence that lies in the paragraph of token `i`: parsers join a headline and what follows it.
fn in_paragraph(reading: &Reading<'_>, sentence: Range<usize>, i: usize) -> Range<usize> {
    let tree = reading.tree;
    let breaks = |&at: &usize| tree.tag(at) == Tag::Space && tree.text(at).contains('\n');
    let start = (sentence.start..i).rev().find(breaks).map_or(sentence.start, |at| at + 1);
    start..(i..sentence.end).find(breaks).unwrap_or(sentence.end)
}

/// Whether a verb with "as" tells of the clause that it stands by: it has nothing to report of its own, and is not what
/// somebody did at the same time ("as he spoke").
fn tells(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    if puts_it(reading, verb) {
        return true;
    }
    reading.ontology.reports(tree.word(verb))
        && !reading.lists("reportingManner", verb)
        && !reading.lists("thoughtVerb", verb)
        && !tree.is_word(
            verb,
            &["speak", "comment", "respond", "reply", "answer", "continue", "ask", "question", "agree"],
        )
        && tree.child(verb, &[Label::Dobj, Label::Ccomp, Label::Xcomp]).is_none()
}

/// "as Berg put it"
fn puts_it(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    tree.word(verb) == "put" && verb + 1 < tree.len() && tree.text(verb + 1) == "it"
}
