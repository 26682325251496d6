//! Speech: who said what, in quotation marks or in the writer's words.
//!
//! A speech is found from its verb, from "according to", or from a quotation that carries on the last speaker. Whatever
//! stands in its clause is attributed to its speaker.

use std::collections::BTreeSet;
use std::ops::Range;

use super::AttributionKind;
use super::matching::matches;
use super::modality;
use crate::mention::{Quote, Reading, clause};
use crate::ontology::Status;
use crate::parse::{Label, Pos, Tag};

/// Tokens before and after a reporting verb within which a quotation belongs to it.
const REACH_BEFORE: usize = 12;
/// See [`REACH_BEFORE`].
const REACH_AFTER: usize = 9;
/// As [`REACH_BEFORE`], where a comma or colon leads to the quotation: "he said of the vote, “…”".
const REACH_LED: usize = 40;

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
    let mut found: Vec<Option<usize>> = Vec::with_capacity(quotes.len());
    for (i, quote) in quotes.iter().enumerate() {
        let verb = verb_for(reading, &verbs, quote);
        let own = verb
            .and_then(|verb| clause::subjects(reading, verb).first().copied())
            .filter(|&speaker| !quote.tokens.contains(&speaker));
        let before = i.checked_sub(1).filter(|_| goes_on(reading, quotes, i));
        found.push(own.or_else(|| before.and_then(|before| found[before])));
    }
    found
}

/// Whether quotation `i` without a verb of its own goes on with the speaker of the one before it: in the same paragraph,
/// or in a later one where the marks of the one before were never closed, as in a quotation over several paragraphs.
fn goes_on(reading: &Reading<'_>, quotes: &[Quote], i: usize) -> bool {
    let tree = reading.tree;
    let Some(before) = i.checked_sub(1).map(|before| &quotes[before]) else { return false };
    let is_closed = matches!(tree.text(before.tokens.end.min(tree.len() - 1)), "\"" | "”" | "»" | "''");
    let quote = &quotes[i];
    let opens = quote.tokens.start.checked_sub(2).is_none_or(|at| tree.tag(at) == Tag::Space);
    let is_next = before.paragraph + 2 >= quote.paragraph;
    before.paragraph == quote.paragraph
        || (is_next && (!is_closed || (opens && quote.tokens.len() > REACH_BEFORE)))
}

/// "Heald said that it was urgent. “…”": whoever was reported in the sentence before a quotation that is one of its own.
fn before_sentence(reading: &Reading<'_>, verbs: &[usize], quote: &Quote) -> Option<usize> {
    let tree = reading.tree;
    let mark = quote.tokens.start.checked_sub(1)?;
    let is_whole =
        tree.sentence(mark).start == mark || tree.sentence(quote.tokens.start).start == quote.tokens.start;
    let last = mark.checked_sub(1).filter(|&i| is_whole && tree.text(i) == ".")?;
    let sentence = tree.sentence(last);
    let mut main =
        verbs.iter().copied().filter(|&verb| sentence.contains(&verb) && tree.label(verb) == Label::Root);
    main.next_back().filter(|_| quote.tokens.len() > 4)
}

