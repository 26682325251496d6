//! Frames on clauses: where a word of the text evokes a frame, which tokens fill its slots.
//!
//! A pattern is read from its trigger outwards. What stands left of a verb is its agent; what stands right of it is
//! looked up below the words matched so far, in order of the pattern and not of the text. Voice, relative clauses,
//! coordination and control are the business of [`crate::mention::clause`].

mod bearer;
mod pair;
mod refuse;
mod seek;
mod walk;

use std::ops::Range;

use crate::mention::{Reading, participle_stems};
use crate::ontology::frame::{Element, Role, Shape};
use crate::ontology::{Class, FrameId, Relation};
use crate::parse::{Label, Tag};
use walk::Walk;

/// A frame that fits at a token, with the heads of the phrases that fill its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The frame.
    pub frame: FrameId,
    /// The token that evokes it.
    pub trigger: usize,
    /// Tokens of the trigger.
    pub words: Range<usize>,
    /// Pairs of heads: subject and object.
    pub pairs: Vec<(usize, usize)>,
    /// Words of the pattern that were matched, those joined by `_` counted one by one.
    pub weight: usize,
    /// Further tokens that words of the pattern took: "ties" in "cut ties with".
    pub named: Vec<usize>,
    /// Tokens of the open clause, where the pattern has one.
    pub clause: Option<Range<usize>>,
    /// Whether both slots stand in one coordinated phrase, so that a plural may stand for the pair.
    pub is_pair: bool,
}

impl Match {
    /// A noun that evokes a frame whose object stands elsewhere.
    pub fn of_noun(frame: FrameId, trigger: usize) -> Self {
        let words = trigger..trigger + 1;
        Self {
            frame,
            trigger,
            words,
            pairs: Vec::new(),
            weight: 1,
            named: Vec::new(),
            clause: None,
            is_pair: false,
        }
    }
}

/// The frames of relations that are `wanted` which token `trigger` may evoke with both slots filled, most specific first.
pub fn matches(reading: &Reading<'_>, trigger: usize, wanted: impl Fn(&Relation) -> bool) -> Vec<Match> {
    let tree = reading.tree;
    let word = tree.word(trigger);
    let index = &reading.ontology.index;
    let surface = tree.text(trigger).to_lowercase();
    let mut ids: Vec<FrameId> = index.beginning(word).iter().chain(index.ending(word)).copied().collect();
    let mut others = if matches!(tree.tag(trigger), Tag::Jj | Tag::Vbd | Tag::Vbn) {
        participle_stems(&surface)
    } else {
        Vec::new()
    };
    others.push(surface);
    for other in others.iter().filter(|other| *other != word) {
        ids.extend(index.beginning(other).iter().chain(index.ending(other)));
    }
    if tree.text(trigger) == "," {
        ids.extend(&index.wordless);
    }
    ids.sort_unstable();
    ids.dedup();
    if trigger > 1 && tree.text(trigger - 1) == "-" {
        ids.extend(index.hyphenated(&tree.text(trigger).to_lowercase()));
    }
    let ontology = reading.ontology;
    ids.retain(|id| wanted(&ontology[ontology.frames[id.0 as usize].relation]));
    let mut found: Vec<Match> = ids.into_iter().filter_map(|id| fit(reading, id, trigger)).collect();
    found.sort_by_key(|hit| {
        let (words, narrow) = ontology.frames[hit.frame.0 as usize].specificity();
        (std::cmp::Reverse((words.max(hit.weight), narrow)), hit.frame)
    });
    found
}

fn fit(reading: &Reading<'_>, id: FrameId, trigger: usize) -> Option<Match> {
    let frame = &reading.ontology.frames[id.0 as usize];
    let is_verb = reading.tree.is_verb(trigger) || is_participle(reading, trigger);
    let mut walk = Walk::new(reading, frame, trigger);
    let done = match frame.shape() {
        Shape::Verb | Shape::Role if is_verb => walk.verb(),
        Shape::Copula => walk.copula(),
        Shape::Noun if !is_verb || reading.tree.is_noun(trigger) || is_gerund(reading, trigger) => {
            walk.noun()
        }
        Shape::Pair if is_verb => walk.pair(),
        Shape::Hyphen => walk.hyphen(),
        Shape::Preposition => walk.preposition(),
        Shape::Comma => walk.comma(),
        _ => None,
    };
    done?;
    walk.finish(id)
}

/// A frame that a noun with a possessor evokes without naming what was acted upon ("Moscow's 2022 invasion"), and the
/// heads of the possessor. Only for acts against a place, which the sentence is bound to have named.
pub fn without_object(reading: &Reading<'_>, trigger: usize) -> Option<(FrameId, Vec<usize>)> {
    let tree = reading.tree;
    if !tree.is_noun(trigger) || tree.child(trigger, &[Label::Poss]).is_none() {
        return None;
    }
    let id = reading.ontology.index.ending(tree.word(trigger)).iter().copied().find(|id| {
        let frame = &reading.ontology.frames[id.0 as usize];
        let relation = &reading.ontology[frame.relation];
        frame.shape() == Shape::Noun
            && matches!(frame.elements.as_slice(), [Element::Slot(Role::Subject, _), Element::Possessive, ..])
            && relation.range.contains(Class::State)
            && matches!(relation.family.as_str(), "assault" | "territory")
            // "their troops", "its base" are no act.
            && (relation.name != "deployedTo" || tree.is_word(trigger, &["deployment", "presence"]))
            && frame.status.is_none()
    })?;
    let walk = Walk::new(reading, &reading.ontology.frames[id.0 as usize], trigger);
    Some((id, walk.possessors(None))).filter(|(_, heads)| !heads.is_empty())
}

/// "Fighting between the army and rebels": a verbal noun where a noun stands.
fn is_gerund(reading: &Reading<'_>, i: usize) -> bool {
    reading.tree.tag(i) == Tag::Vbg
        && matches!(reading.tree.label(i), Label::Nsubj | Label::Nsubjpass | Label::Dobj | Label::Pobj)
}

/// A participle that modifies a noun is a verb too: "the captured town".
fn is_participle(reading: &Reading<'_>, i: usize) -> bool {
    matches!(reading.tree.tag(i), Tag::Vbn | Tag::Vbg | Tag::Vbd | Tag::Vb | Tag::Vbz | Tag::Vbp)
}
