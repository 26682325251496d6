//! Speech: who said what, in quotation marks or in the writer's words.
//!
//! A speech is found from its verb, from "according to", or from a quotation that carries on the last speaker. Whatever
//! stands in its clause is attributed to its speaker.

use std::ops::Range;

use super::AttributionKind;
use super::matching::matches;
use crate::mention::{Quote, Reading, clause};
use crate::parse::{Label, Pos, Tag};

/// Tokens before and after a reporting verb within which a quotation belongs to it.
const REACH_BEFORE: usize = 12;
/// See [`REACH_BEFORE`].
const REACH_AFTER: usize = 9;

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

/// The subject of the reporting verb that each quotation belongs to; a quotation without one inherits the last speaker
/// of its paragraph.
pub fn speakers(reading: &Reading<'_>, quotes: &[Quote]) -> Vec<Option<usize>> {
    let verbs = reporting_verbs(reading);
    let mut last: Option<(usize, usize)> = None;
    quotes
        .iter()
        .map(|quote| {
            let verb = verb_of_quote(reading, &verbs, quote).or_else(|| before_colon(reading, quote));
            let speaker = verb
                .and_then(|verb| clause::subjects(reading, verb).first().copied())
                .filter(|&speaker| !quote.tokens.contains(&speaker));
            if let Some(speaker) = speaker {
                last = Some((quote.paragraph, speaker));
            }
            speaker
                .or(last.filter(|(paragraph, _)| *paragraph == quote.paragraph).map(|(_, speaker)| speaker))
        })
        .collect()
}

/// All speech of a text, in order of the words that report it.
pub fn find(reading: &Reading<'_>, quotes: &[Quote]) -> Vec<Speech> {
    let verbs = reporting_verbs(reading);
    let of_quote: Vec<Option<usize>> =
        quotes.iter().map(|quote| verb_of_quote(reading, &verbs, quote)).collect();
    let mut found: Vec<Speech> = Vec::new();
    for &verb in &verbs {
        found.extend(by_verb(reading, verb, quotes, &of_quote));
    }
    found.extend((0..reading.tree.len()).filter_map(|i| according_to(reading, i)));
    for i in 0..reading.tree.len() {
        let framed = by_frame(reading, i);
        found.extend(
            framed.filter(|new| !found.iter().any(|old| old.trigger == new.trigger || same_clause(old, new))),
        );
    }
    resume(quotes, &of_quote, &mut found);
    found.sort_by_key(|speech| (speech.trigger, speech.clause.start));
    found
}

/// Verbs that report, as verbs of a clause.
fn reporting_verbs(reading: &Reading<'_>) -> Vec<usize> {
    let tree = reading.tree;
    (0..tree.len())
        .filter(|&i| {
            (tree.is_verb(i) || matches!(tree.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp))
                && (reading.ontology.reports(tree.word(i)) || reading.lists_verb("reportingNounObject", i))
                && !tree.is_word(i, &["accord", "include", "follow"])
                && !carries(reading, i)
        })
        .collect()
}

/// "was quoted as saying": the inner verb reports, the outer one carries it.
fn carries(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    tree.children_with(verb, &[Label::Prep])
        .filter(|&kid| tree.word(kid) == "as")
        .filter_map(|kid| tree.child(kid, &[Label::Pcomp]))
        .any(|inner| reading.ontology.reports(tree.word(inner)))
}

