//! Reports: the clause or phrase in the writer's words that a verb reports, and where it begins and ends.

use std::ops::Range;

use super::verb::{goes_on_to, speaks};
use crate::mention::{Reading, clause};
use crate::parse::{Label, Pos, Tag};

/// The clause that a verb reports: its complement, the clause it is put into, or the object of a denial.
pub(super) fn reported_clause(
    reading: &Reading<'_>,
    verb: usize,
    speakers: &[usize],
) -> Option<Range<usize>> {
    let tree = reading.tree;
    // "A won; B said that C lost": what follows the verb is its own, and what stands before a semicolon is not.
    let complements: Vec<usize> = tree
        .children_with(verb, &[Label::Ccomp])
        .filter(|&kid| !is_cut_off(reading, kid, verb) && !is_about_speaker(reading, kid, verb))
        .collect();
    let own = complements.iter().copied().find(|&kid| kid > verb).or(complements.first().copied());
    if let Some(inner) = own {
        let asks = tree.is_infinitive(inner)
            && (tree.word(verb) == "tell" || reading.lists("objectControl", verb))
            && !reading.lists("reportingCommissive", verb);
        // "said that it was new, and recalled a letter": what the speaker goes on to say is another speech.
        let is_next = |kid: usize| kid > inner && goes_on_to(reading, kid, verb);
        let clause = after_semicolon(reading, tree.subtree_without(inner, is_next), verb);
        let clause = with_swallowed(reading, verb, clause);
        return (!asks).then(|| trim(reading, clause, verb));
    }
    if let Some(clause) = split_clause(reading, verb) {
        return Some(trim(reading, clause, verb));
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
    if let Some(clause) = small_clause(reading, verb) {
        return Some(trim(reading, clause, verb));
    }
    if let Some(clause) = characterised(reading, verb) {
        return Some(trim(reading, clause, verb));
    }
    if speaks_in_infinitive(reading, verb)
        && let Some(inner) = tree.children_with(verb, &[Label::Xcomp]).find(|&kid| tree.is_infinitive(kid))
    {
        return Some(trim(reading, tree.subtree(inner), verb));
    }
    if reading.lists("reportingDenial", verb) || names_what_is_said(reading, verb) {
        let object = tree.child(verb, &[Label::Dobj])?;
        if is_somebody(reading, object) {
            return None;
        }
        let tokens = told_by(reading, verb, object).unwrap_or_else(|| whole_phrase(reading, verb, object));
        return (tokens.start > verb).then(|| trim(reading, tokens, verb));
    }
    if let Some(inner) = tree.child(verb, &[Label::Xcomp])
        && reading.lists("reportingDenial", verb)
    {
        return Some(trim(reading, tree.subtree(inner), verb));
    }
    None
}

/// "A won; B confirmed the count": whether a semicolon stands between a clause and the verb behind it that parsers hang it by.
fn is_cut_off(reading: &Reading<'_>, inner: usize, verb: usize) -> bool {
    let tree = reading.tree;
    let end = tree.subtree(inner).end;
    end <= verb && (end.saturating_sub(1)..(end + 1).min(verb)).any(|i| tree.text(i) == ";")
}

/// "Anna Berg spoke, who led the talks": a relative clause that parsers hang by the verb.
fn is_about_speaker(reading: &Reading<'_>, inner: usize, verb: usize) -> bool {
    let tree = reading.tree;
    let start = tree.subtree(inner).start;
    start > verb + 1
        && tree.text(start - 1) == ","
        && matches!(tree.tag(start), Tag::Wp | Tag::WpPoss | Tag::Wdt)
}

/// "has maintained an inquiry is what they want": parsers that miss a "that" take the subject of the clause for an object, and
/// its verb for a further one.
fn split_clause(reading: &Reading<'_>, verb: usize) -> Option<Range<usize>> {
    let tree = reading.tree;
    let object = tree.child(verb, &[Label::Dobj]).filter(|&object| object > verb)?;
    let own = [Label::Nsubj, Label::Nsubjpass];
    let inner = tree.children_with(verb, &[Label::Conj]).find(|&kid| {
        kid > object
            && matches!(tree.tag(kid), Tag::Vbz | Tag::Vbp)
            && matches!(tree.tag(verb), Tag::Vbd | Tag::Vbn)
            && tree.child(kid, &own).is_none()
    })?;
    let phrase = tree.subtree(object);
    let is_joined = (phrase.end..inner).any(|i| tree.tag(i) == Tag::Cc || tree.text(i) == ",");
    (reading.ontology.reports(tree.word(verb)) && !is_joined)
        .then(|| phrase.start..tree.subtree(inner).end.max(phrase.end))
}

/// "The chief, Anna Berg, announced on Monday there were suspects": what stands behind a reporting verb that parsers take for
/// a participle of its subject; and who that is.
pub(super) fn behind_participle(reading: &Reading<'_>, verb: usize) -> Option<(usize, Range<usize>)> {
    let tree = reading.tree;
    let subject = tree.head(verb).filter(|&subject| subject < verb && tree.label(verb) == Label::Acl)?;
    let main = tree.head(subject).filter(|&main| main > verb && tree.label(subject) == Label::Nsubj)?;
    let is_apart = tree.text(verb - 1) == "," && tree.child(subject, &[Label::Appos]).is_some();
    let own = tree.subtree(verb);
    // "The woman, a nurse, told of the raid, fled"
    let is_closed = tree.text(own.end.min(tree.len() - 1)) == ",";
    let reports = matches!(tree.tag(verb), Tag::Vbn | Tag::Vbd)
        && reading.ontology.reports(tree.word(verb))
        && tree.child(verb, &[Label::Agent, Label::Dobj, Label::Ccomp]).is_none();
    let is_short = own.end <= main && tree.is_finite(main);
    (reports && is_apart && !is_closed && is_short)
        .then(|| (subject, trim(reading, own.end..tree.subtree(main).end, verb)))
}

/// "said hundreds of them (some say thousands) fled", "maintained an inquiry is needed": the beginning of a clause that
/// parsers take for an object of the verb.
fn with_swallowed(reading: &Reading<'_>, verb: usize, clause: Range<usize>) -> Range<usize> {
    let tree = reading.tree;
    let lacks_subject = |kid: usize| {
        kid > verb
            && tree.is_finite(kid)
            && tree.child(kid, &[Label::Nsubj, Label::Nsubjpass, Label::Expl, Label::Csubj]).is_none()
    };
    let is_split = tree.is_word(verb, &["add", "claim", "say"])
        || tree.children_with(verb, &[Label::Ccomp]).next().is_some_and(lacks_subject);
    let object = tree.child(verb, &[Label::Dobj]).filter(|_| is_split);
    let Some(phrase) = object.filter(|&object| object > verb).map(|object| tree.subtree(object)) else {
        return clause;
    };
    let is_next = phrase.end <= clause.start
        && (phrase.end..clause.start).all(|i| matches!(tree.pos(i), Pos::Punct | Pos::Space));
    if is_next { phrase.start..clause.end } else { clause }
}

/// "reported seeing tanks", "reported him to be dead", "reported it the worst attack": a clause without a finite verb.
fn small_clause(reading: &Reading<'_>, verb: usize) -> Option<Range<usize>> {
    let tree = reading.tree;
    let inner = tree.child(verb, &[Label::Xcomp, Label::Oprd]).filter(|&inner| inner > verb)?;
    let object = tree.child(verb, &[Label::Dobj]).filter(|&object| object > verb && object < inner);
    let is_seen = tree.tag(inner) == Tag::Vbg
        && object.is_none()
        && tree.is_word(verb, &["admit", "describe", "recall", "recount", "report"]);
    let is_found = || tree.is_word(inner, &["be", "have"]) || tree.label(inner) == Label::Oprd;
    if is_seen {
        Some(tree.subtree(inner))
    } else if tree.is_word(verb, &["report"]) && is_found() {
        object.map(|object| tree.subtree(object).start..tree.subtree(inner).end)
    } else {
        None
    }
}

/// Whether an infinitive says what somebody said: "promised to go", "claims to have won", where "agreed to go" tells of
/// a decision and "warned her to go" of a demand.
pub(super) fn speaks_in_infinitive(reading: &Reading<'_>, verb: usize) -> bool {
    let decides = reading.tree.is_word(verb, &["agree", "commit", "resolve", "undertake"]);
    !decides && (reading.lists("reportingCommissive", verb) || reading.lists("reportingClaim", verb))
}

/// "denied a report that the port would close": what the report says, where a denial has it for its object.
fn told_by(reading: &Reading<'_>, verb: usize, object: usize) -> Option<Range<usize>> {
    let tree = reading.tree;
    let is_report = reading.lists("reportingDenial", verb) && reading.lists("reportingNoun", object);
    tree.children_with(object, &[Label::Acl, Label::Relcl, Label::Ccomp])
        .find(|&kid| is_report && kid > object && clause::has_that(reading, kid))
        .map(|kid| tree.subtree(kid))
}

/// Whether the object of a verb is a person or group that is mentioned, and nothing that is said: "cited an official".
fn is_somebody(reading: &Reading<'_>, object: usize) -> bool {
    let tree = reading.tree;
    let named = || tree.children_with(object, &[Label::Appos]).any(|kid| tree.pos(kid) == Pos::Propn);
    speaks(reading, object) || named()
}

/// An object with the phrases after it that parsers hang by its verb: "announced cuts in response to the crisis",
/// "denied the reports, saying “…”" without what it leads to.
fn whole_phrase(reading: &Reading<'_>, verb: usize, object: usize) -> Range<usize> {
    let tree = reading.tree;
    let says = |kid: usize| {
        tree.label(kid) == Label::Acl && tree.tag(kid) == Tag::Vbg && reading.ontology.reports(tree.word(kid))
    };
    let mut tokens = tree.subtree_without(object, says);
    for kid in tree.children_with(verb, &[Label::Prep]).filter(|&kid| kid > object) {
        let next = (kid + 1).min(tree.len() - 1);
        let belongs =
            matches!(tree.word(kid), "of" | "for" | "against" | "between" | "include" | "including")
                || (tree.word(kid) == "in" && tree.word(next) == "response");
        if tree.subtree(kid).start <= tokens.end + 1 && belongs {
            tokens.end = tokens.end.max(tree.subtree(kid).end);
        }
    }
    tokens
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
    let tree = reading.tree;
    let claims = reading.lists("reportingClaim", verb)
        || reading.lists("reportingDisclosure", verb)
        || tree.is_word(verb, &["accept", "assume"]);
    let object = tree.child(verb, &[Label::Dobj]);
    let claimed = || object.is_some_and(|object| reading.lists("claimedNoun", object));
    if object.is_some_and(|object| is_no_speech(reading, verb, &tree.subtree(object))) {
        return false;
    }
    (reading.lists_verb("reportingNounObject", verb) && !reading.lists("reportingNounPredicate", verb))
        || (claims && claimed())
}

/// "cited the cost" names a cause, where "cited “the growing cost”" quotes and "cited reports that" reports; "conceded the election" gives it up.
pub(super) fn is_no_speech(reading: &Reading<'_>, verb: usize, said: &Range<usize>) -> bool {
    let tree = reading.tree;
    let top = said.clone().find(|&i| tree.head(i).is_none_or(|head| !said.contains(&head)));
    let Some(top) = top.filter(|&top| tree.is_noun(top)) else { return false };
    let around = said.start.saturating_sub(1)..(said.end + 1).min(tree.len());
    let is_quoted = around.into_iter().any(|i| matches!(tree.text(i), "\"" | "“" | "”" | "«" | "``"));
    let has_clause = tree.child(top, &[Label::Acl, Label::Ccomp]).is_some();
    tree.is_word(verb, &["cite"]) && !is_quoted && !has_clause
        || tree.is_word(verb, &["concede"]) && reading.lists_noun("eventNoun", top)
}

/// "called North Korea an outpost of tyranny", "cast the war as a watershed": the object with what is said of it.
fn characterised(reading: &Reading<'_>, verb: usize) -> Option<Range<usize>> {
    let tree = reading.tree;
    if !reading.lists_verb("reportingNounObject", verb) || !reading.lists("reportingNounPredicate", verb) {
        return None;
    }
    if clause::is_passive(reading, verb) {
        let kid = tree
            .children_with(verb, &[Label::Prep, Label::Oprd])
            .find(|&kid| tree.label(kid) == Label::Oprd || tree.word(kid) == "as")?;
        return Some(
            tree.child(kid, &[Label::Pobj]).map_or_else(|| tree.subtree(kid), |said| tree.subtree(said)),
        );
    }
    // "referred to the vote as a hoax"
    let to = || tree.children_with(verb, &[Label::Prep]).find(|&kid| kid > verb && tree.word(kid) == "to");
    let object = if tree.word(verb) == "refer" {
        to().and_then(|to| tree.child(to, &[Label::Pobj]))?
    } else {
        tree.child(verb, &[Label::Dobj])?
    };
    let said = tree.children(verb).iter().chain(tree.children(object)).copied().find(|&kid| {
        kid > object
            && (tree.label(kid) == Label::Oprd
                || (tree.label(kid) == Label::Prep
                    && (tree.word(kid) == "as"
                        || (tree.word(kid) == "to" && tree.is_word(verb, &["attribute", "ascribe"])))))
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
    // "said Thursday 700 soldiers left": the day is of the verb.
    let next = clause.start + 1;
    if clause.start == verb + 1
        && clause.len() > 2
        && reading.is_time(clause.start)
        && matches!(tree.tag(next), Tag::Cd | Tag::Dt | Tag::Prp)
    {
        clause.start = next;
    }
    while !clause.is_empty() && (is_edge(clause.end - 1) || tree.tag(clause.end - 1) == Tag::Cc) {
        clause.end -= 1;
    }
    with_whole_word(reading, clause)
}

/// "will re-establish relations": a clause does not end inside a word with a hyphen.
fn with_whole_word(reading: &Reading<'_>, clause: Range<usize>) -> Range<usize> {
    let tree = reading.tree;
    let (hyphen, rest) = (clause.end, clause.end + 1);
    let is_joined = !clause.is_empty()
        && rest < tree.len()
        && tree.text(hyphen) == "-"
        && tree.text_of(&(hyphen - 1..rest + 1)).chars().all(|c| c.is_alphanumeric() || c == '-');
    if is_joined { clause.start..tree.subtree(rest).end.max(rest + 1) } else { clause }
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
