//! Who takes part in an event by what he is called: "protesters" in the protest, "voters" and "candidates" in the election,
//! "delegates" at the conference.
//!
//! In comes a noun for those who do what an event consists of; the event is the nearest one of that kind that the text told
//! of. Nothing is told of those whom no other statement names, nor of an event that none is about.

use std::collections::BTreeSet;

use super::event::Told;
use super::{Collector, DraftStatement};
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::{FARTHEST, Holder, clause};
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;

/// Lists of nouns for those who take part, with the list of nouns for what they take part in.
const KINDS: [(&str, &str); 3] =
    [("protesterNoun", "protestNoun"), ("voterNoun", "electionNoun"), ("attendeeNoun", "gatheringNoun")];

/// Sentences back in which the event is looked for.
const REACH: usize = 3;

/// Nouns joined to one that is called by an event.
const MAX_JOINED: usize = 16;

impl Collector<'_, '_> {
    /// Participants that are called by what they take part in.
    pub(super) fn called_after_event(&mut self) {
        let reading = self.reading();
        let Some(participated) = reading.ontology.relation("participatedIn") else { return };
        let told: BTreeSet<DraftIndex> = self.statements.iter().flat_map(DraftStatement::entities).collect();
        for noun in 0..reading.tree.len() {
            let Some(kind) = self.kind_of_agent(noun) else { continue };
            let Some(event) = self.event_near(noun, kind) else { continue };
            let heads = match self.called_before_name(noun) {
                Some(name) => vec![name],
                None => clause::coordinated(&reading, noun),
            };
            let whom: Vec<Filler> = heads
                .into_iter()
                .take(MAX_JOINED)
                .flat_map(|head| self.cast.resolve(head, ClassSet::of(&[Class::Group, Class::Person])))
                .collect();
            for who in whom {
                if told.contains(&event.entity) && told.contains(&who.entity) {
                    self.put_event(noun, participated, who, event.clone(), Told::Phrase);
                }
            }
        }
    }

    /// The list of the events that those take part in whom the noun at token `noun` names.
    fn kind_of_agent(&self, noun: usize) -> Option<&'static str> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_phrase = tree.is_noun(noun)
            && self.cast.name_of(noun).is_none()
            && (self.is_of_somebody(noun)
                || self.called_before_name(noun).is_some()
                || !matches!(tree.label(noun), Label::Compound | Label::Nmod | Label::Amod));
        let kind = KINDS.iter().find(|(agents, _)| is_phrase && reading.lists(agents, noun));
        kind.map(|(_, events)| *events)
    }

    /// "candidate Anna Berg": whether a noun says what somebody is who has a name.
    fn is_of_somebody(&self, noun: usize) -> bool {
        self.cast.role_of(noun).is_some_and(|role| matches!(role.holder, Holder::Named(_)))
    }

    /// "Voter Anna Berg": the name of a person right behind what he or she is called.
    fn called_before_name(&self, noun: usize) -> Option<usize> {
        let tree = self.reading().tree;
        let next = (noun + 1 < tree.len()).then_some(noun + 1)?;
        let name = self.cast.name_of(next).filter(|name| name.tokens.start == next)?;
        let is_person = self
            .cast
            .named_entity(name.head)
            .is_some_and(|entity| self.cast.drafts[entity].class() == Class::Person);
        (is_person && tree.head(noun).is_some_and(|up| name.tokens.contains(&up))).then_some(name.head)
    }

    /// The nearest event of a kind before token `noun`, else behind it in its sentence.
    fn event_near(&mut self, noun: usize, kind: &str) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_it = |&head: &usize| {
            self.cast.is_event_phrase(head)
                && reading.lists(kind, head)
                && !reading.lists("vagueElectionNoun", head)
                // Delegates are at no march.
                && (kind == "protestNoun" || !reading.lists("protestNoun", head))
        };
        let first = tree.sentences()[tree.sentence_number(noun).saturating_sub(REACH)].start;
        let first = first.max(noun.saturating_sub(FARTHEST));
        let mut behind = noun + 1..tree.sentence(noun).end.min(noun + FARTHEST);
        let head = (first..noun).rev().find(is_it).or_else(|| behind.find(is_it))?;
        self.cast.resolve(head, ClassSet::of(&[Class::Event])).into_iter().next()
    }
}
