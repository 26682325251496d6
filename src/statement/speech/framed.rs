//! Speech that a frame of the ontology finds: "issued a statement saying", "the minister's claim that".

use std::ops::Range;

use super::reported::{is_no_speech, speaks_in_infinitive, trim};
use super::{AttributionKind, Speech};
use crate::mention::Reading;
use crate::ontology::Status;
use crate::parse::{Label, Tag};
use crate::statement::matching::matches;
use crate::statement::modality;

/// Speech that a frame of the ontology finds: "issued a statement saying", "the minister's claim that".
pub(super) fn by_frame(reading: &Reading<'_>, i: usize) -> Option<Speech> {
    let ontology = reading.ontology;
    let hit = matches(reading, i, |relation| relation.takes_text).into_iter().next()?;
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
    let is_told_to =
        top.is_some_and(|top| tree.is_infinitive(top)) && !speaks_in_infinitive(reading, trigger);
    if tree.is_verb(trigger) && (is_told_to || is_no_speech(reading, trigger, clause)) {
        return false;
    }
    let is_denied = modality::own_status(reading, trigger) == Status::Negated;
    let is_beside = top.is_some_and(|top| matches!(tree.label(top), Label::Advcl | Label::Acl));
    // "said in a statement dated Monday"
    let is_described = top.is_some_and(|top| {
        tree.label(top) == Label::Acl
            && tree.tag(top) == Tag::Vbn
            && tree.is_word(top, &["date", "deliver", "issue", "post", "publish", "release", "sign"])
    });
    if (is_participle && is_beside || is_described) && tree.is_verb(trigger) {
        return false;
    }
    if tree.is_verb(trigger) && top.is_some_and(|top| is_circumstance(reading, trigger, top)) {
        return false;
    }
    if !tree.is_noun(trigger) {
        return !is_denied;
    }
    let first = clause.start.saturating_sub(1)..(clause.start + 1).min(tree.len());
    first.into_iter().any(|i| tree.is_word(i, &["that", "of"])) || top.is_some_and(|top| tree.is_finite(top))
}

/// Whether the phrase headed by `top` tells when, why or where: "warned them after the blast", "voiced anger as the vote
/// neared", "spoke at a conference of prosecutors", "wrote in the Oslo Post".
fn is_circumstance(reading: &Reading<'_>, trigger: usize, top: usize) -> bool {
    let tree = reading.tree;
    let is_aside = tree.label(top) == Label::Advcl
        && tree.children_with(top, &[Label::Mark, Label::Advmod]).any(|kid| {
            let words = ["after", "as", "before", "when", "while", "because", "since", "until", "once"];
            tree.is_word(kid, &words)
        });
    let above = tree.head(top).filter(|_| tree.label(top) == Label::Pobj);
    let is_where = tree.is_word(trigger, &["write"])
        && above.is_some_and(|up| tree.is_word(up, &["in", "on"]) && tree.head(up) == Some(trigger));
    let noun = above.and_then(|preposition| tree.head(preposition)).filter(|&noun| noun != trigger);
    is_aside || is_where || noun.is_some_and(|noun| tree.is_noun(noun) && tree.label(noun) == Label::Pobj)
}

pub(super) fn same_clause(old: &Speech, new: &Speech) -> bool {
    let shared = old.clause.end.min(new.clause.end).saturating_sub(old.clause.start.max(new.clause.start));
    shared * 2 > old.clause.len().min(new.clause.len())
}
