//! Where parsers slip: phrases of a clause that hang by another word than the one that they belong to.
//!
//! In come a reading and the word that a phrase is wanted for; out goes the head of the phrase. Never changes the parse, and
//! finds nothing where the parse is as it should be.

use super::Reading;
use crate::parse::{Label, Pos, Tag};

/// Verbs that give a thing a name: "what it calls the refusal".
const CALLING: [&str; 8] = ["brand", "call", "consider", "describe", "label", "regard", "see", "term"];

/// Prepositions behind a march or a rally that tell where it is.
const SITES: [&str; 7] = ["across", "at", "in", "near", "on", "outside", "through"];

/// "Sudan is opposed to the plan": the subject that hangs by the auxiliary.
pub(super) fn subject_of_auxiliary(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    tree.children_with(verb, &[Label::Aux, Label::Auxpass])
        .find_map(|auxiliary| tree.child(auxiliary, &[Label::Nsubj, Label::Nsubjpass]))
        .filter(|&subject| subject < verb && tree.tag(subject) != Tag::Ex)
}

/// "Anna Berg (Danish: [anna]; born 4 June 1929) is a politician": the name before the parentheses right before the verb, where
/// the parser looks for its subject inside them.
pub(super) fn before_parentheses(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let start = tree.sentence(verb).start;
    let leads = tree.children_with(verb, &[Label::Aux, Label::Auxpass, Label::Neg, Label::Advmod]);
    let first = leads.filter(|&kid| kid < verb).min().unwrap_or(verb);
    let close = (start..first).rev().find(|&i| tree.text(i) != ",").filter(|&i| tree.text(i) == ")")?;
    let mut depth = 0_usize;
    let open = (start..=close).rev().find(|&i| {
        match tree.text(i) {
            ")" => depth += 1,
            "(" => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let name = open.checked_sub(1).filter(|&i| i >= start && tree.is_noun(i) && tree.is_capitalised(i))?;
    let subject = tree.child(verb, &[Label::Nsubj, Label::Nsubjpass]);
    subject.is_none_or(|subject| (open..close).contains(&subject)).then_some(name)
}

/// "condemned what it called the theft of land": the thing, and not the clause that names it.
pub fn what_is_called(reading: &Reading<'_>, governor: usize) -> Option<usize> {
    let tree = reading.tree;
    let calls = tree
        .children_with(governor, &[Label::Ccomp, Label::Pcomp])
        .find(|&kid| kid > governor && tree.is_word(kid, &CALLING))?;
    tree.child(calls, &[Label::Dobj]).filter(|&what| tree.text(what).eq_ignore_ascii_case("what"))?;
    let thing = tree.child(calls, &[Label::Oprd, Label::Ccomp]);
    let behind_as = || {
        let mut leads = tree.children_with(calls, &[Label::Prep]).filter(|&kid| tree.word(kid) == "as");
        leads.find_map(|lead| tree.child(lead, &[Label::Pobj]))
    };
    thing.or_else(behind_as).filter(|&thing| tree.is_noun(thing))
}

/// "posted a message on Twitter blaming Oslo", "his letter to Lind criticising it": the message and the letter, and not whom
/// or what it went to.
pub(super) fn document_above(reading: &Reading<'_>, noun: usize, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let is_document = |i: usize| reading.lists("reportingNoun", i) || reading.lists("issuedNoun", i);
    if tree.tag(verb) != Tag::Vbg || !reading.lists("stanceVerb", verb) || is_document(noun) {
        return None;
    }
    let lead = tree.head(noun).filter(|_| tree.label(noun) == Label::Pobj)?;
    let above = tree.head(lead)?;
    let object = || tree.child(above, &[Label::Dobj]).filter(|&object| object < noun);
    Some(above).filter(|&above| is_document(above)).or_else(object).filter(|&above| is_document(above))
}

/// "marched through Paris and other cities protesting a law": the march, and not the cities, does what the participle says.
pub(super) fn march_above(reading: &Reading<'_>, noun: usize, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    if tree.tag(verb) != Tag::Vbg || !reading.lists("stanceVerb", verb) {
        return None;
    }
    let first = super::clause::first_coordinated(reading, noun);
    let site = tree.head(first).filter(|&up| tree.label(first) == Label::Pobj && tree.is_word(up, &SITES))?;
    tree.head(site).filter(|&up| reading.lists("protestVerb", up) || reading.lists("gatheringVerb", up))
}

/// "the ministers are in Chad holding talks": who is in Chad, and not Chad, does what the participle says.
pub(super) fn being_there(reading: &Reading<'_>, noun: usize, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let lead =
        tree.head(noun).filter(|&up| tree.label(noun) == Label::Pobj && tree.is_word(up, &["in", "at"]))?;
    let is_being = tree.tag(verb) == Tag::Vbg && tree.pos(noun) == Pos::Propn;
    tree.head(lead)
        .filter(|&be| is_being && tree.is_word(be, &["be"]) && tree.child(be, &[Label::Attr]).is_none())
}

/// "filmed a march in Lima, where police opened fire, killing ten": the clause right before, where parsers hang a participle
/// of killing or wounding by the verb of the sentence.
pub(super) fn deed_before(reading: &Reading<'_>, above: usize, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let is_outcome = tree.tag(verb) == Tag::Vbg
        && reading.lists("casualtyVerb", verb)
        && verb.checked_sub(1).is_some_and(|comma| above < comma && tree.text(comma) == ",");
    if !is_outcome {
        return None;
    }
    tree.ancestors(verb - 2)
        .take_while(|&up| up > above && up < verb)
        .filter(|&up| tree.label(up) == Label::Relcl && tree.is_finite(up))
        .find(|&up| tree.subtree(up).end + 1 >= verb)
}

/// "critics, which include Greenpeace, blame": an example that a relative clause gives.
pub(super) fn examples(reading: &Reading<'_>, clause: usize) -> Option<usize> {
    let tree = reading.tree;
    let is_of_examples = tree.label(clause) == Label::Relcl
        && tree.is_word(clause, &["include"])
        && tree.child(clause, &[Label::Nsubj]).is_some_and(|which| tree.tag(which) == Tag::Wdt);
    tree.child(clause, &[Label::Dobj]).filter(|&name| is_of_examples && tree.pos(name) == Pos::Propn)
}

/// "US President A and Turkish President B spoke": A, which stands beside the first title, where B heads the phrase.
pub(super) fn name_before_title(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let tree = reading.tree;
    let titles = tree.children_with(head, &[Label::Compound, Label::Nmod]);
    titles.flat_map(|title| tree.children_with(title, &[Label::Appos])).find(|&name| {
        tree.pos(name) == Pos::Propn
            && name < head
            && tree.child(name, &[Label::Cc]).is_some_and(|and| tree.word(and) == "and")
    })
}

/// "disturbed by the arrests of two men by the army": of two *by* phrases of a verb, the later tells who did the deed that
/// the earlier names.
pub(super) fn second_agent(reading: &Reading<'_>, noun: usize) -> Option<(usize, usize)> {
    let tree = reading.tree;
    let by = tree.head(noun).filter(|&by| tree.label(noun) == Label::Pobj && tree.word(by) == "by")?;
    let verb = tree.head(by).filter(|&verb| tree.is_verb(verb))?;
    let second = tree
        .children_with(verb, &[Label::Agent, Label::Prep])
        .find(|&kid| kid > noun && tree.word(kid) == "by")?;
    tree.child(second, &[Label::Pobj]).map(|object| (second, object))
}
