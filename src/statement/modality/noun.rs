//! What a noun says of the clause or infinitive that hangs by it, and what is said of such a noun.

use super::complement::is_unproven;
use super::licence::Licence;
use super::own::{has_no, is_doubtful};
use crate::mention::{Reading, clause};
use crate::parse::{Label, Tag};

/// "rumours that they attacked", "no evidence that they attacked", "the report that they attacked is false".
pub(super) fn of_clause(reading: &Reading<'_>, at: usize, noun: usize) -> Licence {
    let tree = reading.tree;
    let asks = super::complement::asks_whether(reading, at);
    if tree.child(at, &[Label::Mark]).is_none() {
        return Licence::Fact;
    }
    // "no doubt that they attacked"
    if tree.is_word(noun, &["doubt", "question"]) && has_no(reading, noun) {
        return Licence::Fact;
    }
    if let Some(verdict) = verdict(reading, at, noun) {
        return verdict;
    }
    let is_demand = || tree.tag(at) == Tag::Vb && !tree.is_finite(at);
    if is_doubtful(reading, noun) || has_no(reading, noun) || asks || is_demand() {
        Licence::Unsure
    } else if tree.is_word(noun, &["denial"]) {
        Licence::Denied
    } else {
        Licence::Fact
    }
}

/// "plan to attack", "attempt to attack", "refusal to sign", "the courage to sign".
pub(super) fn of_infinitive(reading: &Reading<'_>, noun: usize) -> Licence {
    if comes_to_nothing(reading, noun) || reading.lists("negativeNoun", noun) {
        Licence::Barred
    } else if reading.lists("factualNoun", noun) {
        Licence::Same
    } else if reading.lists("possibleNoun", noun) {
        Licence::Open
    } else {
        Licence::Planned
    }
}

/// "accusations of attacking", "on trial for killing", "the threat of attacking", "no intention of attacking".
pub(super) fn of_gerund(reading: &Reading<'_>, at: usize, noun: usize) -> Licence {
    if denier(reading, at, noun).is_some() {
        return Licence::Denied;
    }
    if comes_to_nothing(reading, noun) {
        return Licence::Barred;
    }
    let is_open = ["doubtNoun", "possibleNoun"].iter().any(|list| reading.lists(list, noun));
    if reading.lists("evidenceNoun", noun) && has_no(reading, noun) || reading.lists("chargingNoun", noun) {
        Licence::Unsure
    } else if is_open {
        Licence::Open
    } else if reading.lists("negativeNoun", noun) {
        Licence::Barred
    } else if reading.lists("plannedNoun", noun) {
        Licence::Planned
    } else {
        Licence::Same
    }
}

/// "the attempt failed", "the plot was foiled", "dropped its plan".
pub(super) fn comes_to_nothing(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    let is_of = |verb: usize, lists: &[&str]| lists.iter().any(|list| reading.lists_verb(list, verb));
    tree.head(noun).is_some_and(|verb| match tree.label(noun) {
        Label::Nsubj => reading.lists_verb("failingVerb", verb),
        Label::Nsubjpass => is_of(verb, &["negativeVerb", "cancellingVerb", "droppingVerb"]),
        Label::Dobj => is_of(verb, &["droppingVerb"]),
        _ => false,
    })
}

/// What the text says of a report: that it is false, open or denied.
fn verdict(reading: &Reading<'_>, at: usize, noun: usize) -> Option<Licence> {
    let tree = reading.tree;
    let kids = tree.children_with(noun, &[Label::Amod, Label::Compound]);
    if kids.into_iter().any(|kid| reading.says("falseWord", kid)) {
        let is_dismissed = denier(reading, at, noun).is_some();
        return Some(if is_dismissed { Licence::Denied } else { Licence::Barred });
    }
    if denier(reading, at, noun).is_some() {
        return Some(Licence::Denied);
    }
    let verb = tree.head(noun)?;
    match tree.label(noun) {
        Label::Nsubj => predicate(reading, verb),
        Label::Nsubjpass if dismisses(reading, verb) => Some(Licence::Denied),
        Label::Nsubjpass if is_unproven(reading, verb) => Some(Licence::Unsure),
        Label::Nsubjpass => predicate(reading, verb),
        _ => None,
    }
}

/// "is false", "proved unfounded", "turned out to be a hoax", "remain unconfirmed": what a verb says of its subject.
pub(super) fn predicate(reading: &Reading<'_>, verb: usize) -> Option<Licence> {
    let tree = reading.tree;
    let inner = tree.children_with(verb, &[Label::Xcomp]).find(|&kid| tree.is_word(kid, &["be", "have"]));
    let words = || {
        [Some(verb), inner]
            .into_iter()
            .flatten()
            .flat_map(|at| tree.children_with(at, &[Label::Acomp, Label::Attr, Label::Oprd, Label::Ccomp]))
    };
    let baseless = tree.children_with(verb, &[Label::Prep]).any(|kid| {
        tree.text(kid) == "without"
            && tree
                .child(kid, &[Label::Pobj])
                .is_some_and(|object| tree.is_word(object, &["basis", "foundation", "merit", "substance"]))
    });
    if words().any(|i| reading.says("falseWord", i)) || baseless {
        Some(Licence::Barred)
    } else if words().any(|i| reading.says("openWord", i) || reading.says("hedge", i)) {
        Some(Licence::Unsure)
    } else {
        None
    }
}

/// The verb whose subject dismisses the report `noun` that the clause at token `at` hangs by: "dismissed as false a report
/// that", "rejected claims that", "described reports that … as lies".
pub(super) fn denier(reading: &Reading<'_>, at: usize, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let above = tree.head(noun)?;
    let is_false = |i: usize| reading.says("falseWord", i);
    match tree.label(noun) {
        Label::Dobj if dismisses(reading, above) => Some(above),
        Label::Dobj if reading.lists_verb("reportingNounPredicate", above) => {
            let below = |i: usize| {
                tree.children_with(i, &[Label::Prep])
                    .filter(|&kid| tree.word(kid) == "as")
                    .filter_map(|kid| tree.child(kid, &[Label::Pobj, Label::Amod]))
            };
            let is_called = tree.children_with(above, &[Label::Oprd]).any(is_false)
                || below(above).chain(below(noun)).chain(below(at)).any(is_false);
            is_called.then_some(above)
        }
        Label::Pobj if tree.word(above) == "as" => {
            let verb = tree.head(above).filter(|&verb| tree.is_verb(verb))?;
            tree.children_with(noun, &[Label::Amod]).any(is_false).then_some(verb)
        }
        _ => None,
    }
}

/// Whether a verb of an active or passive clause says that a report is not so.
fn dismisses(reading: &Reading<'_>, verb: usize) -> bool {
    let is_denial = reading.lists_verb("reportingDenial", verb) || reading.lists("dismissingVerb", verb);
    is_denial && (clause::is_passive(reading, verb) || reading.tree.child(verb, &[Label::Dobj]).is_some())
}