/// The nearest reporting verb in reach of a quotation and outside it, with no other quotation between.
fn verb_of_quote(reading: &Reading<'_>, verbs: &[usize], quote: &Quote) -> Option<usize> {
    let tree = reading.tree;
    let distance = |verb: usize| {
        if verb < quote.tokens.start {
            let gap = quote.tokens.start - verb;
            (gap <= REACH_BEFORE).then_some(gap)
        } else if verb >= quote.tokens.end {
            let gap = verb + 1 - quote.tokens.end;
            (gap <= REACH_AFTER).then_some(gap)
        } else {
            None
        }
    };
    let sentences = tree.sentence_number(quote.tokens.start)..=tree.sentence_number(quote.tokens.end - 1);
    verbs
        .iter()
        .filter(|&&verb| {
            let between = quote.tokens.end.min(verb)..verb.max(quote.tokens.start);
            !tree.text_of(&between).contains('\n') || between.is_empty()
        })
        .filter(|&&verb| {
            let number = tree.sentence_number(verb);
            sentences.contains(&number)
                || (number == sentences.end() + 1 && verb == tree.sentence(verb).start + 1)
        })
        .filter_map(|&verb| distance(verb).map(|gap| (gap, verb)))
        .min()
        .map(|(_, verb)| verb)
}

/// Speech that a frame of the ontology finds: "issued a statement saying", "the minister's claim that".
fn by_frame(reading: &Reading<'_>, i: usize) -> Option<Speech> {
    let ontology = reading.ontology;
    let hit = matches(reading, i)
        .into_iter()
        .find(|hit| ontology[ontology.frames[hit.frame.0 as usize].relation].takes_text)?;
    let relation = &ontology[ontology.frames[hit.frame.0 as usize].relation];
    let clause = trim(reading, hit.clause.clone()?, i);
    (clause.len() > 1).then(|| Speech {
        trigger: i,
        speakers: hit.pairs.iter().map(|(subject, _)| *subject).collect(),
        clause,
        kind: AttributionKind::Report,
        is_denial: relation.name == "denied",
        relay: None,
    })
}

fn same_clause(old: &Speech, new: &Speech) -> bool {
    let shared = old.clause.end.min(new.clause.end).saturating_sub(old.clause.start.max(new.clause.start));
    shared * 2 > old.clause.len().min(new.clause.len())
}

/// "He defended the camp in a statement: “…”": a quotation after a colon belongs to the verb of the sentence before it.
fn before_colon(reading: &Reading<'_>, quote: &Quote) -> Option<usize> {
    let tree = reading.tree;
    let colon = quote.tokens.start.checked_sub(2).filter(|&i| tree.text(i) == ":")?;
    let sentence = tree.sentence(colon);
    let verb = sentence.clone().find(|&i| tree.head(i).is_none())?;
    (verb < colon && tree.is_verb(verb) && colon - sentence.start > 2).then_some(verb)
}

fn by_verb(reading: &Reading<'_>, verb: usize, quotes: &[Quote], of_quote: &[Option<usize>]) -> Vec<Speech> {
    let speakers = clause::subjects(reading, verb);
    let is_passive = clause::is_passive(reading, verb);
    let speakers = if is_passive { clause::agents(reading, verb) } else { speakers };
    if speakers.is_empty() {
        return Vec::new();
    }
    let is_denial = reading.lists("reportingDenial", verb);
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
    let reported = reported_clause(reading, verb, &speakers);
    // Words in quotation marks inside a reported clause are part of it; otherwise each quotation is a speech.
    let covers = |clause: &Range<usize>, quote: &Quote| {
        clause.start <= quote.tokens.start
            && quote.tokens.end <= clause.end + 1
            && clause.len() > quote.tokens.len() + 3
    };
    let mut found: Vec<Speech> = Vec::new();
    if let Some(clause) = &reported
        && (own.is_empty() || own.iter().any(|quote| covers(clause, quote)))
    {
        found.push(speech(clause.clone(), AttributionKind::Report));
    }
    for quote in own {
        if !found.iter().any(|speech| covers(&speech.clause, quote)) && quote.tokens.len() > 1 {
            found.push(speech(quote.tokens.clone(), AttributionKind::Quote));
        }
    }
    found
}

/// "was quoted by Interfax as saying": who relayed.
fn relay(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let carrier = tree.ancestors(verb).take(2).find(|&up| tree.is_word(up, &["quote", "cite", "report"]))?;
    clause::is_passive(reading, carrier).then(|| clause::agents(reading, carrier).first().copied()).flatten()
}

