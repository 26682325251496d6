//! Reports: the clause or phrase in the writer's words that a verb reports, and where it begins and ends.

use std::ops::Range;

use super::verb::speaks;
use crate::mention::Reading;
use crate::parse::{Label, Pos, Tag};

/// The clause that a verb reports: its complement, the clause it is put into, or the object of a denial.
pub(super) fn reported_clause(
    reading: &Reading<'_>,
    verb: usize,
    speakers: &[usize],
) -> Option<Range<usize>> {
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
pub(super) fn after_semicolon(reading: &Reading<'_>, clause: Range<usize>, verb: usize) -> Range<usize> {
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
pub(super) fn trim(reading: &Reading<'_>, mut clause: Range<usize>, verb: usize) -> Range<usize> {
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
