//! Whoever is described and acts or is acted on, though no relation of the ontology tells of it: "gunmen stormed the
//! hall", "a draft resolution was read". And every further description of whoever a statement tells of.
//!
//! In comes the cast after all statements are told; out go the entities that stand in the text without one. Never makes
//! an entity of what a phrase behind a verb only mentions.

use std::collections::BTreeSet;

use super::MentionKind;
use super::cast::{Cast, DraftIndex};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;

/// What may be told of by descriptions alone.
const DESCRIBED: [Class; 10] = [
    Class::Agreement,
    Class::ArmedGroup,
    Class::Event,
    Class::GovernmentBody,
    Class::Group,
    Class::Organization,
    Class::Person,
    Class::Place,
    Class::Proposal,
    Class::War,
];

/// What acts or is acted on without a statement.
const ACTING: [Class; 7] = [
    Class::Agreement,
    Class::ArmedGroup,
    Class::GovernmentBody,
    Class::Group,
    Class::Organization,
    Class::Person,
    Class::Proposal,
];

impl Cast<'_> {
    /// Records the descriptions of all entities that are used, and those of the acting that are not: these are the result.
    pub fn note_described(&mut self, is_used: impl Fn(DraftIndex) -> bool) -> BTreeSet<DraftIndex> {
        let tree = self.reading.tree;
        let (described, acting) = (ClassSet::of(&DESCRIBED), ClassSet::of(&ACTING));
        let mut added = BTreeSet::new();
        for head in 0..tree.len() {
            if self.name_at[head].is_some() || !tree.is_noun(head) {
                continue;
            }
            let found = self.resolve(head, described);
            let [filler] = found.as_slice() else { continue };
            if filler.kind != MentionKind::Nominal {
                continue;
            }
            let draft = &self.drafts[filler.entity];
            let stands = || !draft.is_named && acting.contains(draft.class()) && self.acts(head);
            if !is_used(filler.entity) && !added.contains(&filler.entity) {
                if !stands() {
                    continue;
                }
                added.insert(filler.entity);
            }
            self.note(filler);
        }
        added
    }

    /// Whether the phrase headed by `head` is the subject of a finite or passive verb, or the agent of a passive one.
    fn acts(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let first = clause::first_coordinated(&self.reading, head);
        let Some(above) = tree.head(first) else { return false };
        match tree.label(first) {
            Label::Nsubj => tree.is_verb(above) && tree.is_finite(above) && tree.word(above) != "be",
            Label::Nsubjpass => true,
            Label::Pobj => tree.label(above) == Label::Agent,
            _ => false,
        }
    }

    /// Whether a name stands in the text only before nouns, and so says what these are and not who acts: "European",
    /// "pro-Hezbollah".
    pub fn is_only_modifier(&self, entity: DraftIndex) -> bool {
        let draft = &self.drafts[entity];
        let modifies = |(&(start, end), &kind): (&(usize, usize), &MentionKind)| {
            kind == MentionKind::Name && self.stands_before_noun(start..end)
        };
        draft.is_named
            && matches!(draft.class(), Class::Place | Class::Group)
            && draft.mentions.iter().all(modifies)
    }

    fn stands_before_noun(&self, tokens: std::ops::Range<usize>) -> bool {
        let tree = self.reading.tree;
        let outside = |i: usize| tree.head(i).filter(|up| !tokens.contains(up));
        let top = tokens.clone().find_map(|i| outside(i).map(|up| (i, up)));
        top.is_some_and(|(i, up)| {
            up >= tokens.end && matches!(tree.label(i), Label::Amod | Label::Compound | Label::Nmod)
        })
    }
}
