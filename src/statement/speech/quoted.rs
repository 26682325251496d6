//! Quotations: which verb each belongs to, and whose it is where it has none.

use std::ops::Range;

use super::verb::{reporting_verbs, sayers};
use super::{AttributionKind, Speech};
use crate::mention::{Quote, Reading};
use crate::parse::{Label, Pos, Tag};

/// Tokens before and after a reporting verb within which a quotation belongs to it.
const REACH_BEFORE: usize = 12;
/// See [`REACH_BEFORE`].
const REACH_AFTER: usize = 9;
/// As [`REACH_BEFORE`], where a comma or colon leads to the quotation: "he said of the vote, “…”".
const REACH_LED: usize = 40;

/// The subject of the reporting verb that each quotation belongs to; a quotation without one inherits the last speaker
/// of its paragraph.
pub fn speakers(reading: &Reading<'_>, quotes: &[Quote]) -> Vec<Option<usize>> {
    let verbs = reporting_verbs(reading);
    let outer = outside(verbs.clone(), quotes);
    let mut found: Vec<Option<usize>> = Vec::with_capacity(quotes.len());
    for (i, quote) in quotes.iter().enumerate() {
        let verb = verb_for(reading, &outer, quote).or_else(|| verb_for(reading, &verbs, quote));
        let own = verb
            .and_then(|verb| sayers(reading, verb).first().copied())
            .filter(|&speaker| !quote.tokens.contains(&speaker));
        let before = i.checked_sub(1).filter(|_| goes_on(reading, quotes, i));
        found.push(own.or_else(|| before.and_then(|before| found[before])));
    }
    found
}

/// The verbs that stand in no quotation: what somebody says reports no other quotation ("it “must be thought out”: “…”").
pub(super) fn outside(mut verbs: Vec<usize>, quotes: &[Quote]) -> Vec<usize> {
    verbs.retain(|verb| !quotes.iter().any(|quote| quote.tokens.contains(verb)));
    verbs
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
    // "As Heald told the paper, it had dropped. “…”"
    let is_as = |verb: usize| {
        tree.label(verb) == Label::Advcl
            && tree
                .children_with(verb, &[Label::Mark])
                .any(|mark| mark == sentence.start && tree.text(mark).eq_ignore_ascii_case("as"))
    };
    let is_main = |verb: usize| tree.label(verb) == Label::Root || is_as(verb);
    let mut main = verbs.iter().copied().filter(|&verb| sentence.contains(&verb) && is_main(verb));
    main.next_back().filter(|_| quote.tokens.len() > 4)
}

/// The verb that a quotation belongs to: one that reports, else that of the clause before a colon.
pub(super) fn verb_for(reading: &Reading<'_>, verbs: &[usize], quote: &Quote) -> Option<usize> {
    let colon = before_colon(reading, quote);
    let own = verb_of_quote(reading, verbs, quote);
    // A reporting verb of an earlier sentence or clause gives way to what leads to the quotation.
    let is_nearer = |verb: usize| colon.is_none_or(|led| verb > led || verb >= quote.tokens.end);
    own.filter(|&verb| is_nearer(verb)).or(colon).or_else(|| before_sentence(reading, verbs, quote))
}

/// "“…,” Berg, editor at large of the Gazette, said": the subject of the verb stands right behind the quotation, and only
/// what describes it between the two.
fn follows(reading: &Reading<'_>, verb: usize, quote: &Quote) -> bool {
    let tree = reading.tree;
    let subject = tree.child(verb, &[Label::Nsubj]).map(|subject| tree.subtree(subject));
    subject.is_some_and(|subject| {
        subject.start >= quote.tokens.end && subject.start <= quote.tokens.end + 2 && subject.end <= verb
    })
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
            (gap <= REACH_AFTER || (gap <= REACH_LED && follows(reading, verb, quote))).then_some(gap)
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

/// "He defended the camp in a statement: “…”": a quotation after a colon belongs to the verb of the sentence before it.
fn before_colon(reading: &Reading<'_>, quote: &Quote) -> Option<usize> {
    let tree = reading.tree;
    let colon = quote.tokens.start.checked_sub(2).filter(|&i| tree.text(i) == ":")?;
    let sentence = tree.sentence(colon);
    // Where the quotation is not a sentence of its own the root may lie in it: then the last verb with a subject leads.
    let root = sentence.clone().find(|&i| tree.head(i).is_none()).filter(|&root| root < colon);
    let leads = |&i: &usize| has_finite(reading, i..i + 1) && tree.child(i, &[Label::Nsubj]).is_some();
    let verb = root.or_else(|| (sentence.start..colon).rev().find(leads))?;
    let is_near = verb < colon && !has_finite(reading, verb + 1..colon);
    (is_near && tree.is_verb(verb) && colon - sentence.start > 2).then_some(verb)
}

/// Whether a finite verb stands in a range of tokens.
fn has_finite(reading: &Reading<'_>, mut tokens: Range<usize>) -> bool {
    tokens.any(|i| matches!(reading.tree.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp))
}

/// Whether a quotation is something said, and no word that the writer took over: "called for an end of the “siege”".
pub(super) fn is_speech(reading: &Reading<'_>, verb: usize, quote: &Quote) -> bool {
    let tree = reading.tree;
    let has_verb = || quote.tokens.clone().any(|i| tree.is_verb(i) || tree.pos(i) == Pos::Aux);
    let follows = quote.tokens.start.saturating_sub(verb) <= 3 && verb < quote.tokens.start;
    quote.tokens.len() > 4 || (quote.tokens.len() > 1 && (has_verb() || follows))
}

/// A quotation without a verb of its own goes on with the last speaker.
pub(super) fn resume(
    reading: &Reading<'_>,
    quotes: &[Quote],
    of_quote: &[Option<usize>],
    found: &mut Vec<Speech>,
) {
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
