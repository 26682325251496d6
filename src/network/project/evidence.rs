//! Which sentences prove a tie, the best first.

use std::cmp::Reverse;

use super::super::Sentence;
use crate::archive::digest::sketch::{Sketch, StatementSketch};

/// The evidence of a statement.
pub(super) fn sentence(record: &Sketch<'_>, statement: &StatementSketch<'_>) -> Sentence {
    let inside = |at: usize| at.saturating_sub(statement.start);
    Sentence {
        document: record.id.to_owned(),
        statement: statement.id.to_owned(),
        start: statement.start,
        text: statement.text.to_owned(),
        trigger: inside(statement.trigger.start)..inside(statement.trigger.end),
        confidence: statement.confidence,
    }
}

/// Confidence, document, place and statement.
pub(super) type Rank<'s> = (Reverse<u32>, &'s str, usize, &'s str);

/// The most confident first, then by document and place.
pub(super) fn rank(sentence: &Sentence) -> Rank<'_> {
    ranked(sentence.confidence, (&sentence.document, sentence.start, &sentence.statement))
}

/// The rank of the evidence of a statement.
pub(super) fn rank_of<'s>(record: &Sketch<'s>, statement: &StatementSketch<'s>) -> Rank<'s> {
    ranked(statement.confidence, (record.id, statement.start, statement.id))
}

fn ranked<'s>(confidence: f32, (document, start, statement): (&'s str, usize, &'s str)) -> Rank<'s> {
    (Reverse((confidence.clamp(0.0, 1.0) * 1_000_000.0) as u32), document, start, statement)
}
