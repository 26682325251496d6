//! Pronouns that take up a part in the text rather than the nearest phrase: whoever spoke goes on to speak, and what was
//! acted upon is acted upon again.
//!
//! In comes the token of a pronoun; out goes what it means, if one of the two holds. Never looks past the sentences right
//! before.

use super::cast::{Cast, DraftIndex};
use super::pronoun::Wants;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Tag};

/// Sentences before the own one in which somebody spoke who goes on.
const SENTENCES: usize = 2;
/// Tokens of such a sentence that are looked at: more than any has that a person wrote.
const MAX_TOKENS: usize = 600;

impl Cast<'_> {
    /// "Turkish officials say two rebels were killed. They say the fighting goes on": the subject of a reporting verb is
    /// the body or the people that reported before, where its number allows it.
    pub(super) fn speaker_again(&mut self, i: usize, wants: Wants) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        let ontology = self.reading.ontology;
        let reports = |verb: usize| tree.is_verb(verb) && ontology.reports(tree.word(verb));
        let speaks = tree.label(i) == Label::Nsubj && tree.head(i).is_some_and(reports);
        if !speaks || self.is_quoted(i) {
            return None;
        }
        let sentence = tree.sentence_number(i);
        for number in (sentence.saturating_sub(SENTENCES)..sentence).rev() {
            let tokens = tree.sentences()[number].clone().take(MAX_TOKENS);
            let told = tokens.filter(|&verb| reports(verb) && self.tells(verb));
            for verb in told.collect::<Vec<_>>() {
                let heads = clause::agents(&self.reading, verb);
                if let Some(found) = self.spoke(&heads, wants) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Whether a reporting verb has something that it reports, outside of quotation marks.
    fn tells(&self, verb: usize) -> bool {
        let tree = self.reading.tree;
        let is_main = matches!(tree.label(verb), Label::Root | Label::Conj | Label::Parataxis);
        is_main && !self.is_quoted(verb) && tree.child(verb, &[Label::Ccomp, Label::Dobj]).is_some()
    }

    /// Who the subjects of a reporting verb are, if a pronoun may mean them.
    fn spoke(&mut self, heads: &[usize], wants: Wants) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        let first = *heads.first()?;
        let is_many = heads.len() > 1 || self.is_several(first);
        let is_fit = match wants {
            Wants::Many => is_many && tree.tag(first) != Tag::Prp,
            Wants::Thing => !is_many,
            // Of persons the nearest is meant more often.
            Wants::Person { .. } | Wants::Speaker { .. } | Wants::Addressee => false,
        };
        if !is_fit {
            return None;
        }
        let mut found = Vec::new();
        for &head in heads {
            found.push(self.resolve(head, wants.speakers()).first()?.entity);
        }
        found.dedup();
        Some(found)
    }

    /// "announced a ceasefire, but Turkey rejected it": the object of the clause that its own is joined to; nothing if
    /// nobody knows what that is.
    pub(super) fn object_again(&mut self, i: usize, wants: Wants) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        let verb = tree.head(i).filter(|_| tree.label(i) == Label::Dobj && tree.tag(i) == Tag::Prp)?;
        let before =
            tree.head(verb).filter(|&before| tree.label(verb) == Label::Conj && tree.is_verb(before))?;
        tree.child(verb, &[Label::Nsubj])?;
        let object = tree.child(before, &[Label::Dobj]).filter(|&object| tree.is_noun(object))?;
        let is_fit = match wants {
            Wants::Thing => !tree.is_plural(object),
            Wants::Many => tree.is_plural(object),
            _ => false,
        };
        if !is_fit {
            return None;
        }
        let classes = wants.classes().with(Class::Event);
        Some(self.resolve(object, classes).into_iter().take(1).map(|filler| filler.entity).collect())
    }
}

impl Wants {
    /// Who may be meant where the pronoun speaks.
    fn speakers(self) -> ClassSet {
        let bodies =
            [Class::State, Class::GovernmentBody, Class::Organization, Class::ArmedGroup, Class::Group];
        match self {
            Self::Many => ClassSet::of(&bodies).with(Class::Person),
            Self::Thing => ClassSet::of(&bodies[..4]),
            Self::Person { .. } | Self::Speaker { .. } | Self::Addressee => self.classes(),
        }
    }
}