/// The clause that a verb reports: its complement, the clause it is put into, or the object of a denial.
fn reported_clause(reading: &Reading<'_>, verb: usize, speakers: &[usize]) -> Option<Range<usize>> {
    let tree = reading.tree;
    if let Some(inner) = tree.children_with(verb, &[Label::Ccomp]).find(|&kid| kid != verb) {
        return Some(trim(reading, tree.subtree(inner), verb));
    }
    // "A, a diplomat said on Wednesday": the verb hangs by its subject, which hangs by the clause.
    if tree.label(verb) == Label::Acl && matches!(tree.tag(verb), Tag::Vbd | Tag::Vbz) {
        let noun = *speakers.first()?;
        let start = tree.subtree_without(noun, |kid| kid == verb || kid > noun).start;
        let sentence = tree.sentence(verb);
        if start > sentence.start + 2 {
            return Some(trim(reading, sentence.start..start, verb));
        }
    }
    if matches!(tree.label(verb), Label::Parataxis | Label::Advcl | Label::Dep | Label::Intj)
        && tree.child(verb, &[Label::Dobj, Label::Xcomp]).is_none()
    {
        let head = tree.head(verb)?;
        let own = tree.subtree(verb);
        let whole = tree.subtree_without(head, |kid| kid == verb);
        let is_inserted = own.len() <= 8;
        if is_inserted && tree.is_finite(verb) && tree.child(verb, &[Label::Mark]).is_none() {
            let clause = if own.start <= whole.start { own.end.max(whole.start)..whole.end } else { whole };
            return Some(trim(reading, clause, verb));
        }
    }
    if let Some(clause) = characterised(reading, verb) {
        return Some(trim(reading, clause, verb));
    }
    if reading.lists("reportingCommissive", verb)
        && let Some(inner) = tree.children_with(verb, &[Label::Xcomp]).find(|&kid| tree.is_infinitive(kid))
    {
        return Some(trim(reading, tree.subtree(inner), verb));
    }
    if reading.lists("reportingDenial", verb) || names_what_is_said(reading, verb) {
        let object = tree.child(verb, &[Label::Dobj])?;
        let tokens = tree.subtree(object);
        return (tokens.start > verb).then(|| trim(reading, tokens, verb));
    }
    if let Some(inner) = tree.child(verb, &[Label::Xcomp])
        && reading.lists("reportingDenial", verb)
    {
        return Some(trim(reading, tree.subtree(inner), verb));
    }
    None
}

/// Whether the object of a verb is what was said ("announced a ceasefire"), in contrast to verbs that say something of
/// their object with a complement ("called it a crime").
fn names_what_is_said(reading: &Reading<'_>, verb: usize) -> bool {
    reading.lists_verb("reportingNounObject", verb) && !reading.lists("reportingNounPredicate", verb)
}

/// "called North Korea an outpost of tyranny", "cast the war as a watershed": the object with what is said of it.
fn characterised(reading: &Reading<'_>, verb: usize) -> Option<Range<usize>> {
    let tree = reading.tree;
    if !reading.lists_verb("reportingNounObject", verb) || !reading.lists("reportingNounPredicate", verb) {
        return None;
    }
    let object = tree.child(verb, &[Label::Dobj])?;
    let said = tree.children(verb).iter().chain(tree.children(object)).copied().find(|&kid| {
        kid > object
            && (tree.label(kid) == Label::Oprd || (tree.label(kid) == Label::Prep && tree.word(kid) == "as"))
    })?;
    Some(tree.subtree(object).start..tree.subtree(said).end)
}

