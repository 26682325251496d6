//! Frames on clauses: where a word of the text evokes a frame, which tokens fill its slots.
//!
//! A pattern is read from its trigger outwards. What stands left of a verb is its agent; what stands right of it is
//! looked up below the words matched so far, in order of the pattern and not of the text. Voice, relative clauses,
//! coordination and control are the business of [`crate::mention::clause`].

mod seek;
mod walk;

use std::ops::Range;

use crate::mention::{Reading, participle_stems};
use crate::ontology::FrameId;
use crate::ontology::frame::Shape;
use crate::parse::Tag;
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
    /// Tokens of the open clause, where the pattern has one.
    pub clause: Option<Range<usize>>,
    /// Whether both slots stand in one coordinated phrase, so that a plural may stand for the pair.
    pub is_pair: bool,
}

/// The frames that token `trigger` may evoke with both slots filled, most specific first.
pub fn matches(reading: &Reading<'_>, trigger: usize) -> Vec<Match> {
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
    let mut found: Vec<Match> = ids.into_iter().filter_map(|id| fit(reading, id, trigger)).collect();
    found.sort_by_key(|hit| {
        let (words, narrow) = reading.ontology.frames[hit.frame.0 as usize].specificity();
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
        Shape::Noun if !is_verb || reading.tree.is_noun(trigger) => walk.noun(),
        Shape::Pair if is_verb => walk.pair(),
        Shape::Hyphen => walk.hyphen(),
        Shape::Preposition => walk.preposition(),
        Shape::Comma => walk.comma(),
        _ => None,
    };
    done?;
    walk.finish(id)
}

/// A participle that modifies a noun is a verb too: "the captured town".
fn is_participle(reading: &Reading<'_>, i: usize) -> bool {
    matches!(reading.tree.tag(i), Tag::Vbn | Tag::Vbg | Tag::Vbd | Tag::Vb | Tag::Vbz | Tag::Vbp)
}
