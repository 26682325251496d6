//! Deeds that somebody is charged with or cleared of, and what a judge of reports says of them.

use super::noun::denier;
use crate::mention::{Reading, clause};
use crate::parse::Label;

/// The verb whose subject vouches for the deed at token `at` below `head`: it charges with the deed, clears of it, or
/// dismisses the report of it.
pub fn judge(reading: &Reading<'_>, at: usize, head: usize) -> Option<usize> {
    let noun = match reading.tree.label(at) {
        Label::Acl | Label::Relcl => Some(head),
        Label::Pcomp => reading.tree.head(head).filter(|&noun| reading.lists("chargingNoun", noun)),
        _ => None,
    };
    charging_verb(reading, at, head)
        .or_else(|| clearing_verb(reading, at, head))
        .or_else(|| denier(reading, at, noun?))
}

/// "is accused of attacking": a charge that the text gives to nobody.
pub(super) fn is_charge(reading: &Reading<'_>, at: usize, preposition: usize) -> bool {
    charging_verb(reading, at, preposition)
        .is_some_and(|verb| clause::is_passive(reading, verb) && clause::agents(reading, verb).is_empty())
}

/// The verb that charges somebody with the deed at token `at`, a gerund after `preposition`.
fn charging_verb(reading: &Reading<'_>, at: usize, preposition: usize) -> Option<usize> {
    let by_noun = || {
        let is_gerund = reading.tree.label(at) == Label::Pcomp;
        clause::charged(reading, preposition).filter(|_| is_gerund).map(|(verb, _)| verb)
    };
    verb_over(reading, at, preposition, &["of", "with", "for"], "chargingVerb").or_else(by_noun)
}

/// The verb that clears somebody of the deed at token `at`, a gerund after `preposition`.
pub(super) fn clearing_verb(reading: &Reading<'_>, at: usize, preposition: usize) -> Option<usize> {
    verb_over(reading, at, preposition, &["of", "from"], "clearingVerb")
}

fn verb_over(
    reading: &Reading<'_>,
    at: usize,
    preposition: usize,
    leads: &[&str],
    list: &str,
) -> Option<usize> {
    let tree = reading.tree;
    let is_gerund = tree.label(at) == Label::Pcomp && tree.is_word(preposition, leads);
    tree.head(preposition).filter(|&verb| is_gerund && tree.is_verb(verb) && reading.lists(list, verb))
}
