//! Lines of interviews and transcripts: "Anna Berg: The plan failed." at the beginning of a paragraph.

use super::reported::trim;
use super::{AttributionKind, Speech};
use crate::mention::Reading;
use crate::parse::{NameKind, Pos, Tag};

/// Tokens of the longest name before the colon.
const LONGEST: usize = 4;

/// What stands behind the name of a person and a colon, to the end of the paragraph; no questions.
pub(super) fn speaker_line(reading: &Reading<'_>, colon: usize) -> Option<Speech> {
    let tree = reading.tree;
    if tree.text(colon) != ":" || colon == 0 {
        return None;
    }
    let breaks = |&i: &usize| tree.tag(i) == Tag::Space && tree.text(i).contains('\n');
    let first = (colon.saturating_sub(LONGEST + 1)..colon).rev().find(breaks).map(|i| i + 1);
    let start = first.or_else(|| (colon <= LONGEST).then_some(0))?;
    let is_name = start < colon
        && (start..colon).all(|i| tree.pos(i) == Pos::Propn && tree.is_capitalised(i))
        && tree.parse().names.iter().any(|name| {
            name.kind == NameKind::Person && name.tokens.end == colon && name.tokens.start >= start
        });
    let end = (colon..tree.len()).find(breaks).unwrap_or(tree.len());
    let last = (colon..end).rev().find(|&i| !matches!(tree.text(i), "\"" | "”" | ")" | " "))?;
    let has_verb = (colon..end).any(|i| matches!(tree.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
    if !is_name || !has_verb || tree.text(last) == "?" {
        return None;
    }
    let clause = trim(reading, colon + 1..end, colon);
    (clause.len() > 3).then(|| Speech {
        trigger: colon,
        speakers: vec![colon - 1],
        clause,
        kind: AttributionKind::Quote,
        is_denial: false,
        relay: None,
    })
}
