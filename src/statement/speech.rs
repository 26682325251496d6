//! Speech: who said what, in quotation marks or in the writer's words.
//!
//! A speech is found from its verb, from "according to", or from a quotation that carries on the last speaker. Whatever
//! stands in its clause is attributed to its speaker.

use std::collections::BTreeSet;
use std::ops::Range;

use super::AttributionKind;
use crate::mention::{Quote, Reading, clause};

mod framed;
mod line;
mod quoted;
mod reported;
mod source;
mod verb;

pub use quoted::speakers;

use framed::{by_frame, same_clause};
use line::speaker_line;
use quoted::{is_speech, outside, resume, verb_for};
use reported::{behind_participle, reported_clause};
use source::{according_to, as_told};
use verb::{agency_before, cited, named_behind, quoting, relay, reporting_verbs, sayers};

/// Something that somebody is reported to have said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech {
    /// The word that reports it.
    pub trigger: usize,
    /// Heads of the phrases that name who said it.
    pub speakers: Vec<usize>,
    /// What was said.
    pub clause: Range<usize>,
    /// Quote or report.
    pub kind: AttributionKind,
    /// Whether it denies what the clause says.
    pub is_denial: bool,
    /// Who relayed it: "was quoted by Interfax as saying".
    pub relay: Option<usize>,
}

/// All speech of a text, in order of the words that report it.
pub fn find(reading: &Reading<'_>, quotes: &[Quote]) -> Vec<Speech> {
    let verbs = reporting_verbs(reading);
    let outer = outside(verbs.clone(), quotes);
    let of_quote: Vec<Option<usize>> = quotes
        .iter()
        .map(|quote| verb_for(reading, &outer, quote).or_else(|| verb_for(reading, &verbs, quote)))
        .collect();
    let mut found: Vec<Speech> = Vec::new();
    let others = of_quote.iter().flatten().filter(|verb| !verbs.contains(verb));
    for &verb in verbs.iter().chain(&others.copied().collect::<BTreeSet<_>>()) {
        found.extend(by_verb(reading, verb, quotes, &of_quote));
    }
    found.extend((0..reading.tree.len()).flat_map(|i| according_to(reading, quotes, i)));
    for i in 0..reading.tree.len() {
        let framed = by_frame(reading, i);
        found.extend(
            framed.filter(|new| !found.iter().any(|old| old.trigger == new.trigger || same_clause(old, new))),
        );
    }
    for told in (0..reading.tree.len()).filter_map(|i| as_told(reading, i)) {
        let is_own = |old: &Speech| old.trigger == told.trigger || old.clause.contains(&told.trigger);
        found.retain(|old| !is_own(old) || old.clause.len() > told.clause.len());
        found.push(told);
    }
    for line in (0..reading.tree.len()).filter_map(|i| speaker_line(reading, i)) {
        if !found.iter().any(|old| same_clause(old, &line) && old.clause.len() * 2 > line.clause.len()) {
            found.push(line);
        }
    }
    resume(reading, quotes, &of_quote, &mut found);
    found.sort_by_key(|speech| (speech.trigger, speech.clause.start));
    found
}

/// "said it had to be “thought out”: “…”": what stands behind a colon in marks of its own is another thing said.
fn before_colon(reading: &Reading<'_>, quotes: &[Quote], clause: Range<usize>) -> Range<usize> {
    let colons = quotes.iter().filter_map(|quote| quote.tokens.start.checked_sub(2));
    let first = colons.filter(|&at| reading.tree.text(at) == ":" && clause.contains(&at)).min();
    match first {
        Some(at) if at > clause.start + 2 => clause.start..at,
        _ => clause,
    }
}

/// What a paper passes on is said by it and, before that, by those whom it cites.
fn passed_on(mut found: Vec<Speech>, cited: Option<Vec<usize>>, paper: Option<usize>) -> Vec<Speech> {
    if let Some(cited) = cited {
        let theirs =
            found.iter().map(|speech| Speech { speakers: cited.clone(), relay: paper, ..speech.clone() });
        let theirs: Vec<Speech> = theirs.collect();
        found.extend(theirs);
    }
    found
}

