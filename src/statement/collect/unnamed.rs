//! Who is meant where a text names nobody: whoever writes about himself or herself as "I", and the body that calls itself
//! "we" or that an excerpt calls "it" from its first sentence on.
//!
//! Only facts about people and bodies are told of them: the roles, places and ties that a person or an organization has.

use super::Collector;
use crate::entity::MentionKind;
use crate::entity::cast::{Draft, DraftIndex, Filler};
use crate::ontology::{Class, ClassSet, RelationId};
use crate::parse::{Label, Tag};

/// The unnamed of a text, one of each kind.
pub(super) type Unnamed = [Option<DraftIndex>; 3];

/// What a pronoun without an antecedent stands for: the words, and the class of what they mean.
const KINDS: [(&[&str], Class); 3] = [
    (&["i", "me", "my", "myself"], Class::Person),
    (&["we", "us", "our", "ourselves"], Class::Organization),
    (&["it", "its"], Class::Organization),
];

/// The last kind needs a place in the clause where no expletive stands.
const IMPERSONAL: usize = 2;

impl Collector<'_, '_> {
    /// What the phrase headed by token `head` refers to; in facts about people and bodies also the unnamed.
    pub(super) fn told_of(&mut self, head: usize, wanted: ClassSet, relation: RelationId) -> Vec<Filler> {
        let found = self.cast.resolve(head, wanted);
        if !found.is_empty() || !self.is_about_unnamed(relation, wanted) {
            return found;
        }
        self.unnamed(head, wanted).into_iter().collect()
    }

    fn is_about_unnamed(&self, relation: RelationId, wanted: ClassSet) -> bool {
        let relation = &self.reading().ontology[relation];
        let is_fact = matches!(relation.family.as_str(), "role" | "place" | "tie");
        is_fact && !relation.takes_text && !wanted.contains(Class::State)
    }

    fn unnamed(&mut self, head: usize, wanted: ClassSet) -> Option<Filler> {
        let tree = self.reading().tree;
        let is_pronoun =
            matches!(tree.tag(head), Tag::Prp | Tag::PrpPoss) && self.cast.name_of(head).is_none();
        if !is_pronoun || self.cast.quotes.iter().any(|quote| quote.tokens.contains(&head)) {
            return None;
        }
        let word = tree.text(head).to_lowercase();
        let kind = KINDS.iter().position(|(words, _)| words.contains(&word.as_str()))?;
        let class = KINDS[kind].1;
        let is_bound = kind != IMPERSONAL
            || (matches!(tree.label(head), Label::Nsubj | Label::Nsubjpass | Label::Poss)
                && self.cast.resolve(head, ClassSet::ANY).is_empty());
        if !wanted.contains(class) || !is_bound {
            return None;
        }
        let entity = match self.unnamed[kind] {
            Some(entity) => entity,
            None => {
                let mut draft = Draft::default();
                draft.votes.add(class, 1.0);
                let entity = self.cast.add(draft);
                self.unnamed[kind] = Some(entity);
                entity
            }
        };
        Some(Filler { entity, tokens: head..head + 1, kind: MentionKind::Pronoun })
    }

    /// All words by which the unnamed of the first person call themselves are mentions, once a fact is told of them.
    pub(super) fn note_unnamed(&mut self) {
        let tree = self.reading().tree;
        for (&(words, _), entity) in KINDS.iter().zip(self.unnamed).take(IMPERSONAL) {
            let Some(entity) = entity else { continue };
            for i in 0..tree.len() {
                let is_quoted = self.cast.quotes.iter().any(|quote| quote.tokens.contains(&i));
                let is_pronoun = matches!(tree.tag(i), Tag::Prp | Tag::PrpPoss);
                if is_pronoun && !is_quoted && words.contains(&tree.text(i).to_lowercase().as_str()) {
                    self.cast.note(&Filler { entity, tokens: i..i + 1, kind: MentionKind::Pronoun });
                }
            }
        }
    }
}
