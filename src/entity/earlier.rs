//! What a description takes up that the text has mentioned before: "the country", "the group", "the parliament".
//!
//! In comes the head of a definite description; out goes the entity of an earlier one, or of a name that it can be said of.

use std::ops::Range;

use super::cast::{Cast, Draft, DraftIndex};
use super::{MentionKind, number};
use crate::ontology::Class;
use crate::parse::Label;

/// Tokens back in which the first mention of what a description takes up is looked for: more than an article has.
const MAX_TOKENS: usize = 6000;
/// Tokens back in which "the country" was named: three long sentences.
const MAX_NEAR: usize = 600;

impl Cast<'_> {
    /// A body with its state is the same wherever the text speaks of it: "the Iraqi parliament", "parliament".
    pub(super) fn named_possessor_body(&mut self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let is_body = self.reading.lists("bodyNoun", head) || self.is_forces_body(head);
        if !is_body || self.is_many(head) {
            return None;
        }
        let noun = tree.word(head).to_owned();
        let state = self.state_of(head);
        // "warned parliament": the one that the text speaks of.
        let is_chamber = self.reading.lists("chamberNoun", head)
            && tree.children(head).iter().all(|&kid| kid > head || tree.label(kid) == Label::Punct);
        let is_known = self.is_definite(head) || is_chamber;
        let same = |draft: &Draft| {
            draft.nouns.first() == Some(&noun)
                && matches!(draft.votes.best(), Some((Class::GovernmentBody, _)))
        };
        // A name of the same noun: "the Iraqi Parliament".
        let named = self.names.iter().enumerate().find(|(_, name)| {
            name.sense.is_none()
                && tree.word(name.tokens.end - 1) == noun
                && name.tokens.len() > 1
                && (state.is_none()
                    || name.whole.is_none_or(|entry| self.by_entry.get(&entry).copied() == state))
        });
        if let Some((number, _)) = named
            && (state.is_some() || is_known)
        {
            return Some(self.of_name[number]);
        }
        let earlier = self.drafts.iter().position(same)?;
        (state.is_none() && (is_known || tree.is_plural(head))).then_some(earlier)
    }

    /// A definite description of something that was mentioned before it with the same noun; "the country" is the last
    /// state, "the group" the last organisation.
    pub(super) fn mentioned_before(&mut self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        if !self.is_definite(head) || tree.is_plural(head) {
            return None;
        }
        if self.reading.lists("countryWord", head) {
            return self.last_state(head);
        }
        if let Some(entity) = self.epithet(head) {
            return Some(entity);
        }
        let has_modifier = tree.children(head).iter().any(|&kid| {
            matches!(tree.label(kid), Label::Amod | Label::Compound | Label::Poss | Label::Nmod)
                && kid < head
                && !self.tells_size(kid)
        });
        let noun = tree.word(head);
        let earlier = self
            .settled
            .range(head.saturating_sub(MAX_TOKENS)..head)
            .rev()
            .flat_map(|(&at, fillers)| fillers.iter().map(move |filler| (at, filler)))
            .find(|&(at, filler)| {
                let is_told = || self.name_at[at].is_none() && tree.word(at) == noun && !tree.is_plural(at);
                let draft = &self.drafts[filler.entity];
                draft.nouns.first().is_some_and(|have| have == noun) || draft.is_named && is_told()
            })
            .map(|(_, filler)| filler.entity);
        if earlier.is_some() && !has_modifier {
            return earlier;
        }
        if has_modifier {
            return None;
        }
        let named = (head.saturating_sub(MAX_TOKENS)..head).rev().find_map(|i| {
            let name = self.name_of(i)?;
            let last = name.tokens.end - 1;
            (name.tokens.len() > 1 && tree.word(last) == noun)
                .then(|| self.name_at[i].map(|n| self.of_name[n]))?
        });
        if named.is_some() {
            return named;
        }
        match self.noun_class(head) {
            Some(Class::Place) if tree.is_word(head, &["city", "town", "village"]) => {
                self.last_place(head).filter(|&entity| self.is_town(entity))
            }
            Some(Class::Organization) => self.last_of(head, &[Class::Organization, Class::ArmedGroup]),
            Some(Class::ArmedGroup) => self.last_of(head, &[Class::ArmedGroup]),
            Some(Class::Agreement) => {
                self.act_before(head).or_else(|| self.last_of(head, &[Class::Agreement]))
            }
            Some(Class::Proposal) => self.act_before(head),
            Some(Class::War) => self.last_of(head, &[Class::War]),
            _ if tree.is_word(
                head,
                &["group", "organisation", "organization", "movement", "militia", "party", "company"],
            ) =>
            {
                self.last_of(head, &[Class::ArmedGroup, Class::Organization])
            }
            _ => None,
        }
    }

    /// "the 15-member council", "the 22-nation group": a modifier that only says how many belong to it.
    fn tells_size(&self, modifier: usize) -> bool {
        let tree = self.reading.tree;
        let words = tree.text_of(&tree.subtree(modifier)).to_lowercase();
        words.rsplit_once('-').is_some_and(|(count, what)| {
            number(count.trim()).is_some()
                && matches!(
                    what.trim(),
                    "member" | "nation" | "country" | "party" | "seat" | "state" | "strong"
                )
        })
    }

    /// "the Macau bank", "new rules", "the four hostages": what was described before in the same words, where those do not
    /// count anew.
    pub(super) fn same_words_before(&self, head: usize, tokens: &Range<usize>) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let is_counted = tree.child(head, &[Label::Nummod]).is_some();
        let is_bare = tree.is_plural(head) && tree.child(head, &[Label::Det]).is_none() && !is_counted;
        if tokens.len() < 2 || !self.is_definite(head) && !is_bare {
            return None;
        }
        let class = self.noun_class(head)?;
        let text = tree.text_of(tokens);
        // What a statement asked for first may stand behind.
        let before = self.settled.range(head.saturating_sub(MAX_TOKENS)..head).rev();
        before
            .chain(self.settled.range(head + 1..head + 1 + MAX_TOKENS))
            .flat_map(|(_, fillers)| fillers)
            .find(|filler| {
                let draft = &self.drafts[filler.entity];
                filler.kind == MentionKind::Nominal
                    && !draft.is_named
                    && draft.class() == class
                    && filler.tokens.len() == tokens.len()
                    && tree.text_of(&filler.tokens).eq_ignore_ascii_case(text)
            })
            .map(|filler| filler.entity)
    }

    /// "the world body": a body that the text has named, by the words that stand for it.
    fn epithet(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let phrase: Vec<String> = self.phrase(head).map(|i| tree.text(i).to_lowercase()).collect();
        let words = phrase.join("_");
        let named = self.names.iter().enumerate().take_while(|(_, name)| name.tokens.start < head);
        let known = named.filter_map(|(number, name)| Some((number, name.sense?.0)));
        let ontology = self.reading.ontology;
        let mut meant = known.filter(|&(_, entry)| {
            ontology.lists("epithet", &format!("{words}_{}", ontology.gazetteer[entry].key))
        });
        meant.next().map(|(number, _)| self.of_name[number])
    }

    /// The named person who is the subject of the nearest earlier sentence, its main clause before its others; within
    /// two sentences.
    pub(super) fn last_subject(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let sentence = tree.sentence_number(head);
        (sentence.saturating_sub(2)..sentence).rev().find_map(|number| {
            let subjects = tree.sentences()[number].clone().filter(|&i| {
                matches!(tree.label(i), Label::Nsubj | Label::Nsubjpass)
                    && self.named_entity(i).is_some_and(|entity| self.drafts[entity].class() == Class::Person)
            });
            let depth = |i: &usize| (tree.ancestors(*i).count(), *i);
            subjects.min_by_key(depth).and_then(|i| self.named_entity(i))
        })
    }

    /// "the country": the state that the sentence named, or that the text speaks of if it was named within three sentences;
    /// else the last one that was, rather not one of two that say whose troops are meant.
    fn last_state(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let sentence = tree.sentence_number(head);
        let near = (0..head).rev().take(MAX_NEAR).take_while(|&i| tree.sentence_number(i) + 3 >= sentence);
        let states: Vec<(usize, DraftIndex)> = near
            .filter_map(|i| Some((i, self.named_entity(i)?)))
            .filter(|&(_, entity)| self.drafts[entity].class() == Class::State)
            .collect();
        // "Afghan and U.S. troops": neither alone is the country.
        let is_own = |i: usize| {
            let first = std::iter::once(i)
                .chain(tree.ancestors(i))
                .find(|&up| tree.label(up) != Label::Conj)
                .unwrap_or(i);
            let is_modifier = matches!(tree.label(first), Label::Amod | Label::Compound | Label::Nmod);
            !is_modifier || first == i && tree.child(i, &[Label::Conj]).is_none()
        };
        let here = states.iter().find(|&&(i, _)| tree.sentence_number(i) == sentence && is_own(i));
        let found = here
            .or_else(|| states.iter().find(|&&(_, entity)| Some(entity) == self.home))
            .or_else(|| states.iter().find(|&&(i, _)| is_own(i)))
            .or(states.first());
        found.map(|&(_, entity)| entity)
    }

    /// The last named entity of one of `classes` before token `head`, within three sentences.
    pub(super) fn last_of(&self, head: usize, classes: &[Class]) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let sentence = tree.sentence_number(head);
        (0..head).rev().take_while(|&i| tree.sentence_number(i) + 3 >= sentence).find_map(|i| {
            let entity = self.named_entity(i)?;
            classes.contains(&self.drafts[entity].class()).then_some(entity)
        })
    }
}