fn by_verb(reading: &Reading<'_>, verb: usize, quotes: &[Quote], of_quote: &[Option<usize>]) -> Vec<Speech> {
    if let Some((speaker, clause)) = behind_participle(reading, verb) {
        let (speakers, kind) = (vec![speaker], AttributionKind::Report);
        return vec![Speech { trigger: verb, speakers, clause, kind, is_denial: false, relay: None }];
    }
    let speakers = sayers(reading, verb);
    let is_passive = clause::is_passive(reading, verb);
    let speakers = if is_passive { clause::agents(reading, verb) } else { speakers };
    if speakers.is_empty() {
        return Vec::new();
    }
    let is_denial = reading.lists("reportingDenial", verb);
    let cited = cited(reading, verb, &speakers);
    let relay = relay(reading, verb);
    let speech = |clause: Range<usize>, kind: AttributionKind| Speech {
        trigger: verb,
        speakers: speakers.clone(),
        clause,
        kind,
        is_denial,
        relay,
    };
    let own: Vec<&Quote> =
        quotes.iter().zip(of_quote).filter(|(_, of)| **of == Some(verb)).map(|(q, _)| q).collect();
    let reported =
        reported_clause(reading, verb, &speakers).map(|clause| before_colon(reading, quotes, clause));
    // Words in quotation marks inside a reported clause are part of it; otherwise each quotation is a speech.
    // "called the vote “a joke”": of what something is called, too, where it stands before.
    let least = if reading.lists("reportingNounPredicate", verb) { 1 } else { 3 };
    let covers = |clause: &Range<usize>, quote: &Quote| {
        clause.start <= quote.tokens.start
            && quote.tokens.end <= clause.end + 1
            && clause.len() > quote.tokens.len() + least
    };
    // "said the truce held: “…”": two things.
    let is_led_to = |clause: &Range<usize>, quote: &Quote| {
        clause.start > verb && quote.tokens.start == clause.end + 2 && reading.tree.text(clause.end) == ":"
    };
    let mut found: Vec<Speech> = Vec::new();
    if let Some(clause) = &reported
        && (own.iter().all(|quote| is_led_to(clause, quote))
            || own.iter().all(|quote| !is_speech(reading, verb, quote))
            || own.iter().any(|quote| covers(clause, quote)))
    {
        found.push(speech(clause.clone(), AttributionKind::Report));
    }
    for quote in own {
        if !found.iter().any(|speech| covers(&speech.clause, quote)) && is_speech(reading, verb, quote) {
            found.push(speech(quote.tokens.clone(), AttributionKind::Quote));
        }
    }
    // "According to the agency ISNA, the mayor, Anna Berg, said": parsers take the agency for the subject.
    if let Some(source) = agency_before(reading, verb) {
        let mayor = named_behind(reading, verb, source);
        let theirs = mayor.into_iter().flat_map(|mayor| {
            found.iter().map(move |speech| Speech {
                speakers: vec![mayor],
                relay: Some(source),
                ..speech.clone()
            })
        });
        let theirs: Vec<Speech> = theirs.collect();
        found.extend(theirs);
    }
    let paper = quoting(reading, verb).filter(|paper| relay == Some(*paper));
    let printed = paper.map(|paper| {
        found.iter().map(|speech| Speech { speakers: vec![paper], relay: None, ..speech.clone() }).collect()
    });
    let mut all: Vec<Speech> = printed.unwrap_or_default();
    all.extend(passed_on(found, cited, speakers.first().copied()));
    all
}

/// The speech whose clause holds token `i`, the innermost if there are several; of what a paper passes on, that of those whose
/// words it was.
pub fn around(speeches: &[Speech], i: usize) -> Option<&Speech> {
    let holding = speeches.iter().filter(|speech| speech.clause.contains(&i));
    holding.min_by_key(|speech| (speech.clause.len(), speech.relay.is_none()))
}
