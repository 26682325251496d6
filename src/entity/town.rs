//! "the city", "the town": the place that it takes up.
//!
//! In comes the noun; out goes the place named last before it, unless that is a state or a part of one. And "the north",
//! which is a place of its own only where it says of what.

use super::MentionKind;
use super::cast::{Cast, DraftIndex};
use crate::mention::name::is_compass;
use crate::ontology::Class;
use crate::parse::Label;

impl Cast<'_> {
    /// "the mountains of the north": they lie nowhere else than the north does, which is no further place.
    pub(super) fn is_side_of_known(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        is_compass(tree.word(head))
            && tree.head(head).is_some_and(|of| tree.word(of) == "of")
            && tree.children_with(head, &[Label::Prep, Label::Poss]).next().is_none()
    }

    /// The last place or state that is named within three sentences, and not only before a noun.
    pub(super) fn last_place(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let first = tree.sentences()[tree.sentence_number(head).saturating_sub(3)].start;
        (first..head).rev().find_map(|i| {
            let is_named = self.name_of(i).is_some_and(|name| name.head == i)
                && !matches!(tree.label(i), Label::Amod | Label::Compound | Label::Nmod);
            let entity = self.named_entity(i).filter(|_| is_named)?;
            matches!(self.drafts[entity].class(), Class::Place | Class::State).then_some(entity)
        })
    }

    /// Whether nothing in a place's names says that it is a part of a country, an island or the like.
    pub(super) fn is_town(&self, entity: DraftIndex) -> bool {
        let tree = self.reading.tree;
        let draft = &self.drafts[entity];
        let mut names = draft.mentions.iter().filter(|(_, kind)| **kind == MentionKind::Name);
        draft.class() == Class::Place
            && !draft.is_weak
            && names.all(|(&(start, end), _)| {
                let is_part =
                    |i: usize| self.reading.lists_noun("regionNoun", i) || tree.word(i).ends_with("ern");
                !(start..(end + 1).min(tree.len())).any(is_part)
            })
    }
}
