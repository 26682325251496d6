//! Counterparts: "President Anna Berg met her Danish counterpart, Lars Holm", "his Chadian and Malian counterparts, A and B".
//!
//! A counterpart holds the same office in another state. What office that is, the statements about the person whose
//! counterpart it is tell; who it is, the name beside the word.

use std::ops::Range;

use super::event::Told;
use super::{Collector, DraftObject};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, RelationId, Status};
use crate::parse::Tag;

/// Offices that somebody in another state has as well.
const OFFICES: [&str; 5] = ["headOfStateOf", "headOfGovernmentOf", "ministerOf", "envoyOf", "commanderOf"];

/// Tokens before and behind the word among which owner and name are looked for.
const NEAR: usize = 8;

impl Collector<'_, '_> {
    /// The offices of all counterparts that are named.
    pub(super) fn counterparts(&mut self) {
        let tree = self.reading().tree;
        for noun in 0..tree.len() {
            if tree.is_word(noun, &["counterpart"]) && tree.is_noun(noun) {
                self.counterpart(noun);
            }
        }
    }

    fn counterpart(&mut self, noun: usize) {
        let reading = self.reading();
        let holders = self.counterparts_named(noun);
        let Some(owner) = self.whose_counterpart(noun) else { return };
        let states = self.states_of_counterparts(owner + 1..noun);
        // "his Chadian and Malian counterparts, A and B": of each state one, in the same order.
        if holders.is_empty() || holders.len() != states.len() {
            return;
        }
        let persons = self.cast.resolve(owner, ClassSet::of(&[Class::Person]));
        let [person] = persons.as_slice() else { return };
        let Some(office) = self.office_shared(person.entity) else { return };
        for (&holder, state) in holders.iter().zip(&states) {
            for who in self.cast.resolve(holder, ClassSet::of(&[Class::Person])) {
                if who.entity != person.entity && reading.ontology[office].range.contains(Class::State) {
                    self.put_event(noun, office, who, state.clone(), Told::Phrase);
                }
            }
        }
    }

    /// Heads of the names right behind "counterpart", a comma and titles.
    fn counterparts_named(&self, noun: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let end = tree.sentence(noun).end.min(noun + NEAR);
        let is_before_name =
            |i: usize| self.cast.name_of(i).is_none() && (tree.text(i) == "," || tree.is_capitalised(i));
        let first = (noun + 1..end).find(|&i| !is_before_name(i));
        let Some(name) = first.and_then(|i| self.cast.name_of(i)) else { return Vec::new() };
        let named = |&i: &usize| self.cast.name_of(i).is_some_and(|name| name.head == i) && i > noun;
        let heads = clause::coordinated(&reading, name.head).into_iter().filter(named);
        if tree.is_plural(noun) { heads.collect() } else { heads.take(1).collect() }
    }

    /// Whose counterpart it is: the pronoun or the possessor before the word.
    fn whose_counterpart(&self, noun: usize) -> Option<usize> {
        let tree = self.reading().tree;
        let start = tree.sentence(noun).start.max(noun.saturating_sub(NEAR));
        let owner = (start..noun).rev().find(|&i| matches!(tree.tag(i), Tag::PrpPoss | Tag::Pos))?;
        if tree.tag(owner) == Tag::Pos { owner.checked_sub(1) } else { Some(owner) }
    }

    /// The states whose adjectives stand among some tokens, in order.
    fn states_of_counterparts(&mut self, tokens: Range<usize>) -> Vec<Filler> {
        let reading = self.reading();
        let mut found = Vec::new();
        for i in tokens {
            let Some(name) = self.cast.name_of(i).filter(|name| name.head == i) else { continue };
            let Some((entry, Sense::Adjective | Sense::Demonym | Sense::Name)) = name.sense else { continue };
            if reading.ontology.gazetteer[entry].class == Class::State {
                let tokens = name.tokens.clone();
                found.push(Filler { entity: self.cast.entity_of(entry), tokens, kind: MentionKind::Name });
            }
        }
        found
    }

    /// The office that statements give a person in a state.
    fn office_shared(&self, person: DraftIndex) -> Option<RelationId> {
        let ontology = self.reading().ontology;
        let told = self.statements.iter().find(|s| {
            s.subject.entity == person
                && s.status != Status::Former
                && OFFICES.contains(&ontology[s.relation].name.as_str())
                && matches!(&s.object, DraftObject::Entity(body)
                    if self.cast.drafts[body.entity].class() == Class::State)
        });
        told.map(|statement| statement.relation)
    }
}