/// Without the complementiser, the punctuation at the edges and the reporting clause itself.
fn trim(reading: &Reading<'_>, mut clause: Range<usize>, verb: usize) -> Range<usize> {
    let tree = reading.tree;
    if clause.contains(&verb) {
        // The verb is put into the clause: the longer side is what was said.
        let own = tree.subtree_without(verb, |kid| tree.label(kid) == Label::Ccomp);
        let (left, right) = (clause.start..own.start.max(clause.start), own.end.min(clause.end)..clause.end);
        clause = if left.len() >= right.len() { left } else { right };
    }
    let is_edge = |i: usize| {
        matches!(tree.pos(i), Pos::Punct | Pos::Space) && !matches!(tree.text(i), "$" | "(" | ")" | "%")
    };
    clause.start = after_dateline(reading, &clause);
    let is_opener = |i: usize| tree.label(i) == Label::Mark && tree.is_word(i, &["that"]);
    while !clause.is_empty() && (is_edge(clause.start) || is_opener(clause.start)) {
        clause.start += 1;
    }
    while !clause.is_empty() && (is_edge(clause.end - 1) || tree.tag(clause.end - 1) == Tag::Cc) {
        clause.end -= 1;
    }
    clause
}

/// "MOSCOW: Russia will …", "PARIS (AP) -- …": a place in capitals before the first clause is not part of it.
fn after_dateline(reading: &Reading<'_>, clause: &Range<usize>) -> usize {
    let tree = reading.tree;
    let is_capital =
        |i: usize| tree.text(i).chars().all(|c| !c.is_lowercase()) && tree.text(i).chars().count() > 2;
    if clause.is_empty() || clause.start != tree.sentence(clause.start).start || !is_capital(clause.start) {
        return clause.start;
    }
    let mark = (clause.start..clause.end.min(clause.start + 8))
        .find(|&i| matches!(tree.text(i), ":" | "--" | "—" | "–"));
    mark.map_or(clause.start, |at| at + 1)
}

/// "According to X, …", "…, according to X".
fn according_to(reading: &Reading<'_>, i: usize) -> Option<Speech> {
    let tree = reading.tree;
    if !tree.text(i).eq_ignore_ascii_case("according") {
        return None;
    }
    let to = (i + 1 < tree.len() && tree.text(i + 1).eq_ignore_ascii_case("to")).then_some(i + 1)?;
    let speaker = tree.child(to, &[Label::Pobj]).or_else(|| tree.child(i, &[Label::Pobj]))?;
    let own =
        i..tree.subtree_without(speaker, |kid| matches!(tree.label(kid), Label::Relcl | Label::Punct)).end;
    let sentence = tree.sentence(i);
    let (before, after) = (sentence.start..i, own.end.min(sentence.end)..sentence.end);
    let clause = if i <= sentence.start + 1 || before.len() < 3 { after } else { before };
    let clause = trim(reading, clause, i);
    (clause.len() > 1).then(|| Speech {
        trigger: i,
        speakers: clause::coordinated(reading, speaker),
        clause,
        kind: AttributionKind::Report,
        is_denial: false,
        relay: None,
    })
}

/// A quotation without a verb of its own goes on with the last speaker of its paragraph.
fn resume(quotes: &[Quote], of_quote: &[Option<usize>], found: &mut Vec<Speech>) {
    for (i, quote) in quotes.iter().enumerate() {
        let is_covered = found.iter().any(|speech| {
            speech.clause.start <= quote.tokens.start && quote.tokens.end <= speech.clause.end + 1
        });
        if of_quote[i].is_some() || is_covered || quote.tokens.len() < 5 {
            continue;
        }
        let last = quotes[..i].iter().enumerate().rev().find(|(_, other)| other.paragraph == quote.paragraph);
        let Some((other, _)) = last else { continue };
        let Some(verb) =
            (0..=other).rev().find_map(|j| of_quote[j].filter(|_| quotes[j].paragraph == quote.paragraph))
        else {
            continue;
        };
        let before = found.iter().rev().find(|speech| speech.trigger == verb).cloned();
        if let Some(before) = before {
            found.push(Speech { clause: quote.tokens.clone(), kind: AttributionKind::Quote, ..before });
        }
    }
}

/// The speech whose clause holds token `i`, the innermost if there are several.
pub fn around(speeches: &[Speech], i: usize) -> Option<&Speech> {
    speeches.iter().filter(|speech| speech.clause.contains(&i)).min_by_key(|speech| speech.clause.len())
}
