//! Whoever is described first and named in the next sentence, as news open: "Iran's chief negotiator says … Ali Rahimi
//! told reporters …", "A leading paper says … The Harbour Gazette reports …".
//!
//! In comes a description that nothing before it explains; out goes the entity of the name behind it, if one alone can be
//! meant. Never looks further than the next sentence.

use super::MentionKind;
use super::cast::{Cast, DraftIndex};
use crate::mention::Holder;
use crate::ontology::Class;
use crate::parse::Label;

impl Cast<'_> {
    /// The entity of `class` that is described by `head`, the subject of its sentence, and named as the subject of the next.
    pub(super) fn introduced_behind(&self, head: usize, class: Class) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let is_told = matches!(class, Class::Person | Class::Organization | Class::ArmedGroup);
        if !is_told || tree.is_plural(head) || !self.leads_sentence(head) || self.is_quoted(head) {
            return None;
        }
        // "the laureate" was spoken of before; "the mayor of Oslo" need not be.
        let is_owned = || {
            self.role_of(head).is_some_and(|role| role.body.is_some())
                || self.phrase(head).any(|i| self.name_of(i).is_some())
        };
        if self.is_definite(head) && !is_owned() {
            return None;
        }
        let number = tree.sentence_number(head);
        let own = tree.sentences()[number].clone();
        let next = tree.sentences().get(number + 1)?.clone();
        let is_same = |entity: DraftIndex| self.drafts[entity].class() == class;
        // Another of the class in the own sentence may be who the next one goes on with.
        if own.into_iter().any(|i| self.named_entity(i).is_some_and(is_same)) {
            return None;
        }
        let name = next.clone().find(|&i| {
            self.name_of(i).is_some_and(|name| name.head == i) && self.named_entity(i).is_some_and(is_same)
        })?;
        let entity = self.named_entity(name)?;
        let is_new = self.drafts[entity]
            .mentions
            .iter()
            .all(|(&(start, _), &kind)| kind != MentionKind::Name || start >= next.start);
        let has_role = self.roles.iter().any(|role| match &role.holder {
            Holder::Named(heads) => heads.iter().any(|&held| self.named_entity(held) == Some(entity)),
            Holder::Phrase => false,
        });
        (is_new && !has_role && self.leads_sentence(name)).then_some(entity)
    }

    /// Whether a phrase is the subject of the main verb of its sentence.
    fn leads_sentence(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        matches!(tree.label(head), Label::Nsubj | Label::Nsubjpass)
            && tree.head(head).is_some_and(|verb| tree.head(verb).is_none())
    }
}