/// All speech of a text, in order of the words that report it.
pub fn find(reading: &Reading<'_>, quotes: &[Quote]) -> Vec<Speech> {
    let verbs = reporting_verbs(reading);
    let of_quote: Vec<Option<usize>> = quotes.iter().map(|quote| verb_for(reading, &verbs, quote)).collect();
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
    resume(reading, quotes, &of_quote, &mut found);
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
    let as_saying = tree
        .children_with(verb, &[Label::Prep])
        .filter(|&kid| tree.word(kid) == "as")
        .filter_map(|kid| tree.child(kid, &[Label::Pcomp]))
        .any(|inner| reading.ontology.reports(tree.word(inner)));
    let object = tree.child(verb, &[Label::Dobj]);
    let saying = || {
        let kids = tree.children(verb).iter().chain(object.map_or(&[][..], |object| tree.children(object)));
        kids.copied().any(|kid| tree.tag(kid) == Tag::Vbg && reading.ontology.reports(tree.word(kid)))
    };
    as_saying || (tree.is_word(verb, &["quote", "cite"]) && saying())
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

/// "quoted the minister as saying", "The Post, citing officials, reported": whose words a paper passes on.
fn cited(reading: &Reading<'_>, verb: usize, speakers: &[usize]) -> Option<Vec<usize>> {
    let tree = reading.tree;
    let is_citing = |i: usize| tree.is_word(i, &["cite", "quote"]) && !clause::is_passive(reading, i);
    let is_said = tree.tag(verb) == Tag::Vbg && tree.label(verb) != Label::Conj;
    let above = tree.ancestors(verb).take(2).find(|&up| is_said && is_citing(up));
    let beside = || {
        let kids = tree.children(verb).iter().chain(speakers.iter().flat_map(|&s| tree.children(s)));
        kids.copied().find(|&kid| is_citing(kid) && tree.tag(kid) == Tag::Vbg)
    };
    let object = tree.child(above.or_else(beside)?, &[Label::Dobj])?;
    speaks(reading, object).then(|| clause::coordinated(reading, object))
}

/// Whether a noun is somebody who speaks: a name, a person, a group or a paper.
fn speaks(reading: &Reading<'_>, noun: usize) -> bool {
    reading.tree.pos(noun) == Pos::Propn
        || ["personNoun", "groupNoun", "mediaNoun"].iter().any(|list| reading.lists(list, noun))
        || reading.is_role_word(noun)
}

/// The verb that a quotation belongs to: one that reports, else that of the clause before a colon.
fn verb_for(reading: &Reading<'_>, verbs: &[usize], quote: &Quote) -> Option<usize> {
    let colon = before_colon(reading, quote);
    let own = verb_of_quote(reading, verbs, quote);
    // A reporting verb of an earlier sentence or clause gives way to what leads to the quotation.
    let is_nearer = |verb: usize| colon.is_none_or(|led| verb > led || verb >= quote.tokens.end);
    own.filter(|&verb| is_nearer(verb)).or(colon).or_else(|| before_sentence(reading, verbs, quote))
}

/// Whether a finite verb stands in a range of tokens.
fn has_finite(reading: &Reading<'_>, mut tokens: Range<usize>) -> bool {
    tokens.any(|i| matches!(reading.tree.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp))
}

/// The nearest reporting verb in reach of a quotation and outside it, with no other quotation between.
fn verb_of_quote(reading: &Reading<'_>, verbs: &[usize], quote: &Quote) -> Option<usize> {
    let tree = reading.tree;
    let lead = quote.tokens.start.checked_sub(2).map(|i| tree.text(i));
    let is_led = matches!(lead, Some("," | ":"));
    let distance = |verb: usize| {
        if verb < quote.tokens.start {
            let gap = quote.tokens.start - verb;
            let is_led = gap <= REACH_LED && is_led && !has_finite(reading, verb + 1..quote.tokens.start);
            (gap <= REACH_BEFORE || is_led).then_some(gap)
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
    let raw = hit.clause.clone()?;
    let clause = trim(reading, raw.clone(), i);
    (clause.len() > 1 && is_reported(reading, i, &raw)).then(|| Speech {
        trigger: i,
        speakers: hit.pairs.iter().map(|(subject, _)| *subject).collect(),
        clause,
        kind: AttributionKind::Report,
        is_denial: relation.name == "denied",
        relay: None,
    })
}

/// Whether the open clause of a frame is what was said, and nothing that only stands beside the word: "statement backed
/// by", "did not respond, blaming".
fn is_reported(reading: &Reading<'_>, trigger: usize, clause: &Range<usize>) -> bool {
    let tree = reading.tree;
    let top = clause.clone().find(|&i| tree.head(i).is_none_or(|head| !clause.contains(&head)));
    let is_participle =
        top.is_some_and(|top| tree.tag(top) == Tag::Vbg && tree.child(top, &[Label::Ccomp]).is_none());
    let is_denied = modality::own_status(reading, trigger) == Status::Negated;
    let is_beside = top.is_some_and(|top| matches!(tree.label(top), Label::Advcl | Label::Acl));
    if is_participle && is_beside && tree.is_verb(trigger) {
        return false;
    }
    if !tree.is_noun(trigger) {
        return !is_denied;
    }
    let first = clause.start.saturating_sub(1)..(clause.start + 1).min(tree.len());
    first.into_iter().any(|i| tree.is_word(i, &["that", "of"])) || top.is_some_and(|top| tree.is_finite(top))
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
    let is_near = verb < colon && !has_finite(reading, verb + 1..colon);
    (is_near && tree.is_verb(verb) && colon - sentence.start > 2).then_some(verb)
}

fn by_verb(reading: &Reading<'_>, verb: usize, quotes: &[Quote], of_quote: &[Option<usize>]) -> Vec<Speech> {
    let speakers = clause::subjects(reading, verb);
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
    let reported = reported_clause(reading, verb, &speakers);
    // Words in quotation marks inside a reported clause are part of it; otherwise each quotation is a speech.
    let covers = |clause: &Range<usize>, quote: &Quote| {
        clause.start <= quote.tokens.start
            && quote.tokens.end <= clause.end + 1
            && clause.len() > quote.tokens.len() + 3
    };
    let mut found: Vec<Speech> = Vec::new();
    if let Some(clause) = &reported
        && (own.iter().all(|quote| !is_speech(reading, verb, quote))
            || own.iter().any(|quote| covers(clause, quote)))
    {
        found.push(speech(clause.clone(), AttributionKind::Report));
    }
    for quote in own {
        if !found.iter().any(|speech| covers(&speech.clause, quote)) && is_speech(reading, verb, quote) {
            found.push(speech(quote.tokens.clone(), AttributionKind::Quote));
        }
    }
    passed_on(found, cited, speakers.first().copied())
}

/// Whether a quotation is something said, and no word that the writer took over: "called for an end of the “siege”".
fn is_speech(reading: &Reading<'_>, verb: usize, quote: &Quote) -> bool {
    let tree = reading.tree;
    let has_verb = || quote.tokens.clone().any(|i| tree.is_verb(i) || tree.pos(i) == Pos::Aux);
    let follows = quote.tokens.start.saturating_sub(verb) <= 3 && verb < quote.tokens.start;
    quote.tokens.len() > 4 || (quote.tokens.len() > 1 && (has_verb() || follows))
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
    // "A won; B said that C lost": what follows the verb is its own, and what stands before a semicolon is not.
    let complements: Vec<usize> = tree.children_with(verb, &[Label::Ccomp]).collect();
    let own = complements.iter().copied().find(|&kid| kid > verb).or(complements.first().copied());
    if let Some(inner) = own {
        let asks =
            tree.is_infinitive(inner) && tree.is_word(verb, &["tell", "ask", "urge", "advise", "remind"]);
        let clause = after_semicolon(reading, tree.subtree(inner), verb);
        return (!asks).then(|| trim(reading, clause, verb));
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
        if tree.word(verb) == "cite" && speaks(reading, object) {
            return None;
        }
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

/// The part of a clause before its verb that no semicolon cuts off.
fn after_semicolon(reading: &Reading<'_>, clause: Range<usize>, verb: usize) -> Range<usize> {
    let cut = clause.clone().rev().find(|&i| reading.tree.text(i) == ";").filter(|&i| i < verb);
    let is_before = clause.end <= verb;
    cut.filter(|_| is_before).map_or(clause.start, |i| i + 1)..clause.end
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
fn according_to(reading: &Reading<'_>, quotes: &[Quote], i: usize) -> Vec<Speech> {
    let tree = reading.tree;
    let next = (i + 1).min(tree.len() - 1);
    let is_according = tree.text(i).eq_ignore_ascii_case("according") && tree.word(next) == "to";
    // "In the words of the envoy, …"
    let is_words = tree.text(i) == "words"
        && tree.text(next) == "of"
        && i >= 2
        && tree.text(i - 2).eq_ignore_ascii_case("in");
    let speaker = tree.child(next, &[Label::Pobj]).or_else(|| tree.child(i, &[Label::Pobj]));
    let Some(speaker) = speaker.filter(|_| is_according || is_words) else { return Vec::new() };
    let i = if is_words { i - 2 } else { i };
    let own =
        i..tree.subtree_without(speaker, |kid| matches!(tree.label(kid), Label::Relcl | Label::Punct)).end;
    let sentence = tree.sentence(i);
    let (before, after) = (sentence.start..i, own.end.min(sentence.end)..sentence.end);
    // "largely Kurdish and, according to Ankara, close to": put in after a conjunction it is about what follows.
    let is_put_in = i >= 2 && tree.text(i - 1) == "," && tree.tag(i - 2) == Tag::Cc;
    let is_first = i <= sentence.start + 1 || before.len() < 3 || (is_put_in && after.len() > 1);
    let clause = if is_first { after } else { after_semicolon(reading, before, i) };
    let clause = trim(reading, clause, i);
    let near = |quote: &&Quote| quote.tokens.end < i && quote.tokens.end + 3 >= i;
    let clause = match quotes.iter().find(near) {
        Some(quote) if clause.len() < 2 => quote.tokens.clone(),
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

/// A quotation without a verb of its own goes on with the last speaker.
fn resume(reading: &Reading<'_>, quotes: &[Quote], of_quote: &[Option<usize>], found: &mut Vec<Speech>) {
    let mut last: Option<usize> = None;
    for (i, quote) in quotes.iter().enumerate() {
        last = of_quote[i].or(last.filter(|_| goes_on(reading, quotes, i)));
        let is_covered = found.iter().any(|speech| {
            speech.clause.start <= quote.tokens.start && quote.tokens.end <= speech.clause.end + 1
        });
        if of_quote[i].is_some() || is_covered || quote.tokens.len() < 5 {
            continue;
        }
        let before = found.iter().rev().find(|speech| Some(speech.trigger) == last).cloned();
        if let Some(before) = before {
            found.push(Speech { clause: quote.tokens.clone(), kind: AttributionKind::Quote, ..before });
        }
    }
}

/// The speech whose clause holds token `i`, the innermost if there are several.
pub fn around(speeches: &[Speech], i: usize) -> Option<&Speech> {
    speeches.iter().filter(|speech| speech.clause.contains(&i)).min_by_key(|speech| speech.clause.len())
}
